//! Loads one model and runs every process of it.

#![expect(clippy::disallowed_types, reason = "how long a model takes to load is one of the counts")]

use std::time::{Duration, Instant};

use tidewheel::sim::{Policy, Scenario, Simulation, Standstill};
use tidewheel::{Definition, Diagnostic, ParseOptions, Severity, Text, Vars, decode, normalize};

use super::processes::processes;
use crate::host::guarded;
use crate::trial::Broken;

/// The most steps of one run: enough to go round a loop a few times.
const STEPS: usize = 300;

/// What became of one model.
#[derive(Debug)]
pub struct Outcome {
    /// Whether it was loaded.
    pub loaded: bool,
    /// Whether some process in it is meant to be executed: one that does not say otherwise.
    pub executable: bool,
    /// What keeps it from being fully supported: the errors and warnings, but for those about processes
    /// that are not to be executed.
    pub findings: Vec<Diagnostic>,
    /// How the runs of its processes stood in the end.
    pub runs: Vec<Standstill>,
    /// How long it took to load.
    pub took: Duration,
}

/// Loads and runs a model, all jobs completed without a result.
///
/// # Errors
/// What broke: a panic, or a refusal that does not say where.
pub fn outcome(bytes: &[u8]) -> Result<Outcome, Broken> {
    let started = Instant::now();
    let text = match guarded(|| Ok(decode(bytes)))? {
        Ok(text) => text,
        Err(diagnostic) => return Outcome::refused("", vec![diagnostic], started.elapsed()),
    };
    guarded(|| {
        let _ = normalize(&text);
        let _ = Definition::parse(&text, &ParseOptions { lenient: true, strict: true });
        let started = Instant::now();
        let parsed = Definition::parse(&text, &ParseOptions::default());
        let took = started.elapsed();
        match parsed {
            Err(found) => Outcome::refused(&text, found, took),
            Ok((definition, found)) => {
                Ok(Outcome { loaded: true, runs: runs(&definition), ..Outcome::new(&text, found, took) })
            }
        }
    })
}

impl Outcome {
    fn new(text: &str, mut findings: Vec<Diagnostic>, took: Duration) -> Self {
        let processes = processes(text);
        findings.retain(|one| {
            let within = processes.iter().find(|process| (process.first..=process.last).contains(&one.line));
            one.severity != Severity::Info && within.is_none_or(|process| process.executable)
        });
        let executable = processes.iter().any(|process| process.executable);
        Self { loaded: false, executable, findings, runs: Vec::new(), took }
    }

    fn refused(text: &str, found: Vec<Diagnostic>, took: Duration) -> Result<Self, Broken> {
        let mut errors = found.iter().filter(|one| one.severity == Severity::Error).peekable();
        let placed = |one: &Diagnostic| one.line >= 1 && one.column >= 1 && !one.message.is_empty();
        if errors.peek().is_none() || !errors.all(placed) {
            return Err(format!("refused without a reason and a place: {found:?}"));
        }
        Ok(Self::new(text, found, took))
    }
}

fn runs(definition: &Definition) -> Vec<Standstill> {
    let run = |id: &Text| {
        let complete = Policy::Complete { variables: Vars::new(), by: None, after: 0 };
        let scenario = Scenario {
            process: Some(id.clone()),
            jobs: [(Text::from("*"), vec![complete])].into_iter().collect(),
            limit: STEPS,
            ..Scenario::default()
        };
        // A process without a start event of its own waits for others to start it.
        let mut simulation = Simulation::new(definition, scenario).ok()?;
        Some(simulation.run().standstill)
    };
    let processes = definition.processes();
    processes.iter().filter(|process| process.startable).filter_map(|process| run(&process.id)).collect()
}
