//! What the messages of a definition must agree in (BPMN 8.4.2), by the names of messages and
//! properties.

use crate::map::{Map, Set};

use super::Digest;
use crate::expr::Expr;
use crate::read::CorrelationModel;
use crate::value::{CollectVec, Text, Value, Vars, vars};

/// Where one property is found in one message, or in the data of one process.
type Paths = Map<Text, Map<Text, Expr>>;

/// The correlation keys of a definition.
#[derive(Debug, Default)]
pub(crate) struct Correlation {
    /// Sets of properties that identify an instance together. A property that the file puts into no
    /// key is one by itself.
    keys: Vec<Set<Text>>,
    /// By the message's name.
    messages: Paths,
    /// By the id of the process.
    bindings: Paths,
}

impl Correlation {
    pub(super) fn new(model: CorrelationModel) -> Self {
        let mut correlation = Self::default();
        for key in model.keys {
            correlation.keys.push(key.into_iter().collect());
        }
        for (property, message, path) in model.paths {
            if !correlation.keys.iter().any(|key| key.contains(&property)) {
                correlation.keys.push(Set::from_iter([property.clone()]));
            }
            correlation.messages.or_default(message).or_insert(property, path);
        }
        for (process, property, path) in model.bindings {
            correlation.bindings.or_default(process).or_insert(property, path);
        }
        correlation
    }

    /// Whether any message is correlated in this way.
    pub(crate) fn is_used(&self) -> bool {
        !self.messages.is_empty()
    }

    /// Whether a message carries a property.
    pub(crate) fn carries(&self, message: &str, property: &str) -> bool {
        self.messages.get(message).is_some_and(|paths| paths.contains_key(property))
    }

    /// Where a process finds the properties in its own data.
    pub(crate) fn bindings(&self, process: &str) -> impl Iterator<Item = (&Text, &Expr)> {
        self.bindings.get(process).into_iter().flatten()
    }

    /// The values that the payload of a message gives to its properties. One that is not there, or
    /// cannot be computed, is left out.
    pub(crate) fn read(&self, message: &str, payload: &Vars) -> Vars {
        let paths = self.messages.get(message).into_iter().flatten();
        let found = paths.filter_map(|(property, path)| Some((property.clone(), path.eval(payload).ok()?)));
        vars(found.filter(|(_, value)| !value.is_null()))
    }

    /// Of some properties, those whose keys are complete: half a key identifies nothing.
    pub(crate) fn complete(&self, values: &Vars) -> Vars {
        let known = |key: &&Set<Text>| key.iter().all(|name| values.contains_key(name));
        let keys: Vec<&Set<Text>> = self.keys.iter().filter(known).collect_vec();
        let named = |name: &Text| keys.iter().any(|key| key.contains(name));
        let mut complete = values.clone();
        complete.retain(|name, value| named(name) && !value.is_null());
        complete
    }

    /// What a subscription for a message asks of it, where the properties have these values.
    pub(crate) fn wanted(&self, message: &str, values: &Vars) -> Option<Value> {
        let mut own = self.complete(values);
        own.retain(|name, _| self.carries(message, name));
        (!own.is_empty()).then(|| Value::from(own))
    }

    /// Joins the fingerprint only where the file uses it.
    pub(super) fn digest(&self, digest: &mut Digest) {
        if !self.is_used() {
            return;
        }
        digest.text("correlation");
        for key in &self.keys {
            key.iter().for_each(|name| digest.text(name));
            digest.number(key.len() as u64);
        }
        for (owner, path) in [&self.messages, &self.bindings].into_iter().flatten() {
            digest.text(owner);
            for (property, path) in path {
                digest.text(property);
                digest.expr(path);
            }
        }
    }
}
