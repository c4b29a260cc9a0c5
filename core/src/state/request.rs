//! What a request has besides its process: the people that it is about, the state that it is in, and the
//! action that somebody has chosen.

use super::{State, Wait, WaitKind};
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
        let mut all: Vec<Text> = requester.cloned().into_iter().collect();
        let mut known: Set<Text> = all.iter().cloned().collect();
        for stakeholder in stakeholders {
            if known.insert(stakeholder.clone()) {
                all.push(stakeholder.clone());
            }
        }
        Self { requester: requester.cloned(), stakeholders: all, state: None }
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

    /// The open actions, by the keys of their jobs.
    pub(crate) fn open_actions<'a>(
        &'a self,
        program: &'a Program,
    ) -> impl Iterator<Item = (Key, &'a Wait, &'a Action)> {
        let waits = self.waits.iter().filter(|(_, wait)| matches!(wait.kind, WaitKind::Job(_)));
        waits.filter_map(|(key, wait)| Some((key, wait, program.node(wait.node).spec.action()?)))
    }

    /// Whether a person may do an action; `groups` are those that the host knows the person to be in,
    /// besides the members that the process names.
    pub(crate) fn allows(&self, program: &Program, action: &Action, user: &str, groups: &[Text]) -> bool {
        let in_group = action.group.as_ref().is_none_or(|wanted| {
            let defined = program.node(self.process).spec.groups().iter().filter(|group| group.id == *wanted);
            groups.contains(wanted)
                || defined.flat_map(|group| &group.members).any(|member| **member == *user)
        });
        let request = self.request.as_deref();
        in_group
            && match action.target {
                ActionTarget::Everyone => true,
                ActionTarget::Requester => {
                    request.and_then(|request| request.requester.as_deref()) == Some(user)
                }
                ActionTarget::Stakeholders => {
                    request.is_some_and(|request| request.stakeholders.iter().any(|name| **name == *user))
                }
            }
    }
}
