//! Tokens of FEEL.

use super::super::SyntaxError;
use super::super::scan::Scan;
use super::super::tokens::{Kind, Lexer};

/// Operators, longer ones first; those that FEEL does not have are there to be refused by name.
const OPERATORS: &[&str] = &[
    "**", "..", "<=", ">=", "!=", "==", "&&", "||", "->", "+", "-", "*", "/", "%", "(", ")", "[", "]", "{",
    "}", ",", "=", "<", ">", ".", ":", "@", "?", "!", ";", "'",
];

pub(super) fn lexer<'s>() -> Lexer<'s> {
    Lexer { skip, token }
}

fn skip(scan: &mut Scan<'_>) -> Result<(), SyntaxError> {
    loop {
        scan.take_while(char::is_whitespace);
        let begin = scan.clone();
        if scan.take("//") {
            scan.take_while(|c| c != '\n');
        } else if scan.take("/*") {
            scan.take_until("*/")
                .ok_or_else(|| begin.error("the comment is not closed; end it with `*/`"))?;
        } else {
            return Ok(());
        }
    }
}

fn token<'s>(scan: &mut Scan<'s>) -> Result<Kind<'s>, SyntaxError> {
    let Some(next) = scan.peek() else { return Ok(Kind::End) };
    if scan.number_begins() {
        return scan.number().map(Kind::Number);
    }
    match next {
        '"' => text(scan),
        '`' => quoted_name(scan),
        c if c.is_alphabetic() || c == '_' => {
            Ok(Kind::Name(scan.take_while(|c| c.is_alphanumeric() || c == '_')))
        }
        c => scan
            .take_operator(OPERATORS)
            .map(Kind::Operator)
            .ok_or_else(|| scan.error(format!("`{}` is not part of FEEL", c.escape_debug()))),
    }
}

fn quoted_name<'s>(scan: &mut Scan<'s>) -> Result<Kind<'s>, SyntaxError> {
    let begin = scan.clone();
    scan.bump();
    match scan.take_until("`") {
        Some("") => Err(begin.error("the name in backticks is empty")),
        Some(name) => Ok(Kind::Quoted(name)),
        None => Err(begin.error("the name is not closed; end it with a backtick")),
    }
}

fn text<'s>(scan: &mut Scan<'s>) -> Result<Kind<'s>, SyntaxError> {
    let begin = scan.clone();
    scan.bump();
    let mut text = String::new();
    loop {
        text.push_str(scan.take_while(|c| c != '"' && c != '\\'));
        let here = scan.clone();
        match scan.bump() {
            Some('"') => return Ok(Kind::Text(text.into())),
            Some(_) => text.push(escape(scan).ok_or_else(|| {
                here.error(r#"after a backslash, a text takes one of \ " ' n r t or u with four hex digits"#)
            })?),
            None => return Err(begin.error("the text is not closed; end it with `\"`")),
        }
    }
}

/// The character of the escape whose backslash is already read.
fn escape(scan: &mut Scan<'_>) -> Option<char> {
    match scan.bump()? {
        c @ ('\\' | '"' | '\'') => Some(c),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'u' => utf16(scan),
        'U' => char::from_u32(hex(scan, 6)?),
        _ => None,
    }
}

/// One UTF-16 unit, or two of them as `\uD83D\uDE00`.
fn utf16(scan: &mut Scan<'_>) -> Option<char> {
    let unit = hex(scan, 4)?;
    if !(0xD800..0xDC00).contains(&unit) {
        return char::from_u32(unit);
    }
    let low = if scan.take("\\u") { hex(scan, 4)? } else { return None };
    let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + ((unit - 0xD800) << 10) + low)
}

fn hex(scan: &mut Scan<'_>, digits: usize) -> Option<u32> {
    let mut value = 0;
    for _ in 0..digits {
        value = value * 16 + scan.bump()?.to_digit(16)?;
    }
    Some(value)
}
