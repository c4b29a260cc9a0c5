//! How a process begins: at its start events, or where a trigger from outside has come (BPMN 13.2).

use super::run::{Run, Spot, Token, Work};
use crate::cx::Cx;
use crate::elements::Spec;
use crate::error::{Rejection, RejectionCode};
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::state::State;
use crate::triggers::Trigger;
use crate::value::{CollectVec, Value, Vars};

/// Where a process begins: at a node that the host names, or as the model says by itself.
pub(crate) fn entry(
    program: &Program,
    process: NodeIx,
    element: Option<&str>,
) -> Result<Option<NodeIx>, Rejection> {
    let node = program.node(process);
    let ids = || {
        let ids: Vec<_> =
            node.entries.iter().map(|entry| format!("`{}`", program.node(*entry).id)).collect_vec();
        ids.join(", ")
    };
    if let Some(id) = element {
        let found = node.entries.iter().copied().find(|entry| &*program.node(*entry).id == id);
        return found.map(Some).ok_or_else(|| {
            let ways = if node.entries.is_empty() { "by itself".to_owned() } else { format!("at {}", ids()) };
            let message = format!("process `{}` cannot start at `{id}`; it starts {ways}", node.id);
            Rejection::new(RejectionCode::CannotStart, message)
        });
    }
    match (node.starts.as_slice(), node.entries.as_slice()) {
        (_, []) | ([_], _) => Ok(None),
        ([], [only]) => Ok(Some(*only)),
        _ => Err(Rejection::new(
            RejectionCode::AmbiguousStart,
            format!("process `{}` can start at {}; say by `element` where", node.id, ids()),
        )),
    }
}

/// A conditional start event lets a process begin only while its condition holds.
pub(crate) fn check_entry(program: &Program, state: &State, entry: NodeIx) -> Result<(), Rejection> {
    let node = program.node(entry);
    let Some(Trigger::Conditional(condition)) = node.spec.catching_trigger() else { return Ok(()) };
    let cx = Cx { program, state, at: state.at, node: entry, scope: State::ROOT, names: None, told: None };
    let refused = match condition.holds(&cx) {
        Ok(true) => return Ok(()),
        Ok(false) => format!("the condition of `{}` does not hold", node.id),
        Err(stuck) => format!("the condition of `{}` cannot be asked: {}", node.id, stuck.message),
    };
    Err(Rejection::new(RejectionCode::CannotStart, refused))
}

impl Run<'_> {
    /// Tells who starts the instance in the variable that the start event names for it, also that nobody is
    /// known; what the host says itself under that name goes before it.
    pub(super) fn name_initiator(&self, entry: Option<NodeIx>, vars: &mut Vars) {
        let program = self.program;
        let start = entry.or_else(|| program.node(self.state.process).starts.first().copied());
        let Some(name) = start.and_then(|start| program.node(start).spec.initiator()) else { return };
        let requester = self.state.request.as_ref().and_then(|request| request.requester.clone());
        vars.or_insert(name, &requester.map_or(Value::Null, Value::Text));
    }

    /// Begins a process where a trigger has come.
    pub(super) fn begin_at(&mut self, scope: Key, entry: NodeIx) {
        let program = self.program;
        let node = program.node(entry);
        match &node.spec {
            Spec::StartEvent(_) => self.send(scope, &[entry]),
            spec if spec.instantiates() => {
                self.add_tokens(scope, 1);
                self.queue.push_back(Work::Enter(Token { decided: true, ..Token::new(entry, scope) }));
            }
            _ => {
                let mut sources = node.incoming.iter().map(|flow| program.flow(*flow).source);
                if let Some(gateway) = sources.find(|source| program.node(*source).spec.instantiates()) {
                    self.begin_behind(scope, gateway, entry);
                }
            }
        }
    }

    /// Begins at an event after an instantiating gateway. A parallel one waits for the others, too.
    fn begin_behind(&mut self, scope: Key, gateway: NodeIx, entry: NodeIx) {
        let program = self.program;
        let spot = Spot { key: self.new_key(), node: gateway, scope };
        self.add_tokens(scope, 1);
        self.entered(spot);
        let node = program.node(gateway);
        if matches!(&node.spec, Spec::EventBasedGateway(spec) if spec.parallel) {
            let others = node.outgoing.iter().map(|flow| program.flow(*flow).target);
            let others: Vec<NodeIx> = others.filter(|other| *other != entry).collect_vec();
            if !others.is_empty() {
                self.add_tokens(scope, 1);
                self.await_all(spot, &others);
                return self.send_decided(spot, entry);
            }
        }
        self.left(spot);
        self.send_decided(spot, entry);
    }
}
