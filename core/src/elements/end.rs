//! End events: the token is consumed, after what the triggers throw (BPMN 13.5.6).

use super::action::state_type;
use super::{Element, JobTask, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct EndEvent {
    pub(super) trigger: Trigger,
    /// What sends its message, where the model names it.
    pub(super) job: Option<Box<JobTask>>,
    /// Of one that is the last state of a request: its type.
    pub(super) state: Option<Text>,
}

impl Element for EndEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let trigger = Trigger::read(reader, element, Position::End);
        let job = JobTask::of_event(reader, element).map(Box::new);
        Self { trigger, job, state: state_type(element) }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        self.job.as_ref().map_or(Move::Throw, |job| job.enter(cx))
    }

    fn digest(&self, digest: &mut Digest) {
        self.trigger.digest(digest);
        if let Some(job) = &self.job {
            job.digest(digest);
        }
        if let Some(state) = &self.state {
            digest.text(state);
        }
    }
}
