//! Expressions by rank: or, and, comparison, sum, product, power, sign.

use std::sync::Arc;

use super::unary::COMPARISONS;
use super::{Parsed, Parser, node};
use crate::expr::feel::ast::{Arith, For, Iterator, Lambda, Node, Quantified};
use crate::expr::feel::types::Type;
use crate::expr::feel::value::Val;

/// Arithmetic by rank, the weakest first.
const ARITHMETIC: [&[(&str, Arith)]; 3] =
    [&[("+", Arith::Add), ("-", Arith::Sub)], &[("*", Arith::Mul), ("/", Arith::Div)], &[("**", Arith::Pow)]];

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Box<Node>> {
        self.nested(|parser| {
            let upper_end = std::mem::replace(&mut parser.upper_end, false);
            let node = parser.expression_here();
            parser.upper_end = upper_end;
            node
        })
    }

    fn expression_here(&mut self) -> Parsed<Box<Node>> {
        let mut nodes = vec![*self.conjunction()?];
        while self.eat_word("or")? {
            nodes.push(*self.conjunction()?);
        }
        Ok(one_or(nodes, Node::Or))
    }

    fn conjunction(&mut self) -> Parsed<Box<Node>> {
        let mut nodes = vec![*self.comparison()?];
        while self.eat_word("and")? {
            nodes.push(*self.comparison()?);
        }
        Ok(one_or(nodes, Node::And))
    }

    fn comparison(&mut self) -> Parsed<Box<Node>> {
        let left = self.operand()?;
        if self.rest().starts_with("==") {
            return Ok(left);
        }
        if let Some(operator) = self.eat_any(COMPARISONS)? {
            if operator == crate::expr::feel::ast::Compare::Eq && self.rest().starts_with('=') {
                return Err(self.error("FEEL compares with a single `=`"));
            }
            let right = self.operand()?;
            if self.rest().starts_with(['<', '>', '=']) || self.rest().starts_with("!=") {
                return Err(self.error("comparisons do not chain; join them with `and`"));
            }
            return Ok(node(Node::Compare(Box::new((*left, operator, *right)))));
        }
        if self.eat_word("between")? {
            let low = self.operand()?;
            self.expect_word("and")?;
            let high = self.operand()?;
            return Ok(node(Node::Between(Box::new((*left, *low, *high)))));
        }
        if self.eat_word("in")? {
            let tests = self.in_tests()?;
            return Ok(node(Node::In(Box::new((*left, tests)))));
        }
        Ok(left)
    }

    /// What stands on one side of a comparison.
    pub(super) fn operand(&mut self) -> Parsed<Box<Node>> {
        self.arithmetic(0)
    }

    fn arithmetic(&mut self, rank: usize) -> Parsed<Box<Node>> {
        let Some(operators) = ARITHMETIC.get(rank) else { return self.signed() };
        let first = self.arithmetic(rank + 1)?;
        let mut rest = Vec::new();
        while !(rank == 1 && self.rest().starts_with("**")) {
            let Some(operator) = self.eat_any(operators)? else { break };
            rest.push((operator, *self.arithmetic(rank + 1)?));
        }
        Ok(if rest.is_empty() { first } else { node(Node::Chain(Box::new((*first, rest)))) })
    }

    fn signed(&mut self) -> Parsed<Box<Node>> {
        if self.begun.is_some() || !self.eat("-")? {
            return self.typed();
        }
        // The sign is a part of a number, so that it may have a type.
        if self.at_number() {
            let number = -self.number()?;
            self.begun = Some(node(Node::Literal(Val::Number(number))));
            return self.typed();
        }
        Ok(node(Node::Negate(self.nested(Self::signed)?)))
    }

    fn typed(&mut self) -> Parsed<Box<Node>> {
        let mut typed = match self.word() {
            "if" | "for" | "some" | "every" | "function" if self.begun.is_none() && !self.known_here() => {
                return self.keyword();
            }
            _ => self.path()?,
        };
        while self.word() == "instance" {
            self.eat_word("instance")?;
            self.expect_word("of")?;
            typed = node(Node::InstanceOf(Box::new((*typed, self.type_()?))));
        }
        Ok(typed)
    }

    fn keyword(&mut self) -> Parsed<Box<Node>> {
        if self.eat_word("if")? {
            return self.conditional();
        }
        if self.eat_word("for")? {
            return self.iteration();
        }
        if self.eat_word("function")? {
            return self.function();
        }
        let every = self.word() == "every";
        self.eat_word("some")?;
        self.eat_word("every")?;
        let iterators = self.iterators()?;
        self.expect_word("satisfies")?;
        let condition = *self.expression()?;
        Ok(node(Node::Quantified(Box::new(Quantified { every, iterators, condition }))))
    }

    fn conditional(&mut self) -> Parsed<Box<Node>> {
        let mut branches = Vec::new();
        loop {
            let condition = self.expression()?;
            self.expect_word("then")?;
            branches.push((*condition, *self.expression()?));
            self.expect_word("else")?;
            if self.known_here() || !self.eat_word("if")? {
                break;
            }
        }
        Ok(node(Node::If(branches, self.expression()?)))
    }

    fn iteration(&mut self) -> Parsed<Box<Node>> {
        let iterators = self.iterators()?;
        self.expect_word("return")?;
        let before = self.used.len();
        let body = *self.expression()?;
        let partial =
            self.used.get(before..).is_some_and(|used| used.iter().any(|name| &**name == "partial"));
        Ok(node(Node::For(Box::new(For { iterators, body, partial }))))
    }

    fn iterators(&mut self) -> Parsed<Vec<Iterator>> {
        let mut iterators = Vec::new();
        loop {
            let Some(name) = self.name()? else { return Err(self.unexpected("a name")) };
            self.expect_word("in")?;
            let from = *self.expression()?;
            let to = if self.eat("..")? { Some(*self.expression()?) } else { None };
            self.know(&name);
            iterators.push(Iterator { name, from, to });
            if !self.eat(",")? {
                return Ok(iterators);
            }
        }
    }

    fn function(&mut self) -> Parsed<Box<Node>> {
        self.expect("(")?;
        let mut params = Vec::new();
        self.listed(")", &mut |parser| {
            let name = parser.defined_name(&[',', ')', ':'])?;
            let of = if parser.eat(":")? { parser.type_()? } else { Type::Any };
            parser.know(&name);
            params.push((name, of));
            Ok(())
        })?;
        if self.word() == "external" {
            return Err(self.error("an external function cannot be called from here; compute it in a job"));
        }
        let before = self.used.len();
        let body = *self.expression()?;
        let mut uses = self.used.get(before..).unwrap_or_default().to_vec();
        uses.sort_unstable();
        uses.dedup();
        uses.retain(|name| params.iter().all(|(param, _)| param != name));
        Ok(node(Node::Function(Arc::new(Lambda { params, body, uses }))))
    }
}

/// The only node, or all of them as one.
fn one_or(mut nodes: Vec<Node>, all: fn(Vec<Node>) -> Node) -> Box<Node> {
    if nodes.len() > 1 {
        return node(all(nodes));
    }
    node(nodes.pop().unwrap_or(Node::Literal(Val::Null)))
}
