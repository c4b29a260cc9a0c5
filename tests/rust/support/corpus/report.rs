//! Counts what became of all models.

#![expect(clippy::disallowed_types, reason = "how long a model takes is one of the counts")]

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tidewheel::Diagnostic;
use tidewheel::sim::Standstill;

use super::outcome::{Outcome, outcome};

/// The counts, and a line for each model.
#[derive(Debug, Default)]
pub struct Report {
    files: usize,
    loaded: usize,
    executable: usize,
    clean: usize,
    runs: BTreeMap<&'static str, usize>,
    refused: BTreeMap<String, usize>,
    constructs: BTreeMap<String, usize>,
    slowest: Duration,
    slowest_file: String,
    total: Duration,
    lines: String,
    broken: String,
}

impl Report {
    /// Loads and runs all models.
    #[must_use]
    pub fn of(folder: &Path, models: &[PathBuf]) -> Self {
        let mut report = Self::default();
        for path in models {
            let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
            let Ok(bytes) = fs::read(path) else {
                report.broken.push_str(&format!("{name}: cannot be read\n"));
                continue;
            };
            let started = Instant::now();
            let outcome = outcome(&bytes);
            report.time(&name, started.elapsed());
            report.files += 1;
            let line = match outcome {
                Ok(outcome) => report.count(outcome),
                Err(broken) => {
                    report.broken.push_str(&format!("{name}: {broken}\n"));
                    "BROKEN".to_owned()
                }
            };
            report.lines.push_str(&format!("{name}: {line}\n"));
        }
        report
    }

    /// One line for each model.
    #[must_use]
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// What broke; empty where nothing did.
    #[must_use]
    pub fn broken(&self) -> &str {
        &self.broken
    }

    fn time(&mut self, name: &str, took: Duration) {
        self.total += took;
        if took > self.slowest {
            self.slowest = took;
            name.clone_into(&mut self.slowest_file);
        }
    }

    fn count(&mut self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Refused(found) => self.count_refusal(&found),
            Outcome::Loaded { executable, clean, runs } => {
                self.loaded += 1;
                self.executable += usize::from(executable);
                self.clean += usize::from(executable && clean);
                for run in &runs {
                    *self.runs.entry(word(*run)).or_default() += 1;
                }
                format!("loaded, {}", runs.iter().map(|run| word(*run)).collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// Each code and construct counts once for each model.
    fn count_refusal(&mut self, found: &[Diagnostic]) -> String {
        let mut codes: Vec<String> = found.iter().map(|one| one.code.to_string()).collect();
        codes.sort();
        codes.dedup();
        for code in &codes {
            *self.refused.entry(code.clone()).or_default() += 1;
        }
        let unsupported = found.iter().filter(|one| &*one.code == "unsupportedElement");
        let construct = |one: &Diagnostic| one.message.trim_end_matches(" is not executed").to_owned();
        let mut constructs: Vec<String> = unsupported.map(construct).collect();
        constructs.sort();
        constructs.dedup();
        for construct in constructs {
            *self.constructs.entry(construct).or_default() += 1;
        }
        let first =
            found.first().map(|one| format!("line {}: {}", one.line, one.message)).unwrap_or_default();
        format!("refused, {}; {first}", codes.join(" "))
    }
}

fn word(run: Standstill) -> &'static str {
    match run {
        Standstill::Ended => "ended",
        Standstill::Waiting => "waiting",
        Standstill::Until => "out of time",
        Standstill::Limit => "at the limit of steps",
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let refused = self.files - self.loaded;
        writeln!(f, "real models: {} in {:.1} s", self.files, self.total.as_secs_f64())?;
        writeln!(f, "  loaded            {:5}", self.loaded)?;
        writeln!(f, "  executable        {:5}", self.executable)?;
        writeln!(f, "  fully supported   {:5}", self.clean)?;
        writeln!(f, "  refused           {refused:5}")?;
        list(f, "runs, by how they stood in the end", self.runs.iter().map(|(word, count)| (*word, *count)))?;
        list(f, "models refused, by code", self.refused.iter().map(|(code, count)| (code.as_str(), *count)))?;
        let constructs = self.constructs.iter().map(|(construct, count)| (construct.as_str(), *count));
        list(f, "`unsupportedElement`, by construct", constructs)?;
        writeln!(f, "slowest: {} in {} ms", self.slowest_file, self.slowest.as_millis())
    }
}

/// The most frequent first.
fn list<'a>(
    f: &mut fmt::Formatter<'_>,
    title: &str,
    rows: impl Iterator<Item = (&'a str, usize)>,
) -> fmt::Result {
    let mut rows: Vec<(&str, usize)> = rows.collect();
    rows.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    writeln!(f, "{title}:")?;
    rows.iter().try_for_each(|(name, count)| writeln!(f, "  {count:5}  {name}"))
}
