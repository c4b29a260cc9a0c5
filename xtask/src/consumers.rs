//! `test consumers`: small projects that use the packages as strangers would. Each is copied out of
//! the source tree, gets the packages installed and the snippet of a package's README put in, and
//! runs its own check. So neither the packages nor their READMEs can break unseen.

use std::path::{Path, PathBuf};

use crate::python;
use crate::step::{Done, Failure, Step};
use crate::{doctor, node, paths};

/// A README whose snippet is run, the language that it is in, and what the snippet prints.
struct Snippet {
    readme: &'static str,
    language: &'static str,
    /// Where a consumer finds it.
    file: &'static str,
}

const SNIPPETS: [Snippet; 4] = [
    Snippet { readme: "bindings-wasm/README.md", language: "js", file: "snippet-wasm.mjs" },
    Snippet { readme: "bindings-node/README.md", language: "js", file: "snippet.mjs" },
    Snippet { readme: "bindings-node/README.md", language: "ts", file: "snippet-host.mts" },
    Snippet { readme: "bindings-python/README.md", language: "python", file: "snippet.py" },
];

pub(crate) fn run() -> Done {
    let archives = node::archives()?;
    let wheel = python::build()?;
    let chromium = doctor::ensure_chromium()?;
    for project in paths::entries(&paths::at("tests/consumers"))? {
        let folder = copied(&project)?;
        if folder.join("package.json").exists() {
            check_node(&folder, &archives, chromium)?;
        } else {
            check_python(&folder, &wheel)?;
        }
    }
    Ok(())
}

/// A fresh copy of the project with the snippets beside its own files. What npm has installed for it
/// before may stay.
fn copied(project: &Path) -> Result<PathBuf, Failure> {
    let folder = paths::target("consumers").join(project.file_name().unwrap_or_default());
    for file in paths::files_below(project)? {
        if let Ok(relative) = file.strip_prefix(project) {
            paths::copy(&file, &folder.join(relative))?;
        }
    }
    for snippet in &SNIPPETS {
        paths::write(&folder.join(snippet.file), &text_of(snippet)?)?;
    }
    // The model that snippets of the durable host read.
    paths::copy(&paths::at("examples/models/order.bpmn"), &folder.join("order.bpmn"))?;
    Ok(folder)
}

/// The first block of the language.
fn text_of(snippet: &Snippet) -> Result<String, Failure> {
    let readme = paths::read(&paths::at(snippet.readme))?;
    let fence = format!("```{}\n", snippet.language);
    let block = readme.split_once(&fence).and_then(|(_, rest)| rest.split_once("```"));
    let missing = || Failure::new(format!("{} has no block of {}", snippet.readme, snippet.language), "");
    block.map(|(text, _)| text.to_owned()).ok_or_else(missing)
}

fn check_node(folder: &Path, archives: &[PathBuf], chromium: &str) -> Done {
    crate::npm::install(folder)?;
    crate::npm::add(archives, folder)?;
    Step::new("npm").args(["run", "--silent", "check"]).env("CHROMIUM", chromium).dir(folder).run()
}

/// A new environment with nothing in it but the wheel.
fn check_python(folder: &Path, wheel: &Path) -> Done {
    let fresh = folder.join("venv");
    let python = doctor::ensure_python()?;
    Step::new(python).args(["-m", "venv", "--clear"]).arg(&fresh).run()?;
    let program = fresh.join(if cfg!(windows) { "Scripts/python" } else { "bin/python" });
    let pip = Step::new(&program).args(["-m", "pip", "--quiet", "--disable-pip-version-check", "install"]);
    pip.arg("--no-index").arg(wheel).run()?;
    Step::new(&program).arg("check.py").dir(folder).run()
}
