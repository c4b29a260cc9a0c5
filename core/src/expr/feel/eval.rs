//! The meaning of FEEL: what is missing or of the wrong type is null, and null is neither true nor
//! false.

use std::borrow::Cow;

use super::super::ops::{Arith, Compare, Meter, append, compare_texts, portable, same};
use super::super::{Env, EvalError, Found, NULL, part};
use super::{Node, Step, Test};
use crate::value::{Number, Value};

pub(in super::super) struct Cx<'a> {
    pub(in super::super) env: &'a dyn Env,
    pub(in super::super) meter: &'a Meter,
}

/// True, false, or null as `None`.
type Truth = Result<Option<bool>, EvalError>;

pub(in super::super) fn eval<'a>(node: &'a Node, cx: &Cx<'a>) -> Found<'a> {
    match node {
        Node::Literal(value) => Ok(Cow::Borrowed(value)),
        Node::Name(name) => Ok(cx.env.lookup(name).unwrap_or(Cow::Borrowed(&NULL))),
        Node::List(items) => list(items, cx),
        Node::Path { base, steps } => steps.iter().try_fold(eval(base, cx)?, |value, step| match step {
            Step::Member(name) => member(value, name, cx.meter),
            Step::Index(index) => {
                let index = eval(index, cx)?;
                part(value, |value| item(value, &index))
            }
        }),
        Node::Negate(operand) => Ok(number(eval(operand, cx)?.as_number().map(|n| -n))),
        Node::Chain { first, rest } => chain(first, rest, cx),
        Node::If(parts) => {
            let (condition, yes, no) = &**parts;
            eval(if truth(condition, cx)? == Some(true) { yes } else { no }, cx)
        }
        Node::Compare(..) | Node::Between(_) | Node::In(..) | Node::And(_) | Node::Or(_) | Node::Not(_) => {
            Ok(Cow::Owned(truth(node, cx)?.into()))
        }
    }
}

/// The logical nodes by their truth, without a value in between; every other value that is not a
/// boolean counts as null.
fn truth(node: &Node, cx: &Cx<'_>) -> Truth {
    match node {
        Node::Compare(operator, sides) => {
            let (left, right) = &**sides;
            compare(*operator, &*eval(left, cx)?, &*eval(right, cx)?, cx.meter)
        }
        Node::Between(parts) => {
            let (value, low, high) = &**parts;
            let value = eval(value, cx)?;
            within(&value, (Compare::Ge, low), (Compare::Le, high), cx)
        }
        Node::In(value, tests) => {
            let value = eval(value, cx)?;
            any(tests, |test| passes(&value, test, cx))
        }
        Node::And(nodes) => any(nodes, |node| Ok(truth(node, cx)?.map(|t| !t))).map(|t| t.map(|t| !t)),
        Node::Or(nodes) => any(nodes, |node| truth(node, cx)),
        Node::Not(operand) => Ok(truth(operand, cx)?.map(|t| !t)),
        _ => Ok(eval(node, cx)?.as_bool()),
    }
}

/// True as soon as one is true, else null if one is null, else false.
fn any<T>(parts: &[T], truth: impl Fn(&T) -> Truth) -> Truth {
    let mut so_far = Some(false);
    for part in parts {
        match truth(part)? {
            Some(true) => return Ok(Some(true)),
            Some(false) => {}
            None => so_far = None,
        }
    }
    Ok(so_far)
}

fn compare(operator: Compare, left: &Value, right: &Value, meter: &Meter) -> Truth {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Ok(Some(operator.holds(left.cmp(right))));
    }
    match operator {
        Compare::Eq => equal(left, right, meter),
        Compare::Ne => Ok(equal(left, right, meter)?.map(|t| !t)),
        _ => match (left, right) {
            (Value::Text(left), Value::Text(right)) => {
                Ok(Some(operator.holds(compare_texts(left, right, meter)?)))
            }
            _ => Ok(None),
        },
    }
}

/// Null is equal to null only; other values of different types cannot be compared.
fn equal(left: &Value, right: &Value, meter: &Meter) -> Truth {
    let comparable = left.is_null() || right.is_null() || left.kind_name() == right.kind_name();
    if comparable { same(left, right, meter).map(Some) } else { Ok(None) }
}

fn within(value: &Value, low: (Compare, &Node), high: (Compare, &Node), cx: &Cx<'_>) -> Truth {
    let outside = any(&[low, high], |(operator, bound)| {
        Ok(compare(*operator, value, &*eval(bound, cx)?, cx.meter)?.map(|t| !t))
    })?;
    Ok(outside.map(|t| !t))
}

fn passes(value: &Value, test: &Test, cx: &Cx<'_>) -> Truth {
    match test {
        Test::Compare(operator, bound) => compare(*operator, value, &*eval(bound, cx)?, cx.meter),
        Test::Range { low, high } => within(value, (low.0, &low.1), (high.0, &high.1), cx),
        Test::Value(node) => {
            let expected = eval(node, cx)?;
            let Value::List(items) = &*expected else { return equal(value, &expected, cx.meter) };
            for item in items.iter() {
                if same(value, item, cx.meter)? {
                    return Ok(Some(true));
                }
            }
            Ok(Some(value.as_list().is_some() && same(value, &expected, cx.meter)?))
        }
    }
}

fn list<'a>(items: &'a [Node], cx: &Cx<'a>) -> Found<'a> {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        values.push(match eval(item, cx)?.into_owned() {
            Value::Number(number) => portable(number)?,
            value => value,
        });
    }
    Ok(Cow::Owned(values.into()))
}

/// A member of a map; of a list, the members of all its maps.
fn member<'a>(value: Cow<'a, Value>, name: &str, meter: &Meter) -> Found<'a> {
    fn of<'v>(value: &'v Value, name: &str) -> &'v Value {
        value.as_map().and_then(|members| members.get(name)).unwrap_or(&NULL)
    }
    if let Value::List(items) = &*value {
        meter.spend(items.len())?;
        return Ok(Cow::Owned(items.iter().map(|item| of(item, name).clone()).collect()));
    }
    part(value, |value| Ok(of(value, name)))
}

/// An item counted from 1, or from the end with -1; anything but a list is its own only item.
fn item<'v>(value: &'v Value, index: &Value) -> Result<&'v Value, EvalError> {
    let Value::Number(index) = index else {
        return Err(EvalError::new(format!(
            "an index must be a number but is {}; a filter `[…]` is not supported yet",
            index.kind_name()
        )));
    };
    let items = value.as_list().unwrap_or(std::slice::from_ref(value));
    let found = index.to_i64().and_then(|index| {
        let from_start =
            if index < 0 { index.checked_add_unsigned(items.len() as u64)? } else { index.checked_sub(1)? };
        items.get(usize::try_from(from_start).ok()?)
    });
    Ok(found.unwrap_or(&NULL))
}

fn number<'a>(number: Option<Number>) -> Cow<'a, Value> {
    Cow::Owned(number.into())
}

/// Operators from left to right. A growing text is built in place, so that a long chain of `+` does
/// not copy it again and again.
fn chain<'a>(first: &'a Node, rest: &'a [(Arith, Node)], cx: &Cx<'a>) -> Found<'a> {
    let mut so_far = eval(first, cx)?;
    let mut text = None::<String>;
    for (operator, node) in rest {
        let right = eval(node, cx)?;
        if let (Arith::Add, Some(built), Value::Text(right)) = (operator, &mut text, &*right) {
            append(built, right, cx.meter)?;
            continue;
        }
        so_far = match (text.take(), &*so_far, &*right) {
            (None, Value::Number(left), Value::Number(right)) => {
                number(arithmetic(*operator, *left, *right)?)
            }
            (None, Value::Text(left), Value::Text(right)) if *operator == Arith::Add => {
                let mut built = String::new();
                append(&mut built, left, cx.meter)?;
                append(&mut built, right, cx.meter)?;
                text = Some(built);
                Cow::Borrowed(&NULL)
            }
            _ => Cow::Borrowed(&NULL),
        };
    }
    Ok(text.map_or(so_far, |text| Cow::Owned(text.into())))
}

/// Overflow and division by zero are null.
fn arithmetic(operator: Arith, left: Number, right: Number) -> Result<Option<Number>, EvalError> {
    if operator == Arith::Pow && right.checked_rem(Number::ONE).is_some_and(|fraction| !fraction.is_zero()) {
        return Err(EvalError::new(format!("the power `{left} ** {right}` needs a whole exponent")));
    }
    Ok(operator.apply(left, right))
}
