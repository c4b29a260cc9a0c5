//! Escalations: thrown inside a scope and caught on its border by the code, like errors, but they need
//! not end anything (BPMN 10.5.5).

use crate::read::{Reader, XmlElement};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct EscalationTrigger {
    /// Escalation code; a catching event without one catches every escalation.
    pub(crate) code: Option<Text>,
}

impl EscalationTrigger {
    pub(super) fn read(reader: &mut Reader<'_>, definition: XmlElement<'_>) -> Self {
        Self { code: reader.escalation_code(definition) }
    }
}
