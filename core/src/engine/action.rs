//! Choosing an action, completing it and giving it back. Who has chosen one blocks the request for all
//! others until then.

use super::admit::{bounded, find, wrong_kind};
use super::run::Run;
use crate::elements::Action;
use crate::error::{Rejection, RejectionCode};
use crate::history::Entry;
use crate::key::Key;
use crate::program::Program;
use crate::state::{MAX_PERSON, State, Then, Wait, WaitKind, is_person};
use crate::value::Text;

/// Finds the action whose job it is, and the activation that it belongs to.
fn action<'a>(program: &'a Program, state: &State, job: Key) -> Result<(&'a Action, Key), Rejection> {
    let wait = find(state, job, "action")?;
    match (&wait.kind, program.node(wait.node).spec.action()) {
        (WaitKind::Job(_), Some(action)) => Ok((action, wait.owner)),
        _ => Err(wrong_kind(job, wait, "the job of an action")),
    }
}

/// Whether a person may choose an action now: the activation that it belongs to.
pub(super) fn choose(
    program: &Program,
    state: &State,
    job: Key,
    by: &Text,
    groups: &[Text],
) -> Result<Key, Rejection> {
    let (action, owner) = action(program, state, job)?;
    check_person(by)?;
    let reject = |code, message| Err(Rejection::new(code, message));
    if !state.allows(program, action, by, groups) {
        let message = format!("`{by}` may not do `{}`: its group and target say who may", action.id);
        return reject(RejectionCode::NotAllowed, message);
    }
    match state.chosen() {
        None => Ok(owner),
        Some(chosen) => {
            let taken = program.node(chosen.node).spec.action().map_or("", |action| &action.id);
            let message = format!("`{}` has chosen `{taken}`, which is not completed yet", chosen.by);
            reject(RejectionCode::AlreadyChosen, message)
        }
    }
}

/// Whether a person has chosen an action; without a person, whether anybody has.
pub(super) fn held(program: &Program, state: &State, job: Key, by: Option<&Text>) -> Result<Key, Rejection> {
    let (action, owner) = action(program, state, job)?;
    by.map_or(Ok(()), check_person)?;
    let chooser = state.chosen().filter(|chosen| chosen.job == job).map(|chosen| chosen.by);
    let message = match (chooser, by) {
        (Some(chooser), Some(by)) if chooser != by => {
            format!("`{}` was chosen by `{chooser}`, not by `{by}`", action.id)
        }
        (Some(_), _) => return Ok(owner),
        (None, _) => format!("nobody has chosen `{}`; choose it first", action.id),
    };
    Err(Rejection::new(RejectionCode::NotChosen, message))
}

/// The name of somebody: not empty, and within bounds.
pub(crate) fn check_person(name: &Text) -> Result<(), Rejection> {
    if is_person(name) {
        return Ok(());
    }
    let message = format!("the name of a person has {} bytes; 1 to {MAX_PERSON} are allowed", name.len());
    Err(Rejection::new(RejectionCode::InvalidEvent, message))
}

/// The groups that a host says somebody is in.
pub(super) fn check_groups(groups: &[Text]) -> Result<(), Rejection> {
    groups.iter().try_for_each(|group| bounded(group, "name of a group").map(drop))
}

impl Run<'_> {
    /// Blocks the request for whoever has chosen one of its actions.
    pub(super) fn choose_action(&mut self, job: Key, owner: Key, by: &Text) {
        let Some(spot) = self.spot(owner) else { return };
        if let Some(Wait { kind: WaitKind::Job(work), .. }) = self.state.waits.get_mut(job) {
            work.chosen = Some(by.clone());
        }
        self.out.history.push(Entry::ActionChosen { element: self.id(spot.node), job, by: by.clone() });
        let timeout = self.program.node(spot.node).spec.action().and_then(|action| action.timeout.as_ref());
        // One that would end after the calendar never ends.
        if let Some(due) = timeout.and_then(|timeout| timeout.after(self.state.at).ok()) {
            self.open_wait(owner, spot.node, WaitKind::Timer { due, repeat: None, then: Then::Release });
        }
    }

    /// Gives a choice back: everybody may choose again.
    pub(super) fn release_action(&mut self) {
        if let Some((element, job, by)) = self.unblock() {
            self.out.history.push(Entry::ActionReleased { element, job, by });
        }
    }

    /// The action has been done: what is left is what completing a job comes to.
    pub(super) fn complete_action(&mut self) {
        if let Some((element, job, by)) = self.unblock() {
            self.out.history.push(Entry::ActionCompleted { element, job, by });
        }
    }

    /// Forgets who has chosen an action, and the timer that watches over that.
    fn unblock(&mut self) -> Option<(Text, Key, Text)> {
        let job = self.state.chosen()?.job;
        let wait = self.state.waits.get_mut(job)?;
        let (owner, node) = (wait.owner, wait.node);
        let WaitKind::Job(work) = &mut wait.kind else { return None };
        let by = work.chosen.take()?;
        let releases = |wait: &Wait| matches!(wait.kind, WaitKind::Timer { then: Then::Release, .. });
        let timer = self.state.waits_of(owner).find(|(_, wait)| releases(wait)).map(|(key, _)| key);
        if let Some(timer) = timer {
            self.close_wait(timer);
        }
        Some((self.id(node), job, by))
    }
}
