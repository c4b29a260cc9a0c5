//! Vendor extensions. Data mappings are taken over; of the others, each that would change how the
//! process runs is named.

mod events;
mod form;
mod jobs;
mod listeners;
mod mappings;
mod roles;
mod scripts;

use super::{BpmnElement, Reader, XmlElement, call};
use crate::program::Mappings;
use crate::xml::Ns;
use events::{ERROR_VARIABLES, ESCALATION_VARIABLE, is_thrown};
use jobs::{ERROR, SKIP, TASKS};
use listeners::LISTENERS;
use scripts::SCRIPT;

/// Extension elements that change data or control flow in their vendor's engine.
const EFFECTFUL_ELEMENTS: &[&str] = &["in", "out", "postScript", "preScript", "script", "subscription"];

/// Extension elements for whoever does the work of a task or follows the process: the host.
const ELEMENTS_OF_THE_HOST: &[&str] =
    &["calledDecision", "connector", "failedJobRetryTimeCycle", "field", "onEntry-script", "onExit-script"];

/// Extension attributes that change data or control flow in their vendor's engine.
const EFFECTFUL_ATTRIBUTES: &[&str] =
    &["skipExpression", "variableMappingClass", "variableMappingDelegateExpression", "variableName"];

/// Extension attributes for the host.
const ATTRIBUTES_OF_THE_HOST: &[&str] = &["decisionRef", "initiator", "resultVariable", "resultVariableName"];

/// What vendors say in the loop characteristics of multi-instance activities.
const REPEATING: &[&str] = &["collection", "elementVariable", "loopCharacteristics"];

/// How Flowable and Activiti write the value that a data object begins with.
const VALUE: &[&str] = &["value"];

/// How Camunda refers to a script outside of the file.
const EXTERNAL: &[&str] = &["resource"];

/// How Zeebe writes what a message must agree with.
const KEY: &[&str] = &["subscription"];

/// The tasks that can be passed over.
const SKIPPED: &[&str] = &["businessRuleTask", "scriptTask", "sendTask", "serviceTask", "userTask"];

impl Reader<'_> {
    /// The data of an element, and a report of what else it says in its vendor's namespaces.
    pub(super) fn mappings(&mut self, element: XmlElement<'_>) -> Mappings {
        let mut mappings = Mappings::default();
        self.data(element, &mut mappings);
        let calls = element.local() == "callActivity";
        let event = element.local().ends_with("Event");
        let throws = matches!(element.local(), "endEvent" | "intermediateThrowEvent");
        if throws {
            self.thrown_variables(element, &mut mappings);
        }
        let skips = SKIPPED.contains(&element.local());
        let script = matches!(element.local(), "scriptTask" | "globalScriptTask");
        let works = TASKS.contains(&element.local()) || event && self.sent_by_a_worker(element).is_some();
        self.vendor_attributes(element, |local| {
            calls && call::ATTRIBUTES.contains(&local)
                || skips && local == SKIP
                || jobs::reads_attribute(element.local(), local)
        });
        for extension in extensions(element) {
            let vendor = is_vendor(extension.ns());
            match extension.local() {
                local if vendor && calls && call::ELEMENTS.contains(&local) => {}
                SCRIPT if vendor && script && extension.attr("expression").is_some() => {}
                local if vendor && works && jobs::reads_element(local) => {}
                ERROR if extension.ns() == Ns::Camunda && skips => {}
                "eventType" | "eventCorrelationParameter" if vendor && event => {}
                "eventOutParameter" if vendor => self.renamed(extension, &mut mappings.outputs),
                "eventInParameter" | "externalWorkerInParameter" if vendor => {
                    self.renamed(extension, &mut mappings.inputs);
                }
                "externalWorkerOutParameter" if vendor => {
                    self.renamed(extension, &mut mappings.outputs);
                    mappings.closed = true;
                }
                "in" if vendor && script => self.renamed(extension, &mut mappings.inputs),
                "in" if vendor && event && !throws => {
                    self.renamed(extension, &mut mappings.outputs);
                    mappings.closed = true;
                }
                "out" if vendor && throws => {}
                local if vendor && LISTENERS.contains(&local) => {}
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
            "conditionExpression" => (EXTERNAL, &[][..]),
            "message" => (&[][..], KEY),
            "sequenceFlow" => (&[][..], LISTENERS),
            "errorEventDefinition" => (&ERROR_VARIABLES[..], &[][..]),
            "escalationEventDefinition" => (&[ESCALATION_VARIABLE][..], &[][..]),
            "error" => (&["errorMessage"][..], &[][..]),
            "signalEventDefinition" if is_thrown(element) => (&[][..], &["in"][..]),
            _ => (&[][..], &[][..]),
        };
        let sender = element.parent().filter(|_| element.local() == "messageEventDefinition");
        let works = TASKS.contains(&element.local())
            || sender.is_some_and(|event| self.sent_by_a_worker(event).is_some());
        self.vendor_attributes(element, |local| {
            attributes.contains(&local) || works && jobs::reads_attribute(element.local(), local)
        });
        for extension in extensions(element) {
            let local = extension.local();
            if !elements.contains(&local) && !(works && jobs::reads_element(local)) {
                self.vendor_element(extension);
            }
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
    matches!(ns, Ns::Camunda | Ns::Zeebe | Ns::Flowable | Ns::Activiti | Ns::Drools | Ns::Spiff)
}
