//! Tokens of JUEL.

use super::super::SyntaxError;
use super::calls;
use super::scan::Scan;
use super::tokens::Kind;
use crate::value::letter;

/// Operators, longer ones first; those that need Java objects or a later version of the language
/// are there to be refused by name.
const OPERATORS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "+=", "->", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(",
    ")", "[", "]", "{", "}", ".", ",", "=", ";", "&", "|",
];

/// The token that begins here.
pub(super) fn token<'s>(scan: &mut Scan<'s>) -> Result<Kind<'s>, SyntaxError> {
    let Some(next) = scan.peek() else { return Ok(Kind::End) };
    if scan.number_begins() {
        return scan.number().map(Kind::Number);
    }
    match next {
        '"' | '\'' => text(scan, next),
        c if c.is_alphabetic() || c == '_' || c == '$' => Ok(Kind::Name(name(scan))),
        c => scan
            .take_operator(OPERATORS)
            .map(Kind::Operator)
            .ok_or_else(|| scan.error(format!("`{}` is not part of an expression", letter(c)))),
    }
}

/// A name, or that of a function with its prefix: `vars:equals`. A colon before anything but a function
/// belongs to a conditional.
fn name<'s>(scan: &mut Scan<'s>) -> &'s str {
    let letter = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let begin = scan.clone();
    let name = scan.take_while(letter);
    let mut ahead = scan.clone();
    if ahead.take(":") && calls::PREFIXES.contains(&name) {
        ahead.take_while(letter);
        if ahead.rest().starts_with('(') {
            let length = ahead.at() - begin.at();
            *scan = ahead;
            return begin.rest().get(..length).unwrap_or(name);
        }
    }
    name
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
