//! Mappings of data in the words of vendors.

use super::scripts::SCRIPT;
use super::{Reader, XmlElement, is_vendor};
use crate::program::{Mapping, MappingSource, Mappings};
use crate::read::is_expression;
use crate::value::{CollectVec, Text, Value};

impl Reader<'_> {
    /// Input and output parameters of Camunda 7. What the job returns leaves the activity besides.
    pub(super) fn parameters(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        for parameter in element.children() {
            let list = match parameter.local() {
                "inputParameter" => &mut mappings.inputs,
                "outputParameter" => &mut mappings.outputs,
                _ => continue,
            };
            let name = parameter.said("name").unwrap_or_default();
            if name.is_empty() {
                self.nameless(parameter);
            } else if let Some(source) = self.parameter(parameter) {
                list.push(Mapping::new(name.into(), source));
            }
        }
    }

    /// A variable or an expression under another name, as Flowable writes it.
    pub(super) fn renamed(&mut self, element: XmlElement<'_>, list: &mut Vec<Mapping>) {
        let source = self.said_source(element);
        match (element.said("target"), source) {
            (Some(target), Some(source)) => list.push(Mapping::new(target.into(), source)),
            (None, _) => self.nameless(element),
            (Some(_), None) => {}
        }
    }

    fn said_source(&mut self, element: XmlElement<'_>) -> Option<MappingSource> {
        let expression = element.attr("sourceExpression").map(str::trim);
        match (element.attr("source"), expression) {
            (Some(name), _) if !is_expression(name) => Some(MappingSource::Name(name.trim().into())),
            (Some(text), _) => self.text_source(element, text.trim(), false),
            (None, Some(text)) => self.text_source(element, text, false),
            (None, None) => None,
        }
    }

    /// The name and the value of a variable that Flowable aggregates.
    pub(crate) fn member(&mut self, element: XmlElement<'_>) -> Option<(MappingSource, MappingSource)> {
        let value = self.said_source(element)?;
        let name = match element.said("targetExpression") {
            Some(text) => self.text_source(element, text, false)?,
            None => MappingSource::Literal(element.said("target").or(element.said("source"))?.into()),
        };
        Some((name, value))
    }

    /// A value written as a text with expressions, a list, or a map.
    fn parameter(&mut self, element: XmlElement<'_>) -> Option<MappingSource> {
        let Some(child) = element.children().find(|child| is_vendor(child.ns())) else {
            let text = element.trimmed();
            return self.text_source(element, text, false);
        };
        match child.local() {
            "list" => {
                let items = child.children().map(|item| self.parameter(item)).collect::<Option<_>>();
                items.map(MappingSource::List)
            }
            "map" => {
                let mut members = Vec::new();
                for entry in child.children().named("entry") {
                    let key = self.text_source(entry, entry.attr("key").unwrap_or_default(), false)?;
                    members.push((key, self.parameter(entry)?));
                }
                Some(MappingSource::Map(members))
            }
            child_name => {
                let script = if child_name == SCRIPT { self.parameter_script(child) } else { None };
                if script.is_some() {
                    return script;
                }
                self.warning(
                    child,
                    "inertExtension",
                    format_args!("`{}` is not run; nothing is mapped", child.name()),
                    "write an expression such as `${amount > 100}`, or let a job compute the value",
                );
                None
            }
        }
    }

    /// Inputs and outputs of Zeebe; with outputs, only they leave the activity.
    pub(super) fn io_mapping(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        for mapping in element.children() {
            let output = match mapping.local() {
                "input" => false,
                "output" => true,
                _ => continue,
            };
            let target = mapping.said("target").unwrap_or_default();
            let mut path = target.split('.').map(Text::from);
            let Some(variable) = path.next().filter(|_| !target.split('.').any(str::is_empty)) else {
                self.nameless(mapping);
                continue;
            };
            let source = mapping.said("source").unwrap_or_default();
            let Some(source) = self.text_source(mapping, source, true) else { continue };
            let list = if output { &mut mappings.outputs } else { &mut mappings.inputs };
            list.push(Mapping { path: path.collect_vec(), ..Mapping::new(variable, source) });
            mappings.closed |= output;
        }
    }

    fn text_source(&mut self, element: XmlElement<'_>, text: &str, feel: bool) -> Option<MappingSource> {
        let expression = if feel { text.starts_with('=') } else { is_expression(text) };
        if text.is_empty() {
            Some(MappingSource::Literal(Value::Null))
        } else if expression {
            self.expression(element, element, text).map(MappingSource::Expr)
        } else {
            Some(MappingSource::Literal(text.into()))
        }
    }

    pub(super) fn nameless(&mut self, mapping: XmlElement<'_>) {
        self.error(
            mapping,
            "invalidMapping",
            format_args!("`{}` does not say which variable it is for", mapping.name()),
            "name the variable",
        );
    }
}
