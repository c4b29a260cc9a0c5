//! What Camunda adds to the functions of DMN, apart from those of texts and lists, which stand with
//! their like.

use super::{Args, Builtin, Stop};
use crate::expr::feel::value::Val;
use crate::value::{FromJson, Value, base64, check_value};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("is defined(value)", |args| Ok(Val::Bool(!args.get(0).is_null()))),
    Builtin::new("get or else(value,default)", get_or_else),
    Builtin::new("assert(value,condition,cause?)", assert),
    Builtin::new("to json(value)", to_json),
    Builtin::new("from json(value)", from_json),
    Builtin::new("to base64(value)", to_base64),
    Builtin::new("fromAi(value,description?,type?,schema?,options?)", |args| Ok(args.get(0).clone())),
    Builtin::refused("uuid()", "`uuid` would give every run another result; let a job or the host make it"),
];

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
