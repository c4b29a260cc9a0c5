//! What happened in one step, in order. History is returned and never stored in the state; hosts
//! keep what they want.

use serde::{Deserialize, Serialize};

use crate::effect::{Effect, Status};
use crate::event::Instruction;
use crate::key::Key;
use crate::time::Timestamp;
use crate::value::{Text, Vars};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Entry {
    /// A node was entered: an activation began.
    Entered {
        /// Id of the node.
        element: Text,
        /// Key of the activation.
        key: Key,
        /// Key of the scope it runs in; absent for the process itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Key>,
    },
    /// An activation ended as modelled.
    Left {
        /// Id of the node.
        element: Text,
        /// Key of the activation.
        key: Key,
    },
    /// An activation was withdrawn.
    Cancelled {
        /// Id of the node.
        element: Text,
        /// Key of the activation.
        key: Key,
    },
    /// A token took a sequence flow.
    FlowTaken {
        /// Id of the flow.
        flow: Text,
        /// Key of the scope.
        scope: Key,
    },
    /// A token waits at a joining gateway.
    Arrived {
        /// Id of the gateway.
        element: Text,
        /// Id of the flow that it came by.
        flow: Text,
        /// Key of the scope.
        scope: Key,
    },
    /// A job failed.
    JobFailed {
        /// Id of the task.
        element: Text,
        /// Key of the job.
        job: Key,
        /// What went wrong.
        message: Text,
    },
    /// Somebody has chosen an action, and blocks the request until it is completed or given back.
    ActionChosen {
        /// Id of the task.
        element: Text,
        /// Key of its job.
        job: Key,
        /// Who.
        by: Text,
    },
    /// A chosen action was completed; what that comes to follows.
    ActionCompleted {
        /// Id of the task.
        element: Text,
        /// Key of its job.
        job: Key,
        /// Who had chosen it.
        by: Text,
    },
    /// A chosen action was given back, by an event or because its time was over.
    ActionReleased {
        /// Id of the task.
        element: Text,
        /// Key of its job.
        job: Key,
        /// Who had chosen it.
        by: Text,
    },
    /// An error was thrown.
    ErrorThrown {
        /// Id of the node that threw it.
        element: Text,
        /// Error code; empty where the model names none.
        code: Text,
        /// What went wrong, where the thrower says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        message: Option<Text>,
        /// What the event that throws it hands to the event that catches it.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
        /// Id of the event that catches it; absent where nothing does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caught_by: Option<Text>,
    },
    /// An escalation was thrown.
    EscalationThrown {
        /// Id of the node that threw it.
        element: Text,
        /// Escalation code; empty where the model names none.
        code: Text,
        /// What the event that throws it hands to the event that catches it.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
        /// Id of the event that catches it; absent where nothing does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caught_by: Option<Text>,
    },
    /// Variables were written.
    VariablesSet {
        /// Key of the scope they now belong to.
        scope: Key,
        /// Id of that scope's node.
        element: Text,
        /// The variables.
        variables: Vars,
    },
    /// Data was written that the model then draws in a state (BPMN 10.4.1).
    DataStateReached {
        /// Id of the activity or event that wrote it.
        element: Text,
        /// Name of the variable.
        data: Text,
        /// Name of the state.
        state: Text,
    },
    /// An activation got stuck; the incident itself is an effect.
    IncidentRaised {
        /// Id of the element.
        element: Text,
        /// Key of the incident.
        incident: Key,
        /// What went wrong.
        message: Text,
    },
    /// An incident was resolved.
    IncidentResolved {
        /// Id of the element.
        element: Text,
        /// Key of the incident.
        incident: Key,
    },
    /// The time given was before the last one, which was used instead.
    ClockClamped {
        /// The time given.
        given: Timestamp,
    },
    /// A compensation was thrown (BPMN 13.5.5).
    CompensationThrown {
        /// Id of the node that threw it.
        element: Text,
        /// Ids of the completed activities that are compensated, in that order.
        activities: Vec<Text>,
    },
    /// A complex gateway has gone back to waiting for its start (BPMN 13.4.5).
    GatewayReset {
        /// Id of the gateway.
        element: Text,
        /// Key of the scope.
        scope: Key,
    },
    /// The host modified the instance; what came of it follows.
    Modified {
        /// What was to be done.
        instruction: Instruction,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// A token ended before a branch that was spared when the host went back: it need not run again.
    FlowSpared {
        /// Id of the flow.
        flow: Text,
        /// Key of the scope.
        scope: Key,
    },
    /// The host suspended the instance.
    Suspended {
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Text>,
    },
    /// The host resumed the instance.
    Resumed,
    /// The host cancelled the instance.
    CancelRequested {
        /// Why.
        reason: Text,
    },
    /// The instance ended.
    Ended {
        /// How it ended.
        status: Status,
    },
}

/// Everything that one step produced. All of it is returned here; there is nothing to poll or drain.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The time of the step: the one given, or the instance's last where that was later.
    pub at: Timestamp,
    /// Where the instance stands after the step.
    pub status: Status,
    /// What the host must do, in order.
    pub effects: Vec<Effect>,
    /// What happened, in order.
    pub history: Vec<Entry>,
}

impl Outcome {
    /// Makes room for the next step; what was there is dropped, its memory kept.
    pub(crate) fn reset(&mut self, at: Timestamp) {
        self.at = at;
        self.status = Status::Active;
        self.effects.clear();
        self.history.clear();
    }
}
