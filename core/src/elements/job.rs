//! Tasks whose work is done outside: user, service, send, script and business rule task
//! (BPMN 13.3.3). Each opens a job and waits for its answer.

use super::{Element, Move};
use crate::cx::Cx;
use crate::effect::JobKind;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};
use crate::state::WaitKind;
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct JobTask {
    pub(crate) kind: JobKind,
    /// Name of the message that a send task sends.
    pub(crate) message: Option<Text>,
    pub(crate) script: Option<Text>,
    pub(crate) script_format: Option<Text>,
}

impl Element for JobTask {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let kind = match element.local() {
            "userTask" | "globalUserTask" => JobKind::UserTask,
            "sendTask" => JobKind::SendTask,
            "scriptTask" | "globalScriptTask" => JobKind::ScriptTask,
            "businessRuleTask" | "globalBusinessRuleTask" => JobKind::BusinessRuleTask,
            _ => JobKind::ServiceTask,
        };
        let script = element.bpmn_child("script").map(|script| Text::from(script.text().trim()));
        Self {
            kind,
            message: reader.message_name(element),
            script: script.filter(|script| !script.is_empty()),
            // A global script task has another name for it (BPMN 10.3.3).
            script_format: element
                .attr("scriptFormat")
                .or_else(|| element.attr("scriptLanguage"))
                .map(Text::from),
        }
    }

    fn enter(&self, _: &Cx<'_>) -> Move {
        Move::Wait(WaitKind::Job { retries: None })
    }

    fn digest(&self, digest: &mut Digest) {
        digest.option(self.message.as_ref());
        digest.option(self.script.as_ref());
        digest.option(self.script_format.as_ref());
    }
}
