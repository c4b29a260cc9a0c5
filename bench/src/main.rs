//! The native side of `cargo xtask bench`: writes the models for the harnesses of other languages,
//! or measures and writes the rates as JSON.

mod expressions;
mod growth;

use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use tidewheel_bench::measure::{Effort, rate};
use tidewheel_bench::native::Host;
use tidewheel_bench::scenario::Scenario;
use tidewheel_bench::sketch::Dialect;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["models", folder] => write_models(Path::new(folder)),
        ["measure", file, rest @ ..] => measure(Path::new(file), rest),
        ["scale", rest @ ..] => growth::measure(rest),
        ["expressions", list, file, rest @ ..] => expressions::measure(Path::new(list), Path::new(file), rest),
        _ => Err(
            "usage: tidewheel-bench models FOLDER | measure FILE [--quick] [SCENARIO ...] | scale [NAME ...] | expressions LIST FILE [--quick]"
                .into(),
        ),
    }
}

/// Writes each model in each dialect, and `scenarios.json`.
fn write_models(folder: &Path) -> Result<(), Box<dyn Error>> {
    let scenarios = Scenario::all();
    for (dialect, name) in Dialect::ALL {
        let folder = folder.join(name);
        fs::create_dir_all(&folder)?;
        for scenario in &scenarios {
            fs::write(folder.join(format!("{}.bpmn", scenario.name)), scenario.model(dialect))?;
        }
    }
    let list: Vec<Value> = scenarios.iter().map(Scenario::json).collect();
    fs::write(folder.join("scenarios.json"), serde_json::to_string_pretty(&list)?)?;
    Ok(())
}

fn measure(file: &Path, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let quick = arguments.contains(&"--quick");
    let effort = if quick { Effort::QUICK } else { Effort::FULL };
    let wanted: Vec<&str> = arguments.iter().copied().filter(|argument| *argument != "--quick").collect();
    let named = |name: &&str| Scenario::named(name).ok_or_else(|| format!("there is no scenario `{name}`"));
    let scenarios = if wanted.is_empty() {
        Scenario::all()
    } else {
        wanted.iter().map(named).collect::<Result<_, _>>()?
    };
    let mut results = Map::new();
    for scenario in scenarios {
        let name = scenario.name.clone();
        let host = Host::new(scenario).map_err(|trouble| trouble.to_string());
        let rate =
            host.and_then(|mut host| rate(effort, |n| host.run(n)).map_err(|trouble| trouble.to_string()));
        let result = match rate {
            Ok(rate) => json!({ "perCpuSecond": rate }),
            Err(error) => json!({ "error": error }),
        };
        results.insert(name, result);
    }
    let snapshot = snapshot_bytes()?;
    let report = json!({ "host": "rust", "results": results, "snapshotBytes": snapshot });
    fs::write(file, serde_json::to_string_pretty(&report)?)?;
    Ok(())
}

/// Bytes of an instance that waits at a user task.
fn snapshot_bytes() -> Result<usize, Box<dyn Error>> {
    let user = Scenario::named("user").ok_or("there is no scenario `user`")?;
    let host = Host::new(user).map_err(|trouble| trouble.to_string())?;
    let (instance, _) = host.begin(1)?;
    Ok(instance.save(host.definition()).to_json().len())
}
