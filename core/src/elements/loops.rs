//! Activities that run several times: standard loops (BPMN 13.3.6) and multi-instance (13.3.7).

use super::MultiInstance;
use crate::cx::{Cx, Stuck};
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement};
use crate::value::{Text, Value, Vars};

#[derive(Debug)]
pub(crate) enum Loop {
    Standard(Box<StandardLoop>),
    MultiInstance(Box<MultiInstance>),
}

/// One round after the other while a condition holds.
#[derive(Debug)]
pub(crate) struct StandardLoop {
    condition: Option<Expr>,
    /// Whether the condition is asked before the first round, too.
    pub(crate) test_before: bool,
    /// The most rounds.
    pub(crate) maximum: Option<u32>,
}

impl Loop {
    pub(super) fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Option<Self> {
        let mut found = element.bpmn_children().filter_map(|child| match child.local() {
            "standardLoopCharacteristics" => Some((child, false)),
            "multiInstanceLoopCharacteristics" => Some((child, true)),
            _ => None,
        });
        let (child, several) = found.next()?;
        if found.next().is_some() {
            reader.error(
                element,
                "severalLoops",
                format_args!("`{}` has several loop characteristics", element.local()),
                "keep one of them",
            );
        }
        Some(if several {
            Self::MultiInstance(Box::new(MultiInstance::read(reader, element, child)?))
        } else {
            Self::Standard(Box::new(StandardLoop::read(reader, element, child)))
        })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        match self {
            Self::Standard(rounds) => rounds.digest(digest),
            Self::MultiInstance(instances) => instances.digest(digest),
        }
    }
}

impl StandardLoop {
    fn read(reader: &mut Reader<'_>, owner: XmlElement<'_>, element: XmlElement<'_>) -> Self {
        let condition = element.bpmn_child("loopCondition").filter(|found| !found.trimmed().is_empty());
        let maximum = element.said("loopMaximum");
        let parsed = maximum.map(|text| text.parse::<u32>().ok().filter(|maximum| *maximum > 0));
        if let (Some(text), Some(None)) = (maximum, parsed) {
            reader.error(
                owner,
                "invalidLoop",
                format_args!("`loopMaximum` is `{text}`"),
                "write a whole number of at least 1, or leave it out",
            );
        }
        if condition.is_none() && maximum.is_none() {
            reader.warning(
                owner,
                "missingLoopCondition",
                format_args!("the loop has neither a condition nor a maximum, so it runs once"),
                "give it a `loopCondition` or a `loopMaximum`",
            );
        }
        Self {
            condition: condition
                .and_then(|condition| reader.expression(owner, condition, condition.trimmed())),
            test_before: reader.flag(element, "testBefore", false),
            maximum: parsed.flatten(),
        }
    }

    /// Whether one more round follows.
    pub(crate) fn goes_on(&self, cx: &Cx<'_>, rounds: u32) -> Result<bool, Stuck> {
        if self.maximum.is_some_and(|maximum| rounds >= maximum) {
            return Ok(false);
        }
        match &self.condition {
            Some(condition) => {
                // Before and between the rounds, the counter is that of the last one.
                let mut counter = Vars::new();
                counter.insert(Text::from("loopCounter"), Value::from(rounds));
                Cx { names: Some(&counter), ..*cx }.is_true(condition)
            }
            // Without a condition only the maximum says how often; without both, once.
            None => Ok(self.maximum.is_some() || rounds == 0),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        digest.text("standardLoop");
        digest.number(u64::from(self.test_before));
        digest.number(self.maximum.map_or(0, u64::from));
        if let Some(condition) = &self.condition {
            digest.expr(condition);
        }
    }
}
