//! `bench`: how fast each host is, how the costs grow with the model, and how that compares with
//! other engines measured in the same run.

mod expressions;
mod goals;
mod hosts;
mod report;

use std::path::PathBuf;

use report::Report;

use crate::step::{Done, Failure, Step, cargo};
use crate::{node, paths, python};

/// Scenarios of one size.
const PATTERNS: [&str; 5] = ["seq", "par", "exc", "cyc", "user"];
/// Scenarios that show how the cost grows.
const SERIES: [&str; 6] = ["seq10", "seq100", "seq1000", "par10", "par100", "par1000"];
/// What other engines cannot run, or only in minutes.
const TOO_LARGE: [&str; 2] = ["seq1000", "par1000"];

/// What to measure.
struct Options {
    peers: bool,
    quick: bool,
    check: bool,
    scenarios: Vec<String>,
}

pub(crate) fn run(arguments: &[String]) -> Done {
    if arguments.first().is_some_and(|first| first == "--scale") {
        build()?;
        return hosts::program().arg("scale").args(arguments.iter().skip(1)).run();
    }
    if arguments.first().is_some_and(|first| first == "--expressions") {
        build()?;
        return expressions::run(arguments);
    }
    if arguments.first().is_some_and(|first| first == "--durable") {
        return durable(arguments.get(1..).unwrap_or_default());
    }
    let options = Options::read(arguments)?;
    let models = prepare()?;
    let mut report = Report::default();
    report.add(hosts::rust(&options)?);
    report.add(hosts::node("tidewheel", &models, &options)?);
    report.add(hosts::node("tidewheel/wasm", &models, &options)?);
    if options.peers {
        report.add(hosts::bpmn_engine(&models, &options)?);
    }
    report.add(hosts::python(&models, &options)?);
    if options.peers {
        report.add(hosts::spiff(&models, &options)?);
    }
    eprintln!("\n{report}");
    let missed = goals::missed(&report);
    for goal in &missed {
        eprintln!("MISSED: {goal}");
    }
    if options.check && !missed.is_empty() {
        return Err(Failure::new(format!("{} goals are missed", missed.len()), "cargo xtask bench --peers"));
    }
    Ok(())
}

/// The durable hosts, each beside a bare loop.
fn durable(arguments: &[String]) -> Done {
    let folder = node::install_host(&node::archives()?)?;
    Step::new("node").arg(paths::at("bench/node/host.mjs")).args(arguments).dir(&folder).run()?;
    python::build()?;
    python::tool("python").arg(paths::at("bench/python/durable.py")).args(arguments).run()
}

fn build() -> Done {
    cargo().args(["build", "--quiet", "--release", "--package", "tidewheel-bench"]).run()
}

/// Writes the models for all hosts.
fn prepare() -> Result<PathBuf, Failure> {
    build()?;
    let models = paths::target("bench/models");
    hosts::program().arg("models").arg(&models).run()?;
    Ok(models)
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self, Failure> {
        let mut options = Self { peers: false, quick: false, check: false, scenarios: Vec::new() };
        let known: Vec<&str> = PATTERNS.into_iter().chain(SERIES).collect();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--peers" => options.peers = true,
                "--quick" => options.quick = true,
                "--check" => options.check = true,
                "--scenario" => {
                    let names =
                        rest.next().map(|names| names.split(',').map(str::to_owned)).into_iter().flatten();
                    options.scenarios.extend(names);
                }
                other => {
                    return Err(Failure::new(
                        format!("`{other}` is not understood here"),
                        "cargo xtask --help",
                    ));
                }
            }
        }
        if let Some(unknown) = options.scenarios.iter().find(|name| !known.contains(&name.as_str())) {
            let message = format!("there is no scenario `{unknown}`");
            return Err(Failure::new(message, format!("one of {}", known.join(", "))));
        }
        if options.scenarios.is_empty() {
            options.scenarios = known.into_iter().map(str::to_owned).collect();
        }
        Ok(options)
    }
}
