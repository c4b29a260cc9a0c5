//! Loads one model and runs every process of it.

use std::collections::BTreeMap;

use tidewheel::sim::{Policy, Scenario, Simulation, Standstill};
use tidewheel::{Definition, Diagnostic, ParseOptions, Severity, Text, Vars, decode, normalize};

use crate::host::guarded;
use crate::trial::Broken;

/// The most steps of one run: enough to go round a loop a few times.
const STEPS: usize = 300;

/// What became of one model.
#[derive(Debug)]
pub enum Outcome {
    /// It was refused; these are the errors.
    Refused(Vec<Diagnostic>),
    /// It was loaded.
    Loaded {
        /// Whether some process in it is meant to be executed, and can be.
        executable: bool,
        /// Whether nothing in it is left out or looks wrong.
        clean: bool,
        /// How the runs of its processes stood in the end.
        runs: Vec<Standstill>,
    },
}

/// Loads and runs a model, all jobs completed without a result.
///
/// # Errors
/// What broke: a panic, or a refusal that does not say where.
pub fn outcome(bytes: &[u8]) -> Result<Outcome, Broken> {
    let text = match guarded(|| Ok(decode(bytes)))? {
        Ok(text) => text,
        Err(diagnostic) => return refused(vec![diagnostic]),
    };
    guarded(|| {
        let _ = normalize(&text);
        let _ = Definition::parse(&text, &ParseOptions { lenient: true, strict: true });
        match Definition::parse(&text, &ParseOptions::default()) {
            Err(found) => refused(found),
            Ok((definition, found)) => Ok(loaded(&definition, &found)),
        }
    })
}

fn refused(mut found: Vec<Diagnostic>) -> Result<Outcome, Broken> {
    found.retain(|one| one.severity == Severity::Error);
    let placed = |one: &Diagnostic| one.line >= 1 && one.column >= 1 && !one.message.is_empty();
    if found.is_empty() || !found.iter().all(placed) {
        return Err(format!("refused without a reason and a place: {found:?}"));
    }
    Ok(Outcome::Refused(found))
}

fn loaded(definition: &Definition, found: &[Diagnostic]) -> Outcome {
    let processes = definition.processes();
    let startable = processes.iter().filter(|process| process.startable);
    let run = |id: &Text| {
        let complete = Policy::Complete { variables: Vars::new(), after: 0 };
        let scenario = Scenario {
            process: Some(id.clone()),
            jobs: BTreeMap::from([(Text::from("*"), vec![complete])]),
            limit: STEPS,
            ..Scenario::default()
        };
        // A process without a start event of its own waits for others to start it.
        let mut simulation = Simulation::new(definition, scenario).ok()?;
        Some(simulation.run().standstill)
    };
    Outcome::Loaded {
        executable: processes.iter().any(|process| process.executable && process.startable),
        clean: found.iter().all(|one| one.severity == Severity::Info),
        runs: startable.filter_map(|process| run(&process.id)).collect(),
    }
}
