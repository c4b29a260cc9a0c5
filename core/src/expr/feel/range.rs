//! Intervals.

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
    /// Whether it is everything but its ends, as `(!= 5)`.
    pub inverted: bool,
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
        let exact = matches!(operator, Compare::Eq | Compare::Ne);
        Self {
            low,
            high,
            low_closed: exact || operator == Compare::Ge,
            high_closed: exact || operator == Compare::Le,
            inverted: operator == Compare::Ne,
        }
    }

    /// Whether the ends can be compared with each other and at least one is there.
    pub(super) fn is_sound(&self) -> bool {
        match (&self.low, &self.high) {
            (Val::Null, Val::Null) => false,
            (Val::Null, end) | (end, Val::Null) => order(end, end).is_some(),
            (low, high) => order(low, high).is_some_and(std::cmp::Ordering::is_le),
        }
    }

    /// Whether a value lies in it; `None` if it cannot be compared with the ends.
    #[must_use]
    pub fn includes(&self, value: &Val) -> Option<bool> {
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
        Some((above && below) != self.inverted)
    }
}
