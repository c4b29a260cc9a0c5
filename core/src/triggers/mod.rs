//! What an event reacts to or throws, one file per trigger; where it stands (its position) is the
//! business of `elements`. Triggers decide; they change nothing.

mod code;
mod compensation;
mod conditional;
mod error;
mod escalation;
mod link;
mod message;
mod positions;
mod read;
mod registered;
mod signal;
mod timer;

use crate::cx::{Cx, Stuck};
use crate::elements::Source;
use crate::program::Digest;
use crate::state::WaitKind;
use crate::value::{Text, Value, Vars};

pub(crate) use compensation::CompensationTrigger;
pub(crate) use conditional::ConditionalTrigger;
pub(crate) use error::ErrorTrigger;
pub(crate) use escalation::EscalationTrigger;
pub(crate) use link::LinkTrigger;
pub(crate) use message::MessageTrigger;
pub use positions::{Position, TRIGGERS};
pub(crate) use registered::RegisteredEvent;
pub(crate) use signal::SignalTrigger;
pub(crate) use timer::TimerTrigger;

/// The event definitions of an event as compiled.
#[derive(Debug)]
pub(crate) enum Trigger {
    None,
    Message(MessageTrigger),
    Registered(RegisteredEvent),
    Timer(TimerTrigger),
    Signal(SignalTrigger),
    Conditional(ConditionalTrigger),
    Error(ErrorTrigger),
    Escalation(EscalationTrigger),
    Compensation(CompensationTrigger),
    Cancel,
    Link(LinkTrigger),
    Terminate(Reach),
    /// Any of these is caught; all of these are thrown.
    Multiple(Vec<Trigger>),
    /// All of these must come (`parallelMultiple`).
    All(Vec<Trigger>),
}

/// What propagates from scope to scope until something catches it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Propagated {
    Error,
    Escalation,
}

/// An error or escalation on its way.
#[derive(Clone, Default)]
pub(crate) struct Raised {
    /// Empty where the model names none.
    pub(crate) code: Text,
    pub(crate) message: Option<Text>,
    pub(crate) variables: Vars,
}

/// What throwing one event definition comes to.
#[derive(Clone)]
pub(crate) enum Throw {
    Message {
        name: Text,
        correlation: Option<Value>,
        variables: Vars,
    },
    Signal {
        name: Text,
        variables: Vars,
        /// Nobody else hears it.
        local: bool,
    },
    Error(Raised),
    Escalation(Raised),
    Compensation(CompensationTrigger),
    Cancel,
    Link,
    Terminate(Reach),
}

impl Throw {
    /// Whether it ends the event that throws it.
    pub(crate) fn ends(&self) -> bool {
        matches!(self, Self::Error(_) | Self::Cancel | Self::Link | Self::Terminate(_))
    }
}

/// What a terminate end event ends: as BPMN has it its scope, as Flowable has it more.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    Scope,
    /// All instances of the nearest multi-instance activity, which then goes on.
    Instances,
    Process,
}

impl Trigger {
    /// The event definitions one by one.
    pub(crate) fn parts(&self) -> &[Self] {
        match self {
            Self::None => &[],
            Self::Multiple(parts) | Self::All(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// One of the event definitions, by its position.
    pub(crate) fn part(&self, part: u32) -> Option<&Self> {
        self.parts().get(part as usize)
    }

    /// What the message or signal is called.
    pub(crate) fn name(&self) -> Option<&Source> {
        match self {
            Self::Message(message) => Some(&message.name),
            Self::Signal(signal) => Some(&signal.name),
            _ => None,
        }
    }

    /// Whether all event definitions must occur.
    pub(crate) fn needs_all(&self) -> bool {
        matches!(self, Self::All(_))
    }

    /// What to wait for on behalf of one event definition; none where the trigger is found by looking
    /// it up when it is thrown.
    pub(crate) fn arm(&self, cx: &Cx<'_>) -> Result<Option<WaitKind>, Stuck> {
        Ok(match self {
            Self::Message(message) => Some(message.arm(cx)?),
            Self::Registered(event) => Some(event.arm(cx)?),
            Self::Timer(timer) => timer.arm(cx)?,
            Self::Signal(signal) => Some(signal.arm(cx)?),
            Self::Conditional(condition) => Some(condition.arm()),
            _ => None,
        })
    }

    /// What one event definition throws, with this payload.
    pub(crate) fn throw(&self, cx: &Cx<'_>, payload: &Vars) -> Result<Option<Throw>, Stuck> {
        let variables = payload.clone();
        Ok(Some(match self {
            Self::Message(message) => {
                let name = message.name.name(cx)?;
                Throw::Message { correlation: message.addressed(cx, &name, payload), name, variables }
            }
            Self::Signal(signal) => {
                Throw::Signal { name: signal.name.name(cx)?, variables, local: signal.local }
            }
            Self::Error(error) => {
                let code = error.code.thrown(cx)?;
                Throw::Error(Raised { code, message: error.told(cx)?, variables })
            }
            Self::Escalation(escalation) => {
                let code = escalation.code.thrown(cx)?;
                Throw::Escalation(Raised { code, message: None, variables })
            }
            Self::Compensation(compensation) => Throw::Compensation(compensation.clone()),
            Self::Cancel => Throw::Cancel,
            Self::Link(_) => Throw::Link,
            Self::Terminate(reach) => Throw::Terminate(*reach),
            Self::None
            | Self::Registered(_)
            | Self::Timer(_)
            | Self::Conditional(_)
            | Self::Multiple(_)
            | Self::All(_) => return Ok(None),
        }))
    }

    /// Whether what it catches always ends what it is attached to.
    pub(crate) fn always_interrupts(&self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Error(_) | Self::Cancel))
    }

    fn ends_what_throws_it(&self) -> bool {
        matches!(self, Self::Error(_) | Self::Cancel | Self::Terminate(_))
    }

    /// How well this catches what was thrown.
    pub(crate) fn catches(&self, what: Propagated, code: &str) -> Option<u8> {
        let rank = |part: &Self| match (part, what) {
            (Self::Error(error), Propagated::Error) => error.code.catches(code),
            (Self::Escalation(escalation), Propagated::Escalation) => escalation.code.catches(code),
            _ => None,
        };
        self.parts().iter().filter_map(rank).max()
    }

    /// Whether it catches the cancellation of a transaction.
    pub(crate) fn catches_cancel(&self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Cancel))
    }

    /// Whether it is about compensation, so that it never waits.
    pub(crate) fn compensates(&self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Compensation(_)))
    }

    /// The XML tag of one event definition.
    pub(crate) fn tag(&self) -> &'static str {
        match self {
            Self::None | Self::Multiple(_) | Self::All(_) => "eventDefinition",
            Self::Message(_) => "messageEventDefinition",
            Self::Registered(_) => "eventType",
            Self::Timer(_) => "timerEventDefinition",
            Self::Signal(_) => "signalEventDefinition",
            Self::Conditional(_) => "conditionalEventDefinition",
            Self::Error(_) => "errorEventDefinition",
            Self::Escalation(_) => "escalationEventDefinition",
            Self::Compensation(_) => "compensateEventDefinition",
            Self::Cancel => "cancelEventDefinition",
            Self::Link(_) => "linkEventDefinition",
            Self::Terminate(_) => "terminateEventDefinition",
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
                signal.name.digest(digest);
                if signal.local {
                    digest.text("processInstance");
                }
            }
            Self::Error(error) => {
                digest.number(4);
                error.digest(digest);
            }
            Self::Terminate(reach) => digest.number(match reach {
                Reach::Scope => 5,
                Reach::Process => 14,
                Reach::Instances => 15,
            }),
            Self::Escalation(escalation) => {
                digest.number(6);
                escalation.digest(digest);
            }
            Self::Link(link) => {
                digest.number(7);
                digest.text(&link.name);
            }
            Self::Conditional(condition) => {
                digest.number(8);
                condition.digest(digest);
            }
            Self::Compensation(compensation) => {
                digest.number(9);
                compensation.digest(digest);
            }
            Self::Cancel => digest.number(10),
            Self::Registered(event) => {
                digest.number(13);
                event.digest(digest);
            }
            Self::Multiple(parts) | Self::All(parts) => {
                digest.number(if self.needs_all() { 12 } else { 11 });
                parts.iter().for_each(|part| part.digest(digest));
                digest.number(parts.len() as u64);
            }
        }
    }
}
