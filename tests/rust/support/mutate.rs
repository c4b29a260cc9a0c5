//! Damages documents: JSON by its structure, text by its bytes.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Number, Value};

/// One damage to a JSON document. Numbers pick from what there is.
#[derive(Clone, Copy, Debug)]
pub struct Damage {
    place: usize,
    kind: u8,
    other: usize,
    number: i64,
}

/// A few damages.
pub fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let number =
        prop_oneof![-2_i64..12, Just(i64::from(u32::MAX)), Just(i64::from(u32::MAX) + 1), any::<i64>()];
    let damage = (any::<usize>(), any::<u8>(), any::<usize>(), number)
        .prop_map(|(place, kind, other, number)| Damage { place, kind, other, number });
    vec(damage, 1..4)
}

impl Damage {
    /// The document, damaged.
    #[must_use]
    pub fn apply(&self, document: &Value) -> Value {
        let mut places = Vec::new();
        list(document, &mut Vec::new(), &mut places);
        let mut damaged = document.clone();
        let pick = |number: usize| places.get(number % places.len().max(1)).cloned().unwrap_or_default();
        let place = pick(self.place);
        let other = document.pointer(&pick(self.other)).cloned().unwrap_or_default();
        match (self.kind % 8, damaged.pointer_mut(&place)) {
            (0, _) => remove(&mut damaged, &place),
            (1..=3, Some(value)) if value.is_number() => *value = Value::Number(Number::from(self.number)),
            (1..=2, Some(Value::Array(items))) if !items.is_empty() => {
                let copy = items.get(self.other % items.len()).cloned().unwrap_or_default();
                items.push(copy);
            }
            (3, Some(Value::Array(items))) => items.reverse(),
            (4..=6, Some(value)) if value.is_string() => swap_text(value, document, self.other),
            (_, Some(value)) if same_kind(value, &other) => *value = other,
            _ => {}
        }
        damaged
    }
}

/// Anything else the reader of JSON refuses by itself.
fn same_kind(one: &Value, other: &Value) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn remove(document: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(name)),
        Some(Value::Array(items)) => {
            if let Some(position) = name.parse().ok().filter(|position| *position < items.len()) {
                items.remove(position);
            }
        }
        _ => {}
    }
}

/// Another text of the same document: an id that exists, but in the wrong place.
fn swap_text(value: &mut Value, document: &Value, pick: usize) {
    let mut places = Vec::new();
    list(document, &mut Vec::new(), &mut places);
    let texts: Vec<&Value> =
        places.iter().filter_map(|place| document.pointer(place)).filter(|v| v.is_string()).collect();
    if let Some(text) = texts.get(pick % texts.len().max(1)) {
        *value = (*text).clone();
    }
}

/// Every place in a document, as JSON pointers.
fn list(value: &Value, at: &mut Vec<String>, places: &mut Vec<String>) {
    places.push(at.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1"))).collect());
    let mut child = |name: String, value: &Value| {
        at.push(name);
        list(value, at, places);
        at.pop();
    };
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| child(n.to_string(), item)),
        Value::Object(members) => members.iter().for_each(|(name, member)| child(name.clone(), member)),
        _ => {}
    }
}

/// One damage to a text.
#[derive(Clone, Debug)]
pub enum Cut {
    /// Removes bytes.
    Remove { at: usize, count: usize },
    /// Overwrites a byte.
    Replace { at: usize, byte: u8 },
    /// Puts in a piece of markup.
    Insert { at: usize, piece: &'static str },
    /// Doubles a part.
    Double { at: usize, count: usize },
    /// Leaves out the rest.
    Truncate { at: usize },
}

/// What often breaks parsers of XML.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "&",
    "&lt;",
    "&#0;",
    "&#x110000;",
    "&unknown;",
    "\"",
    "'",
    "=",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml?>",
    "<!DOCTYPE a>",
    "xmlns=\"\"",
    "xmlns:x=\"y\"",
    "id=\"\"",
    "\u{0}",
    "\u{feff}",
    "\u{1f600}",
    "</definitions>",
    "<subProcess id='s'>",
    "sourceRef=\"\"",
    "default=\"x\"",
    "attachedToRef=\"x\"",
    "<conditionExpression>= 1 +</conditionExpression>",
];

/// A few damages.
pub fn cuts() -> impl Strategy<Value = Vec<Cut>> {
    let cut = prop_oneof![
        (any::<usize>(), 1_usize..40).prop_map(|(at, count)| Cut::Remove { at, count }),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Cut::Replace { at, byte }),
        (any::<usize>(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Cut::Insert { at, piece }),
        (any::<usize>(), 1_usize..200).prop_map(|(at, count)| Cut::Double { at, count }),
        any::<usize>().prop_map(|at| Cut::Truncate { at }),
    ];
    vec(cut, 1..6)
}

impl Cut {
    /// Damages the text.
    pub fn apply(&self, text: &mut Vec<u8>) {
        let within = |at: usize, text: &[u8]| at % (text.len() + 1);
        match self {
            Self::Remove { at, count } => {
                let at = within(*at, text);
                let end = (at + count).min(text.len());
                text.drain(at..end);
            }
            Self::Replace { at, byte } => {
                let at = within(*at, text);
                if let Some(old) = text.get_mut(at) {
                    *old = *byte;
                }
            }
            Self::Insert { at, piece } => {
                let at = within(*at, text);
                text.splice(at..at, piece.bytes());
            }
            Self::Double { at, count } => {
                let at = within(*at, text);
                let end = (at + count).min(text.len());
                let part = text.get(at..end).unwrap_or_default().to_vec();
                text.splice(at..at, part);
            }
            Self::Truncate { at } => {
                let at = within(*at, text);
                text.truncate(at);
            }
        }
    }
}
