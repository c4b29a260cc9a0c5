//! Complex gateway: a condition over the tokens that have arrived says when it starts; afterwards it
//! waits for those that can still come, and is reset (BPMN 13.4.5).

use super::{Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::expr::Expr;
use crate::key::FlowIx;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};
use crate::value::{Text, Value, Vars};

#[derive(Debug)]
pub(crate) struct ComplexGateway {
    pub(crate) activation: Option<Expr>,
    /// Whether the model says when it starts, be it well or badly.
    pub(crate) conditional: bool,
}

impl ComplexGateway {
    /// What its conditions may ask for besides the variables (BPMN table 10.61).
    pub(crate) fn attributes(tokens: u32, waiting_for_start: bool) -> Vars {
        let mut attributes = Vars::new();
        attributes.insert(Text::from("activationCount"), Value::from(tokens));
        attributes.insert(Text::from("waitingForStart"), Value::from(waiting_for_start));
        attributes
    }

    /// Whether it starts, now that so many tokens have arrived.
    pub(crate) fn starts(&self, cx: &Cx<'_>, tokens: u32) -> Result<bool, Stuck> {
        let Some(condition) = &self.activation else { return Ok(false) };
        let attributes = Self::attributes(tokens, true);
        Cx { names: Some(&attributes), ..*cx }.is_true(condition)
    }

    /// The flows to take when it is reset: those that ask for it by a condition that holds.
    pub(crate) fn reset_flows(cx: &Cx<'_>) -> Result<Vec<FlowIx>, Stuck> {
        let attributes = Self::attributes(0, false);
        let cx = Cx { names: Some(&attributes), ..*cx };
        let mut taken = Vec::new();
        for &flow in &cx.node().outgoing {
            if cx.program.flow(flow).is_conditional() && cx.holds(flow)? {
                taken.push(flow);
            }
        }
        Ok(taken)
    }
}

impl Element for ComplexGateway {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let condition = element.bpmn_child("activationCondition");
        let condition = condition.filter(|condition| !condition.trimmed().is_empty());
        Self {
            conditional: condition.is_some(),
            activation: condition
                .and_then(|condition| reader.expression_at_once(element, condition, condition.trimmed())),
        }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        if cx.node().incoming.len() > 1 { Move::Arrive } else { Move::Pass(Exit::All) }
    }

    fn digest(&self, digest: &mut Digest) {
        if let Some(condition) = &self.activation {
            digest.expr(condition);
        }
    }
}
