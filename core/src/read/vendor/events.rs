//! What vendors say of events: registered events, what is kept of an error, definitions of their own.

use super::{BpmnElement, Reader, XmlElement, is_vendor};
use crate::expr::{Expr, Lang, compile};
use crate::read::instances::vendor;
use crate::read::is_expression;
use crate::value::Text;
use crate::xml::Ns;

/// Where Camunda writes what is known of an error that is caught.
pub(super) const ERROR_VARIABLES: [&str; 2] = ["errorCodeVariable", "errorMessageVariable"];

impl Reader<'_> {
    pub(crate) fn error_variables(&self, definition: XmlElement<'_>) -> [Option<Text>; 2] {
        ERROR_VARIABLES.map(|attribute| {
            let name = vendor(definition, attribute).map(str::trim).filter(|name| !name.is_empty());
            name.map(Text::from)
        })
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

    /// The event definition that only its vendor knows.
    pub(crate) fn vendor_definition(&self, event: XmlElement<'_>) -> Option<String> {
        let mut children = event.bpmn_child("extensionElements").into_iter().flat_map(XmlElement::children);
        let found =
            children.find(|child| is_vendor(child.ns()) && child.local().ends_with("EventDefinition"));
        found.map(|found| found.name().to_owned())
    }
}
