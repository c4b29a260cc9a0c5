//! Arithmetic: the one place that knows which types can be added, multiplied and so on.

use super::ast::Arith;
use super::run::{Res, Run};
use super::value::Val;
use crate::value::Number;

/// The value of an operation; null with a reason if there is none.
pub(super) fn apply(operator: Arith, left: &Val, right: &Val, run: &Run<'_>) -> Res {
    Ok(match (operator, left, right) {
        (_, Val::Number(left), Val::Number(right)) => {
            let number = match operator {
                Arith::Add => left.checked_add(*right),
                Arith::Sub => left.checked_sub(*right),
                Arith::Mul => left.checked_mul(*right),
                Arith::Div => left.checked_div(*right),
                Arith::Pow => left.power(*right),
            };
            number.map_or_else(|| no_number(operator, *right, run), Val::Number)
        }
        (Arith::Add, Val::Text(left), Val::Text(right)) => {
            let mut text = String::with_capacity(left.len() + right.len());
            if !(run.append(&mut text, left)? && run.append(&mut text, right)?) {
                return Ok(run.too_long());
            }
            Val::from(text)
        }
        _ => temporal(operator, left, right).unwrap_or_else(|| {
            run.null_with(format_args!(
                "`{}` has no value for {} and {}",
                sign(operator),
                left.kind_name(),
                right.kind_name()
            ))
        }),
    })
}

fn temporal(operator: Arith, left: &Val, right: &Val) -> Option<Val> {
    match (operator, left, right) {
        (Arith::Add, Val::Temporal(left), Val::Temporal(right)) => left.add(*right),
        (Arith::Sub, Val::Temporal(left), Val::Temporal(right)) => left.subtract(*right),
        (Arith::Div, Val::Temporal(left), Val::Temporal(right)) => {
            return left.ratio(*right).map(Val::Number);
        }
        (Arith::Mul, Val::Temporal(duration), Val::Number(factor))
        | (Arith::Mul, Val::Number(factor), Val::Temporal(duration)) => duration.multiply(*factor),
        (Arith::Div, Val::Temporal(duration), Val::Number(divisor)) => duration.divide(*divisor),
        _ => None,
    }
    .map(Val::Temporal)
}

fn no_number(operator: Arith, right: Number, run: &Run<'_>) -> Val {
    run.null(if operator == Arith::Div && right.is_zero() {
        "a division by zero has no value"
    } else {
        "there is no such number, or it has more digits than numbers have"
    })
}

fn sign(operator: Arith) -> &'static str {
    match operator {
        Arith::Add => "+",
        Arith::Sub => "-",
        Arith::Mul => "*",
        Arith::Div => "/",
        Arith::Pow => "**",
    }
}

/// The value with the other sign.
pub(super) fn negate(value: &Val, run: &Run<'_>) -> Val {
    match value {
        Val::Number(number) => Val::Number(-*number),
        other => match other {
            Val::Temporal(duration) => duration.negate().map(Val::Temporal),
            _ => None,
        }
        .unwrap_or_else(|| run.null_with(format_args!("`-` cannot be applied to {}", other.kind_name()))),
    }
}
