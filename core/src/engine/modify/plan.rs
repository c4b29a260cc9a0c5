//! Whether the instructions can be carried out, all of them. They speak of the state before the event;
//! what an earlier one withdraws, a later one cannot name.

use crate::map::Map;

use super::back::back;
use super::{Change, Place, Planned};
use crate::elements::Spec;
use crate::error::{Rejection, RejectionCode};
use crate::event::Instruction;
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::state::{Act, Retry, State, WaitKind};
use crate::triggers::Trigger;
use crate::value::{check, clip};

/// The most instructions in one event.
const MAX_INSTRUCTIONS: usize = 1_000;

/// What the instructions come to, or why one of them cannot be carried out.
pub(in crate::engine) fn plan<'a>(
    program: &Program,
    state: &State,
    instructions: &'a [Instruction],
) -> Result<Vec<Planned<'a>>, Rejection> {
    let refuse = |message: String| Rejection::new(RejectionCode::InvalidModification, message);
    if instructions.is_empty() {
        return Err(refuse("there are no instructions; say what to do".to_owned()));
    }
    if instructions.len() > MAX_INSTRUCTIONS {
        let count = instructions.len();
        return Err(refuse(format!("{count} instructions are too many; {MAX_INSTRUCTIONS} are allowed")));
    }
    let mut planner = Planner { program, state, gone: Map::new() };
    let mut planned = Vec::with_capacity(instructions.len());
    for (number, instruction) in (1..).zip(instructions) {
        if let Instruction::StartBefore { variables, .. } | Instruction::StartAfter { variables, .. } =
            instruction
        {
            check(variables).map_err(|message| {
                let message = format!("instruction {number}: {message}");
                Rejection::new(RejectionCode::InvalidVariables, message)
            })?;
        }
        let change = planner
            .change(number, instruction)
            .map_err(|message| refuse(format!("instruction {number}: {message}")))?;
        planned.push(Planned { instruction, change });
    }
    Ok(planned)
}

struct Planner<'p> {
    program: &'p Program,
    state: &'p State,
    /// What is withdrawn, and by which instruction.
    gone: Map<Key, u32>,
}

impl<'p> Planner<'p> {
    fn change<'a>(&mut self, number: u32, instruction: &'a Instruction) -> Result<Change<'a>, String> {
        Ok(match instruction {
            Instruction::StartBefore { element, scope, variables } => {
                let node = self.enterable(element)?;
                Change::Put { place: self.place(node, *scope)?, node, after: false, vars: variables }
            }
            Instruction::StartAfter { element, scope, variables } => {
                let node = self.enterable(element)?;
                if matches!(self.program.node(node).spec, Spec::EventBasedGateway(_)) {
                    return Err(format!(
                        "`{element}` goes on by the event that comes first; start before it, or before one of its events"
                    ));
                }
                Change::Put { place: self.place(node, *scope)?, node, after: true, vars: variables }
            }
            Instruction::Cancel { activation } => {
                self.activation(*activation)?;
                self.gone.insert(*activation, number);
                Change::Cancel(*activation)
            }
            Instruction::Move { activation, to } => {
                let (_, to) = self.within(*activation, to)?;
                self.gone.insert(*activation, number);
                Change::Move { key: *activation, to }
            }
            Instruction::GoBack { activation, to, spare } => {
                let (act, node) = self.within(*activation, to)?;
                let gone = |key| self.withdrawn_by(key).is_some();
                let from = (*activation, act.node);
                let Some(back) = back(self.program, self.state, from, node, *spare, gone) else {
                    let id = self.id(act.node);
                    return Err(format!("`{to}` does not lie before `{id}` in the flow; use `move`"));
                };
                self.gone.insert(*activation, number);
                self.gone.extend(back.withdrawn.iter().map(|key| (*key, number)));
                Change::GoBack { key: *activation, to: node, back }
            }
        })
    }

    /// An element that a token can be put before.
    fn enterable(&self, id: &str) -> Result<NodeIx, String> {
        let program = self.program;
        let node = program.find_node(id).ok_or_else(|| format!("there is no element `{}`", clip(id)))?;
        let process = program.process_of(node);
        if process != self.state.process {
            let (its, own) = (self.id(process), self.id(self.state.process));
            return Err(format!("`{id}` belongs to process `{its}`, and the instance runs `{own}`"));
        }
        if node == process {
            return Err(format!("`{id}` is the process itself, which runs already; name an element in it"));
        }
        self.check_entry(node)?;
        Ok(node)
    }

    /// Whether a token may enter the node without what else leads to it.
    fn check_entry(&self, node: NodeIx) -> Result<(), String> {
        let id = self.id(node);
        if self.program.node(node).spec.is_handler() {
            return Err(format!("`{id}` is an event subprocess; only its trigger starts it"));
        }
        let node = self.program.node(node);
        if node.activity.for_compensation || node.spec.catching_trigger().is_some_and(Trigger::compensates) {
            return Err(format!("`{id}` is there to compensate; only a compensation starts it"));
        }
        Ok(())
    }

    /// The live activation of that key, which is not the process itself.
    fn activation(&self, key: Key) -> Result<&'p Act, String> {
        let act = self.living(key)?;
        if key == State::ROOT {
            let id = self.id(act.node);
            return Err(format!(
                "activation {key} is the process `{id}` itself; end it by the event `cancel`"
            ));
        }
        Ok(act)
    }

    fn living(&self, key: Key) -> Result<&'p Act, String> {
        let act = self.state.acts.get(key);
        let act = act.ok_or_else(|| format!("no activation has the key {key}; it may have ended"))?;
        match self.withdrawn_by(key) {
            Some(number) => {
                let id = self.id(act.node);
                Err(format!("activation {key} of `{id}` is withdrawn by instruction {number} already"))
            }
            None => Ok(act),
        }
    }

    /// The instruction that withdraws an activation, or one around it.
    fn withdrawn_by(&self, key: Key) -> Option<u32> {
        let mut around = self.state.scopes(key);
        around.find_map(|(key, _)| self.gone.get(&key).copied())
    }

    /// An activation and an element of the same scope for its token.
    fn within(&self, key: Key, to: &str) -> Result<(&'p Act, NodeIx), String> {
        let act = self.activation(key)?;
        let node = self.enterable(to)?;
        let (id, own) = (self.id(act.node), self.state.acts.get(act.parent).map(|scope| scope.node));
        if own == Some(act.node) {
            return Err(format!("activation {key} is one instance of `{id}`; name the activation around it"));
        }
        if act.is_undoing() || act.compensates() != Key::NONE {
            return Err(format!("activation {key} of `{id}` compensates; it can only be cancelled"));
        }
        let parent = self.program.node(node).parent;
        if parent != own {
            let name = |node: Option<NodeIx>| node.map(|node| self.id(node)).unwrap_or_default();
            return Err(format!(
                "`{to}` lies in `{}`, and activation {key} of `{id}` in `{}`; cancel it and start `{to}` instead",
                name(parent),
                name(own)
            ));
        }
        Ok((act, node))
    }

    /// Where a token for the node is put.
    fn place(&self, node: NodeIx, scope: Option<Key>) -> Result<Place, String> {
        let mut chain = Vec::new();
        let mut around = self.program.node(node).parent;
        let base = match scope {
            Some(key) => {
                let act = self.living(key)?;
                while let Some(outer) = around.filter(|outer| *outer != act.node) {
                    chain.push(outer);
                    around = self.program.node(outer).parent;
                }
                if around.is_none() {
                    let (id, own) = (self.id(node), self.id(act.node));
                    return Err(format!("activation {key} of `{own}` is no scope around `{id}`"));
                }
                self.check_scope(key, act)?;
                key
            }
            None => loop {
                let Some(outer) = around else {
                    return Err(format!("no scope around `{}` runs", self.id(node)));
                };
                let mut running = self.state.acts.iter().filter(|(key, act)| {
                    act.node == outer
                        && act.rounds().is_none()
                        && !act.is_undoing()
                        && self.withdrawn_by(*key).is_none()
                });
                match (running.next(), running.next()) {
                    (Some((key, act)), None) => {
                        self.check_scope(key, act)?;
                        break key;
                    }
                    (Some((one, _)), Some((other, _))) => {
                        let id = self.id(outer);
                        return Err(format!(
                            "`{id}` runs several times, as {one} and {other}; say by `scope` in which"
                        ));
                    }
                    (None, _) => {
                        chain.push(outer);
                        around = self.program.node(outer).parent;
                    }
                }
            },
        };
        chain.reverse();
        for inner in &chain {
            self.check_entry(*inner)?;
            if self.program.node(*inner).repeats() {
                let id = self.id(*inner);
                return Err(format!(
                    "`{id}` runs several times, and none is started by hand; say by `scope` in which to start"
                ));
            }
        }
        Ok(Place { base, chain, anew: scope.is_some() })
    }

    /// A scope that a token can be put into.
    fn check_scope(&self, key: Key, act: &Act) -> Result<(), String> {
        let id = self.id(act.node);
        if act.rounds().is_some() {
            return Err(format!("activation {key} of `{id}` is not one of its instances; name one of them"));
        }
        if act.is_undoing() {
            return Err(format!("activation {key} of `{id}` is being compensated; nothing starts in it"));
        }
        let unopened = |kind: &WaitKind| matches!(kind, WaitKind::Incident { retry: Retry::Enter, .. });
        if self.state.waits_of(key).any(|(_, wait)| unopened(&wait.kind)) {
            return Err(format!(
                "activation {key} of `{id}` is stuck before it has begun; resolve its incident"
            ));
        }
        Ok(())
    }

    fn id(&self, node: NodeIx) -> &'p str {
        &self.program.node(node).id
    }
}
