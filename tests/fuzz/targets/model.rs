//! Two models with a bit of everything, and the events that their obligations wait for.

use std::sync::LazyLock;

use tidewheel::{Definition, Event, Obligation, ParseOptions, SubscriptionKind, Timestamp, Vars};

const MODELS: [&str; 2] = [include_str!("model.bpmn"), include_str!("elements.bpmn")];

static DEFINITIONS: LazyLock<Vec<Definition>> = LazyLock::new(|| {
    let parsed = |model| Definition::parse(model, &ParseOptions::default()).expect("a sound model").0;
    MODELS.into_iter().map(parsed).collect()
});

pub fn definitions() -> &'static [Definition] {
    &DEFINITIONS
}

/// What both models ask for.
pub fn variables(hot: bool, enough: bool) -> Vars {
    [("again", false), ("hot", hot), ("enough", enough)].map(|(name, value)| (name.into(), value.into())).into()
}

/// The answer to an obligation, and when.
pub fn answer(obligation: &Obligation, now: Timestamp) -> (Event, Timestamp) {
    match obligation {
        Obligation::Job(job) => (Event::JobCompleted { job: job.key, variables: Vars::new() }, now),
        Obligation::Timer(timer) => (Event::TimerFired { timer: timer.key }, timer.due.max(now)),
        Obligation::Subscription(subscription) => match subscription.kind {
            SubscriptionKind::Message => {
                (Event::Message { subscription: subscription.key, variables: Vars::new() }, now)
            }
            SubscriptionKind::Signal => {
                (Event::Signal { name: subscription.name.clone(), variables: Vars::new() }, now)
            }
            SubscriptionKind::Condition => {
                (Event::SetVariables { scope: None, variables: variables(true, false) }, now)
            }
        },
        Obligation::Call(call) => (Event::CallFinished { call: call.key, variables: Vars::new() }, now),
        Obligation::Evaluation(asked) => {
            (Event::Evaluated { evaluation: asked.key, value: true.into() }, now)
        }
        Obligation::Incident(incident) => (Event::Resolve { incident: incident.key }, now),
        _ => (Event::Tick, now),
    }
}
