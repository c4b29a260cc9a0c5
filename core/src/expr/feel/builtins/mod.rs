//! The built-in functions: a table of their names, parameters and code.

mod args;
mod camunda;
mod contexts;
mod conversions;
mod lists;
mod numbers;
mod ranges;
mod sort;
mod statistics;
mod temporal;
mod texts;

use super::eval::Cx;
use super::run::{Exhausted, Res};
use super::temporal::Temporal;
use super::value::Val;
use crate::value::{CollectVec, Text};

pub(super) use args::{Args, Stop};

/// What a function gives for its arguments.
type Code = fn(&Args<'_>) -> Result<Val, Stop>;

/// A built-in function.
#[derive(Debug)]
pub(super) struct Builtin {
    /// Name and parameters: `substring(string,start position,length?)`. Behind `|` stand other
    /// parameters that it may have; `?` marks one that may be left out, `...` one that may come more
    /// than once.
    form: &'static str,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Code(Code),
    /// It cannot be called, and this is why.
    Refused(&'static str),
}

/// By kind.
const TABLES: &[&[Builtin]] = &[
    conversions::TABLE,
    numbers::TABLE,
    texts::TABLE,
    lists::TABLE,
    statistics::TABLE,
    contexts::TABLE,
    ranges::TABLE,
    temporal::TABLE,
    camunda::TABLE,
];

/// The function of that name.
pub(super) fn find(name: &str) -> Option<&'static Builtin> {
    TABLES.iter().copied().flatten().find(|builtin| builtin.name() == name)
}

/// What the tables say of each function, see [`crate::expr::feel::functions`].
pub(super) fn forms() -> impl Iterator<Item = &'static str> {
    TABLES.iter().copied().flatten().map(|builtin| builtin.form)
}

/// All names.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().copied().flatten().map(Builtin::name)
}

/// The value of `@"…"`.
pub(super) fn at_literal(text: &str) -> Option<Val> {
    Temporal::read(text).map(Val::Temporal)
}

impl Builtin {
    const fn new(form: &'static str, code: Code) -> Self {
        Self { form, body: Body::Code(code) }
    }

    const fn refused(form: &'static str, reason: &'static str) -> Self {
        Self { form, body: Body::Refused(reason) }
    }

    pub(super) fn name(&self) -> &'static str {
        self.form.split('(').next().unwrap_or_default()
    }

    /// Why it cannot be called, if it cannot.
    pub(super) fn refusal(&self) -> Option<&'static str> {
        if let Body::Refused(reason) = self.body { Some(reason) } else { None }
    }

    /// Its parameters in the ways in which it may be called.
    fn ways(&self) -> impl Iterator<Item = &'static str> {
        let ways = self.form.get(self.name().len()..).unwrap_or_default();
        ways.split('|').map(|way| way.trim_start_matches('(').trim_end_matches(')'))
    }

    /// Calls it with arguments in order.
    pub(super) fn call(&'static self, values: &[Val], cx: &Cx<'_>) -> Res {
        let code = match self.body {
            Body::Code(code) if self.ways().any(|way| takes(way, values.len())) => code,
            Body::Refused(reason) => return Ok(cx.run.null(reason)),
            _ => return Ok(self.wrong_arguments(cx)),
        };
        let only = |value: &Val| value.as_list().filter(|list| list.len() == 1).and_then(|list| list.get(0));
        let unwrapped: Vec<Val>;
        let singles = if values.iter().any(|value| only(value).is_some()) {
            unwrapped = values.iter().map(|value| only(value).unwrap_or_else(|| value.clone())).collect_vec();
            &unwrapped
        } else {
            values
        };
        match code(&Args { values, singles, builtin: self, cx }) {
            Ok(value) => Ok(value),
            Err(Stop) if cx.run.is_exhausted() => Err(Exhausted),
            Err(Stop) => Ok(Val::Null),
        }
    }

    /// The arguments in the order of its parameters; `None` if it has no such parameters.
    pub(super) fn arrange(&self, named: &[(Text, Val)]) -> Option<Vec<Val>> {
        self.ways().find_map(|way| arrange(way, named))
    }

    pub(super) fn wrong_arguments(&self, cx: &Cx<'_>) -> Val {
        cx.run.null_with(format_args!("the arguments do not fit `{}`", self.form))
    }
}

/// The parameters of a way to call: name, whether it may be left out, whether it may come again.
fn params(way: &'static str) -> impl Iterator<Item = (&'static str, bool, bool)> {
    way.split(',').filter(|param| !param.is_empty()).map(|param| {
        let name = param.trim_end_matches('?');
        (name.strip_suffix("...").unwrap_or(name), param.ends_with('?'), param.ends_with("..."))
    })
}

fn takes(way: &'static str, count: usize) -> bool {
    let (mut least, mut most) = (0, 0);
    for (_, optional, again) in params(way) {
        least += usize::from(!optional);
        most = if again { usize::MAX } else { most + 1 };
    }
    (least..=most).contains(&count)
}

fn arrange(way: &'static str, named: &[(Text, Val)]) -> Option<Vec<Val>> {
    let known = |name: &str| params(way).any(|(param, ..)| param == name);
    if !named.iter().all(|(name, _)| known(name)) {
        return None;
    }
    let mut values = Vec::new();
    let mut given = 0;
    for (index, (param, optional, _)) in params(way).enumerate() {
        match named.iter().find(|(name, _)| &**name == param) {
            Some((_, value)) => {
                values.push(value.clone());
                given = index + 1;
            }
            None if optional => values.push(Val::Null),
            None => return None,
        }
    }
    values.truncate(given);
    Some(values)
}
