//! What vendors say of the work of a task.

use super::{Reader, XmlElement};
use crate::expr::Expr;
use crate::read::BpmnElement;
use crate::value::Text;
use crate::xml::Ns;

/// Flowable's condition under which a task is passed over.
pub(super) const SKIP: &str = "skipExpression";

/// Camunda's error of an external task.
pub(super) const ERROR: &str = "errorEventDefinition";

impl Reader<'_> {
    pub(crate) fn skip_expression(&mut self, element: XmlElement<'_>) -> Option<Expr> {
        let text = [Ns::Flowable, Ns::Activiti].iter().find_map(|ns| element.attr_ns(*ns, SKIP))?.trim();
        if text.is_empty() { None } else { self.expression(element, element, text) }
    }

    /// Errors that an external task of Camunda throws where what its worker returned says so.
    pub(crate) fn thrown_on_completion(&mut self, task: XmlElement<'_>) -> Vec<(Expr, Text)> {
        let mut throws = Vec::new();
        let container = task.bpmn_child("extensionElements");
        for definition in container.into_iter().flat_map(XmlElement::children) {
            if !matches!(definition.ns(), Ns::Camunda | Ns::Operaton) || definition.local() != ERROR {
                continue;
            }
            let text = definition.attr("expression").map(str::trim).unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            if let Some(condition) = self.expression(task, definition, text) {
                throws.push((condition, self.error_code(definition).unwrap_or_default()));
            }
        }
        throws
    }
}
