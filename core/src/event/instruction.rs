//! What `modify` can do with the tokens of an instance. Instructions speak of the state before the event;
//! they are all carried out before any token runs.

use serde::{Deserialize, Serialize};

use crate::key::Key;
use crate::value::{Fields, Kept, Text, Value, Vars, read_from_value};

/// One change to the tokens of an instance. What one instruction withdraws, a later one of the same event
/// cannot name. A token that is put before a join, by `startBefore` or `move`, waits there for its siblings.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub enum Instruction {
    /// A token enters the element. A boundary event passes it on; event subprocesses and what
    /// compensates start by their own triggers only.
    StartBefore {
        /// Id of the element.
        element: Text,
        /// Key of the scope activation to start it in, or of one around it, in which those between are
        /// opened anew; may be left out where the element's scope runs once. Scopes that do not run are
        /// opened, without their start events. An instance of a multi-instance activity must run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Key>,
        /// Variables to set first, as with `jobCompleted`.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// A token leaves the element by its outgoing flows, as if it had completed.
    StartAfter {
        /// Id of the element.
        element: Text,
        /// As in `startBefore`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Key>,
        /// Variables to set first, as with `jobCompleted`.
        #[serde(default, skip_serializing_if = "Vars::is_empty")]
        variables: Vars,
    },
    /// An activation is withdrawn, with all inside it. A scope that has nothing left is withdrawn, too;
    /// so the process ends as cancelled with its last activation.
    Cancel {
        /// Key of the activation.
        activation: Key,
    },
    /// An activation is withdrawn, and its token enters another element of the same scope.
    Move {
        /// Key of the activation.
        activation: Key,
        /// Id of the element.
        to: Text,
    },
    /// Goes back from an activation to an element before it in the same scope, and runs again what
    /// lies between them. All else that the element had led to is withdrawn and runs again, too: live
    /// activations, and tokens that wait at joins.
    GoBack {
        /// Key of the activation.
        activation: Key,
        /// Id of the element.
        to: Text,
        /// Leaves the other branches as they are, those that run and those that wait at joins: when a
        /// token comes to their split again, it does not take the flows that lead to them.
        #[serde(default)]
        spare: bool,
    },
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Type {
    StartBefore,
    StartAfter,
    Cancel,
    Move,
    GoBack,
}

read_from_value!(Instruction);

impl Instruction {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the instruction")?;
        let kind = fields.word("type")?;
        let kind = fields.must(kind, "type")?;
        let instruction = match kind {
            Type::StartBefore | Type::StartAfter => {
                let element = fields.text("element")?;
                let element = fields.need(element, "element")?;
                let scope = fields.key("scope")?;
                let variables = fields.vars("variables")?.unwrap_or_default();
                match kind {
                    Type::StartBefore => Self::StartBefore { element, scope, variables },
                    _ => Self::StartAfter { element, scope, variables },
                }
            }
            Type::Cancel => Self::Cancel { activation: activation(&mut fields)? },
            Type::Move => Self::Move { activation: activation(&mut fields)?, to: to(&mut fields)? },
            Type::GoBack => Self::GoBack {
                activation: activation(&mut fields)?,
                to: to(&mut fields)?,
                spare: fields.flag("spare")?.unwrap_or(false),
            },
        };
        fields.end()?;
        Ok(instruction)
    }
}

fn activation(fields: &mut Fields) -> Result<Key, Kept> {
    let key = fields.key("activation")?;
    fields.need(key, "activation")
}

fn to(fields: &mut Fields) -> Result<Text, Kept> {
    let to = fields.text("to")?;
    fields.need(to, "to")
}
