//! Conditional events: their conditions are asked when they are armed, and again when data has
//! changed and all else is quiet; they fire when they turn true (BPMN 10.5.5).

use super::run::{Run, Spot};
use crate::cx::Stuck;
use crate::effect::Status;
use crate::elements::Spec;
use crate::key::Key;
use crate::state::{Retry, Wait, WaitKind};
use crate::triggers::Trigger;
use crate::value::{CollectVec, Text};

impl Run<'_> {
    /// Asks the conditions that an activation has just armed, in their order. False where one that
    /// holds has ended the activation, or all else in it.
    pub(super) fn ask_new(&mut self, owner: Key) -> bool {
        if self.state.conditions.is_empty() {
            return true;
        }
        let conditions = self.state.waits_of(owner);
        let conditions = conditions.filter(|(_, wait)| matches!(wait.kind, WaitKind::Condition { .. }));
        let conditions: Vec<Key> = conditions.map(|(key, _)| key).collect_vec();
        let before = self.taken_over.len();
        for key in conditions {
            self.ask(key);
        }
        self.state.acts.get(owner).is_some() && !self.is_taken_over(owner, before)
    }

    /// Asks the conditions again that may read what was written, oldest first; true where there are such.
    pub(super) fn ask_conditions(&mut self) -> bool {
        // While the instance is suspended, nothing starts by itself.
        if self.changed.is_empty() || self.state.status == Status::Suspended {
            return false;
        }
        let changed = std::mem::take(&mut self.changed);
        let conditions = self.state.conditions.reading(&changed);
        for key in &conditions {
            match self.listened(*key) {
                Some(variable) if changed.contains(variable) => self.fire(*key),
                Some(_) => {}
                None => self.ask(*key),
            }
        }
        !conditions.is_empty()
    }

    /// Asks every condition, oldest first.
    pub(super) fn ask_all_conditions(&mut self) {
        self.changed.clear();
        self.state.conditions.all().into_iter().for_each(|key| self.ask(key));
    }

    /// The variable each change of which is what a wait waits for.
    fn listened(&self, key: Key) -> Option<&Text> {
        let wait = self.state.waits.get(key)?;
        match self.program.node(wait.node).spec.caught()?.part(wait.part)? {
            Trigger::Conditional(condition) => condition.variable.as_ref(),
            _ => None,
        }
    }

    fn ask(&mut self, key: Key) {
        if self.listened(key).is_some() {
            return;
        }
        let Some(wait) = self.state.waits.get(key) else { return };
        let Some(owner) = self.spot(wait.owner) else { return };
        let holds = self.condition_holds(owner, wait);
        let held = match (&wait.kind, &holds) {
            (WaitKind::Condition { held, .. }, Ok(_)) => *held,
            _ => false,
        };
        match holds {
            Ok(holds) => {
                if let Some(WaitKind::Condition { held, .. }) =
                    self.state.waits.get_mut(key).map(|wait| &mut wait.kind)
                {
                    *held = holds;
                }
                if holds && !held {
                    self.fire(key);
                }
            }
            Err(stuck) => self.report_condition(owner, stuck),
        }
    }

    fn condition_holds(&self, owner: Spot, wait: &Wait) -> Result<bool, Stuck> {
        let node = self.program.node(wait.node);
        let Some(Trigger::Conditional(condition)) =
            node.spec.caught().and_then(|trigger| trigger.part(wait.part))
        else {
            return Ok(false);
        };
        // An event subprocess sees the data of the scope that it stands in; a boundary event does not.
        let handler = matches!(node.spec, Spec::StartEvent(_));
        let scope = if handler { owner.key } else { owner.scope };
        condition.holds(&self.cx(wait.node, scope))
    }

    /// One incident is enough for an activation whose conditions cannot be asked.
    fn report_condition(&mut self, owner: Spot, stuck: Stuck) {
        let known = |wait: &Wait| matches!(wait.kind, WaitKind::Incident { retry: Retry::Watch, .. });
        if !self.state.waits_of(owner.key).any(|(_, wait)| known(wait)) {
            self.raise(owner, stuck, Retry::Watch);
        }
    }
}
