//! Models of DMN: what a file says, as far as running its decisions needs it.

use std::collections::BTreeMap;
use std::sync::Arc;

use roxmltree::Node;

use crate::boxed::{Boxed, Typed};

/// What a file defines.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) namespace: String,
    /// The names of imports by the namespace that each brings.
    pub(crate) imports: BTreeMap<String, String>,
    pub(crate) types: BTreeMap<String, Item>,
    pub(crate) inputs: BTreeMap<String, Typed>,
    pub(crate) decisions: BTreeMap<String, Decision>,
    /// Business knowledge models.
    pub(crate) knowledge: BTreeMap<String, Knowledge>,
    pub(crate) services: BTreeMap<String, Service>,
}

/// An item definition.
#[derive(Debug, Default)]
pub(crate) struct Item {
    pub(crate) base: Option<String>,
    pub(crate) components: Vec<(String, Item)>,
    pub(crate) collection: bool,
    /// The unary tests that its values pass.
    pub(crate) allowed: Option<String>,
    /// The types of parameters and result, if it is a function.
    pub(crate) function: Option<(Vec<String>, String)>,
}

#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) variable: Typed,
    /// Where what it needs is: inputs, decisions, knowledge models and services.
    pub(crate) requires: Vec<String>,
    pub(crate) logic: Option<Arc<Boxed>>,
}

#[derive(Debug)]
pub(crate) struct Knowledge {
    pub(crate) variable: Typed,
    pub(crate) requires: Vec<String>,
    pub(crate) params: Vec<Typed>,
    pub(crate) logic: Option<Arc<Boxed>>,
}

#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) variable: Typed,
    pub(crate) outputs: Vec<String>,
    /// The inputs, decisions last.
    pub(crate) inputs: Vec<String>,
}

/// The local name of an element.
pub(crate) fn local<'a>(node: &Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

pub(crate) fn children<'a, 'i>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && local(child) == name)
}

pub(crate) fn child<'a, 'i>(node: Node<'a, 'i>, name: &'a str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

/// All text within the child of that name.
pub(crate) fn text(node: Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.is_element() && local(child) == name)?;
    Some(child.children().filter_map(|part| part.text()).collect())
}

pub(crate) fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_default().to_owned()
}

/// Names are told apart by their words, however they are spaced.
pub(crate) fn name(node: Node<'_, '_>) -> String {
    attribute(node, "name").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Typed {
    pub(crate) fn read(node: Node<'_, '_>) -> Self {
        Self { name: name(node), of: node.attribute("typeRef").map(str::to_owned) }
    }

    /// The variable of an element, or one with its name.
    fn variable(node: Node<'_, '_>) -> Self {
        child(node, "variable").map_or_else(|| Self { name: name(node), of: None }, Self::read)
    }
}

impl Model {
    pub(crate) fn read(root: Node<'_, '_>) -> Self {
        let mut model = Self { namespace: attribute(root, "namespace"), ..Self::default() };
        for node in root.children().filter(Node::is_element) {
            // What has no id can be asked for by its name only.
            let id = node.attribute("id").map_or_else(|| name(node), str::to_owned);
            match local(&node) {
                "import" => {
                    model.imports.insert(attribute(node, "namespace"), name(node));
                }
                "itemDefinition" => {
                    model.types.insert(name(node), Item::read(node));
                }
                "inputData" => {
                    model.inputs.insert(id, Typed::variable(node));
                }
                "decision" => {
                    let (variable, requires) = (Typed::variable(node), requires(node));
                    model.decisions.insert(id, Decision { variable, requires, logic: Boxed::within(node) });
                }
                "businessKnowledgeModel" => {
                    let (variable, requires) = (Typed::variable(node), requires(node));
                    let logic = child(node, "encapsulatedLogic");
                    let params = logic.into_iter().flat_map(|logic| children(logic, "formalParameter"));
                    model.knowledge.insert(
                        id,
                        Knowledge {
                            variable,
                            requires,
                            params: params.map(Typed::read).collect(),
                            logic: logic.and_then(Boxed::within),
                        },
                    );
                }
                "decisionService" => {
                    let (outputs, mut inputs) = (hrefs(node, "outputDecision"), hrefs(node, "inputData"));
                    inputs.extend(hrefs(node, "inputDecision"));
                    model.services.insert(id, Service { variable: Typed::variable(node), outputs, inputs });
                }
                _ => {}
            }
        }
        model
    }
}

fn hrefs(node: Node<'_, '_>, name: &str) -> Vec<String> {
    let all = node.children().filter(|child| child.is_element() && local(child) == name);
    all.map(|child| attribute(child, "href")).collect()
}

fn requires(node: Node<'_, '_>) -> Vec<String> {
    let all = node.children().filter(|child| local(child).ends_with("Requirement"));
    all.flat_map(|requirement| requirement.children().filter_map(|of| of.attribute("href")))
        .map(str::to_owned)
        .collect()
}

impl Item {
    fn read(node: Node<'_, '_>) -> Self {
        let function = child(node, "functionItem").map(|function| {
            let of = |node: Node<'_, '_>, name| node.attribute(name).unwrap_or("Any").to_owned();
            let params = children(function, "parameters").map(|param| of(param, "typeRef")).collect();
            (params, of(function, "outputTypeRef"))
        });
        Self {
            base: text(node, "typeRef").map(|of| of.trim().to_owned()),
            components: children(node, "itemComponent").map(|part| (name(part), Self::read(part))).collect(),
            collection: node.attribute("isCollection") == Some("true"),
            allowed: child(node, "allowedValues").and_then(|tests| text(tests, "text")),
            function,
        }
    }
}
