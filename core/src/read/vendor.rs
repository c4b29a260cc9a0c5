//! Vendor extensions. Data mappings are taken over; of the others, each that would change how the
//! process runs is named.

use super::instances::vendor;
use super::{BpmnElement, Reader, XmlElement, call, is_expression};
use crate::expr::{Expr, Lang, compile};
use crate::program::{Mapping, MappingSource, Mappings};
use crate::value::{Text, Value};
use crate::xml::Ns;

/// Extension elements that change data or control flow in their vendor's engine.
const EFFECTFUL_ELEMENTS: &[&str] = &["in", "out", "postScript", "preScript", "script", "subscription"];

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

/// Camunda's error of an external task.
const ERROR: &str = "errorEventDefinition";

/// What vendors say in the loop characteristics of multi-instance activities.
const REPEATING: &[&str] = &["collection", "elementVariable", "loopCharacteristics"];

/// How Flowable and Activiti write the value that a data object begins with.
const VALUE: &[&str] = &["value"];

/// How Zeebe writes what a message must agree with.
const KEY: &[&str] = &["subscription"];

/// Where Camunda writes what is known of an error that is caught.
const ERROR_VARIABLES: [&str; 2] = ["errorCodeVariable", "errorMessageVariable"];

/// The tasks that can be passed over.
const SKIPPED: &[&str] = &["businessRuleTask", "scriptTask", "sendTask", "serviceTask", "userTask"];

impl Reader<'_> {
    pub(crate) fn skip_expression(&mut self, element: XmlElement<'_>) -> Option<Expr> {
        let text = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| element.attr_ns(*ns, SKIP))?.trim();
        if text.is_empty() { None } else { self.expression(element, element, text) }
    }

    pub(crate) fn error_variables(&self, definition: XmlElement<'_>) -> [Option<Text>; 2] {
        ERROR_VARIABLES.map(|attribute| {
            let name = vendor(definition, attribute).map(str::trim).filter(|name| !name.is_empty());
            name.map(Text::from)
        })
    }

    /// The data of an element, and a report of what else it says in its vendor's namespaces.
    pub(super) fn mappings(&mut self, element: XmlElement<'_>) -> Mappings {
        let mut mappings = Mappings::default();
        self.data(element, &mut mappings);
        let calls = element.local() == "callActivity";
        let event = element.local().ends_with("Event");
        let skips = SKIPPED.contains(&element.local());
        self.vendor_attributes(element, |local| {
            calls && call::ATTRIBUTES.contains(&local) || skips && local == SKIP
        });
        for extension in extensions(element) {
            let vendor = is_vendor(extension.ns());
            match extension.local() {
                local if vendor && calls && call::ELEMENTS.contains(&local) => {}
                ERROR if matches!(extension.ns(), Ns::Camunda | Ns::Operaton) && skips => {}
                "eventType" | "eventCorrelationParameter" if vendor && event => {}
                "eventOutParameter" if vendor && event => {
                    let end = |name: &str| extension.attr(name).map(str::trim).filter(|end| !end.is_empty());
                    match (end("source"), end("target")) {
                        (Some(source), Some(target)) => {
                            mappings
                                .outputs
                                .push(Mapping::new(target.into(), MappingSource::Name(source.into())));
                        }
                        _ => self.nameless(extension),
                    }
                }
                "in" if vendor && element.local() == "scriptTask" => {
                    self.script_input(extension, &mut mappings)
                }
                "inputOutput" if vendor => self.parameters(extension, &mut mappings),
                "ioMapping" if vendor => self.io_mapping(extension, &mut mappings),
                _ => self.vendor_element(extension),
            }
        }
        mappings
    }

    /// Reports what an element that is no node says in its vendor's namespaces, but for what is read.
    pub(super) fn remark(&mut self, element: XmlElement<'_>) {
        let (attributes, elements) = match element.local() {
            "multiInstanceLoopCharacteristics" => (REPEATING, REPEATING),
            "dataObject" => (&[][..], VALUE),
            "message" => (&[][..], KEY),
            "errorEventDefinition" => (&ERROR_VARIABLES[..], &[][..]),
            _ => (&[][..], &[][..]),
        };
        self.vendor_attributes(element, |local| attributes.contains(&local));
        for extension in extensions(element).filter(|extension| !elements.contains(&extension.local())) {
            self.vendor_element(extension);
        }
    }

    fn vendor_attributes(&mut self, element: XmlElement<'_>, read: impl Fn(&str) -> bool) {
        for attribute in element.attributes().iter().filter(|attribute| is_foreign(attribute.ns)) {
            let (local, vendor) = (attribute.local(), is_vendor(attribute.ns));
            if vendor && read(local) {
                continue;
            }
            self.extension(
                element,
                attribute.name,
                vendor && EFFECTFUL_ATTRIBUTES.contains(&local),
                vendor && ATTRIBUTES_OF_THE_HOST.contains(&local),
            );
        }
    }

    fn vendor_element(&mut self, extension: XmlElement<'_>) {
        let local = extension.local();
        let effectful = is_vendor(extension.ns()) && EFFECTFUL_ELEMENTS.contains(&local);
        self.extension(extension, extension.name(), effectful, ELEMENTS_OF_THE_HOST.contains(&local));
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

    /// The type of the event that Flowable's registry sends, and what it must agree with.
    pub(crate) fn registered_event(&mut self, event: XmlElement<'_>) -> Option<(Text, Vec<(Text, Expr)>)> {
        let of_flowable = |name: &'static str| {
            let container = event.bpmn_child("extensionElements");
            container.into_iter().flat_map(move |container| container.children_named(Ns::Flowable, name))
        };
        let name = of_flowable("eventType").next()?.trimmed();
        if name.is_empty() {
            return None;
        }
        let mut parameters = Vec::new();
        for parameter in of_flowable("eventCorrelationParameter") {
            let value = parameter.attr("value").map(str::trim).unwrap_or_default();
            let value = if is_expression(value) {
                self.expression(event, parameter, value)
            } else {
                compile(Lang::Juel, value).ok()
            };
            if let (Some(name), Some(value)) = (parameter.attr("name"), value) {
                parameters.push((Text::from(name.trim()), value));
            }
        }
        Some((name.into(), parameters))
    }

    /// Errors that an external task of Camunda throws where what its worker returned says so.
    pub(crate) fn thrown_on_completion(&mut self, task: XmlElement<'_>) -> Vec<(Expr, Text)> {
        let mut throws = Vec::new();
        let container = task.bpmn_child("extensionElements");
        for definition in container.into_iter().flat_map(XmlElement::children) {
            if !matches!(definition.ns(), Ns::Camunda | Ns::Operaton) || definition.local() != ERROR {
                continue;
            }
            let text = definition.attr("expression").map(str::trim).unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            if let Some(condition) = self.expression(task, definition, text) {
                throws.push((condition, self.error_code(definition).unwrap_or_default()));
            }
        }
        throws
    }

    /// The event definition that only its vendor knows.
    pub(crate) fn vendor_definition(&self, event: XmlElement<'_>) -> Option<String> {
        let mut children = event.bpmn_child("extensionElements").into_iter().flat_map(XmlElement::children);
        let found =
            children.find(|child| is_vendor(child.ns()) && child.local().ends_with("EventDefinition"));
        found.map(|found| found.name().to_owned())
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

    /// What Flowable lets a script see: a variable or an expression, under another name.
    fn script_input(&mut self, element: XmlElement<'_>, mappings: &mut Mappings) {
        let target = element.attr("target").map(str::trim).filter(|target| !target.is_empty());
        let expression = element.attr("sourceExpression").map(str::trim);
        let source = match (element.attr("source"), expression) {
            (Some(name), _) => Some(MappingSource::Name(name.trim().into())),
            (None, Some(text)) => self.text_source(element, text, false),
            (None, None) => None,
        };
        match (target, source) {
            (Some(target), Some(source)) => mappings.inputs.push(Mapping::new(target.into(), source)),
            (None, _) => self.nameless(element),
            (Some(_), None) => {}
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

/// What stands in the extension elements of an element.
fn extensions<'d>(element: XmlElement<'d>) -> impl Iterator<Item = XmlElement<'d>> {
    let own = element.ns();
    let containers =
        element.children().filter(move |child| child.ns() == own && child.local() == "extensionElements");
    containers.flat_map(XmlElement::children)
}

/// Whether an attribute is neither BPMN's nor XML's own.
fn is_foreign(ns: Ns) -> bool {
    !matches!(ns, Ns::None | Ns::Bpmn | Ns::Xml | Ns::Xsi)
}

fn is_vendor(ns: Ns) -> bool {
    matches!(
        ns,
        Ns::Camunda | Ns::Zeebe | Ns::Flowable | Ns::Activiti | Ns::Operaton | Ns::Drools | Ns::Spiff
    )
}
