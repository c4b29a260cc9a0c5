//! `for`, `some` and `every`.

use super::super::ast::{For, Iterator, Quantified};
use super::super::compare::order;
use super::super::run::Res;
use super::super::temporal::{Date, Temporal};
use super::super::value::{List, Val};
use super::{Cx, eval};
use crate::value::{Number, Text};

/// What going round once costs, besides what is evaluated in it.
pub(super) const ROUND: usize = 4;

/// What an iterator goes through.
enum Source {
    Items(List),
    /// From the first to the last, in steps of one.
    Steps(Val, Val),
}

/// How an iteration goes on.
#[derive(PartialEq)]
enum Flow {
    On,
    /// Done early, with what was found.
    Stop,
}

pub(super) fn for_(node: &For, cx: &Cx<'_>) -> Res {
    let mut results = List::default();
    let whole = each(&node.iterators, cx, &mut |cx| {
        let value = if node.partial {
            let so_far = Val::List(results.clone());
            cx.with("partial", &so_far, |cx| eval(&node.body, cx))?
        } else {
            eval(&node.body, cx)?
        };
        // A list that the value holds, too, is copied.
        cx.run.spend(if results.is_shared() { results.len() } else { 1 })?;
        Ok(if results.push(value) { Flow::On } else { Flow::Stop })
    })?;
    Ok(match whole {
        None => Val::Null,
        Some(Flow::Stop) => cx.run.too_deep(),
        Some(Flow::On) => Val::List(results),
    })
}

/// Decided by the first that decides, else null if one is null.
pub(super) fn quantified(node: &Quantified, cx: &Cx<'_>) -> Res {
    let mut result = Val::Bool(node.every);
    let whole = each(&node.iterators, cx, &mut |cx| {
        Ok(match eval(&node.condition, cx)? {
            Val::Bool(truth) if truth != node.every => {
                result = Val::Bool(truth);
                Flow::Stop
            }
            Val::Bool(_) => Flow::On,
            other => {
                result = cx
                    .run
                    .null_with(format_args!("the condition gave {}, not true or false", other.kind_name()));
                Flow::On
            }
        })
    })?;
    Ok(if whole.is_none() { Val::Null } else { result })
}

/// Goes through all combinations; `None` if there is nothing to go through.
fn each(
    iterators: &[Iterator],
    cx: &Cx<'_>,
    visit: &mut dyn FnMut(&Cx<'_>) -> Res<Flow>,
) -> Res<Option<Flow>> {
    let Some((iterator, inner)) = iterators.split_first() else { return visit(cx).map(Some) };
    if !cx.run.enter() {
        cx.run.too_deep();
        return Ok(None);
    }
    let flow = match source(iterator, cx)? {
        None => None,
        Some(Source::Items(items)) => items_of(&items, &iterator.name, inner, cx, visit)?,
        Some(Source::Steps(first, last)) => steps(first, &last, &iterator.name, inner, cx, visit)?,
    };
    cx.run.leave();
    Ok(flow)
}

fn items_of(
    items: &List,
    name: &Text,
    inner: &[Iterator],
    cx: &Cx<'_>,
    visit: &mut dyn FnMut(&Cx<'_>) -> Res<Flow>,
) -> Res<Option<Flow>> {
    for item in items.iter() {
        cx.run.spend(ROUND)?;
        match cx.with(name, &item, |cx| each(inner, cx, visit))? {
            Some(Flow::On) => {}
            other => return Ok(other),
        }
    }
    Ok(Some(Flow::On))
}

fn steps(
    first: Val,
    last: &Val,
    name: &Text,
    inner: &[Iterator],
    cx: &Cx<'_>,
    visit: &mut dyn FnMut(&Cx<'_>) -> Res<Flow>,
) -> Res<Option<Flow>> {
    let down = order(&first, last).is_some_and(std::cmp::Ordering::is_gt);
    let mut at = first;
    loop {
        cx.run.spend(ROUND)?;
        match cx.with(name, &at, |cx| each(inner, cx, visit))? {
            Some(Flow::On) => {}
            other => return Ok(other),
        }
        let Some(next) = next(&at, down) else { return Ok(Some(Flow::On)) };
        match order(&next, last) {
            Some(order) if (down && order.is_ge()) || (!down && order.is_le()) => at = next,
            _ => return Ok(Some(Flow::On)),
        }
    }
}

/// The next value of an iteration from one to another.
fn next(value: &Val, down: bool) -> Option<Val> {
    match value {
        Val::Number(number) if down => number.checked_sub(Number::ONE).map(Val::Number),
        Val::Number(number) => number.checked_add(Number::ONE).map(Val::Number),
        Val::Temporal(Temporal::Date(date)) => {
            let day = date.days() + if down { -1 } else { 1 };
            Date::from_days(day).map(|date| Val::Temporal(Temporal::Date(date)))
        }
        _ => None,
    }
}

/// Whether an iteration may begin or end there.
fn is_step(value: &Val) -> bool {
    match value {
        Val::Number(number) => number.to_i64().is_some(),
        value => next(value, false).is_some(),
    }
}

fn source(iterator: &Iterator, cx: &Cx<'_>) -> Res<Option<Source>> {
    let from = eval(&iterator.from, cx)?;
    if let Some(to) = &iterator.to {
        let to = eval(to, cx)?;
        if is_step(&from) && is_step(&to) && order(&from, &to).is_some() {
            return Ok(Some(Source::Steps(from, to)));
        }
        cx.run.null_with(format_args!("there are no steps from {} to {}", from.kind_name(), to.kind_name()));
        return Ok(None);
    }
    Ok(match from {
        Val::List(items) => Some(Source::Items(items)),
        Val::Null => {
            cx.run.null_with(format_args!("there is nothing to go through for `{}`", iterator.name));
            None
        }
        Val::Range(_) => {
            cx.run.null("a range is no list; write `for x in 1..3`");
            None
        }
        value => List::new(vec![value]).map(Source::Items),
    })
}
