//! Who does the work, in BPMN's own words (BPMN 10.3.1), read as Camunda and Flowable read them.

use super::{BpmnElement, Reader, XmlElement};
use crate::elements::{Detail, Details};
use crate::value::CollectVec;

impl Reader<'_> {
    /// The human performer is the assignee, potential owners are the candidates.
    pub(super) fn roles(&mut self, task: XmlElement<'_>, details: &mut Details) {
        for role in task.bpmn_children() {
            let performer = match role.local() {
                "humanPerformer" => true,
                "potentialOwner" => false,
                _ => continue,
            };
            let Some(text) = self.resource(role) else { continue };
            if performer {
                self.detail(task, Detail::Assignee, &text, details);
                continue;
            }
            for (group, name) in candidates(&text) {
                let detail = if group { Detail::CandidateGroups } else { Detail::CandidateUsers };
                self.detail(task, detail, name, details);
            }
        }
    }

    /// What the role says by an expression, or the name of the resource that it refers to.
    fn resource(&self, role: XmlElement<'_>) -> Option<String> {
        if let Some(assignment) = role.bpmn_child("resourceAssignmentExpression") {
            let expression = assignment.bpmn_children().next().unwrap_or(assignment);
            return Some(expression.trimmed().to_owned());
        }
        Some(self.resource_name(role.bpmn_child("resourceRef")?.trimmed()))
    }
}

/// `user(kim), group(sales), staff`: what is not said to be a user is a group.
fn candidates(text: &str) -> Vec<(bool, &str)> {
    let inside =
        |part: &str, kind: &str| (part.starts_with(kind) && part.ends_with(')')).then_some(kind.len());
    let mut found = Vec::new();
    for part in parts(text) {
        let (group, begin) = match inside(part, "user(") {
            Some(begin) => (false, Some(begin)),
            None => (true, inside(part, "group(")),
        };
        let name = begin.and_then(|begin| part.get(begin..part.len() - 1)).unwrap_or(part);
        found.push((group, name));
    }
    found
}

/// What commas part, but for those in brackets.
pub(super) fn parts(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let comma = |letter: char| {
        match letter {
            '(' | '{' | '[' => depth += 1,
            ')' | '}' | ']' => depth -= 1,
            _ => {}
        }
        letter == ',' && depth == 0
    };
    text.split(comma).map(str::trim).collect_vec()
}
