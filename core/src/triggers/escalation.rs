//! Escalations: thrown inside a scope and caught on its border by the code, like errors, but they need
//! not end anything (BPMN 10.5.5).

use super::code::Code;
use super::{Position, Raised};
use crate::program::Digest;
use crate::read::{Coded, Reader, XmlElement};
use crate::value::{Text, Value, Vars, vars};

#[derive(Debug)]
pub(crate) struct EscalationTrigger {
    pub(super) code: Code,
    /// Camunda's name of the variable that gets the code of what is caught.
    variable: Option<Text>,
}

impl EscalationTrigger {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
        position: Position,
    ) -> Self {
        Self {
            code: Code::read(reader, event, definition, position, &Coded::ESCALATION),
            variable: reader.escalation_variable(definition),
        }
    }

    /// What the process learns of an escalation that is caught here.
    pub(crate) fn known(&self, raised: &Raised) -> Vars {
        vars(self.variable.iter().map(|name| (name.clone(), Value::Text(raised.code.clone()))))
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        self.code.digest(digest);
        if let Some(variable) = &self.variable {
            digest.text(variable);
        }
    }
}
