//! A machine as it is looked at: its objects, and what is found in them again and again.

use crate::map::Map;
use crate::value::{CollectVec, Text, Value, Vars};

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

    /// Whether it is a state in which a request starts: one is, if nothing is wrong.
    pub(super) fn starts(self) -> bool {
        self.word("type") == "start"
    }

    pub(super) fn object(self, name: &str) -> Option<Self> {
        self.0.get(name)?.as_map().map(Self)
    }

    pub(super) fn objects(self, name: &str) -> Vec<Self> {
        self.list(name).iter().map(Self::of).collect_vec()
    }

    pub(super) fn texts(self, name: &str) -> Vec<&'m str> {
        self.list(name).iter().map(|item| item.as_text().map_or("", |text| text)).collect_vec()
    }

    fn list(self, name: &str) -> &'m [Value] {
        self.0.get(name).and_then(Value::as_list).unwrap_or_default()
    }

    /// The member `fields`, all of which are texts if nothing is wrong.
    pub(super) fn fields(self) -> &'m Vars {
        self.0.get("fields").and_then(Value::as_map).unwrap_or(&NOTHING)
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
    /// The transitions that leave a state, and where they are by its id.
    leaving: Vec<Vec<Object<'m>>>,
    left: Map<Text, u32>,
}

impl<'m> Plan<'m> {
    pub(super) fn new(machine: Object<'m>) -> Self {
        let things = |name| Things::new(machine.objects(name));
        let mut plan = Self {
            machine,
            groups: things("groups"),
            actions: things("actions"),
            states: things("states"),
            transitions: machine.objects("transitions"),
            leaving: Vec::new(),
            left: Map::new(),
        };
        for transition in &plan.transitions {
            let next = plan.leaving.len();
            let place = *plan.left.or_insert(Text::from(transition.word("from")), next as u32) as usize;
            match plan.leaving.get_mut(place) {
                Some(leaving) => leaving.push(*transition),
                None => plan.leaving.push(vec![*transition]),
            }
        }
        plan
    }

    /// The transitions that leave a state, in their order; none where it ends the request.
    pub(super) fn leaving(&self, state: &str) -> &[Object<'m>] {
        let place = self.left.get(state);
        place.and_then(|place| self.leaving.get(*place as usize)).map_or(&[], Vec::as_slice)
    }

    /// How many transitions lead to states from the start, by their ids; and the number of those that none
    /// leads to.
    pub(super) fn layers(&self) -> (Map<Text, u32>, u32) {
        let mut layers = Map::new();
        let mut depth = 0;
        let mut ring = Vec::new();
        for state in self.states.all.iter().filter(|state| state.starts()) {
            ring.push(state.id());
        }
        while !ring.is_empty() {
            let mut next = Vec::new();
            for id in ring {
                if !layers.contains_key(id) {
                    layers.insert(Text::from(id), depth);
                    for transition in self.leaving(id) {
                        next.push(transition.word("to"));
                    }
                }
            }
            ring = next;
            depth += 1;
        }
        (layers, depth)
    }
}
