//! Functions of numbers.

use super::{Args, Builtin, Stop};
use crate::expr::feel::value::Val;
use crate::value::{Number, Rounding};

pub(super) const TABLE: &[Builtin] = &[
    Builtin::new("number(from,grouping separator?,decimal separator?)", number),
    Builtin::new("abs(n)", abs),
    Builtin::new("decimal(n,scale)", decimal),
    Builtin::new("floor(n,scale?)", |args| to_scale(args, Rounding::Floor)),
    Builtin::new("ceiling(n,scale?)", |args| to_scale(args, Rounding::Ceiling)),
    Builtin::new("round up(n,scale)", |args| to_scale(args, Rounding::Up)),
    Builtin::new("round down(n,scale)", |args| to_scale(args, Rounding::Down)),
    Builtin::new("round half up(n,scale)", |args| to_scale(args, Rounding::HalfUp)),
    Builtin::new("round half down(n,scale)", |args| to_scale(args, Rounding::HalfDown)),
    Builtin::new("modulo(dividend,divisor)", modulo),
    Builtin::new("sqrt(number)", |args| of_one(args, Number::sqrt)),
    Builtin::new("log(number)", |args| of_one(args, Number::ln)),
    Builtin::new("exp(number)", |args| of_one(args, Number::exp)),
    Builtin::new("odd(number)", |args| parity(args, Number::ONE)),
    Builtin::new("even(number)", |args| parity(args, Number::ZERO)),
    Builtin::refused(
        "random number()",
        "`random number` would give every run another result; let a job or the host draw it",
    ),
];

/// Scales of the decimals that DMN has in mind.
const SCALES: std::ops::RangeInclusive<i64> = -6111..=6176;

/// What a calculation gives, or null.
pub(super) fn result(args: &Args<'_>, number: Option<Number>) -> Result<Val, Stop> {
    number.map_or_else(|| args.null("there is no such number, or it has too many digits"), |n| Ok(n.into()))
}

fn number(args: &Args<'_>) -> Result<Val, Stop> {
    if args.len() == 1 {
        // Camunda's texts may have blanks around them.
        let from = args.text(0)?;
        return result(args, Number::parse(from.trim()));
    }
    let from = args.text(0)?;
    let grouping = separator(args, 1, &[" ", ".", ","])?;
    let point = separator(args, 2, &[".", ","])?;
    if grouping.is_some() && grouping == point {
        return args.null("the separators must differ");
    }
    let mut plain = from.to_string();
    if let Some(grouping) = grouping {
        plain = plain.replace(grouping, "");
    }
    if let Some(point) = point.filter(|point| *point != ".") {
        if plain.contains('.') {
            return args.null("the text is no number");
        }
        plain = plain.replace(point, ".");
    }
    result(args, Number::parse(&plain))
}

/// One of these separators, or none for null.
fn separator(args: &Args<'_>, index: usize, any: &[&'static str]) -> Result<Option<&'static str>, Stop> {
    if args.get(index).is_null() {
        return Ok(None);
    }
    let text = args.text(index)?;
    match any.iter().find(|known| **known == text) {
        Some(known) => Ok(Some(known)),
        None => args.null("there is no such separator"),
    }
}

fn abs(args: &Args<'_>) -> Result<Val, Stop> {
    if let Val::Temporal(duration) = args.get(0) {
        return duration
            .absolute()
            .map_or_else(|| args.wrong(0, "a number or a duration"), |value| Ok(value.into()));
    }
    let number = args.number(0)?;
    Ok(Val::Number(if number < Number::ZERO { -number } else { number }))
}

fn decimal(args: &Args<'_>) -> Result<Val, Stop> {
    let Some(scale) = args.number(1)?.round(0, Rounding::Down).and_then(Number::to_i64) else {
        return args.null("the scale is too large");
    };
    round(args, scale, Rounding::HalfEven)
}

fn to_scale(args: &Args<'_>, rounding: Rounding) -> Result<Val, Stop> {
    let scale = if args.len() < 2 { 0 } else { args.integer(1)? };
    round(args, scale, rounding)
}

fn round(args: &Args<'_>, scale: i64, rounding: Rounding) -> Result<Val, Stop> {
    if !SCALES.contains(&scale) {
        return args.null("the scale must lie between -6111 and 6176");
    }
    let rounded = args.number(0)?.round(scale, rounding);
    result(args, rounded)
}

/// The remainder with the sign of the divisor.
fn modulo(args: &Args<'_>) -> Result<Val, Stop> {
    let (dividend, divisor) = (args.number(0)?, args.number(1)?);
    let Some(remainder) = dividend.checked_rem(divisor) else { return args.null("the divisor is zero") };
    let other_sign = !remainder.is_zero() && (remainder < Number::ZERO) != (divisor < Number::ZERO);
    result(args, if other_sign { remainder.checked_add(divisor) } else { Some(remainder) })
}

fn of_one(args: &Args<'_>, of: fn(Number) -> Option<Number>) -> Result<Val, Stop> {
    let number = args.number(0)?;
    result(args, of(number))
}

fn parity(args: &Args<'_>, wanted: Number) -> Result<Val, Stop> {
    let rest = args.number(0)?.checked_rem(Number::from_i64(2));
    Ok(Val::Bool(rest.is_some_and(|rest| rest == wanted || -rest == wanted)))
}
