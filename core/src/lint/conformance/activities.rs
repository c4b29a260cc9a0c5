//! Processes, ad-hoc subprocesses and what is called.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// A public process shows what others see of it, and is not executed (BPMN 10.1).
pub(super) fn public<'d>(_: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind == Kind::Process
        && item.attr("processType") == Some("Public")
        && item.is_true("isExecutable")
    {
        tell(item, format_args!("`{}` is a public process, and executable", item.label()));
    }
}

/// An ad-hoc subprocess has something to do (BPMN 10.3.5).
pub(super) fn content<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag == "adHocSubProcess" && !index.nodes(item).any(|node| node.kind == Kind::Activity) {
        tell(item, format_args!("`{}` contains no activity", item.label()));
    }
}

/// It neither starts nor ends by events (BPMN 10.3.5).
pub(super) fn no_events<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let around = index.parent(item).filter(|around| around.tag == "adHocSubProcess");
    if let Some(around) = around.filter(|_| matches!(item.kind, Kind::Start | Kind::End)) {
        tell(item, format_args!("`{}` stands in the ad-hoc subprocess `{}`", item.label(), around.label()));
    }
}

/// A process that is called starts without a trigger (BPMN 10.3.6, 10.5.2).
pub(super) fn callable<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag != "callActivity" {
        return;
    }
    let called = item.attr("calledElement").and_then(|id| index.find(id));
    let Some(called) = called.filter(|called| called.kind == Kind::Process) else { return };
    let contents = index.relations(called);
    if contents.start && !contents.none_start {
        let message =
            format!("`{}` calls `{}`, where every start event has a trigger", item.label(), called.label());
        tell(item, format_args!("{message}"));
    }
}
