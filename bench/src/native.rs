//! A host in Rust that receives every job and completes it.

use std::collections::BTreeMap;

use tidewheel::{
    Definition, Diagnostic, Effect, Event, Instance, Job, Key, Outcome, ParseOptions, Rejection, Start,
    Status, Text, Timestamp, Value, Vars, start,
};

use crate::scenario::Scenario;
use crate::sketch::Dialect;

/// A scenario, ready to run.
pub struct Host {
    scenario: Scenario,
    definition: Definition,
    starts: [Start; 2],
    at: Timestamp,
    outcome: Outcome,
}

/// Why a scenario could not be run.
#[derive(Debug)]
pub enum Trouble {
    /// The model was refused.
    Model(Vec<Diagnostic>),
    /// The engine rejected an event.
    Rejected(Rejection),
    /// The instance did something else than the scenario demands.
    Wrong(String),
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Model(found) => {
                found.iter().try_for_each(|one| write!(f, "{}: {}; ", one.code, one.message))
            }
            Self::Rejected(rejection) => rejection.fmt(f),
            Self::Wrong(what) => f.write_str(what),
        }
    }
}

impl From<Rejection> for Trouble {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl Host {
    /// Parses the scenario's model and checks that both kinds of instance run as they must.
    ///
    /// # Errors
    /// If they do not.
    pub fn new(scenario: Scenario) -> Result<Self, Trouble> {
        let model = scenario.model(Dialect::Plain);
        let (definition, _) = Definition::parse(&model, &ParseOptions::default()).map_err(Trouble::Model)?;
        let starts = [0, 1].map(|n| Start {
            id: Text::from("instance"),
            variables: scenario
                .variables(n)
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            ..Start::default()
        });
        let mut host =
            Self { scenario, definition, starts, at: Timestamp::default(), outcome: Outcome::default() };
        for n in [0, 1] {
            let mut seen = BTreeMap::new();
            host.drive(n, |job| *seen.entry(job.element.to_string()).or_default() += 1)?;
            if seen != host.scenario.runs(n) {
                return Err(Trouble::Wrong(format!("{}: the wrong tasks ran: {seen:?}", host.scenario.name)));
            }
        }
        Ok(host)
    }

    /// Runs instance `n` from start to end.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn run(&mut self, n: usize) -> Result<(), Trouble> {
        self.drive(n, |_| {})
    }

    /// A new instance, as it waits for its first jobs.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn begin(&self, n: usize) -> Result<(Instance, Outcome), Rejection> {
        let [even, odd] = &self.starts;
        start(&self.definition, if n % 2 == 1 { odd } else { even }, self.at)
    }

    /// The definition that is run.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    fn drive(&mut self, n: usize, mut seen: impl FnMut(&Job)) -> Result<(), Trouble> {
        let (mut instance, outcome) = self.begin(n)?;
        let mut answers = Vec::new();
        answer(&outcome, &instance, &mut answers, &mut seen);
        let mut status = outcome.status;
        while !answers.is_empty() {
            for event in std::mem::take(&mut answers) {
                instance.apply(&self.definition, &event, self.at, &mut self.outcome)?;
                answer(&self.outcome, &instance, &mut answers, &mut seen);
                status = self.outcome.status;
            }
        }
        if status == Status::Completed {
            return Ok(());
        }
        Err(Trouble::Wrong(format!("{}: the instance has not ended", self.scenario.name)))
    }
}

/// Does the work of each job of an outcome.
fn answer(outcome: &Outcome, instance: &Instance, answers: &mut Vec<Event>, seen: &mut impl FnMut(&Job)) {
    for effect in &outcome.effects {
        if let Effect::OpenJob(job) = effect {
            seen(job);
            let variables =
                if &*job.element == "count" { counted(instance, job.activation) } else { Vars::new() };
            answers.push(Event::JobCompleted { job: job.key, variables });
        }
    }
}

/// What the task `count` returns: `i`, raised by one.
fn counted(instance: &Instance, activation: Key) -> Vars {
    let seen = instance.variables(Some(activation)).unwrap_or_default();
    let i = seen.get("i").and_then(Value::as_number).and_then(|i| i.to_string().parse::<i64>().ok());
    Vars::from([(Text::from("i"), Value::from(i.unwrap_or_default() + 1))])
}
