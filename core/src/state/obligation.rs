//! What a wait asks of the host.

use super::{Repeat, Wait, WaitKind};
use crate::effect::{
    Call, Effect, Incident, Job, JobKind, Obligation, Subscription, SubscriptionKind, Timer,
};
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
                    lane: None,
                    loop_counter: None,
                    retries: *retries,
                    message: task.and_then(|task| task.message.clone()),
                    script: task.and_then(|task| task.script.clone()),
                    script_format: task.and_then(|task| task.script_format.clone()),
                })
            }
            WaitKind::Timer { due, .. } => Obligation::Timer(Timer { key, element, activation, due: *due }),
            WaitKind::Message { name, correlation } => Obligation::Subscription(Subscription {
                key,
                kind: SubscriptionKind::Message,
                name: name.clone(),
                correlation: correlation.clone(),
                element,
                activation,
            }),
            WaitKind::Signal { name } => Obligation::Subscription(Subscription {
                key,
                kind: SubscriptionKind::Signal,
                name: name.clone(),
                correlation: None,
                element,
                activation,
            }),
            WaitKind::Condition { source, .. } => Obligation::Subscription(Subscription {
                key,
                kind: SubscriptionKind::Condition,
                name: source.clone(),
                correlation: None,
                element,
                activation,
            }),
            WaitKind::Call { process, business_key, variables } => Obligation::Call(Call {
                key,
                element,
                name: node.name.clone(),
                activation,
                called_element: process.clone(),
                local: false,
                binding: None,
                version: None,
                business_key: business_key.clone(),
                loop_counter: None,
                variables: variables.clone(),
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
            Obligation::Call(call) => Self::OpenCall(call),
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
