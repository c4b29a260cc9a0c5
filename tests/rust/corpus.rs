//! Thousands of real models, kept beside the repository and not in it: every one of them loads and
//! runs, or is refused with the place and the reason. `cargo xtask corpus` shows the counts.

use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use tidewheel_tests::corpus::expressions::Expressions;
use tidewheel_tests::corpus::files::models;
use tidewheel_tests::corpus::report::Report;

/// Where the models are, unless the environment says otherwise.
const BESIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/corpora");
const FOLDER: &str = "TIDEWHEEL_CORPORA";

/// How many of a hundred conditions of flows must compile.
const FLOWS: usize = 90;

fn main() {
    let trials = vec![
        Trial::test("real_models_load_and_run_or_are_refused", check),
        Trial::test("expressions_of_real_models_compile_or_are_refused", compile),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// Their folder, and the models in it; none, with a remark, where they are not at hand.
fn beside() -> Result<(PathBuf, Vec<PathBuf>), Failed> {
    let folder = std::env::var_os(FOLDER).map_or_else(|| PathBuf::from(BESIDE), PathBuf::from);
    let models = models(&folder)?;
    if models.is_empty() {
        eprintln!("\nSKIPPED: no real models at {}; name their folder in `{FOLDER}`\n", folder.display());
    }
    Ok((folder, models))
}

fn compile() -> Result<(), Failed> {
    let (folder, models) = beside()?;
    let mut expressions = Expressions::default();
    for path in &models {
        let below = path.strip_prefix(&folder)?.to_string_lossy().into_owned();
        if let Ok(text) = tidewheel::decode(&std::fs::read(path)?) {
            expressions.add(&below, &text);
        }
    }
    eprintln!("\n{expressions}");
    if let Some(text) = expressions.unexplained() {
        return Err(Failed::from(format!("`{text}` is refused without a reason and a place")));
    }
    match expressions.flows() {
        (good, all) if good * 100 < all * FLOWS => {
            Err(Failed::from(format!("only {good} of {all} conditions of flows compile")))
        }
        _ => Ok(()),
    }
}

fn check() -> Result<(), Failed> {
    let (folder, models) = beside()?;
    if models.is_empty() {
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
