//! Start events: without a trigger, or with the trigger of an event subprocess (BPMN 13.5.1, 13.5.4).

use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};

#[derive(Debug)]
pub(crate) struct StartEvent {
    pub(crate) trigger: Trigger,
    /// Whether it ends everything else in the scope around the event subprocess.
    pub(crate) interrupting: bool,
}

impl Element for StartEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let around = element.parent().filter(|around| around.local() == "subProcess");
        let handler =
            around.is_some_and(|around| matches!(around.attr("triggeredByEvent"), Some("true" | "1")));
        let position = if handler { Position::Handler } else { Position::Start };
        let trigger = Trigger::read(reader, element, position);
        let interrupting = reader.flag(element, "isInterrupting", true);
        // An error always ends the scope that it was thrown in (BPMN 10.5.6).
        Self { interrupting: interrupting || matches!(trigger, Trigger::Error(_)), trigger }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Pass(Exit::All)
    }

    fn digest(&self, digest: &mut Digest) {
        if !matches!(self.trigger, Trigger::None) {
            digest.number(u64::from(self.interrupting));
            self.trigger.digest(digest);
        }
    }
}
