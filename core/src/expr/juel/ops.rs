//! Arithmetic, comparison and the budget of an evaluation.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::fmt;

use super::super::EvalError;
use crate::value::{Number, Value};

/// The longest text that an expression makes, in bytes.
pub(super) const MAX_RESULT: usize = 1 << 20;

/// How much data one evaluation may touch: values visited plus texts in pieces of 64 bytes.
const BUDGET: usize = 1 << 22;

/// What is found, or that nothing is: the run keeps why, so that a result is no larger than a value.
pub(super) type Res<T> = Result<T, Failed>;

pub(super) struct Failed;

/// One evaluation: what is left of [`BUDGET`], for a short source can walk the same large variable very
/// often, and what went wrong last.
pub(super) struct Run {
    left: Cell<usize>,
    failure: RefCell<String>,
}

impl Default for Run {
    fn default() -> Self {
        Self { left: Cell::new(BUDGET), failure: RefCell::default() }
    }
}

impl Run {
    pub(super) fn spend(&self, units: usize) -> Res<()> {
        match self.left.get().checked_sub(units) {
            Some(left) => self.left.set(left),
            None => {
                return self.fail(format_args!(
                    "the expression does too much work on large data; compute it in a job"
                ));
            }
        }
        Ok(())
    }

    /// There is no value, because of this.
    pub(super) fn fail<T>(&self, message: fmt::Arguments<'_>) -> Res<T> {
        Err(self.failed(message))
    }

    fn failed(&self, message: fmt::Arguments<'_>) -> Failed {
        *self.failure.borrow_mut() = message.to_string();
        Failed
    }

    /// What went wrong.
    pub(super) fn failure(self) -> EvalError {
        EvalError { message: self.failure.into_inner() }
    }

    pub(super) fn spend_text(&self, bytes: usize) -> Res<()> {
        if bytes < 64 { Ok(()) } else { self.spend(bytes / 64) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Arith {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

impl Arith {
    /// `None` for an overflow or a division by zero.
    pub(super) fn apply(self, left: Number, right: Number) -> Option<Number> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Sub => left.checked_sub(right),
            Self::Mul => left.checked_mul(right),
            Self::Div => left.checked_div(right),
            Self::Rem => left.checked_rem(right),
        }
    }
}

/// By code points, as UTF-8 sorts.
pub(super) fn compare_texts(left: &str, right: &str, run: &Run) -> Res<Ordering> {
    run.spend_text(left.len().min(right.len()))?;
    Ok(left.cmp(right))
}

/// Whether two values are the same all the way down. Values nest within bounds, so the recursion
/// is bounded; that they may share parts is what the run is for.
pub(super) fn same(left: &Value, right: &Value, run: &Run) -> Res<bool> {
    run.spend(1)?;
    Ok(match (left, right) {
        (Value::Text(left), Value::Text(right)) => {
            left.len() == right.len() && compare_texts(left, right, run)?.is_eq()
        }
        (Value::List(left), Value::List(right)) => {
            if left.len() != right.len() {
                return Ok(false);
            }
            for (left, right) in left.iter().zip(right.iter()) {
                if !same(left, right, run)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Map(left), Value::Map(right)) => {
            if left.len() != right.len() {
                return Ok(false);
            }
            for ((left_name, left), (right_name, right)) in left.iter().zip(right.iter()) {
                if left_name != right_name || !same(left, right, run)? {
                    return Ok(false);
                }
            }
            true
        }
        _ => left == right,
    })
}

/// Appends within [`MAX_RESULT`].
pub(super) fn append(text: &mut String, more: &str, run: &Run) -> Res<()> {
    run.spend_text(more.len())?;
    if text.len() + more.len() > MAX_RESULT {
        return run.fail(format_args!("the text grows longer than {MAX_RESULT} bytes; build it in a job"));
    }
    text.push_str(more);
    Ok(())
}
