//! Vendor extensions. None is executed yet; each that would change how the process runs is named.

use super::{Reader, XmlElement};
use crate::xml::Ns;

/// Extension elements that change data or control flow in their vendor's engine.
const EFFECTFUL_ELEMENTS: &[&str] = &[
    "calledDecision",
    "connector",
    "errorEventDefinition",
    "executionListener",
    "executionListeners",
    "failedJobRetryTimeCycle",
    "field",
    "inputOutput",
    "ioMapping",
    "onEntry-script",
    "onExit-script",
    "postScript",
    "preScript",
    "script",
    "subscription",
    "taskListener",
    "taskListeners",
];

/// Extension attributes that change data or control flow in their vendor's engine.
const EFFECTFUL_ATTRIBUTES: &[&str] = &[
    "decisionRef",
    "errorCodeVariable",
    "errorMessageVariable",
    "initiator",
    "resultVariable",
    "resultVariableName",
    "skipExpression",
    "variableName",
];

impl Reader<'_> {
    /// Reports what an element says in its vendor's namespaces.
    pub(super) fn extensions(&mut self, element: XmlElement<'_>) {
        for attribute in element.attributes().iter().filter(|attribute| is_vendor(attribute.ns)) {
            self.extension(element, attribute.name, EFFECTFUL_ATTRIBUTES.contains(&attribute.local()));
        }
        let own = element.ns();
        let containers =
            element.children().filter(|child| child.ns() == own && child.local() == "extensionElements");
        for extension in containers.flat_map(|container| container.children()) {
            let effectful = is_vendor(extension.ns()) && EFFECTFUL_ELEMENTS.contains(&extension.local());
            self.extension(extension, extension.name(), effectful);
        }
    }

    fn extension(&mut self, element: XmlElement<'_>, name: &str, effectful: bool) {
        if effectful {
            self.warning(
                element,
                "inertExtension",
                format!("`{name}` has no effect yet, and the process may depend on it"),
                "let the worker of the job do its part, or model it with elements of BPMN",
            );
        } else {
            self.info(element, "inertExtension", format!("`{name}` has no effect"));
        }
    }
}

fn is_vendor(ns: Ns) -> bool {
    matches!(
        ns,
        Ns::Camunda | Ns::Zeebe | Ns::Flowable | Ns::Activiti | Ns::Operaton | Ns::Drools | Ns::Spiff
    )
}
