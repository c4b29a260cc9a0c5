//! The meaning of JUEL: values are coerced to what an operator wants, and what cannot be coerced or
//! is not there is an error.

use std::borrow::Cow;

use super::super::{Env, EvalError};
use super::methods::{self, Call};
use super::ops::{Arith, Meter, append, compare_texts, same};
use super::{Compare, Function, Node, coerce};
use crate::value::{Number, Value, base64, clip};

/// A value that is borrowed where it can be: from the variables or from a literal.
type Found<'a> = Result<Cow<'a, Value>, EvalError>;

pub(super) static NULL: Value = Value::Null;

struct Cx<'a> {
    env: &'a dyn Env,
    meter: Meter,
}

/// The value for what the environment knows, within a budget.
pub(in super::super) fn evaluate<'a>(node: &'a Node, env: &'a dyn Env) -> Found<'a> {
    eval(node, &Cx { env, meter: Meter::default() })
}

fn eval<'a>(node: &'a Node, cx: &Cx<'a>) -> Found<'a> {
    let owned = match node {
        Node::Literal(value) => return Ok(Cow::Borrowed(value)),
        Node::Name(name) => return variable(name, cx),
        Node::Optional(name) => return Ok(cx.env.lookup(name).unwrap_or(Cow::Borrowed(&NULL))),
        Node::Named(name) => {
            let name = coerce::text(&*eval(name, cx)?)?.into_owned();
            cx.env.lookup(&name).map_or(Value::Null, Cow::into_owned)
        }
        Node::Has(name) => cx.env.lookup(&coerce::text(&*eval(name, cx)?)?).is_some().into(),
        Node::Subject(subject) => cx.env.subject(*subject).into(),
        Node::Call { receiver, method, arguments } => {
            let receiver = eval(receiver, cx)?;
            let arguments = values(arguments, cx)?;
            method.call(&Call { receiver: &receiver, arguments: &arguments, meter: &cx.meter })?
        }
        Node::Function(function, arguments) => call(*function, &values(arguments, cx)?, cx)?,
        Node::Size(operand) => Value::Number(size(&*eval(operand, cx)?)?),
        Node::Path { base, steps } => {
            let base = eval(base, cx)?;
            return steps.iter().try_fold(base, |value, step| {
                let key = eval(step, cx)?;
                part(value, |value| resolve(value, &key))
            });
        }
        Node::If(parts) => {
            let (condition, yes, no) = &**parts;
            return eval(if truth(condition, cx)? { yes } else { no }, cx);
        }
        Node::Negate(operand) => Value::Number(-coerce::number(&*eval(operand, cx)?)?),
        Node::Chain { first, rest } => chain(first, rest, cx)?,
        Node::Composite(parts) => composite(parts, cx)?,
        Node::Not(_) | Node::Empty(_) | Node::Compare { .. } | Node::And(_) | Node::Or(_) => {
            Value::Bool(truth(node, cx)?)
        }
    };
    Ok(Cow::Owned(owned))
}

fn variable<'a>(name: &str, cx: &Cx<'a>) -> Found<'a> {
    let unset = || EvalError::new(format!("variable `{}` is not set", clip(name)));
    cx.env.lookup(name).ok_or_else(unset)
}

/// The logical nodes by their truth, without a value in between; any other by coercion.
fn truth(node: &Node, cx: &Cx<'_>) -> Result<bool, EvalError> {
    match node {
        Node::Not(operand) => Ok(!truth(operand, cx)?),
        Node::Empty(operand) => Ok(is_empty(&*eval(operand, cx)?)),
        Node::Compare { first, rest } => comparisons(first, rest, cx),
        Node::And(nodes) => {
            for node in nodes {
                if !truth(node, cx)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Node::Or(nodes) => {
            for node in nodes {
                if truth(node, cx)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => coerce::boolean(&*eval(node, cx)?),
    }
}

fn size(value: &Value) -> Result<Number, EvalError> {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Map(members) => members.len(),
        other => return Err(EvalError::new(format!("{} has no size", other.kind_name()))),
    };
    Ok(Number::from(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Comparisons from left to right: `a == b == true` compares the truth of the first.
fn comparisons(first: &Node, rest: &[(Compare, Node)], cx: &Cx<'_>) -> Result<bool, EvalError> {
    let mut left = eval(first, cx)?;
    let mut holds = false;
    for (operator, node) in rest {
        holds = compare(*operator, &left, &*eval(node, cx)?, &cx.meter)?;
        left = Cow::Owned(Value::Bool(holds));
    }
    Ok(holds)
}

fn compare(operator: Compare, left: &Value, right: &Value, meter: &Meter) -> Result<bool, EvalError> {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Ok(operator.holds(left.cmp(right)));
    }
    match operator {
        Compare::Eq => equal(left, right, meter),
        Compare::Ne => Ok(!equal(left, right, meter)?),
        _ => ordered(operator, left, right, meter),
    }
}

fn equal(left: &Value, right: &Value, meter: &Meter) -> Result<bool, EvalError> {
    Ok(match (left, right) {
        (Value::Null, _) | (_, Value::Null) => left.is_null() && right.is_null(),
        (Value::Number(_), _) | (_, Value::Number(_)) => coerce::number(left)? == coerce::number(right)?,
        (Value::Bool(_), _) | (_, Value::Bool(_)) => coerce::boolean(left)? == coerce::boolean(right)?,
        _ => same(left, right, meter)?,
    })
}

fn ordered(operator: Compare, left: &Value, right: &Value, meter: &Meter) -> Result<bool, EvalError> {
    let ordering = match (left, right) {
        (Value::Null, Value::Null) => return Ok(matches!(operator, Compare::Le | Compare::Ge)),
        (Value::Null, _) | (_, Value::Null) => return Ok(false),
        (Value::Number(_), _) | (_, Value::Number(_)) => coerce::number(left)?.cmp(&coerce::number(right)?),
        (Value::Text(_), _) | (_, Value::Text(_)) => {
            compare_texts(&coerce::text(left)?, &coerce::text(right)?, meter)?
        }
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        _ => {
            let message = format!("{} and {} have no order", left.kind_name(), right.kind_name());
            return Err(EvalError::new(message));
        }
    };
    Ok(operator.holds(ordering))
}

/// A member of a map by its name or an item of a list counted from 0, or from the end with -1; null where there is none.
fn resolve<'v>(value: &'v Value, key: &Value) -> Result<&'v Value, EvalError> {
    let found = match value {
        Value::Null => None,
        Value::Map(_) | Value::List(_) if key.is_null() => None,
        Value::Map(members) => members.get(&*coerce::text(key)?),
        Value::List(items) => {
            let index = coerce::number(key)?.to_i64();
            let index = index.ok_or_else(|| EvalError::new("the index of a list must be a whole number"))?;
            // Flowable counts a negative one from the end.
            let at = if index < 0 { index.checked_add_unsigned(items.len() as u64) } else { Some(index) };
            at.and_then(|at| usize::try_from(at).ok()).and_then(|at| items.get(at))
        }
        other => {
            return Err(EvalError::new(format!(
                "`{}` is asked of {}; only maps and lists have members",
                clip(&coerce::text(key)?),
                other.kind_name()
            )));
        }
    };
    Ok(found.unwrap_or(&NULL))
}

fn values(nodes: &[Node], cx: &Cx<'_>) -> Result<Vec<Value>, EvalError> {
    nodes.iter().map(|node| eval(node, cx).map(Cow::into_owned)).collect()
}

fn call(function: Function, arguments: &[Value], cx: &Cx<'_>) -> Result<Value, EvalError> {
    let (first, others) = arguments.split_first().unwrap_or((&NULL, &[]));
    Ok(match function {
        Function::Now => cx.env.now().to_string().into(),
        Function::Json => methods::from_json(first, &cx.meter)?,
        Function::Base64 => match first {
            Value::Null => Value::Null,
            text => base64(&coerce::text(text)?).into(),
        },
        Function::ContainsAll | Function::ContainsAny => {
            let all = function == Function::ContainsAll;
            for other in others {
                if methods::holds(first, other, &cx.meter)? != all {
                    return Ok((!all).into());
                }
            }
            all.into()
        }
    })
}

/// Numbers, or what reads as one. A sum with another text in it joins them, as Java does.
fn chain(first: &Node, rest: &[(Arith, Node)], cx: &Cx<'_>) -> Result<Value, EvalError> {
    let mut left = eval(first, cx)?;
    for (operator, node) in rest {
        let right = eval(node, cx)?;
        left = Cow::Owned(match (coerce::number(&left), coerce::number(&right)) {
            (Ok(left), Ok(right)) => Value::Number(arithmetic(*operator, left, right)?),
            (one, other) => match (operator, &*left, &*right) {
                (Arith::Add, Value::Text(_), _) | (Arith::Add, _, Value::Text(_)) => {
                    joined(&left, &right, cx)?
                }
                _ => return Err(one.and(other).err().unwrap_or_else(|| EvalError::new("no number"))),
            },
        });
    }
    Ok(left.into_owned())
}

fn joined(left: &Value, right: &Value, cx: &Cx<'_>) -> Result<Value, EvalError> {
    let mut text = String::new();
    for part in [left, right] {
        append(&mut text, &coerce::text(part)?, &cx.meter)?;
    }
    Ok(text.into())
}

fn arithmetic(operator: Arith, left: Number, right: Number) -> Result<Number, EvalError> {
    operator.apply(left, right).ok_or_else(|| match operator {
        Arith::Div | Arith::Rem if right.is_zero() => EvalError::new(format!("`{left}` is divided by zero")),
        _ => EvalError::new("the number grows beyond 28 digits; compute it in a job"),
    })
}

fn composite(parts: &[Node], cx: &Cx<'_>) -> Result<Value, EvalError> {
    let mut text = String::new();
    for part in parts {
        let value = eval(part, cx)?;
        append(&mut text, &coerce::text(&value)?, &cx.meter)?;
    }
    Ok(text.into())
}

/// Takes a step from a value to a part of it, borrowed if the value is.
fn part<'a>(
    value: Cow<'a, Value>,
    step: impl for<'v> FnOnce(&'v Value) -> Result<&'v Value, EvalError>,
) -> Found<'a> {
    match value {
        Cow::Borrowed(value) => step(value).map(Cow::Borrowed),
        Cow::Owned(value) => step(&value).cloned().map(Cow::Owned),
    }
}
