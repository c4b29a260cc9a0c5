//! The hosts that are measured: each runs the same scenarios in its own language and writes its
//! rates as JSON.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Options, TOO_LARGE};
use crate::paths;
use crate::python::tool;
use crate::step::{Done, Failure, Step};
use crate::{doctor, node, python};

/// What one host measured.
pub(super) struct Measured {
    pub(super) name: &'static str,
    pub(super) data: Value,
}

/// The program that writes models and measures the native host.
pub(super) fn program() -> Step {
    Step::new(paths::target("release").join("tidewheel-bench"))
}

pub(super) fn rust(options: &Options) -> Result<Measured, Failure> {
    let out = out("rust")?;
    program().arg("measure").arg(&out).args(options.words(true)).run()?;
    read("Rust", &out)
}

pub(super) fn node(package: &str, models: &Path, options: &Options) -> Result<Measured, Failure> {
    let wasm = package.ends_with("wasm");
    if !wasm {
        node::install()?;
    }
    let out = out(if wasm { "wasm" } else { "node" })?;
    let script = paths::at("bench/node/bench.mjs");
    Step::new("node").arg(script).arg(package).arg(models).arg(&out).args(options.words(true)).run()?;
    read(if wasm { "Node, WebAssembly" } else { "Node" }, &out)
}

pub(super) fn python(models: &Path, options: &Options) -> Result<Measured, Failure> {
    python::build()?;
    let out = out("python")?;
    let script = paths::at("bench/python/bench.py");
    tool("python").arg(script).arg("tidewheel").arg(models).arg(&out).args(options.words(true)).run()?;
    read("Python", &out)
}

/// Installs the others for Node outside the source tree, beside the scripts that measure them; returns
/// their folder.
pub(super) fn peers_in_node() -> Result<PathBuf, Failure> {
    let folder = paths::target("peers/node");
    for script in ["package.json", "bench.mjs", "measure.mjs", "bpmn-engine.mjs", "expressions.mjs"] {
        paths::copy(&paths::at("bench/node").join(script), &folder.join(script))?;
    }
    once(&folder, &paths::at("bench/node/package.json"), || {
        Step::new("npm")
            .args(["install", "--ignore-scripts", "--silent", "--no-package-lock"])
            .dir(&folder)
            .run()
    })?;
    Ok(folder)
}

/// Measures bpmn-engine.
pub(super) fn bpmn_engine(models: &Path, options: &Options) -> Result<Measured, Failure> {
    let folder = peers_in_node()?;
    let out = out("bpmn-engine")?;
    let step = Step::new("node").arg("bench.mjs").arg("bpmn-engine").arg(models).arg(&out);
    step.args(options.words(false)).dir(&folder).run()?;
    read("bpmn-engine", &out)
}

/// Installs SpiffWorkflow outside the source tree and measures it.
pub(super) fn spiff(models: &Path, options: &Options) -> Result<Measured, Failure> {
    let folder = paths::target("peers/python");
    let requirements = paths::at("bench/python/requirements.txt");
    let python = folder.join(if cfg!(windows) { "Scripts/python" } else { "bin/python" });
    once(&folder, &requirements, || {
        Step::new(doctor::ensure_python()?).args(["-m", "venv", "--clear"]).arg(&folder).run()?;
        let pip = Step::new(&python).args(["-m", "pip", "--quiet", "--disable-pip-version-check", "install"]);
        pip.arg("--requirement").arg(&requirements).run()
    })?;
    let out = out("spiff")?;
    let step = Step::new(&python).arg(paths::at("bench/python/bench.py")).arg("spiff").arg(models).arg(&out);
    step.args(options.words(false)).run()?;
    read("SpiffWorkflow", &out)
}

/// Installs what a file lists, unless that was done for this very file.
fn once(folder: &Path, list: &Path, install: impl FnOnce() -> Done) -> Done {
    let (wanted, done) = (paths::read(list)?, folder.join("installed.txt"));
    if done.exists() && paths::read(&done)? == wanted {
        return Ok(());
    }
    install()?;
    paths::write(&done, &wanted)
}

fn out(name: &str) -> Result<PathBuf, Failure> {
    let folder = paths::target("bench");
    paths::make_folder(&folder)?;
    Ok(folder.join(format!("{name}.json")))
}

pub(super) fn read(name: &'static str, file: &Path) -> Result<Measured, Failure> {
    let broken = |error| Failure::new(format!("cannot read {}: {error}", paths::shown(file)), "");
    Ok(Measured { name, data: serde_json::from_str(&paths::read(file)?).map_err(broken)? })
}

impl Options {
    /// What a host is told to do.
    fn words(&self, large: bool) -> Vec<String> {
        let scenarios = self.scenarios.iter().filter(|name| large || !TOO_LARGE.contains(&name.as_str()));
        scenarios.cloned().chain(self.quick.then(|| "--quick".to_owned())).collect()
    }
}
