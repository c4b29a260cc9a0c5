//! A machine as it is looked at: its objects, and what is found in them again and again.

use crate::map::Map;
use crate::value::{Text, Value, Vars};

/// An object of the machine.
#[derive(Clone, Copy)]
pub(super) struct Object<'m>(&'m Vars);

static NOTHING: Vars = Vars::new();

impl<'m> Object<'m> {
    /// Null is an object with nothing in it.
    pub(super) fn of(value: &'m Value) -> Self {
        Self(value.as_map().unwrap_or(&NOTHING))
    }

    pub(super) fn text(self, name: &str) -> Option<&'m str> {
        self.0.get(name)?.as_text().map(|text| &**text)
    }

    /// A text; empty where it is left out.
    pub(super) fn word(self, name: &str) -> &'m str {
        self.text(name).unwrap_or_default()
    }

    pub(super) fn id(self) -> &'m str {
        self.word("id")
    }

    /// What people call it: what has no name is called by its id.
    pub(super) fn name(self) -> &'m str {
        self.text("name").unwrap_or(self.id())
    }

    pub(super) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_map().map(Self)
    }

    pub(super) fn objects(self, name: &str) -> Vec<Self> {
        self.list(name).iter().map(Self::of).collect()
    }

    pub(super) fn texts(self, name: &str) -> Vec<&'m str> {
        self.list(name).iter().map(|item| item.as_text().map_or("", |text| text)).collect()
    }

    fn list(self, name: &str) -> &'m [Value] {
        self.0.get(name).and_then(Value::as_list).unwrap_or_default()
    }

    /// The texts of the member `fields`, by their names.
    pub(super) fn fields(self) -> Vec<(&'m str, &'m str)> {
        let fields = self.0.get("fields").and_then(Value::as_map).unwrap_or(&NOTHING);
        fields.iter().filter_map(|(name, value)| Some((&**name, &**value.as_text()?))).collect()
    }
}

/// Things with ids, in the order of the text.
pub(super) struct Things<'m> {
    pub(super) all: Vec<Object<'m>>,
    /// Their places by their ids; of several with the same, the first.
    places: Map<Text, u32>,
}

impl<'m> Things<'m> {
    fn new(all: Vec<Object<'m>>) -> Self {
        let mut places = Map::new();
        for (place, thing) in all.iter().enumerate() {
            places.or_insert(Text::from(thing.id()), place as u32);
        }
        Self { all, places }
    }

    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).map(|place| *place as usize)
    }

    pub(super) fn find(&self, id: &str) -> Option<Object<'m>> {
        self.all.get(self.place(id)?).copied()
    }
}

pub(super) struct Plan<'m> {
    pub(super) machine: Object<'m>,
    pub(super) groups: Things<'m>,
    pub(super) actions: Things<'m>,
    pub(super) states: Things<'m>,
    pub(super) transitions: Vec<Object<'m>>,
    /// The transitions that leave a state, by its place.
    leaving: Vec<Vec<Object<'m>>>,
}

impl<'m> Plan<'m> {
    pub(super) fn new(machine: Object<'m>) -> Self {
        let things = |name| Things::new(machine.objects(name));
        let states = things("states");
        let transitions = machine.objects("transitions");
        let mut leaving = vec![Vec::new(); states.all.len()];
        for transition in &transitions {
            let from = states.place(transition.word("from"));
            if let Some(leaving) = from.and_then(|place| leaving.get_mut(place)) {
                leaving.push(*transition);
            }
        }
        Self { machine, groups: things("groups"), actions: things("actions"), states, transitions, leaving }
    }

    /// The transitions that leave a state, in their order; none where it ends the request.
    pub(super) fn leaving(&self, state: Object<'_>) -> &[Object<'m>] {
        let place = self.states.place(state.id());
        place.and_then(|place| self.leaving.get(place)).map_or(&[], Vec::as_slice)
    }

    /// The states in which a request starts: one, if nothing is wrong.
    pub(super) fn starts(&self) -> Vec<Object<'m>> {
        self.states.all.iter().filter(|state| state.word("type") == "start").copied().collect()
    }

    /// How many transitions lead to each state from the start, by its place; and the number that those have
    /// to which none leads.
    pub(super) fn layers(&self) -> (Vec<usize>, usize) {
        let mut layers = vec![None; self.states.all.len()];
        let mut depth = 0;
        let mut ring = self.starts();
        while !ring.is_empty() {
            let mut next = Vec::new();
            for state in ring {
                let layer = self.states.place(state.id()).and_then(|place| layers.get_mut(place));
                if let Some(layer @ None) = layer {
                    *layer = Some(depth);
                    let targets = self.leaving(state).iter().map(|transition| transition.word("to"));
                    next.extend(targets.filter_map(|id| self.states.find(id)));
                }
            }
            ring = next;
            depth += 1;
        }
        (layers.into_iter().map(|layer| layer.unwrap_or(depth)).collect(), depth)
    }
}
