//! JUEL, Java's unified expression language as Camunda 7, Flowable and Activiti use it, in the part
//! that needs no Java objects: literals, paths, logic, comparison, arithmetic, conditionals, texts with
//! expressions in them, and the calls that ask for variables and compare them. What is not supported is refused when it is compiled.

mod calls;
mod coerce;
mod eval;
mod lex;
mod parse;

#[cfg(test)]
mod tests;

use super::ops::{Arith, Compare};
use crate::value::{Text, Value};

pub(super) use eval::{Cx, eval};
pub(super) use parse::parse;

/// A compiled expression. Chains of operators of one rank are one node, so the tree is only as deep
/// as the source nests.
#[derive(Debug)]
pub(super) enum Node {
    Literal(Value),
    Name(Text),
    /// A variable that may be missing.
    Optional(Text),
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
    /// A text with expressions in it.
    Composite(Vec<Node>),
}
