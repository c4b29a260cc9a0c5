//! A state machine as types, for its JSON Schema: the words of what [`form`](super::form) reads.

use schemars::JsonSchema;

use crate::value::{Text, Vars};

/// A process as states and transitions: what people do moves a request from one state to the next.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct StateMachine {
    /// Id of the process. All ids begin with a letter or `_`, and go on with letters, digits, `_` and `-`;
    /// those of the process, its states and its transitions are different from one another.
    pub id: Text,
    /// What people call it; left out, its id.
    pub name: Option<Text>,
    /// Who works together.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<MachineGroup>,
    /// What people can do.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MachineAction>,
    /// Where a request can stand.
    pub states: Vec<MachineState>,
    /// How it gets from one state to another.
    pub transitions: Vec<MachineTransition>,
    /// How long an action may stay chosen before it is given back, as an ISO 8601 duration; left out, as
    /// long as it takes.
    pub timeout: Option<Text>,
}

/// A group of people. Who belongs to it besides, the host may say when somebody asks or chooses.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineGroup {
    /// Id of the group.
    pub id: Text,
    /// What people call it; left out, its id.
    pub name: Option<Text>,
    /// The host's names of its members.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Text>,
}

/// Something that people do, in one transition or several.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineAction {
    /// Id of the action.
    pub id: Text,
    /// What people call it; left out, its id.
    pub name: Option<Text>,
    /// Id of the group whose members may do it; left out, everybody.
    pub group: Option<Text>,
    /// Who of the group: `requester` (only who has made the request), `stakeholders` (only those whom it is
    /// about) or `everyone`; left out, everyone.
    #[schemars(with = "Option<crate::elements::ActionTarget>")]
    pub target: Option<Text>,
    /// How long it may stay chosen, in place of the machine's own timeout.
    pub timeout: Option<Text>,
}

/// Where a request can stand.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineState {
    /// Id of the state.
    pub id: Text,
    /// What people call it; left out, its id.
    pub name: Option<Text>,
    /// `start` (exactly one state), `normal`, `complete`, `denied`, `cancelled`, or a word of your own. A
    /// state that no transition leaves ends the request; neither `start` nor `normal` can be one.
    pub r#type: Text,
    /// What the host is told when the state is entered, in this order.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<MachineActivity>,
}

/// A way from one state to another. It is taken when all its actions are done, in any order, or when its
/// timer is due, and its condition holds; all else that is open in the state is withdrawn then.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineTransition {
    /// Id of the transition.
    pub id: Text,
    /// What people call it; left out, its id.
    pub name: Option<Text>,
    /// Id of the state that it leaves.
    pub from: Text,
    /// Id of the state that it enters; it may be the same.
    pub to: Text,
    /// Ids of the actions that it takes: at least one, unless it has a timer.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Text>,
    /// What must hold besides, in FEEL (`= amount > 100`) or JUEL (`${amount > 100}`), over the data of the
    /// request. It is asked once the actions are done, and again whenever the data change.
    pub condition: Option<Text>,
    /// When it is taken though not all its actions are done.
    pub timer: Option<MachineTimer>,
    /// What the host is told when it is taken, in this order, before the activities of the state.
    #[schemars(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<MachineActivity>,
}

/// A moment: exactly one of the two, as ISO 8601 or as an expression.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineTimer {
    /// So long after the state was entered: `P3D`.
    pub duration: Option<Text>,
    /// At this time: `2026-12-24T12:00:00Z`.
    pub date: Option<Text>,
}

/// Something that the host is told and nobody waits for: an effect `callListener`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "camelCase", deny_unknown_fields)]
pub struct MachineActivity {
    /// What it is: the `implementation` of the effect.
    pub id: Text,
    /// The `fields` of the effect: texts, or expressions over the data of the request.
    #[schemars(default, skip_serializing_if = "Vars::is_empty")]
    pub fields: Vars,
}
