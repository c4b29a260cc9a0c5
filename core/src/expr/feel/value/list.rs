//! Lists: our own, or those of JSON as they came.

use std::sync::Arc;

use super::{MAX_DEPTH, Val, depth_over};
use crate::value::{CollectVec, Value};

/// Values in order.
#[derive(Clone, Debug)]
pub struct List(Items);

#[derive(Clone, Debug)]
enum Items {
    Own(Arc<Own>),
    Json(Arc<Vec<Value>>),
}

#[derive(Debug)]
struct Own {
    items: Vec<Val>,
    depth: u16,
}

impl List {
    /// The list of these; `None` if they nest too deep.
    #[must_use]
    pub fn new(items: Vec<Val>) -> Option<Self> {
        let depth = depth_over(items.iter())?;
        Some(Self(Items::Own(Arc::new(Own { items, depth }))))
    }

    pub(super) fn json(items: &Arc<Vec<Value>>) -> Self {
        Self(Items::Json(Arc::clone(items)))
    }

    /// The list as it came, if it came as JSON.
    pub(super) fn as_json(&self) -> Option<&Arc<Vec<Value>>> {
        if let Items::Json(items) = &self.0 { Some(items) } else { None }
    }

    /// How many items it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Items::Own(own) => own.items.len(),
            Items::Json(items) => items.len(),
        }
    }

    /// Whether it has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at that place, counted from zero.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Val> {
        match &self.0 {
            Items::Own(own) => own.items.get(index).cloned(),
            Items::Json(items) => items.get(index).map(Val::from),
        }
    }

    /// The items from first to last.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Val> + '_ {
        (0..self.len()).map(|index| self.get(index).unwrap_or_default())
    }

    /// The items as a vector of their own.
    #[must_use]
    pub fn to_vec(&self) -> Vec<Val> {
        self.iter().collect_vec()
    }

    /// Whether somebody else holds the list, too.
    pub(in super::super) fn is_shared(&self) -> bool {
        match &self.0 {
            Items::Own(own) => Arc::strong_count(own) > 1,
            Items::Json(_) => true,
        }
    }

    /// Adds an item at the end: in place if nobody else holds the list. Says whether it nests too
    /// deep for that.
    pub(in super::super) fn push(&mut self, item: Val) -> bool {
        let depth = item.depth() + 1;
        if depth > MAX_DEPTH {
            return false;
        }
        let own = match &mut self.0 {
            Items::Own(own) => Arc::get_mut(own),
            Items::Json(_) => None,
        };
        if let Some(own) = own {
            own.depth = own.depth.max(depth);
            own.items.push(item);
            return true;
        }
        let mut items = self.to_vec();
        items.push(item);
        let Some(longer) = Self::new(items) else { return false };
        *self = longer;
        true
    }

    /// Lists of JSON count as deep as they may be: looking would cost as much as copying.
    pub(super) fn depth(&self) -> u16 {
        match &self.0 {
            Items::Own(own) => own.depth,
            Items::Json(_) => JSON_DEPTH,
        }
    }
}

/// See [`crate::value::MAX_DEPTH`].
pub(super) const JSON_DEPTH: u16 = crate::value::MAX_DEPTH as u16;

impl Default for List {
    fn default() -> Self {
        Self(Items::Own(Arc::new(Own { items: Vec::new(), depth: 1 })))
    }
}
