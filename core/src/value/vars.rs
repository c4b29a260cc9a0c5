//! Variables: values by name, side by side in the order of the names. The standard library's tree would be
//! written out for this one type, and be several times as much code.

use std::collections::BTreeMap;
use std::iter::FusedIterator;
use std::{fmt, slice, vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Text, Value};
use crate::value::CollectVec;

/// How many variables are set one by one.
const FEW: usize = 16;

/// Variables by name, in the order of the names.
#[derive(Clone, Default, PartialEq)]
pub struct Vars {
    rows: Vec<(Text, Value)>,
}

impl Vars {
    /// No variables.
    #[must_use]
    pub const fn new() -> Self {
        Self { rows: Vec::new() }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Where a variable stands, or else where it belongs.
    fn place(&self, name: &str) -> Result<usize, usize> {
        match self.rows.last() {
            // Names mostly come in order.
            Some((last, _)) if **last < *name => Err(self.rows.len()),
            _ => self.rows.binary_search_by(|(found, _)| (**found).cmp(name)),
        }
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.get_key_value(name).map(|(_, value)| value)
    }

    /// The value of a variable, to change it.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let place = self.place(name).ok()?;
        self.rows.get_mut(place).map(|(_, value)| value)
    }

    /// A variable with its name as it is kept.
    #[must_use]
    pub fn get_key_value(&self, name: &str) -> Option<(&Text, &Value)> {
        let (name, value) = self.rows.get(self.place(name).ok()?)?;
        Some((name, value))
    }

    /// Whether there is a variable of this name.
    #[must_use]
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Sets a variable, and returns the value that it had.
    pub fn insert(&mut self, name: Text, value: Value) -> Option<Value> {
        match self.place(&name) {
            Ok(place) => self.rows.get_mut(place).map(|(_, old)| std::mem::replace(old, value)),
            Err(place) => {
                self.rows.insert(place, (name, value));
                None
            }
        }
    }

    /// Sets a variable that is not there yet.
    pub fn or_insert(&mut self, name: &Text, value: &Value) {
        if let Err(place) = self.place(name) {
            self.rows.insert(place, (name.clone(), value.clone()));
        }
    }

    /// Takes a variable out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let place = self.place(name).ok()?;
        Some(self.rows.remove(place).1)
    }

    /// Sets many: a few where they belong, more in one go, or many in a large map would take for ever.
    fn add(&mut self, other: Self) {
        if other.len() > FEW {
            *self = std::mem::take(self).merge(other);
            return;
        }
        for (name, value) in other {
            self.insert(name, value);
        }
    }

    /// Both; of a name that both have, the value of the other.
    pub(crate) fn merge(self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        let mut rows = self.rows;
        rows.extend(other.rows);
        Self::from(rows)
    }

    /// Keeps only some of the variables.
    pub fn retain(&mut self, mut keep: impl FnMut(&Text, &mut Value) -> bool) {
        self.rows.retain_mut(|(name, value)| keep(name, value));
    }

    /// The variables in the order of their names.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter(self.rows.iter())
    }

    /// The names, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Text> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(name, _)| name)
    }

    /// The values, in the order of their names.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> + ExactSizeIterator + Clone {
        self.rows.iter().map(|(_, value)| value)
    }
}

impl fmt::Debug for Vars {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self).finish()
    }
}

impl Extend<(Text, Value)> for Vars {
    fn extend<I: IntoIterator<Item = (Text, Value)>>(&mut self, entries: I) {
        self.add(entries.into_iter().collect());
    }
}

impl FromIterator<(Text, Value)> for Vars {
    fn from_iter<I: IntoIterator<Item = (Text, Value)>>(entries: I) -> Self {
        let mut rows = Vec::new();
        for entry in entries {
            rows.push(entry);
        }
        Self::from(rows)
    }
}

/// Of a name that appears twice, the last value counts.
impl From<Vec<(Text, Value)>> for Vars {
    fn from(mut rows: Vec<(Text, Value)>) -> Self {
        if !rows.is_sorted_by(|(before, _), (after, _)| before < after) {
            rows.sort_by(|(one, _), (other, _)| one.cmp(other));
            rows.dedup_by(|later, kept| {
                let again = later.0 == kept.0;
                if again {
                    std::mem::swap(later, kept);
                }
                again
            });
        }
        Self { rows }
    }
}

impl From<BTreeMap<Text, Value>> for Vars {
    fn from(entries: BTreeMap<Text, Value>) -> Self {
        Self { rows: entries.into_iter().collect_vec() }
    }
}

impl<const N: usize> From<[(Text, Value); N]> for Vars {
    fn from(entries: [(Text, Value); N]) -> Self {
        Self::from_iter(entries)
    }
}

impl IntoIterator for Vars {
    type Item = (Text, Value);
    type IntoIter = vec::IntoIter<(Text, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.rows.into_iter()
    }
}

impl<'a> IntoIterator for &'a Vars {
    type Item = (&'a Text, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Variables in the order of their names.
#[derive(Clone, Debug)]
pub struct Iter<'a>(slice::Iter<'a, (Text, Value)>);

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a Text, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (name, value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(name, value)| (name, value))
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl FusedIterator for Iter<'_> {}

impl Serialize for Vars {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de> Deserialize<'de> for Vars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Vars {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        BTreeMap::<Text, Value>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<Text, Value>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    enum Step {
        Insert(Text),
        Or(Text),
        Remove(Text),
        Extend(Vec<Text>),
        Collect(Vec<Text>),
        Keep(bool),
    }

    fn any_step() -> impl Strategy<Value = Step> {
        let name = || "[a-f]{0,2}".prop_map(Text::from);
        let names = || prop::collection::vec(name(), 0..40);
        prop_oneof![
            name().prop_map(Step::Insert),
            name().prop_map(Step::Or),
            name().prop_map(Step::Remove),
            names().prop_map(Step::Extend),
            names().prop_map(Step::Collect),
            any::<bool>().prop_map(Step::Keep),
        ]
    }

    proptest! {
        #[test]
        fn is_the_map_of_the_standard_library(steps in prop::collection::vec(any_step(), 0..24)) {
            let (mut ours, mut theirs) = (Vars::new(), BTreeMap::<Text, Value>::new());
            let mut count = 0;
            let mut next = || {
                count += 1;
                Value::from(count)
            };
            for step in steps {
                match step {
                    Step::Insert(name) => {
                        let value = next();
                        prop_assert_eq!(ours.insert(name.clone(), value.clone()), theirs.insert(name, value));
                    }
                    Step::Or(name) => {
                        let value = next();
                        ours.or_insert(&name, &value);
                        theirs.entry(name).or_insert(value);
                    }
                    Step::Remove(name) => prop_assert_eq!(ours.remove(&name), theirs.remove(&name)),
                    Step::Extend(names) => {
                        let entries: Vec<_> = names.into_iter().map(|name| (name, next())).collect();
                        ours.extend(entries.clone());
                        theirs.extend(entries);
                    }
                    Step::Collect(names) => {
                        let entries: Vec<_> = names.into_iter().map(|name| (name, next())).collect();
                        ours = entries.iter().cloned().collect();
                        theirs = entries.into_iter().collect();
                    }
                    Step::Keep(even) => {
                        let keep = |value: &Value| {
                            value.as_number().and_then(|number| number.to_i64()).is_some_and(|n| (n % 2 == 0) == even)
                        };
                        ours.retain(|_, value| keep(value));
                        theirs.retain(|_, value| keep(value));
                    }
                }
                prop_assert!(ours.iter().eq(theirs.iter()));
                prop_assert!(ours.iter().rev().eq(theirs.iter().rev()));
                prop_assert_eq!(ours.len(), theirs.len());
                for name in ["", "a", "bb", "cd", "f"] {
                    prop_assert_eq!(ours.get(name), theirs.get(name));
                    prop_assert_eq!(ours.contains_key(name), theirs.contains_key(name));
                }
            }
            prop_assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
        }
    }
}
