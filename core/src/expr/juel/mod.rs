//! JUEL, Java's unified expression language as Camunda 7, Flowable and Activiti use it, in the part
//! that needs no Java objects: literals, paths, logic, comparison, arithmetic, conditionals, texts with
//! expressions in them, methods of texts, lists, maps, numbers and dates, and what models ask of
//! `execution`. What is not supported is refused when it is compiled.

mod calls;
mod coerce;
mod dates;
mod eval;
mod lex;
mod methods;
mod ops;
mod parse;
mod scan;
mod tokens;

#[cfg(test)]
mod tests;

use super::Subject;
use super::feel::Compare;
use crate::value::{Text, Value};

pub(super) use eval::evaluate;
pub(super) use parse::{parse, statement};

use methods::Method;
use ops::Arith;

/// A compiled expression. Chains of operators of one rank are one node, so the tree is only as deep
/// as the source nests.
#[derive(Debug)]
pub(super) enum Node {
    Literal(Value),
    Name(Text),
    /// A variable that may be missing.
    Optional(Text),
    /// A variable whose name is computed, and that may be missing.
    Named(Box<Node>),
    /// Whether there is a variable of a computed name.
    Has(Box<Node>),
    Subject(Subject),
    /// How long a text, list or map is.
    Size(Box<Node>),
    Path {
        base: Box<Node>,
        steps: Vec<Node>,
    },
    Negate(Box<Node>),
    Not(Box<Node>),
    Empty(Box<Node>),
    Chain {
        first: Box<Node>,
        rest: Vec<(Arith, Node)>,
    },
    Compare {
        first: Box<Node>,
        rest: Vec<(Compare, Node)>,
    },
    And(Vec<Node>),
    Or(Vec<Node>),
    If(Box<(Node, Node, Node)>),
    /// A text with expressions in it, or texts that are joined.
    Composite(Vec<Node>),
    Call {
        receiver: Box<Node>,
        method: &'static Method,
        arguments: Vec<Node>,
    },
    Function(Function, Vec<Node>),
}

/// A function that is not just another way to write an operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// A text in base 64.
    Base64,
    /// How a variable compares with a value.
    Compare(Compare),
    /// Whether the first argument contains all others.
    ContainsAll,
    /// Whether the first argument contains one of the others.
    ContainsAny,
    /// What a text says in JSON.
    Json,
    /// The instant of the event that is handled.
    Now,
}
