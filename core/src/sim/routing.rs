//! Who gets what is sent. A message goes along the message flows that leave its sender; where there
//! are none, to whatever waits for its name, else to a process that it starts. A signal is for all.

use crate::host::agrees;
use crate::map::{Map, Set};

use super::Simulation;
use super::instances::Who;
use super::mail::{Beginning, Delivery, Letter, Post, To};
use crate::{
    Definition, Entry, Event, Key, Message, StartKind, StartSubscription, Subscription, Text, Timestamp, Vars,
};

/// What the definition says about who talks with whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Routes {
    /// The message flows by the elements that they leave, and the names of the messages that they say
    /// to carry.
    flows: Map<Text, Vec<(To, Option<Text>)>>,
    /// Tasks with message flows at which nothing waits, so that no job says when they send.
    passing: Set<Text>,
    /// What messages and signals start.
    starts: Vec<StartSubscription>,
}

impl Routes {
    pub(super) fn new(definition: &Definition, at: Timestamp) -> Self {
        let mut routes = Self::default();
        routes.starts.extend(definition.subscriptions(at));
        if !definition.message_flows().is_empty() {
            routes.add_flows(definition);
        }
        routes
    }

    fn add_flows(&mut self, definition: &Definition) {
        let processes = definition.processes();
        let runs = |id: &Text| processes.iter().any(|process| process.id == *id && process.startable);
        let elements = definition.elements();
        let types: Map<&Text, &str> =
            elements.iter().map(|element| (&element.id, &*element.r#type)).collect();
        for flow in definition.message_flows() {
            let mut participants = definition.participants().iter();
            let pool = participants.find(|participant| participant.id.as_ref() == Some(&flow.target));
            let to = match pool {
                Some(pool) => pool.process.clone().filter(runs).map(To::Process),
                None => types.contains_key(&flow.target).then(|| To::Element(flow.target.clone())),
            };
            // What leads out of the processes that run leaves the simulation.
            let flows = self.flows.or_default(flow.source.clone());
            flows.extend(to.map(|to| (to, flow.message.clone())));
            if matches!(types.get(&flow.source), Some(&("task" | "manualTask"))) {
                self.passing.insert(flow.source.clone());
            }
        }
    }

    /// Whether a message flow leaves the element.
    pub(super) fn leave(&self, element: &str) -> bool {
        self.flows.contains_key(element)
    }

    /// The first process that something starts, and where.
    fn first_start(
        &self,
        kind: StartKind,
        fits: impl Fn(&StartSubscription) -> bool,
    ) -> Option<&StartSubscription> {
        self.starts.iter().find(|start| start.kind == kind && fits(start))
    }

    pub(super) fn start(&self, kind: StartKind, name: &str) -> Option<&StartSubscription> {
        self.first_start(kind, |start| start.name.as_deref() == Some(name))
    }

    /// Tasks with message flows that were passed, once for each time.
    fn passed(&self, history: &[Entry]) -> Vec<Text> {
        let mut found = Vec::new();
        let mut keys: Map<Key, &Text> = Map::new();
        let mut bodies = Set::new();
        for entry in history {
            match entry {
                Entry::Entered { element, key, scope } if self.passing.contains(element) => {
                    keys.insert(*key, element);
                    // The instances of an activity send, and not what is around them.
                    bodies.extend(scope.filter(|scope| keys.get(scope) == Some(&element)));
                }
                Entry::Left { element, key } if keys.contains_key(key) && !bodies.contains(key) => {
                    found.push(element.clone());
                }
                _ => {}
            }
        }
        found
    }
}

impl Simulation {
    /// Puts a message on its ways.
    pub(super) fn send(&mut self, message: &Message) {
        let Message { name, element, correlation, variables } = message;
        let letter = |to: To, name: &Text| {
            let (correlation, variables) = (correlation.clone(), variables.clone());
            Letter::Message(Post { name: name.clone(), to, correlation, variables })
        };
        match self.routes.flows.get(element) {
            Some(flows) => {
                let letters =
                    flows.iter().map(|(to, said)| letter(to.clone(), said.as_ref().unwrap_or(name)));
                self.mail.extend(letters);
            }
            None if !name.is_empty() => self.mail.push(letter(To::Anyone, name)),
            None => {}
        }
    }

    /// What tasks send that pass without a job.
    pub(super) fn send_passing(&mut self, history: &[Entry]) {
        if !self.routes.passing.is_empty() {
            for element in self.routes.passed(history) {
                let (name, variables) = (Text::default(), Vars::new());
                self.send(&Message { name, element, correlation: None, variables });
            }
        }
    }

    /// Puts a signal on its ways to all that listen now, other than the instance that has had it.
    pub(super) fn broadcast(&mut self, had: Who, name: &Text, variables: &Vars) {
        for who in self.waiting.signal(name).iter().copied().filter(|who| *who != had) {
            let event = Event::Signal { name: name.clone(), variables: variables.clone() };
            self.mail.push(Letter::Tell { who, event });
        }
        let starts = self.routes.starts.iter();
        let starts =
            starts.filter(|start| start.kind == StartKind::Signal && start.name.as_ref() == Some(name));
        self.mail.extend(starts.map(|start| Letter::Start(Beginning::at(start, variables.clone()))));
    }

    /// What becomes of a message now; nothing while nobody waits for it and it starts no process.
    pub(super) fn receiver(&self, post: &Post) -> Option<Delivery> {
        let Post { name, to, .. } = post;
        let accepts = |who: Who, open: &Subscription| {
            self.instances.accepts(who) && agrees(open.correlation.as_ref(), post.correlation.as_ref())
        };
        let is_of = |who: Who, process: &Text| {
            self.instances.get(who).is_some_and(|running| running.process == *process)
        };
        let named = |open: &Subscription| open.name == *name;
        let starts = |start: &StartSubscription| start.name.as_ref() == Some(name);
        let waiting = |meant: &dyn Fn(Who, &Subscription) -> bool| {
            self.waiting.message(|who, open| accepts(who, open) && meant(who, open))
        };
        let starting =
            |fits: &dyn Fn(&StartSubscription) -> bool| self.routes.first_start(StartKind::Message, fits);
        let (found, start) = match to {
            To::Anyone => (waiting(&|_, open| named(open)), starting(&starts)),
            To::Instance(wanted) => (waiting(&|who, open| who == *wanted && named(open)), None),
            To::Element(id) => (
                waiting(&|_, open| open.element == *id && named(open))
                    .or_else(|| waiting(&|_, open| open.element == *id)),
                starting(&|start| start.element == *id && starts(start))
                    .or_else(|| starting(&|start| start.element == *id)),
            ),
            To::Process(id) => (
                waiting(&|who, open| is_of(who, id) && named(open)),
                starting(&|start| start.process == *id && starts(start)).or_else(|| {
                    // A pool in which nothing runs yet begins with what comes first.
                    starting(&|start| start.process == *id && !self.instances.runs(id))
                }),
            ),
        };
        let variables = post.variables.clone();
        match (found, start) {
            (Some((who, subscription)), _) => {
                Some(Delivery::Apply(who, Event::Message { subscription, variables }))
            }
            (None, Some(start)) => Some(Delivery::Begin(Beginning::at(start, variables))),
            (None, None) => None,
        }
    }
}
