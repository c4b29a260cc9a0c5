//! Data as BPMN draws it (BPMN 10.4): data objects and properties are variables of their scope, and
//! associations say what an activity takes in and gives out.

use std::collections::BTreeMap;

use super::process::{local_part, name};
use super::{BpmnElement, Reader, XmlElement, is_expression};
use crate::program::{Mapping, MappingSource, Mappings};
use crate::value::{Number, Text, Value};

/// The variable behind each element that holds data, by its id; none where the data lies outside.
pub(super) type DataNames<'a> = BTreeMap<&'a str, Option<Text>>;

/// The modeler's stand-in for the input that an association should lead to.
const PLACEHOLDER: &str = "__targetRef_placeholder";

pub(super) fn collect(root: XmlElement<'_>) -> DataNames<'_> {
    let mut found = DataNames::new();
    let mut references = Vec::new();
    for element in root.descendants().filter(|element| element.ns() == root.ns()) {
        let Some(id) = element.attr("id") else { continue };
        match element.local() {
            "property" | "dataObject" | "dataInput" | "dataOutput" => {
                found.insert(id, named(element));
            }
            "dataStore" | "dataStoreReference" => {
                found.insert(id, None);
            }
            "dataObjectReference" => references.push((id, element)),
            _ => {}
        }
    }
    for (id, reference) in references {
        let object = reference.attr("dataObjectRef").map(local_part);
        let object = object.as_deref().and_then(|object| found.get_key_value(object));
        let object = object.map(|(id, variable)| (*id, variable.clone()));
        // Where the object has no name of its own, it is known by that of its reference.
        let variable = match object {
            Some((object, Some(variable))) if object == &*variable => {
                let variable = name(reference).unwrap_or(variable);
                found.insert(object, Some(variable.clone()));
                Some(variable)
            }
            Some((_, variable)) => variable,
            None => named(reference),
        };
        found.insert(id, variable);
    }
    found
}

fn named(element: XmlElement<'_>) -> Option<Text> {
    let name = name(element).or_else(|| element.attr("id").map(Text::from));
    name.filter(|name| &**name != PLACEHOLDER)
}

impl Reader<'_> {
    /// What a node declares, and what its associations map.
    pub(super) fn data(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        for child in element.bpmn_children() {
            match child.local() {
                "property" | "dataObject" => {
                    self.declare(child, mappings);
                    self.initial(child, mappings);
                }
                "ioSpecification" if contains_others(element.local()) => {
                    for data in child.bpmn_children() {
                        if matches!(data.local(), "dataInput" | "dataOutput") {
                            self.declare(data, mappings);
                        }
                    }
                }
                "dataInputAssociation" => self.association(child, &mut mappings.inputs),
                "dataOutputAssociation" => self.association(child, &mut mappings.outputs),
                _ => {}
            }
        }
        // What an event receives is the process's own; only activities keep to themselves what they do.
        mappings.closed |= !mappings.outputs.is_empty() && !element.local().ends_with("Event");
    }

    fn declare(&mut self, data: XmlElement<'_>, mappings: &mut Mappings) {
        let variable =
            data.attr("id").and_then(|id| self.names.get(id).cloned()).unwrap_or_else(|| named(data));
        mappings.declared.extend(variable);
    }

    /// The value that a data object begins with, as Flowable and Activiti write it.
    fn initial(&mut self, data: XmlElement<'_>, mappings: &mut Mappings) {
        let extensions = data.bpmn_child("extensionElements");
        let value =
            extensions.and_then(|extensions| extensions.children().find(|child| child.local() == "value"));
        if let (Some(value), Some(target)) = (value, mappings.declared.last()) {
            let kind = data.attr("itemSubjectRef").map(local_part);
            let value = typed(kind.as_deref().unwrap_or_default(), value.trimmed());
            mappings.inputs.push(Mapping::new(target.clone(), MappingSource::Literal(value)));
        }
    }

    /// Each assignment of an association is a mapping; without one, its one source is.
    fn association(&mut self, element: XmlElement<'_>, mappings: &mut Vec<Mapping>) {
        let before = mappings.len();
        let children =
            |local: &'static str| element.bpmn_children().filter(move |child| child.local() == local);
        let target = children("targetRef").next().and_then(|target| self.data_variable(target.trimmed()));
        let mut assigned = false;
        for assignment in children("assignment") {
            assigned = true;
            let to = assignment.bpmn_child("to").map_or("", XmlElement::trimmed);
            let to = if to.is_empty() { target.clone() } else { self.data_variable(to) };
            let from = assignment.bpmn_child("from").and_then(|from| self.from(element, from));
            if let (Some(to), Some(from)) = (to, from) {
                mappings.push(Mapping::new(to, from));
            }
        }
        if let (Some(transformation), Some(target)) = (children("transformation").next(), &target) {
            let text = transformation.trimmed();
            if let Some(expression) = self.expression(element, transformation, text) {
                mappings.push(Mapping::new(target.clone(), MappingSource::Expr(expression)));
            }
        } else if let (false, Some(source), Some(target)) = (assigned, children("sourceRef").next(), target)
            && let Some(source) = self.data_variable(source.trimmed())
        {
            mappings.push(Mapping::new(target, MappingSource::Name(source)));
        }
        if mappings.len() == before {
            self.info(
                element,
                "inertData",
                format!("`{}` moves no variable; the host sees to its data", element.local()),
            );
        }
    }

    /// What a value is assigned from: data by its id, an expression, or else the text itself.
    fn from(&mut self, owner: XmlElement<'_>, from: XmlElement<'_>) -> Option<MappingSource> {
        let text = from.trimmed();
        if let Some(variable) = self.names.get(text) {
            return variable.clone().map(MappingSource::Name);
        }
        if is_expression(text) || from.attr("language").is_some() {
            return self.expression(owner, from, text).map(MappingSource::Expr);
        }
        Some(MappingSource::Literal(text.into()))
    }

    /// The name of the variable that a data element stands for, or would.
    pub(crate) fn data_name(&self, reference: &str) -> Text {
        self.data_variable(reference).unwrap_or_else(|| reference.into())
    }

    /// The variable behind a reference to data; one that leads nowhere is taken for the variable's name.
    fn data_variable(&self, reference: &str) -> Option<Text> {
        let local = local_part(reference);
        let found = self.names.get(reference).or_else(|| self.names.get(&*local));
        found.cloned().unwrap_or(Some(local)).filter(|name| !name.is_empty())
    }
}

/// What goes in and out of a scope is there for all that it contains.
fn contains_others(tag: &str) -> bool {
    matches!(tag, "process" | "subProcess" | "adHocSubProcess" | "transaction")
}

/// A literal by the type of its data object; a text where it is not of that type.
fn typed(kind: &str, text: &str) -> Value {
    let number = || Number::parse(text).map(Value::Number);
    let value = match kind {
        "int" | "integer" | "long" | "double" | "float" | "decimal" => number(),
        "boolean" => text.parse().ok().map(Value::Bool),
        _ => None,
    };
    value.unwrap_or_else(|| text.into())
}
