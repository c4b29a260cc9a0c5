//! From the state to the document.

use crate::map::Map;

use super::{
    FORMAT, SavedActivation, SavedAnswer, SavedCompleted, SavedJoin, SavedKind, SavedRepeat, SavedRounds,
    SavedSpared, SavedWait, Snapshot,
};
use crate::key::{Key, NodeIx};
use crate::program::{Fingerprint, Program};
use crate::state::{Act, Join, Repeat, Rounds, State, Then, Wait, WaitKind};
use crate::value::{CollectVec, Text, Vars};

impl Snapshot {
    pub(crate) fn of(state: &State, program: &Program, definition: Fingerprint) -> Self {
        let id = |node| program.node(node).id.clone();
        let activations = state.acts.iter().map(|(key, act)| activation(program, key, act));
        let waits = state.waits.iter().map(|(key, wait)| {
            let own = state.acts.get(wait.owner).is_some_and(|owner| owner.node == wait.node);
            let mut saved = self::wait(key, wait, (!own).then(|| id(wait.node)));
            if let WaitKind::Job(work) = &wait.kind {
                saved.inputs =
                    Some(&work.inputs).filter(|own| **own != state.inputs(program, wait.owner)).cloned();
            }
            saved
        });
        let joins = state.joins.iter().map(|((scope, node), join)| SavedJoin {
            scope: *scope,
            node: id(*node),
            tokens: tokens(program, *node, join),
            used: used(program, *node, join),
        });
        let completed = state.completed.iter().map(|(key, done)| SavedCompleted {
            key,
            scope: done.scope,
            activation: done.activation,
            node: id(done.node),
            index: (done.index > 0).then_some(done.index),
            variables: done.vars.clone(),
            claimed: (done.claimed != Key::NONE).then_some(done.claimed),
        });
        let request = state.request.as_deref();
        let spared = state.spared.iter();
        let spared =
            spared.map(|(scope, flow)| SavedSpared { scope: *scope, flow: program.flow(*flow).id.clone() });
        Self {
            format: FORMAT,
            definition,
            process: id(state.process),
            id: state.id.clone(),
            status: state.status,
            at: state.at,
            steps: state.steps,
            next_key: state.next_key,
            activations: activations.collect_vec(),
            waits: waits.collect_vec(),
            joins: joins.collect_vec(),
            business_key: state.business_key.clone(),
            completed: completed.collect_vec(),
            correlation: state.correlation.clone(),
            spared: spared.collect_vec(),
            requester: request.and_then(|request| request.requester.clone()),
            stakeholders: request.map(|request| request.stakeholders.clone()).unwrap_or_default(),
            state: request.and_then(|request| request.state).map(id),
        }
    }
}

fn activation(program: &Program, key: Key, act: &Act) -> SavedActivation {
    let id = |node: NodeIx| program.node(node).id.clone();
    let rounds = |rounds: &Rounds| SavedRounds {
        total: rounds.total,
        started: rounds.started,
        completed: rounds.completed,
        terminated: rounds.terminated,
        items: rounds.items.clone(),
        outputs: rounds.outputs.clone(),
    };
    let extra = act.extra.as_deref();
    SavedActivation {
        key,
        node: id(act.node),
        scope: (act.parent != Key::NONE).then_some(act.parent),
        variables: act.vars.clone(),
        index: (act.index() > 0).then_some(act.index()),
        rounds: act.rounds().map(rounds),
        compensates: (act.compensates() != Key::NONE).then_some(act.compensates()),
        undoing: act.is_undoing(),
        pending: extra.iter().flat_map(|extra| &extra.pending).map(|node| id(*node)).collect_vec(),
        closing: extra.is_some_and(|extra| extra.closing),
    }
}

fn used(program: &Program, node: NodeIx, join: &Join) -> Vec<Text> {
    let flows = program.node(node).incoming.iter().map(|flow| program.flow(*flow).id.clone());
    flows.zip(&join.used).filter(|(_, used)| **used).map(|(flow, _)| flow).collect_vec()
}

fn tokens(program: &Program, node: NodeIx, join: &Join) -> Map<Text, u32> {
    let flows = program.node(node).incoming.iter().map(|flow| program.flow(*flow).id.clone());
    let mut tokens = Map::new();
    for (flow, count) in flows.zip(join.arrived.iter().copied()).filter(|(_, count)| *count > 0) {
        tokens.insert(flow, count);
    }
    tokens
}

fn wait(key: Key, wait: &Wait, node: Option<Text>) -> SavedWait {
    let kind = match &wait.kind {
        WaitKind::Job(_) => SavedKind::Job,
        WaitKind::Timer { .. } => SavedKind::Timer,
        WaitKind::Message { .. } => SavedKind::Message,
        WaitKind::Signal { .. } => SavedKind::Signal,
        WaitKind::Condition { .. } => SavedKind::Condition,
        WaitKind::Call(_) => SavedKind::Call,
        WaitKind::Evaluation(_) => SavedKind::Evaluation,
        WaitKind::Incident { .. } => SavedKind::Incident,
    };
    let mut saved = SavedWait {
        key,
        owner: wait.owner,
        node,
        kind,
        part: (wait.part > 0).then_some(wait.part),
        correlation: None,
        held: false,
        business_key: None,
        variables: Vars::new(),
        retries: None,
        details: Vec::new(),
        inputs: None,
        chosen: None,
        release: false,
        due: None,
        repeat: None,
        name: None,
        code: None,
        message: None,
        retry: wait.kind.retry(),
        language: None,
        declared_language: None,
        answers: Vec::new(),
    };
    match &wait.kind {
        WaitKind::Job(work) => {
            (saved.retries, saved.details) = (work.retries, work.details.clone());
            saved.chosen.clone_from(&work.chosen);
        }
        WaitKind::Timer { due, repeat, then } => {
            saved.due = Some(*due);
            saved.repeat = repeat.as_ref().map(self::repeat);
            match then {
                Then::Fire => {}
                Then::TryAgain(work) => {
                    (saved.retries, saved.details) = (work.retries, work.details.clone());
                }
                Then::Release => saved.release = true,
            }
        }
        WaitKind::Message { name, correlation } => {
            saved.name = Some(name.clone());
            saved.correlation.clone_from(correlation);
        }
        WaitKind::Signal { name } => saved.name = Some(name.clone()),
        WaitKind::Condition { source, held } => (saved.name, saved.held) = (Some(source.clone()), *held),
        WaitKind::Call(called) => {
            saved.name = Some(called.process.clone());
            saved.business_key.clone_from(&called.business_key);
            saved.variables.clone_from(&called.variables);
        }
        WaitKind::Evaluation(question) => {
            saved.name = Some(question.source.clone());
            saved.variables.clone_from(&question.names);
            saved.language = Some(question.language.language.clone());
            saved.declared_language.clone_from(&question.language.declared);
            let answers = question.answers.iter();
            saved.answers = answers
                .map(|(source, value)| SavedAnswer { source: source.clone(), value: value.clone() })
                .collect_vec();
        }
        WaitKind::Incident { code, message, .. } => {
            saved.code = Some(*code);
            saved.message = Some(message.clone());
        }
    }
    saved
}

fn repeat(repeat: &Repeat) -> SavedRepeat {
    SavedRepeat { every: Text::from(repeat.every.to_string()), left: repeat.left, end: repeat.end }
}
