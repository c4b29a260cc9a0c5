//! State machines: requests that people move from state to state by actions, written as JSON. A machine is
//! compiled by writing it as BPMN ([`to_bpmn`]), so that it means exactly what that file means:
//!
//! - a state is a subprocess in which each action of its transitions is a user task; a state that no
//!   transition leaves is an end event;
//! - when the actions of a transition are done (or its timer is due) and its condition holds, an end event
//!   leaves the subprocess by the flow that is the transition, and withdraws all else in it: the first
//!   transition by terminating it, each other one by an escalation to an event on its border.
//!
//! In order: `read` (JSON to a value that has the form that `form` says, with every error at once), `plan` (how
//! it is looked at), `check` (what refers to what), `parts` (what is in a state), `bpmn` and `diagram` (the file).

mod bpmn;
mod check;
mod diagram;
mod fill;
mod form;
mod parts;
mod plan;
mod read;
mod rules;
#[cfg(feature = "schema")]
mod schema;
mod spot;
mod xml;

use crate::error::Diagnostic;
use crate::map::Map;
use crate::value::Text;
use crate::xml::normalize;

#[cfg(feature = "schema")]
pub use schema::{
    MachineAction, MachineActivity, MachineGroup, MachineState, MachineTimer, MachineTransition, StateMachine,
};

/// Bytes of one state machine.
const MAX_BYTES: usize = 1 << 20;

/// States, transitions, and actions in transitions, in all.
const MAX_PARTS: usize = 20_000;

/// Whether a text is meant as a state machine and not as XML.
pub(crate) fn is_machine(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('{')
}

/// A machine as BPMN.
pub(crate) struct Written {
    pub(crate) xml: String,
    /// What was found that does not keep it from running.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Lines in the JSON text by the ids of the process, its states and transitions.
    pub(crate) lines: Map<Text, u32>,
}

impl Written {
    /// The line of whatever a part of the file stands for: its id begins with that of a state or transition.
    pub(crate) fn line(&self, id: &str) -> u32 {
        let owner = id.split('.').next().unwrap_or_default();
        self.lines.get(owner).copied().unwrap_or(1)
    }

    /// All findings, those about the file as findings about the machine.
    pub(crate) fn tell(&mut self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for diagnostic in &mut found {
            let id = diagnostic.element.get_or_insert_default();
            (diagnostic.line, diagnostic.column) = (self.line(id), 1);
        }
        let mut all = std::mem::take(&mut self.diagnostics);
        all.append(&mut found);
        all
    }
}

/// Reads a machine and writes it as BPMN, with a diagram or without.
pub(crate) fn write(json: &str, drawn: bool) -> Result<Written, Vec<Diagnostic>> {
    let mut reading = read::Reading::default();
    let Some(machine) = reading.machine(json.trim_start_matches('\u{feff}')) else {
        return Err(reading.diagnostics);
    };
    let plan = plan::Plan::new(plan::Object::of(&machine));
    let lines = check::check(&plan, &mut reading);
    if reading.failed() {
        return Err(reading.diagnostics);
    }
    Ok(Written { xml: bpmn::write(&plan, drawn), diagnostics: reading.diagnostics, lines })
}

/// A state machine as a BPMN file with a diagram: the very process that [`Definition::parse`] makes of it,
/// so that both take the same events and give the same effects.
///
/// # Errors
/// All that keeps it from being a state machine, each with the place in the JSON text.
///
/// [`Definition::parse`]: crate::Definition::parse
pub fn to_bpmn(json: &str) -> Result<String, Vec<Diagnostic>> {
    // Many tools need what BPMN makes optional.
    normalize(&write(json, true)?.xml)
}
