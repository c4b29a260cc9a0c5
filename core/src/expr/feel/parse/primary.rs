//! What stands between operators: literals, names, calls, paths, lists, contexts and ranges.

use super::scan::begins_name;
use super::unary::COMPARISONS;
use super::{Failed, Parsed, Parser, node};
use crate::expr::feel::ast::{Args, Call, Compare, Node, RangeNode, Step};
use crate::expr::feel::builtins::{self, Builtin};
use crate::expr::feel::value::Val;
use crate::value::{Text, clip};

impl Parser<'_> {
    pub(super) fn path(&mut self) -> Parsed<Box<Node>> {
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
                steps.push(Step::Filter(*self.expression()?));
                self.expect("]")?;
            } else if self.eat("(")? {
                steps.push(Step::Call(self.arguments()?));
            } else {
                break;
            }
        }
        Ok(if steps.is_empty() { base } else { node(Node::Path(base, steps)) })
    }

    /// Whether a `[` in the upper end of a range closes it: no expression follows.
    fn closes_range(&mut self) -> bool {
        let begin = self.at;
        let closes = self.eat("[").is_ok()
            && (self.at_infix()
                || !self.peek().is_some_and(|c| {
                    begins_name(c)
                        || c.is_ascii_digit()
                        || matches!(c, '"' | '(' | '[' | '{' | '-' | '@' | '?' | '`')
                }));
        self.at = begin;
        closes
    }

    /// Whether a known name comes here that is more than a keyword.
    pub(super) fn known_here(&self) -> bool {
        self.known_name().is_some_and(|(end, _)| end > self.at + self.word().len())
    }

    fn primary(&mut self) -> Parsed<Box<Node>> {
        if self.at_number() {
            return Ok(literal(self.number()?.into()));
        }
        match self.peek() {
            Some('"') => Ok(literal(self.text()?.into())),
            Some('(') => self.parenthesis(),
            Some('[') => self.bracket(),
            Some(']') => {
                self.expect("]")?;
                let low = *self.expression()?;
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

    fn at_literal(&mut self) -> Parsed<Box<Node>> {
        let begin = self.at;
        self.bump();
        if self.peek() != Some('"') {
            return Err(self.unexpected("a text after `@`"));
        }
        let text = self.text()?;
        builtins::at_literal(&text).map(literal).ok_or_else(|| {
            self.at = begin;
            self.error(format!("`{}` is no date, time or duration", clip(&text)))
        })
    }

    fn named(&mut self) -> Parsed<Box<Node>> {
        let quoted = self.peek() == Some('`');
        if !quoted && !self.known_here() {
            let value = match self.word() {
                "null" => Some(Val::Null),
                "true" => Some(Val::Bool(true)),
                "false" => Some(Val::Bool(false)),
                _ => None,
            };
            if let Some(value) = value {
                self.at += self.word().len();
                self.skip()?;
                return Ok(literal(value));
            }
            if self.at_infix() && !self.at_function_of_lists() {
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

    /// Whether `and(…)` or `or(…)` comes here, as `all` and `any` may also be called.
    fn at_function_of_lists(&self) -> bool {
        let word = self.word();
        let rest = self.rest().get(word.len()..).unwrap_or_default();
        matches!(word, "and" | "or") && rest.trim_start().starts_with('(')
    }

    fn call(&mut self, begin: usize, builtin: &'static Builtin) -> Parsed<Box<Node>> {
        if let Some(refusal) = builtin.refusal() {
            self.at = begin;
            return Err(self.error(refusal));
        }
        self.expect("(")?;
        let args = self.arguments()?;
        Ok(node(Node::Call(Box::new(Call { builtin, args }))))
    }

    fn variable(&mut self, name: Text) -> Box<Node> {
        self.used.push(name.clone());
        node(Node::Name(name))
    }

    /// After `(` of a call.
    fn arguments(&mut self) -> Parsed<Args> {
        let (mut positional, mut named) = (Vec::new(), Vec::new());
        self.listed(")", &mut |parser| {
            let name = if positional.is_empty() { parser.argument_name()? } else { None };
            match name {
                Some(name) => named.push((name, *parser.expression()?)),
                None if named.is_empty() => positional.push(*parser.expression()?),
                None => return Err(parser.unexpected("a name with `:`, as the first argument has it")),
            }
            Ok(())
        })?;
        Ok(if named.is_empty() { Args::Positional(positional) } else { Args::Named(named) })
    }

    /// Takes `name:` if it comes here.
    fn argument_name(&mut self) -> Parsed<Option<Text>> {
        let begin = self.at;
        let name = self.defined_name(&[':']).ok();
        if name.is_some() && self.eat(":")? {
            return Ok(name);
        }
        self.at = begin;
        Ok(None)
    }

    /// An expression in parentheses, an open range, or a comparison as a range.
    fn parenthesis(&mut self) -> Parsed<Box<Node>> {
        self.expect("(")?;
        if let Some(operator) = self.eat_any(COMPARISONS)? {
            let end = *self.nested(Self::operand)?;
            self.expect(")")?;
            return Ok(test_range(operator, end));
        }
        let inner = self.expression()?;
        if self.rest().starts_with("..") {
            return self.range(*inner, false);
        }
        self.expect(")")?;
        Ok(inner)
    }

    /// A list or a closed range.
    fn bracket(&mut self) -> Parsed<Box<Node>> {
        self.expect("[")?;
        let mut items = Vec::new();
        if self.eat("]")? {
            return Ok(node(Node::List(items)));
        }
        let first = *self.item()?;
        if self.rest().starts_with("..") {
            return self.range(first, true);
        }
        items.push(first);
        while self.eat(",")? {
            items.push(*self.item()?);
        }
        self.expect("]")?;
        Ok(node(Node::List(items)))
    }

    /// An item of a list, which may be a comparison: a range.
    fn item(&mut self) -> Parsed<Box<Node>> {
        match self.eat_any(COMPARISONS)? {
            Some(operator) => Ok(test_range(operator, *self.nested(Self::operand)?)),
            None => self.expression(),
        }
    }

    /// After the lower end of a range.
    pub(super) fn range(&mut self, low: Node, low_closed: bool) -> Parsed<Box<Node>> {
        self.expect("..")?;
        let outer = std::mem::replace(&mut self.upper_end, true);
        let high = self.nested(Self::operand);
        self.upper_end = outer;
        let high_closed = self.rest().starts_with(']');
        let high = *high?;
        if !(self.eat("]")? || self.eat(")")? || self.eat("[")?) {
            return Err(self.unexpected("`]` or `)` after the end of the range"));
        }
        Ok(node(Node::Range(Box::new(RangeNode::Ends { low, high, low_closed, high_closed }))))
    }

    fn context(&mut self) -> Parsed<Box<Node>> {
        self.expect("{")?;
        let mut entries = Vec::new();
        self.listed("}", &mut |parser| {
            let key: Text = match parser.peek() {
                Some('"') => parser.text()?.into(),
                _ => parser.defined_name(&[':'])?,
            };
            parser.expect(":")?;
            parser.know(&key);
            entries.push((key, *parser.expression()?));
            Ok(())
        })?;
        Ok(node(Node::Context(entries)))
    }

    fn no_operand(&mut self) -> Failed {
        match self.peek() {
            Some('\'') => self.error("a text stands in double quotes: `\"…\"`"),
            Some('!') => self.error("FEEL negates with `not(…)`"),
            Some('=') => self.error("a value is missing before `=`; only one `=` introduces an expression"),
            _ => self.unexpected("a value"),
        }
    }
}

fn literal(value: Val) -> Box<Node> {
    node(Node::Literal(value))
}

pub(super) fn test_range(operator: Compare, end: Node) -> Box<Node> {
    node(Node::Range(Box::new(RangeNode::Test(operator, end))))
}
