//! What a request has besides its process: the people that it is about, the state that it is in, and the
//! action that somebody has chosen.

use super::{State, WaitKind};
use crate::elements::{Action, ActionTarget};
use crate::key::{Key, NodeIx};
use crate::map::Set;
use crate::program::Program;
use crate::value::Text;

/// What few instances have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Request {
    pub(crate) requester: Option<Text>,
    /// Each once; the requester is the first.
    pub(crate) stakeholders: Vec<Text>,
    /// The state that was entered last.
    pub(crate) state: Option<NodeIx>,
}

/// An action that somebody has chosen, by the key of its job.
pub(crate) struct Chosen<'a> {
    pub(crate) job: Key,
    pub(crate) node: NodeIx,
    pub(crate) by: &'a Text,
}

/// The longest name of somebody, in bytes: a hundred characters of any script, and what the indexes of hosts take.
pub(crate) const MAX_PERSON: usize = 736;

/// Whether it can be the name of somebody: not empty, and within bounds.
pub(crate) fn is_person(name: &str) -> bool {
    (1..=MAX_PERSON).contains(&name.len())
}

impl Request {
    pub(crate) fn new(requester: Option<&Text>, stakeholders: &[Text]) -> Self {
        let mut all = Vec::new();
        let mut known = Set::new();
        for name in requester.into_iter().chain(stakeholders) {
            if known.insert(name.clone()) {
                all.push(name.clone());
            }
        }
        Self { requester: requester.cloned(), stakeholders: all, state: None }
    }

    /// As it is kept, if there is anything to keep.
    pub(crate) fn kept(self) -> Option<Box<Self>> {
        (self.state.is_some() || !self.stakeholders.is_empty()).then(|| Box::new(self))
    }
}

impl State {
    /// The action of the request that somebody has chosen: one at most.
    pub(crate) fn chosen(&self) -> Option<Chosen<'_>> {
        self.waits.iter().find_map(|(job, wait)| {
            let WaitKind::Job(work) = &wait.kind else { return None };
            work.chosen.as_ref().map(|by| Chosen { job, node: wait.node, by })
        })
    }

    /// Whether a person may do an action; `groups` are those that the host knows the person to be in,
    /// besides the members that the process names.
    pub(crate) fn allows(&self, program: &Program, action: &Action, user: &str, groups: &[Text]) -> bool {
        let in_group = match &action.group {
            None => true,
            Some(wanted) => {
                let all = program.node(self.process).spec.groups().iter();
                let mut defined = all.filter(|group| group.id == *wanted);
                has(groups, wanted) || defined.any(|group| has(&group.members, user))
            }
        };
        let request = self.request.as_deref();
        in_group
            && match action.target {
                ActionTarget::Everyone => true,
                ActionTarget::Requester => {
                    request.and_then(|request| request.requester.as_deref()) == Some(user)
                }
                ActionTarget::Stakeholders => request.is_some_and(|request| has(&request.stakeholders, user)),
            }
    }
}

fn has(names: &[Text], name: &str) -> bool {
    names.iter().any(|one| **one == *name)
}
