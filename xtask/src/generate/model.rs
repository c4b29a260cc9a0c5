//! The types of a JSON Schema document, in the few shapes that ours have. A schema that fits none of
//! them is an error: a type must never silently become `any`.

use serde_json::{Map, Value};

use crate::step::Failure;

type Read<T> = Result<T, Failure>;

/// A type with a name.
pub(crate) struct Type {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

pub(crate) enum Shape {
    /// Another name for a simple type.
    Alias(Kind),
    /// One of some words, each with its meaning.
    Choice(Vec<(String, String)>),
    Record(Vec<Field>),
    /// Records that their member `type` tells apart.
    Union(Vec<Variant>),
}

pub(crate) struct Variant {
    /// Name of the variant's own type, such as `OpenJobEffect`.
    pub(crate) name: String,
    /// What its member `type` says.
    pub(crate) tag: String,
    pub(crate) doc: String,
    /// The record whose members it has as well.
    pub(crate) base: Option<String>,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) optional: bool,
    pub(crate) kind: Kind,
}

pub(crate) enum Kind {
    Any,
    Text,
    Integer,
    Boolean,
    Named(String),
    List(Box<Kind>),
    /// Values by name.
    Map(Box<Kind>),
}

/// The inside of a snapshot is the engine's own affair: it crosses borders as text.
fn is_private(name: &str) -> bool {
    name == "Snapshot" || name.starts_with("Saved")
}

/// Whether a type is a part of private types and of no other.
fn serves_only_private(name: &str, all: &Map<String, Value>) -> bool {
    let reference = format!("\"#/$defs/{name}\"");
    let mut users = all.iter().filter(|(_, schema)| schema.to_string().contains(&reference)).peekable();
    users.peek().is_some() && users.all(|(user, _)| is_private(user))
}

/// The types of a document: simple ones first, then records, then unions, each in the order of names.
pub(crate) fn read(schema: &str) -> Read<Vec<Type>> {
    let schema: Value =
        serde_json::from_str(schema).map_err(|error| unknown("document", &error.to_string()))?;
    let all =
        schema.get("$defs").and_then(Value::as_object).ok_or_else(|| unknown("document", "no $defs"))?;
    let public = all.iter().filter(|(name, _)| !is_private(name) && !serves_only_private(name, all));
    let mut types: Vec<Type> = public.map(|(name, schema)| named(name, schema)).collect::<Read<_>>()?;
    types.sort_by_key(|found| match found.shape {
        Shape::Alias(_) | Shape::Choice(_) => 0,
        Shape::Record(_) => 1,
        Shape::Union(_) => 2,
    });
    Ok(types)
}

fn named(name: &str, schema: &Value) -> Read<Type> {
    let variants = schema.get("oneOf").and_then(Value::as_array);
    let shape = match variants {
        Some(variants) if variants.iter().all(|variant| variant.get("const").is_some()) => {
            let word = |variant: &Value| Ok((text(variant, "const")?, doc(variant)));
            Shape::Choice(variants.iter().map(word).collect::<Read<_>>()?)
        }
        Some(variants) => Shape::Union(variants.iter().map(|one| variant(name, one)).collect::<Read<_>>()?),
        None if schema.get("properties").is_some() => Shape::Record(fields(name, schema)?),
        None => Shape::Alias(kind(name, schema)?),
    };
    Ok(Type { name: name.to_owned(), doc: doc(schema), shape })
}

fn variant(union: &str, schema: &Value) -> Read<Variant> {
    let tag = schema.pointer("/properties/type").map(|tag| text(tag, "const"));
    let tag = tag.ok_or_else(|| unknown(union, "a variant without `type`"))??;
    let mut fields = fields(union, schema)?;
    fields.retain(|field| field.name != "type");
    let base = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
    Ok(Variant {
        name: format!(
            "{}{}{union}",
            tag.get(..1).unwrap_or_default().to_uppercase(),
            tag.get(1..).unwrap_or_default()
        ),
        doc: doc(schema),
        base: base.map(str::to_owned),
        tag,
        fields,
    })
}

/// The members: first those that must be there in their own order, then the others by name.
fn fields(owner: &str, schema: &Value) -> Read<Vec<Field>> {
    let none = Map::new();
    let all = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    let required: Vec<&str> = required.filter_map(Value::as_str).collect();
    let optional = all.keys().map(String::as_str).filter(|name| !required.contains(name));
    let ordered = required.iter().copied().map(|name| (name, false)).chain(optional.map(|name| (name, true)));
    let field = |(name, optional): (&str, bool)| {
        let schema = all.get(name).ok_or_else(|| unknown(owner, name))?;
        let kind = if name == "type" { Kind::Text } else { kind(&format!("{owner}.{name}"), schema)? };
        Ok(Field { name: name.to_owned(), doc: doc(schema), optional, kind })
    };
    ordered.map(field).collect()
}

/// The kind of a value. `null` is left out: members that can be absent are absent, and never null.
fn kind(owner: &str, schema: &Value) -> Read<Kind> {
    if let Some(path) = schema.get("$ref").and_then(Value::as_str) {
        return Ok(Kind::Named(path.rsplit('/').next().unwrap_or_default().to_owned()));
    }
    if let Some(options) = schema.get("anyOf").and_then(Value::as_array) {
        let mut present =
            options.iter().filter(|option| option.get("type").is_none_or(|kind| kind != "null"));
        return match (present.next(), present.next()) {
            (Some(only), None) => kind(owner, only),
            _ => Err(unknown(owner, "anyOf")),
        };
    }
    let name = match schema.get("type") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        Some(name) => name.as_str(),
        None if schema.as_object().is_some_and(|schema| schema.keys().all(|key| key == "description")) => {
            return Ok(Kind::Any);
        }
        None => None,
    };
    match name {
        Some("string") => Ok(Kind::Text),
        Some("integer") => Ok(Kind::Integer),
        Some("boolean") => Ok(Kind::Boolean),
        Some("array") => inner(owner, schema, "items").map(Kind::List),
        Some("object") => inner(owner, schema, "additionalProperties").map(Kind::Map),
        _ => Err(unknown(owner, &schema.to_string())),
    }
}

fn inner(owner: &str, schema: &Value, member: &str) -> Read<Box<Kind>> {
    kind(owner, schema.get(member).ok_or_else(|| unknown(owner, member))?).map(Box::new)
}

fn text(schema: &Value, member: &str) -> Read<String> {
    let found = schema.get(member).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| unknown(member, &schema.to_string()))
}

/// The description without the links that only Rust's own documentation can follow.
fn doc(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((name, after)) = link.split_once("`]") else { break };
        plain.extend([before, "`", name, "`"]);
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        rest = target.map_or(after, |(_, after)| after);
    }
    plain + rest
}

fn unknown(owner: &str, what: &str) -> Failure {
    Failure::new(
        format!("`{owner}` has a form that the generator does not know: {what}"),
        "xtask/src/generate/model.rs",
    )
}
