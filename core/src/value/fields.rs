//! Reading documents of ours by hand, from a [`Value`]. Derived readers are instantiated for each
//! type and each format and are most of a small module's code; this is written once.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error};

use super::json::Within;
use super::limits::MAX_DEPTH;
use super::parse::parse;
use super::{Text, Value, Vars};
use crate::key::Key;
use crate::time::Timestamp;

/// How much deeper than its variables a document of ours may nest.
const FRAME: usize = 8;

/// The members of one object, taken out one by one.
pub(crate) struct Fields {
    /// What it is, with its article, for messages: `the event`.
    what: &'static str,
    members: BTreeMap<Text, Value>,
}

/// Reads a whole document by a function from values.
pub(crate) fn read<'de, T, D>(deserializer: D, from: fn(Value) -> Result<T, String>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    from(Within(MAX_DEPTH + FRAME).deserialize(deserializer)?).map_err(D::Error::custom)
}

impl Fields {
    pub(crate) fn of(value: Value, what: &'static str) -> Result<Self, String> {
        match value {
            Value::Map(members) => Ok(Self { what, members: Arc::unwrap_or_clone(members) }),
            other => Err(format!("{what} is {}, not an object", other.kind_name())),
        }
    }

    /// A member; null counts as absent.
    pub(crate) fn take(&mut self, name: &str) -> Option<Value> {
        self.given(name).filter(|value| !value.is_null())
    }

    /// A member, be it null.
    pub(crate) fn given(&mut self, name: &str) -> Option<Value> {
        self.members.remove(name)
    }

    pub(crate) fn need<T>(&self, member: Option<T>, name: &str) -> Result<T, String> {
        member.ok_or_else(|| format!("{} lacks `{name}`", self.what))
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<Text>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(other) => Err(wrong(name, &other, "a text")),
        }
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong(name, &other, "a boolean")),
        }
    }

    /// A whole number of at least zero.
    pub(crate) fn count(&mut self, name: &str) -> Result<Option<u64>, String> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.as_number().and_then(super::Number::to_i64);
        match number.and_then(|number| u64::try_from(number).ok()) {
            Some(count) => Ok(Some(count)),
            None => Err(wrong(name, &value, "a whole number of at least zero")),
        }
    }

    pub(crate) fn small(&mut self, name: &str) -> Result<Option<u32>, String> {
        let small = self.count(name)?.map(u32::try_from).transpose();
        small.map_err(|_| format!("`{name}` is above {}", u32::MAX))
    }

    pub(crate) fn key(&mut self, name: &str) -> Result<Option<Key>, String> {
        Ok(self.small(name)?.map(Key))
    }

    pub(crate) fn instant(&mut self, name: &str) -> Result<Option<Timestamp>, String> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let millis = value.as_number().and_then(super::Number::to_i64);
        match millis.and_then(Timestamp::from_millis) {
            Some(instant) => Ok(Some(instant)),
            None => Err(wrong(
                name,
                &value,
                "an instant in the years 1 to 9999, in whole milliseconds since 1970",
            )),
        }
    }

    pub(crate) fn vars(&mut self, name: &str) -> Result<Option<Vars>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::Map(members)) => Ok(Some(Arc::unwrap_or_clone(members))),
            Some(other) => Err(wrong(name, &other, "an object")),
        }
    }

    /// The items of a list; none if it is absent.
    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Value>, String> {
        match self.take(name) {
            None => Ok(Vec::new()),
            Some(Value::List(items)) => Ok(Arc::unwrap_or_clone(items)),
            Some(other) => Err(wrong(name, &other, "a list")),
        }
    }

    /// One of the words of an enum.
    pub(crate) fn word<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Result<Option<T>, String> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        word(&text).map(Some).map_err(|error| format!("`{name}`: {error}"))
    }

    /// Refuses members that nobody took.
    pub(crate) fn end(self) -> Result<(), String> {
        match self.members.into_iter().next() {
            Some((name, _)) => Err(format!("{} has no `{}`", self.what, super::clip(&name))),
            None => Ok(()),
        }
    }
}

fn word<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, WordError> {
    T::deserialize(StrDeserializer::<WordError>::new(text))
}

fn wrong(name: &str, found: &Value, wanted: &str) -> String {
    let found = match found {
        Value::Number(number) => format!("`{number}`"),
        Value::Text(text) => format!("`{}`", super::clip(text)),
        other => other.kind_name().to_owned(),
    };
    format!("`{name}` is {found}, not {wanted}")
}

/// What a host gives as JSON.
pub trait FromJson: Sized {
    /// From the value that the JSON is.
    ///
    /// # Errors
    /// Says what the value is not.
    fn from_value(value: Value) -> Result<Self, String>;

    /// From JSON text. Every binding reads by this one, so that their messages are the same.
    ///
    /// # Errors
    /// Says where the text is not JSON, or what the value is not.
    fn from_json(text: &str) -> Result<Self, String> {
        Self::from_value(parse(text, MAX_DEPTH + FRAME)?)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_value(value: Value) -> Result<Self, String> {
        let Value::List(items) = value else {
            return Err(format!("expected a list but found {}", value.kind_name()));
        };
        Arc::unwrap_or_clone(items).into_iter().map(T::from_value).collect()
    }
}

/// Implements `FromJson` and `Deserialize` by a function from [`Value`].
macro_rules! read_from_value {
    ($type:ty) => {
        impl $crate::value::FromJson for $type {
            fn from_value(value: $crate::value::Value) -> Result<Self, String> {
                <$type>::from_value(value)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::value::read(deserializer, Self::from_value)
            }
        }
    };
}

pub(crate) use read_from_value;
