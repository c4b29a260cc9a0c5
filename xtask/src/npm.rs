//! Puts npm packages together below `target/npm`: every script once as an ES module and once as
//! CommonJS, the shared API and its types, licences and the version of the workspace.

use std::path::{Path, PathBuf};

use crate::doctor;
use crate::esm;
use crate::generate::MACHINE;
use crate::paths;
use crate::step::{Done, Failure, Step};

/// The version in the package files of the repository; every package gets the workspace's.
const UNRELEASED: &str = "0.0.0";
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The hand-written API that both packages carry.
const API: &str = "bindings-wasm/api";
pub(crate) const LICENCES: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// What both packages export by name; the consumer tests hold every entry against it.
const EXPORTS: [&str; 18] = [
    "Definition",
    "Expression",
    "ExpressionError",
    "Instance",
    "LoadError",
    "ModelError",
    "RejectionError",
    "Simulation",
    "TidewheelError",
    "agrees",
    "backend",
    "commit",
    "duties",
    "init",
    "initSync",
    "normalize",
    "step",
    "toBpmn",
];

/// One package in the making.
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
}

impl Package {
    /// A new folder with the package file, readme and licences of `source`.
    pub(crate) fn create(name: &str, source: &str) -> Result<Self, Failure> {
        let folder = paths::target("npm").join(name);
        paths::fresh_folder(&folder)?;
        let package = Self { folder };
        let manifest = paths::read(&paths::at(source).join("js/package.json"))?;
        paths::write(&package.file("package.json"), &manifest.replace(UNRELEASED, VERSION))?;
        paths::copy(&paths::at(source).join("README.md"), &package.file("README.md"))?;
        package.licences()?;
        Ok(package)
    }

    pub(crate) fn licences(&self) -> Done {
        for name in LICENCES.into_iter().filter(|name| paths::at(name).exists()) {
            paths::copy(&paths::at(name), &self.file(name))?;
        }
        Ok(())
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The types of the API with the types of the data behind them, and the schema of state machines.
    pub(crate) fn types(&self) -> Done {
        let types = paths::read(&paths::at(API).join("api.d.ts"))?;
        let data = paths::read(&paths::at(API).join("types.d.ts"))?;
        let whole = format!("{types}\n{data}");
        paths::copy(&paths::at(MACHINE), &self.file("state-machine.schema.json"))?;
        paths::write(&self.file("index.d.ts"), &whole)?;
        // What a CommonJS module exports is one object; none of its members is "the default".
        paths::write(&self.file("index.d.cts"), &whole.replace("export default init;\n", ""))
    }

    /// The entry of Node: a CommonJS script, and an ES module that hands on what that exports, so
    /// that a program that uses both forms still has one copy of every class.
    pub(crate) fn entry_for_node(&self, name: &str, script: &Path) -> Done {
        paths::copy(script, &self.file(&format!("{name}.cjs")))?;
        let names = EXPORTS.join(", ");
        let module = format!(
            "import all from './{name}.cjs';\n\nexport const {{ {names} }} = all;\nexport default all.init;\n"
        );
        paths::write(&self.file(&format!("{name}.js")), &module)
    }

    /// An ES module of our own as it is.
    pub(crate) fn module(&self, name: &str, text: &str) -> Done {
        paths::write(&self.file(&format!("{name}.js")), text)
    }

    /// An ES module of our own, rewritten as CommonJS.
    pub(crate) fn commonjs(&self, name: &str, text: &str) -> Done {
        paths::write(&self.file(&format!("{name}.cjs")), &esm::to_commonjs(text)?)
    }
}

/// The shared scripts of the API: name and text.
pub(crate) fn api() -> Result<Vec<(&'static str, String)>, Failure> {
    let script = |name| Ok((name, paths::read(&paths::at(API).join(name).with_extension("js"))?));
    ["errors", "engine", "api"].into_iter().map(script).collect()
}

/// Packs a package's folder and returns the archive.
pub(crate) fn pack(folder: &Path) -> Result<PathBuf, Failure> {
    doctor::ensure_node()?;
    let packed =
        Step::new("npm").args(["pack", "--silent", "--pack-destination", ".."]).dir(folder).output()?;
    let name = packed.lines().last().unwrap_or_default().to_owned();
    Ok(paths::target("npm").join(name))
}

/// Installs the packages of a folder's lock file, unless that was done for this very lock file.
pub(crate) fn install(folder: &Path) -> Done {
    doctor::ensure_node()?;
    let lock = paths::read(&folder.join("package-lock.json"))?;
    let done = folder.join("node_modules/.installed");
    if done.exists() && paths::read(&done)? == lock {
        return Ok(());
    }
    Step::new("npm").args(["ci", "--ignore-scripts"]).dir(folder).run()?;
    paths::write(&done, &lock)
}

/// Installs archives into a folder, which does not take note of them.
pub(crate) fn add(archives: &[PathBuf], folder: &Path) -> Done {
    let install =
        Step::new("npm").args(["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--silent"]);
    install.args(archives).dir(folder).run()
}
