//! Conditions, cardinalities and times.

use super::index::{Index, Item};
use super::rules::Tell;
use crate::value::behind;
use crate::xml::Ns;

const CONDITIONS: &[&str] =
    &["activationCondition", "completionCondition", "condition", "conditionExpression", "loopCondition"];
const OTHERS: &[&str] = &["loopCardinality", "timeCycle", "timeDate", "timeDuration"];

fn is_expression(item: &Item<'_>) -> bool {
    CONDITIONS.contains(&item.tag) || OTHERS.contains(&item.tag)
}

/// The type that the element is given, without its prefix.
fn given_type<'d>(item: &Item<'d>) -> Option<&'d str> {
    let given = item.xml.attr_ns(Ns::Xsi, "type")?.trim();
    Some(behind(given, b':'))
}

/// What an executable process evaluates is a formal expression (BPMN 8.4.6).
pub(super) fn formal<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if !is_expression(item) || !index.executable(item) {
        return;
    }
    // The schema knows that the condition of a complex behaviour is a formal expression.
    let behavior = index.parent(item).is_some_and(|parent| parent.tag == "complexBehaviorDefinition");
    let formal = match given_type(item) {
        Some(given) => given == "tFormalExpression",
        None => behavior,
    };
    if !formal {
        tell(owner(index, item), format_args!("`{}` is not a formal expression", item.tag));
    }
}

/// A formal expression says something (BPMN 8.4.6).
pub(super) fn filled<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let formal = || given_type(item).is_none_or(|given| given == "tFormalExpression");
    if is_expression(item) && item.xml.trimmed().is_empty() && formal() && index.executable(item) {
        tell(owner(index, item), format_args!("`{}` is empty", item.tag));
    }
}

/// A condition gives true or false (BPMN 10.3.8, 10.3.6).
pub(super) fn boolean<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if !CONDITIONS.contains(&item.tag) {
        return;
    }
    let text = item.xml.trimmed();
    let body = text.strip_prefix('=').unwrap_or(text).trim();
    let quoted = |quote: char| {
        body.strip_prefix(quote)
            .and_then(|rest| rest.strip_suffix(quote))
            .is_some_and(|inner| !inner.contains(quote))
    };
    if is_number(body) || quoted('"') || quoted('\'') {
        tell(owner(index, item), format_args!("`{}` is `{body}`, which is neither true nor false", item.tag));
        return;
    }
    let declared = item.attr("evaluatesToTypeRef").and_then(|declared| index.find(declared));
    let structure =
        declared.filter(|found| found.tag == "itemDefinition").and_then(|found| found.attr("structureRef"));
    if let Some(structure) = structure {
        let local = [b'.', b':', b'#'].into_iter().fold(structure, behind);
        if !local.eq_ignore_ascii_case("boolean") && !local.eq_ignore_ascii_case("bool") {
            tell(
                owner(index, item),
                format_args!("`{}` evaluates to `{structure}`, not to a boolean", item.tag),
            );
        }
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// A conditional event has a condition (BPMN 10.5.5).
pub(super) fn condition<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let conditional = |trigger: &&Item<'d>| trigger.tag == "conditionalEventDefinition";
    let conditioned = |trigger: &Item<'d>| index.children(trigger).any(|child| child.tag == "condition");
    if item.is_event()
        && index.executable(item)
        && index.triggers(item).into_iter().filter(conditional).any(|trigger| !conditioned(trigger))
    {
        tell(item, format_args!("`{}` has no condition", item.label()));
    }
}

/// What the expression belongs to: the flow, or the event, activity or gateway around it.
fn owner<'i, 'd>(index: &'i Index<'d>, item: &'i Item<'d>) -> &'i Item<'d> {
    let mut around = index.around(item);
    around.find(|around| around.is_node() || around.tag == "sequenceFlow").unwrap_or(item)
}
