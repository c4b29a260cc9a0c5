//! The state as a versioned document. Nodes and flows go by their BPMN ids, so that people can read
//! it and moving elements in the file is harmless.

mod form;
mod restore;
mod save;

use serde::{Deserialize, Serialize};

use crate::effect::Status;
use crate::error::{IncidentKind, LoadError, LoadErrorCode};
use crate::key::Key;
use crate::program::Fingerprint;
use crate::state::Retry;
use crate::time::Timestamp;
use crate::value::{FromJson, Text, Value, Vars};

/// The format that this version writes, and the newest that it reads.
const FORMAT: u32 = 1;

/// A stored instance; see [`Instance::save`](crate::Instance::save).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Snapshot {
    /// Version of the document's form.
    format: u32,
    /// Fingerprint of the definition.
    definition: Fingerprint,
    /// Id of the process.
    process: Text,
    /// The host's id of the instance.
    id: Text,
    /// What the host says the instance is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    business_key: Option<Text>,
    /// Where the instance stands.
    status: Status,
    /// Time of the last step.
    at: Timestamp,
    /// Steps taken.
    steps: u64,
    /// The next key to be given out.
    next_key: u32,
    /// Live activations, by key.
    activations: Vec<SavedActivation>,
    /// Open obligations, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waits: Vec<SavedWait>,
    /// Tokens waiting at joins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joins: Vec<SavedJoin>,
    /// Completed activities that can be compensated, in the order of their completion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    completed: Vec<SavedCompleted>,
    /// Correlation properties of the messages that the instance exchanges, by name.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    correlation: Vars,
    /// Flows that the next token does not take, for the branch behind need not run again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spared: Vec<SavedSpared>,
    /// Who has made the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    requester: Option<Text>,
    /// Whom the request is about, the requester first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stakeholders: Vec<Text>,
    /// Id of the state of the request that was entered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedActivation {
    key: Key,
    node: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<Key>,
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    variables: Vars,
    /// Which instance of a multi-instance activity or round of a loop, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    /// How far its instances or rounds have come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rounds: Option<SavedRounds>,
    /// The activation that waits for it to compensate something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    compensates: Option<Key>,
    /// A scope that is being undone.
    #[serde(default, skip_serializing_if = "is_false")]
    undoing: bool,
    /// Of an ad-hoc subprocess: the activities that start next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pending: Vec<Text>,
    /// Of an ad-hoc subprocess: its completion condition holds.
    #[serde(default, skip_serializing_if = "is_false")]
    closing: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedRounds {
    total: u32,
    started: u32,
    completed: u32,
    terminated: u32,
    /// The collection that they run over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    items: Option<Value>,
    /// What they gave so far, by their numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outputs: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedCompleted {
    key: Key,
    scope: Key,
    activation: Key,
    node: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    index: Option<u32>,
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    variables: Vars,
    /// The activation that compensates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    claimed: Option<Key>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedSpared {
    scope: Key,
    flow: Text,
}

/// An open obligation; which fields it has depends on its kind.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedWait {
    key: Key,
    owner: Key,
    /// The boundary event that waits; absent where the owner itself does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    node: Option<Text>,
    kind: SavedKind,
    /// Which of the node's event definitions waits, where it is not the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<u32>,
    /// Of a job, or of a timer after which a job is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    /// Of such: what its expressions gave, in the order of the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    details: Vec<Value>,
    /// Of a job: what its inputs were when it was opened, where they are others by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inputs: Option<Vars>,
    /// Of an action: who has chosen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chosen: Option<Text>,
    /// Of a timer that gives back an action that somebody has chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    release: bool,
    /// Of a timer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    due: Option<Timestamp>,
    /// Of a timer that repeats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    repeat: Option<SavedRepeat>,
    /// Of a message or signal; of a condition or an evaluation, its text; of a call, what is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text>,
    /// Of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    correlation: Option<Value>,
    /// Of a condition.
    #[serde(default, skip_serializing_if = "is_false")]
    held: bool,
    /// Of a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    business_key: Option<Text>,
    /// Of a call or an evaluation.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    variables: Vars,
    /// Of an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<IncidentKind>,
    /// Of an incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    /// Of an incident or an evaluation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry: Option<Retry>,
    /// Of an evaluation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Text>,
    /// Of an evaluation: what the model calls the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    declared_language: Option<Text>,
    /// Of an evaluation: what the same decision has been told before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    answers: Vec<SavedAnswer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
enum SavedKind {
    Job,
    Timer,
    Message,
    Signal,
    Condition,
    Call,
    Evaluation,
    Incident,
}

/// An expression and its value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedAnswer {
    source: Text,
    value: Value,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedRepeat {
    every: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedJoin {
    scope: Key,
    node: Text,
    /// Waiting tokens by the id of their flow.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<Text, u32>"))]
    tokens: crate::map::Map<Text, u32>,
    /// Of a complex gateway that is not reset yet: the flows whose tokens it has used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    used: Vec<Text>,
}

impl Snapshot {
    /// The document as JSON text; the same state always gives the same bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Only a number that no double carries could fail, and none gets into the state.
        crate::value::to_json(self).unwrap_or_default()
    }

    /// Reads a document.
    ///
    /// # Errors
    /// A [`LoadError`] if the text is not a snapshot.
    pub fn from_json(text: &str) -> Result<Self, LoadError> {
        FromJson::from_json(text).map_err(|error| LoadError::new(LoadErrorCode::InvalidSnapshot, error))
    }
}

impl Snapshot {
    /// A document of another format, to be refused by that when it is loaded.
    fn of_format(format: u32) -> Self {
        Self {
            format,
            definition: Fingerprint::default(),
            process: Text::default(),
            id: Text::default(),
            status: Status::default(),
            at: Timestamp::default(),
            steps: 0,
            next_key: 0,
            activations: Vec::new(),
            waits: Vec::new(),
            joins: Vec::new(),
            business_key: None,
            completed: Vec::new(),
            correlation: Vars::new(),
            spared: Vec::new(),
            requester: None,
            stakeholders: Vec::new(),
            state: None,
        }
    }
}

fn check_format(format: u32) -> Result<(), LoadError> {
    if format == FORMAT {
        return Ok(());
    }
    Err(LoadError::new(
        LoadErrorCode::UnsupportedFormat,
        format!("the snapshot has format {format}; this version reads format {FORMAT}"),
    ))
}
