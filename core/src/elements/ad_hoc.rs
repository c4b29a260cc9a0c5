//! Ad-hoc subprocesses: their activities start without flows that lead to them, and a condition says
//! when it is enough (BPMN 13.3.5).

use super::subprocess::refuse_trigger;
use super::{Element, Move};
use crate::cx::{Cx, Stuck};
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct AdHocSubProcess {
    /// One activity at a time.
    pub(crate) sequential: bool,
    completion: Option<Expr>,
    /// Whether what still runs is withdrawn when the condition holds.
    pub(crate) cancels: bool,
}

impl AdHocSubProcess {
    /// Whether there is a completion condition, and it holds.
    pub(crate) fn is_complete(&self, cx: &Cx<'_>) -> Result<Option<bool>, Stuck> {
        self.completion.as_ref().map(|condition| cx.is_true(condition)).transpose()
    }
}

impl Element for AdHocSubProcess {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        refuse_trigger(reader, element);
        let condition = element.bpmn_child("completionCondition");
        let condition = condition.filter(|condition| !condition.trimmed().is_empty());
        Self {
            sequential: element.attr("ordering").is_some_and(|ordering| ordering.trim() == "Sequential"),
            completion: condition
                .and_then(|condition| reader.expression(element, condition, condition.trimmed())),
            cancels: reader.flag(element, "cancelRemainingInstances", true),
        }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Open
    }

    fn digest(&self, digest: &mut Digest) {
        digest.number(u64::from(self.sequential));
        digest.number(u64::from(self.cancels));
        if let Some(condition) = &self.completion {
            digest.expr(condition);
        }
    }
}
