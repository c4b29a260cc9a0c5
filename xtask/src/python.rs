//! `python`: the wheel, and a virtual environment to test it in.

use std::path::PathBuf;

use crate::doctor;
use crate::generate::MACHINE;
use crate::host;
use crate::npm::LICENCES;
use crate::paths;
use crate::step::{Done, Failure, Step};

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    let wheel = build()?;
    eprintln!("tidewheel: {}, installed in {}", paths::shown(&wheel), paths::shown(&venv()));
    Ok(())
}

/// Builds the wheel and installs it into the virtual environment.
pub(crate) fn build() -> Result<PathBuf, Failure> {
    prepare_venv()?;
    let wheels = paths::target("wheels");
    paths::fresh_folder(&wheels)?;
    for name in LICENCES.into_iter().filter(|name| paths::at(name).exists()) {
        paths::copy(&paths::at(name), &paths::at("bindings-python").join(name))?;
    }
    let statements = paths::at("bindings-python/python/tidewheel/host/sql");
    paths::fresh_folder(&statements)?;
    for dialect in host::DIALECTS {
        paths::write(&statements.join(dialect).with_extension("sql"), &host::statements(dialect)?)?;
    }
    let schema = paths::at("bindings-python/python/tidewheel/state-machine.schema.json");
    paths::copy(&paths::at(MACHINE), &schema)?;
    let maturin = tool("maturin").args(["build", "--quiet", "--release", "--manifest-path"]);
    maturin.arg(paths::at("bindings-python/Cargo.toml")).arg("--out").arg(&wheels).run()?;
    let wheel = paths::entries(&wheels)?.pop();
    let wheel = wheel.ok_or_else(|| Failure::new("maturin has built no wheel", "cargo xtask doctor"))?;
    pip().args(["install", "--force-reinstall", "--no-deps", "--no-index"]).arg(&wheel).run()?;
    Ok(wheel)
}

/// A program of the virtual environment.
pub(crate) fn tool(name: &str) -> Step {
    // Tools that look for the environment they belong to must find this one.
    Step::new(program(name)).env("VIRTUAL_ENV", venv()).without_env(&["PYTHONHOME", "CONDA_PREFIX"])
}

fn program(name: &str) -> PathBuf {
    venv().join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name)
}

/// A program that not all tests need, installed into the virtual environment when it is first asked for.
pub(crate) fn add(name: &str, requirements: &str) -> Result<PathBuf, Failure> {
    prepare_venv()?;
    let file = paths::at(requirements);
    let wanted = paths::read(&file)?;
    let done = venv().join(name).with_extension("txt");
    if !done.exists() || paths::read(&done)? != wanted {
        pip().args(["install", "--requirement"]).arg(file).run()?;
        paths::write(&done, &wanted)?;
    }
    Ok(program(name))
}

fn pip() -> Step {
    tool("python").args(["-m", "pip", "--quiet", "--disable-pip-version-check"])
}

fn venv() -> PathBuf {
    paths::target("venv")
}

/// The virtual environment with the tools of the requirements file, made anew when that changes.
fn prepare_venv() -> Done {
    let requirements = paths::at("bindings-python/requirements-dev.txt");
    let wanted = paths::read(&requirements)?;
    let done = venv().join("installed.txt");
    if done.exists() && paths::read(&done)? == wanted {
        return Ok(());
    }
    let python = doctor::ensure_python()?;
    Step::new(python).args(["-m", "venv", "--clear"]).arg(venv()).run()?;
    pip().args(["install", "--requirement"]).arg(requirements).run()?;
    paths::write(&done, &wanted)
}
