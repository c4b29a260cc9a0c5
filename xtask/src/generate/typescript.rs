//! Types as TypeScript: interfaces, and unions that narrow on `type`.

use super::indent;
use super::model::{Field, Kind, Shape, Type, Variant};

const HEADER: &str = "// Written by `cargo xtask gen`; do not edit.\n";

pub(crate) fn write(types: &[Type]) -> String {
    let mut text = HEADER.to_owned();
    text += "\n/** Variables by name. */\nexport type Variables = { [name: string]: Value };\n";
    types.iter().for_each(|found| text += &named(found));
    text
}

fn named(found: &Type) -> String {
    let Type { name, doc, shape } = found;
    match shape {
        Shape::Alias(kind) => format!("\n{}export type {name} = {};\n", comment("", doc), spelled(kind)),
        Shape::Choice(words) => {
            let list = super::meanings(words);
            let words: String = words.iter().map(|(word, _)| format!("\n  | '{word}'")).collect();
            format!("\n{}export type {name} ={words};\n", comment("", &format!("{doc}\n{list}")))
        }
        Shape::Record(fields) => {
            format!("\n{}export interface {name} {}", comment("", doc), block("", fields))
        }
        Shape::Union(variants) => {
            let each: String = variants.iter().map(variant).collect();
            let names: String = variants.iter().map(|one| format!("\n  | {}", one.name)).collect();
            format!("{each}\n{}export type {name} ={names};\n", comment("", doc))
        }
    }
}

fn variant(variant: &Variant) -> String {
    let base = variant.base.as_ref().map(|base| format!(" extends {base}")).unwrap_or_default();
    let head = format!("\n{}export interface {}{base} ", comment("", &variant.doc), variant.name);
    head + &block(&format!("  type: '{}';\n", variant.tag), &variant.fields)
}

fn block(first: &str, fields: &[Field]) -> String {
    let mut text = format!("{{\n{first}");
    for Field { name, doc, optional, kind } in fields {
        let mark = if *optional { "?" } else { "" };
        text += &format!("{}  {name}{mark}: {};\n", comment("  ", doc), spelled(kind));
    }
    text + "}\n"
}

fn spelled(kind: &Kind) -> String {
    match kind {
        Kind::Any => "any".to_owned(),
        Kind::Text => "string".to_owned(),
        Kind::Integer => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Named(name) => name.clone(),
        Kind::List(item) => format!("{}[]", spelled(item)),
        Kind::Map(value) if matches!(&**value, Kind::Named(name) if name == "Value") => {
            "Variables".to_owned()
        }
        Kind::Map(value) => format!("{{ [name: string]: {} }}", spelled(value)),
    }
}

fn comment(prefix: &str, doc: &str) -> String {
    match doc {
        "" => String::new(),
        _ if doc.contains('\n') => {
            format!("{prefix}/**\n{}{prefix} */\n", indent(&format!("{prefix} * "), doc))
        }
        _ => format!("{prefix}/** {doc} */\n"),
    }
}
