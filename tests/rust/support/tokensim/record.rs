//! What one instance has done, in the words of the simulator's traces.

use std::collections::BTreeMap;

use tidewheel::{Definition, Entry, Instance, Key, Text};

/// Tokens that wait at joins: for each scope and join, how many by each flow.
type Waiting = BTreeMap<(Key, Text), BTreeMap<Text, usize>>;

/// What is known of an instance beyond itself.
#[derive(Debug, Default)]
pub(super) struct Record {
    waiting: Waiting,
    /// Subprocesses that the engine will enter anew to compensate what was done in them; the
    /// simulator has kept them.
    kept: Vec<Text>,
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
                    if let Some(again) = self.kept.iter().position(|kept| kept == element) {
                        self.kept.remove(again);
                    } else if !self.consume(&place) {
                        steps.push(Step::Entered(element.clone()));
                    }
                }
                Entry::Arrived { element, flow, scope } => {
                    let flows = self.waiting.entry((*scope, element.clone())).or_default();
                    *flows.entry(flow.clone()).or_default() += 1;
                    steps.push(Step::Entered(element.clone()));
                }
                Entry::FlowTaken { flow, .. } => steps.push(Step::Entered(flow.clone())),
                Entry::Left { element, key } => {
                    self.waiting.retain(|(scope, _), _| scope != key);
                    steps.push(Step::Left(element.clone()));
                }
                Entry::Cancelled { key, .. } => self.waiting.retain(|(scope, _), _| scope != key),
                Entry::CompensationThrown { activities, .. } => {
                    let scopes = activities.iter().filter(|activity| is_scope(definition, activity));
                    self.kept.extend(scopes.cloned());
                }
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

fn is_scope(definition: &Definition, id: &Text) -> bool {
    let scopes = ["subProcess", "adHocSubProcess", "transaction"];
    definition.elements().iter().any(|element| element.id == *id && scopes.contains(&&*element.r#type))
}
