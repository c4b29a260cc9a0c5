//! The three kinds of trouble, each with a stable `code`: a [`Diagnostic`] is about a model, a
//! [`Rejection`] about an event that does not fit the state, an [`IncidentKind`] about a stuck
//! activation *in* the state. A panic is always a bug of ours.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;
use crate::value::Text;

/// How much a [`Diagnostic`] matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Something in the file has no effect on execution.
    Info,
    /// The model runs, but probably not as its author meant.
    Warning,
    /// The process named cannot be run or, in a strict reading, breaks a rule of the specification.
    Error,
}

/// One finding about a model: what, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// Stable name of the rule, such as `unsupportedElement`.
    pub code: Text,
    /// How much it matters.
    pub severity: Severity,
    /// What was found; lower case, the user's own words in backticks.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Id of the BPMN element concerned, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element: Option<Text>,
    /// In a state machine, the JSON pointer (RFC 6901) to what is wrong: `/transitions/2/to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Text>,
    /// Line in the text, from 1.
    pub line: u32,
    /// Column in the text in characters, from 1.
    pub column: u32,
}

/// Why an event was not admitted. The state is byte-identical to what it was before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct Rejection {
    /// Stable name of the reason.
    pub code: RejectionCode,
    /// What does not fit, and what would.
    pub message: String,
}

/// The reasons of a [`Rejection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RejectionCode {
    /// The event is not of the documented form.
    InvalidEvent,
    /// The instance has ended; nothing can happen to it any more.
    InstanceEnded,
    /// No open obligation or scope has this key (it may have been answered or withdrawn before).
    UnknownKey,
    /// The key names an obligation of another kind than the event answers.
    WrongKind,
    /// The timer is due later than the time given.
    TimerNotDue,
    /// The process named is not in the definition, or several could be meant.
    UnknownProcess,
    /// The process has errors and was refused when the model was parsed.
    ProcessRefused,
    /// Variables hold too many values or too much text. (What JSON cannot say exactly, such as a number
    /// out of range, is an `invalidEvent`.)
    InvalidVariables,
    /// The time given is outside the supported range (years 1 to 9999).
    InvalidTime,
    /// The instance belongs to another definition than the one given.
    DefinitionMismatch,
    /// The process can be started in several ways; say by `element` which.
    AmbiguousStart,
    /// The element named is no way to start the process, or its condition does not hold.
    CannotStart,
    /// The instance is suspended; resume it first.
    Suspended,
    /// The instance is not suspended, so there is nothing to resume.
    NotSuspended,
    /// No subscription matches the message.
    NoMatch,
    /// Several subscriptions match the message, and it is for exactly one.
    SeveralMatches,
    /// An instruction of `modify` cannot be carried out.
    InvalidModification,
    /// The person may not do this action: not of its group, or not its target.
    NotAllowed,
    /// Somebody has chosen an action of the request, and has not completed it yet.
    AlreadyChosen,
    /// The person has not chosen the action; nobody has, or somebody else.
    NotChosen,
    /// The instance has used up its keys.
    Exhausted,
}

impl Rejection {
    pub(crate) fn new(code: RejectionCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl TryFrom<i64> for Timestamp {
    type Error = Rejection;

    fn try_from(millis: i64) -> Result<Self, Rejection> {
        Self::from_millis(millis).ok_or_else(|| {
            let message = "`at` must lie in the years 1 to 9999, in milliseconds since 1970 UTC";
            Rejection::new(RejectionCode::InvalidTime, message)
        })
    }
}

/// Why a snapshot could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct LoadError {
    /// Stable name of the reason.
    pub code: LoadErrorCode,
    /// What is wrong, and what to do about it.
    pub message: String,
}

/// The reasons of a [`LoadError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum LoadErrorCode {
    /// The text is not a snapshot.
    InvalidSnapshot,
    /// The snapshot was written by a newer engine.
    UnsupportedFormat,
    /// The snapshot belongs to another definition.
    DefinitionChanged,
    /// The snapshot contradicts itself or the definition.
    InconsistentSnapshot,
}

impl LoadError {
    pub(crate) fn new(code: LoadErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

/// Why an activation is stuck until somebody resolves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum IncidentKind {
    /// A job failed and has no retries left.
    JobFailed,
    /// An error was thrown and nothing catches it (BPMN 10.5.7); the instance has failed.
    UncaughtError,
    /// A gateway or activity has no flow whose condition holds, and no default flow (BPMN 13.4.2).
    NoFlowTaken,
    /// An expression could not be evaluated, or gave a value of the wrong type.
    ExpressionFailed,
    /// A timer's date, duration or cycle could not be understood.
    InvalidTimer,
    /// One node was entered too often within one step, or a step did not come to an end: a loop that
    /// never waits.
    EndlessLoop,
    /// All that is left in a scope waits at joins for tokens that can no longer come.
    StrandedToken,
    /// The number of instances or the collection of a multi-instance activity makes no sense.
    InvalidLoop,
    /// A called process could not be started, or was cancelled.
    CallFailed,
    /// A transaction was cancelled and compensated, and has no event that catches the cancellation.
    UncaughtCancel,
}
