//! Errors: thrown inside an activity, caught on its border by the code (BPMN 10.5.7).

use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::value::{Text, Value, Vars};

#[derive(Debug)]
pub(crate) struct ErrorTrigger {
    /// Error code; a catching event without one catches every error.
    pub(crate) code: Option<Text>,
    /// Camunda's names of the variables that get the code and the message of what is caught.
    variables: [Option<Text>; 2],
}

impl ErrorTrigger {
    pub(super) fn read(reader: &mut Reader<'_>, definition: XmlElement<'_>) -> Self {
        Self { code: reader.error_code(definition), variables: reader.error_variables(definition) }
    }

    /// What the process learns of an error that is caught here. No worker tells a message.
    pub(crate) fn known(&self, code: &Text) -> Vars {
        let [own, message] = &self.variables;
        let code = own.iter().map(|name| (name.clone(), Value::Text(code.clone())));
        code.chain(message.iter().map(|name| (name.clone(), Value::Null))).collect()
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.option(self.code.as_ref());
        for (kind, name) in (1..).zip(&self.variables) {
            if let Some(name) = name {
                digest.number(kind);
                digest.text(name);
            }
        }
    }
}
