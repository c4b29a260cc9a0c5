//! What moves a request on: a state whose actions people choose, do and report. An action is a user task
//! that belongs to a group, is chosen by one person, and blocks the request until that person is done.

use crate::program::Digest;
use crate::read::{Reader, XmlElement, own_extensions};
use crate::time::{Duration, parse_duration};
use crate::value::Text;

/// An action, as a user task has it.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) id: Text,
    /// The group whose members may do it; none for everybody.
    pub(crate) group: Option<Text>,
    pub(crate) target: Target,
    /// Id of the state that its transition leads to.
    pub(crate) next: Option<Text>,
    /// After which a choice that nothing came of is given back.
    pub(crate) timeout: Option<Duration>,
}

/// Who of a group may do an action.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ActionTarget", rename_all = "camelCase"))]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Target {
    /// Only who has made the request.
    Requester,
    /// Only those whom the request is about, the requester among them.
    Stakeholders,
    /// All of the group.
    #[default]
    Everyone,
}

/// A group of people, as a process defines it.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) id: Text,
    pub(crate) members: Vec<Text>,
}

impl Target {
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "requester" => Self::Requester,
            "stakeholders" => Self::Stakeholders,
            "everyone" => Self::Everyone,
            _ => return None,
        })
    }
}

impl Action {
    pub(super) fn read(reader: &mut Reader<'_>, task: XmlElement<'_>) -> Option<Self> {
        let element = *own_extensions(task, "action").first()?;
        let id = element.said("id").or_else(|| task.attr("id")).unwrap_or_default();
        let mut target = Target::default();
        if let Some(name) = element.said("target") {
            target = Target::by_name(name).unwrap_or_else(|| {
                let message = format_args!("the target of the action is `{name}`");
                let help = "write `requester`, `stakeholders` or `everyone`";
                reader.error(task, "invalidAttribute", message, help);
                target
            });
        }
        let timeout = element.said("timeout").and_then(|text| {
            let timeout = parse_duration(text).ok().filter(|span| !span.is_zero_or_negative());
            if timeout.is_none() {
                let message = format_args!("the timeout of the action is `{text}`");
                let help = "write a duration above zero, such as `PT30M`";
                reader.error(task, "invalidAttribute", message, help);
            }
            timeout
        });
        let text = |name: &str| element.said(name).map(Text::from);
        Some(Self { id: Text::from(id), group: text("group"), target, next: text("next"), timeout })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.text("action");
        digest.text(&self.id);
        digest.option(self.group.as_ref());
        digest.number(self.target as u64);
        digest.option(self.next.as_ref());
        if let Some(timeout) = &self.timeout {
            digest.text(&timeout.to_string());
        }
    }
}

impl Group {
    /// The groups that a process defines.
    pub(super) fn read(process: XmlElement<'_>) -> Vec<Self> {
        let mut groups = Vec::new();
        for group in own_extensions(process, "group") {
            let Some(id) = group.said("id").map(Text::from) else { continue };
            let mut members = Vec::new();
            for member in group.children().named("member") {
                members.push(Text::from(member.trimmed()));
            }
            groups.push(Self { id, members });
        }
        groups
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.text("group");
        digest.text(&self.id);
        self.members.iter().for_each(|member| digest.text(member));
        digest.number(self.members.len() as u64);
    }
}

/// The type of the state that an element stands for, if it stands for one.
pub(super) fn state_type(element: XmlElement<'_>) -> Option<Text> {
    let state = *own_extensions(element, "state").first()?;
    Some(Text::from(state.said("type").unwrap_or("normal")))
}
