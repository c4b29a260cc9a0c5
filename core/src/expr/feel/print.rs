//! The text of values.

use std::fmt::{self, Write};

use super::range::RangeForm;
use super::run::{Res, Run};
use super::value::Val;

/// As `string()` prints it within lists and contexts: texts in quotes.
impl fmt::Display for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => f.write_str(if *value { "true" } else { "false" }),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => quoted(text, f),
            Self::List(list) => {
                f.write_char('[')?;
                for (index, item) in list.iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    item.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Context(context) => {
                f.write_char('{')?;
                for (index, (name, value)) in context.entries().iter().enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    f.write_str(name)?;
                    f.write_str(": ")?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
            Self::Range(range) => {
                match range.form {
                    RangeForm::Interval => {}
                    RangeForm::Equal => return write!(f, "={}", range.low),
                    RangeForm::Unequal => return write!(f, "!={}", range.low),
                }
                match (&range.low, &range.high) {
                    (Self::Null, high) => write!(f, "<{}{high}", if range.high_closed { "=" } else { "" }),
                    (low, Self::Null) => write!(f, ">{}{low}", if range.low_closed { "=" } else { "" }),
                    (low, high) => {
                        f.write_char(if range.low_closed { '[' } else { '(' })?;
                        write!(f, "{low}..{high}")?;
                        f.write_char(if range.high_closed { ']' } else { ')' })
                    }
                }
            }
            Self::Function(_) => f.write_str("function"),
        }
    }
}

fn quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}

/// A text that stops growing when the budget is spent: a small value may stand for an endless one.
struct Bounded<'a> {
    text: String,
    run: &'a Run<'a>,
    fits: Res<bool>,
}

impl Write for Bounded<'_> {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        self.fits = self.run.spend(1).and_then(|()| self.run.append(&mut self.text, more));
        if self.fits == Ok(true) { Ok(()) } else { Err(fmt::Error) }
    }
}

/// The text of a value, as `string()` gives it: a text is itself.
pub(super) fn string(value: &Val, run: &Run<'_>) -> Res {
    if let Val::Text(text) = value {
        return Ok(Val::Text(text.clone()));
    }
    let mut bounded = Bounded { text: String::new(), run, fits: Ok(true) };
    match write!(bounded, "{value}") {
        Ok(()) => Ok(Val::from(bounded.text)),
        Err(_) => bounded.fits.map(|_| run.too_long()),
    }
}
