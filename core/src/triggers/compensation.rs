//! Compensation: undoing what has been completed (BPMN 10.5.5, 13.5.5).

use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::value::Text;

#[derive(Clone, Debug)]
pub(crate) struct CompensationTrigger {
    /// Id of the one activity to compensate; none for all of the scope.
    pub(crate) activity: Option<Text>,
    /// Whether the event that throws waits until all is undone.
    pub(crate) waits: bool,
}

impl CompensationTrigger {
    pub(super) fn read(reader: &mut Reader<'_>, definition: XmlElement<'_>) -> Self {
        let activity = definition.said("activityRef");
        Self {
            activity: activity.map(crate::read::local_part),
            waits: reader.flag(definition, "waitForCompletion", true),
        }
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.option(self.activity.as_ref());
        digest.number(u64::from(self.waits));
    }
}
