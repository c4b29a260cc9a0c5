//! What a wait asks of the host.

use super::{Act, Repeat, State, Then, Wait, WaitKind};
use crate::effect::{
    Call, Effect, Evaluation, Incident, Job, JobKind, Obligation, Subscription, SubscriptionKind, Timer,
};
use crate::elements::CallActivity;
use crate::key::Key;
use crate::program::Program;
use crate::time::{Cycle, Occurrence, Timestamp};

impl State {
    /// A wait as the host sees it.
    pub(crate) fn obligation(&self, program: &Program, key: Key, wait: &Wait) -> Obligation {
        let node = program.node(wait.node);
        let element = node.id.clone();
        let activation = wait.owner;
        let loop_counter = self.acts.get(activation).map(Act::index).filter(|index| *index > 0);
        match &wait.kind {
            WaitKind::Job(work) => {
                let task = node.spec.job();
                let mut job = Job {
                    key,
                    kind: task.map_or(JobKind::AdHocSubProcess, |task| task.kind),
                    element,
                    name: node.name.clone(),
                    activation,
                    lane: node.lane.clone(),
                    loop_counter,
                    retries: work.retries,
                    inputs: work.inputs.clone(),
                    action: node.spec.action().map(|action| action.id.clone()),
                    message: task.and_then(|task| task.message.clone()),
                    script: task.and_then(|task| task.script.text.clone()),
                    script_format: task.and_then(|task| task.script.format.clone()),
                    ..Job::default()
                };
                if let Some(details) = task.and_then(|task| task.details.as_ref()) {
                    details.tell(&mut job, &work.details);
                }
                Obligation::Job(Box::new(job))
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
            WaitKind::Call(called) => Obligation::Call(Call {
                key,
                element,
                name: node.name.clone(),
                activation,
                called_element: called.process.clone(),
                local: node.spec.call().is_some_and(CallActivity::is_local),
                binding: node.spec.call().and_then(|call| call.binding.clone()),
                version: node.spec.call().and_then(|call| call.version.clone()),
                business_key: called.business_key.clone(),
                loop_counter,
                variables: called.variables.clone(),
            }),
            WaitKind::Evaluation(question) => Obligation::Evaluation(Evaluation {
                key,
                element,
                activation,
                language: question.language.language.clone(),
                declared_language: question.language.declared.clone(),
                source: question.source.clone(),
                variables: question.names.clone(),
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
            Obligation::Evaluation(evaluation) => Self::OpenEvaluation(evaluation),
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
        let repeat = Some(Self { left: next.left, ..self });
        Some(WaitKind::Timer { due: next.due, repeat, then: Then::Fire })
    }
}
