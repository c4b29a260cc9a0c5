//! State machines: requests that people move from state to state by actions, written as JSON. A machine is
//! compiled by writing it as BPMN ([`to_bpmn`]), so that it means exactly what that file means:
//!
//! - a state is a subprocess in which each action of its transitions is a user task; a state that no
//!   transition leaves is an end event;
//! - when the actions of a transition are done (or its timer is due) and its condition holds, an escalation
//!   leaves the subprocess by the boundary event that is the transition, and withdraws all else in it.
//!
//! In order: `read` (JSON to [`StateMachine`], with every error at once), `check` (what refers to what),
//! `parts` (what is in a state), `bpmn` and `diagram` (the file).

mod bpmn;
mod check;
mod diagram;
mod parts;
mod read;
mod xml;

use serde::Serialize;

use crate::error::Diagnostic;
use crate::map::Map;
use crate::value::{Text, Vars};
use crate::xml::normalize;

/// Bytes of one state machine.
const MAX_BYTES: usize = 4 << 20;

/// A process as states and transitions: what people do moves a request from one state to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StateMachine {
    /// Id of the process. All ids begin with a letter or `_`, and go on with letters, digits, `_` and `-`;
    /// those of the process, its states and its transitions are different from one another.
    pub id: Text,
    /// What people call it; left out, its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Who works together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<MachineGroup>,
    /// What people can do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MachineAction>,
    /// Where a request can stand.
    pub states: Vec<MachineState>,
    /// How it gets from one state to another.
    pub transitions: Vec<MachineTransition>,
    /// How long an action may stay chosen before it is given back, as an ISO 8601 duration; left out, as
    /// long as it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Text>,
}

/// A group of people. Who belongs to it besides, the host may say when somebody asks or chooses.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineGroup {
    /// Id of the group.
    pub id: Text,
    /// What people call it; left out, its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The host's names of its members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Text>,
}

/// Something that people do, in one transition or several.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineAction {
    /// Id of the action.
    pub id: Text,
    /// What people call it; left out, its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of the group whose members may do it; left out, everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Text>,
    /// Who of the group: `requester` (only who has made the request), `stakeholders` (only those whom it is
    /// about) or `everyone`; left out, everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::elements::ActionTarget>"))]
    pub target: Option<Text>,
    /// How long it may stay chosen, in place of the machine's own timeout.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<Text>,
}

/// Where a request can stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineState {
    /// Id of the state.
    pub id: Text,
    /// What people call it; left out, its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// `start` (exactly one state), `normal`, `complete`, `denied`, `cancelled`, or a word of your own. A
    /// state that no transition leaves ends the request; neither `start` nor `normal` can be one.
    pub r#type: Text,
    /// What the host is told when the state is entered, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<MachineActivity>,
}

/// A way from one state to another. It is taken when all its actions are done, in any order, or when its
/// timer is due, and its condition holds; all else that is open in the state is withdrawn then.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineTransition {
    /// Id of the transition.
    pub id: Text,
    /// What people call it; left out, its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of the state that it leaves.
    pub from: Text,
    /// Id of the state that it enters; it may be the same.
    pub to: Text,
    /// Ids of the actions that it takes: at least one, unless it has a timer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Text>,
    /// What must hold besides, in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`), over the data of the
    /// request. It is asked once the actions are done, and again whenever the data change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    /// When it is taken though not all its actions are done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer: Option<MachineTimer>,
    /// What the host is told when it is taken, in this order, before the activities of the state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<MachineActivity>,
}

/// A moment: exactly one of the two, as ISO 8601 or as an expression.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineTimer {
    /// So long after the state was entered: `P3D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Text>,
    /// At this time: `2026-12-24T12:00:00Z`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Text>,
}

/// Something that the host is told and nobody waits for: an effect `callListener`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineActivity {
    /// What it is: the `implementation` of the effect.
    pub id: Text,
    /// The `fields` of the effect: texts, or expressions over the data of the request.
    #[serde(default, skip_serializing_if = "Vars::is_empty")]
    pub fields: Vars,
}

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
}

/// Reads a machine and writes it as BPMN, with a diagram or without.
pub(crate) fn write(json: &str, drawn: bool) -> Result<Written, Vec<Diagnostic>> {
    let mut reading = read::Reading::new(json.trim_start_matches('\u{feff}'));
    let machine = reading.machine();
    if let Some(machine) = &machine {
        check::check(machine, &mut reading);
    }
    let (failed, lines, diagnostics) = reading.end();
    match machine.filter(|_| !failed) {
        Some(machine) => Ok(Written { xml: bpmn::write(&machine, drawn), diagnostics, lines }),
        None => Err(diagnostics),
    }
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
