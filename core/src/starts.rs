//! What starts processes from outside: the subscriptions of a definition, as against those of its
//! instances (BPMN 13.2).

use serde::{Deserialize, Serialize};

use crate::cx::Cx;
use crate::definition::Definition;
use crate::elements::Spec;
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::state::{State, WaitKind};
use crate::time::Timestamp;
use crate::triggers::Trigger;
use crate::value::{Fields, Text, Value, read_from_value};

/// What a [`StartSubscription`] waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum StartKind {
    /// A message of that name.
    Message,
    /// A signal of that name.
    Signal,
    /// A moment, or each of several.
    Timer,
    /// A condition; the host knows the data that it is about, and a start is rejected while it does not
    /// hold for the start's variables.
    Condition,
}

/// Something that starts an instance of a process: when it comes, the host calls `start` with this
/// `process` and `element`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StartSubscription {
    /// Id of the process.
    pub process: Text,
    /// Id of the start event, instantiating receive task or event after an instantiating gateway.
    pub element: Text,
    /// What it waits for.
    pub kind: StartKind,
    /// Name of the message or signal, or the text of the condition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Of a timer: when it is due; absent where it never is, or where its expression gives no time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Of a timer with a cycle: how often it fires after that; absent for no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<u32>,
}

read_from_value!(StartSubscription);

impl StartSubscription {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the start subscription")?;
        let (process, element, kind) =
            (fields.text("process")?, fields.text("element")?, fields.word("kind")?);
        let subscription = Self {
            process: fields.need(process, "process")?,
            element: fields.need(element, "element")?,
            kind: fields.must(kind, "kind")?,
            name: fields.text("name")?,
            due: fields.instant("due")?,
            left: fields.small("left")?,
        };
        fields.end()?;
        Ok(subscription)
    }
}

impl Definition {
    /// What starts the processes that can run, in the order of the file. `at` is when the definition
    /// takes effect: the time from which durations and cycles count.
    #[must_use]
    pub fn subscriptions(&self, at: Timestamp) -> Vec<StartSubscription> {
        let program = self.program();
        let mut found = Vec::new();
        for &process in &program.processes {
            for &entry in &program.node(process).entries {
                Subscriptions { program, process, entry, at }.collect(&mut found);
            }
        }
        found
    }

    /// The next occurrence of a timer that has fired, without drift; none after the last one, or if
    /// it does not repeat.
    #[must_use]
    pub fn next_subscription(&self, fired: &StartSubscription) -> Option<StartSubscription> {
        let program = self.program();
        let (due, entry) = (fired.due?, program.find_node(&fired.element)?);
        let process = program.find_node(&fired.process)?;
        let subscriptions = Subscriptions { program, process, entry, at: due };
        let repeat = subscriptions.waits().find_map(|wait| match wait {
            WaitKind::Timer { repeat, .. } => repeat,
            _ => None,
        })?;
        match (crate::state::Repeat { left: fired.left, ..repeat }).next(due)? {
            WaitKind::Timer { due, repeat, .. } => Some(StartSubscription {
                due: Some(due),
                left: repeat.and_then(|repeat| repeat.left),
                ..fired.clone()
            }),
            _ => None,
        }
    }
}

/// One way into one process.
struct Subscriptions<'a> {
    program: &'a Program,
    process: NodeIx,
    entry: NodeIx,
    at: Timestamp,
}

impl<'a> Subscriptions<'a> {
    fn collect(&self, found: &mut Vec<StartSubscription>) {
        for wait in self.waits() {
            let (kind, name, due, left) = match wait {
                WaitKind::Message { name, .. } => (StartKind::Message, Some(name), None, None),
                WaitKind::Signal { name } => (StartKind::Signal, Some(name), None, None),
                WaitKind::Condition { source, .. } => (StartKind::Condition, Some(source), None, None),
                WaitKind::Timer { due, repeat, .. } => {
                    (StartKind::Timer, None, Some(due), repeat.and_then(|repeat| repeat.left))
                }
                WaitKind::Job(_)
                | WaitKind::Call(_)
                | WaitKind::Evaluation(_)
                | WaitKind::Incident { .. } => continue,
            };
            found.push(StartSubscription {
                process: self.program.node(self.process).id.clone(),
                element: self.program.node(self.entry).id.clone(),
                kind,
                name,
                due,
                left,
            });
        }
    }

    fn waits(&self) -> impl Iterator<Item = WaitKind> + use<'a> {
        let node = self.program.node(self.entry);
        // Nothing has begun, so expressions see no variables.
        let state = State::new(Text::default(), self.process, self.at);
        let (program, at, entry) = (self.program, self.at, self.entry);
        let cx = Cx { program, state: &state, at, node: entry, scope: Key::NONE, names: None, told: None };
        let message = match &node.spec {
            Spec::ReceiveTask(task) => task.message.announce(&cx),
            _ => None,
        };
        let parts = node.spec.caught().map_or(&[][..], Trigger::parts);
        let triggers = parts.iter().filter_map(move |trigger| {
            let cx =
                Cx { program, state: &state, at, node: entry, scope: Key::NONE, names: None, told: None };
            match trigger {
                // Nothing has begun that a message could agree with.
                Trigger::Message(message) => message.announce(&cx),
                Trigger::Registered(event) => Some(event.announce()),
                trigger => trigger.arm(&cx).ok().flatten(),
            }
        });
        message.into_iter().chain(triggers)
    }
}
