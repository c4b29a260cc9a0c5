//! `fuzz`: inputs guided by coverage. The compiler's own passes instrument the build, so that the
//! stable toolchain is enough.

use std::path::Path;

use crate::paths;
use crate::step::{Done, Failure, Step, cargo};

const TARGETS: [&str; 5] = ["xml", "machine", "snapshot", "events", "expression"];
const SECONDS: &str = "60";

const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Clink-dead-code -Ccodegen-units=1";

pub(crate) fn run(arguments: &[String]) -> Done {
    let (targets, seconds) = read(arguments)?;
    let host = host()?;
    let folder = paths::target("fuzz");
    let build = cargo().args(["build", "--quiet", "--release", "--manifest-path", "tests/fuzz/Cargo.toml"]);
    build.args(["--target", &host, "--target-dir"]).arg(&folder).env("RUSTFLAGS", INSTRUMENTED).run()?;
    for target in targets {
        fuzz(&folder, &folder.join(&host).join("release").join(target), target, seconds)?;
    }
    Ok(())
}

fn read(arguments: &[String]) -> Result<(Vec<&str>, &str), Failure> {
    let (mut targets, mut seconds) = (Vec::new(), SECONDS);
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--seconds" => seconds = rest.next().unwrap_or(SECONDS),
            target if TARGETS.contains(&target) => targets.push(target),
            other => {
                return Err(Failure::new(format!("`{other}` is not understood here"), "cargo xtask --help"));
            }
        }
    }
    if targets.is_empty() {
        targets.extend(TARGETS);
    }
    Ok((targets, seconds))
}

/// The platform, as the compiler calls it: only with a target of its own are build scripts and
/// macros left uninstrumented.
fn host() -> Result<String, Failure> {
    let version = Step::new("rustc").arg("-vV").output()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Failure::new("rustc does not say its host", "rustc -vV"))?;
    Ok(host.to_owned())
}

fn fuzz(folder: &Path, program: &Path, target: &str, seconds: &str) -> Done {
    // What is found while running is kept here, for the next time.
    let corpus = folder.join("corpus").join(target);
    paths::make_folder(&corpus)?;
    seed(target, &corpus)?;
    let step = Step::new(program).arg(&corpus);
    step.arg(format!("-max_total_time={seconds}"))
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}/{target}-", folder.display()))
        .remedy("the input that broke it lies in target/fuzz; add it to the tests")
        .run()
}

/// The models of the tests and examples, and the snapshots and expressions kept as seeds.
fn seed(target: &str, corpus: &Path) -> Done {
    let folders: &[&str] = match target {
        "xml" => &["tests/vectors", "examples/models", "tests/fuzz/targets"],
        "machine" => &["tests/vectors/state-machine"],
        "snapshot" => &["tests/fuzz/seeds/snapshot"],
        "expression" => &["tests/fuzz/seeds/expression"],
        _ => &[],
    };
    for file in folders.iter().map(|folder| paths::files_below(&paths::at(folder))) {
        for file in file?.iter().filter(|file| is_seed(file)) {
            let name = paths::shown(file).replace(['/', '\\'], "-");
            paths::copy(file, &corpus.join(name))?;
        }
    }
    Ok(())
}

fn is_seed(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str());
    matches!(extension, Some("bpmn"))
        || paths::shown(file).ends_with(".machine.json")
        || file.starts_with(paths::at("tests/fuzz/seeds"))
}
