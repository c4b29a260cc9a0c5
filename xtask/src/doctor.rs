//! `doctor`: which tools are there, and the one command that gets each of those that are not.
//!
//! The commands that need a tool call the `ensure_*` functions here, which install it where that
//! can be done without asking anybody (as root on Debian) and otherwise name the command.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::paths;
use crate::step::{Done, Failure, Step, exists};
use crate::wasm_std;

pub(crate) const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
pub(crate) const REMEDY: &str = "cargo xtask doctor --fix";

/// One tool that some command needs.
struct Tool {
    name: &'static str,
    needed_for: &'static str,
    /// What was found, or nothing.
    found: fn() -> Option<String>,
    fix: Fix,
}

enum Fix {
    /// Debian packages.
    Packages(&'static [&'static str]),
    /// Something of our own.
    Own(&'static str, fn() -> Done),
    /// Only a person can do it.
    ByHand(&'static str),
}

const TOOLS: &[Tool] = &[
    Tool {
        name: "Rust 1.88",
        needed_for: "everything",
        found: || at_least("rustc", &["--version"], (1, 88)),
        fix: Fix::ByHand("rustup update stable"),
    },
    Tool {
        name: "C linker",
        needed_for: "everything",
        found: || version_of("cc", &["--version"]),
        fix: Fix::Packages(&["gcc", "libc6-dev"]),
    },
    Tool {
        name: "library for wasm32",
        needed_for: "wasm, node, demo",
        found: wasm_std::available,
        fix: Fix::Own("rustup target add wasm32-unknown-unknown", || wasm_std::Compiler::find().map(|_| ())),
    },
    Tool {
        name: "Node.js 20",
        needed_for: "wasm, node, gen, demo",
        found: || at_least("node", &["--version"], (20, 0)),
        fix: Fix::ByHand("install Node.js 20 or newer"),
    },
    Tool {
        name: "npm",
        needed_for: "wasm, node, gen, demo",
        found: || version_of("npm", &["--version"]),
        fix: Fix::Packages(&["npm"]),
    },
    Tool {
        name: "Python 3.10",
        needed_for: "python, demo",
        found: || python().ok().and_then(|python| version_of(&python, &["--version"])),
        fix: Fix::ByHand("install Python 3.10 or newer"),
    },
    Tool {
        name: "Python's venv",
        needed_for: "python, demo",
        found: || python().ok().filter(|python| has_venv(python)).map(|_| "there".to_owned()),
        fix: Fix::Packages(&["python3-venv"]),
    },
    Tool {
        name: "Chromium",
        needed_for: "test browser, test consumers, test toyflow, demo",
        found: || chromium().and_then(|program| version_of(program, &["--version"])),
        fix: Fix::Packages(&["chromium"]),
    },
    Tool {
        name: "PostgreSQL",
        needed_for: "test python, test node, crash",
        found: || version_of(postgres()?.join("postgres"), &["--version"]),
        fix: Fix::Packages(&["postgresql"]),
    },
];

pub(crate) fn run(arguments: &[String]) -> Done {
    let fix = crate::only_flag(arguments, "--fix")?;
    let mut missing = 0;
    for tool in TOOLS {
        let mut found = (tool.found)();
        if found.is_none() && fix {
            repair(tool)?;
            found = (tool.found)();
        }
        missing += usize::from(found.is_none());
        report(tool, found.as_deref());
    }
    if missing == 0 {
        return Ok(());
    }
    let remedy = if fix { "the commands above" } else { REMEDY };
    Err(Failure::new(format!("{missing} of {} tools missing", TOOLS.len()), remedy))
}

fn report(tool: &Tool, found: Option<&str>) {
    match found {
        Some(version) => eprintln!("ok       {:20} {version}", tool.name),
        None => eprintln!("missing  {:20} (for {}): {}", tool.name, tool.needed_for, command(&tool.fix)),
    }
}

fn command(fix: &Fix) -> String {
    match fix {
        Fix::Packages(packages) => {
            format!("apt-get update && apt-get install -y --no-install-recommends {}", packages.join(" "))
        }
        Fix::Own(command, _) | Fix::ByHand(command) => (*command).to_owned(),
    }
}

fn repair(tool: &Tool) -> Done {
    match &tool.fix {
        Fix::Packages(packages) => install(packages),
        Fix::Own(_, act) => act(),
        Fix::ByHand(_) => Ok(()),
    }
}

/// Debian's compiler with the sources of its library, and the linker of the same LLVM.
pub(crate) fn ensure_debian_compiler() -> Done {
    let sources = Path::new("/usr/lib/rustlib/src/rust/library/std");
    if !(Path::new(DEBIAN_RUSTC).exists() && Path::new("/usr/bin/cargo").exists() && sources.exists()) {
        install(&["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"])?;
    }
    // The compiler brings this as a link to what the package of the linker holds.
    if Path::new("/usr/bin/rust-lld").exists() {
        return Ok(());
    }
    let version = Step::new(DEBIAN_RUSTC).arg("-vV").output()?;
    let llvm = version.lines().find_map(|line| line.strip_prefix("LLVM version: ")).unwrap_or_default();
    let major = llvm.split('.').next().unwrap_or_default();
    install(&[&format!("lld-{major}")])
}

/// A Python that is new enough and can make virtual environments.
pub(crate) fn ensure_python() -> Result<String, Failure> {
    let found = python()?;
    if !has_venv(&found) {
        install(&["python3-venv"])?;
    }
    Ok(found)
}

pub(crate) fn ensure_node() -> Done {
    if at_least("node", &["--version"], (20, 0)).is_none() {
        return Err(Failure::new("Node.js 20 or newer is missing", "install Node.js 20 or newer"));
    }
    if exists("npm") { Ok(()) } else { install(&["npm"]) }
}

pub(crate) fn ensure_chromium() -> Result<&'static str, Failure> {
    if chromium().is_none() {
        install(&["chromium"])?;
    }
    chromium().ok_or_else(|| Failure::new("Chromium is missing", "apt-get install -y chromium"))
}

/// Whether tests can have a PostgreSQL; where not, they say aloud what they leave out.
pub(crate) fn has_postgres() -> bool {
    let found = ensure_postgres();
    if let Err(failure) = &found {
        eprintln!("NOT TESTED ON POSTGRESQL: {failure}");
    }
    found.is_ok()
}

/// The folder with the programs of PostgreSQL's newest version.
pub(crate) fn ensure_postgres() -> Result<PathBuf, Failure> {
    if postgres().is_none() {
        install(&["postgresql"])?;
    }
    postgres().ok_or_else(|| Failure::new("PostgreSQL is missing", "apt-get install -y postgresql"))
}

fn install(packages: &[&str]) -> Done {
    let command = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if !(is_root() && Path::new("/etc/debian_version").exists()) {
        return Err(Failure::new(format!("missing: {}", packages.join(", ")), command));
    }
    Step::new("apt-get").arg("update").env("DEBIAN_FRONTEND", "noninteractive").run()?;
    Step::new("apt-get")
        .args(["install", "-y", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .remedy(command)
        .run()
}

pub(crate) fn is_root() -> bool {
    Step::new("id").arg("-u").quiet().output().is_ok_and(|user| user == "0")
}

fn python() -> Result<String, Failure> {
    let names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
    let found = names.into_iter().find(|name| at_least(name, &["--version"], (3, 10)).is_some());
    found
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("Python 3.10 or newer is missing", "install Python 3.10 or newer"))
}

fn has_venv(python: &str) -> bool {
    Step::new(python).args(["-c", "import venv, ensurepip"]).quiet().run().is_ok()
}

fn chromium() -> Option<&'static str> {
    ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|program| Path::new(program).exists())
}

/// Debian keeps its programs by version, and out of the path.
fn postgres() -> Option<PathBuf> {
    let mut versions = paths::entries(Path::new("/usr/lib/postgresql")).ok()?;
    versions.sort_by_key(|folder| folder.file_name()?.to_str()?.parse::<u32>().ok());
    Some(versions.pop()?.join("bin")).filter(|programs| programs.join("initdb").exists())
}

fn version_of(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let text = Step::new(program).args(arguments).quiet().output().ok()?;
    text.lines().next().map(str::to_owned)
}

fn at_least(program: &str, arguments: &[&str], wanted: (u32, u32)) -> Option<String> {
    let text = version_of(program, arguments)?;
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut numbers = digits.split(|c: char| !c.is_ascii_digit()).map_while(|part| part.parse::<u32>().ok());
    let found = (numbers.next()?, numbers.next().unwrap_or_default());
    (found >= wanted).then_some(text)
}
