//! What vendors say of events: registered events, what is kept of an error, definitions of their own.

use super::{BpmnElement, Reader, XmlElement, is_vendor};
use crate::elements::Passing;
use crate::expr::{Expr, Lang, compile};
use crate::program::Mappings;
use crate::read::instances::{extension, extensions, vendor};
use crate::read::is_expression;
use crate::value::Text;
use crate::xml::Ns;

/// Where Camunda writes what is known of an error that is caught.
const ERROR_VARIABLES: [&str; 2] = ["errorCodeVariable", "errorMessageVariable"];

/// Where Camunda writes what is known of an escalation that is caught.
const ESCALATION_VARIABLE: &str = "escalationCodeVariable";

impl Reader<'_> {
    pub(crate) fn error_variables(&self, definition: XmlElement<'_>) -> [Option<Text>; 2] {
        ERROR_VARIABLES.map(|attribute| variable(definition, attribute))
    }

    pub(crate) fn escalation_variable(&self, definition: XmlElement<'_>) -> Option<Text> {
        variable(definition, ESCALATION_VARIABLE)
    }

    /// The type of the event that Flowable's registry sends, and what it must agree with.
    pub(crate) fn registered_event(&mut self, event: XmlElement<'_>) -> Option<(Text, Vec<(Text, Expr)>)> {
        let container = event.bpmn_child("extensionElements")?;
        let of_flowable = |name: &'static str| container.children().of(Ns::Flowable).named(name);
        let name = of_flowable("eventType").next()?.trimmed();
        if name.is_empty() {
            return None;
        }
        let mut parameters = Vec::new();
        for parameter in of_flowable("eventCorrelationParameter") {
            let value = parameter.said("value").unwrap_or_default();
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

    /// What Camunda says in the event definition, and Flowable in the event, goes with what it throws.
    pub(super) fn thrown_variables(&mut self, event: XmlElement<'_>, mappings: &mut Mappings) {
        let signals = event.bpmn_children().named("signalEventDefinition");
        let mut said: Vec<XmlElement<'_>> = signals.flat_map(|signal| extensions(signal, "in")).collect();
        said.extend(extensions(event, "out"));
        let mut passing = Passing::default();
        self.pass(event, &said, &mut passing);
        if passing.all || !passing.mappings.is_empty() {
            mappings.payload = Some(Box::new(passing));
        }
    }

    /// The date after which a cycle of Flowable does not repeat.
    pub(crate) fn end_of_cycle<'d>(&self, cycle: XmlElement<'d>) -> Option<&'d str> {
        let end = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| cycle.attr_ns(*ns, "endDate"));
        end.map(str::trim).filter(|end| !end.is_empty())
    }

    /// Whether Flowable ends the whole instance here.
    pub(crate) fn terminates_all(&self, definition: XmlElement<'_>) -> bool {
        vendor(definition, "terminateAll").is_some_and(|text| text.trim() == "true")
    }

    /// The variable each change of which is an event of Flowable. Whether it is new or changed cannot be
    /// told apart.
    pub(crate) fn listened<'d>(&self, event: XmlElement<'d>) -> Option<&'d str> {
        let listener = extension(event, "variableListenerEventDefinition")?;
        let kind = listener.attr("variableChangeType").map_or("all", str::trim);
        let variable = listener.said("variableName");
        variable.filter(|_| matches!(kind, "" | "all" | "update-create"))
    }

    /// The event definition that only its vendor knows.
    pub(crate) fn vendor_definition(&self, event: XmlElement<'_>) -> Option<String> {
        let mut children = event.bpmn_child("extensionElements")?.children();
        let found =
            children.find(|child| is_vendor(child.ns()) && child.local().ends_with("EventDefinition"));
        found.map(|found| found.name().to_owned())
    }
}

fn variable(element: XmlElement<'_>, attribute: &str) -> Option<Text> {
    vendor(element, attribute).map(str::trim).filter(|name| !name.is_empty()).map(Text::from)
}

/// Whether an event definition belongs to a throwing event.
pub(super) fn is_thrown(definition: XmlElement<'_>) -> bool {
    let event = definition.parent().map(XmlElement::local);
    matches!(event, Some("endEvent" | "intermediateThrowEvent"))
}
