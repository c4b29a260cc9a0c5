//! Expressions: compiled once when a model is read, evaluated against variables.
//!
//! Both languages share values; each has its own grammar and its own rules for what is missing or of
//! the wrong type. Evaluation is pure, reads no clock, and is bounded: the source and its nesting by
//! the parser, the work on large data by a budget.

mod bridge;
pub mod feel;
mod juel;

use std::borrow::Cow;
use std::fmt;

use crate::time::Timestamp;
use crate::value::{Number, Text, Value, Vars, check_value, clip};

/// An expression language that the engine evaluates itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lang {
    /// DMN's language, marked by a leading `=` in Zeebe models.
    Feel,
    /// Java's unified expression language, `${…}` or `#{…}`, with text around it or not.
    Juel,
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Feel => "FEEL",
            Self::Juel => "JUEL",
        })
    }
}

/// What an expression sees.
pub(crate) trait Env {
    /// The innermost variable of that name.
    fn lookup(&self, name: &str) -> Option<Cow<'_, Value>>;

    /// The instant of the event that is handled.
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }

    /// What is known of where the expression stands.
    fn subject(&self, _: Subject) -> Option<Text> {
        None
    }
}

/// What an expression may ask about where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    BusinessKey,
    ElementId,
    ElementName,
    InstanceId,
}

/// What an expression of JUEL is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Its value.
    Value,
    /// What it does, where there is an `execution`.
    Execution,
    /// The same, where there is a `task` besides.
    Task,
}

impl Env for Vars {
    fn lookup(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.get(name).map(Cow::Borrowed)
    }
}

/// A text is no expression of its language, or uses what is not supported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    /// Where in the source, in bytes.
    pub(crate) offset: usize,
}

impl From<feel::SyntaxError> for SyntaxError {
    fn from(error: feel::SyntaxError) -> Self {
        Self { message: error.message, offset: error.offset }
    }
}

/// An expression has no value for these variables.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct EvalError {
    pub(crate) message: String,
}

impl EvalError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Expr {
    source: Text,
    code: Code,
}

#[derive(Debug)]
enum Code {
    Feel(feel::Expression),
    Juel(juel::Node),
    Foreign(Foreign),
}

/// The language of an expression that only the host can evaluate.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Foreign {
    /// Its usual short name, in lower case.
    pub(crate) language: Text,
    /// What the model calls it, where that is something else.
    pub(crate) declared: Option<Text>,
}

/// Tells the language of a text: `=` at its beginning is FEEL, `${` or `#{` anywhere JUEL, anything
/// else FEEL. The second part is what [`compile`] takes.
pub(crate) fn detect(text: &str) -> (Lang, &str) {
    match text.trim().strip_prefix('=') {
        Some(body) => (Lang::Feel, body),
        None if is_juel(text) => (Lang::Juel, text),
        None => (Lang::Feel, text),
    }
}

/// Whether a text has an expression of JUEL in it.
pub(crate) fn is_juel(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| matches!(pair, b"${" | b"#{"))
}

/// Compiles an expression: FEEL without the leading `=`, JUEL with its `${…}`.
pub(crate) fn compile(lang: Lang, source: &str) -> Result<Expr, SyntaxError> {
    let code = match lang {
        Lang::Feel => Code::Feel(feel::Expression::compile(source, &[])?),
        Lang::Juel => Code::Juel(juel::parse(source, Purpose::Value)?),
    };
    Ok(Expr { source: source.into(), code })
}

/// An expression that is run for what it does.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The variable that its value goes to.
    pub(crate) target: Option<Target>,
    pub(crate) value: Expr,
}

/// A variable that is set.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: Text,
    /// Whether it is set where the expression stands, in place of the nearest scope that has it.
    pub(crate) local: bool,
}

impl Statement {
    /// A text of JUEL as what it does; none where that calls what only its vendor has.
    pub(crate) fn compile(source: &str, purpose: Purpose) -> Option<Self> {
        if !is_juel(source) {
            return None;
        }
        let (target, value) = juel::statement(source, purpose).ok()?;
        Some(Self { target, value: Expr { source: source.into(), code: Code::Juel(value) } })
    }
}

impl From<Expr> for Statement {
    fn from(value: Expr) -> Self {
        Self { target: None, value }
    }
}

impl Expr {
    /// What it was compiled from.
    pub(crate) fn source(&self) -> &Text {
        &self.source
    }

    /// The language that it is in; none where the host evaluates it.
    pub(crate) fn lang(&self) -> Option<Lang> {
        match self.code {
            Code::Feel(_) => Some(Lang::Feel),
            Code::Juel(_) => Some(Lang::Juel),
            Code::Foreign(_) => None,
        }
    }

    /// An expression that the host evaluates; it is kept as it is.
    pub(crate) fn of_host(language: Foreign, source: &str) -> Self {
        Self { source: source.into(), code: Code::Foreign(language) }
    }

    /// The language, where the host has to evaluate it.
    pub(crate) fn foreign(&self) -> Option<&Foreign> {
        match &self.code {
            Code::Foreign(language) => Some(language),
            _ => None,
        }
    }

    /// The value for these variables. It is within the bounds of variables, and JSON carries it: a
    /// number with more digits than a double holds is rounded to the nearest double.
    pub(crate) fn eval(&self, env: &dyn Env) -> Result<Value, EvalError> {
        self.eval_with_reason(env).map(|(value, _)| value)
    }

    /// [`Expr::eval`], and why a value that is null is null, if the language tells.
    pub(crate) fn eval_with_reason(&self, env: &dyn Env) -> Result<(Value, Option<String>), EvalError> {
        match &self.code {
            Code::Feel(expression) => bridge::eval(expression, env),
            Code::Juel(node) => {
                let value = juel::evaluate(node, env)?;
                Ok((deliver(value)?, None))
            }
            Code::Foreign(_) => Err(EvalError::new("only the host evaluates it")),
        }
    }
}

fn deliver(found: Cow<'_, Value>) -> Result<Value, EvalError> {
    if let Value::Number(number) = *found {
        return portable(number);
    }
    if let Cow::Owned(value @ (Value::List(_) | Value::Map(_))) = &found {
        check_value(value).map_err(|e| EvalError::new(format!("the result is too large: {e}")))?;
    }
    Ok(found.into_owned())
}

/// The number as a result: what JSON would round is rounded here, where it can be seen.
fn portable(number: Number) -> Result<Value, EvalError> {
    number.nearest_portable().map(Value::Number).ok_or_else(|| unportable(number))
}

fn unportable(number: Number) -> EvalError {
    EvalError::new(format!(
        "the number `{}` is beyond ±(2^53 - 1), which JSON does not carry exactly; compute it in a job as a text",
        clip(&number.to_string())
    ))
}

#[cfg(test)]
mod tests;
