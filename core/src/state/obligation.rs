//! What a wait asks of the host.

use super::{Repeat, Wait, WaitKind};
use crate::effect::{Effect, Incident, Job, JobKind, Obligation, Subscription, SubscriptionKind, Timer};
use crate::key::Key;
use crate::program::Program;
use crate::time::{Cycle, Occurrence, Timestamp};

impl Wait {
    /// The obligation, as the host sees it.
    pub(crate) fn obligation(&self, program: &Program, key: Key) -> Obligation {
        let node = program.node(self.node);
        let element = node.id.clone();
        let activation = self.owner;
        match &self.kind {
            WaitKind::Job { retries } => {
                let task = node.spec.job();
                Obligation::Job(Job {
                    key,
                    kind: task.map_or(JobKind::ServiceTask, |task| task.kind),
                    element,
                    name: node.name.clone(),
                    activation,
                    retries: *retries,
                    message: task.and_then(|task| task.message.clone()),
                    script: task.and_then(|task| task.script.clone()),
                    script_format: task.and_then(|task| task.script_format.clone()),
                })
            }
            WaitKind::Timer { due, .. } => Obligation::Timer(Timer { key, element, activation, due: *due }),
            WaitKind::Message { name } => Obligation::Subscription(Subscription {
                key,
                kind: SubscriptionKind::Message,
                name: name.clone(),
                element,
                activation,
            }),
            WaitKind::Signal { name } => Obligation::Subscription(Subscription {
                key,
                kind: SubscriptionKind::Signal,
                name: name.clone(),
                element,
                activation,
            }),
            WaitKind::Incident { code, message, .. } => Obligation::Incident(Incident {
                key,
                code: *code,
                message: message.clone(),
                element,
                activation,
            }),
        }
    }
}

impl From<Obligation> for Effect {
    fn from(obligation: Obligation) -> Self {
        match obligation {
            Obligation::Job(job) => Self::OpenJob(job),
            Obligation::Timer(timer) => Self::OpenTimer(timer),
            Obligation::Subscription(subscription) => Self::OpenSubscription(subscription),
            Obligation::Incident(incident) => Self::OpenIncident(incident),
        }
    }
}

impl Repeat {
    /// The next timer of the cycle after the one that was due then; none after the last.
    pub(crate) fn next(self, due: Timestamp) -> Option<WaitKind> {
        let previous = Occurrence { due, left: self.left };
        // A cycle that runs past the end of the calendar has come to its end.
        let next = Cycle::next(&self.every, self.end, &previous).ok().flatten()?;
        Some(WaitKind::Timer { due: next.due, repeat: Some(Self { left: next.left, ..self }) })
    }
}
