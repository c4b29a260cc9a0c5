//! Functions of numbers.

use super::{Args, Builtin, Stop};
use crate::expr::feel::value::Val;
use crate::value::Number;

pub(super) const TABLE: &[Builtin] = &[Builtin::new("abs(n)", abs)];

fn abs(args: &Args<'_>) -> Result<Val, Stop> {
    let number = args.number(0)?;
    Ok(Val::Number(if number < Number::ZERO { -number } else { number }))
}
