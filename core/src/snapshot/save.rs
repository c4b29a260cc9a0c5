//! From the state to the document.

use std::collections::BTreeMap;

use super::{FORMAT, SavedActivation, SavedFlow, SavedJoin, SavedKind, SavedRepeat, SavedWait, Snapshot};
use crate::key::Key;
use crate::program::{Fingerprint, Program};
use crate::state::{Join, Repeat, State, Wait, WaitKind};
use crate::value::Text;

impl Snapshot {
    pub(crate) fn of(state: &State, program: &Program, definition: Fingerprint) -> Self {
        let id = |node| program.node(node).id.clone();
        let activations = state.acts.iter().map(|(key, act)| SavedActivation {
            key,
            node: id(act.node),
            scope: (act.parent != Key::NONE).then_some(act.parent),
            variables: act.vars.clone(),
        });
        let waits = state.waits.iter().map(|(key, wait)| {
            let own = state.acts.get(wait.owner).is_some_and(|owner| owner.node == wait.node);
            self::wait(key, wait, (!own).then(|| id(wait.node)))
        });
        let joins = state.joins.iter().map(|((scope, node), join)| SavedJoin {
            scope: *scope,
            node: id(*node),
            tokens: tokens(program, *node, join),
        });
        let flow = |flow| program.flow(flow).id.clone();
        let spared = state.spared.iter().map(|(scope, ix)| SavedFlow { scope: *scope, flow: flow(*ix) });
        Self {
            format: FORMAT,
            definition,
            process: id(state.process),
            id: state.id.clone(),
            status: state.status,
            at: state.at,
            steps: state.steps,
            next_key: state.next_key,
            activations: activations.collect(),
            waits: waits.collect(),
            joins: joins.collect(),
            correlation: state.correlation.clone(),
            spared: spared.collect(),
        }
    }
}

fn tokens(program: &Program, node: crate::key::NodeIx, join: &Join) -> BTreeMap<Text, u32> {
    let flows = program.node(node).incoming.iter().map(|flow| program.flow(*flow).id.clone());
    let mut tokens = BTreeMap::new();
    for (flow, count) in flows.zip(join.arrived.iter().copied()).filter(|(_, count)| *count > 0) {
        tokens.insert(flow, count);
    }
    tokens
}

fn wait(key: Key, wait: &Wait, node: Option<Text>) -> SavedWait {
    let kind = match &wait.kind {
        WaitKind::Job { .. } => SavedKind::Job,
        WaitKind::Timer { .. } => SavedKind::Timer,
        WaitKind::Message { .. } => SavedKind::Message,
        WaitKind::Signal { .. } => SavedKind::Signal,
        WaitKind::Condition { .. } | WaitKind::Call { .. } => SavedKind::Job,
        WaitKind::Incident { .. } => SavedKind::Incident,
    };
    let mut saved = SavedWait {
        key,
        owner: wait.owner,
        node,
        kind,
        retries: None,
        due: None,
        repeat: None,
        name: None,
        correlation: None,
        code: None,
        message: None,
        retry: None,
    };
    match &wait.kind {
        WaitKind::Job { retries } => saved.retries = *retries,
        WaitKind::Timer { due, repeat } => {
            saved.due = Some(*due);
            saved.repeat = repeat.as_ref().map(self::repeat);
        }
        WaitKind::Message { name, correlation } => {
            saved.name = Some(name.clone());
            saved.correlation = correlation.clone();
        }
        WaitKind::Signal { name } => saved.name = Some(name.clone()),
        WaitKind::Condition { .. } | WaitKind::Call { .. } => {}
        WaitKind::Incident { code, message, retry } => {
            saved.code = Some(*code);
            saved.message = Some(message.clone());
            saved.retry = Some(*retry);
        }
    }
    saved
}

fn repeat(repeat: &Repeat) -> SavedRepeat {
    SavedRepeat { every: Text::from(repeat.every.to_string()), left: repeat.left, end: repeat.end }
}
