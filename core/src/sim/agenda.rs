//! What is to come, by time and then by turn.

use crate::Timestamp;

/// Kept with the next entry last, so that taking it is cheap.
#[derive(Clone, Debug)]
pub(super) struct Agenda<T> {
    entries: Vec<(Timestamp, u32, T)>,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T> Agenda<T> {
    pub(super) fn add(&mut self, at: Timestamp, turn: u32, what: T) {
        let place = self.entries.partition_point(|(time, other, _)| (*time, *other) > (at, turn));
        self.entries.insert(place, (at, turn, what));
    }

    /// When the next entry comes.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.entries.last().map(|(at, _, _)| *at)
    }

    pub(super) fn pop(&mut self) -> Option<T> {
        self.entries.pop().map(|(_, _, what)| what)
    }

    pub(super) fn cancel(&mut self, turn: u32) {
        self.entries.retain(|(_, other, _)| *other != turn);
    }
}
