//! Contexts: our own, or the maps of JSON as they came.

use std::sync::Arc;

use super::list::JSON_DEPTH;
use super::{Val, depth_over};
use crate::value::{CollectVec, Text, Vars};

/// Values by name. Our own keep the order in which they were written.
#[derive(Clone, Debug)]
pub struct Context(Entries);

#[derive(Clone, Debug)]
enum Entries {
    Own(Arc<Own>),
    Json(Arc<Vars>),
}

#[derive(Debug)]
struct Own {
    entries: Vec<(Text, Val)>,
    /// The places of the entries in the order of their names; empty if they are few.
    sorted: Vec<usize>,
    depth: u16,
}

/// So many entries are found without order.
const FEW: usize = 8;

impl Context {
    /// The context of these; `None` if they nest too deep, or a name comes twice.
    #[must_use]
    pub fn new(entries: Vec<(Text, Val)>) -> Option<Self> {
        let depth = depth_over(entries.iter().map(|(_, value)| value))?;
        let sorted = if entries.len() > FEW { sorted(&entries) } else { Vec::new() };
        let name = |place: &usize| entries.get(*place).map(|(name, _)| name);
        let unique = if sorted.is_empty() {
            (1..entries.len()).all(|place| {
                let earlier = entries.get(..place).unwrap_or_default();
                earlier.iter().all(|(earlier, _)| Some(earlier) != name(&place))
            })
        } else {
            sorted.iter().zip(sorted.iter().skip(1)).all(|(one, next)| name(one) != name(next))
        };
        unique.then(|| Self(Entries::Own(Arc::new(Own { entries, sorted, depth }))))
    }

    pub(super) fn json(members: &Arc<Vars>) -> Self {
        Self(Entries::Json(Arc::clone(members)))
    }

    /// The map as it came, if it came as JSON.
    pub(super) fn as_json(&self) -> Option<&Arc<Vars>> {
        if let Entries::Json(members) = &self.0 { Some(members) } else { None }
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Entries::Own(own) => own.entries.len(),
            Entries::Json(members) => members.len(),
        }
    }

    /// Whether it has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Val> {
        match &self.0 {
            Entries::Own(own) => own.get(name).cloned(),
            Entries::Json(members) => members.get(name).map(Val::from),
        }
    }

    /// The entries in order: as written, or by name if they came as JSON.
    #[must_use]
    pub fn entries(&self) -> Vec<(Text, Val)> {
        match &self.0 {
            Entries::Own(own) => own.entries.clone(),
            Entries::Json(members) => {
                members.iter().map(|(name, value)| (Arc::clone(name), Val::from(value))).collect_vec()
            }
        }
    }

    pub(super) fn depth(&self) -> u16 {
        match &self.0 {
            Entries::Own(own) => own.depth,
            Entries::Json(_) => JSON_DEPTH,
        }
    }
}

impl Own {
    fn get(&self, name: &str) -> Option<&Val> {
        let found = if self.sorted.is_empty() {
            self.entries.iter().find(|(known, _)| &**known == name)
        } else {
            let known = |place: &usize| self.entries.get(*place).map(|(known, _)| &**known);
            let place = self.sorted.binary_search_by(|place| known(place).cmp(&Some(name))).ok()?;
            self.entries.get(*self.sorted.get(place)?)
        };
        found.map(|(_, value)| value)
    }
}

fn sorted(entries: &[(Text, Val)]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..entries.len()).collect_vec();
    let name = |place: &usize| entries.get(*place).map(|(name, _)| name);
    places.sort_unstable_by(|left, right| name(left).cmp(&name(right)));
    places
}
