//! What somebody may do now: a pure question about the state of a request.

use serde::{Deserialize, Serialize};

use crate::definition::Definition;
use crate::instance::Instance;
use crate::key::Key;
use crate::state::WaitKind;
use crate::value::{Fields, Text, Value, read_from_value};

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// The host's own name of the person.
    pub user: Text,
    /// The groups that the host knows the person to be in, besides those whose members the process names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Text>,
}

read_from_value!(Person);

impl Person {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the person")?;
        let user = fields.text("user")?;
        let person = Self { user: fields.need(user, "user")?, groups: fields.texts("groups")? };
        fields.end()?;
        Ok(person)
    }
}

/// Where a request stands, and what a person may do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Actions {
    /// The state that it entered last, and stays in after its end; absent where the process has no states.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<StateInfo>,
    /// Who has made the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Text>,
    /// Whom it is about, the requester first.
    pub stakeholders: Vec<Text>,
    /// What blocks it: an action that somebody has chosen and not completed yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<ChosenAction>,
    /// What the person may choose now, in the order of the keys; nothing while the request is blocked.
    pub actions: Vec<AllowedAction>,
}

/// A state of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StateInfo {
    /// Id of the state.
    pub id: Text,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// `start`, `normal`, `complete`, `denied`, `cancelled`, or a word of the model's own.
    pub r#type: Text,
}

/// An action that somebody has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChosenAction {
    /// Key of its job, for `actionCompleted` and `actionReleased`.
    pub job: Key,
    /// Id of its task.
    pub element: Text,
    /// Id of the action.
    pub action: Text,
    /// Who.
    pub by: Text,
}

/// An action that a person may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AllowedAction {
    /// Key of its job, for `actionChosen`.
    pub job: Key,
    /// Id of its task: one action may be a task of several transitions.
    pub element: Text,
    /// Id of the action.
    pub action: Text,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Id of the state that it helps to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Text>,
}

impl Instance {
    /// Where the request stands, and what a person may do with it now.
    #[must_use]
    pub fn actions(&self, definition: &Definition, person: &Person) -> Actions {
        let (program, state) = (definition.program(), self.state());
        let request = state.request.as_deref();
        let chosen = state.chosen().and_then(|chosen| {
            let node = program.node(chosen.node);
            let action = node.spec.action()?.id.clone();
            Some(ChosenAction { job: chosen.job, element: node.id.clone(), action, by: chosen.by.clone() })
        });
        let free = chosen.is_none() && state.status == crate::Status::Active;
        let mut actions = Vec::new();
        for (job, wait) in
            state.waits.iter().filter(|(_, wait)| free && matches!(wait.kind, WaitKind::Job(_)))
        {
            let node = program.node(wait.node);
            if let Some(action) = node.spec.action()
                && state.allows(program, action, &person.user, &person.groups)
            {
                actions.push(AllowedAction {
                    job,
                    element: node.id.clone(),
                    action: action.id.clone(),
                    name: node.name.clone(),
                    next: action.next.clone(),
                });
            }
        }
        let place = request.and_then(|request| request.state).map(|node| program.node(node));
        Actions {
            state: place.and_then(|node| {
                let r#type = node.spec.state_type()?.clone();
                Some(StateInfo { id: node.id.clone(), name: node.name.clone(), r#type })
            }),
            requester: request.and_then(|request| request.requester.clone()),
            stakeholders: request.map(|request| request.stakeholders.clone()).unwrap_or_default(),
            actions,
            chosen,
        }
    }
}
