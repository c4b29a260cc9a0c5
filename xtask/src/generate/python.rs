//! Types as Python: `TypedDict`s, and unions that type checkers narrow on `type`.

use super::indent;
use super::model::{Field, Kind, Shape, Type, Variant};

const HEADER: &str = r#"# Written by `cargo xtask gen`; do not edit.
"""The data that goes in and comes out, as types for type checkers; at run time it is plain dicts."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

if sys.version_info >= (3, 11):
    from typing import NotRequired
elif TYPE_CHECKING:
    from typing_extensions import NotRequired
"#;

/// Words of Python that members of ours are called.
const KEYWORDS: [&str; 1] = ["from"];

pub(crate) fn write(types: &[Type]) -> String {
    let mut names: Vec<&str> = vec!["Variables"];
    let mut text = String::new();
    for found in types {
        text += &named(found);
        // Variables are made of values, the first type of all that come by name.
        if found.name == "Value" {
            text += "\nVariables: TypeAlias = dict[str, Value]\n\"\"\"Variables by name.\"\"\"\n";
        }
        names.push(&found.name);
        if let Shape::Union(variants) = &found.shape {
            names.extend(variants.iter().map(|variant| variant.name.as_str()));
        }
    }
    names.sort_unstable();
    let listed: String = names.iter().map(|name| format!("    \"{name}\",\n")).collect();
    format!("{HEADER}\n__all__ = [\n{listed}]\n{text}")
}

fn named(found: &Type) -> String {
    let Type { name, doc, shape } = found;
    match shape {
        Shape::Alias(kind) => format!("\n{name}: TypeAlias = {}\n{}", spelled(kind), docstring("", doc)),
        Shape::Choice(words) => {
            let list = super::meanings(words);
            let words: String = words.iter().map(|(word, _)| format!("    \"{word}\",\n")).collect();
            let doc = docstring("", &format!("{doc}\n{list}"));
            format!("\n{name}: TypeAlias = Literal[\n{words}]\n{doc}")
        }
        Shape::Record(fields) if fields.iter().any(|field| KEYWORDS.contains(&field.name.as_str())) => {
            functional(name, doc, fields)
        }
        Shape::Record(fields) => format!("\n\nclass {name}(TypedDict):\n{}", body(doc, "", fields)),
        Shape::Union(variants) => {
            let each: String = variants.iter().map(variant).collect();
            let names: Vec<&str> = variants.iter().map(|variant| variant.name.as_str()).collect();
            let union = names.join("\n    | ");
            format!("{each}\n\n{name}: TypeAlias = (\n    {union}\n)\n{}", docstring("", doc))
        }
    }
}

/// A record of which a member has a name that no class can give it. The types are texts, so that only type
/// checkers look at them.
fn functional(name: &str, doc: &str, fields: &[Field]) -> String {
    let mut members = String::new();
    for Field { name, doc, optional, kind } in fields {
        let kind = spelled(kind);
        let kind = if *optional { format!("NotRequired[{kind}]") } else { kind };
        members += &doc.lines().map(|line| format!("        # {line}\n")).collect::<String>();
        members += &format!("        \"{name}\": \"{kind}\",\n");
    }
    format!("\n{name} = TypedDict(\n    \"{name}\",\n    {{\n{members}    }},\n)\n{}", docstring("", doc))
}

fn variant(variant: &Variant) -> String {
    let base = variant.base.as_deref().unwrap_or("TypedDict");
    let tag = format!("    type: Literal[\"{}\"]\n", variant.tag);
    format!("\n\nclass {}({base}):\n{}", variant.name, body(&variant.doc, &tag, &variant.fields))
}

fn body(doc: &str, first: &str, fields: &[Field]) -> String {
    let mut text = docstring("    ", doc) + "\n" + first;
    for Field { name, doc, optional, kind } in fields {
        let kind = spelled(kind);
        let kind = if *optional { format!("NotRequired[{kind}]") } else { kind };
        text += &format!("    {name}: {kind}\n{}", docstring("    ", doc));
    }
    text
}

fn spelled(kind: &Kind) -> String {
    match kind {
        Kind::Any => "Any".to_owned(),
        Kind::Text => "str".to_owned(),
        Kind::Integer => "int".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::List(item) => format!("list[{}]", spelled(item)),
        Kind::Map(value) if matches!(&**value, Kind::Named(name) if name == "Value") => {
            "Variables".to_owned()
        }
        Kind::Map(value) => format!("dict[str, {}]", spelled(value)),
    }
}

fn docstring(prefix: &str, doc: &str) -> String {
    match doc {
        "" => String::new(),
        _ if doc.contains('\n') => format!("{prefix}\"\"\"\n{}{prefix}\"\"\"\n", indent(prefix, doc)),
        _ => format!("{prefix}\"\"\"{doc}\"\"\"\n"),
    }
}
