//! Ordered maps and sets for what the engine itself counts and looks up. The standard library's are as
//! fast, but their trees are written anew for each type of key: 30 of them were 9 % of the wasm module.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Bound, RangeBounds};

use serde::{Serialize, Serializer};

/// How many entries lie side by side at most: little enough to move, enough to keep the outer list short.
const CHUNK: usize = 64;

/// Where an entry lies: in which chunk, and where in it.
type Place = (usize, usize);

/// A map in the order of its keys.
#[derive(Clone)]
pub(crate) struct Map<K, V> {
    /// None of them empty.
    chunks: Vec<Vec<(K, V)>>,
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self { chunks: Vec::new() }
    }

    /// Where the key is, or else where it belongs.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Place, Place>
    where
        K: Borrow<Q>,
    {
        let behind = |chunk: &Vec<(K, V)>| chunk.last().is_some_and(|(last, _)| last.borrow() < key);
        let at = self.chunks.partition_point(behind).min(self.chunks.len().saturating_sub(1));
        let Some(chunk) = self.chunks.get(at) else { return Err((0, 0)) };
        match chunk.binary_search_by(|(found, _)| found.borrow().cmp(key)) {
            Ok(inside) => Ok((at, inside)),
            Err(inside) => Err((at, inside)),
        }
    }

    fn at_mut(&mut self, (chunk, inside): Place) -> Option<&mut V> {
        self.chunks.get_mut(chunk)?.get_mut(inside).map(|(_, value)| value)
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.get_key_value(key).map(|(_, value)| value)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.at_mut(place)
    }

    /// The key as it is kept, and its value.
    pub(crate) fn get_key_value<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(&K, &V)>
    where
        K: Borrow<Q>,
    {
        let (chunk, inside) = self.place(key).ok()?;
        self.chunks.get(chunk)?.get(inside).map(|(key, value)| (key, value))
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_ok()
    }

    /// Sets a value and returns the one before it.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => self.at_mut(place).map(|old| std::mem::replace(old, value)),
            Err(place) => {
                self.add(place, key, value);
                None
            }
        }
    }

    /// Adds an entry where it belongs, and says where it lies now.
    fn add(&mut self, (mut at, mut inside): Place, key: K, value: V) -> Place {
        let last = at + 1 >= self.chunks.len();
        let Some(chunk) = self.chunks.get_mut(at) else {
            self.chunks.push(vec![(key, value)]);
            return (0, 0);
        };
        if chunk.len() >= CHUNK {
            // Keys mostly grow: behind the last one, the full chunk stays full.
            let kept = if last && inside == chunk.len() { inside } else { CHUNK / 2 };
            let rest = chunk.split_off(kept);
            self.chunks.insert(at + 1, rest);
            if inside > kept || inside == CHUNK {
                (at, inside) = (at + 1, inside - kept);
            }
        }
        if let Some(chunk) = self.chunks.get_mut(at) {
            chunk.insert(inside, (key, value));
        }
        (at, inside)
    }

    pub(crate) fn entry(&mut self, key: K) -> Entry<'_, K, V> {
        Entry { map: self, key }
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (at, inside) = self.place(key).ok()?;
        let chunk = self.chunks.get_mut(at)?;
        let (_, value) = chunk.remove(inside);
        if chunk.is_empty() {
            self.chunks.remove(at);
        }
        Some(value)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.chunks.retain_mut(|chunk| {
            chunk.retain_mut(|(key, value)| keep(key, value));
            !chunk.is_empty()
        });
    }

    /// The entries whose keys lie between two others.
    pub(crate) fn range<Q: Ord + ?Sized>(&self, range: impl RangeBounds<Q>) -> Iter<'_, K, V>
    where
        K: Borrow<Q>,
    {
        // Before an entry with the key of the bound, or behind it.
        let place = |key: &Q, behind: bool| match self.place(key) {
            Ok((chunk, inside)) => (chunk, inside + usize::from(behind)),
            Err(place) => place,
        };
        let next = match range.start_bound() {
            Bound::Included(key) => place(key, false),
            Bound::Excluded(key) => place(key, true),
            Bound::Unbounded => (0, 0),
        };
        let end = match range.end_bound() {
            Bound::Included(key) => place(key, true),
            Bound::Excluded(key) => place(key, false),
            Bound::Unbounded => (self.chunks.len(), 0),
        };
        Iter { chunks: &self.chunks, next, end }
    }
}

impl<K, V> Map<K, V> {
    pub(crate) fn len(&self) -> usize {
        self.chunks.iter().map(Vec::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.chunks.clear();
    }

    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { chunks: &self.chunks, next: (0, 0), end: (self.chunks.len(), 0) }
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.chunks.iter_mut().flatten().map(|(key, value)| (&*key, value))
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
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

/// A key, with a value or without.
pub(crate) struct Entry<'a, K, V> {
    map: &'a mut Map<K, V>,
    key: K,
}

impl<'a, K: Ord, V> Entry<'a, K, V> {
    pub(crate) fn or_insert_with(self, new: impl FnOnce() -> V) -> &'a mut V {
        let (chunk, inside) = match self.map.place(&self.key) {
            Ok(place) => place,
            Err(place) => self.map.add(place, self.key, new()),
        };
        #[expect(clippy::indexing_slicing, reason = "an entry has been found there, or added")]
        &mut self.map.chunks[chunk][inside].1
    }

    pub(crate) fn or_insert(self, value: V) -> &'a mut V {
        self.or_insert_with(|| value)
    }

    pub(crate) fn or_default(self) -> &'a mut V
    where
        V: Default,
    {
        self.or_insert_with(V::default)
    }
}

/// Entries in order.
pub(crate) struct Iter<'a, K, V> {
    chunks: &'a [Vec<(K, V)>],
    next: Place,
    end: Place,
}

impl<'a, K, V> Iterator for Iter<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.end {
            let (chunk, inside) = self.next;
            if let Some((key, value)) = self.chunks.get(chunk)?.get(inside) {
                self.next.1 += 1;
                return Some((key, value));
            }
            self.next = (chunk + 1, 0);
        }
        None
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        while self.next < self.end {
            match self.end {
                (chunk, 0) => self.end = (chunk - 1, self.chunks.get(chunk - 1)?.len()),
                (chunk, inside) => {
                    self.end.1 = inside - 1;
                    return self.chunks.get(chunk)?.get(inside - 1).map(|(key, value)| (key, value));
                }
            }
        }
        None
    }
}

/// A set in the order of its items.
#[derive(Clone)]
pub(crate) struct Set<T>(Map<T, ()>);

impl<T: Ord> Set<T> {
    pub(crate) const fn new() -> Self {
        Self(Map::new())
    }

    /// Whether it was not there before.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(item).is_some()
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(item)
    }

    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|item, ()| keep(item));
    }

    pub(crate) fn range<Q: Ord + ?Sized>(&self, range: impl RangeBounds<Q>) -> Items<'_, T>
    where
        T: Borrow<Q>,
    {
        Items(self.0.range(range))
    }
}

impl<T> Set<T> {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn iter(&self) -> Items<'_, T> {
        Items(self.0.iter())
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.iter().next()
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::default())
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
        self.0 == other.0
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

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::iter::Flatten<std::vec::IntoIter<Vec<(T, ())>>>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.chunks.into_iter().flatten().map(|(item, ())| item)
    }
}

/// Items in order.
pub(crate) struct Items<'a, T>(Iter<'a, T, ()>);

impl<'a, T> Iterator for Items<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.0.next().map(|(item, ())| item)
    }
}

impl<T> DoubleEndedIterator for Items<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(item, ())| item)
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
                        prop_assert_eq!(ours.entry(key).or_insert(9), theirs.entry(key).or_insert(9));
                    }
                }
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.iter().rev().eq(theirs.iter().rev()));
            prop_assert!(ours.chunks.iter().all(|chunk| (1..=CHUNK).contains(&chunk.len())));
            for (from, to) in [(0, 0), (3, 300), (100, 101), (250, 2000), (5000, 6000)] {
                prop_assert!(ours.range(from..to).eq(theirs.range(from..to)));
                prop_assert!(ours.range(from..=to).eq(theirs.range(from..=to)));
                prop_assert!(ours.range(from..=to).rev().eq(theirs.range(from..=to).rev()));
                prop_assert!(ours.range((Bound::Excluded(from), Bound::Unbounded)).eq(
                    theirs.range((Bound::Excluded(from), Bound::Unbounded))
                ));
            }
            ours.retain(|key, _| key % 3 == 0);
            theirs.retain(|key, _| key % 3 == 0);
            prop_assert!(ours.iter_mut().map(|(key, value)| (*key, *value)).eq(theirs));
        }
    }
}
