//! Which subscriptions a message is for, and what the instance learns from it (BPMN 8.4.2). The first
//! message that has all properties of a correlation key gives them their values; what comes later
//! must agree.

use super::run::Run;
use crate::elements::Spec;
use crate::error::{Rejection, RejectionCode};
use crate::event::Policy;
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::state::{State, Wait, WaitKind};
use crate::triggers::{MessageTrigger, Trigger};
use crate::value::{CollectVec, Value, Vars, clip};

/// What a message says that may identify the instance it is for.
pub(super) struct Identity<'a> {
    /// A vendor's correlation key.
    key: Option<&'a Value>,
    properties: Vars,
}

impl<'a> Identity<'a> {
    /// From what the host gives, else from the payload as the model says.
    pub(super) fn of(program: &Program, message: &str, given: Option<&'a Value>, payload: &Vars) -> Self {
        match given {
            Some(Value::Map(properties)) => Self { key: None, properties: (**properties).clone() },
            key => Self { key, properties: program.correlation.read(message, payload) },
        }
    }

    /// Whether the message is meant for a subscription that asks for this; one that asks for nothing
    /// goes by the name alone.
    fn answers(&self, wanted: Option<&Value>) -> bool {
        match wanted {
            None => true,
            Some(Value::Map(wanted)) => wanted
                .iter()
                .all(|(name, value)| self.properties.get(name).is_some_and(|own| same(own, value))),
            Some(wanted) => self.key.is_some_and(|key| same(key, wanted)),
        }
    }

    /// What the instance learns from it: the values of properties that it does not know yet. A message
    /// that disagrees with what is known is taken for foreign and teaches nothing.
    pub(super) fn teaches(self, program: &Program, state: &State) -> Vars {
        let known = &state.correlation;
        let foreign = |(name, value): (_, &Value)| known.get(name).is_some_and(|known| !same(known, value));
        if self.properties.is_empty() || self.properties.iter().any(|(name, value)| foreign((name, value))) {
            return Vars::new();
        }
        let mut all = self.properties;
        all.extend(known.iter().map(|(name, value)| (name.clone(), value.clone())));
        let mut complete = program.correlation.complete(&all);
        complete.retain(|name, _| !known.contains_key(name));
        complete
    }
}

/// Vendors compare keys as texts, so `17` and `"17"` are one.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(number), Value::Text(text)) | (Value::Text(text), Value::Number(number)) => {
            number.to_string() == **text
        }
        _ => one == other,
    }
}

/// The subscriptions that a message is for, oldest first.
pub(super) fn recipients(
    program: &Program,
    state: &State,
    message: &str,
    identity: &Identity<'_>,
    policy: Policy,
) -> Result<Vec<Key>, Rejection> {
    let named = |wait: &Wait| matches!(&wait.kind, WaitKind::Message { name, .. } if **name == *message);
    let meant = |wait: &Wait| match &wait.kind {
        WaitKind::Message { correlation, .. } => identity.answers(correlation.as_ref()),
        _ => false,
    };
    let waiting = || state.waits.iter().filter(|(_, wait)| named(wait));
    let found: Vec<(Key, &Wait)> = waiting().filter(|(_, wait)| meant(wait)).collect_vec();
    let message = clip(message);
    if found.is_empty() {
        let message = match waiting().count() {
            0 => format!("nothing waits for the message `{message}`"),
            _ => format!("no subscription for the message `{message}` agrees with its correlation"),
        };
        return Err(Rejection::new(RejectionCode::NoMatch, message));
    }
    if policy == Policy::ExactlyOne && found.len() > 1 {
        let place = |(key, wait): &(Key, &Wait)| format!("`{}` (key {key})", program.node(wait.node).id);
        let places: Vec<_> = found.iter().map(place).collect_vec();
        return Err(Rejection::new(
            RejectionCode::SeveralMatches,
            format!(
                "several subscriptions match the message `{message}`: {}; say `oldest` or `all`, or deliver it by key",
                places.join(", ")
            ),
        ));
    }
    let count = if policy == Policy::Oldest { 1 } else { found.len() };
    Ok(found.into_iter().take(count).map(|(key, _)| key).collect_vec())
}

impl Run<'_> {
    /// Remembers what a message has taught; what is subscribed from now on asks for it.
    pub(super) fn learn(&mut self, lesson: Vars) {
        self.state.correlation.extend(lesson);
    }

    /// The payload of the message that starts an instance is what it starts with.
    pub(super) fn learn_at_start(&mut self, entry: NodeIx, payload: &Vars) {
        let program = self.program;
        let spec = &program.node(entry).spec;
        let parts = spec.caught().map_or(&[][..], Trigger::parts).iter();
        let caught = parts.filter_map(|part| match part {
            Trigger::Message(message) => Some(message),
            _ => None,
        });
        let received = match spec {
            Spec::ReceiveTask(task) => Some(&task.message),
            _ => None,
        };
        for message in caught.chain(received) {
            let Ok(name) = message.name.name(&self.cx(entry, State::ROOT)) else { continue };
            let lesson = Identity::of(program, &name, None, payload).teaches(program, self.state);
            self.learn(lesson);
        }
    }

    /// Opens the subscriptions that do not ask yet for what the instance has learnt again, so that the
    /// host knows, too.
    pub(super) fn renew_subscriptions(&mut self) {
        let mut renewed = Vec::new();
        for (key, wait) in self.state.waits.iter() {
            let WaitKind::Message { name, correlation } = &wait.kind else { continue };
            // A vendor's key has nothing to do with it.
            if matches!(correlation, None | Some(Value::Map(_)))
                && let Ok(wanted) = MessageTrigger::properties(&self.cx(wait.node, wait.owner), name)
                && wanted != *correlation
            {
                renewed.push((key, WaitKind::Message { name: name.clone(), correlation: wanted }));
            }
        }
        for (key, kind) in renewed {
            self.reopen(key, kind);
        }
    }
}
