//! What the text of a generated model draws, read without the engine.

use std::collections::{BTreeMap, BTreeSet};

/// What the text of a generated model draws: one element to a line.
#[derive(Clone, Debug, Default)]
pub struct Drawing {
    tags: BTreeMap<String, String>,
    /// Flows: source and target.
    flows: BTreeMap<String, (String, String)>,
    /// The flows in the order of the file.
    order: Vec<String>,
    /// Where else a token can go: from activities to their boundary events, and along links.
    jumps: Vec<(String, String)>,
    /// End events that terminate.
    pub terminating: BTreeSet<String>,
    /// End events that cancel transactions.
    pub cancelling: BTreeSet<String>,
    /// Event subprocesses that end all else in their scope.
    pub interrupting: BTreeSet<String>,
    /// Activities that run several times.
    pub repeating: BTreeSet<String>,
    /// Activities that run in several instances.
    pub several: BTreeSet<String>,
    /// How many tokens activities need to start, where that is several.
    quantities: BTreeMap<String, u64>,
    /// Complex gateways that say when they start.
    activated: BTreeSet<String>,
    /// What undoes an activity.
    pub undone_by: BTreeMap<String, String>,
}

/// Tags of elements that have others inside them.
const SCOPES: [&str; 3] = ["subProcess", "transaction", "adHocSubProcess"];

impl Drawing {
    /// Reads a generated model.
    #[must_use]
    pub fn of(xml: &str) -> Self {
        let mut drawing = Self::default();
        let mut open: Vec<String> = Vec::new();
        let (mut throws, mut catches) = (Vec::new(), BTreeMap::new());
        let mut compensating: BTreeMap<String, String> = BTreeMap::new();
        let mut undoing = BTreeSet::new();
        let mut vague = false;
        for line in xml.lines().map(str::trim) {
            if SCOPES.iter().any(|tag| line.starts_with(&format!("</{tag}>"))) {
                open.pop();
            }
            let Some(id) = attribute(line, "id").map(str::to_owned) else { continue };
            let tag = line.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
            if tag == "sequenceFlow" {
                let ends = (attribute(line, "sourceRef"), attribute(line, "targetRef"));
                if let (Some(source), Some(target)) = ends {
                    drawing.order.push(id.clone());
                    drawing.flows.insert(id, (source.to_owned(), target.to_owned()));
                }
                continue;
            }
            if tag == "association" {
                let host = attribute(line, "sourceRef").and_then(|event| compensating.get(event)).cloned();
                if let (Some(host), Some(undo)) = (host, attribute(line, "targetRef")) {
                    drawing.undone_by.entry(host).or_insert_with(|| undo.to_owned());
                }
                continue;
            }
            drawing.tags.insert(id.clone(), tag.to_owned());
            if let Some(host) = attribute(line, "attachedToRef") {
                drawing.jumps.push((host.to_owned(), id.clone()));
                if line.contains("<compensateEventDefinition") {
                    vague |= compensating.values().any(|other| other == host);
                    compensating.insert(id.clone(), host.to_owned());
                }
            }
            if let Some((_, definition)) = line.split_once("<linkEventDefinition") {
                let name = attribute(definition, "name").unwrap_or_default().to_owned();
                match tag {
                    "intermediateThrowEvent" => throws.push((id.clone(), name)),
                    _ => drop(catches.insert(name, id.clone())),
                }
            }
            drawing.note(&id, tag, line);
            if attribute(line, "isForCompensation") == Some("true") {
                undoing.insert(id.clone());
            }
            if line.contains("<terminateEventDefinition") {
                drawing.terminating.insert(id.clone());
            }
            let mild = attribute(line, "isInterrupting") == Some("false")
                && !["<errorEvent", "<cancelEvent"].iter().any(|always| line.contains(always));
            if let ("startEvent", false, Some(around)) = (tag, mild, open.last()) {
                // Of another subprocess this says nothing.
                drawing.interrupting.insert(around.clone());
            }
            if SCOPES.contains(&tag) && !line.ends_with("/>") {
                open.push(if line.contains("triggeredByEvent") { id } else { String::new() });
            }
        }
        // Where it is not clear what undoes what, nothing is said about it.
        vague |= drawing
            .undone_by
            .values()
            .any(|undo| !undoing.contains(undo) || !drawing.incoming(undo).is_empty());
        if vague {
            drawing.undone_by.clear();
        }
        drawing
            .jumps
            .extend(throws.into_iter().filter_map(|(from, name)| Some((from, catches.get(&name)?.clone()))));
        drawing
    }

    /// What one element says about itself.
    fn note(&mut self, id: &str, tag: &str, line: &str) {
        let quantity = attribute(line, "startQuantity").and_then(|text| text.parse().ok());
        if let Some(quantity) = quantity.filter(|quantity| *quantity > 1) {
            self.quantities.insert(id.to_owned(), quantity);
        }
        if line.contains("LoopCharacteristics ") {
            self.repeating.insert(id.to_owned());
        }
        if line.contains("<multiInstanceLoopCharacteristics") {
            self.several.insert(id.to_owned());
        }
        if tag == "complexGateway" && line.contains("<activationCondition") {
            self.activated.insert(id.to_owned());
        }
        if tag == "endEvent" && line.contains("<cancelEventDefinition") {
            self.cancelling.insert(id.to_owned());
        }
    }

    /// Whether it joins as an inclusive gateway does.
    #[must_use]
    pub fn joins_inclusively(&self, element: &str) -> bool {
        self.is(element, "inclusiveGateway")
            || (self.is(element, "complexGateway") && !self.is_activated(element))
    }

    /// Whether it is a complex gateway that says when it starts.
    #[must_use]
    pub fn is_activated(&self, element: &str) -> bool {
        self.activated.contains(element)
    }

    /// How many tokens an activity needs to start, where that is several.
    #[must_use]
    pub fn quantity(&self, element: &str) -> Option<u64> {
        self.quantities.get(element).copied()
    }

    /// The flows into an element, in the order of the file.
    #[must_use]
    pub fn incoming_in_order(&self, element: &str) -> Vec<&str> {
        let into = |flow: &&String| self.flows.get(*flow).is_some_and(|(_, target)| target == element);
        self.order.iter().filter(into).map(String::as_str).collect()
    }

    /// Whether an element has that tag.
    #[must_use]
    pub fn is(&self, element: &str, tag: &str) -> bool {
        self.tags.get(element).is_some_and(|own| own == tag)
    }

    /// The flows into an element.
    #[must_use]
    pub fn incoming(&self, element: &str) -> BTreeSet<&str> {
        let into = self.flows.iter().filter(|(_, (_, target))| target == element);
        into.map(|(flow, _)| flow.as_str()).collect()
    }

    /// The flows into a gateway by which a token at `from` can reach it, not passing it on the way.
    #[must_use]
    pub fn ways(&self, from: &str, gateway: &str) -> BTreeSet<&str> {
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
