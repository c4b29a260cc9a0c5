//! Writing variables.

use super::run::{Run, Spot};
use crate::expr::Target;
use crate::history::Entry;
use crate::key::Key;
use crate::state::{Act, State};
use crate::value::{CollectVec, Value, Vars};

impl Run<'_> {
    /// Writes each variable to the nearest scope, from `from` outwards, that has or declares it, else to the process.
    pub(super) fn assign(&mut self, from: Key, vars: &Vars) {
        if vars.is_empty() {
            return;
        }
        let homes: Vec<Key> = vars.keys().map(|name| self.home(from, name)).collect_vec();
        let mut next = homes.iter().min().copied();
        while let Some(scope) = next {
            let mut own = Vars::new();
            for ((name, value), _) in vars.iter().zip(&homes).filter(|(_, home)| **home == scope) {
                own.insert(name.clone(), value.clone());
            }
            self.write(scope, own);
            next = homes.iter().filter(|home| **home > scope).min().copied();
        }
    }

    /// The scope that a variable goes to.
    pub(super) fn home(&self, from: Key, name: &str) -> Key {
        let has = |act: &Act| act.vars.contains_key(name) || self.program.node(act.node).declares(name);
        let mut scopes = self.state.scopes(from);
        scopes.find(|(_, act)| has(act) || self.keeps(act)).map_or(State::ROOT, |(key, _)| key)
    }

    /// Writes one as `setVariable` does: to the nearest scope that has it, else to the process; or to the
    /// activation itself.
    pub(super) fn set_variable(&mut self, spot: Spot, target: &Target, value: Value) {
        let mut set = Vars::new();
        set.insert(target.name.clone(), value);
        if target.local {
            self.ensure_row(spot);
            self.write(spot.key, set);
        } else {
            self.assign(self.view(spot), &set);
        }
    }

    /// Writes variables into exactly this scope.
    pub(super) fn write(&mut self, scope: Key, vars: Vars) {
        if let Some(act) = self.state.acts.get_mut(scope) {
            for (name, value) in &vars {
                act.vars.insert(name.clone(), value.clone());
            }
            if !self.state.conditions.is_empty() {
                self.changed.extend(vars.keys().cloned());
            }
            let element = self.program.node(act.node).id.clone();
            let instance = act.index() > 0;
            self.out.history.push(Entry::VariablesSet { scope, element, variables: vars });
            if instance {
                self.show(scope);
            }
        }
    }
}
