//! What an event reacts to or throws, one file per trigger; where it stands (its position) is the
//! business of `elements`. Triggers decide; they change nothing.

mod error;
mod escalation;
mod link;
mod message;
mod signal;
mod timer;

use crate::cx::{Cx, Stuck};
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::Text;

pub(crate) use error::ErrorTrigger;
pub(crate) use escalation::EscalationTrigger;
pub(crate) use link::LinkTrigger;
pub(crate) use message::MessageTrigger;

/// Where an event stands in the process.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    Start,
    /// The start event of an event subprocess.
    Handler,
    Catch,
    Boundary,
    Throw,
    End,
}

impl Position {
    /// For messages to people.
    fn name(self) -> &'static str {
        match self {
            Self::Start => "a start event",
            Self::Handler => "the start event of an event subprocess",
            Self::Catch => "an intermediate catch event",
            Self::Boundary => "a boundary event",
            Self::Throw => "an intermediate throw event",
            Self::End => "an end event",
        }
    }
}

/// An event definition as compiled.
#[derive(Debug)]
pub(crate) enum Trigger {
    None,
    Message(MessageTrigger),
    Timer(timer::TimerTrigger),
    Signal(signal::SignalTrigger),
    Error(ErrorTrigger),
    Escalation(EscalationTrigger),
    Link(LinkTrigger),
    Terminate,
}

/// What propagates from scope to scope until something catches it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Propagated {
    Error,
    Escalation,
}

/// What throwing comes to.
pub(crate) enum Throw {
    Nothing,
    Message(Text),
    Signal(Text),
    /// The code; empty where the model names none.
    Error(Text),
    /// The code; empty where the model names none.
    Escalation(Text),
    Link,
    Terminate,
}

impl Trigger {
    /// Reads the one event definition of an event, and reports what does not run in this position.
    pub(crate) fn read(reader: &mut Reader<'_>, element: XmlElement<'_>, position: Position) -> Self {
        let mut found = Self::None;
        let mut definitions = element.bpmn_children().filter(|child| {
            child.local().ends_with("EventDefinition") || child.local() == "eventDefinitionRef"
        });
        if let Some(definition) = definitions.next() {
            found = Self::definition(reader, element, definition, position);
            if definitions.next().is_some() {
                reader.unsupported(element, "an event with several event definitions");
            }
        } else if matches!(position, Position::Boundary | Position::Catch | Position::Handler) {
            reader.error(
                element,
                "missingTrigger",
                format!("{} needs an event definition", position.name()),
                match position {
                    Position::Catch => "give it a timer, message, signal or link definition",
                    _ => "give it a timer, message, signal, error or escalation definition",
                },
            );
        }
        found
    }

    fn definition(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
        position: Position,
    ) -> Self {
        use Position::{Boundary, Catch, End, Handler, Throw};
        match (definition.local(), position) {
            ("messageEventDefinition", Catch | Boundary | Handler | Throw | End) => {
                Self::Message(MessageTrigger::read(reader, event, definition))
            }
            ("timerEventDefinition", Catch | Boundary | Handler) => {
                match timer::TimerTrigger::read(reader, event, definition) {
                    Some(timer) => Self::Timer(timer),
                    None => Self::None,
                }
            }
            ("signalEventDefinition", Catch | Boundary | Handler | Throw | End) => {
                Self::Signal(signal::SignalTrigger::read(reader, event, definition))
            }
            ("escalationEventDefinition", Boundary | Handler | Throw | End) => {
                Self::Escalation(EscalationTrigger::read(reader, definition))
            }
            ("linkEventDefinition", Catch | Throw) => {
                Self::Link(LinkTrigger::read(reader, event, definition))
            }
            ("errorEventDefinition", Boundary | Handler | End) => {
                Self::Error(ErrorTrigger::read(reader, definition))
            }
            ("terminateEventDefinition", End) => Self::Terminate,
            (tag, _) => {
                reader.unsupported(event, &format!("`{tag}` on {}", position.name()));
                Self::None
            }
        }
    }

    /// What to wait for; none where the trigger is found by looking it up when it is thrown.
    pub(crate) fn arm(&self, cx: &Cx<'_>) -> Result<Option<WaitKind>, Stuck> {
        Ok(match self {
            Self::Message(message) => Some(message.arm(cx)?),
            Self::Timer(timer) => timer.arm(cx)?,
            Self::Signal(signal) => Some(signal.arm()),
            Self::None | Self::Error(_) | Self::Escalation(_) | Self::Link(_) | Self::Terminate => None,
        })
    }

    pub(crate) fn throw(&self) -> Throw {
        match self {
            Self::None | Self::Timer(_) => Throw::Nothing,
            Self::Message(message) => Throw::Message(message.name.clone()),
            Self::Signal(signal) => Throw::Signal(signal.name.clone()),
            Self::Error(error) => Throw::Error(error.code.clone().unwrap_or_default()),
            Self::Escalation(escalation) => Throw::Escalation(escalation.code.clone().unwrap_or_default()),
            Self::Link(_) => Throw::Link,
            Self::Terminate => Throw::Terminate,
        }
    }

    /// How well this catches what was thrown: an exact code goes before catch-all.
    pub(crate) fn catches(&self, what: Propagated, code: &str) -> Option<u8> {
        let own = match (self, what) {
            (Self::Error(error), Propagated::Error) => &error.code,
            (Self::Escalation(escalation), Propagated::Escalation) => &escalation.code,
            _ => return None,
        };
        match own {
            Some(own) => (&**own == code).then_some(1),
            None => Some(0),
        }
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        match self {
            Self::None => digest.number(0),
            Self::Message(message) => {
                digest.number(1);
                message.digest(digest);
            }
            Self::Timer(timer) => {
                digest.number(2);
                timer.digest(digest);
            }
            Self::Signal(signal) => {
                digest.number(3);
                digest.text(&signal.name);
            }
            Self::Error(error) => {
                digest.number(4);
                digest.option(error.code.as_ref());
            }
            Self::Terminate => digest.number(5),
            Self::Escalation(escalation) => {
                digest.number(6);
                digest.option(escalation.code.as_ref());
            }
            Self::Link(link) => {
                digest.number(7);
                digest.text(&link.name);
            }
        }
    }
}
