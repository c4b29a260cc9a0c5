//! Functions of numbers.

use super::{Args, Builtin, Stop};
use crate::expr::feel::value::Val;
use crate::value::Number;

pub(super) const TABLE: &[Builtin] = &[Builtin::new("abs(n)", abs)];

fn abs(args: &Args<'_>) -> Result<Val, Stop> {
    if let Val::Temporal(duration) = args.get(0) {
        return duration
            .absolute()
            .map_or_else(|| args.wrong(0, "a number or a duration"), |value| Ok(value.into()));
    }
    let number = args.number(0)?;
    Ok(Val::Number(if number < Number::ZERO { -number } else { number }))
}
