//! Contexts: our own, or the maps of JSON as they came.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::list::JSON_DEPTH;
use super::{Val, depth_over};
use crate::value::{Text, Value};

/// Values by name. Our own keep the order in which they were written.
#[derive(Clone, Debug)]
pub struct Context(Entries);

#[derive(Clone, Debug)]
enum Entries {
    Own(Arc<Own>),
    Json(Arc<BTreeMap<Text, Value>>),
}

#[derive(Debug)]
struct Own {
    entries: Vec<(Text, Val)>,
    depth: u16,
}

impl Context {
    /// The context of these; `None` if they nest too deep, or a name comes twice.
    #[must_use]
    pub fn new(entries: Vec<(Text, Val)>) -> Option<Self> {
        let depth = depth_over(entries.iter().map(|(_, value)| value))?;
        let mut names: Vec<&str> = entries.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        let unique = names.windows(2).all(|pair| pair.first() != pair.last());
        unique.then(|| Self(Entries::Own(Arc::new(Own { entries, depth }))))
    }

    pub(super) fn json(members: &Arc<BTreeMap<Text, Value>>) -> Self {
        Self(Entries::Json(Arc::clone(members)))
    }

    /// The map as it came, if it came as JSON.
    pub(super) fn as_json(&self) -> Option<&Arc<BTreeMap<Text, Value>>> {
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
            Entries::Own(own) => {
                own.entries.iter().find(|(known, _)| &**known == name).map(|(_, value)| value.clone())
            }
            Entries::Json(members) => members.get(name).map(Val::from),
        }
    }

    /// The entries in order: as written, or by name if they came as JSON.
    #[must_use]
    pub fn entries(&self) -> Vec<(Text, Val)> {
        match &self.0 {
            Entries::Own(own) => own.entries.clone(),
            Entries::Json(members) => {
                members.iter().map(|(name, value)| (Arc::clone(name), Val::from(value))).collect()
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
