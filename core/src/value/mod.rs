//! Data of a process: what variables hold, what expressions work on, what crosses every border.

mod base64;
mod case;
mod clip;
mod double;
mod fields;
mod json;
mod limits;
mod list;
mod maths;
mod number;
mod parse;
mod vars;
mod write;

use std::sync::Arc;

pub(crate) use base64::base64;
pub(crate) use case::{capital, has_case, lower, small, upper};
pub(crate) use clip::{behind, clip, letter, offset};
pub use fields::FromJson;
pub(crate) use fields::{Fields, Kept, read, read_from_value};
pub(crate) use limits::check;
pub(crate) use limits::check_value;
pub use limits::{MAX_DEPTH, MAX_TEXT, MAX_VALUES};
pub(crate) use list::CollectVec;
pub(crate) use maths::Rounding;
pub(crate) use number::MAX_SAFE;
pub use number::Number;
pub(crate) use parse::{Place, nth, parse_placed, pointer};
pub use vars::Vars;
pub use write::to_json;

/// An immutable text that is cheap to clone.
pub type Text = Arc<str>;

/// Variables from entries, of which the last of a name counts. Put in one by one, they need neither the sort
/// nor the second way to build a tree that `collect` brings along wherever it is called.
pub(crate) fn vars(entries: impl Iterator<Item = (Text, Value)>) -> Vars {
    let mut vars = Vars::new();
    for (name, value) in entries {
        vars.insert(name, value);
    }
    vars
}

/// One value: the types of JSON, with decimal numbers. Cloning is cheap: texts, lists and maps are
/// shared.
///
/// A value has one JSON form. Numbers cross as JSON numbers that a double carries exactly both
/// ways; whatever a double would round is an error, never another number.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A decimal number.
    Number(Number),
    /// A text.
    Text(Text),
    /// Values in order.
    List(Arc<Vec<Value>>),
    /// Values by name.
    Map(Arc<Vars>),
}

impl Value {
    /// What the value is, with its article, for messages: `a number`, `a text`, `nothing`.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }

    /// Whether this is [`Value::Null`].
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(value) => Some(*value),
            _ => None,
        }
    }

    /// The text, if this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }

    /// The items, if this is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if this is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&Vars> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }
}

impl FromJson for Value {
    fn from_value(value: Value) -> Result<Self, String> {
        Ok(value)
    }

    fn from_json(text: &str) -> Result<Self, String> {
        parse::parse(text, MAX_DEPTH)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Value {
            fn from(value: $integer) -> Self {
                Self::Number(Number::from(i64::from(value)))
            }
        }
    )*};
}

from_integer!(i32, i64, u32);

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Self::List(Arc::new(items))
    }
}

impl From<Vars> for Value {
    fn from(members: Vars) -> Self {
        Self::Map(Arc::new(members))
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Self::List(Arc::new(items.into_iter().collect_vec()))
    }
}
