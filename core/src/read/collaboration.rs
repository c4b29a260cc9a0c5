//! Collaborations: the pools of a file and the message flows between them. They say to hosts who talks
//! with whom; the engine itself runs one process at a time (BPMN 9).

use serde::{Deserialize, Serialize};

use super::{BpmnElement, Reader, XmlElement, local_part};
use crate::value::Text;

/// A participant of a collaboration: a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParticipantInfo {
    /// Id of the participant; absent where the file gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of its process; absent for a pool whose inside is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<Text>,
}

/// A message flow of a collaboration, which leads from one pool to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MessageFlowInfo {
    /// Id of the flow; absent where the file gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Text>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of the event, activity or participant that sends.
    pub source: Text,
    /// Id of the event, activity or participant that receives.
    pub target: Text,
    /// Name of the message that flows, where the flow itself says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

/// Who takes part, and who talks with whom, in document order.
#[derive(Debug, Default)]
pub(crate) struct Collaboration {
    pub(crate) participants: Vec<ParticipantInfo>,
    pub(crate) message_flows: Vec<MessageFlowInfo>,
}

impl Reader<'_> {
    pub(super) fn collaboration(&mut self, root: XmlElement<'_>) -> Collaboration {
        let mut read = Collaboration::default();
        for collaboration in root.bpmn_children().named("collaboration") {
            for child in collaboration.bpmn_children() {
                match child.local() {
                    "participant" => read.participants.push(self.participant(child)),
                    "messageFlow" => read.message_flows.extend(self.message_flow(child)),
                    _ => {}
                }
            }
        }
        read
    }

    fn participant(&self, element: XmlElement<'_>) -> ParticipantInfo {
        let reference = element.said("processRef");
        ParticipantInfo {
            id: element.said("id").map(Text::from),
            name: element.said("name").map(Text::from),
            process: reference.map(|reference| {
                let found = self.callable(reference).and_then(|found| found.attr("id"));
                found.map_or_else(|| local_part(reference), Text::from)
            }),
        }
    }

    /// A flow that leads from nowhere or to nowhere says nothing.
    fn message_flow(&mut self, element: XmlElement<'_>) -> Option<MessageFlowInfo> {
        let ends = element.said("sourceRef").zip(element.said("targetRef"));
        let Some((source, target)) = ends else {
            self.warning(
                element,
                "danglingMessageFlow",
                format_args!("the message flow lacks its source or its target, and has no effect"),
                "give it a `sourceRef` and a `targetRef`",
            );
            return None;
        };
        Some(MessageFlowInfo {
            id: element.said("id").map(Text::from),
            name: element.said("name").map(Text::from),
            source: local_part(source),
            target: local_part(target),
            message: self.message_name(element),
        })
    }
}
