//! Links: a jump within one scope, from the events that throw a name to the one that catches it
//! (BPMN 10.5.5).

use crate::read::{Reader, XmlElement};
use crate::value::Text;

#[derive(Debug)]
pub(crate) struct LinkTrigger {
    pub(crate) name: Text,
}

impl LinkTrigger {
    /// What the events of one link in one scope have in common.
    pub(crate) fn key(&self, scope: usize) -> Text {
        Text::from(format!("{scope}:{}", self.name))
    }

    pub(super) fn read(reader: &mut Reader<'_>, event: XmlElement<'_>, definition: XmlElement<'_>) -> Self {
        let own = definition.attr("name").or_else(|| event.attr("name")).map(str::trim);
        let name = own.filter(|name| !name.is_empty());
        if name.is_none() {
            reader.error(
                event,
                "danglingLink",
                format_args!("the link has no name"),
                "give the same `name` to the link events that belong together",
            );
        }
        Self { name: Text::from(name.unwrap_or_default()) }
    }
}
