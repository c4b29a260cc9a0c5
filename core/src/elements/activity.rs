//! What all activities have in common: loops, token quantities, and whether they compensate others
//! (BPMN 10.3, 13.3).

use super::Loop;
use crate::program::Digest;
use crate::read::{Reader, XmlElement};

#[derive(Debug)]
pub(crate) struct Activity {
    /// It runs only to undo another activity (BPMN 13.5.5).
    pub(crate) for_compensation: bool,
    /// How many tokens must arrive before it starts.
    pub(crate) start_quantity: u32,
    /// How many tokens leave by each outgoing flow.
    pub(crate) completion_quantity: u32,
    pub(crate) repeats: Option<Loop>,
}

impl Default for Activity {
    fn default() -> Self {
        Self { for_compensation: false, start_quantity: 1, completion_quantity: 1, repeats: None }
    }
}

/// The highest token quantity: no model means more.
const MAX_QUANTITY: u32 = 10_000;

impl Activity {
    pub(crate) fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        Self {
            for_compensation: reader.flag(element, "isForCompensation", false),
            start_quantity: quantity(reader, element, "startQuantity"),
            completion_quantity: quantity(reader, element, "completionQuantity"),
            repeats: Loop::read(reader, element),
        }
    }

    pub(crate) fn digest(&self, digest: &mut Digest) {
        if self.for_compensation {
            digest.text("isForCompensation");
        }
        if (self.start_quantity, self.completion_quantity) != (1, 1) {
            digest.number(u64::from(self.start_quantity));
            digest.number(u64::from(self.completion_quantity));
        }
        if let Some(repeats) = &self.repeats {
            repeats.digest(digest);
        }
    }
}

fn quantity(reader: &mut Reader<'_>, element: XmlElement<'_>, attribute: &str) -> u32 {
    let Some(text) = element.attr(attribute).map(str::trim) else { return 1 };
    match text.parse() {
        Ok(quantity) if (1..=MAX_QUANTITY).contains(&quantity) => quantity,
        _ => {
            reader.error(
                element,
                "invalidQuantity",
                format_args!("`{attribute}` is `{text}`"),
                &format!("write a whole number from 1 to {MAX_QUANTITY}"),
            );
            1
        }
    }
}
