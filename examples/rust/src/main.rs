//! Runs the workspace process under the virtual clock and prints what happened when.
//!
//! `workspace [--json] [SCENARIO...]`: the scenarios named, else all of them; with `--json` the full
//! report of each on a line of its own, the same bytes in every language.

mod timeline;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::{env, fs, io};

use tidewheel::sim::{Scenario, Simulation};
use tidewheel::{Definition, ParseOptions};

fn main() -> Result<(), Box<dyn Error>> {
    let (options, names): (Vec<String>, Vec<String>) =
        env::args().skip(1).partition(|word| word.starts_with("--"));
    let json = options.iter().any(|option| option == "--json");

    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models");
    let xml = fs::read_to_string(models.join("workspace-provisioning.bpmn"))?;
    let (definition, _) =
        Definition::parse(&xml, &ParseOptions::default()).map_err(|found| format!("{found:#?}"))?;
    let scenarios = fs::read_to_string(models.join("workspace-provisioning.scenarios.json"))?;
    let scenarios: BTreeMap<String, Scenario> = serde_json::from_str(&scenarios)?;

    let mut out = io::stdout().lock();
    for (name, scenario) in scenarios.into_iter().filter(|(name, _)| names.is_empty() || names.contains(name))
    {
        let report = Simulation::new(&definition, scenario)?.run();
        if json {
            writeln!(out, "{name} {}", serde_json::to_string(&report)?)?;
        } else {
            writeln!(out, "\n{name}: {:?}", report.status)?;
            for line in timeline::lines(&report) {
                writeln!(out, "  {line}")?;
            }
        }
    }
    Ok(())
}
