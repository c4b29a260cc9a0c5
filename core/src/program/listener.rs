//! Listeners that vendors put on elements. Those that are expressions of ours are run; code that the engine
//! cannot run is announced.

use super::Digest;
use crate::effect::ListenerKind;
use crate::elements::Source;
use crate::expr::Statement;
use crate::value::Text;

/// When a listener is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Start,
    /// It has ended as modelled.
    End,
    /// It has ended or was withdrawn: as Camunda has it.
    Over,
    /// A flow is taken.
    Take,
    /// The assignee is known, and the task not yet created: as Flowable and Activiti have it.
    Assigned,
    Create,
    Assignment,
    Complete,
    /// The task is withdrawn.
    Delete,
}

/// A listener of a node or flow.
#[derive(Debug)]
pub(crate) struct Listener {
    pub(crate) kind: ListenerKind,
    pub(crate) moment: Moment,
    /// The moment in the words of the model.
    pub(crate) event: Text,
    pub(crate) implementation: Text,
    /// What it does, where the engine runs it.
    pub(crate) statement: Option<Statement>,
    /// The language of a script.
    pub(crate) script_format: Option<Text>,
    pub(crate) fields: Vec<(Text, Source)>,
}

impl Listener {
    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.number(self.moment as u64);
        digest.text(&self.event);
        digest.text(&self.implementation);
        if let Some(format) = &self.script_format {
            digest.text(format);
        }
        for (name, value) in &self.fields {
            digest.text(name);
            value.digest(digest);
        }
        digest.number(self.fields.len() as u64);
        if let Some(statement) = &self.statement {
            digest.expr(&statement.value);
        }
    }
}
