//! References: that what they name is there, and is of the right kind.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// What a reference may lead to.
#[derive(Clone, Copy)]
enum Target {
    /// One of these elements.
    Tags(&'static [&'static str]),
    Activity,
    Callable,
    Definition,
    Node,
    /// Something that sends or receives messages.
    Partner,
    Anything,
}

impl Target {
    fn admits(self, found: &Item<'_>) -> bool {
        match self {
            Self::Tags(tags) => tags.contains(&found.tag),
            Self::Activity => found.kind == Kind::Activity,
            Self::Callable => found.kind == Kind::Process || found.tag.starts_with("global"),
            Self::Definition => found.kind == Kind::Definition,
            Self::Node => found.is_node(),
            Self::Partner => {
                found.is_event()
                    || found.kind == Kind::Activity
                    || matches!(
                        found.tag,
                        "participant" | "conversation" | "subConversation" | "callConversation"
                    )
            }
            Self::Anything => true,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Tags(tags) => format!("`{}`", tags.first().copied().unwrap_or_default()),
            Self::Activity => "activity".to_owned(),
            Self::Callable => "process or global task".to_owned(),
            Self::Definition => "event definition".to_owned(),
            Self::Node => "flow node".to_owned(),
            Self::Partner => "participant, activity or event".to_owned(),
            Self::Anything => "element".to_owned(),
        }
    }
}

/// References in attributes: on which element (any, if empty), the attribute, and what it names.
const ATTRIBUTES: &[(&str, &str, Target)] = &[
    ("", "categoryValueRef", Target::Tags(&["categoryValue"])),
    ("", "dataObjectRef", Target::Tags(&["dataObject"])),
    ("", "dataStoreRef", Target::Tags(&["dataStore"])),
    ("", "errorRef", Target::Tags(&["error"])),
    ("", "escalationRef", Target::Tags(&["escalation"])),
    ("", "evaluatesToTypeRef", Target::Tags(&["itemDefinition"])),
    ("", "itemRef", Target::Tags(&["itemDefinition"])),
    ("", "itemSubjectRef", Target::Tags(&["itemDefinition"])),
    ("", "messageRef", Target::Tags(&["message"])),
    ("", "noneBehaviorEventRef", Target::Definition),
    ("", "oneBehaviorEventRef", Target::Definition),
    ("", "operationRef", Target::Tags(&["operation"])),
    ("", "signalRef", Target::Tags(&["signal"])),
    ("association", "sourceRef", Target::Anything),
    ("association", "targetRef", Target::Anything),
    ("compensateEventDefinition", "activityRef", Target::Activity),
    ("messageFlow", "sourceRef", Target::Partner),
    ("messageFlow", "targetRef", Target::Partner),
    ("participant", "processRef", Target::Tags(&["process"])),
];

/// References in elements.
const ELEMENTS: &[(&str, &str, Target)] = &[
    ("", "eventDefinitionRef", Target::Definition),
    ("", "flowNodeRef", Target::Node),
    ("", "inMessageRef", Target::Tags(&["message"])),
    ("", "incoming", Target::Tags(&["sequenceFlow"])),
    ("", "operationRef", Target::Tags(&["operation"])),
    ("", "outMessageRef", Target::Tags(&["message"])),
    ("", "outgoing", Target::Tags(&["sequenceFlow"])),
    ("", "supportedInterfaceRef", Target::Tags(&["interface"])),
    ("linkEventDefinition", "source", Target::Tags(&["linkEventDefinition"])),
    ("linkEventDefinition", "target", Target::Tags(&["linkEventDefinition"])),
    ("participant", "interfaceRef", Target::Tags(&["interface"])),
    ("operation", "errorRef", Target::Tags(&["error"])),
    ("", "resourceRef", Target::Tags(&["resource"])),
];

/// Each reference of an element, with what it may lead to.
fn references<'d>(index: &Index<'d>, item: &Item<'d>, each: &mut dyn FnMut(&'static str, &'d str, Target)) {
    for attribute in item.xml.attributes().iter().filter(|attribute| attribute.name.ends_with("Ref")) {
        let known = |(owner, name, _): &&(&str, &str, Target)| {
            *name == attribute.name && (owner.is_empty() || *owner == item.tag)
        };
        let value = attribute.value.trim();
        if let Some((_, name, target)) = ATTRIBUTES.iter().find(known).filter(|_| !value.is_empty()) {
            each(name, value, *target);
        }
    }
    for (owner, tag, target) in ELEMENTS.iter().filter(|(_, tag, _)| *tag == item.tag) {
        let text = item.xml.trimmed();
        let fits = |parent: &Item<'d>| owner.is_empty() || *owner == parent.tag;
        if !text.is_empty() && index.parent(item).is_some_and(fits) {
            each(tag, text, *target);
        }
    }
    if item.tag == "callActivity"
        && let Some(called) = item.attr("calledElement")
        // What is not in this file is for the host to find; it may well be called like the activity.
        && index.find(called).is_some_and(|found| found.xml != item.xml)
    {
        each("calledElement", called, Target::Callable);
    }
}

/// What is referred to is in the file (BPMN 8.2.2).
pub(super) fn present<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    references(index, item, &mut |name, reference, target| {
        // Of these the reader has spoken already.
        if matches!(target, Target::Activity | Target::Definition) {
            return;
        }
        // Types of XML Schema and those of imported files are elsewhere.
        let imported = (index.imports || name == "itemSubjectRef") && reference.contains(':');
        let foreign = || matches!(target, Target::Anything) && index.has_foreign(reference);
        if index.find(reference).is_none() && !imported && !foreign() {
            tell(item, format_args!("`{name}` is `{reference}`, and there is no such {}", target.name()));
        }
    });
}

/// It is what the reference is for.
pub(super) fn fitting<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    references(index, item, &mut |name, reference, target| {
        if let Some(found) = index.find(reference).filter(|found| !target.admits(found)) {
            let message =
                format!("`{name}` names the `{}` `{reference}`, which is no {}", found.tag, target.name());
            tell(item, format_args!("{message}"));
        }
    });
}
