//! Ordered maps and sets for what the engine itself counts and looks up. The standard library's are as
//! fast, but their trees are written anew for each type of key: 30 of them were 9 % of the wasm module.
//! Here one order without a type serves all.

mod order;

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::RangeInclusive;

use crate::value::CollectVec;
use serde::{Serialize, Serializer};

use self::order::{Order, Rows};

/// A set in the order of its items.
#[derive(Clone)]
pub(crate) struct Set<T> {
    order: Order,
    /// The items by the numbers of their rows; in a free row, what was there before.
    items: Vec<T>,
}

impl<T: Ord> Set<T> {
    pub(crate) const fn new() -> Self {
        Self { order: Order::new(), items: Vec::new() }
    }

    /// How the item of a row compares to another.
    fn compare<'a, Q: Ord + ?Sized>(&'a self, to: &'a Q) -> impl Fn(usize) -> Ordering + 'a
    where
        T: Borrow<Q>,
    {
        |row| self.items.get(row).map_or(Ordering::Less, |item| item.borrow().cmp(to))
    }

    fn find<Q: Ord + ?Sized>(&self, item: &Q) -> Option<usize>
    where
        T: Borrow<Q>,
    {
        self.order.find(&self.compare(item))
    }

    /// The row of an item, and whether it is a new one.
    fn row_of(&mut self, item: T) -> (usize, bool) {
        let place = self.order.place(&self.compare(&item));
        match place {
            Ok(place) => (self.order.at(place).unwrap_or_default(), false),
            Err(place) => {
                let row = self.order.add(place);
                match self.items.get_mut(row) {
                    Some(free) => *free = item,
                    None => self.items.push(item),
                }
                (row, true)
            }
        }
    }

    /// Whether it was not there before.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.row_of(item).1
    }

    /// The row that the item had.
    fn take<Q: Ord + ?Sized>(&mut self, item: &Q) -> Option<usize>
    where
        T: Borrow<Q>,
    {
        let items = &self.items;
        self.order.remove(&|row| items.get(row).map_or(Ordering::Less, |found| found.borrow().cmp(item)))
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.take(item).is_some()
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(item).is_some()
    }

    /// The items between two, both included.
    pub(crate) fn range(&self, range: RangeInclusive<T>) -> Items<'_, T> {
        let rows = self.order.range(&self.compare(range.start()), &self.compare(range.end()));
        Items { rows, items: &self.items }
    }
}

impl<T> Set<T> {
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.order = Order::new();
        self.items.clear();
    }

    pub(crate) fn iter(&self) -> Items<'_, T> {
        Items { rows: self.order.iter(), items: &self.items }
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.iter().next()
    }
}

impl<T: Ord + Clone> Set<T> {
    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        let gone: Vec<T> = self.iter().filter(|item| !keep(item)).cloned().collect_vec();
        for item in gone {
            self.remove(&item);
        }
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self { order: Order::new(), items: Vec::new() }
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.insert(item);
        }
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut set = Self::new();
        set.extend(items);
        set
    }
}

impl<T: PartialEq> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for Set<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = Items<'a, T>;

    fn into_iter(self) -> Items<'a, T> {
        self.iter()
    }
}

/// Items in order.
pub(crate) struct Items<'a, T> {
    rows: Rows<'a>,
    items: &'a [T],
}

impl<'a, T> Iterator for Items<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.items.get(self.rows.next()?)
    }
}

impl<T> DoubleEndedIterator for Items<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.items.get(self.rows.next_back()?)
    }
}

/// A map in the order of its keys.
#[derive(Clone)]
pub(crate) struct Map<K, V> {
    keys: Set<K>,
    /// By the numbers of their rows; none in a free row.
    values: Vec<Option<V>>,
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self { keys: Set::new(), values: Vec::new() }
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.values.get(self.keys.find(key)?)?.as_ref()
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.values.get_mut(self.keys.find(key)?)?.as_mut()
    }

    /// The key as it is kept, and its value.
    pub(crate) fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        self.row(self.keys.find(key)?)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.keys.contains(key)
    }

    /// Where the value of a key is kept, be there one or not.
    fn value_of(&mut self, key: K) -> &mut Option<V> {
        let (row, _) = self.keys.row_of(key);
        if row >= self.values.len() {
            self.values.push(None);
        }
        #[expect(clippy::indexing_slicing, reason = "a row is new at the end, or there already")]
        &mut self.values[row]
    }

    /// Sets a value and returns the one before it.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.value_of(key).replace(value)
    }

    pub(crate) fn or_insert_with(&mut self, key: K, new: impl FnOnce() -> V) -> &mut V {
        self.value_of(key).get_or_insert_with(new)
    }

    pub(crate) fn or_insert(&mut self, key: K, value: V) -> &mut V {
        self.value_of(key).get_or_insert(value)
    }

    pub(crate) fn or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.value_of(key).get_or_insert_default()
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.values.get_mut(self.keys.take(key)?)?.take()
    }

    /// The entries whose keys lie between two, both included.
    pub(crate) fn range(&self, range: RangeInclusive<K>) -> Iter<'_, K, V> {
        Iter { rows: self.keys.range(range).rows, map: self }
    }
}

impl<K, V> Map<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    fn row(&self, row: usize) -> Option<(&K, &V)> {
        Some((self.keys.items.get(row)?, self.values.get(row)?.as_ref()?))
    }

    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { rows: self.keys.order.iter(), map: self }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { keys: Set::default(), values: Vec::new() }
    }
}

impl<K: Ord, V> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Serialize, V: Serialize> Serialize for Map<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'a, K, V> IntoIterator for &'a Map<K, V> {
    type Item = (&'a K, &'a V);
    type IntoIter = Iter<'a, K, V>;

    fn into_iter(self) -> Iter<'a, K, V> {
        self.iter()
    }
}

/// Entries in order.
pub(crate) struct Iter<'a, K, V> {
    rows: Rows<'a>,
    map: &'a Map<K, V>,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        self.map.row(self.rows.next()?)
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.map.row(self.rows.next_back()?)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn does_as_the_standard_library(
            steps in prop::collection::vec((0u8..6, 0u32..600), 0..3000), grow in any::<bool>()
        ) {
            let (mut ours, mut theirs) = (Map::new(), BTreeMap::new());
            for (place, (step, key)) in steps.into_iter().enumerate() {
                let key = if grow && step < 3 { place as u32 } else { key };
                match step {
                    0..=3 => prop_assert_eq!(ours.insert(key, step), theirs.insert(key, step)),
                    4 => prop_assert_eq!(ours.remove(&key), theirs.remove(&key)),
                    _ => {
                        prop_assert_eq!(ours.get(&key), theirs.get(&key));
                        prop_assert_eq!(ours.or_insert(key, 9), theirs.entry(key).or_insert(9));
                    }
                }
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.iter().rev().eq(theirs.iter().rev()));
            prop_assert!(ours.keys.order.is_sound());
            for (from, to) in [(0, 0), (3, 300), (100, 101), (250, 2000), (5000, 6000)] {
                prop_assert!(ours.range(from..=to).eq(theirs.range(from..=to)));
                prop_assert!(ours.range(from..=to).rev().eq(theirs.range(from..=to).rev()));
            }
            prop_assert_eq!(ours.len(), theirs.len());
            let mut items: Set<u32> = ours.iter().map(|(key, _)| *key).collect();
            items.retain(|key| key % 3 == 0);
            theirs.retain(|key, _| key % 3 == 0);
            prop_assert!(items.iter().eq(theirs.keys()));
            let removed: Vec<u32> = ours.iter().map(|(key, _)| *key).filter(|key| key % 3 != 0).collect();
            prop_assert!(removed.iter().all(|key| ours.remove(key).is_some()));
            prop_assert!(ours.iter().eq(theirs.iter()));
        }
    }
}
