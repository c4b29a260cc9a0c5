//! What is under way between instances, in the order in which it was sent.

use super::Simulation;
use super::instances::Who;
use crate::{Call, Event, Key, StartSubscription, Text, Value, Vars};

/// Something under way.
#[derive(Clone, Debug)]
pub(super) enum Letter {
    /// A called instance is no longer wanted.
    Cancel(Who),
    /// A process is called.
    Call(Who, Call),
    /// An event for one instance: a signal, or what became of a call.
    Tell { who: Who, event: Event },
    /// A signal starts a process.
    Start(Beginning),
    /// A message, which waits here until somebody receives it.
    Message(Post),
}

/// A message and whom it is for.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) name: Text,
    pub(super) to: To,
    pub(super) correlation: Option<Value>,
    pub(super) variables: Vars,
}

#[derive(Clone, Debug)]
pub(super) enum To {
    /// Whoever waits for its name.
    Anyone,
    Instance(Who),
    /// The event or task of that id.
    Element(Text),
    /// The pool of that process.
    Process(Text),
}

/// An instance to be started.
#[derive(Clone, Debug)]
pub(super) struct Beginning {
    pub(super) process: Text,
    pub(super) element: Option<Text>,
    pub(super) business_key: Option<Text>,
    pub(super) variables: Vars,
    pub(super) call: Option<(Who, Key)>,
}

impl Beginning {
    /// Something has come that starts a process.
    pub(super) fn at(start: &StartSubscription, variables: Vars) -> Self {
        let (process, element) = (start.process.clone(), Some(start.element.clone()));
        Self { process, element, business_key: None, variables, call: None }
    }

    fn called(who: Who, call: &Call) -> Self {
        Self {
            process: call.called_element.clone(),
            element: None,
            business_key: call.business_key.clone(),
            variables: call.variables.clone(),
            call: Some((who, call.key)),
        }
    }
}

/// What a letter comes to where it arrives.
#[derive(Debug)]
pub(super) enum Delivery {
    /// What it tells, without change.
    Tell,
    Apply(Who, Event),
    Begin(Beginning),
}

impl Simulation {
    /// The first letter that can be delivered now.
    pub(super) fn deliverable(&self) -> Option<(usize, Delivery)> {
        let mut letters = self.mail.iter().enumerate();
        letters.find_map(|(place, letter)| Some((place, self.delivery(letter)?)))
    }

    fn delivery(&self, letter: &Letter) -> Option<Delivery> {
        match letter {
            Letter::Cancel(who) => {
                let reason = Text::from("the call was withdrawn");
                Some(Delivery::Apply(*who, Event::Cancel { reason }))
            }
            Letter::Call(who, call) => Some(Delivery::Begin(Beginning::called(*who, call))),
            Letter::Tell { who, .. } => self.instances.accepts(*who).then_some(Delivery::Tell),
            Letter::Start(beginning) => Some(Delivery::Begin(beginning.clone())),
            Letter::Message(post) => self.receiver(post),
        }
    }

    pub(super) fn carry_out(&mut self, delivery: Delivery) {
        match delivery {
            Delivery::Tell => {}
            Delivery::Apply(who, event) => self.apply(who, event),
            Delivery::Begin(beginning) => self.begin(beginning),
        }
    }
}
