//! Start events: without a trigger, or with the trigger of an event subprocess (BPMN 13.5.1, 13.5.4).

use super::subprocess::triggered;
use super::{Element, Exit, Move};
use crate::cx::Cx;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::triggers::{Position, Trigger};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct StartEvent {
    pub(crate) trigger: Trigger,
    /// Whether it ends everything else in the scope around the event subprocess.
    pub(crate) interrupting: bool,
    /// The variable that tells who starts the process.
    pub(crate) initiator: Option<Text>,
}

impl Element for StartEvent {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let position = match element.parent() {
            Some(around) if around.local() == "process" => Position::Start,
            Some(around) if triggered(around) => Position::Handler,
            _ => Position::Inner,
        };
        let trigger = Trigger::read(reader, element, position);
        let interrupting = reader.flag(element, "isInterrupting", true);
        let error = trigger.always_interrupts();
        if error && !interrupting {
            reader.warning(
                element,
                "invalidAttribute",
                format_args!("an error always ends its scope; `isInterrupting=\"false\"` has no effect"),
                "leave `isInterrupting` out",
            );
        }
        let initiator = reader.initiator(element, matches!(position, Position::Start));
        Self { interrupting: interrupting || error, trigger, initiator }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Pass(Exit::All)
    }

    fn digest(&self, digest: &mut Digest) {
        if !matches!(self.trigger, Trigger::None) {
            digest.number(u64::from(self.interrupting));
            self.trigger.digest(digest);
        }
        if let Some(initiator) = &self.initiator {
            digest.text(initiator);
        }
    }
}
