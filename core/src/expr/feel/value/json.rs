//! From JSON and back.

use super::{Context, List, Val};
use crate::value::{MAX_VALUES, Number, Value, Vars};

impl From<&Value> for Val {
    /// Lists and maps are shared, not copied.
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(value) => Self::Number(*value),
            Value::Text(value) => Self::Text(value.clone()),
            Value::List(items) => Self::List(List::json(items)),
            Value::Map(members) => Self::Context(Context::json(members)),
        }
    }
}

impl From<Value> for Val {
    fn from(value: Value) -> Self {
        Self::from(&value)
    }
}

/// Why a value has no JSON form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoJson {
    /// It is, or holds, a range or a function; which, with its article.
    Kind(&'static str),
    /// It holds a whole number beyond ±(2^53 - 1).
    Number(Number),
    /// It holds more values than variables may.
    TooLarge,
}

impl Val {
    /// Whether this is a list or map of JSON as it came.
    pub(crate) fn is_shared_json(&self) -> bool {
        match self {
            Self::List(list) => list.as_json().is_some(),
            Self::Context(context) => context.as_json().is_some(),
            _ => false,
        }
    }

    /// The JSON form. Values of the calendar become their text; a number with more digits than a
    /// double holds becomes the nearest double.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn to_json(&self) -> Result<Value, NoJson> {
        let mut most = MAX_VALUES;
        json(self, &mut most)
    }
}

fn json(value: &Val, most: &mut usize) -> Result<Value, NoJson> {
    *most = most.checked_sub(1).ok_or(NoJson::TooLarge)?;
    Ok(match value {
        Val::Null => Value::Null,
        Val::Bool(value) => Value::Bool(*value),
        Val::Number(value) => Value::Number(value.nearest_portable().ok_or(NoJson::Number(*value))?),
        Val::Text(value) => Value::Text(value.clone()),
        Val::List(list) => match list.as_json() {
            Some(items) => Value::List(items.clone()),
            None => {
                let mut items = Vec::new();
                for item in list.iter() {
                    items.push(json(&item, most)?);
                }
                items.into()
            }
        },
        Val::Context(context) => match context.as_json() {
            Some(members) => Value::Map(members.clone()),
            None => {
                let mut members = Vars::new();
                for (name, value) in context.entries() {
                    members.insert(name, json(&value, most)?);
                }
                members.into()
            }
        },
        Val::Temporal(temporal) => temporal.to_string().into(),
        Val::Range(_) | Val::Function(_) => return Err(NoJson::Kind(value.kind_name())),
    })
}
