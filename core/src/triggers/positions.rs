//! Which trigger can stand where (BPMN 10.5).

use crate::coverage::TriggerRow;

/// Where an event stands in the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// The start event of a process.
    Start,
    /// The start event of an embedded subprocess.
    Inner,
    /// The start event of an event subprocess.
    Handler,
    /// An intermediate catch event.
    Catch,
    /// A boundary event.
    Boundary,
    /// An intermediate throw event.
    Throw,
    /// An end event.
    End,
}

impl Position {
    /// Every position.
    pub const ALL: [Self; 7] =
        [Self::Start, Self::Inner, Self::Handler, Self::Catch, Self::Boundary, Self::Throw, Self::End];

    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "the start event of a process",
            Self::Inner => "the start event of a subprocess that a flow enters",
            Self::Handler => "the start event of an event subprocess",
            Self::Catch => "an intermediate catch event",
            Self::Boundary => "a boundary event",
            Self::Throw => "an intermediate throw event",
            Self::End => "an end event",
        }
    }

    /// Whether an event there cannot do without a trigger.
    #[must_use]
    pub const fn needs_trigger(self) -> bool {
        matches!(self, Self::Boundary | Self::Catch | Self::Handler)
    }

    /// Whether an event there reacts to triggers, rather than throwing them.
    #[must_use]
    pub const fn catches(self) -> bool {
        !matches!(self, Self::Throw | Self::End)
    }
}

/// The one list of triggers: XML tag, where it can stand, and what runs, for the documentation.
macro_rules! triggers {
    ($($tag:literal $name:literal: $($position:ident)*, $runs:literal;)*) => {
        /// Whether this event definition can stand on events in this position.
        pub(super) fn stands(tag: &str, position: Position) -> bool {
            match tag {
                $($tag => matches!(position, $(Position::$position)|*),)*
                _ => false,
            }
        }

        /// Every trigger, and the positions in which it runs.
        pub const TRIGGERS: &[TriggerRow] = &[$(TriggerRow {
            tag: $tag,
            name: $name,
            positions: &[$(Position::$position),*],
            runs: $runs,
        },)*];
    };
}

triggers! {
    "messageEventDefinition" "message": Start Handler Catch Boundary Throw End,
        "a subscription by the message's name for the host to answer; thrown, one for it to publish";
    "timerEventDefinition" "timer": Start Handler Catch Boundary,
        "date, duration or cycle of ISO 8601, as a literal or an expression; the host says what time it is";
    "signalEventDefinition" "signal": Start Handler Catch Boundary Throw End,
        "heard by all that listen in the instance, and broadcast by the host";
    "conditionalEventDefinition" "conditional": Start Handler Catch Boundary,
        "asked when it is armed and after each change of variables; occurs when it turns true";
    "errorEventDefinition" "error": Handler Boundary End,
        "caught in the nearest scope around it, by its code or any; always interrupts";
    "escalationEventDefinition" "escalation": Handler Boundary Throw End,
        "caught like an error, but need not interrupt";
    "compensateEventDefinition" "compensation": Handler Boundary Throw End,
        "undoes completed activities in reverse order, all of a scope or one";
    "cancelEventDefinition" "cancel": Boundary End,
        "of transactions: undoes what has completed in it, then leaves by the boundary event";
    "linkEventDefinition" "link": Catch Throw,
        "the token goes on where the link of that name is caught in the same scope";
    "terminateEventDefinition" "terminate": End,
        "ends all that runs in its scope, and with it the scope";
}
