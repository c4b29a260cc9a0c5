//! A number that tells two programs apart. It covers everything that decides how an instance
//! behaves and nothing else: moving shapes or renaming a task does not change it. What later versions
//! understand joins it only where a file uses it, so that other files keep their fingerprint.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Program;
use crate::expr::Expr;
use crate::value::{Text, Value};

/// Identifies a compiled definition; equal on every platform. Its text is 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct Fingerprint(u64);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits =
            text.len() == 16 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match u64::from_str_radix(text, 16) {
            Ok(number) if digits => Ok(Self(number)),
            _ => Err(format!("`{text}` is not a fingerprint of 16 hexadecimal digits")),
        }
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// What stands for a value in a fingerprint. Those that files say are texts, truth values, numbers or
/// nothing; all of them print apart.
pub(crate) fn literal(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("Bool({value})"),
        Value::Number(number) => format!("Number(Number({}))", number),
        Value::Text(text) => format!("Text({})", quoted(text)),
        Value::Null | Value::List(_) | Value::Map(_) => "Null".to_owned(),
    }
}

/// A text in quotes; only what could be taken for their end is escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '"' | '\\' => quoted.extend(['\\', letter]),
            _ => quoted.push(letter),
        }
    }
    quoted + "\""
}

/// FNV-1a over a sequence of fields, each closed by its length so that neighbours cannot run together.
pub(crate) struct Digest(u64);

impl Digest {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    pub(crate) fn number(&mut self, number: u64) {
        self.bytes(&number.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
        self.number(text.len() as u64);
    }

    pub(crate) fn option(&mut self, text: Option<&Text>) {
        self.number(u64::from(text.is_some()));
        self.text(text.map_or("", |text| text));
    }

    pub(crate) fn expr(&mut self, expr: &Expr) {
        match expr.foreign() {
            Some(foreign) => {
                self.number(2);
                self.text(&foreign.language);
            }
            None => self.number(expr.lang().map_or(0, |lang| lang as u64)),
        }
        self.text(expr.source());
    }
}

impl Program {
    pub(crate) fn fingerprint(&self) -> Fingerprint {
        let mut digest = Digest::new();
        for node in &self.nodes {
            digest.text(&node.id);
            digest.text(node.spec.tag());
            node.spec.digest(&mut digest);
            node.activity.digest(&mut digest);
            if let Some(handler) = node.compensated_by {
                digest.number(u64::from(handler.0));
            }
            digest.number(node.parent.map_or(u64::MAX, |parent| u64::from(parent.0)));
            digest.number(node.default.map_or(u64::MAX, |flow| u64::from(flow.0)));
            for list in [&node.boundaries, &node.starts] {
                list.iter().for_each(|node| digest.number(u64::from(node.0)));
                digest.number(list.len() as u64);
            }
            node.handlers.iter().for_each(|node| digest.number(u64::from(node.0)));
            node.data.digest(&mut digest);
            node.listeners.iter().for_each(|listener| listener.digest(&mut digest));
            node.outgoing.iter().for_each(|flow| digest.number(u64::from(flow.0)));
            digest.number(node.outgoing.len() as u64);
        }
        for flow in &self.flows {
            digest.text(&flow.id);
            digest.number(u64::from(flow.target.0));
            digest.number(u64::from(flow.condition.is_some()));
            if let Some(condition) = &flow.condition {
                digest.expr(condition);
            }
            if let Some(skip) = &flow.skip {
                digest.text("skip");
                digest.expr(skip);
            }
            flow.listeners.iter().for_each(|listener| listener.digest(&mut digest));
        }
        self.correlation.digest(&mut digest);
        Fingerprint(digest.0)
    }
}
