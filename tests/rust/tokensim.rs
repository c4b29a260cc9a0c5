//! Scenarios of the token simulator of bpmn-js, kept beside the repository and not in it: what the
//! simulator enters and leaves waiting, the engine enters and leaves waiting, but for the scenarios of
//! `tests/tokensim.json`, which differ by a rule of the specification. `cargo xtask tokensim` shows the
//! score.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::tokensim::compare::compare;
use tidewheel_tests::tokensim::scenario::{Scenario, differences};

/// Where the corpora are, unless the environment says otherwise.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");
const FOLDER: &str = "TIDEWHEEL_CORPORA";
const CORPUS: &str = "bpmn-js-token-simulation";
const DIFFERENCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tokensim.json");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = std::env::var_os(FOLDER).map_or_else(|| PathBuf::from(BESIDE), PathBuf::from).join(CORPUS);
    if !folder.is_dir() {
        eprintln!("\nSKIPPED: no scenarios at {}; name the folder of corpora in `{FOLDER}`\n", folder.display());
        return ExitCode::SUCCESS;
    }
    match score(&folder) {
        Ok((trials, report)) => {
            let conclusion = libtest_mimic::run(&arguments, trials);
            if !arguments.list {
                eprintln!("{report}");
            }
            conclusion.exit_code()
        }
        Err(error) => {
            let failed = Trial::test("scenarios", move || Err(Failed::from(error)));
            libtest_mimic::run(&arguments, vec![failed]).exit_code()
        }
    }
}

/// Runs all scenarios: a trial for each, and the score.
fn score(folder: &Path) -> Result<(Vec<Trial>, String), String> {
    let differences = differences(Path::new(DIFFERENCES))?;
    let scenarios = Scenario::all(folder)?;
    let (mut trials, mut lines) = (Vec::new(), String::new());
    let mut counts = [0_usize; 3];
    for scenario in scenarios.iter().filter(|scenario| !scenario.skipped) {
        let name = scenario.name();
        let (place, result) = match (compare(folder, scenario), differences.get(&name)) {
            (Ok(()), None) => (0, Ok(())),
            (Err(_), Some(reason)) => {
                lines.push_str(&format!("  differs   {name}: {reason}\n"));
                (1, Ok(()))
            }
            (Err(broken), None) => {
                lines.push_str(&format!("  FAILS     {name}: {}\n", broken.lines().next().unwrap_or_default()));
                (2, Err(broken))
            }
            (Ok(()), Some(_)) => {
                lines.push_str(&format!("  AGREES    {name}, which is listed as different\n"));
                (2, Err("it agrees now; take it from `tests/tokensim.json`".to_owned()))
            }
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        trials.push(Trial::test(name, move || result.map_err(Failed::from)));
    }
    let [agree, differ, fail] = counts;
    let report = format!(
        "token simulation: {} scenarios, {agree} as expected, {differ} differ by a rule of the specification, {fail} fail\n{lines}",
        trials.len()
    );
    Ok((trials, report))
}
