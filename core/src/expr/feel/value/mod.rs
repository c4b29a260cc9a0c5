//! What expressions work on.

mod context;
mod json;
mod list;

use std::sync::Arc;

pub use context::Context;
pub use json::NoJson;
pub use list::List;

use super::function::Function;
use super::range::Range;
use super::temporal::Temporal;
use crate::value::{Number, Text};

/// How deep lists, contexts, ranges and functions may lie within one another.
pub(super) const MAX_DEPTH: u16 = 128;

/// A value of FEEL. Cloning is cheap: whatever is large is shared.
///
/// Two values are compared by [`Val::equal`], which knows the third answer: null.
#[derive(Clone, Debug, Default)]
pub enum Val {
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
    List(List),
    /// Values by name.
    Context(Context),
    /// A value of time.
    Temporal(Temporal),
    /// An interval.
    Range(Arc<Range>),
    /// A function.
    Function(Function),
}

impl Val {
    /// A list; null if the values nest too deep.
    #[must_use]
    pub fn list(items: Vec<Self>) -> Self {
        List::new(items).map_or(Self::Null, Self::List)
    }

    /// A context; null if the values nest too deep, or a name comes twice.
    #[must_use]
    pub fn context(entries: Vec<(Text, Self)>) -> Self {
        Context::new(entries).map_or(Self::Null, Self::Context)
    }

    /// A range; null if its ends cannot be compared.
    #[must_use]
    pub fn range(range: Range) -> Self {
        if range.is_sound() { Self::Range(Arc::new(range)) } else { Self::Null }
    }

    /// Whether this is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The number, if this is one.
    #[must_use]
    pub fn as_number(&self) -> Option<Number> {
        if let Self::Number(value) = self { Some(*value) } else { None }
    }

    /// The text, if this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&Text> {
        if let Self::Text(value) = self { Some(value) } else { None }
    }

    /// The list, if this is one.
    #[must_use]
    pub fn as_list(&self) -> Option<&List> {
        if let Self::List(value) = self { Some(value) } else { None }
    }

    /// The context, if this is one.
    #[must_use]
    pub fn as_context(&self) -> Option<&Context> {
        if let Self::Context(value) = self { Some(value) } else { None }
    }

    /// How many levels of values lie within this one.
    pub(super) fn depth(&self) -> u16 {
        match self {
            Self::List(list) => list.depth(),
            Self::Context(context) => context.depth(),
            Self::Function(function) => function.depth(),
            _ => 0,
        }
    }
}

/// One more than the deepest of these, if that is not too deep.
pub(super) fn depth_over<'a>(values: impl std::iter::Iterator<Item = &'a Val>) -> Option<u16> {
    let depth = values.map(Val::depth).max().unwrap_or(0) + 1;
    (depth <= MAX_DEPTH).then_some(depth)
}

impl From<bool> for Val {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Number> for Val {
    fn from(value: Number) -> Self {
        Self::Number(value)
    }
}

impl From<i64> for Val {
    fn from(value: i64) -> Self {
        Self::Number(value.into())
    }
}

impl From<i32> for Val {
    fn from(value: i32) -> Self {
        Self::Number(i64::from(value).into())
    }
}

impl From<usize> for Val {
    fn from(value: usize) -> Self {
        Self::from(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Val {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for Val {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<Text> for Val {
    fn from(value: Text) -> Self {
        Self::Text(value)
    }
}

impl From<Temporal> for Val {
    fn from(value: Temporal) -> Self {
        Self::Temporal(value)
    }
}

impl From<List> for Val {
    fn from(value: List) -> Self {
        Self::List(value)
    }
}

impl From<Context> for Val {
    fn from(value: Context) -> Self {
        Self::Context(value)
    }
}

impl<T: Into<Val>> From<Option<T>> for Val {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
