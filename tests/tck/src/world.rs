//! The models of a folder, and what their nodes are worth.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tidewheel::Timestamp;
use tidewheel::feel::{Names, Val};

use crate::boxed::Typed;
use crate::evaluate::Cx;
use crate::model::Model;

/// What `now()` is in every case.
const NOW: i64 = 1_767_323_045_000;

/// A model and the id of an element in it.
pub(crate) type Place = (usize, String);

#[derive(Default)]
pub(crate) struct World {
    pub(crate) models: Vec<Arc<Model>>,
    /// What inputs are given, and decisions that are not to be made.
    pub(crate) given: BTreeMap<Place, Val>,
}

impl World {
    /// The inputs of a case, and the decisions that it gives by name.
    pub(crate) fn places(&self, main: usize, name: &str, namespace: Option<&str>) -> Vec<Place> {
        let mut places = Vec::new();
        for (index, model) in self.models.iter().enumerate() {
            let wanted = namespace.map_or(index == main, |namespace| model.namespace == namespace);
            let inputs = model.inputs.iter();
            let decisions = model.decisions.iter().map(|(id, decision)| (id, &decision.variable));
            let named = inputs.chain(decisions).filter(|(_, variable)| wanted && variable.name == name);
            places.extend(named.map(|(id, _)| (index, id.clone())));
        }
        places
    }

    /// Where a reference leads from a model.
    fn place(&self, from: usize, href: &str) -> Option<Place> {
        let (namespace, id) = href.rsplit_once('#').unwrap_or(("", href));
        let own = self.models.get(from)?;
        let model = if namespace.is_empty() || namespace == own.namespace {
            from
        } else {
            self.models.iter().position(|model| model.namespace == namespace)?
        };
        Some((model, id.to_owned()))
    }
}

impl Cx {
    pub(crate) fn new(world: Arc<World>, model: usize) -> Self {
        Self { world, model, notes: Arc::new(Mutex::new(Vec::new())), depth: 0 }
    }

    /// The types that a model knows, and the instant.
    fn names(&self) -> Names {
        let mut names = Names { now: Timestamp::from_millis(NOW), ..Names::default() };
        let Some(model) = self.world.models.get(self.model) else { return names };
        for (name, item) in &model.types {
            names.types.insert(name.as_str().into(), self.type_of_item(item, 0));
        }
        for (namespace, import) in &model.imports {
            for (index, imported) in self.world.models.iter().enumerate() {
                let cx = Self { model: index, ..self.clone() };
                for (name, item) in imported.types.iter().filter(|_| imported.namespace == *namespace) {
                    names.types.insert(format!("{import}.{name}").into(), cx.type_of_item(item, 0));
                }
            }
        }
        names
    }

    /// What an element sees that requires others.
    fn scope(&self, requires: &[String]) -> Names {
        let mut names = self.names();
        let mut imported = BTreeMap::<String, Vec<_>>::new();
        for href in requires {
            let Some((place, (name, value))) = self
                .world
                .place(self.model, href)
                .and_then(|place| Some((place.clone(), self.value(&place)?)))
            else {
                self.note(format!("{href} leads nowhere"));
                continue;
            };
            if place.0 == self.model {
                names.values.insert(name.as_str().into(), value);
                continue;
            }
            let own = self.world.models.get(self.model);
            let other =
                self.world.models.get(place.0).map(|model| model.namespace.as_str()).unwrap_or_default();
            if let Some(import) = own.and_then(|own| own.imports.get(other)) {
                imported.entry(import.clone()).or_default().push((name.as_str().into(), value));
            }
        }
        for (import, members) in imported {
            names.values.insert(import.as_str().into(), Val::context(members));
        }
        names
    }

    /// The name and the value of an input, a decision, a knowledge model or a service.
    pub(crate) fn value(&self, place: &Place) -> Option<(String, Val)> {
        let cx = Self { model: place.0, depth: self.depth + 1, ..self.clone() };
        let model = self.world.models.get(place.0)?;
        let given = self.world.given.get(place).cloned();
        if let Some(input) = model.inputs.get(&place.1) {
            return Some((
                input.name.clone(),
                cx.conform_or_null(given.unwrap_or_default(), input.of.as_deref()),
            ));
        }
        if let Some(decision) = model.decisions.get(&place.1) {
            let of = decision.variable.of.as_deref();
            let value = match (given, &decision.logic) {
                (Some(given), _) => given,
                (None, Some(logic)) => cx.boxed(logic, &cx.scope(&decision.requires)),
                (None, None) => {
                    cx.note("the decision has no logic");
                    Val::Null
                }
            };
            return Some((decision.variable.name.clone(), cx.conform_or_null(value, of)));
        }
        if let Some(knowledge) = model.knowledge.get(&place.1) {
            let (name, of) = (knowledge.variable.name.clone(), knowledge.variable.of.clone());
            let logic = Arc::clone(knowledge.logic.as_ref()?);
            let (params, requires) = (knowledge.params.clone(), knowledge.requires.clone());
            let own = params.clone();
            // What it requires is found when it is called, for it may require itself.
            let function = cx.clone().callable(&params, move |arguments| {
                let mut names = cx.scope(&requires);
                for (param, argument) in own.iter().zip(arguments) {
                    names.values.insert(param.name.as_str().into(), argument);
                }
                cx.conform_or_null(cx.boxed(&logic, &names), of.as_deref())
            });
            return Some((name, function));
        }
        let name = model.services.get(&place.1)?.variable.name.clone();
        let params = cx.params(place);
        let (places, own): (Vec<_>, Vec<_>) = params.into_iter().unzip();
        let place = place.clone();
        let function = cx.clone().callable(&own, move |arguments| {
            cx.service(&place, places.iter().cloned().zip(arguments).collect())
        });
        Some((name, function))
    }

    /// The inputs of a service, with where they are.
    fn params(&self, service: &Place) -> Vec<(Place, Typed)> {
        let world = &self.world;
        let inputs = world.models.get(service.0).and_then(|model| model.services.get(&service.1));
        let inputs = inputs.map(|service| service.inputs.as_slice()).unwrap_or_default();
        let places = inputs.iter().filter_map(|href| world.place(service.0, href));
        places
            .filter_map(|place| {
                let model = world.models.get(place.0)?;
                let decision = model.decisions.get(&place.1).map(|decision| &decision.variable);
                let variable = decision.or_else(|| model.inputs.get(&place.1))?.clone();
                Some((place, variable))
            })
            .collect()
    }

    /// What a service decides for these inputs.
    pub(crate) fn service(&self, place: &Place, inputs: BTreeMap<Place, Val>) -> Val {
        let (Some(model), true) = (self.world.models.get(place.0), self.depth < 100) else {
            return Val::Null;
        };
        let Some(service) = model.services.get(&place.1) else { return Val::Null };
        // What is not given is null; it is not decided here.
        let mut given: BTreeMap<_, _> =
            self.params(place).into_iter().map(|(at, _)| (at, Val::Null)).collect();
        given.extend(inputs);
        let world = World { models: Vec::new(), given };
        let cx = Self { model: place.0, depth: self.depth + 1, ..self.clone() }.within(world);
        let outputs: Vec<(String, Val)> =
            service.outputs.iter().filter_map(|href| cx.value(&cx.world.place(place.0, href)?)).collect();
        let value = match <[_; 1]>::try_from(outputs) {
            Ok([(_, value)]) => value,
            Err(outputs) => {
                Val::context(outputs.into_iter().map(|(name, value)| (name.as_str().into(), value)).collect())
            }
        };
        cx.conform_or_null(value, service.variable.of.as_deref())
    }

    /// The same models with other inputs.
    fn within(self, world: World) -> Self {
        Self { world: Arc::new(World { models: self.world.models.clone(), ..world }), ..self }
    }
}
