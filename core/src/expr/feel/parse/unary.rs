//! Unary tests: the cells of decision tables, and what stands right of `in`.

use super::primary::test_range;
use super::{Parse, Parsed, Parser, node};
use crate::expr::feel::ast::{Compare, Node, Test, Tests};

/// Comparisons, longer ones first.
pub(super) const COMPARISONS: &[(&str, Compare)] = &[
    ("<=", Compare::Le),
    (">=", Compare::Ge),
    ("!=", Compare::Ne),
    ("<", Compare::Lt),
    (">", Compare::Gt),
    ("=", Compare::Eq),
];

impl Parser<'_> {
    /// A whole cell: `-`, tests, or `not(tests)`.
    pub(super) fn unary_tests(&mut self) -> Parsed<Box<Node>> {
        let begin = self.at;
        if self.eat("-")? {
            if self.rest().is_empty() {
                return Ok(input(Tests { any: vec![Test::Any], negated: false }));
            }
            self.at = begin;
        }
        if self.eat_word("not")? && self.eat("(")? {
            // `not(a) and b` is an expression.
            match self.tests() {
                Ok(any) if self.eat(")")? && self.rest().is_empty() => {
                    return Ok(input(Tests { any, negated: true }));
                }
                _ => {}
            }
        }
        self.at = begin;
        let any = self.tests()?;
        Ok(input(Tests { any, negated: false }))
    }

    /// Tests with commas between them.
    pub(super) fn tests(&mut self) -> Parsed<Vec<Test>> {
        let mut tests = vec![self.test()?];
        while self.eat(",")? {
            tests.push(self.test()?);
        }
        Ok(tests)
    }

    fn test(&mut self) -> Parsed<Test> {
        if let Some(operator) = self.eat_any(COMPARISONS)? {
            return Ok(Test::Compare(operator, *self.nested(Self::operand)?));
        }
        self.value_test(Self::expression)
    }

    /// A test that is no comparison: what it is depends on whether it asks for the input.
    fn value_test(&mut self, parse: Parse<Self>) -> Parsed<Test> {
        let before = self.used.len();
        let node = *parse(self)?;
        let asks = self.used.get(before..).is_some_and(|used| used.iter().any(|name| &**name == "?"));
        Ok(if asks { Test::Condition(node) } else { Test::Value(node) })
    }

    /// What stands right of `in`: one test, or several in parentheses.
    pub(super) fn in_tests(&mut self) -> Parsed<Tests> {
        if self.rest().starts_with('(') {
            return self.tests_in_parentheses();
        }
        let test = match self.eat_any(COMPARISONS)? {
            Some(operator) => Test::Compare(operator, *self.operand()?),
            None => self.value_test(Self::operand)?,
        };
        Ok(Tests { any: vec![test], negated: false })
    }

    /// What begins with a parenthesis may go on: `(a + b) * c`, `(1..2)`. It is not read twice, for
    /// that would double with each level.
    fn tests_in_parentheses(&mut self) -> Parsed<Tests> {
        self.expect("(")?;
        let mut any = vec![self.test()?];
        let first = if self.rest().starts_with("..") {
            match any.pop() {
                Some(Test::Value(low) | Test::Condition(low)) => self.range(low, false)?,
                _ => return Err(self.unexpected("`)`")),
            }
        } else {
            while self.eat(",")? {
                any.push(self.test()?);
            }
            self.expect(")")?;
            if any.len() > 1 || self.ends_operand() {
                return Ok(Tests { any, negated: false });
            }
            match any.pop() {
                Some(Test::Value(value) | Test::Condition(value)) => node(value),
                Some(Test::Compare(operator, end)) => test_range(operator, end),
                _ => return Err(self.unexpected("a test")),
            }
        };
        self.begun = Some(first);
        let test = self.value_test(Self::operand)?;
        Ok(Tests { any: vec![test], negated: false })
    }

    /// Whether nothing follows that would go on with the operand before it.
    fn ends_operand(&self) -> bool {
        let rest = self.rest();
        rest.starts_with("..") || !rest.starts_with(['+', '-', '*', '/', '.', '[', '('])
    }
}

fn input(tests: Tests) -> Box<Node> {
    node(Node::In(Box::new((Node::Name("?".into()), tests))))
}
