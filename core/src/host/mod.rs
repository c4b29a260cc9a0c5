//! What every durable host needs and would otherwise write again: a step as the rows that it changes in
//! a store. Pure like everything here; the host runs the statements.
//!
//! A host keeps each instance's snapshot and an index of its obligations, and writes a [`Commit`] in one
//! transaction: the new snapshot, what was opened and closed, what is to be delivered to others, and the
//! history. Then nothing is lost and nothing happens twice, wherever it is killed.

mod answer;
mod duty;
mod json;
mod lasting;

use serde::{Deserialize, Serialize};

pub use answer::{answers, escalations, returned};
pub use duty::{Candidate, CandidateKind, Duty, DutyKind, duties};
pub use json::{agrees_json, commit_json, duties_json};

use crate::value::{CollectVec, Fields, Value, read_from_value};
use crate::{
    Definition, Effect, Entry, Event, Fingerprint, Instance, Key, Obligation, Outcome, Refusal, Rejection,
    Snapshot, Start, Status, Text, Timestamp, start,
};

/// How much history a host keeps; the engine does the same at every level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum HistoryLevel {
    /// Nothing.
    None,
    /// Where the instance has been and what went wrong: no flows, no variables.
    Activity,
    /// Everything.
    #[default]
    Full,
}

impl HistoryLevel {
    fn keeps(self, entry: &Entry) -> bool {
        match self {
            Self::None => false,
            Self::Activity => !matches!(
                entry,
                Entry::FlowTaken { .. }
                    | Entry::Arrived { .. }
                    | Entry::VariablesSet { .. }
                    | Entry::DataStateReached { .. }
                    | Entry::FlowSpared { .. }
                    | Entry::GatewayReset { .. }
            ),
            Self::Full => true,
        }
    }
}

/// What the host knows of an instance beside its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommitOptions {
    /// How much history to keep.
    #[serde(default)]
    pub history: HistoryLevel,
    /// Of an instance that was called: key of the call in its caller, which then gets to know what
    /// becomes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Key>,
}

read_from_value!(CommitOptions);

impl CommitOptions {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the options")?;
        let options =
            Self { history: fields.word("history")?.unwrap_or_default(), call: fields.key("call")? };
        fields.end()?;
        Ok(options)
    }
}

/// What a [`Sent`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum SentKind {
    /// A message, for whoever waits for it; a [`Message`](crate::Message).
    Message,
    /// A signal, for everybody else; a [`Signal`](crate::Signal).
    Signal,
    /// A process to start for a call activity; a [`Call`](crate::Call).
    Call,
    /// A call that is no longer wanted: the instance that was started for it is to be cancelled.
    Withdraw,
    /// An [`Event`] for the instance that called this one: it goes on with or ends the call.
    Answer,
    /// What a data store outside the process is to hold: its `dataStore`, the `element` that writes, the
    /// `value`.
    DataStore,
    /// A listener to call; a [`Listener`](crate::Listener).
    Listener,
}

/// Something to be delivered to other instances, or to the application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sent {
    /// What it is.
    pub kind: SentKind,
    /// Of a message or signal its name, of a call the process, of a data store its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Of a call, or of its withdrawal, its key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// The thing itself, as JSON text; nothing of a withdrawal.
    pub data: String,
}

impl Sent {
    fn of(kind: SentKind, name: Option<&Text>, data: &impl Serialize) -> Self {
        Self { kind, name: name.cloned(), key: None, data: json::write(data) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    data_store: &'a Text,
    element: &'a Text,
    value: &'a Value,
}

/// What one step changes in a store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Commit {
    /// Id of the instance.
    pub instance: Text,
    /// Id of its process.
    pub process: Text,
    /// The host's name for what it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_key: Option<Text>,
    /// Fingerprint of its definition.
    pub definition: Fingerprint,
    /// Where it stands now.
    pub status: Status,
    /// The time of the step.
    pub at: Timestamp,
    /// How many steps it has taken, the start included: the row to be replaced has one less.
    pub revision: u64,
    /// The state, as JSON text.
    pub snapshot: String,
    /// What is open from now on, by key.
    pub opened: Vec<Duty>,
    /// Keys of what was open before and is no more.
    pub closed: Vec<Key>,
    /// What is to be delivered, in order.
    pub sent: Vec<Sent>,
    /// What happened, as far as it is to be kept; each an [`Entry`] as JSON text.
    pub history: Vec<String>,
}

/// Starts an instance.
///
/// # Errors
/// A [`Rejection`], as [`start`](crate::start) has it.
pub fn begin(
    definition: &Definition,
    begin: &Start,
    at: Timestamp,
    options: CommitOptions,
) -> Result<Commit, Rejection> {
    let (instance, outcome) = start(definition, begin, at)?;
    Ok(Commit::of(definition, &instance, None, outcome, options))
}

/// Applies an event to a stored instance.
///
/// # Errors
/// A [`Refusal`] if the snapshot cannot be loaded, or if the event does not fit it. Then nothing is to
/// be stored.
pub fn commit(
    definition: &Definition,
    snapshot: &Snapshot,
    event: &Event,
    at: Timestamp,
    options: CommitOptions,
) -> Result<Commit, Refusal> {
    let mut instance = Instance::load(definition, snapshot)?;
    let mut outcome = Outcome::default();
    instance.apply(definition, event, at, &mut outcome)?;
    Ok(Commit::of(definition, &instance, Some(event), outcome, options))
}

impl Commit {
    fn of(
        definition: &Definition,
        instance: &Instance,
        event: Option<&Event>,
        outcome: Outcome,
        options: CommitOptions,
    ) -> Self {
        let mut commit = Self {
            instance: instance.id().clone(),
            process: instance.process(definition),
            business_key: instance.business_key().cloned(),
            definition: instance.definition(),
            status: outcome.status,
            at: outcome.at,
            revision: instance.steps(),
            snapshot: instance.save(definition).to_json(),
            opened: Vec::new(),
            closed: Vec::new(),
            sent: Vec::new(),
            history: Vec::new(),
        };
        if let Some(call) = options.call {
            let answers = answers(call, &outcome);
            commit.sent.extend(answers.iter().map(|event| Sent::of(SentKind::Answer, None, event)));
        }
        let answered = event.and_then(Event::call);
        for effect in lasting::lasting(outcome.effects) {
            commit.add(effect, answered);
        }
        let kept = outcome.history.iter().filter(|entry| options.history.keeps(entry));
        commit.history = kept.map(json::write).collect_vec();
        commit
    }

    fn add(&mut self, effect: Effect, answered: Option<Key>) {
        self.closed.extend(lasting::closes(&effect));
        match effect {
            // The called instance has ended where its answer closes the call.
            Effect::CloseCall { key } if answered != Some(key) => {
                let sent = Sent { kind: SentKind::Withdraw, name: None, key: Some(key), data: String::new() };
                self.sent.push(sent);
            }
            Effect::PublishMessage(message) => {
                self.sent.push(Sent::of(SentKind::Message, Some(&message.name), &message));
            }
            Effect::BroadcastSignal(signal) => {
                self.sent.push(Sent::of(SentKind::Signal, Some(&signal.name), &signal));
            }
            Effect::WriteDataStore { data_store, element, value } => {
                let written = Written { data_store: &data_store, element: &element, value: &value };
                self.sent.push(Sent::of(SentKind::DataStore, Some(&data_store), &written));
            }
            Effect::CallListener(listener) => {
                self.sent.push(Sent::of(SentKind::Listener, None, &listener));
            }
            other => self.open(other),
        }
    }

    fn open(&mut self, effect: Effect) {
        if let Some(obligation) = duty::opened_by(effect) {
            self.opened.push(Duty::of(&obligation));
            if let Obligation::Call(call) = &obligation {
                let sent = Sent::of(SentKind::Call, Some(&call.called_element), call);
                self.sent.push(Sent { key: Some(call.key), ..sent });
            }
        }
    }
}

/// Whether a message with the correlation `given` can be meant for a subscription that wants `wanted`:
/// an equal key, or no correlation property with another value (BPMN 8.4.2). What one side does not say
/// cannot tell them apart.
#[must_use]
pub fn agrees(wanted: Option<&Value>, given: Option<&Value>) -> bool {
    match (wanted, given) {
        (Some(Value::Map(wanted)), Some(Value::Map(given))) => {
            wanted.iter().all(|(name, value)| given.get(name).is_none_or(|given| given == value))
        }
        (Some(wanted), Some(given)) => wanted == given,
        (None, _) | (_, None) => true,
    }
}
