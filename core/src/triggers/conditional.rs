//! Conditions on the process's own data: an event occurs when one turns true (BPMN 10.5.5).

use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::{Text, Value};

#[derive(Debug)]
pub(crate) struct ConditionalTrigger {
    pub(super) condition: Expr,
    /// As the model has it.
    text: Text,
    /// The variable each change of which is the event, as Flowable has it; no condition is asked.
    pub(crate) variable: Option<Text>,
}

impl ConditionalTrigger {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
    ) -> Option<Self> {
        let condition = definition.bpmn_child("condition").filter(|found| !found.trimmed().is_empty());
        let Some(condition) = condition else {
            reader.error(
                event,
                "missingCondition",
                format_args!("the conditional event has no condition"),
                "give it a `condition`, such as `= amount > 100`",
            );
            return None;
        };
        let text = condition.trimmed();
        Some(Self {
            condition: reader.expression_at_once(event, condition, text)?,
            text: Text::from(text),
            variable: None,
        })
    }

    /// Every change of a variable, as if that were the condition.
    pub(super) fn listening(reader: &mut Reader<'_>, event: XmlElement<'_>, variable: &str) -> Option<Self> {
        let condition = reader.variable(event, variable)?;
        let text = Text::from(variable);
        Some(Self { condition, variable: Some(text.clone()), text })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.expr(&self.condition);
        if let Some(variable) = &self.variable {
            digest.text(variable);
        }
    }

    pub(super) fn arm(&self) -> WaitKind {
        WaitKind::Condition { source: self.text.clone(), held: false }
    }

    /// Whether the condition holds. What is not there yet does not.
    pub(crate) fn holds(&self, cx: &Cx<'_>) -> Result<bool, Stuck> {
        match cx.eval(&self.condition)? {
            Value::Bool(holds) => Ok(holds),
            Value::Null => Ok(false),
            other => Err(Stuck::new(
                IncidentKind::ExpressionFailed,
                format!(
                    "the condition `{}` gave {}, not true or false",
                    self.condition.source(),
                    other.kind_name()
                ),
            )),
        }
    }
}
