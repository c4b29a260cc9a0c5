//! Dense numbers in place of names: keys of the state, indices of the program, and the table that
//! the state is made of.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names one activation or obligation within one instance. Keys are given out in order, from 1,
/// and never reused, so a child's key is greater than its parent's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Key(pub u32);

impl Key {
    /// No key: the parent of the process's own activation.
    pub(crate) const NONE: Self = Self(0);
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) u32);

        impl $name {
            pub(crate) fn at(position: usize) -> Self {
                Self(u32::try_from(position).unwrap_or(u32::MAX))
            }

            pub(crate) fn position(self) -> usize {
                self.0 as usize
            }
        }
    };
}

index!(
    /// Position of a node in the compiled program.
    NodeIx
);
index!(
    /// Position of a sequence flow in the compiled program.
    FlowIx
);

/// Rows in ascending key order. Keys only grow, so inserting is a push; removing leaves a gap, and
/// the gaps are closed once they outnumber the rows, so every operation is at worst logarithmic
/// in the live rows, amortised.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Vec<(Key, Option<T>)>,
    live: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), live: 0 }
    }
}

impl<T> Table<T> {
    pub(crate) fn len(&self) -> usize {
        self.live
    }

    /// Adds a row; `key` must be greater than every key before it.
    pub(crate) fn push(&mut self, key: Key, row: T) {
        debug_assert!(self.rows.last().is_none_or(|(last, _)| *last < key));
        self.rows.push((key, Some(row)));
        self.live += 1;
    }

    pub(crate) fn get(&self, key: Key) -> Option<&T> {
        self.rows.get(self.position(key)?)?.1.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        let position = self.position(key)?;
        self.rows.get_mut(position)?.1.as_mut()
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<T> {
        let position = self.position(key)?;
        let row = self.rows.get_mut(position)?.1.take()?;
        self.live -= 1;
        if position + 1 == self.rows.len() {
            self.rows.pop();
        } else if self.rows.len() > 16 && self.live < self.rows.len() / 2 {
            self.rows.retain(|(_, row)| row.is_some());
        }
        Some(row)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Key, &T)> {
        self.rows.iter().filter_map(|(key, row)| Some((*key, row.as_ref()?)))
    }

    /// The rows with keys greater than `key`, in order.
    pub(crate) fn after(&self, key: Key) -> impl DoubleEndedIterator<Item = (Key, &T)> {
        let from = self.rows.partition_point(|(k, _)| *k <= key);
        let rows = self.rows.get(from..).unwrap_or_default();
        rows.iter().filter_map(|(key, row)| Some((*key, row.as_ref()?)))
    }

    fn position(&self, key: Key) -> Option<usize> {
        self.rows.binary_search_by_key(&key, |(k, _)| *k).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_through_removals() {
        let mut table = Table::default();
        for n in 1..=100 {
            table.push(Key(n), n);
        }
        for n in (1..=100).filter(|n| n % 3 != 0) {
            assert_eq!(table.remove(Key(n)), Some(n));
            assert_eq!(table.remove(Key(n)), None);
        }
        assert_eq!(table.len(), 33);
        assert!(table.iter().map(|(key, row)| (key.0, *row)).eq((1..=33).map(|n| (3 * n, 3 * n))));
        assert!(table.after(Key(90)).map(|(key, _)| key.0).eq([93, 96, 99]));
        assert_eq!(table.get(Key(4)), None);
        *table.get_mut(Key(6)).unwrap() += 1;
        assert_eq!(table.get(Key(6)), Some(&7));
    }
}
