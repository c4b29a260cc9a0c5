//! Runs the cases of DMN's technology compatibility kit: the decisions of its models, with the FEEL of
//! Tidewheel.
//!
//! Files come in as one bundle and a report goes out, so that the same runs as a native program and
//! as a module of WebAssembly, and the reports can be compared byte by byte.

mod boxed;
mod cases;
mod compare;
pub mod corpus;
mod evaluate;
mod model;
mod table;
mod types;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
mod world;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use cases::Verdict;
use model::Model;

/// How many cases there are of each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// As expected.
    pub passed: usize,
    /// Not as expected.
    pub failed: usize,
    /// Not run.
    pub skipped: usize,
}

impl Score {
    /// All cases.
    #[must_use]
    pub fn all(self) -> usize {
        self.passed + self.failed + self.skipped
    }

    fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    fn row(self, name: &str) -> String {
        let hundredths = (self.passed * 10_000).checked_div(self.all()).unwrap_or_default();
        format!(
            "{name:60} {:5} {:5} {:5} {:4}.{:02} %\n",
            self.passed,
            self.failed,
            self.skipped,
            hundredths / 100,
            hundredths % 100
        )
    }
}

/// What became of the cases.
#[derive(Debug, Default)]
pub struct Report {
    /// Every folder, the totals, and each case that did not pass.
    pub text: String,
    /// The folders about FEEL.
    pub feel: Score,
    /// All folders.
    pub all: Score,
}

/// Adds a file to a bundle.
pub fn pack(bundle: &mut Vec<u8>, path: &str, content: &[u8]) {
    bundle.extend(format!("{path}\n{}\n", content.len()).bytes());
    bundle.extend(content);
}

fn unpack(mut bundle: &[u8]) -> Vec<(&str, &str)> {
    let mut files = Vec::new();
    let mut next = || {
        let mut line = || {
            let end = bundle.iter().position(|byte| *byte == b'\n')?;
            let (line, rest) = bundle.split_at_checked(end)?;
            bundle = rest.get(1..)?;
            std::str::from_utf8(line).ok()
        };
        let (path, length) = (line()?, line()?.parse().ok()?);
        let (content, rest) = bundle.split_at_checked(length)?;
        bundle = rest;
        Some((path, std::str::from_utf8(content).unwrap_or_default()))
    };
    while let Some(file) = next() {
        files.push(file);
    }
    files
}

/// Runs all cases of a bundle. Files in one folder belong together.
#[must_use]
pub fn run(bundle: &[u8]) -> Report {
    let mut folders = BTreeMap::<&str, Vec<(&str, &str)>>::new();
    for (path, content) in unpack(bundle) {
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
        folders.entry(folder).or_default().push((file, content));
    }
    let mut report = Report::default();
    let mut trouble = String::new();
    for (folder, files) in folders {
        let score = folder_of(folder, &files, &mut trouble);
        if score.all() == 0 {
            continue;
        }
        report.text += &score.row(folder);
        report.all.add(score);
        if folder.contains("-feel-") {
            report.feel.add(score);
        }
    }
    report.text = format!("{:60}  pass  fail  skip\n{}", "folder", report.text);
    report.text += &report.feel.row("folders of FEEL");
    report.text += &report.all.row("all folders");
    report.text += &trouble;
    report
}

fn folder_of(folder: &str, files: &[(&str, &str)], trouble: &mut String) -> Score {
    let parsed: Vec<_> = files
        .iter()
        .filter_map(|(file, content)| {
            let content = content.trim_start_matches('\u{feff}');
            match roxmltree::Document::parse(content) {
                Ok(document) => Some((*file, document)),
                Err(error) => {
                    let _ = writeln!(trouble, "{folder}/{file}: {error}");
                    None
                }
            }
        })
        .collect();
    let of = |name: &'static str| {
        parsed.iter().filter(move |(_, document)| model::local(&document.root_element()) == name)
    };
    let models: Vec<(String, Arc<Model>)> = of("definitions")
        .map(|(file, document)| ((*file).to_owned(), Arc::new(Model::read(document.root_element()))))
        .collect();
    let mut score = Score::default();
    for (_, document) in of("testCases") {
        for (id, verdict) in cases::run(document.root_element(), &models) {
            let (count, said) = match verdict {
                Verdict::Passed => {
                    score.passed += 1;
                    continue;
                }
                Verdict::Failed(why) => (&mut score.failed, format!("failed: {why}")),
                Verdict::Skipped(why) => (&mut score.skipped, format!("skipped: {why}")),
            };
            *count += 1;
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(trouble, "{folder} {id} {said}");
        }
    }
    score
}
