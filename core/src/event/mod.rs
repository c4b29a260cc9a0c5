//! What a host tells the engine: facts from outside, each naming by key what it answers.

mod form;
mod instruction;

use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::value::{Text, Value, Vars};

pub use instruction::Instruction;

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
    /// Id of the start event, instantiating receive task or event after an instantiating gateway that
    /// was triggered; may be left out where there is only one to choose: the only start event without
    /// a trigger, else the only way in (BPMN 13.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<Text>,
    /// The host's own name for what the instance is about, such as an order number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_key: Option<Text>,
    /// Who starts it, for the variable that a vendor's `initiator` names. Where people move it on by its
    /// actions, who makes the request; always one of the stakeholders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Text>,
    /// Whom the request is about besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stakeholders: Vec<Text>,
    /// Variables of the process scope, the payload of the trigger among them.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// How many subscriptions of one instance a message may be for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CorrelationPolicy"))]
#[serde(rename_all = "camelCase")]
pub enum Policy {
    /// Exactly one, else the message is rejected.
    #[default]
    ExactlyOne,
    /// The oldest of those that match.
    Oldest,
    /// All that match.
    All,
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
    /// A job failed for a technical reason. With retries left it is opened again under a new key, at once
    /// or after the backoff, for which a timer is open; else an incident is raised.
    JobFailed {
        /// Key of the job.
        job: Key,
        /// What went wrong, for people.
        message: Text,
        /// How often the job may still be tried; left out, one time less than before, where the model
        /// says how often, else not at all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retries: Option<u32>,
        /// How long to wait before it is tried again, in milliseconds; left out, as long as the model says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        backoff: Option<u64>,
    },
    /// A job threw a BPMN error (BPMN 10.5.7): the nearest boundary event that catches the code takes over.
    JobThrew {
        /// Key of the job.
        job: Key,
        /// Error code, as in the model's `error` element.
        code: Text,
        /// What went wrong, for people and for the model's error message variables.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
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
    /// Somebody chooses an action of a request: it is blocked for all others until the action is completed
    /// or given back.
    ActionChosen {
        /// Key of the action's job.
        job: Key,
        /// Who.
        by: Text,
        /// The groups that the host knows the person to be in, besides those whose members the process
        /// names.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<Text>,
    },
    /// An action was done by whoever has chosen it. The variables are written as with `jobCompleted`.
    ActionCompleted {
        /// Key of the action's job.
        job: Key,
        /// Who; it must be the one who has chosen it.
        by: Text,
        /// What came of it.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A chosen action is given back: everybody may choose again.
    ActionReleased {
        /// Key of the action's job.
        job: Key,
        /// Who; it must be the one who has chosen it. Left out, it is the host that decides.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<Text>,
    },
    /// A timer is due.
    TimerFired {
        /// Key of the timer.
        timer: Key,
    },
    /// Fires every timer that is due at `at`, in the order of (due, key). Timers armed by this very
    /// step wait for the next event, so the work of one step is bounded.
    Tick,
    /// A message for one subscription, which the host has found by its name and correlation. From its
    /// payload the instance learns the correlation properties that it does not know yet.
    Message {
        /// Key of the subscription.
        subscription: Key,
        /// The message's payload.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A message for the subscriptions of this instance that have its name and agree with its
    /// correlation (BPMN 8.4.2).
    Correlate {
        /// Name of the message.
        message: Text,
        /// The value of a vendor's correlation key, or values by the names of correlation properties.
        /// Left out, properties are read from the payload as the model says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        correlation: Option<Value>,
        /// How many subscriptions may match.
        #[serde(default)]
        policy: Policy,
        /// The message's payload.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A called instance has completed or was terminated.
    CallFinished {
        /// Key of the call.
        call: Key,
        /// Variables of the called process.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A called instance has failed with an error that nothing in it caught.
    CallThrew {
        /// Key of the call.
        call: Key,
        /// Error code.
        code: Text,
        /// What went wrong, for people and for the model's error message variables.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
        /// Variables of the called process.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A called instance has thrown an escalation that nothing in it caught; it goes on.
    CallEscalated {
        /// Key of the call.
        call: Key,
        /// Escalation code.
        code: Text,
        /// Variables to set, as with `jobCompleted`, before the handler runs.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A called instance could not be started, or was cancelled: an incident, which opens the call
    /// again when it is resolved.
    CallFailed {
        /// Key of the call.
        call: Key,
        /// What went wrong, for people.
        message: Text,
    },
    /// An expression in a language of the host has been evaluated: what asked for it goes on.
    Evaluated {
        /// Key of the evaluation.
        evaluation: Key,
        /// Its value; left out, null.
        #[serde(default, skip_serializing_if = "Value::is_null")]
        value: Value,
    },
    /// An expression in a language of the host could not be evaluated: an incident, which asks again
    /// when it is resolved.
    EvaluationFailed {
        /// Key of the evaluation.
        evaluation: Key,
        /// What went wrong, for people.
        message: Text,
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
    /// Moves the instance's tokens by hand: all instructions in their order, or none. Then the tokens
    /// run until they wait, also in a suspended instance.
    Modify {
        /// What to do.
        instructions: Vec<Instruction>,
        /// Why, for the history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Takes no more answers until `resume`; what is open stays open, and no condition is asked.
    Suspend {
        /// Why, for the history.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// Goes on after `suspend`.
    Resume,
}

impl Event {
    /// Key of the call that it answers or goes on with; none if it is about something else.
    #[must_use]
    pub fn call(&self) -> Option<Key> {
        match self {
            Self::CallFinished { call, .. }
            | Self::CallThrew { call, .. }
            | Self::CallEscalated { call, .. }
            | Self::CallFailed { call, .. } => Some(*call),
            _ => None,
        }
    }
}
