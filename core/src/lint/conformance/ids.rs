//! Ids.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// An id names one element of the whole file (BPMN 8.3.1).
pub(super) fn unique<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if let Some(first) = index.duplicated(item) {
        let line = first.xml.line_col().line;
        tell(item, format_args!("the id `{}` is used already in line {line}", item.id));
    }
}

/// What is referred to needs an id (BPMN 8.3.1); a flow is, by the nodes that it connects.
pub(super) fn present<'d>(_: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.id.is_empty() && (item.is_node() || matches!(item.kind, Kind::Process | Kind::Flow)) {
        tell(item, format_args!("`{}` has no id", item.xml.name()));
    }
}
