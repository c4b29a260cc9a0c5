//! Functions from any value: its text, its negation.

use super::{Args, Builtin, Stop};
use crate::expr::feel::print;
use crate::expr::feel::value::Val;

pub(super) const TABLE: &[Builtin] =
    &[Builtin::new("not(negand)", not), Builtin::new("string(from)", string)];

fn not(args: &Args<'_>) -> Result<Val, Stop> {
    Ok(Val::Bool(!args.boolean(0)?))
}

fn string(args: &Args<'_>) -> Result<Val, Stop> {
    match args.get(0) {
        Val::Null => args.null("there is no text of nothing"),
        value => Ok(print::string(value, args.run())?),
    }
}
