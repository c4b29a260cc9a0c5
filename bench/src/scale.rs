//! Models of any size in every direction in which models grow, and a host that runs each to its end:
//! what costs more than its share shows in the exponent.

use std::collections::VecDeque;
use std::fmt::Write as _;

use tidewheel::{
    Definition, Effect, Event, Obligation, Outcome, ParseOptions, Start, Status, SubscriptionKind, Text,
    Timestamp, Value, Vars, start,
};

use crate::shapes;

/// One direction in which a model grows.
#[derive(Clone, Copy)]
pub struct Growth {
    /// What grows.
    pub name: &'static str,
    /// The size that must be no cliff.
    pub full: usize,
    /// The model of that size.
    pub model: fn(usize) -> String,
    /// What the host sends, one after the other, once it has nothing to answer.
    pub pokes: fn(usize) -> Vec<Event>,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Events that the host sent.
    pub events: usize,
    /// Entries of the history.
    pub entries: usize,
}

fn nothing(_: usize) -> Vec<Event> {
    Vec::new()
}

fn set(name: &str, value: Value) -> Event {
    Event::SetVariables { scope: None, variables: Vars::from([(Text::from(name), value)]) }
}

fn go(_: usize) -> Vec<Event> {
    vec![set("go", Value::from(true))]
}

fn each(size: usize) -> Vec<Event> {
    (0..size).map(|n| set(&format!("v{n}"), Value::from(true))).collect()
}

fn each_then_signal(size: usize) -> Vec<Event> {
    each(size).into_iter().chain(signal(size)).collect()
}

fn signal(_: usize) -> Vec<Event> {
    vec![Event::Signal { name: "go".into(), variables: Vars::new() }]
}

impl Growth {
    /// Every direction.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let of = |name, full, model| Self { name, full, model, pokes: nothing };
        vec![
            of("sequence", 100_000, shapes::sequence),
            of("sequence of jobs", 100_000, shapes::jobs),
            of("parallel branches", 10_000, shapes::parallel),
            of("inclusive branches", 10_000, shapes::inclusive),
            of("complex branches", 10_000, shapes::complex),
            of("rounds of a drawn loop", 1_000_000, shapes::cycle),
            of("rounds of a standard loop", 100_000, shapes::standard),
            of("reads of a large variable", 10_000, shapes::reads),
            Self { pokes: each_then_signal, ..of("variables", 10_000, shapes::waiting) },
            of("nested subprocesses", 1_000, shapes::nested),
            of("nested instances", 1_000, shapes::nested_instances),
            of("nested transactions", 1_000, shapes::nested_transactions),
            of("parallel instances", 10_000, |n| shapes::instances(n, false, true)),
            of("sequential instances", 10_000, |n| shapes::instances(n, true, true)),
            of("parallel instances that pass", 10_000, |n| shapes::instances(n, false, false)),
            of("sequential instances that pass", 10_000, |n| shapes::instances(n, true, false)),
            of("instances over a collection", 10_000, |n| shapes::collection(n, false)),
            of("instances in sequence over a collection", 10_000, |n| shapes::collection(n, true)),
            of("instances of a subprocess", 10_000, shapes::scopes),
            of("interrupted subprocesses", 10_000, shapes::interrupted),
            of("thrown escalations", 10_000, shapes::escalations),
            of("compensated instances", 10_000, shapes::compensated_instances),
            of("compensated sequence", 10_000, shapes::compensated_sequence),
            of("compensated rounds", 10_000, shapes::compensated_rounds),
            of("compensated branches", 10_000, shapes::compensated_branches),
            of("compensated subprocesses", 10_000, shapes::compensated_scopes),
            of("withdrawn throws of compensation", 1_000, shapes::withdrawn),
            of("parallel ad-hoc activities", 10_000, |n| shapes::ad_hoc(n, "Parallel")),
            of("sequential ad-hoc activities", 10_000, |n| shapes::ad_hoc(n, "Sequential")),
            of("tokens", 1_000, shapes::quantities),
            of("boundary events", 10_000, shapes::boundaries),
            of("event subprocesses", 10_000, shapes::handlers),
            of("alternatives", 10_000, shapes::alternatives),
            Self { pokes: signal, ..of("listeners", 10_000, shapes::listeners) },
            Self { pokes: go, ..of("conditions at once", 10_000, |n| shapes::conditions(n, false)) },
            Self { pokes: each, ..of("conditions one by one", 10_000, |n| shapes::conditions(n, true)) },
        ]
    }

    /// Runs an instance of that size to its end.
    ///
    /// # Errors
    /// If it does not get there.
    pub fn run(&self, definition: &Definition, size: usize) -> Result<Run, String> {
        let begin = Start { id: "scale".into(), variables: shapes::variables(size), ..Start::default() };
        let at = Timestamp::default();
        let said = |rejection: tidewheel::Rejection| rejection.to_string();
        let (mut instance, mut outcome) = start(definition, &begin, at).map_err(said)?;
        let mut pokes = (self.pokes)(size).into_iter();
        let mut answers = VecDeque::new();
        let (mut run, mut round) = (Run { events: 0, entries: 0 }, 0);
        loop {
            run.entries += outcome.history.len();
            for effect in &outcome.effects {
                answers.extend(answer(effect, &mut round, size)?);
            }
            match instance.status() {
                Status::Completed => return Ok(run),
                Status::Active => {}
                other => return Err(format!("the instance is {other:?}")),
            }
            let poke = || pokes.next();
            let Some(event) = answers.pop_front().or_else(poke) else {
                return Err(format!("the instance waits after {} events", run.events));
            };
            run.events += 1;
            // What has been withdrawn meanwhile is rejected.
            if instance.apply(definition, &event, at, &mut outcome).is_err() {
                outcome = Outcome::default();
            }
        }
    }

    /// Parses the model of that size.
    ///
    /// # Errors
    /// If it is refused.
    pub fn parse(&self, size: usize) -> Result<Definition, String> {
        let parsed = Definition::parse(&(self.model)(size), &ParseOptions::default());
        parsed.map(|(definition, _)| definition).map_err(|found| {
            let mut text = String::new();
            for one in found.iter().take(3) {
                let _ = write!(text, "{}: {}; ", one.code, one.message);
            }
            text
        })
    }
}

fn answer(effect: &Effect, round: &mut usize, size: usize) -> Result<Option<Event>, String> {
    Ok(match effect {
        Effect::OpenJob(job) if &*job.element == "count" => {
            *round += 1;
            let variables = Vars::from([(Text::from("again"), Value::from(*round < size))]);
            Some(Event::JobCompleted { job: job.key, variables })
        }
        Effect::OpenJob(job) if &*job.element == "throws" => {
            Some(Event::JobThrew { job: job.key, code: "E".into(), message: None, variables: Vars::new() })
        }
        Effect::OpenJob(job) => Some(Event::JobCompleted { job: job.key, variables: Vars::new() }),
        Effect::OpenSubscription(open) if open.kind == SubscriptionKind::Message && &*open.name == "go" => {
            Some(Event::Message { subscription: open.key, variables: Vars::new() })
        }
        Effect::OpenIncident(incident) => {
            let obligation = Obligation::Incident(incident.clone());
            return Err(format!("{obligation:?}"));
        }
        _ => None,
    })
}
