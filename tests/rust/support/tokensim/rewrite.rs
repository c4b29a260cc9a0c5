//! The simulator takes models as sketches: without data, names and times. What it is told by hand is
//! given to the model as data here, so that a host can tell it.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use crate::trial::Broken;

/// The signal of all events that name none: they hear each other.
const SIGNAL: &str = "signal";

/// How long every timer takes.
const PERIOD: &str = "PT1H";

/// A model that can be run, and what its host must know beyond it.
#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) xml: String,
    /// For each flow that is taken by choice, its source and its variable.
    pub(super) choices: BTreeMap<String, (String, String)>,
    /// Of these flows, those that are taken as long as nobody has chosen.
    pub(super) taken: BTreeSet<String>,
    /// For each conditional event, its variable.
    pub(super) conditions: BTreeMap<String, String>,
    /// Source and target of each message flow.
    pub(super) message_flows: BTreeMap<String, (String, String)>,
    /// Ids of the participants by those of their processes.
    pub(super) participants: BTreeMap<String, String>,
    /// The flows out of event-based gateways, which the simulator does not take.
    pub(super) races: BTreeSet<String>,
}

impl Model {
    /// Of the tasks that would pass their tokens on at once, the host does those that `jobs` says.
    pub(super) fn of(xml: &str, jobs: &dyn Fn(&str) -> bool) -> Result<Self, Broken> {
        let mut root = Tree::read(xml)?;
        root.children.retain(|child| child.local() != "BPMNDiagram");
        let mut seen = Seen::default();
        seen.collect(&root);
        let mut model = seen.model();
        let mut rewrite = Rewrite { model: &mut model, jobs, messages: Vec::new() };
        rewrite.element(&mut root);
        for name in rewrite.messages {
            root.add("message", &[("id", &name), ("name", &name)], "");
        }
        root.add("signal", &[("id", SIGNAL), ("name", SIGNAL)], "");
        model.xml = root.write();
        Ok(model)
    }
}

/// What is in the file, before anything is changed.
#[derive(Default)]
struct Seen {
    /// Tags of all elements by their ids.
    tags: BTreeMap<String, String>,
    /// Each sequence flow with its source, and whether it has a condition.
    flows: Vec<(String, String, bool)>,
    message_flows: BTreeMap<String, (String, String)>,
    participants: BTreeMap<String, String>,
}

impl Seen {
    fn collect(&mut self, tree: &Tree) {
        let attr = |name: &str| tree.attr(name).unwrap_or_default().to_owned();
        self.tags.insert(attr("id"), tree.local().to_owned());
        match tree.local() {
            "sequenceFlow" => {
                let conditional = tree.children.iter().any(|child| child.local() == "conditionExpression");
                self.flows.push((attr("id"), attr("sourceRef"), conditional));
            }
            "messageFlow" => {
                self.message_flows.insert(attr("id"), (attr("sourceRef"), attr("targetRef")));
            }
            "participant" => drop(self.participants.insert(attr("processRef"), attr("id"))),
            _ => {}
        }
        for child in &tree.children {
            self.collect(child);
        }
    }

    /// A gateway that chooses among several flows gets a variable for each; left to itself, an
    /// exclusive one takes its first. An activity takes all, whatever their conditions.
    fn model(&mut self) -> Model {
        let mut model = Model {
            message_flows: std::mem::take(&mut self.message_flows),
            participants: std::mem::take(&mut self.participants),
            ..Model::default()
        };
        for (flow, source, conditional) in &self.flows {
            let mut beside = self.flows.iter().filter(|(_, other, _)| other == source);
            let first = beside.next().is_some_and(|(first, _, _)| first == flow);
            let several = beside.next().is_some();
            let (chosen, taken) = match self.tags.get(source).map(String::as_str) {
                Some("exclusiveGateway") => (several, first),
                Some("inclusiveGateway" | "complexGateway") => (several, false),
                Some("eventBasedGateway") => {
                    model.races.insert(flow.clone());
                    (false, false)
                }
                Some("parallelGateway") => (false, false),
                _ => (*conditional, true),
            };
            if chosen {
                let variable = format!("take{}", model.choices.len());
                model.choices.insert(flow.clone(), (source.clone(), variable));
                if taken {
                    model.taken.insert(flow.clone());
                }
            }
        }
        model
    }
}

struct Rewrite<'a> {
    model: &'a mut Model,
    jobs: &'a dyn Fn(&str) -> bool,
    /// The messages that are invented, each for one element.
    messages: Vec<String>,
}

impl Rewrite<'_> {
    fn element(&mut self, tree: &mut Tree) {
        tree.remove("default");
        match tree.local() {
            "process" => tree.set("isExecutable", "true"),
            // A called process is nothing that the simulator looks into.
            "task" | "manualTask" | "callActivity" => {
                tree.rename(if (self.jobs)(tree.id()) { "userTask" } else { "task" });
            }
            "receiveTask" => {
                let message = self.message(tree.id());
                tree.set("messageRef", &message);
            }
            "sequenceFlow" => {
                tree.children.retain(|child| child.local() != "conditionExpression");
                if let Some((_, variable)) = self.model.choices.get(tree.id()) {
                    tree.add("conditionExpression", &[], &format!("={variable}"));
                }
            }
            local if local.ends_with("Event") => {
                let beside = tree.attr("cancelActivity").or(tree.attr("isInterrupting")) == Some("false");
                let event = tree.id().to_owned();
                for child in &mut tree.children {
                    self.definition(child, &event, beside);
                }
            }
            _ => {}
        }
        for child in &mut tree.children {
            self.element(child);
        }
    }

    fn definition(&mut self, tree: &mut Tree, event: &str, beside: bool) {
        match tree.local() {
            "messageEventDefinition" => {
                tree.children.clear();
                let message = self.message(event);
                tree.set("messageRef", &message);
            }
            "signalEventDefinition" if tree.attr("signalRef").is_none() => {
                tree.set("signalRef", SIGNAL);
            }
            "timerEventDefinition" => {
                tree.children.clear();
                // What does not interrupt can be triggered again.
                if beside {
                    tree.add("timeCycle", &[], &format!("R/{PERIOD}"));
                } else {
                    tree.add("timeDuration", &[], PERIOD);
                }
            }
            "conditionalEventDefinition" => {
                let variable = format!("holds{}", self.model.conditions.len());
                tree.children.clear();
                tree.add("condition", &[], &format!("={variable}"));
                self.model.conditions.insert(event.to_owned(), variable);
            }
            "linkEventDefinition" if tree.attr("name").unwrap_or_default().is_empty() => {
                tree.set("name", "link");
            }
            _ => {}
        }
    }

    /// A message for this element alone.
    fn message(&mut self, element: &str) -> String {
        let name = format!("message_{element}");
        self.messages.push(name.clone());
        name
    }
}
