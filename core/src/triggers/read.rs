//! Reading what an event reacts to or throws: its own event definitions and those that it refers to.

use super::positions::stands;
use super::{
    CompensationTrigger, ErrorTrigger, EscalationTrigger, LinkTrigger, Position, RegisteredEvent, Trigger,
    conditional, message, signal, timer,
};
use crate::read::{BpmnElement, Reader, XmlElement};

impl Trigger {
    /// Reads the event definitions of an event, and reports what cannot stand in this position.
    pub(crate) fn read(reader: &mut Reader<'_>, element: XmlElement<'_>, position: Position) -> Self {
        let mut parts = Vec::new();
        let mut defined = false;
        for child in element.bpmn_children() {
            let definition = match child.local() {
                "eventDefinitionRef" => match reader.event_definition(element, child.trimmed()) {
                    Some(definition) => definition,
                    None => {
                        defined = true;
                        continue;
                    }
                },
                tag if tag.ends_with("EventDefinition") => child,
                _ => continue,
            };
            defined = true;
            parts.extend(Self::definition(reader, element, definition, position));
        }
        let throws = matches!(position, Position::Throw | Position::End);
        if !defined
            && !throws
            && let Some((name, parameters)) = reader.registered_event(element)
        {
            return Self::Registered(RegisteredEvent { name, parameters });
        }
        if !defined
            && position.catches()
            && let Some(definition) = reader.vendor_definition(element)
        {
            if let Some(variable) = reader.listened(element).filter(|_| position != Position::Start) {
                let listener = conditional::ConditionalTrigger::listening(reader, element, variable);
                return listener.map_or(Self::None, Self::Conditional);
            }
            reader.unsupported(element, &format!("`{definition}` on {}", position.name()));
            return Self::None;
        }
        if !defined && position.needs_trigger() {
            reader.error(
                element,
                "missingTrigger",
                format_args!("{} needs an event definition", position.name()),
                match position {
                    Position::Catch => "give it a timer, message, signal or link definition",
                    _ => "give it a timer, message, signal, error or escalation definition",
                },
            );
        }
        let all = position.catches() && reader.flag(element, "parallelMultiple", false);
        Self::join(reader, element, parts, all)
    }

    fn join(reader: &mut Reader<'_>, element: XmlElement<'_>, mut parts: Vec<Self>, all: bool) -> Self {
        if parts.len() < 2 {
            return parts.pop().unwrap_or(Self::None);
        }
        let misfit = parts.iter().find(|part| match part {
            Self::Link(_) => true,
            // What ends or only passes by cannot be kept until the others have come.
            Self::Error(_) | Self::Escalation(_) | Self::Cancel | Self::Compensation(_) => all,
            _ => false,
        });
        if let Some(misfit) = misfit {
            let among = if all { "the events that must all occur" } else { "several event definitions" };
            reader.error(
                element,
                "invalidTrigger",
                format_args!("`{}` cannot be one of {among}", misfit.tag()),
                "give it an event of its own",
            );
        }
        // What ends the token goes last, else the others would never be thrown.
        let (last, mut parts): (Vec<_>, Vec<_>) = parts.into_iter().partition(Self::ends_what_throws_it);
        parts.extend(last);
        if all { Self::All(parts) } else { Self::Multiple(parts) }
    }

    /// Reads one event definition.
    pub(crate) fn definition(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
        position: Position,
    ) -> Option<Self> {
        let tag = definition.local();
        if !stands(tag, position) {
            reader.error(
                event,
                "invalidTrigger",
                format_args!("`{tag}` cannot stand on {}", position.name()),
                "BPMN 10.5 says which triggers each event can have",
            );
            return None;
        }
        Some(match tag {
            "messageEventDefinition" => {
                Self::Message(message::MessageTrigger::read(reader, event, definition))
            }
            "timerEventDefinition" => Self::Timer(timer::TimerTrigger::read(reader, event, definition)?),
            "signalEventDefinition" => Self::Signal(signal::SignalTrigger::read(reader, event, definition)),
            "conditionalEventDefinition" => {
                Self::Conditional(conditional::ConditionalTrigger::read(reader, event, definition)?)
            }
            "errorEventDefinition" => Self::Error(ErrorTrigger::read(reader, event, definition, position)),
            "escalationEventDefinition" => {
                Self::Escalation(EscalationTrigger::read(reader, event, definition, position))
            }
            "compensateEventDefinition" => Self::Compensation(CompensationTrigger::read(reader, definition)),
            "cancelEventDefinition" => Self::Cancel,
            "linkEventDefinition" => Self::Link(LinkTrigger::read(reader, event, definition)),
            "terminateEventDefinition" => Self::Terminate(reader.terminates(definition)),
            _ => return None,
        })
    }
}
