//! An obligation as a row of an index: the columns that hosts find it by.

use serde::{Deserialize, Serialize};

use super::json;
use crate::value::CollectVec;
use crate::{Definition, Effect, Instance, Job, JobKind, Key, Obligation, SubscriptionKind, Text, Timestamp};

/// What a [`Duty`] is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DutyKind {
    /// Work of a person.
    UserTask,
    /// Work of a worker.
    Job,
    /// A moment to wait for.
    Timer,
    /// A message to wait for.
    Message,
    /// A signal to wait for.
    Signal,
    /// A condition, which the engine watches itself.
    Condition,
    /// Another process to run.
    Call,
    /// An expression to evaluate.
    Evaluation,
    /// A stuck activation.
    Incident,
}

/// Whether a [`Candidate`] is one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum CandidateKind {
    /// It is.
    User,
    /// It is a group.
    Group,
}

/// Who may claim a user task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// A person or a group.
    pub kind: CandidateKind,
    /// The name, as the model gives it.
    pub name: Text,
}

/// An obligation and the columns that it is found by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Duty {
    /// The key that answers it.
    pub key: Key,
    /// What it is for.
    pub kind: DutyKind,
    /// What it is asked for by: of a job its topic, else its implementation, else the id of its element;
    /// of a message or signal its name; of a call the process; of an evaluation the language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of the BPMN element.
    pub element: Text,
    /// Key of the activation that it belongs to.
    pub activation: Key,
    /// Of a message: what a message must agree with, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<String>,
    /// When a timer is due, or work should be done, in milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Who is to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Text>,
    /// The lane that its element is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Text>,
    /// How urgent it is among its like; the greater the sooner.
    pub priority: i64,
    /// Who may claim it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<Candidate>,
    /// The [`Obligation`] itself, as JSON text.
    pub data: String,
}

/// The rows of all open duties of an instance: what an index must hold, to build it anew or to check it.
#[must_use]
pub fn duties(definition: &Definition, instance: &Instance) -> Vec<Duty> {
    instance.obligations(definition).iter().map(Duty::of).collect_vec()
}

pub(super) fn opened_by(effect: Effect) -> Option<Obligation> {
    Some(match effect {
        Effect::OpenJob(job) => Obligation::Job(job),
        Effect::OpenTimer(timer) => Obligation::Timer(timer),
        Effect::OpenSubscription(subscription) => Obligation::Subscription(subscription),
        Effect::OpenCall(call) => Obligation::Call(call),
        Effect::OpenEvaluation(evaluation) => Obligation::Evaluation(evaluation),
        Effect::OpenIncident(incident) => Obligation::Incident(incident),
        _ => return None,
    })
}

impl Duty {
    pub(super) fn of(obligation: &Obligation) -> Self {
        let (kind, name, activation) = match obligation {
            Obligation::Job(job) => {
                let kind = if job.kind == JobKind::UserTask { DutyKind::UserTask } else { DutyKind::Job };
                let name = job.topic.as_ref().or(job.implementation.as_ref()).unwrap_or(&job.element);
                (kind, Some(name), job.activation)
            }
            Obligation::Timer(timer) => (DutyKind::Timer, None, timer.activation),
            Obligation::Subscription(open) => {
                let kind = match open.kind {
                    SubscriptionKind::Message => DutyKind::Message,
                    SubscriptionKind::Signal => DutyKind::Signal,
                    SubscriptionKind::Condition => DutyKind::Condition,
                };
                (kind, Some(&open.name), open.activation)
            }
            Obligation::Call(call) => (DutyKind::Call, Some(&call.called_element), call.activation),
            Obligation::Evaluation(asked) => (DutyKind::Evaluation, Some(&asked.language), asked.activation),
            Obligation::Incident(incident) => (DutyKind::Incident, None, incident.activation),
        };
        let mut duty = Self {
            key: obligation.key(),
            kind,
            name: name.map(column),
            element: obligation.element().clone(),
            activation,
            correlation: None,
            due: None,
            assignee: None,
            lane: None,
            priority: 0,
            candidates: Vec::new(),
            data: json::write(obligation),
        };
        match obligation {
            Obligation::Job(job) => duty.add_columns(job),
            Obligation::Timer(timer) => duty.due = Some(timer.due),
            Obligation::Subscription(open) => duty.correlation = open.correlation.as_ref().map(json::write),
            _ => {}
        }
        duty
    }

    fn add_columns(&mut self, job: &Job) {
        self.due = job.due_date;
        self.assignee = job.assignee.as_ref().map(column);
        self.lane.clone_from(&job.lane);
        self.priority = job.priority.unwrap_or_default();
        self.candidates = candidates(job);
    }
}

/// Text that variables may be in, as databases take it: PostgreSQL knows no NUL.
fn column(text: &Text) -> Text {
    if text.contains('\0') { Text::from(text.replace('\0', "\u{fffd}")) } else { text.clone() }
}

fn candidates(job: &Job) -> Vec<Candidate> {
    let users = job.candidate_users.iter().map(|name| (CandidateKind::User, name));
    let groups = job.candidate_groups.iter().map(|name| (CandidateKind::Group, name));
    let mut all: Vec<Candidate> = Vec::new();
    for (kind, name) in users.chain(groups) {
        let candidate = Candidate { kind, name: column(name) };
        if !all.contains(&candidate) {
            all.push(candidate);
        }
    }
    all
}
