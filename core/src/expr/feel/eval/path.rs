//! Paths and filters.

use super::super::ast::{Node, Step};
use super::super::property::property;
use super::super::run::{Res, Run};
use super::super::value::{List, Val};
use super::iterate::ROUND;
use super::{Bound, Cx, call, eval};
use crate::value::{Number, clip};

pub(super) fn path(base: &Node, steps: &[Step], cx: &Cx<'_>) -> Res {
    let mut value = eval(base, cx)?;
    for step in steps {
        value = match step {
            Step::Member(name) => member(&value, name, cx.run)?,
            Step::Filter(filter) => self::filter(value, filter, cx)?,
            Step::Call(args) => call::invoke(&value, args, cx)?,
        };
    }
    Ok(value)
}

/// A member of a context or a property; of a list, those of all its items. Lists nest within bounds, so
/// the recursion is bounded.
fn member(value: &Val, name: &str, run: &Run<'_>) -> Res {
    let found = match value {
        Val::Context(context) => context.get(name),
        Val::List(items) => {
            run.spend(items.len())?;
            let mut members = Vec::with_capacity(items.len());
            for item in items.iter() {
                members.push(match &item {
                    Val::Context(context) => context.get(name).unwrap_or_default(),
                    Val::List(_) => member(&item, name, run)?,
                    other => property(other, name).unwrap_or_default(),
                });
            }
            return Ok(run.list(members));
        }
        other => property(other, name),
    };
    Ok(found.unwrap_or_else(|| match value {
        Val::Context(_) => run.null_with(format_args!("there is no `{}` in the context", clip(name))),
        other => run.null_with(format_args!("{} has no `{}`", other.kind_name(), clip(name))),
    }))
}

/// An item by its number, or the items for which the filter is true; what is no list is its own only
/// item, and null has none.
fn filter(value: Val, filter: &Node, cx: &Cx<'_>) -> Res {
    let items = match value {
        Val::List(items) => items,
        Val::Null => return Ok(cx.run.null("null has no items")),
        value => match List::new(vec![value]) {
            Some(items) => items,
            None => return Ok(cx.run.too_deep()),
        },
    };
    // A number that does not depend on the items is an index.
    if let Node::Literal(Val::Number(index)) = filter {
        return Ok(at(&items, *index, cx.run));
    }
    let Some(first) = items.get(0) else {
        return Ok(match eval(filter, cx)? {
            Val::Number(index) => at(&items, index, cx.run),
            _ => Val::List(items),
        });
    };
    let mut kept = Vec::new();
    match cx.within(Bound::Item(&first), |cx| eval(filter, cx))? {
        Val::Number(index) => return Ok(at(&items, index, cx.run)),
        Val::Bool(true) => kept.push(first),
        _ => {}
    }
    for item in items.iter().skip(1) {
        cx.run.spend(ROUND)?;
        if cx.within(Bound::Item(&item), |cx| eval(filter, cx))?.as_bool() == Some(true) {
            kept.push(item);
        }
    }
    Ok(cx.run.list(kept))
}

/// The item counted from 1, or from the end with -1.
fn at(items: &List, index: Number, run: &Run<'_>) -> Val {
    let found = index.to_i64().and_then(|index| {
        let from_start =
            if index < 0 { index.checked_add_unsigned(items.len() as u64)? } else { index.checked_sub(1)? };
        items.get(usize::try_from(from_start).ok()?)
    });
    found.unwrap_or_else(|| run.null_with(format_args!("the list has no item `{index}`")))
}
