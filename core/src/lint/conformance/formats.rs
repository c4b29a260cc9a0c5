//! Names of formats and languages.

use super::index::{Index, Item};
use super::rules::Tell;

/// The formats of scripts and texts are MIME types (BPMN 10.3.3, 8.4.1).
pub(super) fn mime_types<'d>(_: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let attribute = match item.tag {
        "scriptTask" => "scriptFormat",
        "globalScriptTask" => "scriptLanguage",
        "documentation" | "textAnnotation" => "textFormat",
        _ => return,
    };
    if let Some(format) = item.attr(attribute).filter(|format| !is_mime_type(format)) {
        tell(item, format_args!("`{attribute}` is `{format}`, which is not a MIME type"));
    }
}

fn is_mime_type(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let bare = text.split(';').next().unwrap_or_default().trim_end();
    bare.split_once('/').is_some_and(|(kind, name)| token(kind) && token(name))
}

/// Languages and implementations are named by URIs (BPMN 8.2.1, 8.4.6, 10.3.3).
pub(super) fn uris<'d>(_: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let attributes: &[&str] = match item.tag {
        "definitions" => &["expressionLanguage", "typeLanguage"],
        "businessRuleTask"
        | "globalBusinessRuleTask"
        | "globalUserTask"
        | "receiveTask"
        | "sendTask"
        | "serviceTask"
        | "userTask" => &["implementation"],
        _ => &["language"],
    };
    for attribute in attributes {
        let value = item.attr(attribute).filter(|value| !is_uri(value));
        if let Some(value) = value {
            tell(item, format_args!("`{attribute}` is `{value}`, which is not a URI"));
        }
    }
}

/// Whether it has a scheme and no character that a URI cannot have; or is one of BPMN's own words.
fn is_uri(text: &str) -> bool {
    if matches!(text, "##unspecified" | "##WebService") {
        return true;
    }
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let mut scheme = scheme.bytes();
    scheme.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && scheme.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

/// A script says what it is written in (BPMN 10.3.3).
pub(super) fn script<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let scripted = || index.children(item).any(|child| child.tag == "script");
    if item.tag == "scriptTask" && item.attr("scriptFormat").is_none() && scripted() {
        tell(item, format_args!("`{}` has a script, and does not say in which language", item.label()));
    }
}
