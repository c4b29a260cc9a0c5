//! The grammar of JUEL, loosest operators first.

use super::super::feel::MAX_SOURCE;
use super::super::{Purpose, SyntaxError, Target};
use super::ops::Arith;
use super::scan::{Failed, Parsed, Scan};
use super::tokens::{Kind, Tokens};
use super::{Compare, Node, calls};
use crate::value::{Text, Value};

type Wrap = fn(Box<Node>) -> Node;

const EQUALITIES: &[(&str, Compare)] =
    &[("==", Compare::Eq), ("eq", Compare::Eq), ("!=", Compare::Ne), ("ne", Compare::Ne)];
const RELATIONS: &[(&str, Compare)] = &[
    ("<", Compare::Lt),
    ("lt", Compare::Lt),
    ("<=", Compare::Le),
    ("le", Compare::Le),
    (">", Compare::Gt),
    ("gt", Compare::Gt),
    (">=", Compare::Ge),
    ("ge", Compare::Ge),
];
const SUMS: &[(&str, Arith)] = &[("+", Arith::Add), ("-", Arith::Sub)];
const PRODUCTS: &[(&str, Arith)] =
    &[("*", Arith::Mul), ("/", Arith::Div), ("div", Arith::Div), ("%", Arith::Rem), ("mod", Arith::Rem)];

/// Words that are no names of variables.
const KEYWORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "eq",
    "ne",
    "lt",
    "gt",
    "le",
    "ge",
    "true",
    "false",
    "null",
    "instanceof",
    "empty",
    "div",
    "mod",
];

/// Reads a text with any number of `${…}` or `#{…}` in it. One that is nothing else, but for white
/// space around it, has the value of its expression; otherwise the whole is a text.
pub(in super::super) fn parse(source: &str, purpose: Purpose) -> Result<Node, SyntaxError> {
    if source.len() > MAX_SOURCE {
        let message = format!("the expression is longer than {MAX_SOURCE} bytes; compute it in a job");
        return Err(SyntaxError { message, offset: MAX_SOURCE });
    }
    if let Some((begin, whole)) = leading(source) {
        let (node, end) = expression(source, begin, purpose)?;
        if end == whole {
            return Ok(node);
        }
    }
    let mut parts = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let mut scan = Scan::new(source, at);
        let text = literal(&mut scan);
        if !text.is_empty() {
            parts.push(Node::Literal(Value::from(text)));
        }
        at = scan.at();
        if at < source.len() {
            let (node, end) = expression(source, at + 2, purpose)?;
            parts.push(node);
            at = end;
        }
    }
    Ok(match (parts.pop(), parts.len()) {
        (None, _) => Node::Literal(Value::from("")),
        (Some(node @ Node::Literal(Value::Text(_))), 0) => node,
        (Some(last), _) => {
            parts.push(last);
            Node::Composite(parts)
        }
    })
}

/// Reads an expression that is run for what it does: the variable that it sets, if it sets one, and the
/// value.
pub(in super::super) fn statement(
    source: &str,
    purpose: Purpose,
) -> Result<(Option<Target>, Node), SyntaxError> {
    if let Some((begin, whole)) = leading(source).filter(|_| source.len() <= MAX_SOURCE) {
        let mut parser = Parser { tokens: Tokens::new(source, begin), purpose };
        if let Ok(Some((target, value))) = parser.assignment()
            && parser.tokens.end() == whole
        {
            return Ok((Some(target), *value));
        }
    }
    parse(source, purpose).map(|value| (None, value))
}

/// Where the expression begins with which a text begins, and where the text ends, but for white space.
fn leading(source: &str) -> Option<(usize, usize)> {
    let trimmed = source.trim();
    let begin = source.len() - source.trim_start().len();
    (trimmed.starts_with("${") || trimmed.starts_with("#{")).then_some((begin + 2, begin + trimmed.len()))
}

/// The text up to the next expression. A backslash before `${` or `#{` takes it literally.
fn literal(scan: &mut Scan<'_>) -> String {
    let mut text = String::new();
    loop {
        text.push_str(scan.take_while(|c| !matches!(c, '\\' | '$' | '#')));
        let rest = scan.rest();
        if rest.is_empty() || rest.starts_with("${") || rest.starts_with("#{") {
            return text;
        }
        if rest.starts_with("\\${") || rest.starts_with("\\#{") {
            scan.bump();
        }
        text.extend(scan.bump());
    }
}

/// The expression that begins at `at`, and where its `}` ends.
fn expression(source: &str, at: usize, purpose: Purpose) -> Result<(Node, usize), SyntaxError> {
    let mut parser = Parser { tokens: Tokens::new(source, at), purpose };
    match parser.whole() {
        Ok(node) => Ok((*node, parser.tokens.end())),
        Err(Failed) => Err(parser.tokens.failure()),
    }
}

/// A value and the steps to a part of it.
fn walked(base: Box<Node>, steps: Vec<Node>) -> Box<Node> {
    if steps.is_empty() { base } else { Box::new(Node::Path { base, steps }) }
}

struct Parser<'s> {
    tokens: Tokens<'s>,
    purpose: Purpose,
}

impl Parser<'_> {
    fn whole(&mut self) -> Parsed<Box<Node>> {
        self.tokens.advance()?;
        if self.tokens.word() == "}" {
            return Err(self.tokens.error("the expression is empty"));
        }
        let node = self.ternary()?;
        if self.tokens.word() == "}" { Ok(node) } else { Err(self.trailing()) }
    }

    /// `execution.setVariable('x', 1)`; none where it is anything else.
    fn assignment(&mut self) -> Parsed<Option<(Target, Box<Node>)>> {
        self.tokens.advance()?;
        if calls::object(self.tokens.word(), self.purpose).is_none() {
            return Ok(None);
        }
        self.tokens.advance()?;
        self.tokens.expect(".")?;
        let local = match self.tokens.word() {
            "setVariable" => false,
            "setVariableLocal" => true,
            _ => return Ok(None),
        };
        self.tokens.advance()?;
        self.tokens.expect("(")?;
        let name = match self.tokens.peek() {
            Kind::Text(name) if !name.is_empty() => name.clone(),
            _ => return Ok(None),
        };
        self.tokens.advance()?;
        self.tokens.expect(",")?;
        let value = self.ternary()?;
        self.tokens.expect(")")?;
        Ok((self.tokens.word() == "}").then_some((Target { name, local }, value)))
    }

    /// The object of the vendors that a value stands for.
    fn object(&self, node: &Node) -> Option<&'static str> {
        let Node::Name(name) = node else { return None };
        calls::object(name, self.purpose)
    }

    fn ternary(&mut self) -> Parsed<Box<Node>> {
        self.tokens.enter()?;
        let mut node = self.disjunction()?;
        if self.tokens.eat("?")? {
            let yes = self.ternary()?;
            self.tokens.expect(":")?;
            node = Box::new(Node::If(Box::new((*node, *yes, *self.ternary()?))));
        }
        self.tokens.leave();
        Ok(node)
    }

    fn disjunction(&mut self) -> Parsed<Box<Node>> {
        self.logic(&[("||", ()), ("or", ())], Self::conjunction, Node::Or)
    }

    fn conjunction(&mut self) -> Parsed<Box<Node>> {
        self.logic(&[("&&", ()), ("and", ())], Self::equality, Node::And)
    }

    fn logic(
        &mut self,
        operators: &[(&str, ())],
        operand: fn(&mut Self) -> Parsed<Box<Node>>,
        join: fn(Vec<Node>) -> Node,
    ) -> Parsed<Box<Node>> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while self.tokens.eat_any(operators)?.is_some() {
            rest.push(*operand(self)?);
        }
        if rest.is_empty() {
            return Ok(first);
        }
        rest.insert(0, *first);
        Ok(Box::new(join(rest)))
    }

    fn equality(&mut self) -> Parsed<Box<Node>> {
        self.chain(EQUALITIES, Self::relation, |first, rest| Node::Compare { first, rest })
    }

    /// Texts joined by `+=`, as later versions of the language have it.
    fn joined(&mut self) -> Parsed<Box<Node>> {
        self.logic(&[("+=", ())], Self::sum, Node::Composite)
    }

    fn relation(&mut self) -> Parsed<Box<Node>> {
        self.chain(RELATIONS, Self::joined, |first, rest| Node::Compare { first, rest })
    }

    fn sum(&mut self) -> Parsed<Box<Node>> {
        self.chain(SUMS, Self::product, |first, rest| Node::Chain { first, rest })
    }

    fn product(&mut self) -> Parsed<Box<Node>> {
        self.chain(PRODUCTS, Self::prefix, |first, rest| Node::Chain { first, rest })
    }

    fn chain<T: Copy>(
        &mut self,
        operators: &[(&str, T)],
        operand: fn(&mut Self) -> Parsed<Box<Node>>,
        join: fn(Box<Node>, Vec<(T, Node)>) -> Node,
    ) -> Parsed<Box<Node>> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.tokens.eat_any(operators)? {
            rest.push((operator, *operand(self)?));
        }
        Ok(if rest.is_empty() { first } else { Box::new(join(first, rest)) })
    }

    fn prefix(&mut self) -> Parsed<Box<Node>> {
        let operators: [(&str, Wrap); 4] =
            [("-", Node::Negate), ("!", Node::Not), ("not", Node::Not), ("empty", Node::Empty)];
        let negative = self.tokens.word() == "-";
        let Some(operator) = self.tokens.eat_any(&operators)? else { return self.path() };
        self.tokens.enter()?;
        let operand = self.prefix()?;
        self.tokens.leave();
        Ok(Box::new(match *operand {
            Node::Literal(Value::Number(number)) if negative => Node::Literal(Value::Number(-number)),
            _ => operator(operand),
        }))
    }

    fn path(&mut self) -> Parsed<Box<Node>> {
        let mut base = self.primary()?;
        let mut steps = Vec::new();
        loop {
            if self.tokens.eat(".")? {
                let Kind::Name(name) = *self.tokens.peek() else {
                    return Err(self.tokens.unexpected("a name after `.`"));
                };
                let begin = self.tokens.begin();
                self.tokens.advance()?;
                if self.tokens.word() == "(" {
                    let receiver = walked(base, std::mem::take(&mut steps));
                    let arguments = self.arguments(calls::is_method(name))?;
                    let object = self.object(&receiver);
                    let call =
                        arguments.and_then(|arguments| calls::method(receiver, object, name, arguments));
                    base = self.called(call, begin, || calls::unknown_method(name))?;
                } else if steps.is_empty()
                    && let Some(subject) = self.object(&base).and_then(|object| calls::subject(object, name))
                {
                    base = Box::new(subject);
                } else {
                    steps.push(Node::Literal(Text::from(name).into()));
                }
            } else if self.tokens.eat("[")? {
                steps.push(*self.ternary()?);
                self.tokens.expect("]")?;
            } else if self.purpose != Purpose::Value && self.object(&base).is_some() {
                return Err(self.tokens.error("only its vendor has that"));
            } else {
                return Ok(walked(base, steps));
            }
        }
    }

    /// A call, unless there is none of that name and with such arguments.
    fn called(
        &mut self,
        call: Option<Node>,
        begin: usize,
        unknown: impl Fn() -> String,
    ) -> Parsed<Box<Node>> {
        match call {
            Some(call) => Ok(Box::new(call)),
            None => Err(self.tokens.error_at(begin, unknown())),
        }
    }

    /// The arguments of a call, in brackets; none are read where the call is not known.
    fn arguments(&mut self, known: bool) -> Parsed<Option<Vec<Node>>> {
        if !known {
            return Ok(None);
        }
        self.tokens.expect("(")?;
        let mut arguments = Vec::new();
        if !self.tokens.eat(")")? {
            loop {
                arguments.push(*self.ternary()?);
                if !self.tokens.eat(",")? {
                    break;
                }
            }
            self.tokens.expect(")")?;
        }
        Ok(Some(arguments))
    }

    fn primary(&mut self) -> Parsed<Box<Node>> {
        let value = match self.tokens.peek() {
            Kind::Number(number) => Value::Number(*number),
            Kind::Text(text) => Value::Text(text.clone()),
            Kind::Name("null") => Value::Null,
            Kind::Name("true") => Value::Bool(true),
            Kind::Name("false") => Value::Bool(false),
            Kind::Name(name) if !KEYWORDS.contains(name) => return self.variable(name),
            Kind::Operator("(") => {
                self.tokens.advance()?;
                let node = self.ternary()?;
                self.tokens.expect(")")?;
                return Ok(node);
            }
            Kind::Operator(word @ ("[" | "{")) => {
                return Err(self.tokens.error(format!("a list or map literal `{word}…` is not supported")));
            }
            _ => return Err(self.tokens.unexpected("a value")),
        };
        self.tokens.advance()?;
        Ok(Box::new(Node::Literal(value)))
    }

    fn variable(&mut self, name: &str) -> Parsed<Box<Node>> {
        let begin = self.tokens.begin();
        self.tokens.advance()?;
        if self.tokens.word() != "(" {
            return Ok(Box::new(Node::Name(name.into())));
        }
        let arguments = self.arguments(calls::is_function(name))?;
        let call = arguments.and_then(|arguments| calls::function(name, arguments));
        self.called(call, begin, || calls::unknown_function(name))
    }

    /// What follows a complete expression says what its author meant.
    fn trailing(&mut self) -> Failed {
        let hint = match self.tokens.word() {
            "=" => "an expression cannot assign; compare with `==`",
            "->" => "`->` is not supported",
            "&" => "conditions are joined with `&&`",
            "|" => "conditions are joined with `||`",
            "instanceof" => "`instanceof` is not supported",
            ":" => "a namespace or a `:` without its `?` is not supported",
            "(" => "a call is not supported",
            _ => return self.tokens.unexpected("an operator or `}`"),
        };
        self.tokens.error(hint)
    }
}
