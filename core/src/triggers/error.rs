//! Errors: thrown inside an activity, caught on its border by the code (BPMN 10.5.7).

use super::code::Code;
use super::{Position, Raised};
use crate::cx::{Cx, Stuck};
use crate::elements::Source;
use crate::program::Digest;
use crate::read::{Coded, Reader, XmlElement};
use crate::value::{Text, Value, Vars, vars};

#[derive(Debug)]
pub(crate) struct ErrorTrigger {
    pub(super) code: Code,
    /// What Camunda lets the error say.
    message: Option<Source>,
    /// Camunda's names of the variables that get the code and the message of what is caught.
    variables: [Option<Text>; 2],
}

impl ErrorTrigger {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
        position: Position,
    ) -> Self {
        Self {
            code: Code::read(reader, event, definition, position, &Coded::ERROR),
            message: reader.error_message(definition),
            variables: reader.error_variables(definition),
        }
    }

    /// What the thrower says of it.
    pub(super) fn told(&self, cx: &Cx<'_>) -> Result<Option<Text>, Stuck> {
        self.message.as_ref().map(|message| message.name(cx)).transpose()
    }

    /// What the process learns of an error that is caught here.
    pub(crate) fn known(&self, raised: &Raised) -> Vars {
        let [code, message] = &self.variables;
        let code = code.iter().map(|name| (name.clone(), Value::Text(raised.code.clone())));
        let told = raised.message.clone().map(Value::Text).unwrap_or_default();
        vars(code.chain(message.iter().map(|name| (name.clone(), told.clone()))))
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        self.code.digest(digest);
        if let Some(message) = &self.message {
            message.digest(digest);
        }
        for (kind, name) in (1..).zip(&self.variables) {
            if let Some(name) = name {
                digest.number(kind);
                digest.text(name);
            }
        }
    }
}
