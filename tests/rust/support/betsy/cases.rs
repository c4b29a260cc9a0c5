//! The form of `runs.json`, and which files there are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tidewheel::{Text, Vars};

use crate::trial::Broken;

/// The folders below `tests/betsy`, in the order of the scorecard.
pub const GROUPS: [&str; 7] = ["basics", "gateways", "activities", "events", "data", "cfpatterns", "errors"];

/// One model and its runs.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// Name of the file, without its ending.
    pub model: String,
    /// The processes to start, in this order.
    #[serde(default = "only_main")]
    pub start: Vec<Text>,
    /// Labels that betsy does not look at.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Why betsy's expectation may be wrong.
    pub doubtful: Option<String>,
    /// A model in which the expectation holds, where it does not hold in the model itself.
    pub as_meant: Option<String>,
    /// The runs.
    pub runs: Vec<Run>,
}

fn only_main() -> Vec<Text> {
    vec![Text::from("main")]
}

/// One run of a model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The start variables `a`, `b` and `c` say whether this text contains the letter.
    #[serde(default)]
    pub input: String,
    /// Further start variables.
    #[serde(default)]
    pub variables: Vars,
    /// The labels that betsy expects, sorted.
    pub expect: Vec<String>,
    /// How betsy expects it to fail.
    pub error: Option<Expected>,
    /// The labels that are right by the specification, where betsy is not.
    pub ours: Option<Vec<String>>,
    /// Why, from the specification.
    pub reason: Option<String>,
}

/// How a run is expected to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Expected {
    /// The start is rejected, or the run gets stuck in an incident.
    Failed,
    /// The instance ends by an error that nothing catches.
    Uncaught,
    /// It is refused, or fails in any way.
    Any,
}

/// The folder of the cases.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("betsy")
}

/// The cases of a group.
///
/// # Errors
/// If they cannot be read.
pub fn cases(group: &str) -> Result<Vec<Case>, Broken> {
    let path = folder().join(group).join("runs.json");
    serde_json::from_str(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// The text of a model.
///
/// # Errors
/// If it cannot be read.
pub fn model(group: &str, name: &str) -> Result<String, Broken> {
    read(&folder().join(group).join(format!("{name}.bpmn")))
}

pub(super) fn read(path: &Path) -> Result<String, Broken> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

impl Case {
    /// Names of the runs: the model, with the input where there are several.
    #[must_use]
    pub fn name(&self, run: &Run) -> String {
        let mut name = self.model.clone();
        if !run.input.is_empty() {
            name.push_str(&format!(" {}", run.input));
        }
        for (variable, value) in &run.variables {
            let number = value.as_number().map(|number| number.to_string()).unwrap_or_default();
            name.push_str(&format!(" {variable}={number}"));
        }
        name
    }

    /// Only what is doubtful may differ, and not without a reason.
    fn sound(&self) -> Result<(), Broken> {
        for run in &self.runs {
            if run.ours.is_some() != run.reason.is_some() {
                return Err(format!("{}: `ours` and `reason` go together", self.model));
            }
            if run.ours.is_some() && self.doubtful.is_none() {
                return Err(format!("{}: differs, and is not `doubtful`", self.model));
            }
        }
        if self.as_meant.is_some() && self.runs.iter().all(|run| run.ours.is_none()) {
            return Err(format!("{}: `asMeant` is for runs that differ", self.model));
        }
        Ok(())
    }
}

/// How many models and runs betsy has.
const BETSY: (usize, usize) = (136, 210);

/// Checks that the cases are sound and complete, and that every file belongs to one.
///
/// # Errors
/// What is wrong.
pub fn check() -> Result<(), Broken> {
    let (mut models, mut runs) = (0, 0);
    for group in GROUPS {
        let mut owned = BTreeSet::from(["runs.json".to_owned()]);
        for case in cases(group)? {
            case.sound()?;
            models += 1;
            runs += case.runs.len();
            owned.extend([&case.model].into_iter().chain(&case.as_meant).map(|name| format!("{name}.bpmn")));
        }
        let path = folder().join(group);
        let at = |error: std::io::Error| format!("{}: {error}", path.display());
        let mut found = BTreeSet::new();
        for entry in fs::read_dir(&path).map_err(at)? {
            found.insert(entry.map_err(at)?.file_name().to_string_lossy().into_owned());
        }
        if found != owned {
            let stray: Vec<_> = found.symmetric_difference(&owned).collect();
            return Err(format!("{group}: files and cases differ by {stray:?}"));
        }
    }
    if (models, runs) == BETSY {
        Ok(())
    } else {
        Err(format!("{models} models with {runs} runs; betsy has {} with {}", BETSY.0, BETSY.1))
    }
}
