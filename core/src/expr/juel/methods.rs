//! Methods of values that models call: what Java's texts, lists, maps and numbers and Spin's JSON
//! have, as far as plain data can answer.

use std::borrow::Cow;

use super::eval::{NULL, is_empty};
use super::ops::{Res, Run, append, same};
use super::{coerce, dates};
use crate::value::{FromJson, Value, clip, lower, offset, upper};

type Answer = Res<Value>;

/// What one call works on.
pub(super) struct Call<'a> {
    pub(super) receiver: &'a Value,
    pub(super) arguments: &'a [Value],
    pub(super) run: &'a Run,
}

/// A method: its name, how many arguments it takes, and what it answers; none where values of that kind
/// do not have it.
#[derive(Debug)]
pub(in super::super) struct Method {
    pub(super) name: &'static str,
    least: usize,
    most: usize,
    answer: fn(&Call<'_>) -> Maybe,
}

impl Method {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        METHODS.iter().find(|method| method.name == name)
    }

    pub(super) fn takes(&self, arguments: usize) -> bool {
        (self.least..=self.most).contains(&arguments)
    }

    pub(super) fn call(&self, call: &Call<'_>) -> Answer {
        match (self.answer)(call)? {
            Some(answer) => Ok(answer),
            None => {
                call.run.fail(format_args!("{} has no method `{}`", call.receiver.kind_name(), self.name))
            }
        }
    }
}

/// What a method answers; none where it does not fit the value.
type Maybe = Res<Option<Value>>;

const fn method(name: &'static str, (least, most): (usize, usize), answer: fn(&Call<'_>) -> Maybe) -> Method {
    Method { name, least, most, answer }
}

const METHODS: &[Method] = &[
    method("boolValue", (0, 0), boolean),
    method("booleanValue", (0, 0), boolean),
    method("charAt", (1, 1), |call| call.text(|text| call.slice(text, Some(1)))),
    method("compareTo", (1, 1), compare_to),
    method("concat", (1, 1), |call| {
        call.text(|text| {
            let mut joined = String::new();
            append(&mut joined, text, call.run)?;
            append(&mut joined, &call.name(0)?, call.run)?;
            Ok(joined.into())
        })
    }),
    method("contains", (1, 1), contains),
    method("containsKey", (1, 1), has_key),
    method("containsValue", (1, 1), |call| {
        let Some(members) = call.receiver.as_map() else { return Ok(None) };
        call.find(&mut members.values()).map(|at| Some(at.is_some().into()))
    }),
    method("doubleValue", (0, 0), number),
    method("elements", (0, 0), |call| Ok(call.receiver.as_list().map(|_| call.receiver.clone()))),
    method("endsWith", (1, 1), |call| call.compare_text(|text, other| text.ends_with(other))),
    method("equals", (1, 1), |call| match call.receiver {
        Value::Null => Ok(None),
        receiver => same(receiver, call.argument(0), call.run).map(|same| Some(same.into())),
    }),
    method("equalsIgnoreCase", (1, 1), |call| call.compare_text(|text, other| lower(text) == lower(other))),
    method("get", (1, 1), get),
    method("getOrDefault", (2, 2), |call| {
        let Some(members) = call.receiver.as_map() else { return Ok(None) };
        let found = members.get(&call.name(0)?);
        Ok(Some(found.unwrap_or(call.argument(1)).clone()))
    }),
    method("hasProp", (1, 1), has_key),
    method("indexOf", (1, 1), |call| index_of(call, false)),
    method("intValue", (0, 0), whole),
    method("isBlank", (0, 0), |call| call.text(|text| Ok(text.trim().is_empty().into()))),
    method("isEmpty", (0, 0), |call| match call.receiver {
        Value::Text(_) | Value::List(_) | Value::Map(_) => Ok(Some(is_empty(call.receiver).into())),
        _ => Ok(None),
    }),
    method("keySet", (0, 0), |call| {
        let keys = |members: &crate::value::Vars| members.keys().cloned().map(Value::Text).collect();
        Ok(call.receiver.as_map().map(keys))
    }),
    method("lastIndexOf", (1, 1), |call| index_of(call, true)),
    method("length", (0, 0), |call| call.text(|text| Ok(count(text.chars().count())))),
    method("longValue", (0, 0), whole),
    method("minusDays", (1, 1), |call| dates::moved(call, "D", -1)),
    method("minusHours", (1, 1), |call| dates::moved(call, "TH", -1)),
    method("minusMinutes", (1, 1), |call| dates::moved(call, "TM", -1)),
    method("minusMonths", (1, 1), |call| dates::moved(call, "M", -1)),
    method("minusSeconds", (1, 1), |call| dates::moved(call, "TS", -1)),
    method("minusWeeks", (1, 1), |call| dates::moved(call, "W", -1)),
    method("minusYears", (1, 1), |call| dates::moved(call, "Y", -1)),
    method("numberValue", (0, 0), number),
    method("plusDays", (1, 1), |call| dates::moved(call, "D", 1)),
    method("plusHours", (1, 1), |call| dates::moved(call, "TH", 1)),
    method("plusMinutes", (1, 1), |call| dates::moved(call, "TM", 1)),
    method("plusMonths", (1, 1), |call| dates::moved(call, "M", 1)),
    method("plusSeconds", (1, 1), |call| dates::moved(call, "TS", 1)),
    method("plusWeeks", (1, 1), |call| dates::moved(call, "W", 1)),
    method("plusYears", (1, 1), |call| dates::moved(call, "Y", 1)),
    method("prop", (1, 1), |call| {
        let Some(members) = call.receiver.as_map() else { return Ok(None) };
        let name = call.name(0)?;
        match members.get(&name) {
            Some(member) => Ok(Some(member.clone())),
            None => call.run.fail(format_args!("there is no member `{}`", clip(&name))),
        }
    }),
    method("replace", (2, 2), replace),
    method("startsWith", (1, 1), |call| call.compare_text(|text, other| text.starts_with(other))),
    method("stringValue", (0, 0), text),
    method("substring", (1, 2), |call| {
        call.text(|text| {
            let end = match call.arguments.get(1) {
                Some(end) => Some(index(end, call.run)?),
                None => None,
            };
            let begin = index(call.argument(0), call.run)?;
            match end.map(|end| end.checked_sub(begin)) {
                Some(None) => beyond(text, call.run),
                length => call.slice(text, length.flatten()),
            }
        })
    }),
    method("toDate", (0, 0), text),
    method("toLowerCase", (0, 0), |call| call.text(|text| Ok(lower(text).into()))),
    method("toString", (0, 0), |call| match call.receiver {
        Value::Null => Ok(None),
        receiver => coerce::text(receiver, call.run).map(|text| Some(text.as_ref().into())),
    }),
    method("toUpperCase", (0, 0), |call| call.text(|text| Ok(upper(text).into()))),
    method("trim", (0, 0), |call| call.text(|text| Ok(text.trim().into()))),
    method("value", (0, 0), |call| Ok(Some(call.receiver.clone()))),
    method("values", (0, 0), |call| {
        let values = |members: &crate::value::Vars| members.values().cloned().collect();
        Ok(call.receiver.as_map().map(values))
    }),
];

impl Call<'_> {
    fn argument(&self, at: usize) -> &Value {
        self.arguments.get(at).unwrap_or(&NULL)
    }

    /// An argument as a text.
    fn name(&self, at: usize) -> Res<Cow<'_, str>> {
        coerce::text(self.argument(at), self.run)
    }

    /// An argument where Java takes texts of any kind, and so makes nothing else one.
    fn pattern(&self, at: usize) -> Res<&str> {
        let argument = self.argument(at);
        match argument.as_text() {
            Some(text) => Ok(text),
            None => self.run.fail(format_args!("expected a text but found {}", argument.kind_name())),
        }
    }

    /// The answer of a text.
    fn text(&self, answer: impl Fn(&str) -> Answer) -> Maybe {
        let Some(text) = self.receiver.as_text() else { return Ok(None) };
        self.run.spend_text(text.len())?;
        answer(text).map(Some)
    }

    fn compare_text(&self, holds: fn(&str, &str) -> bool) -> Maybe {
        self.text(|text| {
            let other = self.name(0)?;
            self.run.spend_text(other.len())?;
            Ok(holds(text, &other).into())
        })
    }

    /// So many characters of a text, or all, from where the argument says, counted from 0.
    fn slice(&self, text: &str, length: Option<usize>) -> Answer {
        let rest = offset(text, index(self.argument(0), self.run)?).and_then(|begin| text.get(begin..));
        let found = match (rest, length) {
            (Some(rest), Some(length)) => offset(rest, length).and_then(|end| rest.get(..end)),
            (rest, _) => rest,
        };
        found.map_or_else(|| beyond(text, self.run), |found| Ok(found.into()))
    }

    /// Where among values the argument is.
    fn find(&self, values: &mut dyn Iterator<Item = &Value>) -> Res<Option<usize>> {
        for (at, value) in values.enumerate() {
            if same(value, self.argument(0), self.run)? {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }
}

fn boolean(call: &Call<'_>) -> Maybe {
    Ok(call.receiver.as_bool().map(Value::Bool))
}

fn number(call: &Call<'_>) -> Maybe {
    Ok(call.receiver.as_number().map(Value::Number))
}

fn text(call: &Call<'_>) -> Maybe {
    Ok(call.receiver.as_text().cloned().map(Value::Text))
}

fn has_key(call: &Call<'_>) -> Maybe {
    let Some(members) = call.receiver.as_map() else { return Ok(None) };
    Ok(Some(members.contains_key(&call.name(0)?).into()))
}

fn beyond(text: &str, run: &Run) -> Answer {
    run.fail(format_args!("`{}` is shorter than that", clip(text)))
}

fn count(count: usize) -> Value {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}

/// An index counted from 0.
fn index(value: &Value, run: &Run) -> Res<usize> {
    let index = usize::try_from(coerce::index(value, run)?).ok();
    index.map_or_else(|| run.fail(format_args!("an index must be a whole number from 0")), Ok)
}

/// A number without its fraction.
fn whole(call: &Call<'_>) -> Maybe {
    Ok(call.receiver.as_number().and_then(coerce::whole).map(Value::Number))
}

fn compare_to(call: &Call<'_>) -> Maybe {
    let ordering = match (call.receiver, call.argument(0)) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Text(text), Value::Text(_) | Value::Null) => {
            return difference(text, &call.name(0)?, call.run).map(Some);
        }
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        _ => return Ok(None),
    };
    Ok(Some((ordering as i32).into()))
}

/// How far two texts are apart where they first differ, or in length.
fn difference(left: &str, right: &str, run: &Run) -> Answer {
    run.spend_text(left.len() + right.len())?;
    let mut others = right.chars();
    for (at, letter) in left.chars().enumerate() {
        match others.next() {
            Some(other) if other == letter => {}
            Some(other) => return Ok((i64::from(u32::from(letter)) - i64::from(u32::from(other))).into()),
            None => return Ok(count(left.chars().count() - at)),
        }
    }
    Ok((-i64::try_from(others.count()).unwrap_or(i64::MAX)).into())
}

fn contains(call: &Call<'_>) -> Maybe {
    match call.receiver {
        Value::List(_) => {}
        Value::Text(_) => drop(call.pattern(0)?),
        _ => return Ok(None),
    }
    holds(call.receiver, call.argument(0), call.run).map(|holds| Some(holds.into()))
}

/// Whether a list has a value or a text another text; nothing has anything, nor has a text nothing.
pub(super) fn holds(value: &Value, part: &Value, run: &Run) -> Res<bool> {
    let call = Call { receiver: value, arguments: std::slice::from_ref(part), run };
    match value {
        Value::List(items) => call.find(&mut items.iter()).map(|at| at.is_some()),
        Value::Text(_) if part.is_null() => Ok(false),
        Value::Text(text) => {
            run.spend_text(text.len())?;
            Ok(text.contains(call.pattern(0)?))
        }
        _ => Ok(false),
    }
}

fn get(call: &Call<'_>) -> Maybe {
    Ok(match call.receiver {
        Value::Map(members) => members.get(&call.name(0)?).cloned().or(Some(Value::Null)),
        Value::List(items) => match items.get(index(call.argument(0), call.run)?) {
            Some(item) => Some(item.clone()),
            None => return call.run.fail(format_args!("the list has no such item")),
        },
        _ => None,
    })
}

/// Where something is, counted from 0, or -1.
fn index_of(call: &Call<'_>, last: bool) -> Maybe {
    let found = match call.receiver {
        Value::List(items) if last => {
            let back = call.find(&mut items.iter().rev())?;
            back.map(|at| items.len() - 1 - at)
        }
        Value::List(items) => call.find(&mut items.iter())?,
        Value::Text(text) => {
            let other = call.pattern(0)?;
            call.run.spend_text(text.len().saturating_mul(1 + other.len() / 16))?;
            let found = if last { last_index(text, other) } else { text.find(other) };
            found.and_then(|at| text.get(..at)).map(|before| before.chars().count())
        }
        _ => return Ok(None),
    };
    Ok(Some(found.map_or(Value::from(-1), count)))
}

/// Compared place by place, for which is paid: the standard library's search from behind is one of its own.
fn last_index(text: &str, other: &str) -> Option<usize> {
    let last = text.len().checked_sub(other.len())?;
    (0..=last)
        .rev()
        .find(|at| text.as_bytes().get(*at..).is_some_and(|rest| rest.starts_with(other.as_bytes())))
}

fn replace(call: &Call<'_>) -> Maybe {
    call.text(|text| {
        let (old, new) = (call.pattern(0)?, call.pattern(1)?);
        let mut replaced = String::new();
        let mut parts = text.split(old);
        append(&mut replaced, parts.next().unwrap_or_default(), call.run)?;
        for part in parts {
            append(&mut replaced, new, call.run)?;
            append(&mut replaced, part, call.run)?;
        }
        Ok(replaced.into())
    })
}

/// Spin's `JSON(text)`: what a text says in JSON; anything else is that already.
pub(super) fn from_json(value: &Value, run: &Run) -> Answer {
    let Value::Text(text) = value else { return Ok(value.clone()) };
    run.spend_text(text.len())?;
    match Value::from_json(text) {
        Ok(value) => Ok(value),
        Err(error) => run.fail(format_args!("`{}` is not JSON: {error}", clip(text))),
    }
}
