//! Finds a compiler that has a standard library for `wasm32-unknown-unknown`.
//!
//! The library that comes with a compiler is made for speed and tells at every panic where and why,
//! which is an eighth of our module. So it is built once from its sources, made for size, and kept:
//! with rustup's sources, or where rustup is missing or can fetch nothing, with Debian's compiler
//! and its. Where neither can be had, the library of the compiler in use does, in a larger module.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::doctor;
use crate::paths;
use crate::step::{Done, Failure, Step, cargo};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What the library and all that is linked with it is built with. These are not stable: the
/// variable that permits them is set for these builds alone. A panic is a trap all the same.
/// Values are copied by sixteen bytes at a time: every browser since the spring of 2023 does.
const FLAGS: &str =
    "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Ctarget-feature=+simd128";
const PERMIT: &str = "RUSTC_BOOTSTRAP";

/// A function with one caller goes into it, whatever its size, unless it needs this much of the stack. Inside of
/// another it is like nothing else, and deflate finds nothing in it.
const APART: &str = "-Cllvm-args=-inline-max-stacksize=48";

/// The stack lies below the constants. With this much of it, which is more than our limits of depth let
/// anything use, all of them lie within the first megabyte, and their addresses have a byte less.
const STACK: &str = "-Clink-arg=-zstack-size=851968";

/// A compiler that can build for [`TARGET`].
pub(crate) enum Compiler {
    /// One with the library built by [`build_sysroot`].
    Small { tools: Tools, sysroot: PathBuf },
    /// The one in use, with its own library.
    Stable,
}

/// Whose compiler.
#[derive(Clone, Copy)]
pub(crate) enum Tools {
    Active,
    Debian,
}

impl Tools {
    fn cargo(self) -> Step {
        match self {
            Self::Active => cargo(),
            Self::Debian => debian_cargo(),
        }
    }

    /// Where this compiler's library is: it fits exactly one build of one compiler.
    fn sysroot(self) -> Option<PathBuf> {
        let rustc = match self {
            Self::Active => "rustc",
            Self::Debian => Some(doctor::DEBIAN_RUSTC).filter(|path| Path::new(path).exists())?,
        };
        let version = Step::new(rustc).arg("-vV").quiet().output().ok()?;
        Some(sysroot_folder(&format!("{version} {FLAGS}")))
    }

    fn kept(self) -> Option<Compiler> {
        let sysroot = self.sysroot().filter(|folder| folder.exists())?;
        Some(Compiler::Small { tools: self, sysroot })
    }

    fn built(self) -> Result<Compiler, Failure> {
        let sysroot = self.sysroot().ok_or_else(|| Failure::new("no compiler", doctor::REMEDY))?;
        if !sysroot.exists() {
            build_sysroot(self, &sysroot)?;
        }
        Ok(Compiler::Small { tools: self, sysroot })
    }
}

impl Compiler {
    /// The first that works; fetches or builds one where there is none yet.
    pub(crate) fn find() -> Result<Self, Failure> {
        if let Some(kept) = Tools::Active.kept().or_else(|| Tools::Debian.kept()) {
            return Ok(kept);
        }
        if sources_by_rustup() {
            match Tools::Active.built() {
                Ok(compiler) => return Ok(compiler),
                Err(failure) => eprintln!("{failure}"),
            }
        }
        Self::debian().or_else(|failure| {
            if !active_has_library() && !added_by_rustup() {
                return Err(failure);
            }
            eprintln!("{failure}\nwithout the library's sources the module becomes larger");
            Ok(Self::Stable)
        })
    }

    /// Debian's compiler, installed and made ready where needed.
    pub(crate) fn debian() -> Result<Self, Failure> {
        doctor::ensure_debian_compiler()?;
        Tools::Debian.built()
    }

    /// A cargo that builds for [`TARGET`] with this compiler, into a target folder of its own: two
    /// compilers that take turns in one folder would rebuild everything each time.
    pub(crate) fn cargo(&self) -> Step {
        match self {
            Self::Stable => cargo(),
            Self::Small { tools, sysroot } => {
                let flags = format!("{FLAGS} {APART} {STACK} --sysroot={}", sysroot.display());
                tools.cargo().env(PERMIT, "1").env("RUSTFLAGS", flags)
            }
        }
    }

    /// Builds one package and returns the module.
    pub(crate) fn build(&self, package: &str) -> Result<PathBuf, Failure> {
        let folder = paths::target("wasm");
        let step =
            self.cargo().args(["build", "--package", package, "--profile", "wasm", "--target", TARGET]);
        step.arg("--target-dir").arg(&folder).run()?;
        Ok(folder.join(TARGET).join("wasm").join(format!("{}.wasm", package.replace('-', "_"))))
    }
}

/// What there is already, without fetching or building anything.
pub(crate) fn available() -> Option<String> {
    if Tools::Active.kept().or_else(|| Tools::Debian.kept()).is_some() {
        return Some("built for size".to_owned());
    }
    active_has_library().then(|| "with the compiler in use".to_owned())
}

fn active_has_library() -> bool {
    let folder = Step::new("rustc").args(["--print", "target-libdir", "--target", TARGET]);
    let folder = folder.env("RUSTUP_AUTO_INSTALL", "0").quiet().output().unwrap_or_default();
    !folder.is_empty() && paths::entries(Path::new(&folder)).is_ok_and(|files| !files.is_empty())
}

fn added_by_rustup() -> bool {
    rustup(&["target", "add", TARGET]) && active_has_library()
}

/// Whether the compiler in use has the sources of its library, or has been given them.
fn sources_by_rustup() -> bool {
    let sysroot = Step::new("rustc").args(["--print", "sysroot"]).quiet().output().unwrap_or_default();
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/std");
    sources.exists() || rustup(&["component", "add", "rust-src"]) && sources.exists()
}

fn rustup(arguments: &[&str]) -> bool {
    // Offline, rustup would retry for minutes.
    Step::new("rustup").args(arguments).run_within(Duration::from_secs(20)).is_ok()
}

fn debian_cargo() -> Step {
    // Nothing of rustup's may leak in: its shims, its choice of tool chain, its libraries.
    Step::new("/usr/bin/cargo").env("PATH", "/usr/bin:/bin").without_env(&[
        "CARGO",
        "LD_LIBRARY_PATH",
        "RUSTC",
        "RUSTDOC",
        "RUSTUP_TOOLCHAIN",
        "RUST_RECURSION_COUNT",
    ])
}

fn sysroot_folder(version: &str) -> PathBuf {
    // FNV-1a: any stable hash does, it only tells one compiler build from another.
    let hash = version.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    paths::target("wasm-sysroot").join(format!("{hash:016x}"))
}

/// Builds the standard library by building an empty crate that depends on it.
fn build_sysroot(tools: Tools, sysroot: &Path) -> Done {
    let source = paths::target("wasm-sysroot/source");
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n\
                    [profile.release]\nopt-level = \"z\"\ncodegen-units = 1\npanic = \"abort\"\n";
    paths::fresh_folder(&source)?;
    paths::write(&source.join("Cargo.toml"), manifest)?;
    paths::write(&source.join("lib.rs"), "#![no_std]\n")?;
    eprintln!("building a standard library for {TARGET}, once (about a minute)");
    // The bitcode must be in the library, or the link-time optimisation of later builds would fail.
    tools
        .cargo()
        .dir(&source)
        .args(["build", "--release", "--target", TARGET, "--target-dir", "target"])
        .args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"])
        .env(PERMIT, "1")
        .env("RUSTFLAGS", format!("{FLAGS} -Cembed-bitcode=yes"))
        .remedy(doctor::REMEDY)
        .run()?;
    // Under its final name only when complete.
    let partial = sysroot.with_extension("partial");
    paths::fresh_folder(&partial)?;
    let library = partial.join("lib/rustlib").join(TARGET).join("lib");
    for file in paths::entries(&source.join("target").join(TARGET).join("release/deps"))? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libempty") {
            paths::copy(&file, &library.join(name.as_ref()))?;
        }
    }
    std::fs::rename(&partial, sysroot).map_err(|error| Failure::file("move", &partial, &error))?;
    paths::fresh_folder(&source)
}
