//! The metamodel of BPMN 2.0.2 as far as processes are made of it: every attribute and child of every
//! construct with a value that is not its default, and a small model to put it into.

mod behavior;
mod correlation;
mod data;
mod events;
mod models;
mod nodes;
pub mod positions;
mod roots;

/// Constructs that have the same parts, and a model with one of them.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// XML tags.
    pub tags: &'static [&'static str],
    /// Writes the model around an element of that tag. `@A` stands for attributes in its start tag, `@C`
    /// for children.
    pub model: fn(tag: &str) -> String,
    /// Attributes as (`@name`, value), children as (`name`, XML).
    pub parts: &'static [(&'static str, &'static str)],
}

/// All of them.
#[must_use]
pub fn families() -> Vec<Family> {
    [
        nodes::FAMILIES,
        events::FAMILIES,
        behavior::FAMILIES,
        data::FAMILIES,
        roots::FAMILIES,
        correlation::FAMILIES,
    ]
    .concat()
}

/// One part in one construct.
#[derive(Clone, Debug)]
pub struct Case {
    /// XML tag of the construct.
    pub tag: &'static str,
    /// Name of the attribute or child.
    pub name: &'static str,
    /// Whether it is an attribute.
    pub attribute: bool,
    /// Its value, or the child as XML.
    pub text: &'static str,
    /// The model that has it.
    pub with: String,
    /// The same model, but for it.
    pub without: String,
}

/// Every part of every construct.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut all = Vec::new();
    for family in families() {
        for &tag in family.tags {
            let model = (family.model)(tag);
            for &(part, text) in family.parts {
                let (attribute, name) = part.strip_prefix('@').map_or((false, part), |name| (true, name));
                let (attributes, children) = if attribute {
                    (format!(r#" {name}="{text}""#), String::new())
                } else {
                    (String::new(), text.to_owned())
                };
                all.push(Case {
                    tag,
                    name,
                    attribute,
                    text,
                    with: model.replace("@A", &attributes).replace("@C", &children),
                    without: model.replace("@A", "").replace("@C", ""),
                });
            }
        }
    }
    all
}
