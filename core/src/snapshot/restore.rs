//! From the document back to the state, believing nothing.

use crate::map::Map;

use super::{SavedActivation, SavedJoin, SavedKind, SavedWait, Snapshot, check_format};
use crate::error::{LoadError, LoadErrorCode};
use crate::expr::Foreign;
use crate::instance::MAX_ID;
use crate::key::{Key, NodeIx};
use crate::program::{Fingerprint, Flow, Program};
use crate::state::{
    Act, Called, Completed, Extra, Join, Question, Repeat, Request, Rounds, State, Then, Wait, WaitKind,
    Work, is_person,
};
use crate::time::TimeError;
use crate::value::{CollectVec, Text, check, check_value};

impl Snapshot {
    pub(crate) fn restore(&self, program: &Program, definition: Fingerprint) -> Result<State, LoadError> {
        check_format(self.format)?;
        if self.definition != definition {
            return Err(LoadError::new(
                LoadErrorCode::DefinitionChanged,
                format!(
                    "the snapshot belongs to definition {}, not {definition}; load it with the file that it was started with",
                    self.definition
                ),
            ));
        }
        if self.id.len() > MAX_ID {
            return Err(inconsistent("the instance id is too long"));
        }
        let mut state = State::new(self.id.clone(), find(program, &self.process)?, self.at);
        if !program.processes.contains(&state.process) {
            return Err(inconsistent(format!("`{}` is not a process", self.process)));
        }
        state.steps = self.steps;
        state.next_key = self.next_key;
        state.status = self.status;
        if self.business_key.as_ref().is_some_and(|key| key.len() > MAX_ID) {
            return Err(inconsistent("the business key is too long"));
        }
        state.business_key.clone_from(&self.business_key);
        check(&self.correlation).map_err(inconsistent)?;
        state.correlation.clone_from(&self.correlation);
        state.request = self.restore_request(program)?;
        self.restore_activations(program, &mut state)?;
        for wait in &self.waits {
            ascending(state.waits.iter(), wait.key)?;
            let row = restore_wait(program, &state, wait)?;
            state.waits.push(wait.key, row);
        }
        for join in &self.joins {
            let node = find(program, &join.node)?;
            if state.joins.insert((join.scope, node), restore_join(program, node, join)?).is_some() {
                return Err(inconsistent(format!("the join `{}` appears twice", join.node)));
            }
        }
        for saved in &self.completed {
            ascending(state.completed.iter(), saved.key)?;
            check(&saved.variables).map_err(inconsistent)?;
            let done = Completed {
                scope: saved.scope,
                activation: saved.activation,
                node: find(program, &saved.node)?,
                index: saved.index.unwrap_or(0),
                vars: saved.variables.clone(),
                claimed: saved.claimed.unwrap_or(Key::NONE),
            };
            state.completed.push(saved.key, done);
        }
        self.restore_spared(program, &mut state)?;
        state.rebuild(program).map_err(|error| inconsistent(error.0))?;
        Ok(state)
    }

    fn restore_request(&self, program: &Program) -> Result<Option<Box<Request>>, LoadError> {
        let state = self.state.as_ref().map(|id| find(program, id)).transpose()?;
        let named = self.requester.iter().chain(&self.stakeholders);
        if named.into_iter().any(|name| !is_person(name)) {
            return Err(inconsistent("a person has no name, or one that is too long"));
        }
        let (requester, stakeholders) = (self.requester.clone(), self.stakeholders.clone());
        Ok(Request { requester, stakeholders, state }.kept())
    }

    fn restore_activations(&self, program: &Program, state: &mut State) -> Result<(), LoadError> {
        for saved in &self.activations {
            ascending(state.acts.iter(), saved.key)?;
            check(&saved.variables).map_err(inconsistent)?;
            let parent = saved.scope.unwrap_or(Key::NONE);
            let mut act = Act::new(parent, find(program, &saved.node)?, saved.variables.clone());
            let extra = restore_extra(program, saved)?;
            act.extra = (extra != Extra::default()).then(|| Box::new(extra));
            state.acts.push(saved.key, act);
        }
        Ok(())
    }

    fn restore_spared(&self, program: &Program, state: &mut State) -> Result<(), LoadError> {
        let flows = program.flows().filter(|_| !self.spared.is_empty());
        let flows: Map<_, _> = flows.map(|(ix, flow)| ((home(program, flow), &*flow.id), ix)).collect();
        for saved in &self.spared {
            let scope = state.acts.get(saved.scope).map(|act| act.node);
            let Some(flow) = flows.get(&(scope, &*saved.flow)).filter(|_| scope.is_some()) else {
                return Err(inconsistent(format!("there is no flow `{}` to spare", saved.flow)));
            };
            if !state.spared.insert((saved.scope, *flow)) {
                return Err(inconsistent(format!("the flow `{}` is spared twice", saved.flow)));
            }
        }
        Ok(())
    }
}

fn restore_extra(program: &Program, saved: &SavedActivation) -> Result<Extra, LoadError> {
    let rounds = saved.rounds.as_ref().map(|rounds| {
        for value in rounds.items.iter().chain(&rounds.outputs) {
            check_value(value).map_err(inconsistent)?;
        }
        Ok(Rounds {
            total: rounds.total,
            started: rounds.started,
            completed: rounds.completed,
            terminated: rounds.terminated,
            items: rounds.items.clone(),
            outputs: rounds.outputs.clone(),
        })
    });
    let mut pending = Vec::with_capacity(saved.pending.len());
    for id in &saved.pending {
        pending.push(find(program, id)?);
    }
    Ok(Extra {
        index: saved.index.unwrap_or(0),
        rounds: rounds.transpose()?,
        compensates: saved.compensates.unwrap_or(Key::NONE),
        undoing: saved.undoing,
        pending,
        closing: saved.closing,
    })
}

fn restore_wait(program: &Program, state: &State, saved: &SavedWait) -> Result<Wait, LoadError> {
    let node = match &saved.node {
        Some(id) => find(program, id)?,
        None => {
            let owner = state.acts.get(saved.owner);
            owner.ok_or_else(|| inconsistent(format!("wait {} belongs to no activation", saved.key)))?.node
        }
    };
    let lacks = || inconsistent(format!("wait {} lacks what its kind needs", saved.key));
    let name = || saved.name.clone().ok_or_else(lacks);
    let kind = match saved.kind {
        SavedKind::Job => {
            let inputs = saved.inputs.clone().unwrap_or_else(|| state.inputs(program, saved.owner));
            check(&inputs).map_err(inconsistent)?;
            let (retries, details, chosen) = (saved.retries, saved.details.clone(), saved.chosen.clone());
            WaitKind::Job(Work { retries, details, inputs, chosen })
        }
        SavedKind::Timer => {
            let repeat = saved.repeat.as_ref().map(|repeat| {
                let every =
                    repeat.every.parse().map_err(|error: TimeError| inconsistent(error.to_string()))?;
                Ok(Repeat { left: repeat.left, every, end: repeat.end })
            });
            let then = match saved.retries {
                None if saved.release => Then::Release,
                None => Then::Fire,
                retries => {
                    let details = saved.details.clone();
                    Then::TryAgain(Box::new(Work { retries, details, ..Work::default() }))
                }
            };
            WaitKind::Timer { due: saved.due.ok_or_else(lacks)?, repeat: repeat.transpose()?, then }
        }
        SavedKind::Message => {
            let correlation = saved.correlation.clone();
            correlation.as_ref().map_or(Ok(()), check_value).map_err(inconsistent)?;
            WaitKind::Message { name: name()?, correlation }
        }
        SavedKind::Condition => WaitKind::Condition { source: name()?, held: saved.held },
        SavedKind::Call => {
            check(&saved.variables).map_err(inconsistent)?;
            WaitKind::Call(Box::new(Called {
                process: name()?,
                business_key: saved.business_key.clone(),
                variables: saved.variables.clone(),
            }))
        }
        SavedKind::Evaluation => {
            check(&saved.variables).map_err(inconsistent)?;
            for answer in &saved.answers {
                check_value(&answer.value).map_err(inconsistent)?;
            }
            let language = saved.language.clone().ok_or_else(lacks)?;
            let answers = saved.answers.iter();
            WaitKind::Evaluation(Box::new(Question {
                language: Foreign { language, declared: saved.declared_language.clone() },
                source: name()?,
                names: saved.variables.clone(),
                answers: answers.map(|answer| (answer.source.clone(), answer.value.clone())).collect_vec(),
                retry: saved.retry.ok_or_else(lacks)?,
            }))
        }
        SavedKind::Signal => WaitKind::Signal { name: name()? },
        SavedKind::Incident => WaitKind::Incident {
            code: saved.code.ok_or_else(lacks)?,
            message: saved.message.clone().ok_or_else(lacks)?,
            retry: saved.retry.ok_or_else(lacks)?,
        },
    };
    Ok(Wait {
        owner: saved.owner,
        node,
        kind,
        part: saved.part.unwrap_or(0),
        prev: Key::NONE,
        next: Key::NONE,
    })
}

fn restore_join(program: &Program, node: NodeIx, saved: &SavedJoin) -> Result<Join, LoadError> {
    let incoming = &program.node(node).incoming;
    let count = |flow: &Text| saved.tokens.get(flow).copied().unwrap_or(0);
    let arrived: Vec<u32> = incoming.iter().map(|flow| count(&program.flow(*flow).id)).collect_vec();
    if saved.tokens.len() != arrived.iter().filter(|count| **count > 0).count() {
        return Err(inconsistent(format!("tokens wait at `{}` on flows that do not lead there", saved.node)));
    }
    let used: Vec<bool> =
        incoming.iter().map(|flow| saved.used.contains(&program.flow(*flow).id)).collect_vec();
    if saved.used.len() != used.iter().filter(|used| **used).count() {
        return Err(inconsistent(format!("`{}` has used flows that do not lead there", saved.node)));
    }
    let used = if saved.used.is_empty() { Vec::new() } else { used };
    Ok(Join { arrived, used, ..Join::new(0) })
}

/// The scope that a flow lies in.
fn home(program: &Program, flow: &Flow) -> Option<NodeIx> {
    program.node(flow.source).parent
}

fn find(program: &Program, id: &str) -> Result<NodeIx, LoadError> {
    program.find_node(id).ok_or_else(|| inconsistent(format!("there is no element `{id}` in the definition")))
}

fn ascending<T>(mut rows: impl DoubleEndedIterator<Item = (Key, T)>, key: Key) -> Result<(), LoadError> {
    match rows.next_back() {
        Some((last, _)) if last >= key => Err(inconsistent(format!("key {key} is out of order"))),
        _ => Ok(()),
    }
}

fn inconsistent(message: impl Into<String>) -> LoadError {
    LoadError::new(LoadErrorCode::InconsistentSnapshot, message)
}
