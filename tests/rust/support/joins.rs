//! The rule of BPMN 13.4.3 a second time, by brute force: from what a model's text draws and what the
//! history tells, without the engine's own tables.

use std::collections::{BTreeMap, BTreeSet};

use tidewheel::{Entry, Key, Outcome};

use super::drawing::Drawing;
use super::trial::Broken;

/// Tokens that wait, by incoming flow.
type Waiting = BTreeMap<String, u64>;

/// Where the tokens of an instance are, as its history tells.
#[derive(Debug)]
pub struct Marking {
    drawing: Drawing,
    acts: BTreeMap<Key, (String, Option<Key>)>,
    /// How many activations each element has, by scope.
    places: BTreeMap<Key, BTreeMap<String, u32>>,
    joins: BTreeMap<(Key, String), Waiting>,
    /// The flows that complex gateways have used since they started.
    used: BTreeMap<(Key, String), BTreeSet<String>>,
}

impl Marking {
    /// Before the start.
    #[must_use]
    pub fn new(drawing: Drawing) -> Self {
        Self {
            drawing,
            acts: BTreeMap::new(),
            places: BTreeMap::new(),
            joins: BTreeMap::new(),
            used: BTreeMap::new(),
        }
    }

    /// Follows one step, then compares with the snapshot after it.
    ///
    /// # Errors
    /// Where an inclusive join fired too early or too late, or tokens wait elsewhere than they came.
    pub fn follow(&mut self, outcome: &Outcome, saved: &str) -> Result<(), Broken> {
        for entry in &outcome.history {
            self.note(entry)?;
        }
        if outcome.status.is_over() {
            return Ok(());
        }
        let (mut told, joins) = (stored(saved)?, &self.joins);
        told.retain(|_, waiting| !waiting.is_empty());
        if told != *joins {
            return Err(format!("by the history {joins:?} wait at joins, by the snapshot {told:?}"));
        }
        for ((scope, gateway), waiting) in joins {
            if self.drawing.joins_inclusively(gateway) && self.awaited(*scope, gateway, waiting).is_empty() {
                return Err(format!(
                    "`{gateway}` in {scope} has {waiting:?} and nothing to wait for: {self:?}"
                ));
            }
        }
        Ok(())
    }

    fn note(&mut self, entry: &Entry) -> Result<(), Broken> {
        match entry {
            Entry::Entered { element, key, scope } => {
                if let Some(scope) = scope {
                    self.fire(*scope, element)?;
                }
                if self.drawing.is(element, "subProcess") && self.drawing.interrupting.contains(&**element) {
                    self.clear(|other| Some(other) == *scope);
                }
                self.acts.insert(*key, (element.to_string(), *scope));
                if let Some(scope) = scope {
                    *self.places.entry(*scope).or_default().entry(element.to_string()).or_default() += 1;
                }
            }
            Entry::Left { element, key } | Entry::Cancelled { element, key } => {
                let around = self.acts.get(key).and_then(|(_, scope)| *scope);
                let mut ended = around.filter(|_| self.drawing.terminating.contains(&**element));
                if self.drawing.cancelling.contains(&**element) && matches!(entry, Entry::Left { .. }) {
                    ended = self.transaction(around);
                }
                self.acts.remove(key);
                self.places.remove(key);
                if let Some(inside) = around.and_then(|scope| self.places.get_mut(&scope))
                    && let Some(count) = inside.get_mut(&**element)
                {
                    *count -= 1;
                    if *count == 0 {
                        inside.remove(&**element);
                    }
                }
                self.clear(|other| other == *key || Some(other) == ended);
            }
            Entry::GatewayReset { element, scope } => {
                let place = (*scope, element.to_string());
                let used = self.used.remove(&place).unwrap_or_default();
                if let Some(mut waiting) = self.joins.remove(&place) {
                    take(&mut waiting, |flow| !used.contains(flow));
                    if !waiting.is_empty() {
                        self.joins.insert(place, waiting);
                    }
                }
            }
            Entry::Arrived { element, flow, scope } => {
                let waiting = self.joins.entry((*scope, element.to_string())).or_default();
                *waiting.entry(flow.to_string()).or_default() += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// The nearest transaction, from a scope outwards.
    fn transaction(&self, mut scope: Option<Key>) -> Option<Key> {
        while let Some(key) = scope {
            let (element, around) = self.acts.get(&key)?;
            if self.drawing.is(element, "transaction") {
                return Some(key);
            }
            scope = *around;
        }
        None
    }

    /// Forgets what waits in scopes that have ended or begun anew.
    fn clear(&mut self, ended: impl Fn(Key) -> bool) {
        self.joins.retain(|(scope, _), _| !ended(*scope));
        self.used.retain(|(scope, _), _| !ended(*scope));
    }

    /// Takes one token from each flow where a gateway is entered that joins.
    fn fire(&mut self, scope: Key, gateway: &str) -> Result<(), Broken> {
        let place = (scope, gateway.to_owned());
        let Some(mut waiting) = self.joins.remove(&place) else { return Ok(()) };
        if let Some(quantity) = self.drawing.quantity(gateway) {
            let mut left = quantity;
            for flow in self.drawing.incoming_in_order(gateway) {
                let count = waiting.entry(flow.to_owned()).or_default();
                let taken = left.min(*count);
                (*count, left) = (*count - taken, left - taken);
            }
            if left > 0 {
                return Err(format!("`{gateway}` in {scope} started without {left} of its tokens"));
            }
            waiting.retain(|_, count| *count > 0);
            if !waiting.is_empty() {
                self.joins.insert(place, waiting);
            }
            return Ok(());
        }
        if self.drawing.is_activated(gateway) {
            self.used.insert(place.clone(), waiting.keys().cloned().collect());
        } else if self.drawing.joins_inclusively(gateway) {
            let awaited = self.awaited(scope, gateway, &waiting);
            if !awaited.is_empty() {
                return Err(format!(
                    "`{gateway}` in {scope} fired with {waiting:?} before {awaited:?}: {self:?}"
                ));
            }
        } else if waiting.len() != self.drawing.incoming(gateway).len() {
            return Err(format!("`{gateway}` in {scope} fired with {waiting:?}"));
        }
        take(&mut waiting, |_| true);
        if !waiting.is_empty() {
            self.joins.insert(place, waiting);
        }
        Ok(())
    }

    /// The tokens elsewhere in the scope that can come by an empty flow, and by none where one waits.
    fn awaited(&self, scope: Key, gateway: &str, waiting: &Waiting) -> Vec<&str> {
        let acts = self.places.get(&scope).into_iter().flat_map(BTreeMap::keys);
        let others = self.joins.range((scope, String::new())..);
        let others = others.take_while(|((around, _), _)| *around == scope).map(|((_, element), _)| element);
        let awaited = |from: &&str| {
            let ways = self.drawing.ways(from, gateway);
            !ways.is_empty() && ways.iter().all(|flow| !waiting.contains_key(*flow))
        };
        acts.chain(others).map(String::as_str).filter(awaited).collect()
    }
}

/// Takes one token from each of the flows.
fn take(waiting: &mut Waiting, from: impl Fn(&str) -> bool) {
    waiting.iter_mut().filter(|(flow, _)| from(flow)).for_each(|(_, count)| *count -= 1);
    waiting.retain(|_, count| *count > 0);
}

/// The joins of a snapshot.
fn stored(saved: &str) -> Result<BTreeMap<(Key, String), Waiting>, Broken> {
    #[derive(serde::Deserialize)]
    struct Saved {
        #[serde(default)]
        joins: Vec<Join>,
    }
    #[derive(serde::Deserialize)]
    struct Join {
        scope: Key,
        node: String,
        #[serde(default)]
        tokens: Waiting,
    }
    let saved: Saved = serde_json::from_str(saved).map_err(|error| error.to_string())?;
    Ok(saved.joins.into_iter().map(|join| ((join.scope, join.node), join.tokens)).collect())
}
