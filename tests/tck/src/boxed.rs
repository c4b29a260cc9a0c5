//! Boxed expressions as they are written.

use std::sync::Arc;

use roxmltree::Node;

use crate::model::{attribute, child, children, local, text};
use crate::table::Table;

/// A name with the type that its values have.
#[derive(Clone, Debug)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) of: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Boxed {
    pub(crate) of: Option<String>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Literal(String),
    Context(Vec<(Option<Typed>, Arc<Boxed>)>),
    List(Vec<Boxed>),
    Relation(Vec<Typed>, Vec<Vec<Boxed>>),
    Invocation(Box<Boxed>, Vec<(String, Boxed)>),
    Function(Vec<Typed>, Arc<Boxed>),
    Table(Table),
    If(Box<[Boxed; 3]>),
    Filter(Box<[Boxed; 2]>),
    For(String, Box<[Boxed; 2]>),
    Quantified {
        some: bool,
        name: String,
        parts: Box<[Boxed; 2]>,
    },
    /// What cannot be run, and why.
    Unknown(String),
}

impl Boxed {
    /// The expression among the children of an element.
    pub(crate) fn within(node: Node<'_, '_>) -> Option<Arc<Self>> {
        node.children().filter(Node::is_element).find_map(Self::read).map(Arc::new)
    }

    fn part(node: Node<'_, '_>, name: &str) -> Option<Self> {
        child(node, name)?.children().filter(Node::is_element).find_map(Self::read)
    }

    fn read(node: Node<'_, '_>) -> Option<Self> {
        let kind = match local(&node) {
            "literalExpression" => Kind::Literal(text(node, "text").unwrap_or_default()),
            "context" => Kind::Context(
                children(node, "contextEntry")
                    .filter_map(|entry| {
                        Some((child(entry, "variable").map(Typed::read), Self::within(entry)?))
                    })
                    .collect(),
            ),
            "list" => Kind::List(node.children().filter(Node::is_element).filter_map(Self::read).collect()),
            "relation" => Kind::Relation(
                children(node, "column").map(Typed::read).collect(),
                children(node, "row")
                    .map(|row| row.children().filter(Node::is_element).filter_map(Self::read).collect())
                    .collect(),
            ),
            "invocation" => Kind::Invocation(
                Box::new(node.children().filter(Node::is_element).find_map(Self::read)?),
                children(node, "binding")
                    .filter_map(|binding| {
                        let name = child(binding, "parameter").map(crate::model::name)?;
                        let value = binding.children().filter(Node::is_element).find_map(Self::read)?;
                        Some((name, value))
                    })
                    .collect(),
            ),
            "functionDefinition" => match node.attribute("kind") {
                None | Some("FEEL") => {
                    let params = children(node, "formalParameter").map(Typed::read).collect();
                    Kind::Function(params, Self::within(node)?)
                }
                Some(kind) => Kind::Unknown(format!("functions of {kind}")),
            },
            "decisionTable" => Kind::Table(Table::read(node)),
            "conditional" => Kind::If(Box::new([
                Self::part(node, "if")?,
                Self::part(node, "then")?,
                Self::part(node, "else")?,
            ])),
            "filter" => Kind::Filter(Box::new([Self::part(node, "in")?, Self::part(node, "match")?])),
            "for" => Kind::For(
                attribute(node, "iteratorVariable"),
                Box::new([Self::part(node, "in")?, Self::part(node, "return")?]),
            ),
            name @ ("some" | "every") => Kind::Quantified {
                some: name == "some",
                name: attribute(node, "iteratorVariable"),
                parts: Box::new([Self::part(node, "in")?, Self::part(node, "satisfies")?]),
            },
            _ => return None,
        };
        Some(Self { of: node.attribute("typeRef").map(str::to_owned), kind })
    }
}
