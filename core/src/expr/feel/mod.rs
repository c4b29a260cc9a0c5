//! FEEL, the expression language of DMN 1.5, with the additions of Camunda.
//!
//! An [`Expression`] is compiled once and evaluated against a [`Scope`]. Whatever goes wrong while
//! it is evaluated is null, as DMN wants it, with the first reason beside it; only work without
//! bound is an error.
//!
//! ```
//! use tidewheel::feel::{Expression, Names, UnaryTests, Val};
//!
//! let scope = Names::from([("order total", Val::from(120))]);
//! let expression = Expression::compile("if order total > 100 then \"free\" else \"paid\"", &[])?;
//! assert_eq!(expression.evaluate(&scope)?.value.to_string(), "\"free\"");
//!
//! let tests = UnaryTests::compile("< 100, [120..130)", &[])?;
//! assert_eq!(tests.evaluate(&Val::from(120), &scope)?.value.as_bool(), Some(true));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Names may have spaces and operators in them. They are told from operations by the longest match
//! with what is known: built-in functions, the names given to the compiler, and what the expression
//! itself introduces. Without that, words that follow one another are one name.

mod arith;
mod ast;
mod builtins;
mod compare;
mod eval;
mod function;
mod parse;
mod print;
mod property;
mod range;
mod regex;
mod run;
mod temporal;
mod types;
mod value;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use crate::time::Timestamp;
use crate::value::Text;

pub use function::Function;
pub use range::{Range, RangeForm};
pub use run::Exhausted;
pub use temporal::{Date, DateTime, DaysTime, Temporal, Time, YearsMonths};
pub use types::Type;
pub use value::{Context, List, NoJson, Val};

pub(super) use ast::Compare;
use ast::Node;
use eval::Cx;
pub(super) use parse::number_length;
use run::Run;

/// The longest source, in bytes.
pub const MAX_SOURCE: usize = 64 << 10;

/// Where an expression finds what its names mean.
pub trait Scope {
    /// The value of a name, or `None` if there is none of that name.
    fn lookup(&self, name: &str) -> Option<Val>;

    /// The present instant, for `now()` and `today()`. Without one they are null.
    fn now(&self) -> Option<Timestamp> {
        None
    }

    /// The type of that name, for `instance of` and the types of parameters.
    fn type_named(&self, name: &str) -> Option<Type> {
        let _ = name;
        None
    }
}

/// A scope that holds its values itself.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The values by name.
    pub values: BTreeMap<Text, Val>,
    /// The present instant.
    pub now: Option<Timestamp>,
    /// The types by name.
    pub types: BTreeMap<Text, Type>,
}

impl<const N: usize> From<[(&str, Val); N]> for Names {
    fn from(values: [(&str, Val); N]) -> Self {
        let values = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
        Self { values, ..Self::default() }
    }
}

impl Scope for Names {
    fn lookup(&self, name: &str) -> Option<Val> {
        self.values.get(name).cloned()
    }

    fn now(&self) -> Option<Timestamp> {
        self.now
    }

    fn type_named(&self, name: &str) -> Option<Type> {
        self.types.get(name).cloned()
    }
}

/// A text is no FEEL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What is wrong, and what to do about it.
    pub message: String,
    /// Where in the source, in bytes.
    pub offset: usize,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// What an evaluation gave.
#[derive(Clone, Debug, Default)]
pub struct Evaluated {
    /// The value.
    pub value: Val,
    /// The first thing that went wrong on the way, if anything did. The value need not be null then:
    /// an expression may go on with the null that it got.
    pub reason: Option<String>,
}

/// The built-in functions with their parameters: `substring(string,start position,length?)`. Behind
/// `|` stand other parameters that a function may have; `?` marks one that may be left out, `...` one
/// that may come more than once.
pub fn functions() -> impl Iterator<Item = &'static str> {
    builtins::forms()
}

/// A compiled expression.
#[derive(Debug)]
pub struct Expression(Node);

impl Expression {
    /// Compiles an expression. `names` are those that the scope may have; only names with operators
    /// or keywords in them, as `a-b`, must be among them.
    ///
    /// # Errors
    ///
    /// If the text is no expression; the error says where.
    pub fn compile(source: &str, names: &[&str]) -> Result<Self, SyntaxError> {
        parse::expression(source, names).map(Self)
    }

    /// The value in a scope.
    ///
    /// # Errors
    ///
    /// If it takes too much work.
    pub fn evaluate(&self, scope: &dyn Scope) -> Result<Evaluated, Exhausted> {
        Run::new(scope).finish(|run| eval::eval(&self.0, &Cx::new(run)))
    }
}

/// Compiled unary tests: what stands in a cell of a decision table.
#[derive(Debug)]
pub struct UnaryTests(Node);

impl UnaryTests {
    /// Compiles unary tests, see [`Expression::compile`].
    ///
    /// # Errors
    ///
    /// If the text is no unary test; the error says where.
    pub fn compile(source: &str, names: &[&str]) -> Result<Self, SyntaxError> {
        parse::unary_tests(source, names).map(Self)
    }

    /// Whether the input passes: true, false or null. Within the tests, `?` is the input.
    ///
    /// # Errors
    ///
    /// If it takes too much work.
    pub fn evaluate(&self, input: &Val, scope: &dyn Scope) -> Result<Evaluated, Exhausted> {
        Run::new(scope).finish(|run| Cx::new(run).with("?", input, |cx| eval::eval(&self.0, cx)))
    }
}
