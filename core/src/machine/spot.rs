//! Where something stands in a machine.

use crate::value::{nth, pointer};

#[derive(Clone, Copy)]
pub(super) struct Spot<'p> {
    above: Option<&'p Spot<'p>>,
    step: Step<'p>,
    /// Id of the state, transition, action or group that it is or belongs to; empty without one.
    pub(super) owner: &'p str,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Member(&'p str),
    Item(usize),
}

impl<'p> Spot<'p> {
    pub(super) const MACHINE: Self = Self { above: None, step: Step::Item(0), owner: "" };

    /// The same as part of something else.
    pub(super) fn of(&self, owner: &'p str) -> Self {
        Self { owner, ..*self }
    }

    pub(super) fn to(&'p self, member: &'p str) -> Self {
        Self { above: Some(self), step: Step::Member(member), owner: self.owner }
    }

    pub(super) fn nth(&'p self, item: usize) -> Self {
        Self { above: Some(self), step: Step::Item(item), owner: self.owner }
    }

    /// As a JSON pointer.
    pub(super) fn path(&self) -> String {
        let Some(above) = self.above else { return String::new() };
        match self.step {
            Step::Member(name) => pointer(&above.path(), name),
            Step::Item(place) => nth(&above.path(), place),
        }
    }
}
