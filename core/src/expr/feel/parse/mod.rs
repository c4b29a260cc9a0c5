//! From text to [`Node`]. There are no tokens: what a name is depends on what is known, so the parser
//! reads characters.

mod expression;
mod literal;
mod names;
mod primary;
mod scan;
mod types;
mod unary;

pub(in crate::expr) use literal::number_length;

use super::ast::{Args, Node, RangeNode};
use super::eval::{Cx, eval};
use super::run::Res;
use super::{MAX_SOURCE, SyntaxError};
use crate::value::Text;

/// What is read, or that it cannot be: the parser keeps why, so that a result is no more than a pointer.
type Parsed<T> = Result<T, Failed>;

struct Failed;

/// How deep parentheses, lists, conditionals and the like may nest. Chains of one operator do not
/// nest, so real expressions stay far below it.
const MAX_NESTING: usize = 64;

/// A position in a source, and what is known there. It is copied to look ahead.
struct Parser<'s> {
    source: &'s str,
    at: usize,
    nesting: usize,
    /// What the caller gave, and the keys, parameters and variables that came so far, in order.
    known: Vec<Text>,
    /// Those of them with spaces or operators, which only the longest match tells from operations.
    compound: Vec<Text>,
    /// The names that were used as values, in order: what functions take along.
    used: Vec<Text>,
    /// Within the upper end of a range, where `[` may close it.
    upper_end: bool,
    /// The first operand of what comes, if it is read already.
    begun: Option<Box<Node>>,
    /// Why it cannot be read, once that is so.
    failure: SyntaxError,
}

/// Compiles an expression.
pub(super) fn expression(source: &str, names: &[&str]) -> Result<Node, SyntaxError> {
    whole(source, names, Parser::expression)
}

/// Compiles unary tests.
pub(super) fn unary_tests(source: &str, names: &[&str]) -> Result<Node, SyntaxError> {
    whole(source, names, Parser::unary_tests)
}

/// The range that a text of two literals stands for, if it does.
pub(super) fn range_literal(source: &str, cx: &Cx<'_>) -> Option<Res> {
    let node = expression(source, &[]).ok()?;
    let Node::Range(range) = &node else { return None };
    let RangeNode::Ends { low, high, .. } = &**range else { return None };
    (is_literal(low) && is_literal(high)).then(|| eval(&node, cx))
}

/// Whether an expression is a literal, or a function of literals that makes a value of the calendar.
fn is_literal(node: &Node) -> bool {
    match node {
        Node::Literal(_) => true,
        Node::Call(call) => match &call.args {
            Args::Positional(args) => {
                let makes = matches!(call.builtin.name(), "date" | "time" | "date and time" | "duration");
                makes && args.iter().all(|arg| matches!(arg, Node::Literal(_)))
            }
            Args::Named(_) => false,
        },
        _ => false,
    }
}

type Parse<P> = fn(&mut P) -> Parsed<Box<Node>>;

fn whole<'s>(source: &'s str, names: &[&str], parse: Parse<Parser<'s>>) -> Result<Node, SyntaxError> {
    if source.len() > MAX_SOURCE {
        let message = "the expression is longer than 65536 bytes; compute it in a job".to_owned();
        return Err(SyntaxError { message, offset: MAX_SOURCE });
    }
    let mut parser = Parser {
        source,
        at: 0,
        nesting: 0,
        known: Vec::new(),
        compound: Vec::new(),
        used: Vec::new(),
        upper_end: false,
        begun: None,
        failure: SyntaxError { message: String::new(), offset: 0 },
    };
    for name in names {
        parser.know(&names::normal(name).into());
    }
    parser.whole(parse).map(|node| *node).map_err(|Failed| parser.failure)
}

fn node(node: Node) -> Box<Node> {
    Box::new(node)
}

impl Parser<'_> {
    fn whole(&mut self, parse: Parse<Self>) -> Parsed<Box<Node>> {
        self.skip()?;
        if self.rest().is_empty() {
            return Err(self.error("the expression is empty"));
        }
        let node = parse(self)?;
        if self.rest().is_empty() { Ok(node) } else { Err(self.trailing()) }
    }

    /// What is one level deeper.
    fn nested(&mut self, parse: Parse<Self>) -> Parsed<Box<Node>> {
        self.enter()?;
        let parsed = parse(self);
        self.nesting -= 1;
        parsed
    }

    fn enter(&mut self) -> Parsed<()> {
        if self.nesting == MAX_NESTING {
            return Err(self.error("the expression nests more than 64 levels deep; split it up"));
        }
        self.nesting += 1;
        Ok(())
    }

    /// What stands between commas up to a bracket, which may be nothing.
    fn listed(&mut self, close: &str, item: &mut dyn FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        if self.eat(close)? {
            return Ok(());
        }
        loop {
            item(self)?;
            if !self.eat(",")? {
                return self.expect(close);
            }
        }
    }

    /// What follows a complete expression says what its author meant.
    fn trailing(&mut self) -> Failed {
        let hints = [
            ("==", "FEEL compares with a single `=`"),
            ("&&", "FEEL joins conditions with `and`"),
            ("||", "FEEL joins conditions with `or`"),
            ("%", "FEEL has no `%`; use `modulo(…)`"),
            ("?", "FEEL chooses with `if … then … else …`"),
        ];
        match hints.iter().find(|(operator, _)| self.rest().starts_with(operator)) {
            Some((_, hint)) => self.error(*hint),
            None => self.unexpected("an operator or the end"),
        }
    }
}
