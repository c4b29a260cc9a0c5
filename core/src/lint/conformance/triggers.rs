//! Which trigger an event may have where it stands (BPMN 10.5).

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// The trigger fits the position (BPMN 10.5.2 to 10.5.4).
pub(super) fn allowed<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let (position, allowed): (&str, &[&str]) = match item.kind {
        Kind::Start => match index.parent(item) {
            Some(level) if level.is_handler() => ("the start event of an event subprocess", HANDLER),
            Some(level) if level.kind == Kind::Process => ("the start event of a process", PROCESS),
            _ => ("the start event of an embedded subprocess", &[]),
        },
        Kind::Catch => ("an intermediate catch event", CATCH),
        Kind::Throw => ("an intermediate throw event", THROW),
        Kind::End => ("an end event", END),
        Kind::Boundary => ("a boundary event", BOUNDARY),
        _ => return,
    };
    let triggers = index.triggers(item);
    if let Some(trigger) = triggers.iter().find(|trigger| !allowed.contains(&trigger.tag)) {
        tell(item, format_args!("`{}` on {position}, which BPMN does not allow", trigger.tag));
    }
}

const PROCESS: &[&str] = &[
    "conditionalEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "timerEventDefinition",
];
const HANDLER: &[&str] = &[
    "compensateEventDefinition",
    "conditionalEventDefinition",
    "errorEventDefinition",
    "escalationEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "timerEventDefinition",
];
const CATCH: &[&str] = &[
    "conditionalEventDefinition",
    "linkEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "timerEventDefinition",
];
const THROW: &[&str] = &[
    "compensateEventDefinition",
    "escalationEventDefinition",
    "linkEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
];
const END: &[&str] = &[
    "cancelEventDefinition",
    "compensateEventDefinition",
    "errorEventDefinition",
    "escalationEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "terminateEventDefinition",
];
const BOUNDARY: &[&str] = &[
    "cancelEventDefinition",
    "compensateEventDefinition",
    "conditionalEventDefinition",
    "errorEventDefinition",
    "escalationEventDefinition",
    "messageEventDefinition",
    "signalEventDefinition",
    "timerEventDefinition",
];

/// Only a transaction is cancelled: from inside it, and caught at its border (BPMN 10.5.3, 10.5.4).
pub(super) fn cancel<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let fits = match item.kind {
        Kind::End => index.around(item).any(|around| around.tag == "transaction"),
        Kind::Boundary => {
            let host = item.attr("attachedToRef").and_then(|host| index.find(host));
            host.is_some_and(|host| host.tag == "transaction")
        }
        _ => return,
    };
    if !fits && index.triggers(item).iter().any(|trigger| trigger.tag == "cancelEventDefinition") {
        let place = if item.kind == Kind::End { "inside" } else { "attached to" };
        tell(item, format_args!("`{}` cancels, and is not {place} a transaction", item.label()));
    }
}

/// Some triggers always interrupt (BPMN 10.5.2, 10.5.4).
pub(super) fn interrupting<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let attribute = match item.kind {
        Kind::Start if index.parent(item).is_some_and(Item::is_handler) => "isInterrupting",
        Kind::Boundary => "cancelActivity",
        _ => return,
    };
    if !item.is_false(attribute) {
        return;
    }
    let always = ["cancelEventDefinition", "compensateEventDefinition", "errorEventDefinition"];
    let triggers = index.triggers(item);
    if let Some(trigger) = triggers.iter().find(|trigger| always.contains(&trigger.tag)) {
        let message =
            format!("`{}` always interrupts; `{attribute}` of `{}` is `false`", trigger.tag, item.label());
        tell(item, format_args!("{message}"));
    }
}

/// What several events refer to stands at the root of the file (BPMN 10.5.1).
pub(super) fn shared<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag != "eventDefinitionRef" {
        return;
    }
    let found = index.find(item.xml.trimmed()).filter(|found| found.kind == Kind::Definition);
    let owner = found.and_then(|found| index.parent(found)).filter(|owner| owner.is_event());
    if let (Some(found), Some(owner), Some(event)) = (found, owner, index.parent(item)) {
        let message = format!(
            "`{}` refers to `{}`, which belongs to `{}`",
            event.label(),
            found.label(),
            owner.label()
        );
        tell(event, format_args!("{message}"));
    }
}
