//! Counts what became of all models.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tidewheel::Diagnostic;
use tidewheel::sim::Standstill;

use super::class::Class;
use super::outcome::{Outcome, outcome};

/// The time that loading any model may take.
const SLOW: Duration = Duration::from_millis(100);

/// The counts, and the findings of each model.
#[derive(Debug, Default)]
pub struct Report {
    files: usize,
    loaded: usize,
    classes: BTreeMap<Class, usize>,
    runs: BTreeMap<&'static str, usize>,
    /// Of the models that an engine could run and that are not fully supported: in how many each reason
    /// is found, and in how many it is the only one.
    reasons: BTreeMap<String, (usize, usize)>,
    slow: usize,
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
            report.files += 1;
            match outcome(&bytes) {
                Ok(outcome) => report.count(&name, &outcome),
                Err(broken) => report.broken.push_str(&format!("{name}: {broken}\n")),
            }
        }
        report
    }

    /// Each model by itself: its class, and what keeps it from being fully supported.
    #[must_use]
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// What broke; empty where nothing did.
    #[must_use]
    pub fn broken(&self) -> &str {
        &self.broken
    }

    fn count(&mut self, name: &str, outcome: &Outcome) {
        self.total += outcome.took;
        self.slow += usize::from(outcome.took > SLOW);
        if outcome.took > self.slowest {
            self.slowest = outcome.took;
            name.clone_into(&mut self.slowest_file);
        }
        self.loaded += usize::from(outcome.loaded);
        for run in &outcome.runs {
            *self.runs.entry(word(*run)).or_default() += 1;
        }
        let class = Class::of(outcome);
        *self.classes.entry(class).or_default() += 1;
        self.lines.push_str(&format!("{name}: {class}\n"));
        for one in &outcome.findings {
            self.lines.push_str(&format!("    {} line {}: {}\n", one.code, one.line, one.message));
        }
        if class == Class::Partly {
            let reasons: BTreeSet<String> = outcome.findings.iter().map(reason).collect();
            let alone = usize::from(reasons.len() == 1);
            for reason in reasons {
                let (all, only) = self.reasons.entry(reason).or_default();
                *all += 1;
                *only += alone;
            }
        }
    }
}

/// The code and the construct: for what has no effect or cannot be run, what it is.
fn reason(found: &Diagnostic) -> String {
    let code = &*found.code;
    match code {
        "unsupportedElement" => format!("{code}: {}", found.message.trim_end_matches(" is not executed")),
        "inertData" | "inertExtension" => {
            let construct = found.message.split('`').nth(1).unwrap_or_default();
            format!("{code}: `{}`", construct.rsplit(':').next().unwrap_or(construct))
        }
        _ => code.to_owned(),
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
        let count = |class| self.classes.get(&class).copied().unwrap_or(0);
        let (fully, partly) = (count(Class::Fully) + count(Class::Doubtful), count(Class::Partly));
        let share = |all: usize| format!("{}.{} %", fully * 100 / all.max(1), fully * 1000 / all.max(1) % 10);
        let (own, all) = (fully + partly, fully + partly + count(Class::ForeignLanguage));
        writeln!(f, "real models: {}, of which {} load", self.files, self.loaded)?;
        writeln!(f, "executable: {own}; fully supported: {fully}, which is {}", share(own))?;
        writeln!(f, "with those in the language of a host: {all}, of which that is {}", share(all))?;
        let classes = self.classes.iter().map(|(class, count)| (class.to_string(), *count, 0));
        list(f, "models by class", classes.collect())?;
        let runs = self.runs.iter().map(|(word, count)| ((*word).to_owned(), *count, 0));
        list(f, "runs, by how they stood in the end", runs.collect())?;
        let reasons = self.reasons.iter().map(|(reason, (all, only))| (reason.clone(), *all, *only));
        list(f, "what keeps executable models from full support (in how many; alone)", reasons.collect())?;
        writeln!(f, "slower than {} ms to load: {}", SLOW.as_millis(), self.slow)?;
        writeln!(f, "slowest: {} in {} ms", self.slowest_file, self.slowest.as_millis())
    }
}

/// The most frequent first.
fn list(f: &mut fmt::Formatter<'_>, title: &str, mut rows: Vec<(String, usize, usize)>) -> fmt::Result {
    rows.sort_by_key(|(name, count, _)| (std::cmp::Reverse(*count), name.clone()));
    writeln!(f, "{title}:")?;
    rows.iter().try_for_each(|(name, count, only)| match only {
        0 => writeln!(f, "  {count:5}        {name}"),
        only => writeln!(f, "  {count:5} {only:5}  {name}"),
    })
}
