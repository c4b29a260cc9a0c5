//! A deterministic in-memory host: a virtual clock, policies that answer jobs, and routing of the
//! messages and signals of a scenario. It is a host like any other, and uses the public interface only.

mod agenda;
mod form;
mod scenario;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use agenda::Agenda;
pub use scenario::{Input, Policy, Scenario, Stimulus};

use crate::{
    Definition, Effect, Event, Instance, Job, Key, Message, Obligation, Outcome, Rejection, RejectionCode,
    Start, Status, SubscriptionKind, Text, Timestamp, Vars, start,
};

/// One thing that happened to the simulated instance, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Virtual time.
    pub at: Timestamp,
    /// The event; absent for the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Event>,
    /// What the step produced; absent where it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Why the event was not admitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// Ids of the elements that are active afterwards, by key, without the process itself.
    pub active: Vec<Text>,
}

/// Why a simulation stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Standstill {
    /// The instance has ended.
    Ended,
    /// It waits for something that the scenario does not bring.
    Waiting,
    /// The scenario's time is over.
    Until,
    /// The scenario's limit of steps is reached.
    Limit,
}

/// What a simulation came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Where the instance stands.
    pub status: Status,
    /// Why it went no further.
    pub standstill: Standstill,
    /// Virtual time.
    pub at: Timestamp,
    /// The variables of the process scope.
    pub variables: Vars,
    /// Everything that happened, the start first.
    pub rows: Vec<Arc<Row>>,
}

/// A running simulation of one instance.
#[derive(Clone, Debug)]
pub struct Simulation {
    definition: Definition,
    scenario: Scenario,
    instance: Instance,
    now: Timestamp,
    rows: Vec<Arc<Row>>,
    /// Answers that workers will give, in the order in which they come.
    answers: Agenda<Event>,
    /// Jobs seen so far of each element.
    seen: BTreeMap<Text, u32>,
    /// Inputs not yet used, in the order in which they come.
    inputs: Agenda<Stimulus>,
    /// Messages that the instance sent and that nobody has received yet.
    sent: Vec<Message>,
}

impl Simulation {
    /// Starts the scenario's instance at the scenario's time.
    ///
    /// # Errors
    /// A [`Rejection`] if the instance cannot be started.
    pub fn new(definition: &Definition, scenario: Scenario) -> Result<Self, Rejection> {
        let begin = Start {
            id: scenario.id.clone(),
            process: scenario.process.clone(),
            element: scenario.element.clone(),
            business_key: None,
            variables: scenario.variables.clone(),
        };
        let (instance, outcome) = start(definition, &begin, scenario.at)?;
        let mut inputs = Agenda::default();
        for (turn, input) in (0..).zip(&scenario.inputs) {
            inputs.add(input.at, turn, input.stimulus.clone());
        }
        let mut simulation = Self {
            definition: definition.clone(),
            now: scenario.at,
            scenario,
            instance,
            rows: Vec::new(),
            answers: Agenda::default(),
            seen: BTreeMap::new(),
            inputs,
            sent: Vec::new(),
        };
        simulation.record(None, Ok(outcome));
        Ok(simulation)
    }

    /// The virtual time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The instance as it stands.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Everything that has happened, the start first.
    #[must_use]
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// Lets the next thing happen, moving the clock to it; none where the simulation stands still.
    /// At one and the same moment, messages under way come first, then workers, then the scenario's
    /// inputs, then timers.
    pub fn step(&mut self) -> Option<&Row> {
        if self.standstill().is_some() {
            return None;
        }
        let (at, next) = self.next()?;
        self.now = self.now.max(at);
        let event = match next {
            Next::Message { position, subscription } => {
                self.sent.remove(position);
                Ok(Event::Message { subscription, variables: Vars::new() })
            }
            Next::Answer => self.answers.pop().ok_or(None),
            Next::Input => match self.inputs.pop() {
                Some(stimulus) => self.stimulus(stimulus).map_err(Some),
                None => Err(None),
            },
            Next::Timer => Ok(Event::Tick),
        };
        match event {
            Ok(event) => {
                let mut outcome = Outcome::default();
                let result = self.instance.apply(&self.definition, &event, self.now, &mut outcome);
                self.record(Some(event), result.map(|()| outcome));
            }
            Err(Some(rejection)) => self.record(None, Err(rejection)),
            Err(None) => return None,
        }
        self.rows.last().map(|row| &**row)
    }

    /// Runs until the simulation stands still.
    pub fn run(&mut self) -> Report {
        while self.step().is_some() {}
        Report {
            status: self.instance.status(),
            standstill: self.standstill().unwrap_or(Standstill::Waiting),
            at: self.now,
            variables: self.instance.variables(None).unwrap_or_default(),
            rows: self.rows.clone(),
        }
    }

    fn standstill(&self) -> Option<Standstill> {
        if self.instance.status().is_over() {
            return Some(Standstill::Ended);
        }
        if self.rows.len() >= self.scenario.limit {
            return Some(Standstill::Limit);
        }
        match self.next() {
            None => Some(Standstill::Waiting),
            Some((at, _)) if self.scenario.until.is_some_and(|until| at > until) => Some(Standstill::Until),
            Some(_) => None,
        }
    }

    /// What happens next, and when.
    fn next(&self) -> Option<(Timestamp, Next)> {
        let input = self.inputs.next().map(|at| (at, Next::Input));
        // What comes by itself waits until the scenario resumes the instance.
        if self.instance.status() == Status::Suspended {
            return input;
        }
        let message = self.deliverable().map(|next| (self.now, next));
        let answer = self.answers.next().map(|at| (at, Next::Answer));
        let timer = self.instance.next_due().map(|at| (at, Next::Timer));
        // The first of equals is kept.
        [message, answer, input, timer].into_iter().flatten().min_by_key(|(at, _)| *at)
    }

    /// The first message that the instance has sent and itself waits for.
    fn deliverable(&self) -> Option<Next> {
        self.sent.iter().enumerate().find_map(|(position, message)| {
            Some(Next::Message { position, subscription: self.subscription(&message.name)? })
        })
    }

    /// The oldest open subscription for a message.
    fn subscription(&self, name: &str) -> Option<Key> {
        self.instance.obligations(&self.definition).iter().find_map(|open| match open {
            Obligation::Subscription(open)
                if open.kind == SubscriptionKind::Message && *open.name == *name =>
            {
                Some(open.key)
            }
            _ => None,
        })
    }

    fn stimulus(&self, stimulus: Stimulus) -> Result<Event, Rejection> {
        match stimulus {
            Stimulus::Event(event) => Ok(event),
            Stimulus::Message { name, variables } => match self.subscription(&name) {
                Some(subscription) => Ok(Event::Message { subscription, variables }),
                None => Err(Rejection {
                    code: RejectionCode::UnknownKey,
                    message: format!("nothing waits for the message `{name}`"),
                }),
            },
        }
    }

    fn record(&mut self, event: Option<Event>, result: Result<Outcome, Rejection>) {
        let (outcome, rejection) = match result {
            Ok(outcome) => (Some(outcome), None),
            Err(rejection) => (None, Some(rejection)),
        };
        for effect in outcome.iter().flat_map(|outcome| &outcome.effects) {
            match effect {
                Effect::OpenJob(job) => {
                    self.answer(job);
                }
                Effect::CloseJob { key } => self.answers.cancel(key.0),
                Effect::PublishMessage(message) => self.sent.push(message.clone()),
                _ => {}
            }
        }
        let active = self.instance.active(&self.definition);
        let active = active.into_iter().skip(1).map(|activation| activation.element).collect();
        self.rows.push(Arc::new(Row { at: self.now, event, outcome, rejection, active }));
    }

    /// Notes what the scenario's worker for a job will do, and when.
    fn answer(&mut self, job: &Job) {
        let turn = self.seen.entry(job.element.clone()).or_default();
        let policy = self.scenario.policy(job, *turn as usize).cloned();
        *turn += 1;
        let Some(policy) = policy else { return };
        let at = Timestamp::from_millis(self.now.millis().saturating_add(policy.after()))
            .unwrap_or(Timestamp::MAX);
        if let Some(event) = policy.event(job.key) {
            self.answers.add(at, job.key.0, event);
        }
    }
}

enum Next {
    Message { position: usize, subscription: Key },
    Answer,
    Input,
    Timer,
}
