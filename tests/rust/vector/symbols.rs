//! Symbolic keys: `@ship` is the key of what is open at `ship`, of the kind that the member wants.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tidewheel::{Definition, Instance, Key, Obligation};

use super::case::Input;
use super::lines::json;

/// Members of an event that hold keys, and the kind of what they name.
const KEYS: [(&str, &str); 8] = [
    ("job", "job"),
    ("timer", "timer"),
    ("subscription", "subscription"),
    ("incident", "incident"),
    ("call", "call"),
    ("evaluation", "evaluation"),
    ("scope", "activation"),
    ("activation", "activation"),
];

/// What every symbol means, or meant last: `kind:element#n`, n counted from 1 in the order of keys.
#[derive(Debug, Default)]
pub(super) struct Symbols(BTreeMap<String, Key>);

impl Symbols {
    /// Learns what is open now; what is not open any more keeps its last meaning.
    pub(super) fn learn(&mut self, definition: &Definition, instance: &Instance) {
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        let mut note = |kind: &str, element: &str, key: Key| {
            let name = format!("{kind}:{element}");
            let count = counts.entry(name.clone()).or_default();
            *count += 1;
            self.0.insert(format!("{name}#{count}"), key);
        };
        for open in instance.obligations(definition) {
            let kind = match &open {
                Obligation::Job(_) => "job",
                Obligation::Timer(_) => "timer",
                Obligation::Subscription(_) => "subscription",
                Obligation::Call(_) => "call",
                Obligation::Evaluation(_) => "evaluation",
                Obligation::Incident(_) => "incident",
                _ => continue,
            };
            note(kind, open.element(), open.key());
        }
        for activation in instance.active(definition) {
            note("activation", &activation.element, activation.key);
        }
    }

    /// The JSON text of an event, symbols replaced by keys.
    pub(super) fn text(&self, input: &Input) -> Result<String, String> {
        match input {
            Input::Text(parts) => Ok(parts.iter().map(super::case::Part::text).collect()),
            Input::Data(data) => json(&self.resolved(data)?),
        }
    }

    fn resolved(&self, data: &Map<String, Value>) -> Result<Map<String, Value>, String> {
        let mut data = data.clone();
        for (member, kind) in KEYS {
            let symbol = data.get(member).and_then(Value::as_str).and_then(|text| text.strip_prefix('@'));
            if let Some(symbol) = symbol {
                let key = self.find(kind, symbol)?;
                data.insert(member.to_owned(), Value::from(key.0));
            }
        }
        let instructions = data.get_mut("instructions").and_then(Value::as_array_mut);
        for instruction in instructions.into_iter().flatten().filter_map(Value::as_object_mut) {
            *instruction = self.resolved(instruction)?;
        }
        Ok(data)
    }

    fn find(&self, kind: &str, symbol: &str) -> Result<Key, String> {
        let mut name = if symbol.contains(':') { symbol.to_owned() } else { format!("{kind}:{symbol}") };
        if !name.contains('#') {
            name.push_str("#1");
        }
        self.0.get(&name).copied().ok_or_else(|| format!("`@{symbol}` was never open as {kind}"))
    }
}
