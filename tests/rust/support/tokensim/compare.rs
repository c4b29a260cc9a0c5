//! Runs a scenario and holds the engine against the traces.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use tidewheel::Text;

use super::host::{Host, count};
use super::scenario::{Scenario, Step};
use super::trace::Trace;
use crate::host::guarded;
use crate::trial::Broken;

/// Where models and traces are, below the folder of the scenarios.
const TRACES: &str = "test/spec/simulator";

/// In what the engine and the simulator differ.
#[derive(Debug, Default)]
pub struct Differences {
    /// One line for each; empty where they agree.
    pub found: Vec<String>,
    /// What the engine entered, in its order.
    pub came: String,
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nthe engine entered {}", self.found.join("\n"), self.came)
    }
}

/// Runs a scenario up to the first expectation that does not hold: once as it is, and once with all
/// plain tasks done by the host, so that the engine comes to rest more often. Both must come to the same.
///
/// # Errors
/// If the scenario cannot be run.
pub fn compare(folder: &Path, scenario: &Scenario) -> Result<Differences, Broken> {
    let traces = folder.join(TRACES);
    let model = traces.join(&scenario.model);
    let xml = fs::read_to_string(&model).map_err(|error| format!("{}: {error}", model.display()))?;
    let held: BTreeSet<&str> = scenario.held().collect();
    let run = |jobs: &dyn Fn(&str) -> bool| {
        guarded(|| {
            let mut host = Host::new(&xml, jobs)?;
            let found = run(&mut host, scenario, &traces)?;
            Ok(Differences { found, came: host.log().join(" ") })
        })
    };
    let passing = run(&|task| held.contains(task))?;
    let working = run(&|_| true).map_err(|broken| format!("with every task as a job: {broken}"))?;
    if passing.found != working.found {
        return Err(format!("as it is: {passing}\nwith every task as a job: {working}"));
    }
    Ok(passing)
}

fn run(host: &mut Host, scenario: &Scenario, traces: &Path) -> Result<Vec<String>, Broken> {
    let mut trace = Trace::default();
    for step in &scenario.steps {
        match step {
            Step::Fire { fire } => host.fire(fire)?,
            Step::Hold { hold } => host.hold(hold),
            Step::Choose { choose, flows } => host.choose(choose, flows)?,
            Step::Send { send } => host.send(send)?,
            Step::Expect { expect } => {
                trace.read_on(&traces.join(expect))?;
                let found = differences(host, &trace);
                if !found.is_empty() {
                    return Ok(found);
                }
            }
            Step::Finished { .. } => finished(host)?,
        }
    }
    Ok(Vec::new())
}

/// The same things were entered equally often, the same things are alive, and what came along one
/// path in the simulator came in the same order in the engine. Beyond that, order is each one's own.
fn differences(host: &Host, trace: &Trace) -> Vec<String> {
    let mut found = Vec::new();
    differ("entered", &trace.entered(), &count(host.log()), &mut found);
    differ("alive", &trace.alive(), &count(&host.alive()), &mut found);
    if found.is_empty() {
        let paths = trace.paths();
        let broken = paths.iter().filter(|path| !is_within(path, host.log()));
        found.extend(broken.map(|path| format!("not in this order: {}", path.join(" "))));
    }
    found.extend(host.incidents().iter().map(|incident| format!("incident: {incident}")));
    found
}

fn finished(host: &Host) -> Result<(), Broken> {
    let alive = host.alive();
    if alive.is_empty() { Ok(()) } else { Err(format!("still alive: {}", alive.join(" "))) }
}

fn differ(
    what: &str,
    wanted: &BTreeMap<String, usize>,
    came: &BTreeMap<String, usize>,
    found: &mut Vec<String>,
) {
    let ids: BTreeSet<&String> = wanted.keys().chain(came.keys()).collect();
    for id in ids {
        let times = |counts: &BTreeMap<String, usize>| counts.get(id).copied().unwrap_or(0);
        if times(wanted) != times(came) {
            found.push(format!("{what} `{id}`: {} instead of {}", times(came), times(wanted)));
        }
    }
}

/// Whether the elements of a path come in that order, with others between them or not.
fn is_within(path: &[&str], log: &[Text]) -> bool {
    let mut log = log.iter();
    path.iter().all(|element| log.any(|came| **came == **element))
}
