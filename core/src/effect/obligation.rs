//! What is open: the duties of the host.

use serde::{Deserialize, Serialize};

use super::{Call, Evaluation, Incident, Job, Subscription, Timer};
use crate::key::Key;
use crate::value::Text;

/// An open duty of the host; exactly what the effects opened and have not closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Obligation {
    /// Work for the outside.
    Job(Box<Job>),
    /// A moment to wait for.
    Timer(Timer),
    /// A message, signal or condition to wait for.
    Subscription(Subscription),
    /// Another process to run.
    Call(Call),
    /// An expression to evaluate.
    Evaluation(Evaluation),
    /// A stuck activation.
    Incident(Incident),
}

impl Obligation {
    /// The key that answers it.
    pub fn key(&self) -> Key {
        match self {
            Self::Job(job) => job.key,
            Self::Timer(timer) => timer.key,
            Self::Subscription(subscription) => subscription.key,
            Self::Call(call) => call.key,
            Self::Evaluation(evaluation) => evaluation.key,
            Self::Incident(incident) => incident.key,
        }
    }

    /// Id of the BPMN element it comes from.
    pub fn element(&self) -> &Text {
        match self {
            Self::Job(job) => &job.element,
            Self::Timer(timer) => &timer.element,
            Self::Subscription(subscription) => &subscription.element,
            Self::Call(call) => &call.element,
            Self::Evaluation(evaluation) => &evaluation.element,
            Self::Incident(incident) => &incident.element,
        }
    }
}
