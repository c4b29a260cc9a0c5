//! The form of a case.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use tidewheel::{ParseOptions, Person, Status, Vars};

/// How the names of state machines end.
pub(crate) const MACHINE: &str = ".machine.json";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Case {
    /// For readers: what the case is about, and where that is written.
    #[serde(rename = "about")]
    _about: String,
    pub(crate) model: String,
    #[serde(default)]
    pub(crate) options: ParseOptions,
    pub(crate) start: Option<Input>,
    pub(crate) load: Option<Value>,
    #[serde(default)]
    pub(crate) at: i64,
    pub(crate) expect: Expect,
    #[serde(default)]
    pub(crate) steps: Vec<Step>,
    /// Whether the BPMN that the state machine is written as belongs to the golden lines.
    #[serde(default)]
    pub(crate) export: bool,
    /// Who is asked about after each step: what each may do.
    #[serde(default)]
    pub(crate) people: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub(crate) at: i64,
    pub(crate) event: Input,
    pub(crate) expect: Expect,
}

/// What a host hands over: data, or text in parts where the very text matters.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Input {
    Text(Vec<Part>),
    Data(Map<String, Value>),
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Part {
    Plain(String),
    Repeated { repeat: String, times: usize },
}

/// What must hold after a step; what is left out is not looked at.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Expect {
    pub(crate) active: Option<Vec<String>>,
    pub(crate) effects: Option<Vec<String>>,
    pub(crate) trace: Option<Vec<String>>,
    pub(crate) status: Option<Status>,
    pub(crate) obligations: Option<Vec<Map<String, Value>>>,
    pub(crate) variables: Option<Vars>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) due: Option<Option<i64>>,
    pub(crate) rejection: Option<String>,
    pub(crate) load_error: Option<String>,
    pub(crate) diagnostics: Option<Vec<Map<String, Value>>>,
    /// What people may do, by their names.
    pub(crate) actions: Option<BTreeMap<String, Vec<String>>>,
    pub(crate) state: Option<String>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) chosen: Option<Option<String>>,
}

/// Tells `null` from a member that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Case {
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let at = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| at(&error))?;
        serde_json::from_str(&text).map_err(|error| at(&error))
    }
}

impl Part {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Repeated { repeat, times } => repeat.repeat(*times),
        }
    }
}
