//! Sequence flows.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// A flow is listed by the nodes that it connects, where the process lists flows at all: many tools
/// leave the lists out, which the schema allows (BPMN 8.4.13).
pub(super) fn listed<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let lists = |process| index.relations(process).lists;
    if item.kind != Kind::Flow || item.id.is_empty() || !index.process(item).is_some_and(lists) {
        return;
    }
    let relations = index.relations(item);
    let ends =
        [("sourceRef", "outgoing", relations.in_outgoing), ("targetRef", "incoming", relations.in_incoming)];
    for (end, list, listed) in ends {
        let node = item.attr(end).and_then(|id| index.find(id)).filter(|node| node.is_node());
        if let Some(node) = node.filter(|_| !listed) {
            tell(
                item,
                format_args!("`{}` is not listed in the `{list}` of `{}`", item.label(), node.label()),
            );
        }
    }
}

/// What a node lists does enter or leave it (BPMN 8.4.13).
pub(super) fn own<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let end = match item.tag {
        "incoming" => "targetRef",
        "outgoing" => "sourceRef",
        _ => return,
    };
    let flow = index.find(item.xml.trimmed()).filter(|flow| flow.kind == Kind::Flow);
    let (Some(node), Some(flow)) = (index.parent(item).filter(|node| node.is_node()), flow) else { return };
    let reached = flow.attr(end).and_then(|id| index.find(id));
    if reached.is_none_or(|reached| reached.xml != node.xml) {
        let there = if item.tag == "incoming" { "lead there" } else { "start there" };
        let message =
            format!("`{}` lists `{}` as `{}`, which does not {there}", node.label(), flow.label(), item.tag);
        tell(node, format_args!("{message}"));
    }
}

/// No flow of an executable process may let time pass (BPMN 8.4.13).
pub(super) fn immediate<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind == Kind::Flow && item.is_false("isImmediate") && index.executable(item) {
        tell(item, format_args!("`{}` is not immediate", item.label()));
    }
}

/// Beside a conditional flow of an activity there is another way (BPMN 8.4.13).
pub(super) fn lone_condition<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let source = item.attr("sourceRef").filter(|_| item.kind == Kind::Flow).and_then(|id| index.find(id));
    let Some(source) = source.filter(|source| source.kind == Kind::Activity) else { return };
    if index.outgoing(source).len() == 1 && is_conditional(index, item) {
        tell(item, format_args!("the only flow out of `{}` has a condition", source.label()));
    }
}

pub(super) fn is_conditional<'d>(index: &Index<'d>, flow: &Item<'d>) -> bool {
    index.children(flow).any(|child| child.tag == "conditionExpression")
}
