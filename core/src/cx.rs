//! The read-only view that elements and triggers decide on.

use std::borrow::Cow;

use crate::elements::Spec;
use crate::error::IncidentKind;
use crate::expr::{Env, EvalError, Expr, Subject};
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::{Node, Program};
use crate::state::{Question, State, Told};
use crate::time::Timestamp;
use crate::value::{Text, Value, Vars};

/// The variables of which one must be true before Flowable and Activiti ask a skip expression.
const SKIPPING: [&str; 2] = ["_FLOWABLE_SKIP_EXPRESSION_ENABLED", "_ACTIVITI_SKIP_EXPRESSION_ENABLED"];

static NULL: Value = Value::Null;

/// One token at one node, at one moment.
#[derive(Clone, Copy)]
pub(crate) struct Cx<'a> {
    pub(crate) program: &'a Program,
    pub(crate) state: &'a State,
    pub(crate) at: Timestamp,
    pub(crate) node: NodeIx,
    /// Where names are looked up first.
    pub(crate) scope: Key,
    /// Names that only this decision sees.
    pub(crate) names: Option<&'a Vars>,
    /// What the host has said, where this decision has asked it before.
    pub(crate) told: Option<&'a Told>,
}

/// Why something cannot go on: an incident in the making, or a question to the host.
#[derive(Debug)]
pub(crate) struct Stuck {
    pub(crate) code: IncidentKind,
    pub(crate) message: Text,
    pub(crate) question: Option<Box<Question>>,
}

impl Stuck {
    pub(crate) fn new(code: IncidentKind, message: impl Into<Text>) -> Self {
        Self { code, message: message.into(), question: None }
    }

    pub(crate) fn endless(id: &str) -> Self {
        Self::new(
            IncidentKind::EndlessLoop,
            format!("`{id}` was entered too often within one step: the loop it is in never waits"),
        )
    }

    /// The step moved more tokens than a step may.
    pub(crate) fn unending(id: &str) -> Self {
        Self::new(
            IncidentKind::EndlessLoop,
            format!("the step did not come to an end; it was stopped at `{id}`"),
        )
    }

    pub(crate) fn no_flow(id: &str) -> Self {
        Self::new(
            IncidentKind::NoFlowTaken,
            format!("no outgoing flow of `{id}` has a condition that holds, and it has no default flow"),
        )
    }
}

fn failed(expr: &Expr, error: &EvalError) -> Stuck {
    Stuck::new(IncidentKind::ExpressionFailed, format!("`{}`: {error}", expr.source()))
}

impl Cx<'_> {
    pub(crate) fn node(&self) -> &Node {
        self.program.node(self.node)
    }

    pub(crate) fn eval(&self, expr: &Expr) -> Result<Value, Stuck> {
        self.eval_with_reason(expr).map(|(value, _)| value)
    }

    /// The value, and why it is null where the language tells. What only the host can evaluate is what it
    /// has said, else a question.
    pub(crate) fn eval_with_reason(&self, expr: &Expr) -> Result<(Value, Option<String>), Stuck> {
        let Some(foreign) = expr.foreign() else {
            return expr.eval_with_reason(self).map_err(|error| failed(expr, &error));
        };
        if let Some(value) = self.told.and_then(|told| told.next(expr.source())) {
            return Ok((value, None));
        }
        let asked = Question {
            language: foreign.clone(),
            source: expr.source().clone(),
            names: self.names.cloned().unwrap_or_default(),
            ..Question::default()
        };
        let stuck = Stuck::new(IncidentKind::ExpressionFailed, expr.source().clone());
        Err(Stuck { question: Some(Box::new(asked)), ..stuck })
    }

    /// The value of a condition of the element itself, which must give true or false.
    pub(crate) fn is_true(&self, condition: &Expr) -> Result<bool, Stuck> {
        self.truth(condition, || format!("`{}`", self.node().id))
    }

    /// Whether the variables say that skip expressions are to be asked.
    pub(crate) fn skips(&self) -> bool {
        SKIPPING.iter().any(|name| self.lookup(name).as_deref() == Some(&Value::Bool(true)))
    }

    fn skip_of(&self, flow: FlowIx) -> Option<&Expr> {
        self.program.flow(flow).skip.as_ref().filter(|_| self.skips())
    }

    /// The outgoing flows that say for themselves whether they are taken: the default flow only by a skip
    /// expression.
    pub(crate) fn asked(&self) -> impl Iterator<Item = FlowIx> {
        let node = self.node();
        let default = node.default.filter(|_| !node.takes_all());
        let asked = move |flow: &FlowIx| Some(*flow) != default || self.skip_of(*flow).is_some();
        node.outgoing.iter().copied().filter(asked)
    }

    /// Whether a flow may be taken; one without a condition always may, and so may those of a parallel
    /// gateway. A skip expression is asked in place of the condition.
    pub(crate) fn holds(&self, ix: FlowIx) -> Result<bool, Stuck> {
        let flow = self.program.flow(ix);
        let own = || flow.condition.as_ref().filter(|_| !self.node().takes_all());
        let condition = self.skip_of(ix).or_else(own);
        condition.map_or(Ok(true), |condition| self.truth(condition, || format!("flow `{}`", flow.id)))
    }

    fn truth(&self, condition: &Expr, owner: impl Fn() -> String) -> Result<bool, Stuck> {
        let (value, reason) = self.eval_with_reason(condition)?;
        match value {
            Value::Bool(holds) => Ok(holds),
            other => {
                let (source, owner, kind) = (condition.source(), owner(), other.kind_name());
                let mut message =
                    format!("the condition `{source}` of {owner} gave {kind}, not true or false");
                if let Some(reason) = reason.filter(|_| other.is_null()) {
                    message.push_str(": ");
                    message.push_str(&reason);
                }
                Err(Stuck::new(IncidentKind::ExpressionFailed, message))
            }
        }
    }

    /// The outgoing flows to take (BPMN 13.3.1): all without a condition or whose condition holds,
    /// else the default flow.
    pub(crate) fn flows(&self) -> Result<Vec<FlowIx>, Stuck> {
        let node = self.node();
        let gateway =
            node.takes_all() || matches!(node.spec, Spec::InclusiveGateway(_) | Spec::ComplexGateway(_));
        let (mut taken, mut chosen) = (Vec::new(), false);
        // The only way on is taken without asking whether to skip to it.
        let only = node.outgoing.len() == 1;
        for flow in self.asked() {
            if only && self.skip_of(flow).is_some() || self.holds(flow)? {
                // Beside an activity's conditions, flows without one are a split of their own (BPMN 13.3.1).
                chosen |= gateway || self.program.flow(flow).is_conditional();
                taken.push(flow);
            }
        }
        if !chosen {
            taken.extend(node.default);
        }
        if taken.is_empty() {
            return Err(Stuck::no_flow(&node.id));
        }
        Ok(taken)
    }
}

/// Names as seen from one scope: its own, then those of the scopes around it.
impl Env for Cx<'_> {
    fn lookup(&self, name: &str) -> Option<Cow<'_, Value>> {
        if let Some(value) = self.names.and_then(|names| names.get(name)) {
            return Some(Cow::Borrowed(value));
        }
        self.state.scopes(self.scope).find_map(|(_, act)| {
            let declared = || self.program.node(act.node).declares(name).then_some(Cow::Borrowed(&NULL));
            act.lookup(name).or_else(declared)
        })
    }

    fn now(&self) -> Timestamp {
        self.at
    }

    fn subject(&self, subject: Subject) -> Option<Text> {
        match subject {
            Subject::BusinessKey => self.state.business_key.clone(),
            Subject::ElementId => Some(self.node().id.clone()),
            Subject::ElementName => self.node().name.clone(),
            Subject::InstanceId => Some(self.state.id.clone()),
        }
    }
}
