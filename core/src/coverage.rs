//! What of BPMN runs, is refused or has no effect, as data: the tables that the reader itself works
//! with, in words. The documentation is written from them.

pub use crate::elements::ELEMENTS;
pub use crate::read::{DIALECTS, PARTS};
pub use crate::triggers::{Position, TRIGGERS};

/// An element that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementRow {
    /// XML tag.
    pub tag: &'static str,
    /// Whether a token can wait there.
    pub waits: bool,
    /// What runs, in a few words.
    pub runs: &'static str,
}

/// A trigger of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriggerRow {
    /// XML tag of its event definition.
    pub tag: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Where it runs; everywhere else it is refused as `invalidTrigger`.
    pub positions: &'static [Position],
    /// What runs, in a few words.
    pub runs: &'static str,
}

/// What some elements are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartTable {
    /// What these elements are together.
    pub title: &'static str,
    /// Their XML tags; `*` for all.
    pub tags: &'static [&'static str],
    /// Their attributes and children.
    pub parts: &'static [PartRow],
}

/// An attribute or a child element. What no table lists is reported as `unknownAttribute` or
/// `unknownElement`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRow {
    /// Which of the two it is.
    pub kind: PartKind,
    /// Its name.
    pub name: &'static str,
    /// What becomes of it.
    pub state: PartState,
    /// What runs, or why nothing does.
    pub text: &'static str,
}

/// Whether something is an attribute or a child element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// An attribute.
    Attribute,
    /// A child element.
    Child,
}

/// What becomes of an attribute or a child element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It decides how the process runs, or goes to the host.
    Runs,
    /// It has no effect, and means nothing to the run of a process.
    Inert,
    /// It has no effect, and is mentioned by a diagnostic of the severity `info`, with the code
    /// `inertAttribute` or `inertElement`.
    Mentioned,
    /// A process with it is refused.
    Refused,
}

/// Something that vendors write beside BPMN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialectRow {
    /// Whether these are attributes or extension elements.
    pub kind: PartKind,
    /// Their names, with spaces between them.
    pub names: &'static str,
    /// The dialects that have them, each by a letter: `c` for Camunda 7, Operaton and CIB seven, `z` for
    /// Zeebe, `f` for Flowable, `a` for Activiti, `d` for jBPM, `s` for SpiffWorkflow, `t` for
    /// Tidewheel's own.
    pub dialects: &'static str,
    /// Tags of the elements that have them, or groups of these: `nodes`, `jobs`, `services` (jobs but
    /// those of people), `events`, `catches`, `throws`; `*` for all.
    pub tags: &'static str,
    /// What becomes of it.
    pub state: DialectState,
    /// What it means here, or why nothing.
    pub text: &'static str,
}

/// What becomes of something that a vendor writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialectState {
    /// It decides how the process runs, or goes to the host.
    Runs,
    /// A process with it is refused.
    Refused,
    /// It would change the process in its vendor's engine, and has no effect: a warning, `inertExtension`.
    Lost,
    /// It is left to the host: a remark, `inertExtension`.
    Host,
    /// It has no effect: a remark, `inertExtension`.
    Inert,
}
