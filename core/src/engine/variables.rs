//! Writing variables.

use std::collections::BTreeMap;

use super::run::Run;
use crate::history::Entry;
use crate::key::Key;
use crate::state::State;
use crate::value::Vars;

impl Run<'_> {
    /// Writes each variable to the nearest scope, from `from` outwards, that has it, else to the process.
    pub(super) fn assign(&mut self, from: Key, vars: &Vars) {
        if vars.is_empty() {
            return;
        }
        let mut writes: BTreeMap<Key, Vars> = BTreeMap::new();
        for (name, value) in vars {
            let home = self.state.scopes(from).find(|(_, act)| act.vars.contains_key(name));
            let scope = home.map_or(State::ROOT, |(key, _)| key);
            writes.entry(scope).or_default().insert(name.clone(), value.clone());
        }
        for (scope, vars) in writes {
            self.write(scope, vars);
        }
    }

    /// Writes variables into exactly this scope.
    pub(super) fn write(&mut self, scope: Key, vars: Vars) {
        if let Some(act) = self.state.acts.get_mut(scope) {
            act.vars.extend(vars.iter().map(|(name, value)| (name.clone(), value.clone())));
            let element = self.program.node(act.node).id.clone();
            self.out.history.push(Entry::VariablesSet { scope, element, variables: vars });
        }
    }
}
