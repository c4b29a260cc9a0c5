//! Character data: references resolved, line ends and attribute white space normalised (XML 1.0
//! sections 2.11, 3.3.3 and 4.1). Nothing is copied unless something has to change.

use std::borrow::Cow;

use super::fault::{Fault, quote};
use super::name::is_name;

/// The character that `&…;` stands for. `body` is what is between `&` and `;`, `offset` the
/// place of the `&`.
pub(super) fn resolve(body: &str, offset: usize) -> Result<char, Fault> {
    match body {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => match body.strip_prefix('#') {
            Some(number) => character(number).ok_or_else(|| {
                Fault::syntax(offset, format!("{} is not a character of XML", quote(&format!("&{body};"))))
                    .help("remove the reference; control characters cannot be written in XML")
            }),
            None if is_name(body) => Err(undeclared(body, offset)),
            None => Err(bare(offset)),
        },
    }
}

fn character(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(hex) => (hex, 16),
        None => (number, 10),
    };
    // `from_str_radix` would take a sign.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let allowed = matches!(c, '\t' | '\n' | '\r' | '\u{20}'..) && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    allowed.then_some(c)
}

fn undeclared(name: &str, offset: usize) -> Fault {
    let number = match name {
        "nbsp" => "160",
        "auml" => "228",
        "ouml" => "246",
        "uuml" => "252",
        "szlig" => "223",
        "eacute" => "233",
        "hellip" => "8230",
        "ndash" => "8211",
        "mdash" => "8212",
        "rarr" => "8594",
        "copy" => "169",
        "euro" => "8364",
        _ => "",
    };
    let written = quote(&format!("&{name};"));
    let help = if number.is_empty() {
        "write the character itself, or its number as in `&#8364;`; XML defines only `&lt;`, `&gt;`, `&amp;`, \
         `&apos;` and `&quot;`"
            .to_owned()
    } else {
        format!("write `&#{number};` or the character itself; {written} is defined in HTML, not in XML")
    };
    Fault::new("xmlEntity", offset, format!("the entity {written} is not declared")).help(help)
}

pub(super) fn bare(offset: usize) -> Fault {
    Fault::syntax(offset, "a bare `&` starts a reference that never ends").help("write `&amp;`")
}

/// The text of an element: CR LF and lone CR become LF.
pub(super) fn text(raw: &str) -> Cow<'_, str> {
    if !raw.contains('\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The value of an attribute: references resolved, each white space character a space. Characters
/// that were written as references stay as they are.
pub(super) fn value(raw: &str, offset: usize) -> Result<Cow<'_, str>, Fault> {
    match raw.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'\t' | b'\r' | b'\n')) {
        None => Ok(Cow::Borrowed(raw)),
        Some(_) => rewritten(raw, offset).map(Cow::Owned),
    }
}

fn rewritten(raw: &str, offset: usize) -> Result<String, Fault> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(special) = rest.find(['&', '<', '\t', '\r', '\n']) {
        let (plain, tail) = rest.split_at(special);
        value.push_str(plain);
        let here = offset + (raw.len() - tail.len());
        rest = if let Some(reference) = tail.strip_prefix('&') {
            let end =
                reference.find([';', '&', '<']).filter(|end| reference.as_bytes().get(*end) == Some(&b';'));
            let (body, after) =
                end.and_then(|end| reference.split_at_checked(end)).ok_or_else(|| bare(here))?;
            value.push(resolve(body, here)?);
            after.strip_prefix(';').unwrap_or(after)
        } else if tail.starts_with('<') {
            return Err(Fault::syntax(here, "`<` inside an attribute value")
                .help("write `&lt;`, or close the quotation marks of the attribute"));
        } else {
            value.push(' ');
            tail.strip_prefix("\r\n").or_else(|| tail.get(1..)).unwrap_or_default()
        };
    }
    value.push_str(rest);
    Ok(value)
}
