//! Escalations: thrown inside a scope and caught on its border by the code, like errors, but they need
//! not end anything (BPMN 10.5.5).

use super::{Position, Raised, digest_code};
use crate::elements::Source;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::value::{Text, Value, Vars, vars};

#[derive(Debug)]
pub(crate) struct EscalationTrigger {
    /// Escalation code; a catching event without one catches every escalation.
    pub(crate) code: Option<Source>,
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
        let code = reader.escalation_code(definition);
        Self {
            code: reader.event_code(event, code, position),
            variable: reader.escalation_variable(definition),
        }
    }

    /// What the process learns of an escalation that is caught here.
    pub(crate) fn known(&self, raised: &Raised) -> Vars {
        vars(self.variable.iter().map(|name| (name.clone(), Value::Text(raised.code.clone()))))
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest_code(self.code.as_ref(), digest);
        if let Some(variable) = &self.variable {
            digest.text(variable);
        }
    }
}
