//! The completed activities that can be compensated, found by the scope that they completed in and by
//! who undoes them.

use crate::map::Set;

use super::Completed;
use crate::key::{Key, Table};

/// Rows by the order of completion. The indices follow from the rows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Completions {
    rows: Table<Completed>,
    by_scope: Set<(Key, Key)>,
    by_claimer: Set<(Key, Key)>,
}

impl Completions {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a row; `key` must be greater than every key before it.
    pub(crate) fn push(&mut self, key: Key, done: Completed) {
        self.by_scope.insert((done.scope, key));
        if done.claimed != Key::NONE {
            self.by_claimer.insert((done.claimed, key));
        }
        self.rows.push(key, done);
    }

    pub(crate) fn remove(&mut self, key: Key) -> Option<Completed> {
        let done = self.rows.remove(key)?;
        self.by_scope.remove(&(done.scope, key));
        self.by_claimer.remove(&(done.claimed, key));
        Some(done)
    }

    /// Says who undoes a row; nobody for none.
    pub(crate) fn claim(&mut self, key: Key, claimer: Key) {
        if let Some(done) = self.rows.get_mut(key) {
            self.by_claimer.remove(&(done.claimed, key));
            done.claimed = claimer;
            if claimer != Key::NONE {
                self.by_claimer.insert((claimer, key));
            }
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Key, &Completed)> {
        self.rows.iter()
    }

    /// What has completed in a scope, oldest first.
    pub(crate) fn inside(&self, scope: Key) -> impl DoubleEndedIterator<Item = (Key, &Completed)> {
        let keys = self.by_scope.range((scope, Key::NONE)..=(scope, Key(u32::MAX)));
        keys.filter_map(|(_, key)| Some((*key, self.rows.get(*key)?)))
    }

    /// What an activation is to undo, oldest first.
    pub(crate) fn claimed_by(&self, claimer: Key) -> impl DoubleEndedIterator<Item = Key> {
        self.by_claimer.range((claimer, Key::NONE)..=(claimer, Key(u32::MAX))).map(|(_, key)| *key)
    }
}
