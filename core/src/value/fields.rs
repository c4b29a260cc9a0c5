//! Reading documents of ours by hand, from a [`Value`]. Derived readers are instantiated for each
//! type and each format and are most of a small module's code; this is written once.

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

/// The members of one object, taken out one by one. The first that is wrong is told at the end: a way out
/// at every member, with all that was read before it to be given up, would be most of what the readers are.
pub(crate) struct Fields {
    /// What it is, with its article, for messages: `the event`.
    what: &'static str,
    members: Vars,
    wrong: Option<String>,
}

/// No error: it is kept until the end.
pub(crate) enum Kept {}

impl From<Kept> for String {
    fn from(kept: Kept) -> Self {
        match kept {}
    }
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
            Value::Map(members) => Ok(Self { what, members: Arc::unwrap_or_clone(members), wrong: None }),
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

    /// What must be there; a default in its place where it is not.
    pub(crate) fn need<T: Default>(&mut self, member: Option<T>, name: &str) -> Result<T, Kept> {
        if member.is_none() {
            self.lacks(name);
        }
        Ok(member.unwrap_or_default())
    }

    /// What must be there for anything else to be read.
    pub(crate) fn must<T>(&mut self, member: Option<T>, name: &str) -> Result<T, String> {
        if member.is_none() {
            self.lacks(name);
        }
        member.ok_or_else(|| self.wrong.take().unwrap_or_default())
    }

    /// The first error: that of a member, or else this one.
    pub(crate) fn error(self, otherwise: &str) -> String {
        self.wrong.unwrap_or_else(|| otherwise.to_owned())
    }

    fn lacks(&mut self, name: &str) {
        self.keep(format!("{} lacks `{name}`", self.what));
    }

    /// Takes note of an error, if it is the first.
    fn keep(&mut self, error: String) {
        self.wrong.get_or_insert(error);
    }

    /// A member that is read by a function; nothing if the function refuses it.
    fn read<T>(&mut self, name: &str, wanted: &str, read: fn(&Value) -> Option<T>) -> Option<T> {
        let value = self.take(name)?;
        let read = read(&value);
        if read.is_none() {
            self.keep(wrong(name, &value, wanted));
        }
        read
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<Text>, Kept> {
        Ok(self.read(name, "a text", |value| value.as_text().cloned()))
    }

    pub(crate) fn flag(&mut self, name: &str) -> Result<Option<bool>, Kept> {
        Ok(self.read(name, "a boolean", Value::as_bool))
    }

    /// A whole number of at least zero.
    pub(crate) fn count(&mut self, name: &str) -> Result<Option<u64>, Kept> {
        Ok(self.read(name, "a whole number of at least zero", |value| {
            value.as_number()?.to_i64().and_then(|number| u64::try_from(number).ok())
        }))
    }

    pub(crate) fn small(&mut self, name: &str) -> Result<Option<u32>, Kept> {
        let Some(count) = self.count(name)? else { return Ok(None) };
        let small = u32::try_from(count).ok();
        if small.is_none() {
            self.keep(format!("`{name}` is above {}", u32::MAX));
        }
        Ok(small)
    }

    pub(crate) fn key(&mut self, name: &str) -> Result<Option<Key>, Kept> {
        Ok(self.small(name)?.map(Key))
    }

    pub(crate) fn instant(&mut self, name: &str) -> Result<Option<Timestamp>, Kept> {
        let wanted = "an instant in the years 1 to 9999, in whole milliseconds since 1970";
        Ok(self.read(name, wanted, |value| Timestamp::from_millis(value.as_number()?.to_i64()?)))
    }

    pub(crate) fn vars(&mut self, name: &str) -> Result<Option<Vars>, Kept> {
        Ok(match self.take(name) {
            None => None,
            Some(Value::Map(members)) => Some(Arc::unwrap_or_clone(members)),
            Some(other) => {
                self.keep(wrong(name, &other, "an object"));
                None
            }
        })
    }

    /// The items of a list; none if it is absent.
    pub(crate) fn list(&mut self, name: &str) -> Result<Vec<Value>, Kept> {
        Ok(match self.take(name) {
            None => Vec::new(),
            Some(Value::List(items)) => Arc::unwrap_or_clone(items),
            Some(other) => {
                self.keep(wrong(name, &other, "a list"));
                Vec::new()
            }
        })
    }

    /// The texts in a list.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<Text>, Kept> {
        let mut texts = Vec::new();
        for item in self.list(name)? {
            match item {
                Value::Text(text) => texts.push(text),
                other => self.keep(format!("`{name}` has {} in it, not only texts", other.kind_name())),
            }
        }
        Ok(texts)
    }

    /// A member that is a document of its own.
    pub(crate) fn part<T>(
        &mut self,
        name: &str,
        read: fn(Value) -> Result<T, String>,
    ) -> Result<Option<T>, Kept> {
        Ok(self.take(name).and_then(|value| self.kept(read(value))))
    }

    /// The documents in a list.
    pub(crate) fn parts<T>(
        &mut self,
        name: &str,
        read: fn(Value) -> Result<T, String>,
    ) -> Result<Vec<T>, Kept> {
        let mut parts = Vec::new();
        for item in self.list(name)? {
            let Some(part) = self.kept(read(item)) else { break };
            parts.push(part);
        }
        Ok(parts)
    }

    fn kept<T>(&mut self, read: Result<T, String>) -> Option<T> {
        read.map_err(|error| self.keep(error)).ok()
    }

    /// One of the words of an enum.
    pub(crate) fn word<T: for<'de> Deserialize<'de>>(&mut self, name: &str) -> Result<Option<T>, Kept> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        Ok(self.kept(word(&text).map_err(|error| format!("`{name}`: {error}"))))
    }

    /// Tells the first error, and refuses members that nobody took.
    pub(crate) fn end(self) -> Result<(), String> {
        if let Some(wrong) = self.wrong {
            return Err(wrong);
        }
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
        let mut read = Vec::with_capacity(items.len());
        for item in Arc::unwrap_or_clone(items) {
            read.push(T::from_value(item)?);
        }
        Ok(read)
    }
}

impl FromJson for Vars {
    fn from_value(value: Value) -> Result<Self, String> {
        match value {
            Value::Map(members) => Ok(Arc::unwrap_or_clone(members)),
            other => Err(format!("expected an object but found {}", other.kind_name())),
        }
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
