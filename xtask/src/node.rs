//! `node`: the native addon for this platform, and the npm package that prefers it to the
//! WebAssembly module.

use std::env::consts::{ARCH, DLL_PREFIX, DLL_SUFFIX, OS};
use std::path::{Path, PathBuf};

use crate::doctor;
use crate::host;
use crate::npm::{self, Package, VERSION};
use crate::paths;
use crate::step::{Done, Failure, Step, cargo};
use crate::wasm;

pub(crate) const PACKAGE: &str = "tidewheel";
const ADDON: &str = "tidewheel.node";

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    for archive in archives()? {
        eprintln!("{}", paths::shown(&archive));
    }
    Ok(())
}

/// Builds all npm packages of the project and returns their archives, in the order in which they
/// depend on each other.
pub(crate) fn archives() -> Result<Vec<PathBuf>, Failure> {
    let folders = [wasm::build()?, build_addon()?, assemble()?];
    folders.iter().map(|folder| npm::pack(folder)).collect()
}

/// Installs all packages of the project into the repository's `node_modules`, where tests and
/// examples find them by name.
pub(crate) fn install() -> Done {
    let archives = archives()?;
    let install = Step::new("npm").args(["install", "--no-save", "--no-package-lock", "--prefix"]);
    install.arg(paths::root()).args(["--ignore-scripts", "--offline", "--silent"]).args(archives).run()
}

/// The tests of the durable host. They start a PostgreSQL of their own, where there is one.
pub(crate) fn test_host() -> Done {
    doctor::has_postgres();
    Step::new("node").arg("run.mjs").dir(&install_host(&archives_built()?)?).run()
}

/// Installs the packages beside the drivers of databases, for the tests and benches of the durable host; returns the
/// folder.
pub(crate) fn install_host(archives: &[PathBuf]) -> Result<PathBuf, Failure> {
    let folder = paths::at("bindings-node/test/host");
    npm::install(&folder)?;
    npm::add(archives, &folder)?;
    Ok(folder)
}

/// The archives that the last build has left.
fn archives_built() -> Result<Vec<PathBuf>, Failure> {
    let ending = format!("-{VERSION}.tgz");
    let archives = paths::entries(&paths::target("npm"))?.into_iter();
    Ok(archives.filter(|file| file.to_string_lossy().ends_with(&ending)).collect())
}

fn assemble() -> Result<PathBuf, Failure> {
    let package = Package::create(PACKAGE, "bindings-node")?;
    for (name, text) in npm::api()? {
        package.commonjs(name, &text)?;
    }
    package.types()?;
    let scripts = paths::at("bindings-node/js");
    package.entry_for_node("index", &scripts.join("index.cjs"))?;
    package.entry_for_node("wasm", &scripts.join("wasm.cjs"))?;
    paths::copy(&scripts.join("browser.js"), &package.file("browser.js"))?;
    host::add(&package)?;
    Ok(package.folder)
}

/// The package that carries the addon for one platform; npm installs it only there.
fn build_addon() -> Result<PathBuf, Failure> {
    doctor::ensure_node()?;
    cargo().args(["build", "--release", "--package", "tidewheel-node"]).run()?;
    let built = paths::target("release").join(format!("{DLL_PREFIX}tidewheel_node{DLL_SUFFIX}"));
    let platform = Platform::current();
    let name = format!("{PACKAGE}-{}", platform.name());
    let folder = paths::target("npm").join(&name);
    paths::fresh_folder(&folder)?;
    let package = Package { folder };
    paths::copy(&built, &package.file(ADDON))?;
    package.licences()?;
    paths::write(&package.file("README.md"), &readme(&name))?;
    paths::write(&package.file("package.json"), &platform.manifest(&name, &package.folder)?)?;
    Ok(package.folder)
}

fn readme(name: &str) -> String {
    format!("# {name}\n\nThe native addon of `{PACKAGE}` for one platform; install `{PACKAGE}` instead.\n")
}

/// A platform in the words of Node.
struct Platform {
    os: &'static str,
    cpu: &'static str,
    libc: Option<&'static str>,
}

impl Platform {
    fn current() -> Self {
        let os = match OS {
            "macos" => "darwin",
            "windows" => "win32",
            other => other,
        };
        let cpu = match ARCH {
            "x86_64" => "x64",
            "aarch64" => "arm64",
            other => other,
        };
        let libc = if cfg!(target_env = "musl") { "musl" } else { "glibc" };
        Self { os, cpu, libc: (os == "linux").then_some(libc) }
    }

    fn name(&self) -> String {
        let libc = match self.libc {
            Some("musl") => "-musl",
            Some(_) => "-gnu",
            None => "",
        };
        format!("{}-{}{libc}", self.os, self.cpu)
    }

    fn manifest(&self, name: &str, folder: &Path) -> Result<String, Failure> {
        let mut manifest = serde_json::json!({
            "name": name,
            "version": VERSION,
            "description": format!("Native addon of {PACKAGE} for {}", self.name()),
            "license": "MIT OR Apache-2.0",
            "main": ADDON,
            "os": [self.os],
            "cpu": [self.cpu],
            "engines": { "node": ">=20" },
        });
        if let (Some(libc), Some(fields)) = (self.libc, manifest.as_object_mut()) {
            fields.insert("libc".to_owned(), [libc].as_slice().into());
        }
        let broken = |error| Failure::new(format!("cannot write {}: {error}", paths::shown(folder)), "");
        serde_json::to_string_pretty(&manifest).map_err(broken)
    }
}
