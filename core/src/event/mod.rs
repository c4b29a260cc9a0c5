//! What a host tells the engine: facts from outside, each naming by key what it answers.

mod form;

use serde::Serialize;

use crate::key::Key;
use crate::value::{Text, Vars};

/// How to start an instance.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Start {
    /// The host's own id of the instance, at most 255 bytes; the engine only carries it.
    pub id: Text,
    /// Id of the process to start; may be left out where only one process of the definition can run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<Text>,
    /// Variables of the process scope.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// A fact from outside. Keys come from [`Effect`](crate::Effect)s and
/// [`Obligation`](crate::Obligation)s; answering a key twice is rejected and changes nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Event {
    /// A job was done. Each variable is written to the nearest enclosing scope that has it, else to
    /// the process scope.
    JobCompleted {
        /// Key of the job.
        job: Key,
        /// What the job returned.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A job failed for a technical reason. With `retries` left it is opened again under a new key,
    /// else an incident is raised.
    JobFailed {
        /// Key of the job.
        job: Key,
        /// What went wrong, for people.
        message: Text,
        /// How often the job may still be tried.
        #[serde(default)]
        retries: u32,
    },
    /// A job threw a BPMN error (BPMN 10.5.7): the nearest boundary event that catches the code takes over.
    JobThrew {
        /// Key of the job.
        job: Key,
        /// Error code, as in the model's `error` element.
        code: Text,
        /// Variables to set, as with `jobCompleted`, before the handler runs.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A job throws a BPMN escalation (BPMN 10.5.5) and goes on, unless what catches the code ends it.
    JobEscalated {
        /// Key of the job.
        job: Key,
        /// Escalation code, as in the model's `escalation` element.
        code: Text,
        /// Variables to set, as with `jobCompleted`, before the handler runs.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A timer is due.
    TimerFired {
        /// Key of the timer.
        timer: Key,
    },
    /// Fires every timer that is due at `at`, in the order of (due, key). Timers armed by this very
    /// step wait for the next event, so the work of one step is bounded.
    Tick,
    /// A message for one subscription; finding the subscription (correlation) is the host's part.
    Message {
        /// Key of the subscription.
        subscription: Key,
        /// The message's payload.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A signal for every subscription of that name in this instance. Without any it has no effect.
    Signal {
        /// Name of the signal.
        name: Text,
        /// The signal's payload.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// Writes variables into one scope, whatever the scopes around it hold.
    SetVariables {
        /// Key of an activation; left out, the process scope.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Key>,
        /// The variables.
        variables: Vars,
    },
    /// The cause of an incident has been removed: try again what was stuck.
    Resolve {
        /// Key of the incident.
        incident: Key,
    },
    /// Ends the instance from outside.
    Cancel {
        /// Why, for the history.
        reason: Text,
    },
}
