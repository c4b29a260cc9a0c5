//! Comparisons, tests, and logic with three values.

use super::super::ast::{Compare, Node, Test, Tests};
use super::super::compare::{equal, order, same};
use super::super::run::{Res, Run};
use super::super::value::Val;
use super::{Cx, eval, operand};

pub(super) fn comparison(sides: &(Node, Compare, Node), cx: &Cx<'_>) -> Res {
    // The most frequent of all nodes: literals are compared where they are.
    let (first, second);
    let left = match &sides.0 {
        Node::Literal(value) => value,
        node => {
            first = eval(node, cx)?;
            &first
        }
    };
    let right = match &sides.2 {
        Node::Literal(value) => value,
        node => {
            second = eval(node, cx)?;
            &second
        }
    };
    if let (Val::Number(left), Val::Number(right)) = (left, right) {
        return Ok(Val::Bool(sides.1.holds(left.cmp(right))));
    }
    compare(sides.1, left, right, cx.run)
}

fn compare(operator: Compare, left: &Val, right: &Val, run: &Run<'_>) -> Res {
    let truth = match operator {
        Compare::Eq => equal(left, right, run)?,
        Compare::Ne => equal(left, right, run)?.map(|truth| !truth),
        _ => order(left, right).map(|order| operator.holds(order)),
    };
    Ok(match truth {
        Some(truth) => Val::Bool(truth),
        None => {
            run.null_with(format_args!("{} cannot be compared with {}", left.kind_name(), right.kind_name()))
        }
    })
}

/// False if one is false, else null if one is not true, else true.
pub(super) fn all(nodes: &[Node], cx: &Cx<'_>) -> Res {
    decide(nodes, false, "and", cx)
}

/// True if one is true, else null if one is not false, else false.
pub(super) fn any(nodes: &[Node], cx: &Cx<'_>) -> Res {
    decide(nodes, true, "or", cx)
}

fn decide(nodes: &[Node], decisive: bool, word: &str, cx: &Cx<'_>) -> Res {
    let mut result = Val::Bool(!decisive);
    for node in nodes {
        match eval(node, cx)? {
            Val::Bool(truth) if truth == decisive => return Ok(Val::Bool(decisive)),
            Val::Bool(_) => {}
            other => {
                result = cx
                    .run
                    .null_with(format_args!("`{word}` wants true or false but got {}", other.kind_name()));
            }
        }
    }
    Ok(result)
}

pub(super) fn between(parts: &(Node, Node, Node), cx: &Cx<'_>) -> Res {
    let value = operand(&parts.0, cx)?;
    let low = compare(Compare::Ge, &value, &*operand(&parts.1, cx)?, cx.run)?;
    let high = compare(Compare::Le, &value, &*operand(&parts.2, cx)?, cx.run)?;
    Ok(match (low.as_bool(), high.as_bool()) {
        (Some(false), _) | (_, Some(false)) => Val::Bool(false),
        (Some(true), Some(true)) => Val::Bool(true),
        _ => Val::Null,
    })
}

/// Whether a value passes one of the tests.
pub(super) fn within(parts: &(Node, Tests), cx: &Cx<'_>) -> Res {
    let (node, tests) = parts;
    let value = operand(node, cx)?;
    let mut result = Val::Bool(false);
    for test in &tests.any {
        match passes(&value, test, tests.any.len() == 1, cx)? {
            Val::Bool(false) => {}
            Val::Bool(true) => return Ok(Val::Bool(!tests.negated)),
            other => result = other,
        }
    }
    Ok(match result {
        Val::Bool(truth) => Val::Bool(truth != tests.negated),
        null => null,
    })
}

fn passes(value: &Val, test: &Test, only: bool, cx: &Cx<'_>) -> Res {
    match test {
        Test::Any => Ok(Val::Bool(true)),
        Test::Compare(operator, end) => compare(*operator, value, &*operand(end, cx)?, cx.run),
        Test::Value(node) => match (node, &*operand(node, cx)?) {
            // A range without an end is nothing that a value could be equal to.
            (Node::Range(_), Val::Null) => Ok(Val::Null),
            (_, expected) => matches(value, expected, only, cx.run),
        },
        Test::Condition(node) => match cx.with("?", value, |cx| eval(node, cx))? {
            truth @ (Val::Bool(_) | Val::Null) => Ok(truth),
            other => matches(value, &other, only, cx.run),
        },
    }
}

/// Whether a value is the expected one, lies in the range, or is in the list or in a range of it.
fn matches(value: &Val, expected: &Val, only: bool, run: &Run<'_>) -> Res {
    match expected {
        Val::Range(range) => Ok(match range.includes(value) {
            Some(truth) => Val::Bool(truth),
            None => run.null_with(format_args!(
                "{} cannot be compared with the ends of the range",
                value.kind_name()
            )),
        }),
        Val::List(items) => {
            for item in items.iter() {
                run.spend(1)?;
                let found = match &item {
                    Val::Range(range) if !matches!(value, Val::Range(_)) => {
                        range.includes(value) == Some(true)
                    }
                    item => same(value, item, run)?,
                };
                if found {
                    return Ok(Val::Bool(true));
                }
            }
            Ok(Val::Bool(!only && same(value, expected, run)?))
        }
        expected => compare(Compare::Eq, value, expected, run),
    }
}
