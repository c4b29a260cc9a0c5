//! What compensation and loops owe, a second time: from what a model's text draws and what the history
//! tells.

use std::collections::BTreeMap;

use tidewheel::{Activation, Entry, Instance, Key, Outcome, Text, Value};

use super::drawing::Drawing;
use super::trial::Broken;

/// Who has completed and who was undone.
#[derive(Debug)]
pub struct Ledger {
    undone_by: BTreeMap<String, String>,
    several: std::collections::BTreeSet<String>,
    repeating: std::collections::BTreeSet<String>,
    acts: BTreeMap<Key, (Text, Option<Key>)>,
    /// Activities that something undoes, in the order of their completion.
    completed: Vec<Text>,
    /// How often what undoes something was entered.
    undone: BTreeMap<String, usize>,
}

impl Ledger {
    /// Before the start.
    #[must_use]
    pub fn new(drawing: &Drawing) -> Self {
        Self {
            undone_by: drawing.undone_by.clone(),
            several: drawing.several.clone(),
            repeating: drawing.repeating.clone(),
            acts: BTreeMap::new(),
            completed: Vec::new(),
            undone: BTreeMap::new(),
        }
    }

    /// Follows one step.
    ///
    /// # Errors
    /// Where something was undone that had not completed, or in another order.
    pub fn follow(&mut self, outcome: &Outcome) -> Result<(), Broken> {
        for entry in &outcome.history {
            match entry {
                Entry::Entered { element, key, scope } => {
                    if !self.is_instance(element, *scope) && self.undoes(element) {
                        *self.undone.entry(element.to_string()).or_default() += 1;
                        self.check(element)?;
                    }
                    self.acts.insert(*key, (element.clone(), *scope));
                }
                Entry::Left { element, key } => {
                    let scope = self.acts.remove(key).and_then(|(_, scope)| scope);
                    let body = self.repeating.contains(&**element) && !self.is_instance(element, scope);
                    if !body && self.undone_by.contains_key(&**element) {
                        self.completed.push(element.clone());
                    }
                }
                Entry::Cancelled { key, .. } => drop(self.acts.remove(key)),
                Entry::CompensationThrown { element, activities } => self.in_order(element, activities)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn is_instance(&self, element: &str, scope: Option<Key>) -> bool {
        let body = scope.and_then(|scope| self.acts.get(&scope));
        body.is_some_and(|(around, _)| **around == *element)
    }

    fn undoes(&self, element: &str) -> bool {
        self.undone_by.values().any(|undo| undo == element)
    }

    /// Each completion is undone once at most.
    fn check(&self, undo: &str) -> Result<(), Broken> {
        let hosts = |host: &&Text| self.undone_by.get(&***host).is_some_and(|own| own == undo);
        let (done, undone) = (self.completed.iter().filter(hosts).count(), self.undone.get(undo));
        match undone {
            Some(undone) if *undone > done => {
                Err(format!("`{undo}` was entered {undone} times, for {done} completions"))
            }
            _ => Ok(()),
        }
    }

    /// What is thrown lies in the reverse order of completion.
    fn in_order(&self, thrower: &str, activities: &[Text]) -> Result<(), Broken> {
        let mut before = self.completed.iter().rev();
        for activity in activities.iter().filter(|activity| self.undone_by.contains_key(&***activity)) {
            if !before.any(|done| done == activity) {
                let completed = &self.completed;
                return Err(format!("`{thrower}` undoes {activities:?}, completed were {completed:?}"));
            }
        }
        Ok(())
    }

    /// The numbers of instances add up.
    ///
    /// # Errors
    /// Where they do not.
    pub fn count(&self, instance: &Instance, active: &[Activation]) -> Result<(), Broken> {
        let mut inside: BTreeMap<Key, Vec<&Activation>> = BTreeMap::new();
        for one in active {
            inside.entry(one.scope.unwrap_or(Key(0))).or_default().push(one);
        }
        for body in active.iter().filter(|body| self.several.contains(&*body.element)) {
            let inside = inside.get(&body.key).into_iter().flatten();
            let instances: Vec<Key> =
                inside.filter(|one| one.element == body.element).map(|one| one.key).collect();
            if instances.is_empty() {
                continue;
            }
            let number = |key: Key, name: &str| {
                let value = instance.variables(Some(key)).and_then(|vars| vars.get(name).cloned());
                let value = value.as_ref().and_then(Value::as_number).map(|number| number.to_string());
                value.and_then(|text| text.parse::<usize>().ok()).unwrap_or(usize::MAX)
            };
            let of = |name: &str| number(body.key, name);
            let (all, live) = (of("numberOfInstances"), of("numberOfActiveInstances"));
            let (done, gone) = (of("numberOfCompletedInstances"), of("numberOfTerminatedInstances"));
            if live != instances.len() || done.saturating_add(gone).saturating_add(live) > all {
                return Err(format!(
                    "{body:?} has {instances:?} and says {all} in all, {live} active, {done} completed, {gone} terminated"
                ));
            }
            let mut counters: Vec<usize> = instances.iter().map(|key| number(*key, "loopCounter")).collect();
            counters.sort_unstable();
            counters.dedup();
            let last = counters.last().copied().unwrap_or_default();
            if counters.len() != instances.len() || last > all || counters.first() == Some(&0) {
                return Err(format!("{body:?} has instances with the numbers {counters:?} of {all}"));
            }
        }
        Ok(())
    }
}
