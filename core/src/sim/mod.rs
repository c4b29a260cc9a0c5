//! A deterministic in-memory host: a virtual clock, policies that answer jobs, and routing of messages,
//! signals and calls between the instances of one definition. It is a host like any other, and uses the
//! public interface only.
//!
//! The scenario starts one instance, and others by its inputs; more are started by calls, by messages, by
//! signals and, where the scenario says so, by timers. All that happens is one sequence of rows, always the same for the
//! same scenario. At one and the same moment there come, in this order:
//!
//! 1. what is under way between instances, in the order in which it was sent: calls and what becomes of
//!    them, signals, and messages that somebody waits for or that start a process. Before all else,
//!    called instances are cancelled that are no longer wanted;
//! 2. the answers to jobs, calls and evaluations, by the order of the instances and their keys;
//! 3. the scenario's inputs, in the order in which it lists them;
//! 4. the timers of the instances, by the order of the instances;
//! 5. the timers of start events, in the order of the file.
//!
//! Instances are ordered by their starts. What one step sends is sent in this order: the message of the
//! task that it completes, those of tasks that are passed, escalations that nothing caught, and then the
//! step's effects.

mod agenda;
mod calls;
mod form;
mod host;
mod instances;
mod mail;
mod routing;
mod scenario;
mod waiting;

use crate::map::Map;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use agenda::Agenda;
use instances::{Instances, Running, Who};
use mail::{Beginning, Delivery, Letter};
use routing::Routes;
pub use scenario::{Input, Policies, Policy, Scenario, Stimulus};
use waiting::Waiting;

use crate::value::CollectVec;
use crate::{
    Definition, Entry, Event, Instance, Key, Message, Outcome, Rejection, RejectionCode, Start, StartKind,
    StartSubscription, Status, Text, Timestamp, Vars, start,
};

/// One thing that happened to an instance of the simulation, and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Virtual time.
    pub at: Timestamp,
    /// Id of the instance; absent for the one that the scenario starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<Text>,
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
    /// Every instance has ended.
    Ended,
    /// One waits for something that the scenario does not bring.
    Waiting,
    /// The scenario's time is over.
    Until,
    /// The scenario's limit of steps is reached.
    Limit,
}

/// What became of an instance beside the scenario's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InstanceReport {
    /// Its id: the one that the scenario gives, else that of the process with a number.
    pub id: Text,
    /// Id of its process.
    pub process: Text,
    /// Id of the instance that called it; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Text>,
    /// Where it stands.
    pub status: Status,
    /// The variables of its process scope.
    pub variables: Vars,
}

/// What a simulation came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Where the scenario's own instance stands.
    pub status: Status,
    /// Why it went no further.
    pub standstill: Standstill,
    /// Virtual time.
    pub at: Timestamp,
    /// The variables of the process scope of the scenario's own instance.
    pub variables: Vars,
    /// The other instances, in the order in which they started.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<InstanceReport>,
    /// Everything that happened, the start first.
    pub rows: Vec<Arc<Row>>,
}

/// A running simulation of one definition.
#[derive(Clone, Debug)]
pub struct Simulation {
    definition: Definition,
    scenario: Scenario,
    instances: Instances,
    now: Timestamp,
    rows: Vec<Arc<Row>>,
    routes: Routes,
    waiting: Waiting,
    mail: Vec<Letter>,
    /// Answers to jobs, calls and evaluations, in the order in which they come.
    answers: Agenda<(Who, Key), Event>,
    /// What the open jobs send when they are done.
    senders: Map<(Who, Key), Message>,
    /// Jobs seen so far of each element.
    seen: Map<Text, u32>,
    /// Calls seen so far of each call activity.
    called: Map<Text, u32>,
    /// Evaluations so far by the names that they go by in the scenario.
    evaluated: Map<Text, u32>,
    /// Instances that were started so far of each process, the scenario's own aside.
    started: Map<Text, u32>,
    /// Inputs not yet used, in the order in which they come.
    inputs: Agenda<u32, Input>,
    /// The timers of start events.
    timetable: Agenda<u32, StartSubscription>,
}

impl Simulation {
    /// Starts the scenario's instance at the scenario's time.
    ///
    /// # Errors
    /// A [`Rejection`] if the instance cannot be started, or if the scenario names a process that does
    /// not exist.
    pub fn new(definition: &Definition, mut scenario: Scenario) -> Result<Self, Rejection> {
        let begin = Start {
            id: scenario.id.clone(),
            process: scenario.process.clone(),
            element: scenario.element.clone(),
            requester: scenario.requester.clone(),
            stakeholders: scenario.stakeholders.clone(),
            variables: scenario.variables.clone(),
            ..Start::default()
        };
        let (instance, outcome) = start(definition, &begin, scenario.at)?;
        let process = process_of(&outcome);
        let mut inputs = Agenda::default();
        for (turn, input) in (0..).zip(std::mem::take(&mut scenario.inputs)) {
            inputs.add(input.at, turn, input);
        }
        let mut simulation = Self {
            definition: definition.clone(),
            now: scenario.at,
            routes: Routes::new(definition, scenario.at),
            timetable: timetable(definition, &scenario)?,
            scenario,
            instances: Instances::new(Running::new(instance, process, None)),
            rows: Vec::new(),
            waiting: Waiting::default(),
            mail: Vec::new(),
            answers: Agenda::default(),
            senders: Map::new(),
            seen: Map::new(),
            called: Map::new(),
            evaluated: Map::new(),
            started: Map::new(),
            inputs,
        };
        simulation.record(Who::MAIN, None, outcome);
        Ok(simulation)
    }

    /// The virtual time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The scenario's own instance as it stands.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instances.main.instance
    }

    /// All instances as they stand, in the order in which they started.
    pub fn instances(&self) -> impl Iterator<Item = &Instance> {
        self.instances.iter().map(|(_, running)| &running.instance)
    }

    /// Everything that has happened, the start first.
    #[must_use]
    pub fn rows(&self) -> &[Arc<Row>] {
        &self.rows
    }

    /// Lets the next thing happen, moving the clock to it; none where the simulation stands still.
    pub fn step(&mut self) -> Option<&Row> {
        let before = self.rows.len();
        // What comes is not always for an instance itself: a start that is refused is told to its caller.
        while self.rows.len() == before {
            let (at, next) = self.upcoming().ok()?;
            self.now = self.now.max(at);
            match next {
                Next::Letter(place, delivery) => match self.mail.remove(place) {
                    Letter::Tell { who, event } => self.apply(who, event),
                    _ => self.carry_out(delivery),
                },
                Next::Answer(turn) => {
                    let event = self.answers.take(turn)?;
                    self.answer(turn, event);
                }
                Next::Input(turn) => {
                    let input = self.inputs.take(turn)?;
                    self.bring(input);
                }
                Next::Timer(who) => self.apply(who, Event::Tick),
                Next::Start(turn) => {
                    let due = self.timetable.take(turn)?;
                    if let Some(next) = self.definition.next_subscription(&due) {
                        self.timetable.add(next.due?, turn, next);
                    }
                    self.begin(Beginning::at(&due, Vars::new()));
                }
            }
        }
        self.rows.last().map(|row| &**row)
    }

    /// Runs until the simulation stands still.
    pub fn run(&mut self) -> Report {
        while self.step().is_some() {}
        let variables = |instance: &Instance| instance.variables(None).unwrap_or_default();
        let report = |running: &Running| InstanceReport {
            id: running.instance.id().clone(),
            process: running.process.clone(),
            caller: running.called_by.and_then(|who| Some(self.instances.get(who)?.instance.id().clone())),
            status: running.instance.status(),
            variables: variables(&running.instance),
        };
        Report {
            status: self.instance().status(),
            standstill: self.upcoming().err().unwrap_or(Standstill::Waiting),
            at: self.now,
            variables: variables(self.instance()),
            instances: self.instances.others().iter().map(report).collect_vec(),
            rows: self.rows.clone(),
        }
    }

    /// What happens next and when, or why nothing does.
    fn upcoming(&self) -> Result<(Timestamp, Next), Standstill> {
        let over = self.instances.all_over();
        match self.next(over) {
            None if over => Err(Standstill::Ended),
            _ if self.rows.len() >= self.scenario.limit => Err(Standstill::Limit),
            None => Err(Standstill::Waiting),
            Some((at, _)) if self.scenario.until.is_some_and(|until| at > until) => Err(Standstill::Until),
            Some(next) => Ok(next),
        }
    }

    fn next(&self, over: bool) -> Option<(Timestamp, Next)> {
        let letter = self.deliverable().map(|(place, delivery)| (self.now, Next::Letter(place, delivery)));
        let answer = self.answers.next(|(who, _), _| self.instances.accepts(who));
        let input = self.inputs.next(|_, input| !over || self.begins_something(input));
        let coming = [
            letter,
            answer.map(|(at, turn)| (at, Next::Answer(turn))),
            input.map(|(at, turn)| (at, Next::Input(turn))),
            self.instances.timer().map(|(at, who)| (at, Next::Timer(who))),
            self.timetable.next(|_, _| true).map(|(at, turn)| (at, Next::Start(turn))),
        ];
        // The first of equals is kept.
        coming.into_iter().flatten().min_by_key(|(at, _)| *at)
    }
}

enum Next {
    Letter(usize, Delivery),
    Answer((Who, Key)),
    Input(u32),
    Timer(Who),
    Start(u32),
}

/// The process that a first step has entered.
fn process_of(outcome: &Outcome) -> Text {
    let mut entered = outcome.history.iter().filter_map(|entry| match entry {
        Entry::Entered { element, scope: None, .. } => Some(element.clone()),
        _ => None,
    });
    entered.next().unwrap_or_default()
}

/// The timers of start events of those processes for which the scenario asks.
fn timetable(
    definition: &Definition,
    scenario: &Scenario,
) -> Result<Agenda<u32, StartSubscription>, Rejection> {
    let processes = definition.processes();
    let missing = |id: &&Text| !processes.iter().any(|process| process.id == **id);
    if let Some(id) = scenario.timer_starts.iter().find(missing) {
        let message = format!("`timerStarts` names `{id}`, and the definition has no such process");
        return Err(Rejection { code: RejectionCode::UnknownProcess, message });
    }
    let mut timetable = Agenda::default();
    let timers = definition.subscriptions(scenario.at).into_iter();
    let timers = timers.filter(|start| start.kind == StartKind::Timer);
    for (turn, timer) in (0..).zip(timers.filter(|timer| scenario.timer_starts.contains(&timer.process))) {
        if let Some(due) = timer.due {
            timetable.add(due, turn, timer);
        }
    }
    Ok(timetable)
}
