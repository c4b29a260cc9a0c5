//! The read-only view that elements and triggers decide on.

use crate::error::IncidentKind;
use crate::expr::{Env, Expr};
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::{Node, Program};
use crate::state::State;
use crate::time::Timestamp;
use crate::value::{Text, Value};

static NULL: Value = Value::Null;

/// One token at one node, at one moment.
pub(crate) struct Cx<'a> {
    pub(crate) program: &'a Program,
    pub(crate) state: &'a State,
    pub(crate) at: Timestamp,
    pub(crate) node: NodeIx,
    /// Where names are looked up first.
    pub(crate) scope: Key,
}

/// Why something cannot go on: an incident in the making.
#[derive(Debug)]
pub(crate) struct Stuck {
    pub(crate) code: IncidentKind,
    pub(crate) message: Text,
}

impl Stuck {
    pub(crate) fn new(code: IncidentKind, message: impl Into<Text>) -> Self {
        Self { code, message: message.into() }
    }

    pub(crate) fn endless(id: &str) -> Self {
        Self::new(
            IncidentKind::EndlessLoop,
            format!("`{id}` was entered too often within one step: the loop it is in never waits"),
        )
    }

    pub(crate) fn no_flow(id: &str) -> Self {
        Self::new(
            IncidentKind::NoFlowTaken,
            format!("no outgoing flow of `{id}` has a condition that holds, and it has no default flow"),
        )
    }
}

impl Cx<'_> {
    pub(crate) fn node(&self) -> &Node {
        self.program.node(self.node)
    }

    pub(crate) fn eval(&self, expr: &Expr) -> Result<Value, Stuck> {
        let scope = Scope { program: self.program, state: self.state, from: self.scope };
        expr.eval(&scope).map_err(|error| {
            Stuck::new(IncidentKind::ExpressionFailed, format!("`{}`: {error}", expr.source()))
        })
    }

    /// Whether a flow may be taken; one without a condition always may.
    pub(crate) fn holds(&self, flow: FlowIx) -> Result<bool, Stuck> {
        let flow = self.program.flow(flow);
        let Some(condition) = &flow.condition else { return Ok(true) };
        match self.eval(condition)? {
            Value::Bool(holds) => Ok(holds),
            other => Err(Stuck::new(
                IncidentKind::ExpressionFailed,
                format!(
                    "the condition `{}` of flow `{}` gave {}, not true or false",
                    condition.source(),
                    flow.id,
                    other.kind_name()
                ),
            )),
        }
    }

    /// The outgoing flows to take (BPMN 13.3.1): all without a condition or whose condition holds,
    /// else the default flow.
    pub(crate) fn flows(&self) -> Result<Vec<FlowIx>, Stuck> {
        let node = self.node();
        let mut taken = Vec::new();
        for &flow in node.outgoing.iter().filter(|flow| Some(**flow) != node.default) {
            if self.holds(flow)? {
                taken.push(flow);
            }
        }
        if taken.is_empty() {
            taken.push(node.default.ok_or_else(|| Stuck::no_flow(&node.id))?);
        }
        Ok(taken)
    }
}

/// Names as seen from one scope: its own, then those of the scopes around it.
struct Scope<'a> {
    program: &'a Program,
    state: &'a State,
    from: Key,
}

impl Env for Scope<'_> {
    fn lookup(&self, name: &str) -> Option<&Value> {
        self.state.scopes(self.from).find_map(|(_, act)| {
            let declared = || self.program.node(act.node).declares(name).then_some(&NULL);
            act.vars.get(name).or_else(declared)
        })
    }
}
