//! Arithmetic, comparison and the budget of an evaluation.

use std::cell::Cell;
use std::cmp::Ordering;

use super::super::EvalError;
use crate::value::{Number, Value};

/// The longest text that an expression makes, in bytes.
pub(super) const MAX_RESULT: usize = 1 << 20;

/// How much data one evaluation may touch: values visited plus texts in pieces of 64 bytes.
const BUDGET: usize = 1 << 22;

/// What is left of [`BUDGET`]: a short source can walk the same large variable very often.
pub(super) struct Meter(Cell<usize>);

impl Default for Meter {
    fn default() -> Self {
        Self(Cell::new(BUDGET))
    }
}

impl Meter {
    pub(super) fn spend(&self, units: usize) -> Result<(), EvalError> {
        let left = self.0.get().checked_sub(units).ok_or_else(|| {
            EvalError::new("the expression does too much work on large data; compute it in a job")
        })?;
        self.0.set(left);
        Ok(())
    }

    pub(super) fn spend_text(&self, bytes: usize) -> Result<(), EvalError> {
        if bytes < 64 { Ok(()) } else { self.spend(bytes / 64) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Arith {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

impl Arith {
    /// `None` for an overflow or a division by zero.
    pub(super) fn apply(self, left: Number, right: Number) -> Option<Number> {
        match self {
            Self::Add => left.checked_add(right),
            Self::Sub => left.checked_sub(right),
            Self::Mul => left.checked_mul(right),
            Self::Div => left.checked_div(right),
            Self::Rem => left.checked_rem(right),
        }
    }
}

/// By code points, as UTF-8 sorts.
pub(super) fn compare_texts(left: &str, right: &str, meter: &Meter) -> Result<Ordering, EvalError> {
    meter.spend_text(left.len().min(right.len()))?;
    Ok(left.cmp(right))
}

/// Whether two values are the same all the way down. Values nest within bounds, so the recursion
/// is bounded; that they may share parts is what the meter is for.
pub(super) fn same(left: &Value, right: &Value, meter: &Meter) -> Result<bool, EvalError> {
    meter.spend(1)?;
    Ok(match (left, right) {
        (Value::Text(left), Value::Text(right)) => {
            left.len() == right.len() && compare_texts(left, right, meter)?.is_eq()
        }
        (Value::List(left), Value::List(right)) => {
            if left.len() != right.len() {
                return Ok(false);
            }
            for (left, right) in left.iter().zip(right.iter()) {
                if !same(left, right, meter)? {
                    return Ok(false);
                }
            }
            true
        }
        (Value::Map(left), Value::Map(right)) => {
            if left.len() != right.len() {
                return Ok(false);
            }
            for ((left_name, left), (right_name, right)) in left.iter().zip(right.iter()) {
                if left_name != right_name || !same(left, right, meter)? {
                    return Ok(false);
                }
            }
            true
        }
        _ => left == right,
    })
}

/// Appends within [`MAX_RESULT`].
pub(super) fn append(text: &mut String, more: &str, meter: &Meter) -> Result<(), EvalError> {
    meter.spend_text(more.len())?;
    if text.len() + more.len() > MAX_RESULT {
        return Err(EvalError::new(format!(
            "the text grows longer than {MAX_RESULT} bytes; build it in a job"
        )));
    }
    text.push_str(more);
    Ok(())
}
