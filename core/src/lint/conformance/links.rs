//! Links that name each other.

use super::index::{Index, Item, Kind};
use super::rules::Tell;

/// A link that is thrown and the one that catches it refer to each other, where they refer at all
/// (BPMN 10.5.5).
pub(super) fn mutual<'d>(index: &Index<'d>, item: &Item<'d>, tell: Tell<'_, 'd>) {
    if item.tag != "linkEventDefinition" {
        return;
    }
    let Some(event) = index.parent(item).filter(|event| event.is_event()) else { return };
    let (here, there, position) = match event.kind {
        Kind::Throw => ("target", "source", Kind::Catch),
        _ => ("source", "target", Kind::Throw),
    };
    for partner in named(index, item, here).filter(|partner| partner.tag == item.tag) {
        let stands = index.parent(partner).is_some_and(|owner| owner.kind == position);
        let mut back = named(index, partner, there).peekable();
        let agrees = back.peek().is_none() || back.any(|back| back.at == item.at);
        if !stands || !agrees {
            let message = format!(
                "`{}` has the `{here}` `{}`, which does not have it as its `{there}`",
                event.label(),
                partner.label()
            );
            tell(event, format_args!("{message}"));
        }
    }
}

fn named<'i, 'd>(
    index: &'i Index<'d>,
    link: &'i Item<'d>,
    end: &'static str,
) -> impl Iterator<Item = &'i Item<'d>> {
    let ends = index.children(link).filter(move |child| child.tag == end);
    ends.filter_map(|child| index.find(child.xml.trimmed()))
}
