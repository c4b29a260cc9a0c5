//! How a scope begins and ends, and that each node in it lies on a way.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// Where there is an end event, there is a start event (BPMN 10.5.3).
pub(super) fn start<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let contents = index.relations(item);
    if is_level(item) && contents.end && !contents.start && !contents.instantiating {
        tell(item, format_args!("`{}` has an end event and no start event", item.label()));
    }
}

/// Where there is a start event, there is an end event (BPMN 10.5.2).
pub(super) fn end<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let contents = index.relations(item);
    if is_level(item) && contents.start && !contents.end {
        tell(item, format_args!("`{}` has a start event and no end event", item.label()));
    }
}

/// Every node but those that start something is entered by a flow, where there are start events; end
/// and intermediate events always are (BPMN 10.5.2 to 10.5.4).
pub(super) fn incoming<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let always = match item.kind {
        Kind::End | Kind::Throw => true,
        Kind::Catch => !is_link(index, item),
        Kind::Activity | Kind::Gateway => false,
        _ => return,
    };
    let free = item.kind == Kind::Catch || stands_alone(item) || item.instantiates();
    let Some(level) = index.parent(item).filter(|level| is_level(level)) else { return };
    if index.incoming(item).len() == 0 && (always || (!free && index.relations(level).start)) {
        tell(item, format_args!("no sequence flow enters `{}`", item.label()));
    }
}

/// Every node but those that end something is left by a flow, where there are end events; start,
/// intermediate and boundary events always are (BPMN 10.5.2 to 10.5.4).
pub(super) fn outgoing<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let always = match item.kind {
        Kind::Start | Kind::Catch => true,
        Kind::Throw => !is_link(index, item),
        Kind::Boundary => !compensates(index, item),
        Kind::Activity | Kind::Gateway => false,
        _ => return,
    };
    let free = item.is_event() || stands_alone(item);
    let Some(level) = index.parent(item).filter(|level| is_level(level)) else { return };
    if index.outgoing(item).len() == 0 && (always || (!free && index.relations(level).end)) {
        tell(item, format_args!("no sequence flow leaves `{}`", item.label()));
    }
}

/// What lies in an ad-hoc subprocess need not be connected.
fn is_level(item: &Item<'_>) -> bool {
    item.is_scope() && item.tag != "adHocSubProcess"
}

/// Started by something else than a flow.
fn stands_alone(item: &Item<'_>) -> bool {
    item.is_handler() || item.is_true("isForCompensation")
}

fn is_link<'d>(index: &Index<'d>, item: &Item<'d>) -> bool {
    index.triggers(item).iter().any(|trigger| trigger.tag == "linkEventDefinition")
}

pub(super) fn compensates<'d>(index: &Index<'d>, item: &Item<'d>) -> bool {
    index.triggers(item).iter().any(|trigger| trigger.tag == "compensateEventDefinition")
}
