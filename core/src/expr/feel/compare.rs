//! Equality and order of values: the one place that knows which types can be compared.

use std::cmp::Ordering;

use super::run::{Exhausted, Res, Run};
use super::value::{Context, List, Val};
use super::{Names, Range};

impl Val {
    /// Whether two values are equal: `None` if their types cannot be compared. Null is equal to null
    /// only.
    ///
    /// # Errors
    ///
    /// If it takes too much work.
    pub fn equal(&self, other: &Self) -> Result<Option<bool>, Exhausted> {
        equal(self, other, &Run::new(&Names::default()))
    }

    /// The order of two values: `None` if they have none.
    #[must_use]
    pub fn order(&self, other: &Self) -> Option<Ordering> {
        order(self, other)
    }
}

/// The order of numbers, texts (by code point) and values of the calendar.
pub(super) fn order(left: &Val, right: &Val) -> Option<Ordering> {
    match (left, right) {
        (Val::Number(left), Val::Number(right)) => Some(left.cmp(right)),
        (Val::Text(left), Val::Text(right)) => Some(left.cmp(right)),
        (Val::Temporal(left), Val::Temporal(right)) => left.compare(right),
        _ => None,
    }
}

/// Values nest within bounds, so the recursion is bounded; that they may share parts is what the
/// budget is for.
pub(super) fn equal(left: &Val, right: &Val, run: &Run<'_>) -> Res<Option<bool>> {
    run.spend(1)?;
    Ok(Some(match (left, right) {
        (Val::Null, Val::Null) => true,
        (Val::Null, _) | (_, Val::Null) => false,
        (Val::Bool(left), Val::Bool(right)) => left == right,
        (Val::Text(left), Val::Text(right)) => {
            run.spend_text(left.len())?;
            left == right
        }
        (Val::Temporal(left), Val::Temporal(right)) => return Ok(left.equals(right)),
        (Val::List(left), Val::List(right)) => lists(left, right, run)?,
        (Val::Context(left), Val::Context(right)) => contexts(left, right, run)?,
        (Val::Range(left), Val::Range(right)) => ranges(left, right, run)?,
        (Val::Function(left), Val::Function(right)) => std::sync::Arc::ptr_eq(&left.0, &right.0),
        _ => return Ok(order(left, right).map(Ordering::is_eq)),
    }))
}

/// Whether two values are equal, as items of lists are compared: not to be comparable is not equal.
pub(super) fn same(left: &Val, right: &Val, run: &Run<'_>) -> Res<bool> {
    Ok(equal(left, right, run)? == Some(true))
}

fn lists(left: &List, right: &List, run: &Run<'_>) -> Res<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.iter().zip(right.iter()) {
        if !same(&left, &right, run)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn contexts(left: &Context, right: &Context, run: &Run<'_>) -> Res<bool> {
    if left.len() != right.len() {
        return Ok(false);
    }
    for (name, value) in left.entries() {
        run.spend(1 + right.len() / 16)?;
        match right.get(&name) {
            Some(other) if same(&value, &other, run)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn ranges(left: &Range, right: &Range, run: &Run<'_>) -> Res<bool> {
    let flags = |range: &Range| (range.low_closed, range.high_closed, range.form);
    Ok(flags(left) == flags(right)
        && same(&left.low, &right.low, run)?
        && same(&left.high, &right.high, run)?)
}
