//! What Camunda adds to the functions of DMN, apart from those of texts and lists, which stand with
//! their like.

use super::{Args, Builtin, Stop};
use crate::expr::feel::ast::{Args as Nodes, Node};
use crate::expr::feel::eval::{self, Cx};
use crate::expr::feel::run::Res;
use crate::expr::feel::value::Val;
use crate::value::{FromJson, Value, base64, check_value};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::of_nodes("is defined(value)", is_defined),
    Builtin::new("get or else(value,default)", get_or_else),
    Builtin::new("assert(value,condition,cause?)", assert),
    Builtin::new("to json(value)", to_json),
    Builtin::new("from json(value)", from_json),
    Builtin::new("to base64(value)", to_base64),
    Builtin::new("fromAi(value,description?,type?,schema?,options?)", |args| Ok(args.get(0).clone())),
    Builtin::refused("uuid()", "`uuid` would give every run another result; let a job or the host make it"),
];

/// Whether what an expression names is there, be it null.
fn is_defined(nodes: &Nodes, cx: &Cx<'_>) -> Res {
    let node: Option<&Node> = match nodes {
        Nodes::Positional(nodes) => nodes.first().filter(|_| nodes.len() == 1),
        Nodes::Named(named) => named.first().filter(|(name, _)| &**name == "value").map(|(_, node)| node),
    };
    match node {
        Some(node) => eval::is_defined(node, cx).map(Val::Bool),
        None => Ok(cx.run.null("the arguments do not fit `is defined(value)`")),
    }
}

fn get_or_else(args: &Args<'_>) -> Result<Val, Stop> {
    Ok(args.get(usize::from(args.get(0).is_null())).clone())
}

fn assert(args: &Args<'_>) -> Result<Val, Stop> {
    match (args.get(1), args.get(2)) {
        (Val::Bool(true), _) => Ok(args.get(0).clone()),
        (_, Val::Text(cause)) => Ok(args.run().null_with(format_args!("{cause}"))),
        _ => args.null("the condition is not true"),
    }
}

fn to_json(args: &Args<'_>) -> Result<Val, Stop> {
    args.run().spend(args.get(0).as_list().map_or(1, crate::expr::feel::List::len))?;
    match args.get(0).to_json().map(|value| crate::value::to_json(&value)) {
        Ok(Some(text)) => Ok(args.run().text(text)?),
        _ => args.null("the value has no JSON form"),
    }
}

fn from_json(args: &Args<'_>) -> Result<Val, Stop> {
    match Value::from_json(args.text(0)?) {
        Ok(value) if check_value(&value).is_ok() => Ok(Val::from(value)),
        _ => args.null("the text is not JSON, or not within the bounds of variables"),
    }
}

fn to_base64(args: &Args<'_>) -> Result<Val, Stop> {
    Ok(args.run().text(base64(args.text(0)?))?)
}
