//! One model with a bit of everything, and the events that its obligations wait for.

use std::sync::LazyLock;

use tidewheel::{Definition, Event, Obligation, ParseOptions, SubscriptionKind, Timestamp, Vars};

const MODEL: &str = include_str!("model.bpmn");

static DEFINITION: LazyLock<Definition> =
    LazyLock::new(|| Definition::parse(MODEL, &ParseOptions::default()).expect("a sound model").0);

pub fn definition() -> &'static Definition {
    &DEFINITION
}

/// The variable that the model's conditions ask for.
pub fn set(enough: bool) -> Event {
    Event::SetVariables { scope: None, variables: Vars::from([("enough".into(), enough.into())]) }
}

/// The answer to an obligation, and when.
pub fn answer(obligation: &Obligation, now: Timestamp) -> (Event, Timestamp) {
    match obligation {
        Obligation::Job(job) => (Event::JobCompleted { job: job.key, variables: Vars::new() }, now),
        Obligation::Timer(timer) => (Event::TimerFired { timer: timer.key }, timer.due),
        Obligation::Subscription(subscription) => match subscription.kind {
            SubscriptionKind::Message => {
                (Event::Message { subscription: subscription.key, variables: Vars::new() }, now)
            }
            SubscriptionKind::Signal => {
                (Event::Signal { name: subscription.name.clone(), variables: Vars::new() }, now)
            }
            // Only data can make it come true.
            SubscriptionKind::Condition => (set(true), now),
        },
        Obligation::Call(call) => (Event::CallFinished { call: call.key, variables: Vars::new() }, now),
        Obligation::Incident(incident) => (Event::Resolve { incident: incident.key }, now),
        _ => (Event::Tick, now),
    }
}
