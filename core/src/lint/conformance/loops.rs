//! Loops and quantities.

use super::index::{Index, Item, Kind};
use super::rules::Tell;
use crate::read::XmlElement;

/// An activity loops in one way (BPMN 10.3.8).
pub(super) fn one<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    let loops = index.children(item).filter(|child| child.tag.ends_with("LoopCharacteristics"));
    if item.kind == Kind::Activity && loops.count() > 1 {
        tell(item, format_args!("`{}` loops in several ways", item.label()));
    }
}

/// A multi-instance activity says how many instances it has (BPMN 10.3.8).
pub(super) fn cardinality<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag != "multiInstanceLoopCharacteristics" {
        return;
    }
    let said = index.children(item).any(|child| matches!(child.tag, "loopCardinality" | "loopDataInputRef"));
    if !said && !by_vendor(item.xml) {
        let owner = index.parent(item).unwrap_or(item);
        tell(
            owner,
            format_args!("`{}` says neither how many instances it has nor for which items", owner.label()),
        );
    }
}

/// Whether a vendor's extension names the collection.
fn by_vendor(multiple: XmlElement<'_>) -> bool {
    let extended = multiple.children().of(multiple.ns()).named("extensionElements");
    multiple
        .attributes()
        .iter()
        .any(|attribute| matches!(attribute.local(), "collection" | "elementVariable"))
        || extended.flat_map(|extension| extension.children()).any(|extension| {
            extension.local().eq_ignore_ascii_case("loopCharacteristics") || extension.local() == "collection"
        })
}

/// As many tokens come and go as a whole number above zero says (BPMN 10.3).
pub(super) fn quantities<'d>(_: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.kind != Kind::Activity {
        return;
    }
    for quantity in ["startQuantity", "completionQuantity"] {
        let given = item.attr(quantity);
        if let Some(given) = given.filter(|given| !given.parse::<u64>().is_ok_and(|given| given >= 1)) {
            tell(item, format_args!("`{quantity}` is `{given}`, not a whole number above zero"));
        }
    }
}
