//! What one instance has done, in the words of the simulator's traces.

use std::collections::BTreeMap;

use tidewheel::{Definition, ElementInfo, Entry, Instance, Key, Text};

/// Tokens that wait at joins: for each scope and join, how many by each flow.
type Waiting = BTreeMap<(Key, Text), BTreeMap<Text, usize>>;

/// What is known of an instance beyond itself.
#[derive(Debug, Default)]
pub(super) struct Record {
    waiting: Waiting,
    /// Tokens on their way into subprocesses, by scope and subprocess.
    coming: BTreeMap<(Key, Text), usize>,
}

/// What happened that a trace tells, too.
pub(super) enum Step {
    Entered(Text),
    /// A token has left the element.
    Left(Text),
}

impl Record {
    /// Takes in what has happened. At a join the simulator enters each token, the engine all at once.
    pub(super) fn follow(&mut self, definition: &Definition, history: &[Entry]) -> Vec<Step> {
        let mut steps = Vec::new();
        for entry in history {
            match entry {
                Entry::Entered { element, scope, .. } => {
                    let place = (scope.unwrap_or_default(), element.clone());
                    if !self.consume(&place) && self.comes(definition, &place) {
                        steps.push(Step::Entered(element.clone()));
                    }
                }
                Entry::Arrived { element, flow, scope } => {
                    let flows = self.waiting.entry((*scope, element.clone())).or_default();
                    *flows.entry(flow.clone()).or_default() += 1;
                    steps.push(Step::Entered(element.clone()));
                }
                Entry::FlowTaken { flow, scope } => {
                    if let Some(target) = target(definition, flow) {
                        *self.coming.entry((*scope, target)).or_default() += 1;
                    }
                    steps.push(Step::Entered(flow.clone()));
                }
                Entry::Left { element, key } => {
                    self.waiting.retain(|(scope, _), _| scope != key);
                    steps.push(Step::Left(element.clone()));
                }
                Entry::Cancelled { key, .. } => self.waiting.retain(|(scope, _), _| scope != key),
                _ => {}
            }
        }
        steps
    }

    /// One token from each flow goes on as the join's own.
    fn consume(&mut self, join: &(Key, Text)) -> bool {
        let Some(flows) = self.waiting.get_mut(join) else { return false };
        flows.values_mut().for_each(|count| *count -= 1);
        flows.retain(|_, count| *count > 0);
        if flows.is_empty() {
            self.waiting.remove(join);
        }
        true
    }

    /// Whether a token has come that enters there. To compensate what was done in a subprocess, the
    /// engine enters it anew without one; the simulator has kept it.
    fn comes(&mut self, definition: &Definition, place: &(Key, Text)) -> bool {
        let elements = definition.elements();
        let subprocess = |element: &&ElementInfo| element.id == place.1 && is_subprocess(element);
        if elements.iter().find(subprocess).is_none_or(|subprocess| subprocess.incoming.is_empty()) {
            return true;
        }
        match self.coming.get_mut(place) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// Ids of what is alive: activations, and tokens at joins.
    pub(super) fn alive(&self, definition: &Definition, instance: &Instance) -> Vec<Text> {
        let active = instance.active(definition);
        let mut alive: Vec<Text> = active.iter().map(|activation| activation.element.clone()).collect();
        for ((scope, join), flows) in &self.waiting {
            if active.iter().any(|activation| activation.key == *scope) {
                alive.extend(std::iter::repeat_n(join.clone(), flows.values().sum()));
            }
        }
        alive
    }
}

fn is_subprocess(element: &ElementInfo) -> bool {
    ["subProcess", "adHocSubProcess", "transaction"].contains(&&*element.r#type)
}

/// The subprocess that a flow leads to.
fn target(definition: &Definition, flow: &Text) -> Option<Text> {
    let elements = definition.elements();
    let mut targets = elements.iter().filter(|element| element.incoming.contains(flow));
    targets.find(|element| is_subprocess(element)).map(|element| element.id.clone())
}
