//! Runs every vector: one test for each case below `tests/vectors`, checked against what was written
//! by hand and against its golden bytes. `TIDEWHEEL_BLESS=1` rewrites the golden bytes instead of
//! comparing them; what was written by hand must hold all the same.

mod vector;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

use vector::Case;

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    match trials(&root) {
        Ok(trials) => libtest_mimic::run(&Arguments::from_args(), trials).exit_code(),
        Err(error) => {
            let failed = Trial::test("vectors", move || Err(Failed::from(error)));
            libtest_mimic::run(&Arguments::from_args(), vec![failed]).exit_code()
        }
    }
}

fn trials(root: &Path) -> Result<Vec<Trial>, String> {
    let bless = is_blessing();
    let files = files(root)?;
    let mut trials = Vec::new();
    for path in files.iter().filter(|path| is_case(path)) {
        let name = path.strip_prefix(root).unwrap_or(path).with_extension("");
        let path = path.clone();
        trials.push(Trial::test(name.display().to_string(), move || run(&path, bless).map_err(Failed::from)));
    }
    let list = files.clone();
    trials.push(Trial::test("every file belongs to a case", move || owned(&list).map_err(Failed::from)));
    let root = root.to_owned();
    trials.push(Trial::test("every element has cases", move || covered(&root).map_err(Failed::from)));
    Ok(trials)
}

#[expect(clippy::disallowed_methods, reason = "the way to ask a test runner for something")]
fn is_blessing() -> bool {
    std::env::var("TIDEWHEEL_BLESS").is_ok_and(|value| value == "1")
}

fn run(path: &Path, bless: bool) -> Result<(), String> {
    let case = Case::read(path)?;
    let model = read(&path.with_file_name(&case.model))?;
    let lines: String = vector::play(&case, &model)?.into_iter().map(|line| line + "\n").collect();
    let golden = path.with_extension("golden.jsonl");
    if bless {
        return match fs::read_to_string(&golden) {
            Ok(before) if before == lines => Ok(()),
            _ => fs::write(&golden, lines).map_err(|error| format!("{}: {error}", golden.display())),
        };
    }
    compare(&read(&golden).map_err(|error| format!("{error}; `cargo xtask bless` writes it"))?, &lines)
}

fn compare(golden: &str, lines: &str) -> Result<(), String> {
    if golden == lines {
        return Ok(());
    }
    let (mut golden, mut found, mut number) = (golden.lines(), lines.lines(), 1);
    loop {
        match (golden.next(), found.next()) {
            (Some(golden), Some(found)) if golden == found => number += 1,
            (golden, found) => {
                let (golden, found) = (golden.unwrap_or("nothing"), found.unwrap_or("nothing"));
                return Err(format!("golden line {number} is\n  {golden}\nbut came out as\n  {found}"));
            }
        }
    }
}

/// Models that no case names and golden bytes without a case are left-overs.
fn owned(files: &[PathBuf]) -> Result<(), String> {
    let mut owned = BTreeSet::new();
    for path in files.iter().filter(|path| is_case(path)) {
        owned.insert(path.clone());
        owned.insert(path.with_extension("golden.jsonl"));
        owned.insert(path.with_file_name(Case::read(path)?.model));
    }
    let stray: Vec<_> =
        files.iter().filter(|path| !owned.contains(*path) && !has_ending(path, ".md")).collect();
    if stray.is_empty() { Ok(()) } else { Err(format!("no case uses {stray:?}")) }
}

/// Each row of the element table has a folder of its own: `userTask` is `user-task`.
fn covered(root: &Path) -> Result<(), String> {
    for tag in tidewheel::coverage::ELEMENTS.iter().map(|row| row.tag) {
        let folder: String = tag.chars().fold(String::new(), |mut name, letter| {
            if letter.is_ascii_uppercase() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
            name
        });
        if !root.join(&folder).is_dir() {
            return Err(format!("`{tag}` has no vectors; make a folder `{folder}`"));
        }
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let at = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A state machine is a model.
fn is_case(path: &Path) -> bool {
    has_ending(path, ".json") && !has_ending(path, vector::MACHINE)
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.to_string_lossy().ends_with(ending)
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
