//! Types.

use super::scan::continues_name;
use super::{Parsed, Parser};
use crate::expr::feel::types::{SIMPLE, Type};

impl Parser<'_> {
    pub(super) fn type_(&mut self) -> Parsed<Type> {
        self.enter()?;
        let of = self.type_here();
        self.nesting -= 1;
        of
    }

    fn type_here(&mut self) -> Parsed<Type> {
        if let Some((name, simple)) = SIMPLE.iter().find(|(name, _)| self.at_type(name).is_some()) {
            self.at = self.at_type(name).unwrap_or(self.at);
            self.skip()?;
            return Ok(simple());
        }
        match self.word() {
            "list" => {
                self.eat_word("list")?;
                Ok(Type::List(Box::new(self.parameter()?)))
            }
            "range" => {
                self.eat_word("range")?;
                Ok(Type::Range(Box::new(self.parameter()?)))
            }
            "context" => {
                self.eat_word("context")?;
                let mut members = Vec::new();
                if self.eat("<")? {
                    self.listed(">", &mut |parser| {
                        let name = parser.defined_name(&[':'])?;
                        parser.know(&name);
                        parser.expect(":")?;
                        members.push((name, parser.type_()?));
                        Ok(())
                    })?;
                }
                Ok(Type::Context(members))
            }
            "function" => {
                self.eat_word("function")?;
                self.function_type()
            }
            _ => self.named_type(),
        }
    }

    /// Where the name of a simple type ends, if it comes here as a whole.
    fn at_type(&self, name: &str) -> Option<usize> {
        self.end_of(name).filter(|end| {
            // `date` is not the beginning of `date of birth`, nor is `time` of `time.zone`.
            !self.source.get(*end..).is_some_and(|rest| rest.starts_with(continues_name))
        })
    }

    /// The `<…>` of a list or range; anything if it is left out.
    fn parameter(&mut self) -> Parsed<Type> {
        if !self.eat("<")? {
            return Ok(Type::Any);
        }
        let of = self.type_()?;
        self.expect(">")?;
        Ok(of)
    }

    fn function_type(&mut self) -> Parsed<Type> {
        if !self.eat("<")? {
            return Ok(Type::Function(None));
        }
        let mut params = Vec::new();
        self.listed(">", &mut |parser| {
            params.push(parser.type_()?);
            Ok(())
        })?;
        self.expect("->")?;
        Ok(Type::Function(Some((params, Box::new(self.type_()?)))))
    }

    fn named_type(&mut self) -> Parsed<Type> {
        let Some(first) = self.name()? else { return Err(self.unexpected("a type")) };
        let mut name = first.to_string();
        while self.eat(".")? {
            let Some(part) = self.name()? else { return Err(self.unexpected("a name after `.`")) };
            name.push('.');
            name.push_str(&part);
        }
        Ok(Type::Named(name.into()))
    }
}
