//! Expressions: which language they are in, and compiling them.

use super::{Reader, XmlElement};
use crate::expr::{Expr, compile, detect, is_juel};

/// Whether a text that may be a literal is an expression instead.
pub(crate) fn is_expression(text: &str) -> bool {
    text.starts_with('=') || is_juel(text)
}

impl Reader<'_> {
    /// Compiles the text of an expression; problems are reported on `owner`.
    pub(crate) fn expression(
        &mut self,
        owner: XmlElement<'_>,
        holder: XmlElement<'_>,
        text: &str,
    ) -> Option<Expr> {
        let (lang, body) = detect(text);
        if !is_expression(text) {
            let language = holder.attr("language").or(self.language).unwrap_or_default();
            if let Some(foreign) = foreign(language, holder.attr("language").is_some()) {
                self.error(
                    owner,
                    "unsupportedLanguage",
                    format!("expressions in `{foreign}` cannot be evaluated"),
                    "write the expression in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`)",
                );
                return None;
            }
        }
        match compile(lang, body) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.error(
                    owner,
                    "invalidExpression",
                    format!("`{text}`: {}, at character {}", error.message, error.offset + 1),
                    "write the expression in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`)",
                );
                None
            }
        }
    }
}

/// The language, if it is not one of ours. XPath is BPMN's default: files name it at their root
/// whatever they contain, so there it is believed only of a single expression.
fn foreign(language: &str, own: bool) -> Option<&str> {
    let lower = language.to_ascii_lowercase();
    let ours = lower.is_empty() || lower.contains("feel") || (!own && lower.contains("xpath"));
    (!ours).then_some(language)
}
