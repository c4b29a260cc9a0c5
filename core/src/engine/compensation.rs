//! Compensation and the cancellation of transactions: undoing what has completed, in the reverse
//! order of its completion (BPMN 13.5.5, 13.3.4).

use super::run::{Run, Spot, Work};
use super::throw::Thrown;
use crate::cx::Stuck;
use crate::elements::Spec;
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Act, Completed, Extra, Retry};
use crate::triggers::Trigger;
use crate::value::{CollectVec, Text};

impl Run<'_> {
    /// Notes an activity that completes now and can be compensated later, by itself or by what has
    /// completed inside it.
    pub(super) fn remember(&mut self, spot: Spot) {
        if !self.program.has_compensation() {
            return;
        }
        let node = self.program.node(spot.node);
        let act = self.state.acts.get(spot.key);
        let scope = match self.spot(spot.scope) {
            // What an instance has done belongs to the scope around the whole activity.
            Some(body) if body.node == spot.node => body.scope,
            _ => spot.scope,
        };
        let inside = self.state.completed.inside(spot.key).next().is_some();
        if act.is_some_and(Act::is_undoing) && act.is_some_and(|act| act.compensates() == Key::NONE) {
            // A transaction that was cancelled has not completed, nor has what ran beside its undoing.
            return self.forget_completed(&[spot.key]);
        }
        let undone = node.compensated_by.is_some() || inside || node.undone_by(self.program).is_some();
        let body = self.state.acts.get(spot.scope).filter(|_| scope != spot.scope);
        if act.into_iter().chain(body).any(|act| act.compensates() != Key::NONE) {
            // What undoes is not undone itself.
            return self.forget_completed(&[spot.key]);
        }
        // The body of several instances has done nothing that they have not.
        if !undone || (node.repeats() && scope == spot.scope) {
            return;
        }
        let done = Completed {
            scope,
            activation: spot.key,
            node: spot.node,
            index: act.map_or(0, Act::index),
            vars: act.map(|act| act.vars.clone()).unwrap_or_default(),
            claimed: Key::NONE,
        };
        let key = self.new_key();
        self.state.completed.push(key, done);
    }

    /// Forgets what has completed in these scopes, and inside of that.
    pub(super) fn forget_completed(&mut self, scopes: &[Key]) {
        if self.state.completed.len() == 0 {
            return;
        }
        let mut scopes = scopes.to_vec();
        while let Some(scope) = scopes.pop() {
            let rows: Vec<Key> = self.state.completed.inside(scope).map(|(key, _)| key).collect_vec();
            let gone = rows.into_iter().filter_map(|key| self.state.completed.remove(key));
            scopes.extend(gone.map(|done| done.activation));
        }
    }

    /// What withdrawn activations were to undo can be undone by others.
    pub(super) fn release(&mut self, doomed: &[Key]) {
        if self.state.completed.len() == 0 {
            return;
        }
        for claimer in doomed {
            let held: Vec<Key> = self.state.completed.claimed_by(*claimer).collect_vec();
            held.into_iter().for_each(|key| self.state.completed.claim(key, Key::NONE));
        }
    }

    /// Throws compensation: of everything that has completed in the scope, or of one activity.
    pub(super) fn compensate(&mut self, spot: Spot, activity: Option<&Text>, waits: bool) -> Thrown {
        let node = activity.map(|id| self.program.compensated(id));
        let scope = self.compensated_scope(spot.scope, node.flatten());
        let claimed = match node {
            // An activity that is not there has not completed.
            Some(None) => Vec::new(),
            node => self.claimable(scope, node.flatten()),
        };
        let activities = claimed.iter().rev().map(|(_, node)| self.id(*node)).collect_vec();
        self.out.history.push(Entry::CompensationThrown { element: self.id(spot.node), activities });
        if claimed.is_empty() {
            return Thrown::GoesOn;
        }
        if waits {
            self.ensure_row(spot);
            self.own(&claimed, spot.key);
            self.queue.push_back(Work::Undo(spot.key));
            return Thrown::Waits;
        }
        // Nobody waits: the scope itself sees to it, one activity after the other.
        let mut inside = self.state.acts.after(scope);
        let busy = inside.any(|(_, act)| act.compensates() == scope);
        drop(inside);
        self.own(&claimed, scope);
        if !busy {
            self.queue.push_back(Work::Undo(scope));
        }
        Thrown::GoesOn
    }

    /// The scope whose completed activities are meant: that of the activity named, else the one where
    /// the event stands; for an event subprocess, the scope that it belongs to.
    fn compensated_scope(&self, from: Key, activity: Option<NodeIx>) -> Key {
        let program = self.program;
        if let Some(home) = activity.and_then(|activity| program.node(activity).parent) {
            let found = self.state.scopes(from).find(|(_, act)| act.node == home && act.rounds().is_none());
            return found.map_or(from, |(key, _)| key);
        }
        match self.state.acts.get(from) {
            Some(act) if program.node(act.node).spec.is_handler() => act.parent,
            _ => from,
        }
    }

    /// What has completed in a scope and nobody compensates yet, oldest first.
    fn claimable(&self, scope: Key, node: Option<NodeIx>) -> Vec<(Key, NodeIx)> {
        let fits = |done: &Completed| done.claimed == Key::NONE && node.is_none_or(|node| done.node == node);
        let rows = self.state.completed.inside(scope).filter(|(_, done)| fits(done));
        rows.map(|(key, done)| (key, done.node)).collect_vec()
    }

    fn own(&mut self, rows: &[(Key, NodeIx)], owner: Key) {
        for (key, _) in rows {
            self.state.completed.claim(*key, owner);
        }
    }

    /// Takes the next step of what an activation undoes: the youngest of what is left, or the end.
    pub(super) fn undo(&mut self, owner: Key) {
        let Some(act) = self.state.acts.get(owner) else { return };
        if act.is_undoing() && act.tokens > 0 {
            return;
        }
        let next = self.state.completed.claimed_by(owner).next_back();
        match next {
            Some(row) => {
                if let Some(done) = self.state.completed.remove(row) {
                    self.undo_one(owner, done);
                }
            }
            None => self.undone(owner),
        }
    }

    fn undo_one(&mut self, owner: Key, done: Completed) {
        let handler = self.program.node(done.node).compensated_by;
        let node = handler.unwrap_or(done.node);
        let spot = Spot { key: self.new_key(), node, scope: done.scope };
        let mut act = Act::new(done.scope, node, done.vars);
        act.extra = Some(Box::new(Extra {
            index: done.index,
            compensates: owner,
            undoing: handler.is_none(),
            ..Extra::default()
        }));
        self.add_act(spot.key, act);
        self.add_tokens(done.scope, 1);
        self.entered(spot);
        if handler.is_some() {
            self.forget_completed(&[done.activation]);
            self.queue.push_back(Work::Begin(spot.key));
        } else {
            self.reenter(spot, done.activation);
        }
    }

    /// Enters a completed subprocess again, to undo what has completed inside it.
    fn reenter(&mut self, spot: Spot, before: Key) {
        let mut inside = self.claimable(before, None);
        // A scope's rows are younger than the scope: they keep their order under new keys.
        for (key, _) in &mut inside {
            if let Some(done) = self.state.completed.remove(*key) {
                *key = self.new_key();
                self.state.completed.push(*key, Completed { scope: spot.key, ..done });
            }
        }
        match self.program.node(spot.node).undone_by(self.program) {
            Some(handler) => self.send(spot.key, &[handler]),
            None => {
                self.own(&inside, spot.key);
                self.queue.push_back(Work::Undo(spot.key));
            }
        }
    }

    /// What compensates on behalf of activations that have been withdrawn is withdrawn, too.
    pub(super) fn cancel_orphans(&mut self) {
        while std::mem::take(&mut self.widowed) {
            let acts = &self.state.acts;
            let lost = |owner: Key| owner != Key::NONE && acts.get(owner).is_none();
            let orphans = acts.iter().filter(|(_, act)| lost(act.compensates())).map(|(key, _)| key);
            let orphans: Vec<Key> = orphans.collect_vec();
            for spot in orphans.into_iter().filter_map(|key| self.spot(key)).collect_vec() {
                if self.state.acts.get(spot.key).is_some() {
                    self.drop_tree(spot.key);
                    self.consume(spot.scope);
                }
            }
        }
    }

    /// All is undone that an activation had to undo.
    fn undone(&mut self, owner: Key) {
        let Some(spot) = self.spot(owner) else { return };
        let Some(act) = self.state.acts.get(owner) else { return };
        let (thrower, undoing) = (act.compensates(), act.is_undoing());
        if undoing && thrower == Key::NONE {
            self.cancelled_transaction(spot);
        } else if undoing {
            self.forget_completed(&[owner]);
            self.left(spot);
            self.queue.push_back(Work::Undo(thrower));
            self.consume(spot.scope);
        } else if self.program.node(spot.node).spec.thrown().is_some() {
            self.throw_on(spot);
        }
    }

    /// A cancel end event: all else in the transaction is withdrawn, and what has completed in it is
    /// compensated. Once is enough.
    pub(super) fn cancel_transaction(&mut self, thrower: Spot) {
        let program = self.program;
        let is_transaction =
            |act: &Act| matches!(program.node(act.node).spec, Spec::Transaction(_)) && act.rounds().is_none();
        let found = {
            let mut scopes = self.state.scopes(thrower.scope);
            scopes.find(|(_, act)| is_transaction(act)).map(|(key, _)| key)
        };
        self.left(thrower);
        let Some(transaction) = found else {
            return self.consume(thrower.scope);
        };
        self.clear(transaction);
        self.close_waits(transaction);
        if let Some(act) = self.state.acts.get_mut(transaction) {
            act.extra_mut().undoing = true;
        }
        let rows = self.claimable(transaction, None);
        self.own(&rows, transaction);
        let activities = rows.iter().rev().map(|(_, node)| self.id(*node)).collect_vec();
        self.out.history.push(Entry::CompensationThrown { element: self.id(thrower.node), activities });
        self.queue.push_back(Work::Undo(transaction));
    }

    /// A transaction is undone: the event that catches its cancellation goes on.
    fn cancelled_transaction(&mut self, spot: Spot) {
        let program = self.program;
        let instance = program.node(spot.node).repeats() && self.state.is_instance(spot.node, spot.scope);
        let host = if instance { spot.scope } else { spot.key };
        let boundaries = program.node(spot.node).boundaries.iter().copied();
        let mut catching = boundaries.filter(|boundary| {
            program.node(*boundary).spec.catching_trigger().is_some_and(Trigger::catches_cancel)
        });
        if let Some(boundary) = catching.next() {
            return self.take_over(host, boundary);
        }
        if self.state.waits_of(spot.key).next().is_some() {
            // It is known already.
            return;
        }
        let id = &program.node(spot.node).id;
        let message = format!("the transaction `{id}` was cancelled, and no boundary event catches that");
        let retry = self.leaving(spot.node, Retry::End);
        self.stick(spot, Stuck::new(IncidentKind::UncaughtCancel, message), retry);
    }
}
