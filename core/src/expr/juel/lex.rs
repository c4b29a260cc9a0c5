//! Tokens of JUEL.

use super::super::SyntaxError;
use super::super::scan::Scan;
use super::super::tokens::{Kind, Lexer};

/// Operators, longer ones first; those that need Java objects or a later version of the language
/// are there to be refused by name.
const OPERATORS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "+=", "->", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(",
    ")", "[", "]", "{", "}", ".", ",", "=", ";", "&", "|",
];

pub(super) fn lexer<'s>() -> Lexer<'s> {
    Lexer { skip, token }
}

fn skip(scan: &mut Scan<'_>) -> Result<(), SyntaxError> {
    scan.take_while(char::is_whitespace);
    Ok(())
}

fn token<'s>(scan: &mut Scan<'s>) -> Result<Kind<'s>, SyntaxError> {
    let Some(next) = scan.peek() else { return Ok(Kind::End) };
    if scan.number_begins() {
        return scan.number().map(Kind::Number);
    }
    match next {
        '"' | '\'' => text(scan, next),
        c if c.is_alphabetic() || c == '_' || c == '$' => {
            Ok(Kind::Name(scan.take_while(|c| c.is_alphanumeric() || c == '_' || c == '$')))
        }
        c => scan
            .take_operator(OPERATORS)
            .map(Kind::Operator)
            .ok_or_else(|| scan.error(format!("`{}` is not part of an expression", c.escape_debug()))),
    }
}

fn text<'s>(scan: &mut Scan<'s>, quote: char) -> Result<Kind<'s>, SyntaxError> {
    let begin = scan.clone();
    scan.bump();
    let mut text = String::new();
    loop {
        text.push_str(scan.take_while(|c| c != quote && c != '\\'));
        let here = scan.clone();
        match scan.bump() {
            Some('\\') => match scan.bump() {
                Some(c @ ('\\' | '"' | '\'')) => text.push(c),
                _ => return Err(here.error("after a backslash, a text takes a backslash or a quote")),
            },
            Some(_) => return Ok(Kind::Text(text.into())),
            None => return Err(begin.error(format!("the text is not closed; end it with `{quote}`"))),
        }
    }
}
