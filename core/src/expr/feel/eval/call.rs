//! Calls of functions.

use super::super::ast::{Args, Call};
use super::super::function::{Closure, Function, Kind};
use super::super::run::Res;
use super::super::types::{Type, coerce};
use super::super::value::Val;
use super::{Bound, Cx, eval, values};
use crate::value::{Text, clip};

/// A call of a built-in function.
pub(super) fn builtin(node: &Call, cx: &Cx<'_>) -> Res {
    match &node.args {
        Args::Positional(nodes) => node.builtin.call(&values(nodes, cx)?, cx),
        Args::Named(_) => {
            let named = named(&node.args, cx)?;
            match node.builtin.arrange(&named) {
                Some(values) => node.builtin.call(&values, cx),
                None => Ok(node.builtin.wrong_arguments(cx)),
            }
        }
    }
}

fn named(args: &Args, cx: &Cx<'_>) -> Res<Vec<(Text, Val)>> {
    let mut values = Vec::new();
    if let Args::Named(nodes) = args {
        for (name, node) in nodes {
            values.push((name.clone(), eval(node, cx)?));
        }
    }
    Ok(values)
}

/// A call of whatever a value is.
pub(super) fn invoke(value: &Val, args: &Args, cx: &Cx<'_>) -> Res {
    let Val::Function(function) = value else {
        return Ok(cx.run.null_with(format_args!("{} cannot be called", value.kind_name())));
    };
    let values = match args {
        Args::Positional(nodes) => values(nodes, cx)?,
        Args::Named(_) => {
            let named = named(args, cx)?;
            let arranged = match &*function.0 {
                Kind::Builtin(builtin) => builtin.arrange(&named),
                _ => arrange(function.params().unwrap_or_default(), &named),
            };
            match arranged {
                Some(values) => values,
                None => return Ok(cx.run.null("a function was called with other names than its parameters")),
            }
        }
    };
    call(function, values, cx)
}

fn arrange(params: &[(Text, Type)], named: &[(Text, Val)]) -> Option<Vec<Val>> {
    if named.len() != params.len() {
        return None;
    }
    let mut values = Vec::with_capacity(params.len());
    for (wanted, _) in params {
        let (_, value) = named.iter().find(|(name, _)| name == wanted)?;
        values.push(value.clone());
    }
    Some(values)
}

/// Calls a function with these arguments.
pub(in super::super) fn call(function: &Function, values: Vec<Val>, cx: &Cx<'_>) -> Res {
    if !cx.run.enter() {
        return Ok(cx.run.too_deep());
    }
    let value = match &*function.0 {
        Kind::Builtin(builtin) => builtin.call(&values, cx),
        Kind::Lambda(closure) => match fit(&closure.lambda.params, values, cx)? {
            Some(values) => body(function, closure, &values, cx),
            None => Ok(Val::Null),
        },
        Kind::Host { params, body } => Ok(fit(params, values, cx)?.map_or(Val::Null, |values| body(&values))),
    };
    cx.run.leave();
    value
}

/// The arguments as the parameters want them.
fn fit(params: &[(Text, Type)], values: Vec<Val>, cx: &Cx<'_>) -> Res<Option<Vec<Val>>> {
    if params.len() != values.len() {
        let (wanted, given) = (params.len(), values.len());
        cx.run
            .null_with(format_args!("a function with {wanted} parameters was called with {given} arguments"));
        return Ok(None);
    }
    let mut fitting = Vec::with_capacity(values.len());
    for ((name, of), value) in params.iter().zip(values) {
        let kind = value.kind_name();
        let Some(value) = coerce(value, of, cx.run)? else {
            cx.run.null_with(format_args!("{kind} is not what the parameter `{}` wants", clip(name)));
            return Ok(None);
        };
        fitting.push(value);
    }
    Ok(Some(fitting))
}

/// The scope of a body is where the function was made.
fn body(function: &Function, closure: &Closure, values: &[Val], cx: &Cx<'_>) -> Res {
    let outside = Cx::new(cx.run);
    let itself = Val::Function(function.clone());
    // No name is empty.
    let name = closure.name.as_deref().unwrap_or_default();
    outside.within(Bound::Many(&closure.captured), |cx| {
        cx.within(Bound::One(name, &itself), |cx| {
            cx.within(Bound::Params(&closure.lambda.params, values), |cx| eval(&closure.lambda.body, cx))
        })
    })
}
