//! Errors: thrown inside an activity, caught on its border by the code (BPMN 10.5.7).

use crate::read::{Reader, XmlElement};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct ErrorTrigger {
    /// Error code; a catching event without one catches every error.
    pub(crate) code: Option<Text>,
}

impl ErrorTrigger {
    pub(super) fn read(reader: &mut Reader<'_>, definition: XmlElement<'_>) -> Self {
        Self { code: reader.error_code(definition) }
    }
}
