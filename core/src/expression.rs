//! Expressions by themselves, for hosts that evaluate them outside a process: in tables, forms and tests.

use serde::Serialize;

use crate::expr::{Env, Expr, Lang, compile, detect};
use crate::time::Timestamp;
use crate::value::{Value, Vars};
use std::borrow::Cow;

/// An expression in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`), compiled once.
///
/// ```
/// use tidewheel::{Expression, Timestamp, Value, Vars};
///
/// let expression = Expression::compile(r#"= amount > 100 and status = "open""#).expect("FEEL");
/// let variables = Vars::from([("amount".into(), 150.into()), ("status".into(), "open".into())]);
/// let now = Timestamp::from_millis(1_700_000_000_000).expect("in range");
/// assert_eq!(expression.evaluate(&variables, now), Ok(Value::Bool(true)));
/// ```
#[derive(Debug)]
pub struct Expression(Expr);

/// An expression that is none, or has no value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{message}")]
pub struct ExpressionError {
    /// Stable name of the kind of trouble.
    pub code: ExpressionErrorCode,
    /// What is wrong, for people.
    pub message: String,
    /// Where in the text, in characters from 1; only of `invalidExpression`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub character: Option<usize>,
    /// Which of several sets of variables it failed for, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
}

/// The kinds of an [`ExpressionError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ExpressionErrorCode {
    /// The text is no expression of its language, or uses what is not supported.
    InvalidExpression,
    /// The expression has no value for these variables.
    ExpressionFailed,
}

impl Expression {
    /// Compiles an expression. What begins with `=` is FEEL, what has `${…}` or `#{…}` in it JUEL,
    /// anything else FEEL.
    ///
    /// # Errors
    /// With `invalidExpression` if the text is no expression of its language.
    pub fn compile(text: &str) -> Result<Self, ExpressionError> {
        let (lang, body) = detect(text);
        compile(lang, body).map(Self).map_err(|error| {
            let begin = text.len() - body.len();
            let before = text.get(..begin + error.offset).unwrap_or(text);
            ExpressionError {
                code: ExpressionErrorCode::InvalidExpression,
                message: error.message,
                character: Some(before.chars().count() + 1),
                index: None,
            }
        })
    }

    /// The language: `feel` or `juel`.
    #[must_use]
    pub fn language(&self) -> &'static str {
        match self.0.lang() {
            Some(Lang::Juel) => "juel",
            _ => "feel",
        }
    }

    /// The value for these variables; `at` is the present, for expressions that ask for it.
    ///
    /// # Errors
    /// With `expressionFailed` if there is no value: in FEEL only where it would be too large or too
    /// much work, in JUEL also where a variable is missing or of the wrong type.
    pub fn evaluate(&self, variables: &Vars, at: Timestamp) -> Result<Value, ExpressionError> {
        self.0.eval(&At { variables, at }).map_err(|error| ExpressionError {
            code: ExpressionErrorCode::ExpressionFailed,
            message: error.message,
            character: None,
            index: None,
        })
    }

    /// The values for several sets of variables, in their order.
    ///
    /// # Errors
    /// As [`evaluate`](Self::evaluate), with the index of the first set that it fails for.
    pub fn evaluate_all(&self, sets: &[Vars], at: Timestamp) -> Result<Vec<Value>, ExpressionError> {
        let values = sets.iter().enumerate().map(|(index, variables)| {
            let located = |error| ExpressionError { index: Some(index), ..error };
            self.evaluate(variables, at).map_err(located)
        });
        values.collect()
    }
}

/// Variables at a moment.
struct At<'a> {
    variables: &'a Vars,
    at: Timestamp,
}

impl Env for At<'_> {
    fn lookup(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.variables.get(name).map(Cow::Borrowed)
    }

    fn now(&self) -> Timestamp {
        self.at
    }
}
