//! Scenarios of the token simulator of bpmn-js, kept beside the repository and not in it: what the
//! simulator enters and leaves waiting, the engine enters and leaves waiting, but for the scenarios of
//! `tests/tokensim.json`, which differ by a rule of the specification. `cargo xtask tokensim` shows the
//! score.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::tokensim::compare::compare;
use tidewheel_tests::tokensim::scenario::{Exception, Scenario, exceptions};

/// Where the corpora are, unless the environment says otherwise.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");
const FOLDER: &str = "TIDEWHEEL_CORPORA";
const CORPUS: &str = "bpmn-js-token-simulation";
const EXCEPTIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tokensim.json");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let folder = std::env::var_os(FOLDER).map_or_else(|| PathBuf::from(BESIDE), PathBuf::from).join(CORPUS);
    if !folder.is_dir() {
        eprintln!(
            "\nSKIPPED: no scenarios at {}; name the folder of corpora in `{FOLDER}`\n",
            folder.display()
        );
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
    let exceptions = exceptions(Path::new(EXCEPTIONS))?;
    let scenarios = Scenario::all(folder)?;
    let (mut trials, mut lines) = (Vec::new(), String::new());
    let (mut agree, mut differ, mut fail) = (0, 0, 0);
    for scenario in scenarios.iter().filter(|scenario| !scenario.skipped) {
        let name = scenario.name();
        let exception = exceptions.get(&name);
        let result = check(folder, scenario, exception);
        match (&result, exception) {
            (Ok(()), None) => agree += 1,
            (Ok(()), Some(exception)) => {
                differ += 1;
                lines.push_str(&format!("  differs  {name}: {}\n", exception.reason));
            }
            (Err(broken), _) => {
                fail += 1;
                lines
                    .push_str(&format!("  FAILS    {name}: {}\n", broken.lines().next().unwrap_or_default()));
            }
        }
        trials.push(Trial::test(name, move || result.map_err(Failed::from)));
    }
    let total = trials.len();
    let report = format!(
        "token simulation: {total} scenarios, {agree} as expected, {differ} differ by a rule of the \
         specification, {fail} fail\n{lines}"
    );
    Ok((trials, report))
}

fn check(folder: &Path, scenario: &Scenario, exception: Option<&Exception>) -> Result<(), String> {
    let differences = compare(folder, scenario)?;
    let expected = exception.map_or(&[] as &[String], |exception| &exception.differs);
    if differences.found == expected {
        return Ok(());
    }
    let instead = if expected.is_empty() { String::new() } else { format!("\nnot\n{}", expected.join("\n")) };
    Err(format!("{differences}{instead}"))
}
