//! `test`: one row for each kind of tests. A row builds what its tests need and runs them; further
//! runners are further rows.

use crate::python::{self, tool};
use crate::step::{Done, Failure, Step, cargo};
use crate::{consumers, doctor, node, page, paths, restate, toyflow};

struct Suite {
    name: &'static str,
    run: fn() -> Done,
    /// Why it is run only where it is named, and before a change is merged.
    rare: Option<&'static str>,
}

impl Suite {
    const fn new(name: &'static str, run: fn() -> Done) -> Self {
        Self { name, run, rare: None }
    }
}

const SUITES: &[Suite] = &[
    Suite::new("rust", rust),
    Suite::new("wasm", || js("tidewheel-wasm", "wasm")),
    Suite::new("node", || js("tidewheel", "native").and_then(|()| node::test_host())),
    Suite::new("python", python),
    Suite::new("browser", browser),
    Suite::new("consumers", consumers::run),
    Suite::new("toyflow", toyflow::test),
    Suite {
        rare: Some("it downloads 81 MB and takes three minutes"),
        ..Suite::new("restate", restate::test)
    },
];

/// Every suite.
pub(crate) fn all() -> Done {
    SUITES.iter().try_for_each(|suite| (suite.run)())
}

pub(crate) fn run(arguments: &[String]) -> Done {
    let known = |name: &String| SUITES.iter().any(|suite| suite.name == name);
    if let Some(unknown) = arguments.iter().find(|name| !known(name)) {
        return Err(Failure::new(format!("there are no tests `{unknown}`"), "cargo xtask --help"));
    }
    for suite in SUITES {
        let named = arguments.iter().any(|name| name == suite.name);
        if named || (arguments.is_empty() && suite.rare.is_none()) {
            (suite.run)()?;
        }
    }
    for suite in SUITES.iter().filter(|_| arguments.is_empty()) {
        if let Some(why) = suite.rare {
            eprintln!("\nNOT RUN: test {0}, for {why}: cargo xtask test {0}", suite.name);
        }
    }
    Ok(())
}

fn rust() -> Done {
    cargo().args(["test", "--quiet"]).run()?;
    cargo().args(["test", "--quiet", "--package", "xtask"]).run()
}

/// The tests of the JavaScript API and the vectors, against one of the packages. `backend` is the
/// engine that must be behind it, so that a fallback does not pass for what it replaces.
fn js(package: &str, backend: &str) -> Done {
    node::install()?;
    let tests = [
        "bindings-node/test/api.test.mjs",
        "bindings-node/test/engine.test.mjs",
        "tests/js/vectors.mjs",
        "tests/js/scripts.mjs",
    ];
    let step = Step::new("node").args(["--test", "--test-reporter=dot"]).args(tests);
    step.env("TIDEWHEEL_PACKAGE", package).env("TIDEWHEEL_BACKEND", backend).run()
}

/// The page of the browser example, on the packages that have just been built, and what it reads of live hosts: of that
/// in Python, too, where that is installed.
fn browser() -> Done {
    let hosts = node::install_host(&node::archives()?)?;
    Step::new("node").args(["--test", "--test-reporter=dot", "monitor.test.mjs"]).dir(&hosts).run()?;
    page::test()
}

fn python() -> Done {
    python::build()?;
    let folder = paths::at("bindings-python");
    let config = folder.join("pyproject.toml");
    let tests = folder.join("tests");
    // What the tests of the host must not skip then.
    let postgres = if doctor::has_postgres() { "required" } else { "" };
    let step = tool("pytest").args(["--quiet", "-rs", "--config-file"]).arg(&config);
    let step = step.arg(&tests).arg(paths::at("tests/python")).env("TIDEWHEEL_POSTGRES", postgres);
    step.run()?;
    // From a folder without the sources, so that the installed package is what is looked at.
    let neutral = paths::target("venv");
    let mypy = || tool("mypy").args(["--strict", "--config-file"]).arg(&config);
    mypy().arg(tests).dir(&neutral).run()?;
    mypy().args(["--package", "tidewheel.host"]).dir(&neutral).run()?;
    mypy().arg(paths::at("examples/toyflow/client.py")).dir(&neutral).run()?;
    let stubs = tool("stubtest").args(["tidewheel._core", "--mypy-config-file"]).arg(config);
    stubs.dir(&neutral).run()
}
