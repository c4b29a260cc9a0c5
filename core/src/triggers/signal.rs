//! Signals: everyone who listens at that instant hears them (BPMN 10.5.1).

use crate::cx::{Cx, Stuck};
use crate::elements::Source;
use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;

#[derive(Debug)]
pub(crate) struct SignalTrigger {
    pub(crate) name: Source,
    /// Whether it is for its own instance only, as Flowable has it.
    pub(crate) local: bool,
}

impl SignalTrigger {
    pub(super) fn read(reader: &mut Reader<'_>, event: XmlElement<'_>, definition: XmlElement<'_>) -> Self {
        let name = reader.signal_name(definition);
        Self { name: reader.event_name(event, definition, name), local: reader.is_local_signal(definition) }
    }

    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<WaitKind, Stuck> {
        Ok(WaitKind::Signal { name: self.name.name(cx)? })
    }
}
