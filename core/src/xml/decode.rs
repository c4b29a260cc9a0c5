//! From the bytes of a file to text.

use std::borrow::Cow;

use super::MAX_BYTES;
use super::fault::{Fault, quote};
use super::name::is_space;
use crate::error::Diagnostic;

/// Windows-1252 from 0x80 to 0x9F; above, it is the same as Unicode. Bytes that it leaves undefined
/// stay what they are in ISO-8859-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// How far into the file its XML declaration is looked for.
const DECLARATION: usize = 1_024;

/// Turns the bytes of a model file into text: UTF-8 with or without a byte order mark, UTF-16 by
/// its byte order mark, and ISO-8859-1, windows-1252 or US-ASCII where the XML declaration says so.
/// Plain UTF-8 is borrowed, not copied; a byte order mark is left out.
///
/// # Errors
/// `xmlEncoding` with the place of the first byte that does not fit and what to do about it, or
/// `xmlLimit` for a file above 64 MiB.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file is larger than {} MiB", MAX_BYTES >> 20);
        return Err(Fault::limit(0, message).at(""));
    }
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(utf32()),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => utf16(bytes, u16::from_be_bytes),
        _ => declared(bytes),
    }
}

fn declared(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    let name = declaration(bytes).unwrap_or_default();
    match &*name.to_ascii_lowercase().replace('_', "-") {
        // An UTF-16 declaration that can be read byte by byte belongs to a file that was re-encoded.
        "" | "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be" => utf8(bytes),
        "windows-1252" | "cp1252" | "cp-1252" | "iso-8859-1" | "iso8859-1" | "latin1" | "latin-1" => {
            Ok(windows_1252(bytes))
        }
        "us-ascii" | "ascii" => ascii(bytes, name),
        _ if bytes.is_ascii() => utf8(bytes),
        _ => Err(unknown(bytes, name)),
    }
}

/// The encoding named by the XML declaration, as written.
fn declaration(bytes: &[u8]) -> Option<&str> {
    let start = bytes.iter().position(|byte| !is_space(*byte))?;
    let head = bytes.get(start..bytes.len().min(start + DECLARATION))?.strip_prefix(b"<?xml")?;
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quotation = rest.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
    rest.get(1..)?.split(quotation).next()
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Diagnostic> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Cow::Borrowed(text)),
        Err(error) => {
            let help = "save the file as UTF-8, or declare the encoding it has, such as \
                        `<?xml version=\"1.0\" encoding=\"windows-1252\"?>`";
            Err(misfit(bytes, error.valid_up_to(), "UTF-8", help))
        }
    }
}

fn ascii<'b>(bytes: &'b [u8], name: &str) -> Result<Cow<'b, str>, Diagnostic> {
    match bytes.iter().position(|byte| !byte.is_ascii()) {
        None => utf8(bytes),
        Some(at) => Err(misfit(bytes, at, name, "declare the encoding that the file has, such as `UTF-8`")),
    }
}

/// ISO-8859-1 too: what it defines from 0x80 to 0x9F are control characters that nobody writes,
/// and files that declare it hold quotation marks and dashes there.
fn windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    if let (true, Ok(text)) = (bytes.is_ascii(), std::str::from_utf8(bytes)) {
        return Cow::Borrowed(text);
    }
    let text = bytes.iter().map(|byte| match byte {
        0x80..=0x9F => WINDOWS_1252.get(usize::from(byte - 0x80)).copied().unwrap_or(char::from(*byte)),
        byte => char::from(*byte),
    });
    Cow::Owned(text.collect())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Diagnostic> {
    let units = bytes.chunks(2).map(|pair| match pair {
        [first, second] => unit([*first, *second]),
        // Half a unit at the end reads as half a surrogate pair: not a character.
        _ => 0xD800,
    });
    let mut text = String::with_capacity(bytes.len());
    for found in char::decode_utf16(units) {
        match found {
            Ok(c) => text.push(c),
            Err(_) => {
                let message = "the file is not UTF-16 text: half a character stands here";
                let fault = Fault::new("xmlEncoding", text.len(), message).help("save the file as UTF-8");
                return Err(fault.at(&text));
            }
        }
    }
    Ok(Cow::Owned(text))
}

fn utf32() -> Diagnostic {
    Fault::new("xmlEncoding", 0, "the file is UTF-32, which is not read")
        .help("save the file as UTF-8")
        .at("")
}

fn unknown(bytes: &[u8], name: &str) -> Diagnostic {
    let message = format!("the file declares the encoding {}, which is not read", quote(name));
    let readable = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
    fault_at(bytes, readable, message, "save the file as UTF-8")
}

fn misfit(bytes: &[u8], at: usize, encoding: &str, help: &str) -> Diagnostic {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let encoding = quote(encoding);
    fault_at(bytes, at, format!("the file is not {encoding}: the byte 0x{byte:02X} does not fit"), help)
}

/// A diagnostic at a byte of a file that is text up to that byte.
fn fault_at(bytes: &[u8], at: usize, message: String, help: &str) -> Diagnostic {
    let before = bytes.get(..at).and_then(|before| std::str::from_utf8(before).ok()).unwrap_or_default();
    Fault::new("xmlEncoding", at, message).help(help).at(before)
}
