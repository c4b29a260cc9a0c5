//! `bench --expressions`: how fast conditions are evaluated, by themselves and in batches, and how that
//! compares with the FEEL evaluator that people use in JavaScript.

use super::hosts::{Measured, peers_in_node, program, read};
use crate::step::{Done, Failure, Step};
use crate::{node, paths};

/// How many times as fast as feelin each host must be.
const GOAL: f64 = 10.0;

/// The most nanoseconds that `amount > 100 and status = "open"` may take in Rust.
const NANOSECONDS: f64 = 200.0;

/// The hosts, each with what its script is told.
const HOSTS: [(&str, &str); 3] =
    [("Node", "tidewheel"), ("Node, WebAssembly", "tidewheel/wasm"), ("feelin", "feelin")];

pub(super) fn run(arguments: &[String]) -> Done {
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let check = arguments.iter().any(|argument| argument == "--check");
    let list = paths::at("bench/expressions.json");
    let out = |name: &str| paths::target("bench").join(format!("expressions-{name}.json"));
    paths::make_folder(&paths::target("bench"))?;
    let effort = quick.then_some("--quick");
    program().arg("expressions").arg(&list).arg(out("rust")).args(effort).run()?;
    let mut measured = vec![read("Rust", &out("rust"))?];
    node::install()?;
    let peers = peers_in_node()?;
    for (name, told) in HOSTS {
        let (folder, file) = match told {
            "feelin" => (peers.clone(), out("feelin")),
            _ => (paths::at("bench/node"), out(if told.ends_with("wasm") { "wasm" } else { "node" })),
        };
        let step = Step::new("node").arg(folder.join("expressions.mjs")).arg(told).arg(&list).arg(&file);
        step.args(effort).run()?;
        measured.push(read(name, &file)?);
    }
    report(&measured, check)
}

/// Evaluations per second of CPU time.
fn rates(measured: &Measured) -> Vec<(String, f64)> {
    let results = measured.data.get("results").and_then(serde_json::Value::as_object);
    let rate = |result: &serde_json::Value| result.get("perCpuSecond")?.as_f64();
    let found =
        results.into_iter().flatten().filter_map(|(name, result)| Some((name.clone(), rate(result)?)));
    found.collect()
}

fn report(measured: &[Measured], check: bool) -> Done {
    let mut missed = Vec::new();
    eprintln!("\nnanoseconds of CPU time for one evaluation, and how many times as fast as feelin");
    let theirs = measured.last().map(rates).unwrap_or_default();
    for host in measured {
        for (condition, rate) in rates(host) {
            let other =
                theirs.iter().find(|(name, _)| *name == condition).map_or(f64::NAN, |(_, rate)| *rate);
            let (nanoseconds, ratio) = (1e9 / rate, rate / other);
            eprintln!("{:18} {condition:8} {nanoseconds:10.0} {ratio:8.0}", host.name);
            if host.name.starts_with("Node") && ratio < GOAL {
                missed.push(format!(
                    "{condition}: {} is {ratio:.1} times as fast as feelin, not {GOAL}",
                    host.name
                ));
            }
            if host.name == "Rust" && condition == "and" && nanoseconds > NANOSECONDS {
                missed.push(format!("{condition}: Rust takes {nanoseconds:.0} ns, not {NANOSECONDS}"));
            }
        }
    }
    for goal in &missed {
        eprintln!("MISSED: {goal}");
    }
    if check && !missed.is_empty() {
        let message = format!("{} goals are missed", missed.len());
        return Err(Failure::new(message, "cargo xtask bench --expressions"));
    }
    Ok(())
}
