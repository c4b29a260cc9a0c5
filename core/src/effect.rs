//! What the engine asks of its host. Effects come in pairs that open and close an obligation;
//! folding the effects of all steps gives exactly [`Instance::obligations`](crate::Instance::obligations).

mod job;
mod obligation;

use serde::{Deserialize, Serialize};

use crate::error::IncidentKind;
use crate::key::Key;
use crate::time::Timestamp;
use crate::value::{Text, Value, Vars};

pub use job::{FormChoice, FormField, Job, JobKind};
pub use obligation::Obligation;

/// Where an instance stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// It runs or waits.
    #[default]
    Active,
    /// The host has suspended it: until `resume` it takes only `cancel`, `setVariables` and `modify`.
    Suspended,
    /// It reached its end (BPMN 13.5.6).
    Completed,
    /// A terminate end event of the process itself was reached.
    Terminated,
    /// An error was thrown and nothing caught it.
    Failed,
    /// The host cancelled it.
    Cancelled,
}

impl Status {
    /// Whether the instance has ended, so that nothing can happen to it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Active | Self::Suspended)
    }
}

/// A moment to wait for; answered by `timerFired` or `tick`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Timer {
    /// Key of the timer.
    pub key: Key,
    /// Id of the event that carries the timer, or of the task whose job is to be tried again.
    pub element: Text,
    /// Key of the activation that the timer belongs to.
    pub activation: Key,
    /// When it is due, in milliseconds since 1970 UTC.
    pub due: Timestamp,
}

/// What a [`Subscription`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SubscriptionKind {
    /// A message; answered by `message` with the key.
    Message,
    /// A signal; answered by `signal` with the name.
    Signal,
    /// A condition of the process's own data. The engine watches it; the host need do nothing.
    Condition,
}

/// A message, signal or condition to wait for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Key of the subscription.
    pub key: Key,
    /// Message or signal.
    pub kind: SubscriptionKind,
    /// Name of the message or signal, or the text of the condition.
    pub name: Text,
    /// What a message must agree with to be meant for this subscription: the values of the model's
    /// correlation properties by their names, or the value of a vendor's correlation key (BPMN 8.4.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Value>,
    /// Id of the event or receive task that waits.
    pub element: Text,
    /// Key of the activation that the subscription belongs to.
    pub activation: Key,
}

/// Another process to run on behalf of a call activity (BPMN 13.3.4); answered by `callFinished`,
/// `callThrew`, `callEscalated` or `callFailed`. When it is closed before that, the called instance
/// is no longer wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Key of the call.
    pub key: Key,
    /// Id of the call activity.
    pub element: Text,
    /// Name of the call activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Key of the call activity's activation.
    pub activation: Key,
    /// Id of the process to call.
    pub called_element: Text,
    /// Whether the calling definition itself has that process.
    pub local: bool,
    /// Which version to call, in the words of the model (`latest`, `deployment`, `version`,
    /// `versionTag`); the host decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binding: Option<Text>,
    /// The version or version tag that the binding names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Text>,
    /// Business key of the called instance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_key: Option<Text>,
    /// Which instance of a multi-instance activity, or which round of a loop, from 1 (BPMN 13.3.7).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub loop_counter: Option<u32>,
    /// Variables to start the called instance with.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// An expression in a language that only the host knows (BPMN 8.4.6); answered by `evaluated` or
/// `evaluationFailed`. Until then a decision of the activation waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Evaluation {
    /// Key of the evaluation.
    pub key: Key,
    /// Id of the element that the decision belongs to.
    pub element: Text,
    /// Key of the activation that decides: ask for `variables(activation)` to see what the expression
    /// sees.
    pub activation: Key,
    /// Short name of the language, in lower case, such as `javascript`, `groovy` or `python`.
    pub language: Text,
    /// What the model calls the language, where that is something else, such as a URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_language: Option<Text>,
    /// Text of the expression.
    pub source: Text,
    /// Variables that only this expression sees; they go before those of the activation.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// A stuck activation; answered by `resolve`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Incident {
    /// Key of the incident.
    pub key: Key,
    /// Stable name of the cause.
    pub code: IncidentKind,
    /// What went wrong, and where the model or the data must change.
    pub message: Text,
    /// Id of the element that is stuck.
    pub element: Text,
    /// Key of the activation that is stuck.
    pub activation: Key,
}

/// A message that the process sends (BPMN 10.5.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Name of the message.
    pub name: Text,
    /// Id of the event that sends it.
    pub element: Text,
    /// What tells whom it is for: the value of a vendor's correlation key, or values by the names of the
    /// model's correlation properties (BPMN 8.4.2); what `correlate` takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Value>,
    /// Its payload, from the data inputs of the event.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// A signal that the process broadcasts (BPMN 10.5.1). The instance itself has had it already;
/// the host passes it to all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    /// Name of the signal.
    pub name: Text,
    /// Id of the event that throws it.
    pub element: Text,
    /// Its payload, from the data inputs of the event.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub variables: Vars,
}

/// Which of its vendor's kinds a [`Listener`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ListenerKind {
    /// Of an element or a sequence flow.
    ExecutionListener,
    /// Of a user task.
    TaskListener,
}

/// A listener that a vendor's model has on an element and that the engine cannot run itself, called at its
/// moment. Nothing waits for what it does, and it returns nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Listener {
    /// Which kind it is.
    pub kind: ListenerKind,
    /// The moment, in the words of the model: `start`, `end`, `take`; `create`, `assignment`, `complete`,
    /// `delete`, or Zeebe's `creating` and so on.
    pub event: Text,
    /// Id of the element or sequence flow.
    pub element: Text,
    /// Key of the activation; of a sequence flow, of the scope.
    pub activation: Key,
    /// The class, expression or type, as the model writes it; of a script, its text or the name of its
    /// resource.
    pub implementation: Text,
    /// The language of a script, as the model names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub script_format: Option<Text>,
    /// What the model gives it, by name; null where an expression has no value.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub fields: Vars,
}

/// One thing the host must do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Effect {
    /// Hand this work out.
    OpenJob(Box<Job>),
    /// The job is done or withdrawn.
    CloseJob {
        /// Key of the job.
        key: Key,
    },
    /// Wake the instance when this is due.
    OpenTimer(Timer),
    /// The timer has fired or is withdrawn.
    CloseTimer {
        /// Key of the timer.
        key: Key,
    },
    /// Deliver what this waits for.
    OpenSubscription(Subscription),
    /// The subscription was served or is withdrawn.
    CloseSubscription {
        /// Key of the subscription.
        key: Key,
    },
    /// Start this process as an instance of its own.
    OpenCall(Call),
    /// The call is answered, or the called instance must be cancelled.
    CloseCall {
        /// Key of the call.
        key: Key,
    },
    /// Evaluate this expression.
    OpenEvaluation(Evaluation),
    /// The expression was evaluated or is no longer asked for.
    CloseEvaluation {
        /// Key of the evaluation.
        key: Key,
    },
    /// Somebody must look at this.
    OpenIncident(Incident),
    /// The incident is resolved or its activation has gone.
    CloseIncident {
        /// Key of the incident.
        key: Key,
    },
    /// Send this message.
    PublishMessage(Message),
    /// Pass this signal to every other instance.
    BroadcastSignal(Signal),
    /// Write this into a data store, which lies outside the process (BPMN 10.4.1). What the process reads
    /// from the store is its variable of the store's name, which the host may set.
    WriteDataStore {
        /// Name of the data store, else its id.
        data_store: Text,
        /// Id of the activity that writes.
        element: Text,
        /// What is written.
        value: Value,
    },
    /// Call this listener, if you have it.
    CallListener(Listener),
    /// The instance has ended.
    Finished {
        /// How it ended.
        status: Status,
        /// The variables of the process scope.
        variables: Vars,
    },
}
