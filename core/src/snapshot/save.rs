//! From the state to the document.

use super::{
    FORMAT, SavedActivation, SavedJoin, SavedRepeat, SavedRetry, SavedWait, SavedWaitKind, Snapshot,
};
use crate::key::Key;
use crate::program::{Fingerprint, Program};
use crate::state::{Join, Repeat, Retry, State, WaitKind};
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
            SavedWait { key, owner: wait.owner, node: (!own).then(|| id(wait.node)), kind: kind(&wait.kind) }
        });
        let joins = state.joins.iter().map(|((scope, node), join)| SavedJoin {
            scope: *scope,
            node: id(*node),
            tokens: tokens(program, *node, join),
        });
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
        }
    }
}

fn tokens(program: &Program, node: crate::key::NodeIx, join: &Join) -> std::collections::BTreeMap<Text, u32> {
    let flows = program.node(node).incoming.iter().map(|flow| program.flow(*flow).id.clone());
    flows.zip(join.arrived.iter().copied()).filter(|(_, count)| *count > 0).collect()
}

fn kind(kind: &WaitKind) -> SavedWaitKind {
    match kind {
        WaitKind::Job { retries } => SavedWaitKind::Job { retries: *retries },
        WaitKind::Timer { due, repeat } => {
            SavedWaitKind::Timer { due: *due, repeat: repeat.as_ref().map(self::repeat) }
        }
        WaitKind::Message { name } => SavedWaitKind::Message { name: name.clone() },
        WaitKind::Signal { name } => SavedWaitKind::Signal { name: name.clone() },
        WaitKind::Incident { code, message, retry } => SavedWaitKind::Incident {
            code: *code,
            message: message.clone(),
            retry: match retry {
                Retry::Enter => SavedRetry::Enter,
                Retry::Leave => SavedRetry::Leave,
                Retry::Job => SavedRetry::Job,
                Retry::Nothing => SavedRetry::Nothing,
            },
        },
    }
}

fn repeat(repeat: &Repeat) -> SavedRepeat {
    SavedRepeat { every: Text::from(repeat.every.to_string()), left: repeat.left, end: repeat.end }
}
