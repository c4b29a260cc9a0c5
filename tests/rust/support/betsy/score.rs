//! The scorecard, and the score on record below which the engine must not fall.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::cases::{GROUPS, cases, folder, read};
use super::verdict::{Verdict, verdict};
use crate::trial::Broken;

/// `tests/betsy/score.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// How many runs give what betsy expects.
    pub passed: usize,
    /// How many doubtful runs give what the specification says instead.
    pub differ: usize,
    /// Models that cannot be run yet, and what they wait for.
    #[serde(default)]
    pub waiting: BTreeMap<String, String>,
}

impl Record {
    /// Reads the record.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read() -> Result<Self, Broken> {
        let path = folder().join("score.json");
        serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// The counts of one group.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// As betsy expects.
    pub passed: usize,
    /// Doubtful, and as the specification says.
    pub differ: usize,
    /// Anything else.
    pub failed: usize,
    /// Those of the failed whose models are known to wait for something.
    pub waiting: usize,
}

/// The counts of all groups, and what failed.
#[derive(Debug, Default)]
pub struct Scorecard {
    rows: Vec<(String, Tally)>,
    failures: Vec<String>,
    /// Models on the list of those that wait which pass.
    ready: Vec<String>,
}

impl Scorecard {
    /// Plays every run.
    ///
    /// # Errors
    /// If the cases cannot be read.
    pub fn of(record: &Record) -> Result<Self, Broken> {
        let mut card = Self::default();
        for group in GROUPS {
            let mut tally = Tally::default();
            for case in cases(group)? {
                let waits = record.waiting.get(&case.model);
                let before = tally.failed;
                for run in &case.runs {
                    match verdict(group, &case, run) {
                        Ok(Verdict::Passed) => tally.passed += 1,
                        Ok(Verdict::Differs) => tally.differ += 1,
                        Err(broken) => {
                            tally.failed += 1;
                            tally.waiting += usize::from(waits.is_some());
                            let why = waits.map(|what| format!("waits for {what}: ")).unwrap_or_default();
                            card.failures.push(format!("{group}/{}: {why}{broken}", case.name(run)));
                        }
                    }
                }
                if waits.is_some() && tally.failed == before {
                    card.ready.push(case.model);
                }
            }
            card.add(group, tally);
        }
        Ok(card)
    }

    /// Adds a row.
    pub fn add(&mut self, group: &str, tally: Tally) {
        self.rows.push((group.to_owned(), tally));
    }

    /// The sum of all rows.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.rows.iter().fold(Tally::default(), |sum, (_, row)| Tally {
            passed: sum.passed + row.passed,
            differ: sum.differ + row.differ,
            failed: sum.failed + row.failed,
            waiting: sum.waiting + row.waiting,
        })
    }

    /// Holds the score against the record.
    ///
    /// # Errors
    /// If it is below the record.
    pub fn check(&self, record: &Record) -> Result<(), Broken> {
        let total = self.total();
        if total.passed < record.passed || total.differ < record.differ {
            return Err(format!(
                "{} runs pass and {} differ; on record are {} and {}",
                total.passed, total.differ, record.passed, record.differ
            ));
        }
        Ok(())
    }
}

impl fmt::Display for Scorecard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:12}{:>6}{:>8}{:>6}", "betsy", "pass", "differ", "fail")?;
        let total = ("all".to_owned(), self.total());
        for (group, row) in self.rows.iter().chain([&total]) {
            write!(f, "{group:12}{:6}{:8}{:6}", row.passed, row.differ, row.failed)?;
            match row.waiting {
                0 => writeln!(f)?,
                waiting => writeln!(f, "  ({waiting} wait for something)")?,
            }
        }
        self.failures.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        self.ready.iter().try_for_each(|model| writeln!(f, "{model} waits no longer: strike it off the list"))
    }
}
