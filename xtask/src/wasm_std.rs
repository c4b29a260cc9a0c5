//! Finds a compiler that has a standard library for `wasm32-unknown-unknown`.
//!
//! Usually that is one `rustup target add`. Where rustup is missing or can fetch nothing, Debian's
//! own compiler and its library sources do: the library is then built once and kept.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::doctor;
use crate::paths;
use crate::step::{Done, Failure, Step, cargo};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler that can build for [`TARGET`].
pub(crate) enum Compiler {
    /// The one in use, with its own library.
    Active,
    /// Debian's, with the library built by [`build_sysroot`].
    Debian { sysroot: PathBuf },
}

impl Compiler {
    /// The first that works; fetches or builds one where there is none yet.
    pub(crate) fn find() -> Result<Self, Failure> {
        if active_has_library() {
            return Ok(Self::Active);
        }
        if let Some(sysroot) = debian_version().map(|version| sysroot_folder(&version)).filter(|s| s.exists())
        {
            return Ok(Self::Debian { sysroot });
        }
        if added_by_rustup() { Ok(Self::Active) } else { Self::debian() }
    }

    /// Debian's compiler, installed and made ready where needed.
    pub(crate) fn debian() -> Result<Self, Failure> {
        doctor::ensure_debian_compiler()?;
        let version =
            debian_version().ok_or_else(|| Failure::new("no compiler in /usr/bin", doctor::REMEDY))?;
        let sysroot = sysroot_folder(&version);
        if !sysroot.exists() {
            build_sysroot(&sysroot)?;
        }
        Ok(Self::Debian { sysroot })
    }

    /// A cargo that builds for [`TARGET`] with this compiler, into a target folder of its own: two
    /// compilers that take turns in one folder would rebuild everything each time.
    pub(crate) fn cargo(&self) -> Step {
        match self {
            Self::Active => cargo(),
            Self::Debian { sysroot } => {
                debian_cargo().env("RUSTFLAGS", format!("--sysroot={}", sysroot.display()))
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
    if active_has_library() {
        return Some("with the compiler in use".to_owned());
    }
    let sysroot = sysroot_folder(&debian_version()?);
    sysroot.exists().then(|| "built from Debian's sources".to_owned())
}

fn active_has_library() -> bool {
    let folder = Step::new("rustc").args(["--print", "target-libdir", "--target", TARGET]);
    let folder = folder.env("RUSTUP_AUTO_INSTALL", "0").quiet().output().unwrap_or_default();
    !folder.is_empty() && paths::entries(Path::new(&folder)).is_ok_and(|files| !files.is_empty())
}

fn added_by_rustup() -> bool {
    // Offline, rustup would retry for minutes.
    let add = Step::new("rustup").args(["target", "add", TARGET]).run_within(Duration::from_secs(20));
    add.is_ok() && active_has_library()
}

/// What Debian's compiler says of itself: the library fits exactly one build of it.
fn debian_version() -> Option<String> {
    Path::new(doctor::DEBIAN_RUSTC)
        .exists()
        .then(|| Step::new(doctor::DEBIAN_RUSTC).arg("-vV").quiet().output().unwrap_or_default())
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
fn build_sysroot(sysroot: &Path) -> Done {
    let source = paths::target("wasm-sysroot/source");
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n\
                    [profile.release]\nopt-level = \"s\"\ncodegen-units = 1\npanic = \"abort\"\n";
    paths::fresh_folder(&source)?;
    paths::write(&source.join("Cargo.toml"), manifest)?;
    paths::write(&source.join("lib.rs"), "#![no_std]\n")?;
    eprintln!("building a standard library for {TARGET}, once (about a minute)");
    // The bitcode must be in the library, or the link-time optimisation of later builds would fail.
    debian_cargo()
        .dir(&source)
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort",
            "--target-dir",
            "target",
        ])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes")
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
