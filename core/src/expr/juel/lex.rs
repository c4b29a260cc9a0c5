//! Tokens of JUEL.

use super::super::feel::number_length;
use super::calls;
use super::scan::{Parsed, Scan};
use super::tokens::Kind;
use crate::value::{Number, clip, letter};

/// Operators, longer ones first; those that need Java objects or a later version of the language
/// are there to be refused by name.
const OPERATORS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "+=", "->", "+", "-", "*", "/", "%", "<", ">", "!", "?", ":", "(",
    ")", "[", "]", "{", "}", ".", ",", "=", ";", "&", "|",
];

/// The token that begins here.
pub(super) fn token<'s>(scan: &mut Scan<'s>) -> Parsed<Kind<'s>> {
    let Some(next) = scan.peek() else { return Ok(Kind::End) };
    let number = number_length(scan.rest());
    if number > 0 {
        let begin = scan.at();
        let text = scan.take_bytes(number);
        return Number::parse(text).map(Kind::Number).ok_or_else(|| {
            scan.error(begin, format!("`{}` has more than 28 digits; shorten it", clip(text)))
        });
    }
    match next {
        '"' | '\'' => text(scan, next),
        c if c.is_alphabetic() || c == '_' || c == '$' => Ok(Kind::Name(name(scan))),
        c => scan
            .take_operator(OPERATORS)
            .map(Kind::Operator)
            .ok_or_else(|| scan.error(scan.at(), format!("`{}` is not part of an expression", letter(c)))),
    }
}

/// A name, or that of a function with its prefix: `vars:equals`. A colon before anything but a function
/// belongs to a conditional.
fn name<'s>(scan: &mut Scan<'s>) -> &'s str {
    let letter = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let begin = scan.at();
    let name = scan.take_while(letter);
    let end = scan.at();
    if calls::PREFIXES.contains(&name) && scan.take(":") {
        scan.take_while(letter);
        if !scan.rest().starts_with('(') {
            scan.back(end);
        }
    }
    scan.since(begin)
}

fn text<'s>(scan: &mut Scan<'s>, quote: char) -> Parsed<Kind<'s>> {
    let begin = scan.at();
    scan.bump();
    let mut text = String::new();
    loop {
        text.push_str(scan.take_while(|c| c != quote && c != '\\'));
        let here = scan.at();
        match scan.bump() {
            Some('\\') => match scan.bump() {
                Some(c @ ('\\' | '"' | '\'')) => text.push(c),
                _ => return Err(scan.error(here, "after a backslash, a text takes a backslash or a quote")),
            },
            Some(_) => return Ok(Kind::Text(text.into())),
            None => return Err(scan.error(begin, format!("the text is not closed; end it with `{quote}`"))),
        }
    }
}
