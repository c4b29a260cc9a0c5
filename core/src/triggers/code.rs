//! The codes of errors and escalations: what they are thrown with and caught by (BPMN 10.5.5, 10.5.7).

use super::Position;
use crate::cx::{Cx, Stuck};
use crate::elements::Source;
use crate::program::Digest;
use crate::read::{Coded, Reader, XmlElement};
use crate::value::Text;

/// Tells what is caught by its id from what has a code, in fingerprints.
const BY_ID: u64 = 8;

/// The code of an event.
#[derive(Debug)]
pub(crate) struct Code {
    /// None where the event refers to nothing.
    said: Option<Source>,
    /// What it catches: the error or escalation that it refers to has no code, and goes by its id.
    by_id: bool,
}

impl Code {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
        position: Position,
        coded: &Coded,
    ) -> Self {
        let said = reader.code(definition, coded);
        let by_id = position.catches() && reader.is_without_code(definition, coded);
        Self { said: reader.event_code(event, said, position), by_id }
    }

    /// The code of what is thrown now.
    pub(super) fn thrown(&self, cx: &Cx<'_>) -> Result<Text, Stuck> {
        self.said.as_ref().map_or(Ok(Text::default()), |said| said.name(cx))
    }

    /// How well this catches a code: the very code goes before any. What has no code catches every one; an
    /// id, by which two of them can be told apart, only goes before.
    pub(super) fn catches(&self, code: &str) -> Option<u8> {
        match &self.said {
            Some(said) if **said.text() == *code => Some(1),
            Some(_) if !self.by_id => None,
            _ => Some(0),
        }
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        if self.by_id {
            digest.number(BY_ID);
        }
        match &self.said {
            Some(Source::Expression(expression)) => digest.expr(expression),
            said => digest.option(said.as_ref().map(Source::text)),
        }
    }
}
