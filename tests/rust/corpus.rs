//! Thousands of real models, kept beside the repository and not in it: every one of them loads and
//! runs, or is refused with the place and the reason. `cargo xtask corpus` shows the counts.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::corpus::files::models;
use tidewheel_tests::corpus::report::Report;

/// Where the models are, unless the environment says otherwise.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");
const FOLDER: &str = "TIDEWHEEL_CORPORA";

fn main() {
    let trial = Trial::test("real_models_load_and_run_or_are_refused", check);
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit();
}

fn check() -> Result<(), Failed> {
    let folder = std::env::var_os(FOLDER).map_or_else(|| PathBuf::from(BESIDE), PathBuf::from);
    let models = models(&folder)?;
    if models.is_empty() {
        eprintln!("\nSKIPPED: no real models at {}; name their folder in `{FOLDER}`\n", folder.display());
        return Ok(());
    }
    let report = Report::of(&folder, &models);
    eprintln!("\n{report}");
    let list = Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus.txt");
    std::fs::write(&list, report.lines())?;
    eprintln!("each model by itself: {}\n", list.display());
    match report.broken() {
        "" => Ok(()),
        broken => Err(Failed::from(broken)),
    }
}
