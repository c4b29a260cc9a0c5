//! The text of values.

use std::fmt::{self, Write};

use super::Names;
use super::range::{Range, RangeForm};
use super::run::{Res, Run};
use super::value::Val;

/// As `string()` prints it within lists and contexts: texts in quotes. What would be longer than an
/// expression's texts may be ends with `…`, for a small value may stand for an endless text.
impl fmt::Display for Val {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Names::default();
        let run = Run::new(&names);
        let mut bounded = Bounded { text: String::new(), run: &run, fits: Ok(true) };
        let whole = print(self, &mut bounded).is_ok();
        f.write_str(&bounded.text)?;
        f.write_str(if whole { "" } else { "…" })
    }
}

/// Values nest within bounds, so the recursion is bounded.
fn print(value: &Val, to: &mut dyn Write) -> fmt::Result {
    match value {
        Val::Null => to.write_str("null"),
        Val::Bool(value) => to.write_str(if *value { "true" } else { "false" }),
        Val::Number(number) => write!(to, "{number}"),
        Val::Text(text) => quoted(text, to),
        Val::Temporal(temporal) => write!(to, "{temporal}"),
        Val::List(list) => {
            to.write_char('[')?;
            for (index, item) in list.iter().enumerate() {
                to.write_str(if index == 0 { "" } else { ", " })?;
                print(&item, to)?;
            }
            to.write_char(']')
        }
        Val::Context(context) => {
            to.write_char('{')?;
            for (index, (name, value)) in context.entries().iter().enumerate() {
                to.write_str(if index == 0 { "" } else { ", " })?;
                to.write_str(name)?;
                to.write_str(": ")?;
                print(value, to)?;
            }
            to.write_char('}')
        }
        Val::Range(range) => interval(range, to),
        Val::Function(_) => to.write_str("function"),
    }
}

fn interval(range: &Range, to: &mut dyn Write) -> fmt::Result {
    let with_equal =
        |operator: &'static str, closed: bool| if closed { operator } else { operator.trim_end_matches('=') };
    match (range.form, &range.low, &range.high) {
        (RangeForm::Equal, low, _) => one_end("=", low, to),
        (RangeForm::Unequal, low, _) => one_end("!=", low, to),
        (_, Val::Null, high) => one_end(with_equal("<=", range.high_closed), high, to),
        (_, low, Val::Null) => one_end(with_equal(">=", range.low_closed), low, to),
        (_, low, high) => {
            to.write_char(if range.low_closed { '[' } else { '(' })?;
            print(low, to)?;
            to.write_str("..")?;
            print(high, to)?;
            to.write_char(if range.high_closed { ']' } else { ')' })
        }
    }
}

fn one_end(operator: &str, end: &Val, to: &mut dyn Write) -> fmt::Result {
    to.write_str(operator)?;
    print(end, to)
}

fn quoted(text: &str, to: &mut dyn Write) -> fmt::Result {
    to.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => to.write_str("\\\"")?,
            '\\' => to.write_str("\\\\")?,
            c => to.write_char(c)?,
        }
    }
    to.write_char('"')
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
    match print(value, &mut bounded) {
        Ok(()) => Ok(Val::from(bounded.text)),
        Err(_) => bounded.fits.map(|_| run.too_long()),
    }
}
