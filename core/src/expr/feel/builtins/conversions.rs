//! Functions of any value: its text, its negation, its identity.

use super::{Args, Builtin, Stop};
use crate::expr::feel::compare::same;
use crate::expr::feel::print;
use crate::expr::feel::value::Val;

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("not(negand)", |args| Ok(Val::Bool(!args.boolean(0)?))),
    Builtin::new("string(from)", string),
    Builtin::new("is(value1?,value2?)", is),
];

fn string(args: &Args<'_>) -> Result<Val, Stop> {
    match args.get(0) {
        Val::Null => args.null("there is no text of nothing"),
        value => Ok(print::string(value, args.run())?),
    }
}

fn is(args: &Args<'_>) -> Result<Val, Stop> {
    // What shows the same instant in two places is equal, but not one.
    if let (Val::Temporal(left), Val::Temporal(right)) = (args.get(0), args.get(1)) {
        return Ok(Val::Bool(left == right));
    }
    Ok(Val::Bool(same(args.get(0), args.get(1), args.run())?))
}
