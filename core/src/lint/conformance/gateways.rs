//! Gateways.

use super::flows::is_conditional;
use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// The direction that a gateway says fits its flows (BPMN 10.6.1).
pub(super) fn direction<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind != Kind::Gateway {
        return;
    }
    let (into, out) = (index.incoming(item).len(), index.outgoing(item).len());
    let direction = item.attr("gatewayDirection").unwrap_or_default();
    let fits = match direction {
        "Converging" => out <= 1,
        "Diverging" => into <= 1,
        "Mixed" => into > 1 && out > 1,
        _ => true,
    };
    if !fits {
        let message =
            format!("`{}` is `{direction}`, and has {into} incoming and {out} outgoing flows", item.label());
        tell(item, format_args!("{message}"));
    }
}

/// A gateway joins or splits (BPMN 10.6.1); one that waits for events has a rule of its own.
pub(super) fn purpose<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind == Kind::Gateway
        && item.tag != "eventBasedGateway"
        && index.incoming(item).len() < 2
        && index.outgoing(item).len() < 2
    {
        tell(item, format_args!("`{}` neither joins nor splits", item.label()));
    }
}

/// The flows of an event-based gateway have no conditions (BPMN 10.6.6).
pub(super) fn unconditional<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag == "eventBasedGateway" {
        for flow in index.outgoing(item).filter(|flow| is_conditional(index, flow)) {
            tell(
                flow,
                format_args!(
                    "`{}` has a condition, though `{}` chooses by events",
                    flow.label(),
                    item.label()
                ),
            );
        }
    }
}

/// It waits for messages by events or by receive tasks, not by both (BPMN 10.6.6).
pub(super) fn messages<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag != "eventBasedGateway" {
        return;
    }
    let targets = || index.outgoing(item).filter_map(|flow| index.find(flow.attr("targetRef")?));
    let receives = targets().any(|target| target.tag == "receiveTask");
    let catches = |target: &Item<'d>| {
        target.kind == Kind::Catch
            && index.triggers(target).iter().any(|trigger| trigger.tag == "messageEventDefinition")
    };
    if receives && targets().any(catches) {
        tell(item, format_args!("`{}` waits for messages both by events and by receive tasks", item.label()));
    }
}

/// What starts a process is entered by no flow (BPMN 10.3.3, 10.6.6).
pub(super) fn instantiating<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.instantiates()
        && let Some(flow) = index.incoming(item).next()
    {
        tell(
            item,
            format_args!("flow `{}` leads into `{}`, which starts the process", flow.label(), item.label()),
        );
    }
}
