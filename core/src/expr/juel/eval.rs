//! The meaning of JUEL: values are coerced to what an operator wants, and what cannot be coerced or
//! is not there is an error.

use std::borrow::Cow;
use std::mem::discriminant;

use super::super::{Env, EvalError};
use super::methods::{self, Call};
use super::ops::{Arith, Failed, Res, Run, append, compare_texts, same};
use super::{Compare, Function, Node, coerce};
use crate::value::{Number, Value, base64, clip};

/// A value that is borrowed where it can be: from the variables or from a literal.
type Found<'a> = Res<Cow<'a, Value>>;

pub(super) static NULL: Value = Value::Null;

struct Cx<'a> {
    env: &'a dyn Env,
    run: Run,
}

/// The value for what the environment knows, within a budget.
pub(in super::super) fn evaluate<'a>(node: &'a Node, env: &'a dyn Env) -> Result<Cow<'a, Value>, EvalError> {
    let cx = Cx { env, run: Run::default() };
    eval(node, &cx).map_err(|Failed| cx.run.failure())
}

fn eval<'a>(node: &'a Node, cx: &Cx<'a>) -> Found<'a> {
    let owned = match node {
        Node::Literal(value) => return Ok(Cow::Borrowed(value)),
        Node::Name(name) => return variable(name, cx),
        Node::Optional(name) => return Ok(cx.env.lookup(name).unwrap_or(Cow::Borrowed(&NULL))),
        Node::Named(name) => {
            let name = coerce::text(&*eval(name, cx)?, &cx.run)?.into_owned();
            cx.env.lookup(&name).map_or(Value::Null, Cow::into_owned)
        }
        Node::Has(name) => cx.env.lookup(&coerce::text(&*eval(name, cx)?, &cx.run)?).is_some().into(),
        Node::Subject(subject) => cx.env.subject(*subject).into(),
        Node::Call { receiver, method, arguments } => {
            let receiver = eval(receiver, cx)?;
            let arguments = values(arguments, cx)?;
            method.call(&Call { receiver: &receiver, arguments: &arguments, run: &cx.run })?
        }
        Node::Function(function, arguments) => call(*function, &values(arguments, cx)?, cx)?,
        Node::Size(operand) => Value::Number(size(&*eval(operand, cx)?, &cx.run)?),
        Node::Path { base, steps } => {
            let mut value = eval(base, cx)?;
            for step in steps {
                let key = eval(step, cx)?;
                value = part(value, &key, &cx.run)?;
            }
            return Ok(value);
        }
        Node::If(parts) => {
            let (condition, yes, no) = &**parts;
            return eval(if truth(condition, cx)? { yes } else { no }, cx);
        }
        Node::Negate(operand) => Value::Number(-coerce::number(&*eval(operand, cx)?, &cx.run)?),
        Node::Chain { first, rest } => chain(first, rest, cx)?,
        Node::Composite(parts) => composite(parts, cx)?,
        Node::Not(_) | Node::Empty(_) | Node::Compare { .. } | Node::And(_) | Node::Or(_) => {
            Value::Bool(truth(node, cx)?)
        }
    };
    Ok(Cow::Owned(owned))
}

fn variable<'a>(name: &str, cx: &Cx<'a>) -> Found<'a> {
    match cx.env.lookup(name) {
        Some(value) => Ok(value),
        None => cx.run.fail(format_args!("variable `{}` is not set", clip(name))),
    }
}

/// The logical nodes by their truth, without a value in between; any other by coercion.
fn truth(node: &Node, cx: &Cx<'_>) -> Res<bool> {
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
        _ => coerce::boolean(&*eval(node, cx)?, &cx.run),
    }
}

fn size(value: &Value, run: &Run) -> Res<Number> {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Map(members) => members.len(),
        other => return run.fail(format_args!("{} has no size", other.kind_name())),
    };
    Ok(Number::from(i64::try_from(size).unwrap_or(i64::MAX)))
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Comparisons from left to right: `a == b == true` compares the truth of the first.
fn comparisons(first: &Node, rest: &[(Compare, Node)], cx: &Cx<'_>) -> Res<bool> {
    let mut left = eval(first, cx)?;
    let mut holds = false;
    for (operator, node) in rest {
        holds = compare(*operator, &left, &*eval(node, cx)?, &cx.run)?;
        left = Cow::Owned(Value::Bool(holds));
    }
    Ok(holds)
}

fn compare(operator: Compare, left: &Value, right: &Value, run: &Run) -> Res<bool> {
    if let (Value::Number(left), Value::Number(right)) = (left, right) {
        return Ok(operator.holds(left.cmp(right)));
    }
    match operator {
        Compare::Eq => equal(left, right, run),
        Compare::Ne => Ok(!equal(left, right, run)?),
        _ => ordered(operator, left, right, run),
    }
}

fn equal(left: &Value, right: &Value, run: &Run) -> Res<bool> {
    Ok(match (left, right) {
        (Value::Null, _) | (_, Value::Null) => left.is_null() && right.is_null(),
        (Value::Number(_), _) | (_, Value::Number(_)) => {
            coerce::number(left, run)? == coerce::number(right, run)?
        }
        (Value::Bool(_), _) | (_, Value::Bool(_)) => {
            coerce::boolean(left, run)? == coerce::boolean(right, run)?
        }
        _ => same(left, right, run)?,
    })
}

fn ordered(operator: Compare, left: &Value, right: &Value, run: &Run) -> Res<bool> {
    let ordering = match (left, right) {
        (Value::Null, Value::Null) => return Ok(matches!(operator, Compare::Le | Compare::Ge)),
        (Value::Null, _) | (_, Value::Null) => return Ok(false),
        (Value::Number(_), _) | (_, Value::Number(_)) => {
            coerce::number(left, run)?.cmp(&coerce::number(right, run)?)
        }
        (Value::Text(_), _) | (_, Value::Text(_)) => {
            compare_texts(&coerce::text(left, run)?, &coerce::text(right, run)?, run)?
        }
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        _ => return disordered(left, right, run),
    };
    Ok(operator.holds(ordering))
}

fn disordered<T>(left: &Value, right: &Value, run: &Run) -> Res<T> {
    run.fail(format_args!("{} and {} have no order", left.kind_name(), right.kind_name()))
}

/// As Flowable's functions compare: nothing is made another type to be equal, a variable that is missing is
/// not even different from a value, and lists and maps have no order.
fn compare_variable(operator: Compare, variable: &Value, other: &Value, run: &Run) -> Res<bool> {
    let has_none = |value: &Value| matches!(value, Value::Null | Value::List(_) | Value::Map(_));
    match operator {
        Compare::Eq => same(variable, other, run),
        _ if variable.is_null() => Ok(false),
        Compare::Ne => Ok(!same(variable, other, run)?),
        _ if has_none(variable) || has_none(other) => Ok(false),
        _ if discriminant(variable) == discriminant(other) => ordered(operator, variable, other, run),
        _ => disordered(variable, other, run),
    }
}

/// A member of a map by its name or an item of a list counted from 0, or from the end with -1; null where there is none.
fn resolve<'v>(value: &'v Value, key: &Value, run: &Run) -> Res<&'v Value> {
    let found = match value {
        Value::Null => None,
        _ if key.is_null() => None,
        Value::Map(members) => members.get(&coerce::text(key, run)?),
        Value::List(items) => {
            let index = coerce::index(key, run)?;
            // Flowable counts a negative one from the end.
            let at = if index < 0 { index.checked_add_unsigned(items.len() as u64) } else { Some(index) };
            at.and_then(|at| usize::try_from(at).ok()).and_then(|at| items.get(at))
        }
        other => {
            return run.fail(format_args!(
                "`{}` is asked of {}; only maps and lists have members",
                clip(&coerce::text(key, run)?),
                other.kind_name()
            ));
        }
    };
    Ok(found.unwrap_or(&NULL))
}

fn values(nodes: &[Node], cx: &Cx<'_>) -> Res<Vec<Value>> {
    let mut values = Vec::with_capacity(nodes.len());
    for node in nodes {
        values.push(eval(node, cx)?.into_owned());
    }
    Ok(values)
}

fn call(function: Function, arguments: &[Value], cx: &Cx<'_>) -> Res<Value> {
    let (first, others) = arguments.split_first().unwrap_or((&NULL, &[]));
    Ok(match function {
        Function::Now => cx.env.now().to_string().into(),
        Function::Json => methods::from_json(first, &cx.run)?,
        Function::Base64 => match first {
            Value::Null => Value::Null,
            text => base64(&coerce::text(text, &cx.run)?).into(),
        },
        Function::Compare(operator) => {
            let [other, ..] = others else { return Ok(Value::Null) };
            compare_variable(operator, first, other, &cx.run)?.into()
        }
        Function::ContainsAll | Function::ContainsAny => {
            let all = function == Function::ContainsAll;
            for other in others {
                if methods::holds(first, other, &cx.run)? != all {
                    return Ok((!all).into());
                }
            }
            all.into()
        }
    })
}

/// Numbers, or what reads as one. A sum with another text in it joins them, as Java does.
fn chain(first: &Node, rest: &[(Arith, Node)], cx: &Cx<'_>) -> Res<Value> {
    let mut left = eval(first, cx)?;
    for (operator, node) in rest {
        let right = eval(node, cx)?;
        let numbers = coerce::as_number(&left).zip(coerce::as_number(&right));
        left = Cow::Owned(match (numbers, operator, &*left, &*right) {
            (.., Value::Null, Value::Null) => Value::Number(Number::ZERO),
            (None, Arith::Add, Value::Text(_), _) | (None, Arith::Add, _, Value::Text(_)) => {
                joined(&left, &right, cx)?
            }
            _ => {
                let (left, right) = (coerce::number(&left, &cx.run)?, coerce::number(&right, &cx.run)?);
                Value::Number(arithmetic(*operator, left, right, &cx.run)?)
            }
        });
    }
    Ok(left.into_owned())
}

fn joined(left: &Value, right: &Value, cx: &Cx<'_>) -> Res<Value> {
    let mut text = String::new();
    for part in [left, right] {
        append(&mut text, &coerce::text(part, &cx.run)?, &cx.run)?;
    }
    Ok(text.into())
}

fn arithmetic(operator: Arith, left: Number, right: Number, run: &Run) -> Res<Number> {
    match (operator.apply(left, right), operator) {
        (Some(number), _) => Ok(number),
        (None, Arith::Div | Arith::Rem) if right.is_zero() => {
            run.fail(format_args!("`{left}` is divided by zero"))
        }
        _ => run.fail(format_args!("the number grows beyond 28 digits; compute it in a job")),
    }
}

fn composite(parts: &[Node], cx: &Cx<'_>) -> Res<Value> {
    let mut text = String::new();
    for part in parts {
        let value = eval(part, cx)?;
        append(&mut text, &coerce::text(&value, &cx.run)?, &cx.run)?;
    }
    Ok(text.into())
}

/// Takes a step from a value to a part of it, borrowed if the value is.
fn part<'a>(value: Cow<'a, Value>, key: &Value, run: &Run) -> Found<'a> {
    Ok(match value {
        Cow::Borrowed(value) => Cow::Borrowed(resolve(value, key, run)?),
        Cow::Owned(value) => Cow::Owned(resolve(&value, key, run)?.clone()),
    })
}
