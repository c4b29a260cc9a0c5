//! Opening and closing obligations: the one place where they enter and leave the state, so effects
//! and state cannot disagree.

use super::admit::Failure;
use super::run::{Run, Spot};
use crate::cx::{Cx, Stuck};
use crate::effect::Effect;
use crate::elements::Move;
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::state::{Question, Retry, Then, Told, Wait, WaitKind, Work};
use crate::value::{Text, Value, Vars};

impl Run<'_> {
    pub(super) fn open_wait(&mut self, owner: Key, node: NodeIx, kind: WaitKind) {
        self.open_part(owner, node, 0, kind);
    }

    /// Opens a wait for one of the event definitions of a node.
    pub(super) fn open_part(&mut self, owner: Key, node: NodeIx, part: u32, mut kind: WaitKind) {
        if let WaitKind::Job(work) = &mut kind {
            work.inputs = self.state.inputs(self.program, owner);
        }
        let is_job = matches!(kind, WaitKind::Job(_));
        let key = self.new_key();
        let prev = self.state.acts.get(owner).map_or(Key::NONE, |act| act.last_wait);
        match &kind {
            WaitKind::Timer { due, .. } => drop(self.state.timers.insert((*due, key))),
            WaitKind::Condition { source, .. } => self.state.conditions.insert(key, source),
            _ => {}
        }
        let wait = Wait { owner, node, kind, part, prev, next: Key::NONE };
        self.out.effects.push(self.state.obligation(self.program, key, &wait).into());
        self.state.waits.push(key, wait);
        self.chain(owner, prev, key);
        self.chain(owner, key, Key::NONE);
        if is_job {
            self.tell_key(owner, node, key);
        }
    }

    /// Writes which job is open to the variable that the model names for it.
    fn tell_key(&mut self, owner: Key, node: NodeIx, job: Key) {
        let spec = self.program.node(node).spec.job();
        if let Some(name) = spec.and_then(|spec| spec.key_variable.as_ref()) {
            let mut told = Vars::new();
            told.insert(name.clone(), job.to_string().into());
            self.assign(owner, &told);
        }
    }

    /// Makes two waits of an activation neighbours; no wait stands for the activation itself, before its
    /// first and after its last.
    fn chain(&mut self, owner: Key, prev: Key, next: Key) {
        if let Some(wait) = self.state.waits.get_mut(prev) {
            wait.next = next;
        } else if let Some(act) = self.state.acts.get_mut(owner) {
            act.first_wait = next;
        }
        if let Some(wait) = self.state.waits.get_mut(next) {
            wait.prev = prev;
        } else if let Some(act) = self.state.acts.get_mut(owner) {
            act.last_wait = prev;
        }
    }

    /// Opens what an activation waits for again, under a new key.
    pub(super) fn reopen(&mut self, key: Key, kind: WaitKind) {
        if let Some(Wait { owner, node, part, .. }) = self.state.waits.get(key) {
            let (owner, node, part) = (*owner, *node, *part);
            self.close_wait(key);
            self.open_part(owner, node, part, kind);
        }
    }

    /// Closes one wait; its owner keeps the others.
    pub(super) fn close_wait(&mut self, key: Key) {
        if let Some(wait) = self.forget(key) {
            self.chain(wait.owner, wait.prev, wait.next);
        }
    }

    /// Closes every wait of an activation.
    pub(super) fn close_waits(&mut self, owner: Key) {
        let Some(act) = self.state.acts.get_mut(owner) else { return };
        let mut next = std::mem::replace(&mut act.first_wait, Key::NONE);
        act.last_wait = Key::NONE;
        while let Some(wait) = self.forget(next) {
            next = wait.next;
        }
    }

    fn forget(&mut self, key: Key) -> Option<Wait> {
        let wait = self.state.waits.remove(key)?;
        match &wait.kind {
            WaitKind::Timer { due, .. } => drop(self.state.timers.remove(&(*due, key))),
            WaitKind::Condition { source, .. } => self.state.conditions.remove(key, source),
            _ => {}
        }
        self.out.effects.push(match wait.kind {
            WaitKind::Job(_) => Effect::CloseJob { key },
            WaitKind::Timer { .. } => Effect::CloseTimer { key },
            WaitKind::Message { .. } | WaitKind::Signal { .. } | WaitKind::Condition { .. } => {
                Effect::CloseSubscription { key }
            }
            WaitKind::Call(_) => Effect::CloseCall { key },
            WaitKind::Evaluation(_) => Effect::CloseEvaluation { key },
            WaitKind::Incident { .. } => Effect::CloseIncident { key },
        });
        Some(wait)
    }

    /// A job that failed is opened again while it has retries left, at once or when its time has come,
    /// else it becomes an incident.
    pub(super) fn job_failed(&mut self, job: Key, owner: Key, failure: Failure<'_>) {
        let Some(Wait { kind: WaitKind::Job(work), .. }) = self.state.waits.get(job) else { return };
        let (mut work, at) = (work.clone(), self.state.at);
        let Some(spot) = self.spot(owner) else { return };
        let Failure { message, retries, backoff } = failure;
        self.out.history.push(Entry::JobFailed {
            element: self.id(spot.node),
            job,
            message: Text::from(message),
        });
        self.close_wait(job);
        let left = retries.unwrap_or_else(|| work.retries.unwrap_or(0).saturating_sub(1));
        if left == 0 {
            return self.raise(spot, Stuck::new(IncidentKind::JobFailed, message), Retry::Job);
        }
        work.retries = Some(left);
        work.inputs = Vars::new();
        let details = self.program.node(spot.node).spec.job().and_then(|job| job.details.as_ref());
        let due = match backoff {
            Some(backoff) => Some(backoff),
            None => details.and_then(|details| details.retry_at(&work.details, left, at)),
        };
        let kind = match due.filter(|due| *due > at) {
            Some(due) => WaitKind::Timer { due, repeat: None, then: Then::TryAgain(Box::new(work)) },
            None => WaitKind::Job(work),
        };
        self.open_wait(owner, spot.node, kind);
    }

    /// Opens a job whose activation is there already as if for the first time.
    pub(super) fn open_job(&mut self, spot: Spot) {
        let job = self.program.node(spot.node).spec.job();
        let cx = self.deciding(spot, spot.key, Retry::Job);
        match job.map_or(Ok(Work::default()), |job| job.work(&cx)) {
            Ok(work) => self.open_wait(spot.key, spot.node, WaitKind::Job(work)),
            Err(stuck) => self.stick(spot, stuck, Retry::Job),
        }
    }

    /// Calls again for an activation that is there already: its boundary events are armed, and its inputs stay.
    pub(super) fn open_call(&mut self, spot: Spot) {
        let cx = self.deciding(spot, self.view(spot), Retry::Call);
        match self.program.node(spot.node).spec.enter(&cx) {
            Move::Wait(call) => self.open_wait(spot.key, spot.node, call),
            Move::Stuck(stuck) => self.stick(spot, stuck, Retry::Call),
            // Nothing else comes of what calls a process.
            _ => {}
        }
    }

    /// A called process has ended: what it hands back is written, and the call activity is left.
    pub(super) fn call_finished(&mut self, call: Key, owner: Key, vars: &Vars) {
        let Some(spot) = self.spot(owner) else { return };
        self.close_wait(call);
        self.hand_back(spot, vars);
    }

    fn hand_back(&mut self, spot: Spot, vars: &Vars) {
        let Some(activity) = self.program.node(spot.node).spec.call() else { return };
        let cx = Cx { names: Some(vars), ..self.deciding(spot, Key::NONE, Retry::Return) };
        match activity.outputs.pass(&cx, || vars.clone()) {
            Ok(passed) => {
                if !activity.outputs.local {
                    self.results(spot.key, &passed);
                } else if !passed.is_empty() {
                    self.write(spot.key, passed);
                }
                self.leave_row(spot.key);
            }
            Err(stuck) => {
                // The result is kept as local variables until somebody has seen to the trouble.
                if !vars.is_empty() {
                    self.write(spot.key, vars.clone());
                }
                self.stick(spot, stuck, Retry::Return);
            }
        }
    }

    /// Tries again to write what a called process has handed back.
    pub(super) fn call_returned(&mut self, spot: Spot) {
        let vars = self.state.acts.get_mut(spot.key).map(|act| std::mem::take(&mut act.vars));
        self.hand_back(spot, &vars.unwrap_or_default());
    }

    /// A called process could not run: an incident, which calls it again once it is resolved.
    pub(super) fn call_failed(&mut self, call: Key, owner: Key, message: &str) {
        let Some(spot) = self.spot(owner) else { return };
        self.close_wait(call);
        self.raise(spot, Stuck::new(IncidentKind::CallFailed, message), Retry::Call);
    }

    /// Opens an incident on an activation that has a row.
    pub(super) fn raise(&mut self, spot: Spot, stuck: Stuck, retry: Retry) {
        let Stuck { code, message, .. } = stuck;
        // What is wrong may lie in the inputs; but what has been run at the start is not run twice.
        let again = retry == Retry::Work && !self.program.node(spot.node).runs_at_start();
        let retry = if again { Retry::Enter } else { retry };
        let incident = Key(self.state.next_key);
        self.out.history.push(Entry::IncidentRaised {
            element: self.id(spot.node),
            incident,
            message: message.clone(),
        });
        self.open_wait(spot.key, spot.node, WaitKind::Incident { code, message, retry });
    }

    /// Asks the host to evaluate an expression for a decision.
    pub(super) fn inquire(&mut self, spot: Spot, mut question: Question, decision: Retry) {
        question.answers = self.told_to(spot, decision).map_or(Vec::new(), Told::used);
        question.retry = decision;
        self.open_wait(spot.key, spot.node, WaitKind::Evaluation(Box::new(question)));
    }

    /// The host has evaluated an expression: the decision that needs it is tried again.
    pub(super) fn evaluated(&mut self, evaluation: Key, value: &Value) {
        let Some(Wait { owner, kind: WaitKind::Evaluation(question), .. }) =
            self.state.waits.get_mut(evaluation)
        else {
            return;
        };
        let (owner, retry) = (*owner, question.retry);
        let mut answers = std::mem::take(&mut question.answers);
        answers.push((question.source.clone(), value.clone()));
        self.close_wait(evaluation);
        if let Some(spot) = self.spot(owner) {
            self.told = Some(Told::new(owner, retry, answers));
            self.try_again(spot, retry);
        }
    }

    /// The host could not evaluate an expression: an incident, which asks again once it is resolved.
    pub(super) fn evaluation_failed(&mut self, evaluation: Key, owner: Key, message: &str) {
        let Some(Wait { kind: WaitKind::Evaluation(question), .. }) = self.state.waits.get(evaluation) else {
            return;
        };
        let retry = question.retry;
        self.close_wait(evaluation);
        if let Some(spot) = self.spot(owner) {
            self.raise(spot, Stuck::new(IncidentKind::ExpressionFailed, message), retry);
        }
    }

    /// Closes an incident and tries again what was stuck.
    pub(super) fn resolve(&mut self, incident: Key) {
        let Some(Wait { owner, kind: WaitKind::Incident { retry, .. }, .. }) = self.state.waits.get(incident)
        else {
            return;
        };
        let (owner, retry) = (*owner, *retry);
        let Some(spot) = self.spot(owner) else { return };
        self.close_wait(incident);
        self.out.history.push(Entry::IncidentResolved { element: self.id(spot.node), incident });
        self.try_again(spot, retry);
    }
}
