//! What a simulation is told beforehand.

use serde::Serialize;

use crate::map::Map;
use crate::{Call, Evaluation, Event, Job, JobKind, Key, Start, Text, Timestamp, Value, Vars};

/// A simulation's script: how to start, how workers answer, and what comes from outside.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Scenario {
    /// Id of the instance.
    pub id: Text,
    /// Id of the process; may be left out where only one process of the definition can run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<Text>,
    /// Id of the start event that was triggered; see [`Start::element`](crate::Start::element).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<Text>,
    /// Virtual time of the start.
    pub at: Timestamp,
    /// Who makes the request, where people move it on by its actions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester: Option<Text>,
    /// Whom the request is about besides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stakeholders: Vec<Text>,
    /// Variables of the process scope.
    pub variables: Vars,
    /// How workers answer, by the id of the element, else by the topic of the job, else by its kind
    /// (`serviceTask`), else by `*`. The n-th job of an element gets the n-th policy, and the last one
    /// repeats.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<Text, Vec<Policy>>"))]
    pub jobs: Policies,
    /// How calls of other processes are answered in their stead, by the id of the call activity, else by
    /// that of the process, else by `*`; in turn, as with jobs. A process of the file that no id here
    /// names runs as an instance of its own; `*` is for those that the file does not have.
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<Text, Vec<Policy>>"))]
    pub calls: Policies,
    /// How expressions in languages of the host are evaluated, by their text, else by the id of the
    /// element that asks, else by the language, else by `*`; in turn, as with jobs. What is not here stays
    /// open.
    #[serde(skip_serializing_if = "Policies::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "std::collections::BTreeMap<Text, Vec<Policy>>"))]
    pub evaluations: Policies,
    /// Ids of the processes that the timers of their start events start. Those of others do not run, as
    /// a cycle without a limit never ends.
    pub timer_starts: Vec<Text>,
    /// What comes from outside, in any order.
    pub inputs: Vec<Input>,
    /// Nothing later than this happens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// The most steps, the start included; 10,000 if left out.
    pub limit: usize,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            id: Text::from("sim"),
            process: None,
            element: None,
            at: Timestamp::default(),
            requester: None,
            stakeholders: Vec::new(),
            variables: Vars::new(),
            jobs: Policies::default(),
            calls: Policies::default(),
            evaluations: Policies::default(),
            timer_starts: Vec::new(),
            inputs: Vec::new(),
            until: None,
            limit: 10_000,
        }
    }
}

impl Scenario {
    pub(super) fn policy(&self, job: &Job, turn: usize) -> Option<&Policy> {
        let kind = match job.kind {
            JobKind::UserTask => "userTask",
            JobKind::ServiceTask => "serviceTask",
            JobKind::SendTask => "sendTask",
            JobKind::ScriptTask => "scriptTask",
            JobKind::BusinessRuleTask => "businessRuleTask",
            JobKind::AdHocSubProcess => "adHocSubProcess",
        };
        let names = [Some(&*job.element), job.topic.as_deref(), Some(kind), Some("*")];
        let (_, list) = self.jobs.first(&names)?;
        list.get(turn).or_else(|| list.last())
    }

    /// What answers a call in place of the process called; `known` is whether the file has that.
    pub(super) fn stand_in(&self, call: &Call, known: bool, turn: usize) -> Option<&Policy> {
        let names = [Some(&*call.element), Some(&*call.called_element), (!known).then_some("*")];
        let (_, list) = self.calls.first(&names)?;
        list.get(turn).or_else(|| list.last())
    }

    /// What evaluates an expression: the name that it goes by here, and the policies.
    pub(super) fn evaluator(&self, asked: &Evaluation) -> Option<(&Text, &[Policy])> {
        self.evaluations.first(&[&*asked.source, &*asked.element, &*asked.language, "*"].map(Some))
    }
}

/// Policies by the name of what they answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Policies(Map<Text, Vec<Policy>>);

impl Policies {
    /// Sets what answers a name, in turn.
    pub fn insert(&mut self, name: Text, policies: Vec<Policy>) {
        self.0.insert(name, policies);
    }

    /// What answers a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[Policy]> {
        self.0.get(name).map(Vec::as_slice)
    }

    /// Whether nothing is answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What answers the first of these names that has policies.
    fn first(&self, names: &[Option<&str>]) -> Option<(&Text, &[Policy])> {
        let found = names.iter().flatten().find_map(|name| self.0.get_key_value(*name));
        found.map(|(name, list)| (name, list.as_slice()))
    }
}

impl FromIterator<(Text, Vec<Policy>)> for Policies {
    fn from_iter<I: IntoIterator<Item = (Text, Vec<Policy>)>>(policies: I) -> Self {
        Self(policies.into_iter().collect())
    }
}

/// How a worker answers a job, a process a call, or an engine of its language an evaluation: exactly
/// one of `complete` and `throw` (not for evaluations), `value` (only for them), `fail` and `wait`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", into = "RawPolicy")]
#[cfg_attr(feature = "schema", schemars(with = "RawPolicy"))]
pub enum Policy {
    /// It completes the job or the call.
    Complete {
        /// What it returns.
        variables: Vars,
        /// Who chooses and completes it, where it is an action of a request.
        by: Option<Text>,
        /// How long it takes, in milliseconds.
        after: i64,
    },
    /// It throws a BPMN error.
    Throw {
        /// Error code.
        code: Text,
        /// What it returns.
        variables: Vars,
        /// How long it takes, in milliseconds.
        after: i64,
    },
    /// It fails.
    Fail {
        /// What went wrong.
        message: Text,
        /// How often a job may be tried again; left out, as the model says.
        retries: Option<u32>,
        /// How long to wait before that, in milliseconds; left out, as the model says.
        backoff: Option<u64>,
        /// How long it takes, in milliseconds.
        after: i64,
    },
    /// It gives this value.
    Value {
        /// The value.
        value: Value,
        /// How long it takes, in milliseconds.
        after: i64,
    },
    /// It does not answer.
    Wait,
}

impl Policy {
    pub(super) fn after(&self) -> i64 {
        match self {
            Self::Complete { after, .. }
            | Self::Throw { after, .. }
            | Self::Fail { after, .. }
            | Self::Value { after, .. } => *after,
            Self::Wait => 0,
        }
    }

    pub(super) fn answer_to_job(self, job: &Job) -> Option<Event> {
        let (action, job) = (job.action.is_some(), job.key);
        match self {
            // Nobody does it.
            Self::Complete { by: None, .. } if action => None,
            Self::Complete { by: Some(by), variables, .. } if action => {
                Some(Event::ActionCompleted { job, by, variables })
            }
            Self::Complete { variables, .. } => Some(Event::JobCompleted { job, variables }),
            Self::Throw { code, variables, .. } => {
                Some(Event::JobThrew { job, code, message: None, variables })
            }
            Self::Fail { message, retries, backoff, .. } => {
                Some(Event::JobFailed { job, message, retries, backoff })
            }
            Self::Value { .. } | Self::Wait => None,
        }
    }

    pub(super) fn answer_to_call(self, call: Key) -> Option<Event> {
        match self {
            Self::Complete { variables, .. } => Some(Event::CallFinished { call, variables }),
            Self::Throw { code, variables, .. } => {
                Some(Event::CallThrew { call, code, message: None, variables })
            }
            Self::Fail { message, .. } => Some(Event::CallFailed { call, message }),
            Self::Value { .. } | Self::Wait => None,
        }
    }

    pub(super) fn answer_to_evaluation(self, evaluation: Key) -> Option<Event> {
        match self {
            Self::Value { value, .. } => Some(Event::Evaluated { evaluation, value }),
            Self::Fail { message, .. } => Some(Event::EvaluationFailed { evaluation, message }),
            Self::Complete { .. } | Self::Throw { .. } | Self::Wait => None,
        }
    }
}

/// How a worker answers a job, a process a call, or an engine of its language an evaluation: exactly
/// one of `complete` and `throw` (not for evaluations), `value` (only for them), `fail` and `wait`.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "Policy"))]
struct RawPolicy {
    /// Complete it with these variables.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<Vars>,
    /// With `complete`: who chooses and completes the action of a request; without, it stays open.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<Text>,
    /// Throw the BPMN error with this code.
    #[serde(skip_serializing_if = "Option::is_none")]
    throw: Option<Text>,
    /// Fail with this message.
    #[serde(skip_serializing_if = "Option::is_none")]
    fail: Option<Text>,
    /// Give this value.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Value>,
    /// `true`: do not answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    wait: Option<bool>,
    /// With `throw`: variables to set before the handler runs.
    #[serde(skip_serializing_if = "Vars::is_empty")]
    variables: Vars,
    /// With `fail`: how often a job may be tried again; left out, as the model says.
    #[serde(skip_serializing_if = "Option::is_none")]
    retries: Option<u32>,
    /// With `fail`: how long to wait before that, in milliseconds; left out, as the model says.
    #[serde(skip_serializing_if = "Option::is_none")]
    backoff: Option<u64>,
    /// How long it takes, in milliseconds.
    #[serde(skip_serializing_if = "is_zero")]
    after: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl From<Policy> for RawPolicy {
    fn from(policy: Policy) -> Self {
        let empty = Self { after: u32::try_from(policy.after()).unwrap_or(u32::MAX), ..Self::default() };
        match policy {
            Policy::Complete { variables, by, .. } => Self { complete: Some(variables), by, ..empty },
            Policy::Throw { code, variables, .. } => Self { throw: Some(code), variables, ..empty },
            Policy::Fail { message, retries, backoff, .. } => {
                Self { fail: Some(message), retries, backoff, ..empty }
            }
            Policy::Value { value, .. } => Self { value: Some(value), ..empty },
            Policy::Wait => Self { wait: Some(true), ..empty },
        }
    }
}

/// Something from outside, at its time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", into = "RawInput")]
#[cfg_attr(feature = "schema", schemars(with = "RawInput"))]
pub struct Input {
    /// When.
    pub at: Timestamp,
    /// Id of the instance that it is for. Left out, an event is for the scenario's own instance, except
    /// that a signal reaches all, and a message may be for any.
    pub instance: Option<Text>,
    /// What.
    pub stimulus: Stimulus,
}

/// What comes from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Stimulus {
    /// Any event.
    Event(Event),
    /// A message for the oldest subscription of that name, else for a process that it starts.
    Message {
        /// Name of the message.
        name: Text,
        /// What it agrees with; a subscription that wants something else does not get it.
        correlation: Option<Value>,
        /// Its payload.
        variables: Vars,
    },
    /// Another instance is started.
    Start(Start),
}

/// Something from outside, at its time: exactly one of `event`, `message` and `start`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(rename = "Input"))]
struct RawInput {
    /// When, in virtual time.
    at: Timestamp,
    /// Id of the instance that it is for. Left out, an event is for the scenario's own instance, except
    /// that a signal reaches all, and a message may be for any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instance: Option<Text>,
    /// The event itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<Event>,
    /// Name of a message, for the oldest subscription of that name, else for a process that it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    /// With `message`: what it agrees with, as in `correlate`; a subscription that wants something else
    /// does not get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    correlation: Option<Value>,
    /// With `message`: its payload.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    variables: Vars,
    /// Another instance to start, beside the scenario's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Start>,
}

impl From<Input> for RawInput {
    fn from(Input { at, instance, stimulus }: Input) -> Self {
        let (event, message, correlation, variables, start) = (None, None, None, Vars::new(), None);
        let empty = Self { at, instance, event, message, correlation, variables, start };
        match stimulus {
            Stimulus::Event(event) => Self { event: Some(event), ..empty },
            Stimulus::Message { name, correlation, variables } => {
                Self { message: Some(name), correlation, variables, ..empty }
            }
            Stimulus::Start(start) => Self { start: Some(start), ..empty },
        }
    }
}
