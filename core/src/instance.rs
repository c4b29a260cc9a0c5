//! One running process, and the engine as its methods.

use serde::{Deserialize, Serialize};

use crate::definition::Definition;
use crate::effect::{Obligation, Status};
use crate::engine::{Run, check_person, checked, entry};
use crate::error::{LoadError, Rejection, RejectionCode};
use crate::event::{Event, Start};
use crate::history::Outcome;
use crate::key::{Key, NodeIx};
use crate::program::Fingerprint;
use crate::snapshot::Snapshot;
use crate::state::{Request, State};
use crate::time::Timestamp;
use crate::value::{CollectVec, Text, Vars};

/// Longest id of an instance, in bytes.
pub const MAX_ID: usize = 255;

/// Most stakeholders of a request.
const MAX_STAKEHOLDERS: usize = 10_000;

/// The state of one running process: plain data, compared and cloned like a value.
#[derive(Clone, Debug)]
pub struct Instance {
    state: State,
    definition: Fingerprint,
}

/// A live activation: the process itself, a subprocess, or an element that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Activation {
    /// Key of the activation.
    pub key: Key,
    /// Id of the element.
    pub element: Text,
    /// Key of the scope it runs in; absent for the process itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Key>,
}

/// Starts an instance: the first step.
///
/// # Errors
/// A [`Rejection`] if the process is unknown or was refused, if it does not start at the element named,
/// or if id or variables are out of bounds.
pub fn start(
    definition: &Definition,
    start: &Start,
    at: Timestamp,
) -> Result<(Instance, Outcome), Rejection> {
    let process = find_process(definition, start.process.as_deref())?;
    if start.id.len() > MAX_ID {
        return Err(Rejection::new(
            RejectionCode::InvalidEvent,
            format!("the instance id has {} bytes; at most {MAX_ID} are allowed", start.id.len()),
        ));
    }
    if start.business_key.as_ref().is_some_and(|key| key.len() > MAX_ID) {
        return Err(Rejection::new(
            RejectionCode::InvalidEvent,
            format!("the business key is longer than {MAX_ID} bytes"),
        ));
    }
    let variables = checked(&start.variables)?.clone();
    let entry = entry(definition.program(), process, start.element.as_deref())?;
    let mut state = State::new(start.id.clone(), process, at);
    state.business_key.clone_from(&start.business_key);
    state.request = request(start)?;
    let mut outcome = Outcome::default();
    Run::start(definition.program(), &mut state, entry, variables, &mut outcome)?;
    Ok((Instance { state, definition: definition.fingerprint() }, outcome))
}

/// The law: definition, state, event and time in; new state and outcome out. Same in, same out.
///
/// # Errors
/// A [`Rejection`] if the event does not fit the state.
pub fn step(
    definition: &Definition,
    state: &Instance,
    event: &Event,
    at: Timestamp,
) -> Result<(Instance, Outcome), Rejection> {
    let mut next = state.clone();
    let mut outcome = Outcome::default();
    next.apply(definition, event, at, &mut outcome)?;
    Ok((next, outcome))
}

impl Instance {
    /// Applies an event in place; `out` is overwritten. A time before the instance's last one is
    /// taken as that one, and noted in the history.
    ///
    /// # Errors
    /// A [`Rejection`] if the event does not fit the state, which is then unchanged.
    pub fn apply(
        &mut self,
        definition: &Definition,
        event: &Event,
        at: Timestamp,
        out: &mut Outcome,
    ) -> Result<(), Rejection> {
        if self.definition != definition.fingerprint() {
            return Err(Rejection::new(
                RejectionCode::DefinitionMismatch,
                format!("instance `{}` belongs to definition {}", self.state.id, self.definition),
            ));
        }
        Run::apply(definition.program(), &mut self.state, event, at, out)
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// The host's own id of the instance.
    #[must_use]
    pub fn id(&self) -> &Text {
        &self.state.id
    }

    /// Where the instance stands.
    #[must_use]
    pub fn status(&self) -> Status {
        self.state.status
    }

    /// The time of its last step.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.state.at
    }

    /// How many steps it has taken, the start included: a version number for optimistic locking.
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.state.steps
    }

    /// The host's own name for what it is about, as it was started with.
    #[must_use]
    pub fn business_key(&self) -> Option<&Text> {
        self.state.business_key.as_ref()
    }

    /// Id of the process that it runs.
    #[must_use]
    pub fn process(&self, definition: &Definition) -> Text {
        definition.program().node(self.state.process).id.clone()
    }

    /// Fingerprint of the definition that it runs.
    #[must_use]
    pub fn definition(&self) -> Fingerprint {
        self.definition
    }

    /// Every open duty of the host, by key.
    #[must_use]
    pub fn obligations(&self, definition: &Definition) -> Vec<Obligation> {
        let program = definition.program();
        let state = &self.state;
        state.waits.iter().map(|(key, wait)| state.obligation(program, key, wait)).collect_vec()
    }

    /// When the next timer is due; none if no timer is open.
    #[must_use]
    pub fn next_due(&self) -> Option<Timestamp> {
        self.state.timers.first().map(|(due, _)| *due)
    }

    /// The live activations by key, the process itself first; none once the instance has ended.
    #[must_use]
    pub fn active(&self, definition: &Definition) -> Vec<Activation> {
        let id = |node: NodeIx| definition.program().node(node).id.clone();
        let live = self.state.acts.iter().filter(|_| !self.state.status.is_over());
        live.map(|(key, act)| Activation {
            key,
            element: id(act.node),
            scope: (act.parent != Key::NONE).then_some(act.parent),
        })
        .collect_vec()
    }

    /// The variables of the process scope, or all that can be seen from the activation `scope`, the
    /// attributes of loops such as `loopCounter` among them; none if there is no such activation.
    #[must_use]
    pub fn variables(&self, scope: Option<Key>) -> Option<Vars> {
        let from = scope.unwrap_or(State::ROOT);
        self.state.acts.get(from)?;
        Some(self.state.visible(from))
    }

    /// The state as a value that can be stored anywhere.
    #[must_use]
    pub fn save(&self, definition: &Definition) -> Snapshot {
        Snapshot::of(&self.state, definition.program(), self.definition)
    }

    /// Restores an instance; the snapshot is checked against the definition first.
    ///
    /// # Errors
    /// A [`LoadError`] if the snapshot belongs to another definition or contradicts itself.
    pub fn load(definition: &Definition, snapshot: &Snapshot) -> Result<Self, LoadError> {
        let state = snapshot.restore(definition.program(), definition.fingerprint())?;
        Ok(Self { state, definition: definition.fingerprint() })
    }
}

/// The people of a request, if any are named.
fn request(start: &Start) -> Result<Option<Box<Request>>, Rejection> {
    let request = Request::new(start.requester.as_ref(), &start.stakeholders);
    request.stakeholders.iter().try_for_each(check_person)?;
    if start.stakeholders.len() > MAX_STAKEHOLDERS {
        let count = start.stakeholders.len();
        let message = format!("there are {count} stakeholders; at most {MAX_STAKEHOLDERS} are allowed");
        return Err(Rejection::new(RejectionCode::InvalidEvent, message));
    }
    Ok(request.kept())
}

fn find_process(definition: &Definition, id: Option<&str>) -> Result<NodeIx, Rejection> {
    let program = definition.program();
    let processes = definition.processes();
    let list = || processes.iter().map(|process| format!("`{}`", process.id)).collect_vec().join(", ");
    let id: Text = match id {
        Some(id) => Text::from(id),
        None => match program.processes.as_slice() {
            [only] => program.node(*only).id.clone(),
            _ => {
                return Err(Rejection::new(
                    RejectionCode::UnknownProcess,
                    format!("the definition has several processes; say which to start: {}", list()),
                ));
            }
        },
    };
    let found = program.processes.iter().find(|process| program.node(**process).id == id);
    match (found, processes.iter().any(|process| process.id == id)) {
        (Some(process), _) => Ok(*process),
        (None, true) => Err(Rejection::new(
            RejectionCode::ProcessRefused,
            format!("process `{id}` has errors; the definition's diagnostics say which"),
        )),
        (None, false) => Err(Rejection::new(
            RejectionCode::UnknownProcess,
            format!("there is no process `{id}`; the definition has {}", list()),
        )),
    }
}
