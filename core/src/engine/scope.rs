//! Withdrawing activations: one, or all that a scope contains.

use super::run::{Run, Spot, Work};
use crate::effect::Status;
use crate::history::Entry;
use crate::key::Key;
use crate::program::Moment;
use crate::state::{Act, Retry, State, Wait};
use crate::triggers::Trigger;

impl Run<'_> {
    /// Withdraws an activation with all inside it. Its own token stays with the caller.
    pub(super) fn cancel(&mut self, key: Key) {
        self.clear(key);
        self.drop_empty(key);
        self.cancel_orphans();
    }

    /// Withdraws an activation with all inside it, but not what undoes something for it elsewhere.
    pub(super) fn drop_tree(&mut self, key: Key) {
        self.empty(key);
        self.drop_empty(key);
    }

    fn drop_empty(&mut self, key: Key) {
        self.forget_completed(&[key]);
        self.release(&[key]);
        let waiting = self.state.acts.get(key).map_or(Key::NONE, Act::compensates);
        self.drop_row(key);
        if waiting != Key::NONE {
            self.queue.push_back(Work::Undo(waiting));
        }
    }

    /// Withdraws everything inside an activation, the youngest first.
    pub(super) fn clear(&mut self, scope: Key) {
        self.empty(scope);
        self.cancel_orphans();
    }

    fn empty(&mut self, scope: Key) {
        let Some(act) = self.state.acts.get_mut(scope) else { return };
        if act.tokens == 0 {
            return;
        }
        act.tokens = 0;
        let doomed = self.state.subtree(scope);
        for &key in doomed.iter().skip(1).rev() {
            self.drop_row(key);
        }
        let inside = doomed.get(1..).unwrap_or_default();
        self.forget_completed(inside);
        self.release(&doomed);
        self.state.spared.retain(|(scope, _)| doomed.binary_search(scope).is_err());
        if !self.state.joins.is_empty() {
            doomed.iter().for_each(|scope| self.forget_joins(*scope));
        }
        self.queue.retain(|work| !matches!(work, Work::Enter(token) if token.scope == scope));
    }

    /// A terminate end event ends its scope only (BPMN 13.5.6); a subprocess then goes on as usual.
    pub(super) fn terminate(&mut self, scope: Key) {
        if scope == State::ROOT {
            return self.end(Status::Terminated);
        }
        self.clear(scope);
        self.queue.push_back(Work::Complete(scope));
    }

    /// Adds an activation to the state.
    pub(super) fn add_act(&mut self, key: Key, act: Act) {
        if self.program.has_inclusive_joins() {
            *self.state.live.or_default((act.parent, act.node)) += 1;
        }
        self.state.note_child(act.parent, key);
        self.state.acts.push(key, act);
    }

    /// Takes an activation out of the state.
    pub(super) fn remove_act(&mut self, key: Key) -> Option<Act> {
        let act = self.state.acts.remove(key)?;
        self.state.forget_child(act.parent, key);
        if !self.state.joins.is_empty() && self.program.node(act.node).spec.is_scope() {
            // A complex gateway may remember something even where no token is left.
            self.forget_joins(key);
        }
        if !self.state.spared.is_empty() {
            self.state.spared.retain(|(scope, _)| *scope != key);
        }
        if let Some(count) = self.state.live.get_mut(&(act.parent, act.node)) {
            *count -= 1;
            if *count == 0 {
                self.state.live.remove(&(act.parent, act.node));
            }
        }
        Some(act)
    }

    fn drop_row(&mut self, key: Key) {
        // One that could not get away has ended before.
        let ended = |wait: &Wait| matches!(wait.kind.retry(), Some(Retry::Leave | Retry::Exit));
        if let Some(spot) = self.spot(key)
            && !self.state.waits_of(key).any(|(_, wait)| ended(wait))
        {
            self.call_listeners(spot, &[Moment::Delete, Moment::Over]);
        }
        self.close_waits(key);
        if let Some(act) = self.remove_act(key) {
            if act.rounds().is_some() {
                self.close_overviews(Spot { key, node: act.node, scope: act.parent });
            }
            let thrown = self.program.node(act.node).spec.thrown();
            self.widowed |= act.is_undoing() || thrown.is_some_and(Trigger::compensates);
            self.out.history.push(Entry::Cancelled { element: self.id(act.node), key });
        }
    }
}
