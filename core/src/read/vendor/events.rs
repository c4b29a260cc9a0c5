//! What vendors say of events: registered events, what is kept of an error, definitions of their own.

use super::{BpmnElement, Reader, XmlElement, is_vendor, runs_on};
use crate::coverage::DialectState;
use crate::elements::{Passing, Source};
use crate::expr::{Expr, Lang, compile};
use crate::program::Mappings;
use crate::read::instances::{extension, extensions, vendor};
use crate::read::is_expression;
use crate::triggers::{Position, Reach};
use crate::value::Text;
use crate::xml::Ns;

/// Where Camunda writes what is known of an error that is caught.
const ERROR_VARIABLES: [&str; 2] = ["errorCodeVariable", "errorMessageVariable"];

/// Where the vendors name the variable that tells who starts a process.
const INITIATOR: &str = "initiator";

/// Where Flowable names what an event definition does not refer to.
const NAMES: [&str; 2] = ["signalExpression", "messageExpression"];

/// Where Camunda writes what is known of an escalation that is caught.
const ESCALATION_VARIABLE: &str = "escalationCodeVariable";

impl Reader<'_> {
    pub(crate) fn error_variables(&self, definition: XmlElement<'_>) -> [Option<Text>; 2] {
        ERROR_VARIABLES.map(|attribute| variable(definition, attribute))
    }

    pub(crate) fn escalation_variable(&self, definition: XmlElement<'_>) -> Option<Text> {
        variable(definition, ESCALATION_VARIABLE)
    }

    /// The variable that tells who starts the process, of a start event at which one begins.
    pub(crate) fn initiator(&mut self, start: XmlElement<'_>, begins: bool) -> Option<Text> {
        let name = variable(start, INITIATOR)?;
        if begins {
            return Some(name);
        }
        self.extension(start, INITIATOR, DialectState::Inert);
        None
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
        let mut said = Vec::new();
        for signal in event.bpmn_children().named("signalEventDefinition") {
            said.extend(extensions(signal, "in"));
        }
        said.retain(|item| runs_on("signalEventDefinition", *item));
        if let Some(item) = said.iter().find(|item| item.attr("businessKey").is_some()) {
            self.warning(
                *item,
                "inertExtension",
                format_args!("a signal carries no `businessKey`"),
                "let the host choose the key of what the signal starts, or send it as a variable",
            );
        }
        said.extend(extensions(event, "out").into_iter().filter(|item| runs_on(event.local(), *item)));
        let mut passing = Passing::default();
        self.pass(event, &said, &mut passing);
        if passing.all || !passing.mappings.is_empty() {
            mappings.payload = Some(Box::new(passing));
        }
    }

    /// What a message or signal is called, which the vendors let an expression say. One that nothing
    /// names goes by the id of its event, so that a model in the making runs.
    pub(crate) fn event_name(
        &mut self,
        event: XmlElement<'_>,
        holder: XmlElement<'_>,
        name: Option<Text>,
    ) -> Source {
        let said = NAMES.iter().find_map(|attribute| variable(holder, attribute));
        let text = name.or(said).unwrap_or_else(|| event.attr("id").unwrap_or_default().into());
        let source = self.source(event, &text, Source::Literal);
        if starts_process(event) && source.as_ref().is_some_and(|name| !name.is_known()) {
            self.error(
                event,
                "invalidExpression",
                format_args!("`{text}` gives no name before the process has variables"),
                "give what starts a process a name that is always the same",
            );
        }
        source.unwrap_or(Source::Literal(text))
    }

    /// The code of an error or escalation, which Zeebe lets an expression say where it is thrown.
    pub(crate) fn event_code(
        &mut self,
        event: XmlElement<'_>,
        code: Option<Text>,
        position: Position,
    ) -> Option<Source> {
        let text = code?;
        if is_expression(&text) && !matches!(position, Position::Throw | Position::End) {
            self.error(
                event,
                "invalidExpression",
                format_args!("`{text}` is computed, and what is caught has one code"),
                "write the code itself, or leave it out to catch all",
            );
            return None;
        }
        self.source(event, &text, Source::Literal)
    }

    /// The date after which a cycle of Flowable does not repeat.
    pub(crate) fn end_of_cycle<'d>(&self, cycle: XmlElement<'d>) -> Option<&'d str> {
        let end = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| cycle.attr_ns(*ns, "endDate"));
        end.map(str::trim).filter(|end| !end.is_empty())
    }

    /// How much a terminate end event ends, as Flowable has it.
    pub(crate) fn terminates(&self, definition: XmlElement<'_>) -> Reach {
        let says = |name: &str| vendor(definition, name).is_some_and(|text| text.trim() == "true");
        match (says("terminateAll"), says("terminateMultiInstance")) {
            (true, _) => Reach::Process,
            (_, true) => Reach::Instances,
            _ => Reach::Scope,
        }
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

/// Whether an event has to be known before there is an instance.
fn starts_process(event: XmlElement<'_>) -> bool {
    let around = event.parent().map(XmlElement::local);
    match event.local() {
        "startEvent" => around == Some("process"),
        _ => event.attr("instantiate").map(str::trim) == Some("true"),
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
