//! Data as BPMN draws it (BPMN 10.4): data objects and properties are variables of their scope, and
//! associations say what an activity takes in and gives out.

use crate::map::{Map, Set};

use super::instances::extension;
use super::process::{local_part, name};
use super::{BpmnElement, Reader, XmlElement, is_expression};
use crate::program::{Mapping, MappingSource, Mappings, Written};
use crate::value::{CollectVec, Number, Text, Value};

/// What elements that hold data stand for, by their ids.
#[derive(Default)]
pub(super) struct DataNames<'a> {
    /// The variable behind each; none behind what only a modeler needs.
    variables: Map<&'a str, Option<Text>>,
    /// Data stores and references to them.
    stores: Set<&'a str>,
    /// The states that data objects and stores are drawn in.
    states: Map<&'a str, Text>,
}

/// The modeler's stand-in for the input that an association should lead to.
const PLACEHOLDER: &str = "__targetRef_placeholder";

pub(super) fn collect(root: XmlElement<'_>) -> DataNames<'_> {
    let mut found = DataNames::default();
    let mut references = Vec::new();
    for element in root.descendants().filter(|element| element.ns() == root.ns()) {
        let Some(id) = element.attr("id") else { continue };
        match element.local() {
            "property" | "dataObject" | "dataInput" | "dataOutput" => {
                found.variables.insert(id, named(element));
            }
            "dataStore" => {
                found.variables.insert(id, named(element));
                found.stores.insert(id);
            }
            "dataObjectReference" => references.push((id, element, "dataObjectRef")),
            "dataStoreReference" => {
                found.stores.insert(id);
                references.push((id, element, "dataStoreRef"));
            }
            _ => continue,
        }
        let written = !matches!(element.local(), "dataInput" | "dataOutput" | "dataStore");
        if let (true, Some(state)) = (written, element.bpmn_child("dataState").and_then(name)) {
            found.states.insert(id, state);
        }
    }
    for (id, reference, attribute) in references {
        let referred = reference.attr(attribute).map(local_part);
        let referred = referred.as_deref().and_then(|referred| found.variables.get_key_value(referred));
        let referred = referred.map(|(id, variable)| (*id, variable.clone()));
        // What has no name of its own is known by that of its reference.
        let variable = match referred {
            Some((referred, Some(variable))) if referred == &*variable => {
                let variable = name(reference).unwrap_or(variable);
                found.variables.insert(referred, Some(variable.clone()));
                Some(variable)
            }
            Some((_, variable)) => variable,
            None => named(reference),
        };
        found.variables.insert(id, variable);
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
                "dataInputAssociation" => self.association(element, child, &mut mappings.inputs),
                "dataOutputAssociation" => self.association(element, child, &mut mappings.outputs),
                _ => {}
            }
        }
        // What an event receives is the process's own; only activities keep to themselves what they do.
        let event = element.local().ends_with("Event");
        mappings.closed |= !event && mappings.outputs.iter().any(|output| !output.keeps_its_name());
    }

    fn declare(&mut self, data: XmlElement<'_>, mappings: &mut Mappings) {
        let variable = data
            .attr("id")
            .and_then(|id| self.names.variables.get(id).cloned())
            .unwrap_or_else(|| named(data));
        mappings.declared.extend(variable);
    }

    /// The value that a data object begins with, as Flowable and Activiti write it.
    fn initial(&mut self, data: XmlElement<'_>, mappings: &mut Mappings) {
        if let (Some(value), Some(target)) = (extension(data, "value"), mappings.declared.last()) {
            let kind = data.attr("itemSubjectRef").map(local_part);
            let (kind, text) = (kind.as_deref().unwrap_or_default(), value.trimmed());
            let value = typed(kind, text).unwrap_or_else(|| {
                self.warning(
                    data,
                    "invalidAttribute",
                    format_args!("`{text}` is no `{kind}`; the data object begins with the text"),
                    "correct the value or its type",
                );
                text.into()
            });
            mappings.inputs.push(Mapping::new(target.clone(), MappingSource::Literal(value)));
        }
    }

    /// Each assignment of an association is a mapping; without one, its one source is.
    fn association(&mut self, owner: XmlElement<'_>, element: XmlElement<'_>, mappings: &mut Vec<Mapping>) {
        let before = mappings.len();
        let children = |local: &'static str| element.bpmn_children().named(local);
        let reference = children("targetRef").next().map_or("", XmlElement::trimmed);
        let source = children("sourceRef").next().and_then(|source| self.data_variable(source.trimmed()));
        let mut target = self.data_variable(reference);
        let drawn = target.clone().filter(|_| element.local() == "dataOutputAssociation");
        // What an event throws is called as what it is taken from where nothing else names it.
        if target.is_none() && owner.local().ends_with("Event") {
            target.clone_from(&source);
        }
        let mut assigned = false;
        for assignment in children("assignment") {
            assigned = true;
            let to = assignment.bpmn_child("to").map_or("", XmlElement::trimmed);
            let to = if to.is_empty() { target.clone().map(|to| (to, Vec::new())) } else { self.place(to) };
            let from = assignment.bpmn_child("from").and_then(|from| self.from(element, from));
            if let (Some((to, path)), Some(from)) = (to, from) {
                mappings.push(Mapping { path, ..Mapping::new(to, from) });
            }
        }
        if let (Some(transformation), Some(target)) = (children("transformation").next(), &target) {
            let text = transformation.trimmed();
            if let Some(expression) = self.expression(element, transformation, text) {
                mappings.push(Mapping::new(target.clone(), MappingSource::Expr(expression)));
            }
        } else if let (false, Some(source), Some(target)) = (assigned, &source, &target) {
            mappings.push(Mapping::new(target.clone(), MappingSource::Name(source.clone())));
        } else if let (false, None, Some(target)) = (assigned, children("sourceRef").next(), drawn) {
            // As modelers draw it: what the activity has under the name of the data.
            mappings.push(Mapping::new(target.clone(), MappingSource::Name(target)));
        }
        if let Some(last) = mappings.get_mut(before..).and_then(<[Mapping]>::last_mut) {
            last.written = self.written(reference);
        }
        if mappings.len() == before {
            self.info(
                element,
                "inertData",
                format_args!("`{}` moves no variable; the host sees to its data", element.local()),
            );
        }
    }

    /// What others are told when something is written there.
    fn written(&self, reference: &str) -> Option<Box<Written>> {
        let local = local_part(reference);
        let id = if self.names.variables.contains_key(reference) { reference } else { &*local };
        let (state, store) = (self.names.states.get(id).cloned(), self.names.stores.contains(id));
        (state.is_some() || store).then(|| Box::new(Written { state, store }))
    }

    /// Where a value is assigned to: data by its id, or a variable with the members on the way.
    fn place(&self, to: &str) -> Option<(Text, Vec<Text>)> {
        if let Some(variable) = self.names.variables.get(to) {
            return variable.clone().map(|variable| (variable, Vec::new()));
        }
        let to = to.trim_start_matches(['=', '$', '#', '{', ' ']).trim_end_matches(['}', ' ']);
        let mut members = to.split('.');
        let variable = self.data_variable(members.next()?)?;
        Some((variable, members.map(Text::from).collect_vec()))
    }

    /// What a value is assigned from: data by its id, an expression, or else the text itself.
    fn from(&mut self, owner: XmlElement<'_>, from: XmlElement<'_>) -> Option<MappingSource> {
        let text = from.trimmed();
        if let Some(variable) = self.names.variables.get(text) {
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
        let names = &self.names.variables;
        let found = names.get(reference).or_else(|| names.get(&*local));
        found.cloned().unwrap_or(Some(local)).filter(|name| !name.is_empty())
    }
}

/// What goes in and out of a scope is there for all that it contains.
fn contains_others(tag: &str) -> bool {
    matches!(tag, "process" | "subProcess" | "adHocSubProcess" | "transaction")
}

/// A literal by the type of its data object; none where it is not of that type.
fn typed(kind: &str, text: &str) -> Option<Value> {
    match kind {
        "int" | "integer" | "long" | "double" | "float" | "decimal" => Number::parse(text).map(Value::Number),
        "boolean" => text.parse().ok().map(Value::Bool),
        _ => Some(text.into()),
    }
}
