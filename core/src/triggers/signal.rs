//! Signals: everyone who listens at that instant hears them (BPMN 10.5.1).

use crate::read::{Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct SignalTrigger {
    pub(crate) name: Text,
    /// Whether it is for its own instance only, as Flowable has it.
    pub(crate) local: bool,
}

impl SignalTrigger {
    /// An event without a signal reference goes by its own id, so that a model in the making runs.
    pub(super) fn read(reader: &mut Reader<'_>, event: XmlElement<'_>, definition: XmlElement<'_>) -> Self {
        let name = reader.signal_name(definition);
        Self {
            name: name.unwrap_or_else(|| Text::from(event.attr("id").unwrap_or_default())),
            local: reader.is_local_signal(definition),
        }
    }

    pub(super) fn arm(&self) -> WaitKind {
        WaitKind::Signal { name: self.name.clone() }
    }
}
