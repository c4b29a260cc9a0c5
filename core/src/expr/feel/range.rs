//! Intervals.

use std::cmp::Ordering;

use super::ast::Compare;
use super::compare::order;
use super::value::Val;

/// An interval between two ends, of which one may be open to infinity.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// The lower end; null if there is none.
    pub low: Val,
    /// The upper end; null if there is none.
    pub high: Val,
    /// Whether the lower end belongs to it.
    pub low_closed: bool,
    /// Whether the upper end belongs to it.
    pub high_closed: bool,
    /// What it was written as.
    pub form: RangeForm,
}

/// Ranges of other forms are not equal, even if they have the same ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RangeForm {
    /// Two ends, or one with a comparison.
    #[default]
    Interval,
    /// `(= 5)`: both ends.
    Equal,
    /// `(!= 5)`: everything but the ends.
    Unequal,
}

impl Range {
    /// The range of one value only.
    pub(super) fn point(value: Val) -> Self {
        Self::of_test(Compare::Eq, value)
    }

    /// What `< 5` and the like stand for.
    pub(super) fn of_test(operator: Compare, end: Val) -> Self {
        let (low, high) = match operator {
            Compare::Eq | Compare::Ne => (end.clone(), end),
            Compare::Lt | Compare::Le => (Val::Null, end),
            Compare::Gt | Compare::Ge => (end, Val::Null),
        };
        let form = match operator {
            Compare::Eq => RangeForm::Equal,
            Compare::Ne => RangeForm::Unequal,
            _ => RangeForm::Interval,
        };
        Self {
            low,
            high,
            low_closed: matches!(operator, Compare::Eq | Compare::Ge),
            high_closed: matches!(operator, Compare::Eq | Compare::Le),
            form,
        }
    }

    /// Whether the ends are in order. Within others there is nothing.
    pub(super) fn in_order(&self) -> bool {
        let ends = [&self.low, &self.high];
        ends.iter().any(|end| end.is_null()) || order(&self.low, &self.high).is_some_and(Ordering::is_le)
    }

    /// Whether the ends can be compared with each other and at least one is there.
    pub(super) fn is_sound(&self) -> bool {
        match (&self.low, &self.high) {
            (Val::Null, Val::Null) => false,
            (Val::Null, end) | (end, Val::Null) => order(end, end).is_some(),
            (low, high) => order(low, high).is_some(),
        }
    }

    /// Whether a value lies in it; `None` if it cannot be compared with the ends.
    #[must_use]
    pub fn includes(&self, value: &Val) -> Option<bool> {
        if self.form == RangeForm::Unequal {
            return Some(order(value, &self.low)?.is_ne());
        }
        let above = match &self.low {
            Val::Null => true,
            low => {
                let order = order(value, low)?;
                order.is_gt() || (self.low_closed && order.is_eq())
            }
        };
        let below = match &self.high {
            Val::Null => true,
            high => {
                let order = order(value, high)?;
                order.is_lt() || (self.high_closed && order.is_eq())
            }
        };
        Some(above && below)
    }
}
