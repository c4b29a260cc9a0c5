//! Types: what `instance of` asks for and what parameters want.

use super::function::Function;
use super::run::{Res, Run};
use super::temporal::Temporal;
use super::value::Val;
use crate::value::Text;

/// A type of FEEL.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Everything.
    Any,
    /// Null only.
    Null,
    /// Numbers.
    Number,
    /// Texts.
    String,
    /// True and false.
    Boolean,
    /// Dates.
    Date,
    /// Times of day.
    Time,
    /// Dates with times of day.
    DateTime,
    /// Durations in years and months.
    YearsMonths,
    /// Durations in days and shorter.
    DaysTime,
    /// Lists of such items.
    List(Box<Type>),
    /// Contexts with at least these entries.
    Context(Vec<(Text, Type)>),
    /// Functions: of these parameters with this result, or any.
    Function(Option<(Vec<Type>, Box<Type>)>),
    /// Ranges between such ends.
    Range(Box<Type>),
    /// What the scope knows by that name.
    Named(Text),
}

/// Makes a type: a copy of one would bring the code to copy all.
type Make = fn() -> Type;

/// The names of simple types, longer ones first.
pub(super) const SIMPLE: &[(&str, Make)] = &[
    ("years and months duration", || Type::YearsMonths),
    ("days and time duration", || Type::DaysTime),
    ("date and time", || Type::DateTime),
    ("dateTime", || Type::DateTime),
    ("yearMonthDuration", || Type::YearsMonths),
    ("dayTimeDuration", || Type::DaysTime),
    ("boolean", || Type::Boolean),
    ("number", || Type::Number),
    ("string", || Type::String),
    ("date", || Type::Date),
    ("time", || Type::Time),
    ("Null", || Type::Null),
    ("Any", || Type::Any),
];

impl Val {
    /// What the value is, with its article, for messages: `a number`, `nothing`.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Context(_) => "a context",
            Self::Temporal(Temporal::Date(_)) => "a date",
            Self::Temporal(Temporal::Time(_)) => "a time",
            Self::Temporal(Temporal::DateTime(_)) => "a date and time",
            Self::Temporal(_) => "a duration",
            Self::Range(_) => "a range",
            Self::Function(_) => "a function",
        }
    }

    /// The simple type of the value; `None` for null and for what has parts.
    fn simple(&self) -> Option<Type> {
        Some(match self {
            Self::Bool(_) => Type::Boolean,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::String,
            Self::Temporal(Temporal::Date(_)) => Type::Date,
            Self::Temporal(Temporal::Time(_)) => Type::Time,
            Self::Temporal(Temporal::DateTime(_)) => Type::DateTime,
            Self::Temporal(Temporal::YearsMonths(_)) => Type::YearsMonths,
            Self::Temporal(Temporal::DaysTime(_)) => Type::DaysTime,
            _ => return None,
        })
    }
}

/// Whether a value is of a type. Null is of no type but Null.
pub(super) fn is_instance(value: &Val, of: &Type, run: &Run<'_>) -> Res<bool> {
    run.spend(1)?;
    Ok(match (of, value) {
        (Type::Null, value) => value.is_null(),
        (Type::Named(name), value) => match run.scope.type_named(name) {
            // A type that is named by itself must come to an end, too.
            Some(Type::Named(_)) | None => false,
            Some(of) => is_instance(value, &of, run)?,
        },
        (_, Val::Null) => false,
        (Type::Any, _) => true,
        (Type::List(of), Val::List(list)) => {
            for item in list.iter() {
                if !conforms(&item, of, run)? {
                    return Ok(false);
                }
            }
            true
        }
        (Type::Context(members), Val::Context(context)) => {
            for (name, of) in members {
                match context.get(name) {
                    Some(value) if conforms(&value, of, run)? => {}
                    _ => return Ok(false),
                }
            }
            true
        }
        (Type::Range(of), Val::Range(range)) => {
            conforms(&range.low, of, run)? && conforms(&range.high, of, run)?
        }
        (Type::Function(wanted), Val::Function(function)) => {
            wanted.as_ref().is_none_or(|(params, _)| takes(function, params))
        }
        (of, value) => value.simple().is_some_and(|simple| simple == *of),
    })
}

/// Whether a value may stand where that type is wanted: null may stand anywhere.
pub(super) fn conforms(value: &Val, to: &Type, run: &Run<'_>) -> Res<bool> {
    Ok(value.is_null() || is_instance(value, to, run)?)
}

/// Whether a function can be called with such arguments.
fn takes(function: &Function, wanted: &[Type]) -> bool {
    let Some(params) = function.params() else { return true };
    params.len() == wanted.len()
        && params.iter().zip(wanted).all(|((_, param), wanted)| *param == Type::Any || param == wanted)
}

/// The value as that type: itself, or by the conversions to and from lists of one item. `None` if it
/// does not conform.
pub(super) fn coerce(value: Val, to: &Type, run: &Run<'_>) -> Res<Option<Val>> {
    if conforms(&value, to, run)? {
        return Ok(Some(value));
    }
    if let Val::List(list) = &value {
        let only = list.get(0).filter(|_| list.len() == 1);
        return Ok(match only {
            Some(item) if conforms(&item, to, run)? => Some(item),
            _ => None,
        });
    }
    Ok(match to {
        Type::List(of) if conforms(&value, of, run)? => Some(run.list(vec![value])),
        _ => None,
    })
}
