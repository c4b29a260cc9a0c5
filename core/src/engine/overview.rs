//! What Flowable shows of a multi-instance activity while it runs: the lists that come of it, with what is
//! there of the instances that have not completed. A list may be long and change often, so it is changed in
//! place, and told once in a step.

use std::sync::Arc;

use super::run::{Run, Spot};
use crate::elements::Output;
use crate::key::{Key, NodeIx};
use crate::program::{MappingSource, Program};
use crate::value::{Value, Vars};

fn overviews(program: &Program, node: NodeIx) -> impl Iterator<Item = &Output> {
    program.node(node).outputs().iter().filter(|output| output.overview)
}

impl Run<'_> {
    /// Begins with lists that are empty.
    pub(super) fn open_overviews(&mut self, body: Spot) {
        for output in overviews(self.program, body.node) {
            let home = self.home(body.scope, &output.collection);
            if let Some(act) = self.state.acts.get_mut(home) {
                act.vars.insert(output.collection.clone(), Vec::new().into());
            }
            self.shown.push(body.key);
        }
    }

    /// What is withdrawn leaves no list.
    pub(super) fn close_overviews(&mut self, body: Spot) {
        let mut nothing = Vars::new();
        for output in overviews(self.program, body.node) {
            nothing.insert(output.collection.clone(), Value::Null);
        }
        self.assign(body.scope, &nothing);
    }

    /// Shows what is there of an instance. What cannot be computed is not there yet.
    pub(super) fn show(&mut self, instance: Key) {
        let Some((spot, body)) = self.spot(instance).and_then(|spot| Some((spot, self.spot(spot.scope)?)))
        else {
            return;
        };
        let place = self.state.acts.get(instance).map_or(0, |act| act.index() as usize).wrapping_sub(1);
        for output in overviews(self.program, spot.node) {
            let MappingSource::Map(members) = &output.element else { continue };
            let cx = self.cx(spot.node, spot.key);
            let Ok(value) = self.members(&cx, members, true) else { continue };
            let home = self.home(body.scope, &output.collection);
            let vars = self.state.acts.get_mut(home).map(|act| &mut act.vars);
            let Some(Value::List(list)) = vars.and_then(|vars| vars.get_mut(&output.collection)) else {
                continue;
            };
            if place > list.len() || list.get(place) == Some(&value) {
                continue;
            }
            let list = Arc::make_mut(list);
            match list.get_mut(place) {
                Some(shown) => *shown = value,
                None => list.push(value),
            }
            if self.shown.last() != Some(&body.key) {
                self.shown.push(body.key);
            }
        }
    }

    /// Tells of the lists that have changed, those inside before those that show them; false where none has.
    pub(super) fn tell_overviews(&mut self) -> bool {
        let mut bodies = std::mem::take(&mut self.shown);
        bodies.sort_unstable();
        bodies.dedup();
        for &body in bodies.iter().rev() {
            let Some(body) = self.spot(body) else { continue };
            for output in overviews(self.program, body.node) {
                let name = &output.collection;
                let home = self.home(body.scope, name);
                let shown = self.state.acts.get(home).and_then(|act| act.vars.get_key_value(name));
                if let Some((name, value)) = shown {
                    let mut told = Vars::new();
                    told.insert(name.clone(), value.clone());
                    self.write(home, told);
                }
            }
        }
        !bodies.is_empty()
    }
}
