//! What events that throw or wait must name.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// An error that an end event throws has a code (BPMN 8.4.3).
pub(super) fn error<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind == Kind::End {
        thrown(index, item, ["errorEventDefinition", "errorRef", "error", "errorCode"], tell);
    }
}

/// An escalation that is thrown has a code (BPMN 8.4.4).
pub(super) fn escalation<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if matches!(item.kind, Kind::End | Kind::Throw) {
        let words = ["escalationEventDefinition", "escalationRef", "escalation", "escalationCode"];
        thrown(index, item, words, tell);
    }
}

fn thrown<'d>(
    index: &Index<'d>,
    event: &Item<'d>,
    [tag, reference, kind, code]: [&str; 4],
    tell: Tell<'_, 'd>,
) {
    if !index.executable(event) {
        return;
    }
    for trigger in index.triggers(event).into_iter().filter(|trigger| trigger.tag == tag) {
        match trigger.attr(reference) {
            None => tell(event, format_args!("`{}` throws without an `{reference}`", event.label())),
            Some(named) => {
                let found = index.find(named).filter(|found| found.tag == kind);
                if let Some(found) = found.filter(|found| found.attr(code).is_none()) {
                    let message =
                        format!("`{}`, which `{}` throws, has no `{code}`", found.label(), event.label());
                    tell(found, format_args!("{message}"));
                }
            }
        }
    }
}

/// A message event of an executable process names its message (BPMN 10.5.5).
pub(super) fn message<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if messages(index, item).any(|trigger| trigger.attr("messageRef").is_none()) {
        tell(item, format_args!("`{}` names no message", item.label()));
    }
}

/// It also names the operation that sends or receives the message (BPMN 10.5.5).
pub(super) fn operation<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let named = |trigger: &Item<'d>| index.children(trigger).any(|child| child.tag == "operationRef");
    if messages(index, item).any(|trigger| !named(trigger)) {
        tell(item, format_args!("`{}` names no operation", item.label()));
    }
}

fn messages<'i, 'd>(index: &'i Index<'d>, event: &'i Item<'d>) -> impl Iterator<Item = &'i Item<'d>> {
    let asked = event.is_event() && index.executable(event);
    let triggers = if asked { index.triggers(event) } else { Vec::new() };
    triggers.into_iter().filter(|trigger| trigger.tag == "messageEventDefinition")
}
