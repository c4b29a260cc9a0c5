//! What stands between operators: literals, names, calls, paths, lists, contexts and ranges.

use std::collections::BTreeSet;

use super::scan::begins_name;
use super::unary::COMPARISONS;
use super::{Parsed, Parser};
use crate::expr::feel::ast::{Args, Call, Compare, Node, RangeNode, Step};
use crate::expr::feel::builtins::{self, Builtin};
use crate::expr::feel::value::Val;
use crate::value::{Text, clip};

impl Parser<'_> {
    pub(super) fn path(&mut self) -> Parsed<Node> {
        let base = match self.begun.take() {
            Some(begun) => begun,
            None => self.primary()?,
        };
        let mut steps = Vec::new();
        loop {
            if self.rest().starts_with("..") {
                break;
            }
            if self.eat(".")? {
                let Some(name) = self.name()? else { return Err(self.unexpected("a name after `.`")) };
                steps.push(Step::Member(name));
            } else if self.rest().starts_with('[') && !(self.upper_end && self.closes_range()) {
                self.expect("[")?;
                steps.push(Step::Filter(self.expression()?));
                self.expect("]")?;
            } else if self.eat("(")? {
                steps.push(Step::Call(self.arguments()?));
            } else {
                break;
            }
        }
        Ok(if steps.is_empty() { base } else { Node::Path(Box::new(base), steps) })
    }

    /// Whether a `[` in the upper end of a range closes it: no expression follows.
    fn closes_range(&self) -> bool {
        let mut ahead = self.ahead();
        if ahead.eat("[").is_err() {
            return false;
        }
        ahead.at_infix()
            || !ahead.peek().is_some_and(|c| {
                begins_name(c)
                    || c.is_ascii_digit()
                    || matches!(c, '"' | '(' | '[' | '{' | '-' | '@' | '?' | '`')
            })
    }

    /// The same place, to look what comes there.
    fn ahead(&self) -> Self {
        Self { known: BTreeSet::new(), compound: Vec::new(), used: Vec::new(), begun: None, ..*self }
    }

    /// Whether a known name comes here that is more than a keyword.
    pub(super) fn known_here(&self) -> bool {
        self.known_name().is_some_and(|(end, _)| end > self.at + self.word().len())
    }

    fn primary(&mut self) -> Parsed<Node> {
        if self.at_number() {
            return Ok(Node::Literal(Val::Number(self.number()?)));
        }
        match self.peek() {
            Some('"') => Ok(Node::Literal(Val::from(self.text()?))),
            Some('(') => self.parenthesis(),
            Some('[') => self.bracket(),
            Some(']') => {
                self.expect("]")?;
                let low = self.expression()?;
                self.range(low, false)
            }
            Some('{') => self.context(),
            Some('@') => self.at_literal(),
            Some('?') => {
                self.expect("?")?;
                Ok(self.variable("?".into()))
            }
            _ => self.named(),
        }
    }

    fn at_literal(&mut self) -> Parsed<Node> {
        let begin = self.at;
        self.bump();
        if self.peek() != Some('"') {
            return Err(self.unexpected("a text after `@`"));
        }
        let text = self.text()?;
        builtins::at_literal(&text).map(Node::Literal).ok_or_else(|| {
            self.at = begin;
            self.error(format!("`{}` is no date, time or duration", clip(&text)))
        })
    }

    fn named(&mut self) -> Parsed<Node> {
        let quoted = self.peek() == Some('`');
        if !quoted && !self.known_here() {
            let literal = match self.word() {
                "null" => Some(Val::Null),
                "true" => Some(Val::Bool(true)),
                "false" => Some(Val::Bool(false)),
                _ => None,
            };
            if let Some(value) = literal {
                self.at += self.word().len();
                self.skip()?;
                return Ok(Node::Literal(value));
            }
            if self.at_infix() {
                return Err(self.unexpected("a value"));
            }
        }
        let begin = self.at;
        let Some(name) = self.name()? else { return Err(self.no_operand()) };
        if quoted || self.peek() != Some('(') || self.knows(&name) {
            return Ok(self.variable(name));
        }
        let Some(builtin) = builtins::find(&name) else {
            self.at = begin;
            return Err(self.error(format!("there is no function `{}`", clip(&name))));
        };
        self.call(begin, builtin)
    }

    fn call(&mut self, begin: usize, builtin: &'static Builtin) -> Parsed<Node> {
        if let Some(refusal) = builtin.refusal() {
            self.at = begin;
            return Err(self.error(refusal));
        }
        self.expect("(")?;
        let args = self.arguments()?;
        Ok(Node::Call(Box::new(Call { builtin, args })))
    }

    fn variable(&mut self, name: Text) -> Node {
        self.used.push(name.clone());
        Node::Name(name)
    }

    /// After `(` of a call.
    fn arguments(&mut self) -> Parsed<Args> {
        if self.eat(")")? {
            return Ok(Args::Positional(Vec::new()));
        }
        if let Some(first) = self.argument_name()? {
            let mut named = vec![(first, self.expression()?)];
            while self.eat(",")? {
                let Some(name) = self.argument_name()? else {
                    return Err(self.unexpected("a name with `:`, as the first argument has it"));
                };
                named.push((name, self.expression()?));
            }
            self.expect(")")?;
            return Ok(Args::Named(named));
        }
        let mut positional = vec![self.expression()?];
        while self.eat(",")? {
            positional.push(self.expression()?);
        }
        self.expect(")")?;
        Ok(Args::Positional(positional))
    }

    /// Takes `name:` if it comes here.
    fn argument_name(&mut self) -> Parsed<Option<Text>> {
        let begin = self.at;
        if let Ok(name) = self.defined_name(&[':']) {
            if self.eat(":")? {
                return Ok(Some(name));
            }
        }
        self.at = begin;
        Ok(None)
    }

    /// An expression in parentheses, an open range, or a comparison as a range.
    fn parenthesis(&mut self) -> Parsed<Node> {
        self.expect("(")?;
        if let Some(operator) = self.eat_any(COMPARISONS)? {
            let end = self.nested(Self::operand)?;
            self.expect(")")?;
            return Ok(test_range(operator, end));
        }
        let node = self.expression()?;
        if self.rest().starts_with("..") {
            return self.range(node, false);
        }
        self.expect(")")?;
        Ok(node)
    }

    /// A list or a closed range.
    fn bracket(&mut self) -> Parsed<Node> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.eat("]")? {
            return Ok(Node::List(items));
        }
        let first = self.item()?;
        if self.rest().starts_with("..") {
            return self.range(first, true);
        }
        items.push(first);
        while self.eat(",")? {
            items.push(self.item()?);
        }
        self.expect("]")?;
        Ok(Node::List(items))
    }

    /// An item of a list, which may be a comparison: a range.
    fn item(&mut self) -> Parsed<Node> {
        match self.eat_any(COMPARISONS)? {
            Some(operator) => Ok(test_range(operator, self.nested(Self::operand)?)),
            None => self.expression(),
        }
    }

    /// After the lower end of a range.
    pub(super) fn range(&mut self, low: Node, low_closed: bool) -> Parsed<Node> {
        self.expect("..")?;
        let outer = std::mem::replace(&mut self.upper_end, true);
        let high = self.nested(Self::operand);
        self.upper_end = outer;
        let high_closed = self.rest().starts_with(']');
        let high = high?;
        if !(self.eat("]")? || self.eat(")")? || self.eat("[")?) {
            return Err(self.unexpected("`]` or `)` after the end of the range"));
        }
        Ok(Node::Range(Box::new(RangeNode::Ends { low, high, low_closed, high_closed })))
    }

    fn context(&mut self) -> Parsed<Node> {
        self.expect("{")?;
        let mut entries = Vec::new();
        if self.eat("}")? {
            return Ok(Node::Context(entries));
        }
        loop {
            let key: Text = match self.peek() {
                Some('"') => self.text()?.into(),
                _ => self.defined_name(&[':'])?,
            };
            self.expect(":")?;
            self.know(&key);
            entries.push((key, self.expression()?));
            if !self.eat(",")? {
                break;
            }
        }
        self.expect("}")?;
        Ok(Node::Context(entries))
    }

    fn no_operand(&self) -> crate::expr::feel::SyntaxError {
        match self.peek() {
            Some('\'') => self.error("a text stands in double quotes: `\"…\"`"),
            Some('!') => self.error("FEEL negates with `not(…)`"),
            Some('=') => self.error("a value is missing before `=`; only one `=` introduces an expression"),
            _ => self.unexpected("a value"),
        }
    }
}

pub(super) fn test_range(operator: Compare, end: Node) -> Node {
    Node::Range(Box::new(RangeNode::Test(operator, end)))
}
