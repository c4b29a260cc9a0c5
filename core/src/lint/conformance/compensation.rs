//! Compensation.

use super::index::{Index, Item, Kind};
use super::levels::compensates;
use super::rules::Tell;

/// No token leaves by a compensation boundary event (BPMN 10.5.4).
pub(super) fn boundary<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind == Kind::Boundary
        && compensates(index, item)
        && let Some(flow) = index.outgoing(item).next()
    {
        tell(item, format_args!("flow `{}` leaves the compensation event `{}`", flow.label(), item.label()));
    }
}

/// An association leads from it to the activity that compensates (BPMN 10.7.1).
pub(super) fn handler<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind != Kind::Boundary || !compensates(index, item) {
        return;
    }
    let mut associated = index.associated(item);
    if !associated.any(|other| other.kind == Kind::Activity && other.is_true("isForCompensation")) {
        let what = match index.associated(item).find(|other| other.kind == Kind::Activity) {
            Some(other) => format!("`{}` is not marked as a compensation activity", other.label()),
            None => "no association leads to an activity".to_owned(),
        };
        tell(item, format_args!("nothing compensates where `{}` is: {what}", item.label()));
    }
}
