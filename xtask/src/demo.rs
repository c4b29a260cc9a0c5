//! `demo`: the workspace process in four hosts, its traces compared, and the page to watch it in.

use crate::page;
use crate::python::tool;
use crate::step::{Done, Failure, Step, cargo};
use crate::{node, paths, python};

/// One way to run the example: the same program in another language.
struct Host {
    name: &'static str,
    program: fn() -> Step,
}

const HOSTS: &[Host] = &[
    Host { name: "Rust", program: rust },
    Host { name: "Node, native", program: || script("") },
    Host { name: "Node, WebAssembly", program: || script("1") },
    Host { name: "Python", program: || tool("python").arg(paths::at("examples/python/workspace.py")) },
];

/// The scenario whose timeline is shown.
const SHOWN: &str = "retry";

pub(crate) fn run(arguments: &[String]) -> Done {
    let quiet = crate::only_flag(arguments, "--no-serve")?;
    node::install()?;
    python::build()?;
    page::build()?;

    eprintln!("\nThe workspace process, scenario `{SHOWN}`:");
    rust().arg(SHOWN).run()?;
    compare()?;
    if quiet { Ok(()) } else { page::serve() }
}

/// Runs every scenario in every host; all reports must be the same bytes.
fn compare() -> Done {
    eprintln!("\nAll scenarios in {} hosts:", HOSTS.len());
    let mut first: Option<(&str, String)> = None;
    for host in HOSTS {
        let reports = (host.program)().arg("--json").output()?;
        let (name, expected) = first.get_or_insert_with(|| (host.name, reports.clone()));
        if let Some(line) = first_difference(expected, &reports) {
            return Err(Failure::new(
                format!("{name} and {} differ in the scenario `{line}`", host.name),
                "cargo xtask test: the vectors say more exactly where",
            ));
        }
        eprintln!("  {:20} {} scenarios, {} bytes", host.name, reports.lines().count(), reports.len());
    }
    eprintln!("The traces are identical, byte for byte.");
    Ok(())
}

/// The name of the first scenario whose reports differ.
fn first_difference(one: &str, other: &str) -> Option<String> {
    let name = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    let differ = one.lines().zip(other.lines()).find(|(one, other)| one != other).map(|(one, _)| name(one));
    differ.or_else(|| (one != other).then(|| "one of them has more".to_owned()))
}

fn rust() -> Step {
    cargo().args(["run", "--quiet", "--package", "tidewheel-example", "--"])
}

fn script(wasm: &str) -> Step {
    Step::new("node").arg(paths::at("examples/node/workspace.mjs")).env("TIDEWHEEL_WASM", wasm)
}
