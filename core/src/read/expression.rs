//! Expressions: which language they are in, and compiling them.

use super::instances::vendor;
use super::{Reader, XmlElement};
use crate::expr::{Expr, Foreign, Lang, compile, detect, is_juel};
use crate::value::{Text, behind};

/// Whether a text that may be a literal is an expression instead.
pub(crate) fn is_expression(text: &str) -> bool {
    text.starts_with('=') || is_juel(text)
}

/// How to write an expression that the engine evaluates itself.
const OURS: &str = "write the expression in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`)";

/// What the names of other languages have in them, and the usual short name; where one is part of
/// another, the longer one comes first.
const LANGUAGES: &[(&str, &str)] = &[
    ("javascript", "javascript"),
    ("ecmascript", "javascript"),
    ("groovy", "groovy"),
    ("python", "python"),
    ("jython", "python"),
    ("ruby", "ruby"),
    ("mvel", "mvel"),
    ("drools", "drools"),
    ("xpath", "xpath"),
    ("java.com", "java"),
];

/// A language by any of its names.
pub(super) enum Named {
    Ours(Lang),
    Foreign(Foreign),
}

/// The language that a name or URI stands for.
pub(super) fn language(name: &str) -> Named {
    let lower = name.to_ascii_lowercase();
    if lower.contains("feel") || lower.contains("/dmn/") {
        return Named::Ours(Lang::Feel);
    }
    if lower.contains("juel") {
        return Named::Ours(Lang::Juel);
    }
    let known = LANGUAGES.iter().find(|(part, _)| lower.contains(part)).map(|(_, short)| *short);
    let last = behind(lower.trim_end_matches('/'), b'/');
    let short = known.unwrap_or(if last == "js" { "javascript" } else { last });
    let declared = (short != name).then(|| Text::from(name));
    Named::Foreign(Foreign { language: Text::from(short), declared })
}

impl Reader<'_> {
    /// Compiles the text of an expression; problems are reported on `owner`. One in another language is
    /// for the host to evaluate.
    pub(crate) fn expression(
        &mut self,
        owner: XmlElement<'_>,
        holder: XmlElement<'_>,
        text: &str,
    ) -> Option<Expr> {
        if holder.local() == "conditionExpression" && vendor(holder, "resource").is_some() {
            self.error(
                owner,
                "externalScript",
                format_args!("the condition is in a `resource` outside of the file"),
                OURS,
            );
            return None;
        }
        let own = own_language(holder);
        // What shows by itself that it is one of ours is one, whatever the file calls it. In others,
        // `${` can stand inside.
        let shows = if own.is_some() {
            ["=", "${", "#{"].iter().any(|mark| text.starts_with(mark))
        } else {
            is_expression(text)
        };
        match own.or(self.language).filter(|_| !shows).map(language) {
            // XPath is BPMN's default: files name it at their root whatever they contain.
            Some(Named::Foreign(foreign)) if own.is_some() || &*foreign.language != "xpath" => {
                Some(Expr::of_host(foreign, text))
            }
            Some(Named::Ours(Lang::Juel)) => self.juel(owner, text),
            _ => {
                let (lang, body) = detect(text);
                self.compiled(owner, text, lang, body)
            }
        }
    }

    /// A script, in the language of that name.
    pub(super) fn script(&mut self, owner: XmlElement<'_>, format: &str, text: &str) -> Option<Expr> {
        match language(format) {
            Named::Foreign(foreign) => Some(Expr::of_host(foreign, text)),
            Named::Ours(Lang::Juel) => self.juel(owner, text),
            Named::Ours(Lang::Feel) => {
                let body = text.trim_start().strip_prefix('=').unwrap_or(text);
                self.compiled(owner, text, Lang::Feel, body)
            }
        }
    }

    /// JUEL by its name: a text that does not show it is one expression.
    fn juel(&mut self, owner: XmlElement<'_>, text: &str) -> Option<Expr> {
        if is_juel(text) {
            self.compiled(owner, text, Lang::Juel, text)
        } else {
            self.compiled(owner, text, Lang::Juel, &format!("${{{text}}}"))
        }
    }

    /// The same where a decision cannot wait for the host.
    pub(crate) fn expression_at_once(
        &mut self,
        owner: XmlElement<'_>,
        holder: XmlElement<'_>,
        text: &str,
    ) -> Option<Expr> {
        let expression = self.expression(owner, holder, text)?;
        let Some(foreign) = expression.foreign() else { return Some(expression) };
        let name = foreign.declared.as_ref().unwrap_or(&foreign.language);
        self.error(
            owner,
            "unsupportedLanguage",
            format_args!("the value is needed at once, and an expression in `{name}` is left to the host"),
            OURS,
        );
        None
    }

    fn compiled(&mut self, owner: XmlElement<'_>, text: &str, lang: Lang, body: &str) -> Option<Expr> {
        match compile(lang, body) {
            Ok(expression) => Some(expression),
            Err(error) => {
                self.error(
                    owner,
                    "invalidExpression",
                    format_args!("`{text}`: {}, at character {}", error.message, error.offset + 1),
                    OURS,
                );
                None
            }
        }
    }
}

/// The language that an expression names itself.
pub(super) fn own_language(holder: XmlElement<'_>) -> Option<&str> {
    let own = holder.attr("language").map(str::trim);
    own.filter(|language| !language.is_empty())
}
