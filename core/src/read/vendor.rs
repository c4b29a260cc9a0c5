//! Vendor extensions. Data mappings are taken over; of the others, each that would change how the
//! process runs is named.

use super::{Reader, XmlElement, call, is_expression};
use crate::expr::Expr;
use crate::program::{Mapping, MappingSource, Mappings};
use crate::value::{Text, Value};
use crate::xml::Ns;

/// Extension elements that change data or control flow in their vendor's engine.
const EFFECTFUL_ELEMENTS: &[&str] =
    &["errorEventDefinition", "in", "out", "postScript", "preScript", "script", "subscription"];

/// Extension elements for whoever does the work of a task or follows the process: the host.
const ELEMENTS_OF_THE_HOST: &[&str] = &[
    "calledDecision",
    "connector",
    "executionListener",
    "executionListeners",
    "failedJobRetryTimeCycle",
    "field",
    "onEntry-script",
    "onExit-script",
    "taskListener",
    "taskListeners",
];

/// Extension attributes that change data or control flow in their vendor's engine.
const EFFECTFUL_ATTRIBUTES: &[&str] =
    &["errorCodeVariable", "errorMessageVariable", "skipExpression", "variableName"];

/// Extension attributes for the host.
const ATTRIBUTES_OF_THE_HOST: &[&str] = &["decisionRef", "initiator", "resultVariable", "resultVariableName"];

/// Flowable's condition under which a task is passed over.
const SKIP: &str = "skipExpression";

/// The tasks that can be passed over.
const SKIPPED: &[&str] = &["businessRuleTask", "scriptTask", "sendTask", "serviceTask", "userTask"];

impl Reader<'_> {
    pub(crate) fn skip_expression(&mut self, element: XmlElement<'_>) -> Option<Expr> {
        let text = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| element.attr_ns(*ns, SKIP))?.trim();
        if text.is_empty() { None } else { self.expression(element, element, text) }
    }

    /// The data of an element, and a report of what else it says in its vendor's namespaces.
    pub(super) fn mappings(&mut self, element: XmlElement<'_>) -> Mappings {
        let mut mappings = Mappings::default();
        self.data(element, &mut mappings);
        let calls = element.local() == "callActivity";
        let skips = SKIPPED.contains(&element.local());
        for attribute in element.attributes().iter().filter(|attribute| is_vendor(attribute.ns)) {
            let local = attribute.local();
            if calls && call::ATTRIBUTES.contains(&local) || skips && local == SKIP {
                continue;
            }
            self.extension(
                element,
                attribute.name,
                EFFECTFUL_ATTRIBUTES.contains(&local),
                ATTRIBUTES_OF_THE_HOST.contains(&local),
            );
        }
        let own = element.ns();
        let containers =
            element.children().filter(|child| child.ns() == own && child.local() == "extensionElements");
        for extension in containers.flat_map(|container| container.children()) {
            let vendor = is_vendor(extension.ns());
            match extension.local() {
                local if vendor && calls && call::ELEMENTS.contains(&local) => {}
                "inputOutput" if vendor => self.parameters(extension, &mut mappings),
                "ioMapping" if vendor => self.io_mapping(extension, &mut mappings),
                local => self.extension(
                    extension,
                    extension.name(),
                    vendor && EFFECTFUL_ELEMENTS.contains(&local),
                    ELEMENTS_OF_THE_HOST.contains(&local),
                ),
            }
        }
        mappings
    }

    fn extension(&mut self, element: XmlElement<'_>, name: &str, effectful: bool, of_the_host: bool) {
        if effectful {
            self.warning(
                element,
                "inertExtension",
                format!("`{name}` has no effect yet, and the process may depend on it"),
                "let the worker of the job do its part, or model it with elements of BPMN",
            );
        } else if of_the_host {
            self.info(element, "inertExtension", format!("`{name}` is left to the host"));
        } else {
            self.info(element, "inertExtension", format!("`{name}` has no effect"));
        }
    }

    /// Input and output parameters of Camunda 7. What the job returns leaves the activity besides.
    fn parameters(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        for parameter in element.children() {
            let list = match parameter.local() {
                "inputParameter" => &mut mappings.inputs,
                "outputParameter" => &mut mappings.outputs,
                _ => continue,
            };
            let name = parameter.attr("name").map(str::trim).unwrap_or_default();
            if name.is_empty() {
                self.nameless(parameter);
            } else if let Some(source) = self.parameter(parameter) {
                list.push(Mapping::new(name.into(), source));
            }
        }
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
                for entry in child.children().filter(|child| child.local() == "entry") {
                    let key = entry.attr("key").unwrap_or_default();
                    members.push((Text::from(key), self.parameter(entry)?));
                }
                Some(MappingSource::Map(members))
            }
            _ => {
                self.warning(
                    child,
                    "inertExtension",
                    format!("`{}` is not run; nothing is mapped", child.name()),
                    "write an expression such as `${amount > 100}`, or let a job compute the value",
                );
                None
            }
        }
    }

    /// Inputs and outputs of Zeebe; with outputs, only they leave the activity.
    fn io_mapping(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        for mapping in element.children() {
            let output = match mapping.local() {
                "input" => false,
                "output" => true,
                _ => continue,
            };
            let target = mapping.attr("target").map(str::trim).unwrap_or_default();
            let mut path = target.split('.').map(Text::from);
            let Some(variable) = path.next().filter(|_| !target.split('.').any(str::is_empty)) else {
                self.nameless(mapping);
                continue;
            };
            let source = mapping.attr("source").map(str::trim).unwrap_or_default();
            let Some(source) = self.text_source(mapping, source, true) else { continue };
            let list = if output { &mut mappings.outputs } else { &mut mappings.inputs };
            list.push(Mapping { target: variable, path: path.collect(), source });
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

    fn nameless(&mut self, mapping: XmlElement<'_>) {
        self.error(
            mapping,
            "invalidMapping",
            format!("`{}` does not say which variable it is for", mapping.name()),
            "name the variable",
        );
    }
}

fn is_vendor(ns: Ns) -> bool {
    matches!(
        ns,
        Ns::Camunda | Ns::Zeebe | Ns::Flowable | Ns::Activiti | Ns::Operaton | Ns::Drools | Ns::Spiff
    )
}
