//! What is to come, by time and then by turn.

use crate::Timestamp;

/// Kept with the next entry last, so that taking it is cheap.
#[derive(Clone, Debug)]
pub(super) struct Agenda<K, T> {
    entries: Vec<(Timestamp, K, T)>,
}

impl<K, T> Default for Agenda<K, T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<K: Copy + Ord, T> Agenda<K, T> {
    pub(super) fn add(&mut self, at: Timestamp, turn: K, what: T) {
        let place = self.entries.partition_point(|(time, other, _)| (*time, *other) > (at, turn));
        self.entries.insert(place, (at, turn, what));
    }

    /// When the next entry comes that can be used now, and its turn.
    pub(super) fn next(&self, usable: impl Fn(K, &T) -> bool) -> Option<(Timestamp, K)> {
        let mut entries = self.entries.iter().rev();
        entries.find(|(_, turn, what)| usable(*turn, what)).map(|(at, turn, _)| (*at, *turn))
    }

    pub(super) fn take(&mut self, turn: K) -> Option<T> {
        let place = self.entries.iter().rposition(|(_, other, _)| *other == turn)?;
        Some(self.entries.remove(place).2)
    }
}
