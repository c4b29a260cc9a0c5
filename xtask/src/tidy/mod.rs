//! `tidy`: rules of the repository that no compiler knows. Each check returns what it found; all
//! findings are printed, not only the first.

mod layers;
mod text;

use std::path::PathBuf;

use crate::paths;
use crate::step::{Done, Failure, Step};

/// One file of the repository with its text.
pub(crate) struct Source {
    /// Relative to the root, with forward slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

type Check = fn(&[Source]) -> Vec<String>;

const CHECKS: &[Check] = &[
    layers::check,
    text::no_long_files,
    text::no_leftovers,
    text::no_hosts_or_machine_paths,
    text::changelog_exists,
];

pub(crate) fn run(arguments: &[String]) -> Done {
    crate::no_arguments(arguments)?;
    let sources = sources()?;
    let findings: Vec<String> = CHECKS.iter().flat_map(|check| check(&sources)).collect();
    for finding in &findings {
        eprintln!("{finding}");
    }
    match findings.len() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} findings"), "the lines above say what to change")),
    }
}

/// Every text file that git knows or would take in.
fn sources() -> Result<Vec<Source>, Failure> {
    let list = Step::new("git").args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"]);
    let list = list.quiet().output()?;
    let mut sources = Vec::new();
    for path in list.split('\0').filter(|path| !path.is_empty()) {
        let file: PathBuf = paths::at(path);
        // Removed but not yet committed, or a link to a folder.
        if !file.is_file() {
            continue;
        }
        if let Ok(text) = String::from_utf8(paths::read_bytes(&file)?) {
            sources.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(sources)
}
