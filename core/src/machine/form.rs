//! What a machine is made of: the one table that texts are read by. [`schema`](super::schema) says the same
//! in words, and a test holds the two together.

use self::Kind::{Fields, Id, Ignored, Name, Object, Objects, Text, Texts};

/// The members of an object, in the order in which they are read.
pub(super) type Form = &'static [Member];

pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) needed: bool,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    /// By which the object and all that is in it are called.
    Id,
    Text,
    /// A text that stands in the file for each use of what it belongs to, and so must be short.
    Name,
    Texts,
    Object(Form),
    Objects(Form),
    /// An object of texts, whose names are the host's.
    Fields,
    /// For others than us.
    Ignored,
}

const fn need(name: &'static str, kind: Kind) -> Member {
    Member { name, needed: true, kind }
}

const fn may(name: &'static str, kind: Kind) -> Member {
    Member { name, needed: false, kind }
}

pub(super) const MACHINE: Form = &[
    need("id", Id),
    may("name", Name),
    may("timeout", Name),
    may("groups", Objects(GROUP)),
    may("actions", Objects(ACTION)),
    need("states", Objects(STATE)),
    need("transitions", Objects(TRANSITION)),
    may("$schema", Ignored),
];

const GROUP: Form = &[need("id", Id), may("name", Name), may("members", Texts)];

const ACTION: Form =
    &[need("id", Id), may("name", Name), may("group", Text), may("target", Text), may("timeout", Name)];

const STATE: Form =
    &[need("id", Id), may("name", Name), need("type", Text), may("activities", Objects(ACTIVITY))];

const TRANSITION: Form = &[
    need("id", Id),
    may("name", Name),
    need("from", Text),
    need("to", Text),
    may("actions", Texts),
    may("condition", Text),
    may("timer", Object(TIMER)),
    may("activities", Objects(ACTIVITY)),
];

const TIMER: Form = &[may("duration", Text), may("date", Text)];

const ACTIVITY: Form = &[need("id", Text), may("fields", Fields)];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;

    const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/state-machine.schema.json");

    fn is(schema: &Value, kind: &str) -> bool {
        let kinds = &schema["type"];
        *kinds == kind || kinds.as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
    }

    /// What a schema refers to, or else itself.
    fn target<'s>(schema: &'s Value, all: &'s Value) -> &'s Value {
        let schema = schema.get("anyOf").map_or(schema, |either| &either[0]);
        let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
        name.map_or(schema, |name| &all["$defs"][name])
    }

    fn agree(form: Form, schema: &Value, all: &Value) {
        let names: BTreeSet<_> = form.iter().map(|member| member.name).collect();
        let said = schema["properties"].as_object().expect("members");
        assert_eq!(names, said.keys().map(String::as_str).collect());
        let needed: BTreeSet<_> =
            form.iter().filter(|member| member.needed).map(|member| member.name).collect();
        let required = schema["required"].as_array().into_iter().flatten();
        assert_eq!(needed, required.filter_map(Value::as_str).collect());
        assert_eq!(schema["additionalProperties"], false);
        for Member { name, kind, .. } in form {
            let said = &said[*name];
            match kind {
                Id | Text | Name | Ignored => {
                    let word = target(said, all)["oneOf"].as_array().into_iter().flatten();
                    assert!(is(said, "string") || word.count() > 0, "{name}");
                }
                Texts => assert!(is(said, "array") && is(&said["items"], "string"), "{name}"),
                Fields => assert!(is(said, "object") && said["properties"].is_null(), "{name}"),
                Object(form) => agree(form, target(said, all), all),
                Objects(form) => {
                    assert!(is(said, "array"), "{name}");
                    agree(form, target(&said["items"], all), all);
                }
            }
        }
    }

    #[test]
    fn is_what_the_schema_says() {
        let text = std::fs::read_to_string(SCHEMA).expect("it is there");
        let schema = serde_json::from_str(&text).expect("JSON");
        agree(MACHINE, &schema, &schema);
    }
}
