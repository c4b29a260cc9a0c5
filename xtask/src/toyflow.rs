//! The example of requests and approvals over HTTP: running it, testing it.

use std::path::PathBuf;

use crate::step::{Done, Step};
use crate::{doctor, node, npm, paths, python};

const FOLDER: &str = "examples/toyflow";
/// What holds the description of the server against the server.
const CHECKER: &str = "examples/toyflow/test/requirements.txt";

/// Runs the server until it is stopped.
pub(crate) fn run(arguments: &[String]) -> Done {
    prepare()?;
    Step::new("node").arg("server.mjs").args(arguments).dir(&folder()).run()
}

/// Kills servers, among other things; opens the page in headless Chromium.
pub(crate) fn test() -> Done {
    prepare()?;
    let chromium = doctor::ensure_chromium()?;
    let checker = python::add("schemathesis", CHECKER)?;
    let tests = Step::new("npm").args(["run", "--silent", "test"]).dir(&folder());
    tests.env("CHROMIUM", chromium).env("PYTHON", doctor::ensure_python()?).env("SCHEMATHESIS", checker).run()
}

/// The packages of the example, and those of this repository as they are now.
fn prepare() -> Done {
    let archives = node::archives()?;
    npm::install(&folder())?;
    npm::add(&archives, &folder())
}

fn folder() -> PathBuf {
    paths::at(FOLDER)
}
