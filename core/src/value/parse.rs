//! JSON text to values. A reader for one type is a third of what a general one is in a module, and
//! keeps numbers as they stand where a double would.

mod placed;

use super::json::{beyond_safe, from_double};
use super::limits::too_deep;
use super::{Number, Text, Value, Vars, double};

pub(crate) use placed::{Place, nth, parse_placed, pointer};

/// As many digits as any double holds.
const SHORT: usize = 15;

/// Reads a text that is one value, nested at most so deep.
pub(super) fn parse(text: &str, depth: usize) -> Result<Value, String> {
    Parser { text, at: 0 }.whole(depth)
}

/// How a message ends.
fn at(line: u32, column: u32) -> String {
    format!(" at line {line} column {column}")
}

struct Parser<'t> {
    text: &'t str,
    /// How many bytes have been read.
    at: usize,
}

impl Parser<'_> {
    fn whole(&mut self, depth: usize) -> Result<Value, String> {
        let value = self.value(depth)?;
        match self.peek() {
            None => Ok(value),
            Some(_) => Err(self.unexpected("trailing characters")),
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.byte()?;
        self.at += 1;
        Some(byte)
    }

    /// The byte behind white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// The line and the column of what has been read last.
    fn place(&self) -> (u32, u32) {
        let read = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let line = 1 + read.iter().filter(|byte| **byte == b'\n').count();
        let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
        (line as u32, column as u32)
    }

    /// An error in what has been read.
    fn wrong(&self, what: &str) -> String {
        let (line, column) = self.place();
        [what, &at(line, column)].concat()
    }

    /// An error in what comes next.
    fn unexpected(&mut self, what: &str) -> String {
        self.at = (self.at + 1).min(self.text.len());
        self.wrong(what)
    }

    fn end(&mut self, of: &str) -> String {
        self.wrong(&["EOF while parsing ", of].concat())
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        let Some(first) = self.peek() else { return Err(self.end("a value")) };
        match first {
            b'"' => {
                self.at += 1;
                self.text().map(Value::Text)
            }
            b'-' | b'0'..=b'9' => self.number(),
            b'[' => self.list(depth),
            b'{' => self.map(depth),
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            _ => Err(self.unexpected("expected value")),
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, String> {
        for letter in word.bytes() {
            match self.next() {
                None => return Err(self.end("a value")),
                Some(found) if found != letter => return Err(self.wrong("expected ident")),
                Some(_) => {}
            }
        }
        Ok(value)
    }

    fn inner(&mut self, depth: usize) -> Result<usize, String> {
        self.at += 1;
        depth.checked_sub(1).ok_or_else(|| self.wrong(&too_deep()))
    }

    fn list(&mut self, depth: usize) -> Result<Value, String> {
        let depth = self.inner(depth)?;
        let mut items = Vec::new();
        while self.more(b']', items.is_empty(), "a list", "expected `,` or `]`")? {
            items.push(self.value(depth)?);
        }
        Ok(Value::from(items))
    }

    fn map(&mut self, depth: usize) -> Result<Value, String> {
        let depth = self.inner(depth)?;
        let mut members = Vec::new();
        let mut first = true;
        while self.more(b'}', first, "an object", "expected `,` or `}`")? {
            first = false;
            if !self.eat(b'"') {
                return Err(self.unexpected("key must be a string"));
            }
            let name = self.text()?;
            match self.peek() {
                Some(b':') => self.at += 1,
                Some(_) => return Err(self.unexpected("expected `:`")),
                None => return Err(self.end("an object")),
            }
            members.push((name, self.value(depth)?));
        }
        Ok(Vars::from(members).into())
    }

    /// Whether another item comes, or else the end, which is read.
    fn more(&mut self, close: u8, first: bool, what: &str, wanted: &str) -> Result<bool, String> {
        match self.peek() {
            None => return Err(self.end(what)),
            Some(found) if found == close => {
                self.at += 1;
                return Ok(false);
            }
            Some(_) if first => return Ok(true),
            Some(b',') => self.at += 1,
            Some(_) => return Err(self.unexpected(wanted)),
        }
        match self.peek() {
            None => Err(self.end("a value")),
            Some(found) if found == close => Err(self.unexpected("trailing comma")),
            Some(_) => Ok(true),
        }
    }

    /// The text whose opening quote has been read.
    fn text(&mut self) -> Result<Text, String> {
        let mut unescaped = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.bytes().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)).count();
            let part = rest.get(..plain).unwrap_or_default();
            self.at += plain;
            match self.next() {
                None => return Err(self.end("a string")),
                Some(b'"') if unescaped.is_empty() => return Ok(part.into()),
                Some(b'"') => {
                    unescaped.push_str(part);
                    return Ok(unescaped.into());
                }
                Some(b'\\') => {
                    unescaped.push_str(part);
                    unescaped.push(self.escaped()?);
                }
                Some(_) => {
                    let what = "control character (\\u0000-\\u001F) found while parsing a string";
                    return Err(self.wrong(what));
                }
            }
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Result<char, String> {
        Ok(match self.next() {
            None => return Err(self.end("a string")),
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            Some(_) => return Err(self.wrong("invalid escape")),
        })
    }

    fn unicode(&mut self) -> Result<char, String> {
        let mut unit = self.hexadecimal()?;
        if unit & 0xfc00 == 0xd800 {
            for expected in [b'\\', b'u'] {
                match self.next() {
                    None => return Err(self.end("a string")),
                    Some(found) if found != expected => {
                        return Err(self.wrong("unexpected end of hex escape"));
                    }
                    Some(_) => {}
                }
            }
            let low = self.hexadecimal()?;
            let pair = low & 0xfc00 == 0xdc00;
            unit = if pair { 0x10000 + ((unit & 0x3ff) << 10 | low & 0x3ff) } else { 0xdc00 };
        }
        char::from_u32(unit).ok_or_else(|| self.wrong("lone leading surrogate in hex escape"))
    }

    fn hexadecimal(&mut self) -> Result<u32, String> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let Some(digits) = digits else {
            self.at = self.text.len();
            return Err(self.end("a string"));
        };
        self.at += 4;
        let number =
            digits.iter().try_fold(0, |number, digit| Some(number << 4 | char::from(*digit).to_digit(16)?));
        number.ok_or_else(|| self.wrong("invalid escape"))
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        self.eat(b'-');
        match self.next() {
            None => return Err(self.end("a value")),
            Some(b'0') if self.byte().is_some_and(|byte| byte.is_ascii_digit()) => {
                return Err(self.unexpected("invalid number"));
            }
            Some(b'0'..=b'9') => {}
            Some(_) => return Err(self.wrong("invalid number")),
        }
        self.digits();
        let whole = self.at;
        if self.eat(b'.') && self.digits() == 0 {
            return Err(if self.byte().is_some() {
                self.unexpected("invalid number")
            } else {
                self.end("a value")
            });
        }
        let mantissa = self.at;
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            if self.digits() == 0 {
                let end = self.next().is_none();
                return Err(if end { self.end("a value") } else { self.wrong("invalid number") });
            }
        }
        let text = self.text.get(start..self.at).unwrap_or_default();
        let read = if self.at == whole { integer(text) } else { fraction(text, mantissa - start) };
        read.map_err(|what| self.wrong(&what))
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.at - start
    }
}

fn integer(text: &str) -> Result<Value, String> {
    match text.parse() {
        Ok(integer) => {
            let number = Number::from_i64(integer);
            number.portable().map(|_| Value::Number(number)).ok_or_else(|| beyond_safe(&text))
        }
        Err(_) if text.parse::<u64>().is_ok() => Err(beyond_safe(&text)),
        Err(_) => from_text(text),
    }
}

fn fraction(text: &str, mantissa: usize) -> Result<Value, String> {
    let short = if mantissa <= SHORT { Number::parse(text) } else { None };
    if let Some(number) = short.filter(|number| number.portable().is_some()) {
        return Ok(Value::Number(number));
    }
    from_text(text)
}

/// The number that every host would have made of the text.
fn from_text(text: &str) -> Result<Value, String> {
    let double = double::nearest(text);
    if double.is_finite() { from_double(double) } else { Err("number out of range".into()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{FromJson, MAX_DEPTH};
    use super::*;

    fn theirs(text: &str) -> Result<Value, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    fn agree(text: &str) {
        assert_eq!(Value::from_json(text), theirs(text), "{text}");
    }

    #[test]
    fn reads_as_serde_does() {
        for text in [
            "null",
            " true ",
            "false",
            "[]",
            "{}",
            "[1, 2.50,-3e2]",
            r#"{"a":[{"b":null}], "c":"d"}"#,
            "-0",
            "-0.0",
            r#""a\"\\\/\b\f\n\r\tüx é 😀 \u00e9\ud83d\ude00""#,
            r#"{"a":1,"a":2}"#,
            "0.30000000000000004",
            "9007199254740991",
            "1e15",
            "123456789012345.678",
            "1.5e-27",
            "1e-400",
            "9007199254740991.0",
        ] {
            agree(text);
        }
    }

    #[test]
    fn says_what_serde_says() {
        for text in [
            "",
            " ",
            "nul",
            "nulx",
            "tru",
            "x",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,",
            "[1 2]",
            "{",
            "{1",
            "{\"a",
            "{\"a\"",
            "{\"a\" 1}",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}",
            "{\"a\":1 2}",
            "{\"a\":1,2}",
            "1 2",
            "[]]",
            "\"a",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\\ud800\"",
            "\"\\ud800\\n\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"a\nb\"",
            "01",
            "-",
            "-x",
            "1.",
            "1.x",
            "1e",
            "1e+",
            "1ex",
            "\n\n  [1,\n x]",
            "9007199254740992",
            "-9007199254740992",
            "18446744073709551615",
            "18446744073709551616",
            "123456789012345678901234567890",
            "1e300",
            "1.5e-28",
            "-1e20",
            "1e400",
            "[1e300]",
            "0.12345678901234567890123456789",
            "123456789012345678e-40",
        ] {
            agree(text);
        }
        agree(&"[".repeat(MAX_DEPTH + 1));
        agree(&format!("{}{}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH)));
        agree(&format!("{}1", "{\"a\":".repeat(MAX_DEPTH + 1)));
    }

    proptest! {
        #[test]
        fn agrees_on_any_text(text in "[-\\[\\]{}:,.eE019 \"\\\\untrfalsd8c\n]{0,24}") {
            agree(&text);
        }

        #[test]
        fn agrees_on_numbers(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?") {
            agree(&text);
        }
    }
}
