//! The rule of BPMN 13.4.3 a second time, by brute force: from what a model's text draws and what the
//! history tells, without the engine's own tables.

use std::collections::{BTreeMap, BTreeSet};

use tidewheel::{Entry, Key, Outcome};

use super::trial::Broken;

/// What the text of a generated model draws: one element to a line.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    tags: BTreeMap<String, String>,
    /// Flows: source and target.
    flows: BTreeMap<String, (String, String)>,
    /// Where else a token can go: from activities to their boundary events, and along links.
    jumps: Vec<(String, String)>,
    terminating: BTreeSet<String>,
    /// Event subprocesses that end all else in their scope.
    interrupting: BTreeSet<String>,
}

impl Drawing {
    /// Reads a generated model.
    #[must_use]
    pub fn of(xml: &str) -> Self {
        let mut drawing = Self::default();
        let mut open: Vec<String> = Vec::new();
        let (mut throws, mut catches) = (Vec::new(), BTreeMap::new());
        for line in xml.lines().map(str::trim) {
            if line.starts_with("</subProcess") {
                open.pop();
            }
            let Some(id) = attribute(line, "id").map(str::to_owned) else { continue };
            let tag = line.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
            if tag == "sequenceFlow" {
                let ends = (attribute(line, "sourceRef"), attribute(line, "targetRef"));
                if let (Some(source), Some(target)) = ends {
                    drawing.flows.insert(id, (source.to_owned(), target.to_owned()));
                }
                continue;
            }
            drawing.tags.insert(id.clone(), tag.to_owned());
            if let Some(host) = attribute(line, "attachedToRef") {
                drawing.jumps.push((host.to_owned(), id.clone()));
            }
            if let Some((_, definition)) = line.split_once("<linkEventDefinition") {
                let name = attribute(definition, "name").unwrap_or_default().to_owned();
                match tag {
                    "intermediateThrowEvent" => throws.push((id.clone(), name)),
                    _ => drop(catches.insert(name, id.clone())),
                }
            }
            if line.contains("<terminateEventDefinition") {
                drawing.terminating.insert(id.clone());
            }
            let mild = attribute(line, "isInterrupting") == Some("false") && !line.contains("<errorEvent");
            if let ("startEvent", false, Some(around)) = (tag, mild, open.last()) {
                // Of another subprocess this says nothing.
                drawing.interrupting.insert(around.clone());
            }
            if tag == "subProcess" && !line.ends_with("/>") {
                open.push(if line.contains("triggeredByEvent") { id } else { String::new() });
            }
        }
        drawing
            .jumps
            .extend(throws.into_iter().filter_map(|(from, name)| Some((from, catches.get(&name)?.clone()))));
        drawing
    }

    fn is(&self, element: &str, tag: &str) -> bool {
        self.tags.get(element).is_some_and(|own| own == tag)
    }

    fn incoming(&self, element: &str) -> BTreeSet<&str> {
        let into = self.flows.iter().filter(|(_, (_, target))| target == element);
        into.map(|(flow, _)| flow.as_str()).collect()
    }

    /// The flows into a gateway by which a token at `from` can reach it, not passing it on the way.
    fn ways(&self, from: &str, gateway: &str) -> BTreeSet<&str> {
        let (mut ways, mut seen) = (BTreeSet::new(), BTreeSet::new());
        let mut queue = vec![from];
        while let Some(node) = queue.pop() {
            if node == gateway || !seen.insert(node) {
                continue;
            }
            for (flow, (_, target)) in self.flows.iter().filter(|(_, (source, _))| source == node) {
                if target == gateway {
                    ways.insert(flow.as_str());
                }
                queue.push(target);
            }
            queue.extend(self.jumps.iter().filter(|(source, _)| source == node).map(|(_, to)| to.as_str()));
        }
        ways
    }
}

/// The value of an attribute of the first element in a line.
fn attribute<'l>(line: &'l str, name: &str) -> Option<&'l str> {
    let head = line.split_once('>').map_or(line, |(head, _)| head);
    let (_, rest) = head.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Tokens that wait, by incoming flow.
type Waiting = BTreeMap<String, u64>;

/// Where the tokens of an instance are, as its history tells.
#[derive(Debug)]
pub struct Marking {
    drawing: Drawing,
    acts: BTreeMap<Key, (String, Option<Key>)>,
    joins: BTreeMap<(Key, String), Waiting>,
}

impl Marking {
    /// Before the start.
    #[must_use]
    pub fn new(drawing: Drawing) -> Self {
        Self { drawing, acts: BTreeMap::new(), joins: BTreeMap::new() }
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
        let (told, joins) = (stored(saved)?, &self.joins);
        if told != *joins {
            return Err(format!("by the history {joins:?} wait at joins, by the snapshot {told:?}"));
        }
        for ((scope, gateway), waiting) in joins {
            if self.drawing.is(gateway, "inclusiveGateway")
                && self.awaited(*scope, gateway, waiting).is_empty()
            {
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
                    self.joins.retain(|(other, _), _| Some(*other) != *scope);
                }
                self.acts.insert(*key, (element.to_string(), *scope));
            }
            Entry::Left { element, key } | Entry::Cancelled { element, key } => {
                let terminated = self.drawing.terminating.contains(&**element);
                let scope = self.acts.remove(key).and_then(|(_, scope)| scope).filter(|_| terminated);
                self.joins.retain(|(other, _), _| other != key && Some(*other) != scope);
            }
            Entry::Arrived { element, flow, scope } => {
                let waiting = self.joins.entry((*scope, element.to_string())).or_default();
                *waiting.entry(flow.to_string()).or_default() += 1;
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes one token from each flow where a gateway is entered that joins.
    fn fire(&mut self, scope: Key, gateway: &str) -> Result<(), Broken> {
        let place = (scope, gateway.to_owned());
        let Some(mut waiting) = self.joins.remove(&place) else { return Ok(()) };
        if self.drawing.is(gateway, "inclusiveGateway") {
            let awaited = self.awaited(scope, gateway, &waiting);
            if !awaited.is_empty() {
                return Err(format!(
                    "`{gateway}` in {scope} fired with {waiting:?} before {awaited:?}: {self:?}"
                ));
            }
        } else if waiting.len() != self.drawing.incoming(gateway).len() {
            return Err(format!("`{gateway}` in {scope} fired with {waiting:?}"));
        }
        waiting.values_mut().for_each(|count| *count -= 1);
        waiting.retain(|_, count| *count > 0);
        if !waiting.is_empty() {
            self.joins.insert(place, waiting);
        }
        Ok(())
    }

    /// The tokens elsewhere in the scope that can come by an empty flow, and by none where one waits.
    fn awaited(&self, scope: Key, gateway: &str, waiting: &Waiting) -> Vec<&str> {
        let acts =
            self.acts.values().filter(|(_, around)| *around == Some(scope)).map(|(element, _)| element);
        let others = self.joins.keys().filter(|(around, _)| *around == scope).map(|(_, element)| element);
        let awaited = |from: &&str| {
            let ways = self.drawing.ways(from, gateway);
            !ways.is_empty() && ways.iter().all(|flow| !waiting.contains_key(*flow))
        };
        acts.chain(others).map(String::as_str).filter(awaited).collect()
    }
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
        tokens: Waiting,
    }
    let saved: Saved = serde_json::from_str(saved).map_err(|error| error.to_string())?;
    Ok(saved.joins.into_iter().map(|join| ((join.scope, join.node), join.tokens)).collect())
}
