//! Lanes: who does what (BPMN 10.8). They change no flow; jobs carry them to the host.

use super::process::{local_part, name};
use super::{BpmnElement, Reader, XmlElement};
use crate::value::{CollectVec, Text};

impl Reader<'_> {
    /// Notes the lanes of a scope before its nodes are read.
    pub(super) fn lanes(&mut self, scope: XmlElement<'_>) {
        let mut open: Vec<XmlElement<'_>> =
            lane_sets(scope).flat_map(BpmnElement::bpmn_children).collect_vec();
        open.reverse();
        while let Some(lane) = open.pop() {
            if lane.local() != "lane" {
                continue;
            }
            let named = name(lane).or_else(|| lane.attr("id").map(Text::from));
            for node in lane.bpmn_children().named("flowNodeRef") {
                if let Some(named) = &named {
                    self.lanes.insert(local_part(node.trimmed()), named.clone());
                }
            }
            // The lanes inside come later, so that the innermost has the last word.
            open.extend(lane_sets(lane).flat_map(BpmnElement::bpmn_children));
        }
    }

    /// The lane that lists a node.
    pub(super) fn lane(&self, id: &str) -> Option<Text> {
        self.lanes.get(id).cloned()
    }
}

fn lane_sets<'d>(element: XmlElement<'d>) -> impl Iterator<Item = XmlElement<'d>> {
    element.bpmn_children().filter(|child| matches!(child.local(), "laneSet" | "childLaneSet"))
}
