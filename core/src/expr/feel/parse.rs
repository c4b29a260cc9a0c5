//! The grammar of FEEL, loosest operators first.

use super::super::SyntaxError;
use super::super::ops::{Arith, Compare};
use super::super::scan::Scan;
use super::super::tokens::{Kind, Tokens};
use super::{Node, Step, Test, lex};
use crate::value::{Text, Value, clip};

type Parsed<T> = Result<T, SyntaxError>;

const COMPARISONS: &[(&str, Compare)] = &[
    ("=", Compare::Eq),
    ("!=", Compare::Ne),
    ("<", Compare::Lt),
    ("<=", Compare::Le),
    (">", Compare::Gt),
    (">=", Compare::Ge),
];
const SUMS: &[(&str, Arith)] = &[("+", Arith::Add), ("-", Arith::Sub)];
const PRODUCTS: &[(&str, Arith)] = &[("*", Arith::Mul), ("/", Arith::Div)];
const POWERS: &[(&str, Arith)] = &[("**", Arith::Pow)];

/// Words that are no names of variables.
const KEYWORDS: &[&str] = &[
    "null",
    "true",
    "false",
    "and",
    "or",
    "not",
    "if",
    "then",
    "else",
    "in",
    "between",
    "for",
    "return",
    "some",
    "every",
    "satisfies",
    "instance",
    "function",
];

pub(in super::super) fn parse(source: &str) -> Parsed<Node> {
    let mut parser = Parser { tokens: Tokens::new(Scan::new(source, 0), lex::lexer())? };
    if parser.tokens.at_end() {
        return Err(parser.tokens.error("the expression is empty"));
    }
    let node = parser.expression()?;
    if parser.tokens.at_end() { Ok(node) } else { Err(parser.trailing()) }
}

struct Parser<'s> {
    tokens: Tokens<'s>,
}

impl Parser<'_> {
    fn expression(&mut self) -> Parsed<Node> {
        self.tokens.enter()?;
        let node = if self.tokens.eat("if")? { self.conditional()? } else { self.disjunction()? };
        self.tokens.leave();
        Ok(node)
    }

    fn conditional(&mut self) -> Parsed<Node> {
        let condition = self.expression()?;
        self.tokens.expect("then")?;
        let yes = self.expression()?;
        self.tokens.expect("else")?;
        Ok(Node::If(Box::new((condition, yes, self.expression()?))))
    }

    fn disjunction(&mut self) -> Parsed<Node> {
        let first = self.conjunction()?;
        if self.tokens.word() != "or" {
            return Ok(first);
        }
        let mut nodes = vec![first];
        while self.tokens.eat("or")? {
            nodes.push(self.conjunction()?);
        }
        Ok(Node::Or(nodes))
    }

    fn conjunction(&mut self) -> Parsed<Node> {
        let first = self.comparison()?;
        if self.tokens.word() != "and" {
            return Ok(first);
        }
        let mut nodes = vec![first];
        while self.tokens.eat("and")? {
            nodes.push(self.comparison()?);
        }
        Ok(Node::And(nodes))
    }

    fn comparison(&mut self) -> Parsed<Node> {
        let left = self.sum()?;
        let node = if let Some(operator) = self.tokens.eat_any(COMPARISONS)? {
            Node::Compare(operator, Box::new((left, self.sum()?)))
        } else if self.tokens.eat("between")? {
            let low = self.sum()?;
            self.tokens.expect("and")?;
            Node::Between(Box::new((left, low, self.sum()?)))
        } else if self.tokens.eat("in")? {
            let mut tests = Vec::new();
            self.test(&mut tests, Self::sum)?;
            Node::In(Box::new(left), tests)
        } else {
            return Ok(left);
        };
        if COMPARISONS.iter().any(|(operator, _)| *operator == self.tokens.word()) {
            return Err(self.tokens.error("comparisons do not chain; join them with `and`"));
        }
        Ok(node)
    }

    /// Appends what stands right of `in`: one test, or several in parentheses. `operand` reads a
    /// plain value, which only within parentheses is a whole expression.
    fn test(&mut self, tests: &mut Vec<Test>, operand: fn(&mut Self) -> Parsed<Node>) -> Parsed<()> {
        self.tokens.enter()?;
        if let Some(operator) = self.tokens.eat_any(COMPARISONS)? {
            tests.push(Test::Compare(operator, self.sum()?));
        } else if self.tokens.eat("]")? {
            let low = self.expression()?;
            tests.push(self.range(Compare::Gt, low)?);
        } else if self.tokens.eat("[")? {
            tests.push(self.closed_range_or_list()?);
        } else if self.tokens.eat("(")? {
            self.open_range_or_tests(tests)?;
        } else {
            tests.push(Test::Value(operand(self)?));
        }
        self.tokens.leave();
        Ok(())
    }

    fn closed_range_or_list(&mut self) -> Parsed<Test> {
        if self.tokens.eat("]")? {
            return Ok(Test::Value(Node::List(Vec::new())));
        }
        let first = self.expression()?;
        if self.tokens.word() == ".." {
            return self.range(Compare::Ge, first);
        }
        Ok(Test::Value(Node::List(self.items(first)?)))
    }

    fn open_range_or_tests(&mut self, tests: &mut Vec<Test>) -> Parsed<()> {
        let before = tests.len();
        self.test(tests, Self::expression)?;
        if self.tokens.word() == ".." {
            return match (tests.pop(), tests.len() == before) {
                (Some(Test::Value(low)), true) => {
                    let range = self.range(Compare::Gt, low)?;
                    tests.push(range);
                    Ok(())
                }
                _ => Err(self.tokens.unexpected("`)`")),
            };
        }
        while self.tokens.eat(",")? {
            self.test(tests, Self::expression)?;
        }
        self.tokens.expect(")")
    }

    /// The rest of a range, from `..` on.
    fn range(&mut self, from: Compare, low: Node) -> Parsed<Test> {
        self.tokens.expect("..")?;
        let high = self.expression()?;
        match self.tokens.eat_any(&[("]", Compare::Le), (")", Compare::Lt)])? {
            Some(to) => Ok(Test::Range { low: (from, low), high: (to, high) }),
            None => Err(self.tokens.unexpected("`]` or `)`")),
        }
    }

    fn sum(&mut self) -> Parsed<Node> {
        self.chain(SUMS, Self::product)
    }

    fn product(&mut self) -> Parsed<Node> {
        self.chain(PRODUCTS, Self::power)
    }

    fn power(&mut self) -> Parsed<Node> {
        self.chain(POWERS, Self::negation)
    }

    fn chain(&mut self, operators: &[(&str, Arith)], operand: fn(&mut Self) -> Parsed<Node>) -> Parsed<Node> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some(operator) = self.tokens.eat_any(operators)? {
            rest.push((operator, operand(self)?));
        }
        Ok(if rest.is_empty() { first } else { Node::Chain { first: Box::new(first), rest } })
    }

    fn negation(&mut self) -> Parsed<Node> {
        if !self.tokens.eat("-")? {
            return self.path();
        }
        self.tokens.enter()?;
        let node = match self.negation()? {
            Node::Literal(Value::Number(number)) => Node::Literal(Value::Number(-number)),
            node => Node::Negate(Box::new(node)),
        };
        self.tokens.leave();
        Ok(node)
    }

    fn path(&mut self) -> Parsed<Node> {
        let base = self.primary()?;
        let mut steps = Vec::new();
        loop {
            if self.tokens.eat(".")? {
                steps.push(Step::Member(self.member()?));
            } else if self.tokens.eat("[")? {
                let index = self.expression()?;
                self.refuse_filter(&index)?;
                self.tokens.expect("]")?;
                steps.push(Step::Index(index));
            } else if self.tokens.word() == "(" {
                return Err(self.tokens.error("only a function can be called, by its name"));
            } else {
                break;
            }
        }
        Ok(if steps.is_empty() { base } else { Node::Path { base: Box::new(base), steps } })
    }

    fn member(&mut self) -> Parsed<Text> {
        match *self.tokens.peek() {
            Kind::Name(name) | Kind::Quoted(name) => {
                self.tokens.advance()?;
                self.refuse_call(name)?;
                Ok(name.into())
            }
            _ => Err(self.tokens.unexpected("a name after `.`")),
        }
    }

    fn refuse_filter(&self, index: &Node) -> Parsed<()> {
        match index {
            Node::Compare(..)
            | Node::Between(_)
            | Node::In(..)
            | Node::And(_)
            | Node::Or(_)
            | Node::Not(_)
            | Node::Literal(Value::Bool(_)) => {
                Err(self.tokens.error("a filter `[…]` is not supported yet; an index must be a number"))
            }
            _ => Ok(()),
        }
    }

    fn refuse_call(&self, name: &str) -> Parsed<()> {
        if self.tokens.word() == "(" {
            return Err(self.tokens.error(format!("function `{}` is not supported yet", clip(name))));
        }
        Ok(())
    }

    fn primary(&mut self) -> Parsed<Node> {
        match self.tokens.peek().clone() {
            Kind::Number(number) => self.literal(number.into()),
            Kind::Text(text) => self.literal(text.into()),
            Kind::Quoted(name) => self.variable(name),
            Kind::Name("null") => self.literal(Value::Null),
            Kind::Name("true") => self.literal(true.into()),
            Kind::Name("false") => self.literal(false.into()),
            Kind::Name("not") => self.not(),
            Kind::Name(word) if KEYWORDS.contains(&word) => Err(self.keyword(word)),
            Kind::Name(name) => self.variable(name),
            Kind::Operator("(") => {
                self.tokens.advance()?;
                let node = self.expression()?;
                self.tokens.expect(")")?;
                Ok(node)
            }
            Kind::Operator("[") => {
                self.tokens.advance()?;
                self.list()
            }
            _ => Err(self.no_operand()),
        }
    }

    fn literal(&mut self, value: Value) -> Parsed<Node> {
        self.tokens.advance()?;
        Ok(Node::Literal(value))
    }

    fn variable(&mut self, name: &str) -> Parsed<Node> {
        self.tokens.advance()?;
        self.refuse_call(name)?;
        if matches!(self.tokens.peek(), Kind::Name(next) if !KEYWORDS.contains(next)) {
            return Err(self.spaced_name(name));
        }
        Ok(Node::Name(name.into()))
    }

    fn not(&mut self) -> Parsed<Node> {
        self.tokens.advance()?;
        if !self.tokens.eat("(")? {
            return Err(self.tokens.unexpected("`(` after `not`"));
        }
        let node = self.expression()?;
        self.tokens.expect(")")?;
        Ok(Node::Not(Box::new(node)))
    }

    fn list(&mut self) -> Parsed<Node> {
        if self.tokens.eat("]")? {
            return Ok(Node::List(Vec::new()));
        }
        let first = self.expression()?;
        if self.tokens.word() == ".." {
            return Err(self.tokens.error("a range is supported only right of `in`"));
        }
        Ok(Node::List(self.items(first)?))
    }

    /// The rest of a list, after its first item.
    fn items(&mut self, first: Node) -> Parsed<Vec<Node>> {
        let mut items = vec![first];
        while self.tokens.eat(",")? {
            items.push(self.expression()?);
        }
        self.tokens.expect("]")?;
        Ok(items)
    }

    fn keyword(&self, word: &str) -> SyntaxError {
        match word {
            "for" | "some" | "every" | "function" => {
                self.tokens.error(format!("`{word}` is not supported yet"))
            }
            "if" => self.tokens.error("put an `if` within an expression into parentheses"),
            _ => self.tokens.unexpected("a value"),
        }
    }

    fn no_operand(&self) -> SyntaxError {
        match self.tokens.word() {
            "{" => self.tokens.error("a context `{…}` is not supported yet"),
            "@" => self.tokens.error("a date or duration `@\"…\"` is not supported yet"),
            "?" => self.tokens.error("`?` is not supported yet; write the variable's name"),
            "'" => self.tokens.error("a text stands in double quotes: `\"…\"`"),
            "!" => self.tokens.error("FEEL negates with `not(…)`"),
            "=" => self.tokens.error("a value is missing before `=`; only one `=` introduces an expression"),
            _ => self.tokens.unexpected("a value"),
        }
    }

    /// What follows a complete expression says what its author meant.
    fn trailing(&self) -> SyntaxError {
        let hint = match self.tokens.word() {
            "==" => "FEEL compares with a single `=`",
            "&&" => "FEEL joins conditions with `and`",
            "||" => "FEEL joins conditions with `or`",
            "%" => "FEEL has no `%`",
            "?" | ":" => "FEEL chooses with `if … then … else …`",
            "instance" => "`instance of` is not supported yet",
            "(" => "only a function can be called, by its name",
            _ => return self.tokens.unexpected("an operator or the end"),
        };
        self.tokens.error(hint)
    }

    fn spaced_name(&mut self, name: &str) -> SyntaxError {
        let offset = self.tokens.error("");
        let mut whole = name.to_owned();
        while let Kind::Name(next) = *self.tokens.peek() {
            whole = format!("{} {next}", clip(&whole));
            if self.tokens.advance().is_err() || whole.len() > 200 {
                break;
            }
        }
        let message = if self.tokens.word() == "(" {
            format!("function `{whole}` is not supported yet")
        } else {
            format!(
                "expected an operator between the words of `{whole}`; a name with spaces stands in backticks"
            )
        };
        SyntaxError { message, ..offset }
    }
}
