//! The form of a scenario, and of the list of those that may differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::trial::Broken;

/// What happens to one model, and which traces must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// File name of the model.
    pub model: String,
    /// What the scenario is about.
    pub group: String,
    /// Whether the simulator itself does not run it.
    #[serde(rename = "skipped_upstream")]
    pub skipped: bool,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One thing that happens or must hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// Triggers a start event, or what waits at the element.
    Fire {
        /// Id of the element.
        fire: String,
    },
    /// The activity waits from now on until it is triggered.
    Hold {
        /// Id of the activity.
        hold: String,
    },
    /// The gateway takes these flows from now on.
    Choose {
        /// Id of the gateway.
        choose: String,
        /// Ids of the flows.
        flows: Vec<String>,
    },
    /// Sends a message along a message flow.
    Send {
        /// Id of the message flow.
        send: String,
    },
    /// The trace since the last expectation.
    Expect {
        /// File name of the trace.
        expect: String,
    },
    /// Nothing runs any more.
    Finished {
        /// Always so.
        #[serde(rename = "expect_finished")]
        finished: bool,
    },
}

impl Scenario {
    /// All scenarios of the folder.
    ///
    /// # Errors
    /// If the list cannot be read.
    pub fn all(folder: &Path) -> Result<Vec<Self>, Broken> {
        read(&folder.join("scenarios.json"))
    }

    /// A name that no other scenario has: its group and the last trace that it expects.
    #[must_use]
    pub fn name(&self) -> String {
        let trace = self.steps.iter().rev().find_map(|step| match step {
            Step::Expect { expect } => Some(expect),
            _ => None,
        });
        let file = trace.unwrap_or(&self.model);
        let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
        format!("{}/{}", self.group, stem.trim_start_matches("Simulator.")).replace(' ', "-")
    }

    /// What is held at any time.
    pub fn held(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Hold { hold } => Some(hold.as_str()),
            _ => None,
        })
    }
}

/// A scenario in which the engine follows the specification, and the simulator does not.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    name: String,
    /// The rule, with its section of BPMN.
    pub reason: String,
    /// In what they differ: exactly these lines.
    pub differs: Vec<String>,
}

/// The exceptions by the names of their scenarios.
///
/// # Errors
/// If the list cannot be read.
pub fn exceptions(path: &Path) -> Result<BTreeMap<String, Exception>, Broken> {
    let list: Vec<Exception> = read(path)?;
    Ok(list.into_iter().map(|one| (one.name.clone(), one)).collect())
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Broken> {
    let said = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| said(&error))?;
    serde_json::from_str(&text).map_err(|error| said(&error))
}
