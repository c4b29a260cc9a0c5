//! FEEL, the expression language of DMN, in the part that conditions and mappings use: literals,
//! paths, indexing, comparison, `in`, arithmetic, three-valued logic and conditionals. What is not
//! supported is refused when it is compiled.

mod eval;
mod lex;
mod parse;
#[cfg_attr(not(test), expect(dead_code, reason = "the built-ins are to use it"))]
mod temporal;

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
    List(Vec<Node>),
    Path { base: Box<Node>, steps: Vec<Step> },
    Negate(Box<Node>),
    Chain { first: Box<Node>, rest: Vec<(Arith, Node)> },
    Compare(Compare, Box<(Node, Node)>),
    Between(Box<(Node, Node, Node)>),
    In(Box<Node>, Vec<Test>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    If(Box<(Node, Node, Node)>),
}

#[derive(Debug)]
pub(super) enum Step {
    Member(Text),
    Index(Node),
}

/// What may stand right of `in`.
#[derive(Debug)]
pub(super) enum Test {
    /// Equal to the value, or to an item if it is a list.
    Value(Node),
    Compare(Compare, Node),
    Range {
        low: (Compare, Node),
        high: (Compare, Node),
    },
}
