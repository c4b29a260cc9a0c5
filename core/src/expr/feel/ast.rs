//! What a source is compiled to.

use std::cmp::Ordering;
use std::sync::Arc;

use super::builtins::Builtin;
use super::types::Type;
use super::value::Val;
use crate::value::Text;

/// A compiled expression. Chains of operators of one rank are one node, so the tree is only as deep
/// as the source nests.
#[derive(Debug)]
pub(super) enum Node {
    Literal(Val),
    Name(Text),
    List(Vec<Node>),
    Context(Vec<(Text, Node)>),
    Range(Box<RangeNode>),
    Path(Box<Node>, Vec<Step>),
    Negate(Box<Node>),
    Chain(Box<(Node, Vec<(Arith, Node)>)>),
    Compare(Box<(Node, Compare, Node)>),
    Between(Box<(Node, Node, Node)>),
    /// The value and what it is tested against.
    In(Box<(Node, Tests)>),
    And(Vec<Node>),
    Or(Vec<Node>),
    If(Vec<(Node, Node)>, Box<Node>),
    For(Box<For>),
    Quantified(Box<Quantified>),
    InstanceOf(Box<(Node, Type)>),
    Function(Arc<Lambda>),
    Call(Box<Call>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arith {
    Add,
    Sub,
    Mul,
    Div,
    Pow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::expr) enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Compare {
    /// Whether it holds of two values in this order.
    pub(in crate::expr) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
            Self::Lt => order.is_lt(),
            Self::Le => order.is_le(),
            Self::Gt => order.is_gt(),
            Self::Ge => order.is_ge(),
        }
    }
}

#[derive(Debug)]
pub(super) enum Step {
    Member(Text),
    Filter(Node),
    Call(Args),
}

#[derive(Debug)]
pub(super) enum Args {
    Positional(Vec<Node>),
    Named(Vec<(Text, Node)>),
}

/// A call of a built-in function that nothing can hide.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) builtin: &'static Builtin,
    pub(super) args: Args,
}

#[derive(Debug)]
pub(super) enum RangeNode {
    Ends {
        low: Node,
        high: Node,
        low_closed: bool,
        high_closed: bool,
    },
    /// `(< 5)` and the like.
    Test(Compare, Node),
}

/// Unary tests, of which one must hold.
#[derive(Debug)]
pub(super) struct Tests {
    pub(super) any: Vec<Test>,
    pub(super) negated: bool,
}

#[derive(Debug)]
pub(super) enum Test {
    /// `-`, which everything passes.
    Any,
    Compare(Compare, Node),
    /// An expression without `?`: a value, a list, or a range to be in.
    Value(Node),
    /// An expression with `?`, which is true or not.
    Condition(Node),
}

#[derive(Debug)]
pub(super) struct Iterator {
    pub(super) name: Text,
    pub(super) from: Node,
    /// The end, for `from..to`.
    pub(super) to: Option<Node>,
}

#[derive(Debug)]
pub(super) struct For {
    pub(super) iterators: Vec<Iterator>,
    pub(super) body: Node,
    /// Whether the body asks for the results so far.
    pub(super) partial: bool,
}

#[derive(Debug)]
pub(super) struct Quantified {
    /// `every` rather than `some`.
    pub(super) every: bool,
    pub(super) iterators: Vec<Iterator>,
    pub(super) condition: Node,
}

#[derive(Debug)]
pub(super) struct Lambda {
    pub(super) params: Vec<(Text, Type)>,
    pub(super) body: Node,
    /// The names that the body uses, to be taken along from where the function is made.
    pub(super) uses: Vec<Text>,
}
