//! Whether an event fits the state. Nothing is changed here, so a rejected event leaves no trace.

use super::action::{check_groups, choose, held};
use super::correlate::{Identity, recipients};
use super::modify::{Planned, plan};
use crate::effect::Status;
use crate::error::{Rejection, RejectionCode};
use crate::event::Event;
use crate::key::Key;
use crate::program::Program;
use crate::state::{State, Wait, WaitKind};
use crate::time::Timestamp;
use crate::value::{Text, Value, Vars, check, check_value};

/// Keys kept back for the step that uses up the last ones.
const KEY_RESERVE: u32 = 1 << 28;

/// Longest text that an event may carry outside its variables, in bytes.
const MAX_WORDS: usize = 64 << 10;

/// An event that fits: what it means for this state.
pub(crate) enum Input<'a> {
    Complete {
        job: Key,
        owner: Key,
        vars: &'a Vars,
    },
    CallFinished {
        call: Key,
        owner: Key,
        vars: &'a Vars,
    },
    CallFailed {
        call: Key,
        owner: Key,
        message: &'a str,
    },
    Evaluated {
        evaluation: Key,
        value: &'a Value,
    },
    EvaluationFailed {
        evaluation: Key,
        owner: Key,
        message: &'a str,
    },
    Fail {
        job: Key,
        owner: Key,
        failure: Failure<'a>,
    },
    Throw {
        wait: Key,
        owner: Key,
        code: &'a str,
        message: Option<&'a Text>,
        vars: &'a Vars,
    },
    Escalate {
        owner: Key,
        code: &'a str,
        vars: &'a Vars,
    },
    Choose {
        job: Key,
        owner: Key,
        by: &'a Text,
    },
    CompleteAction {
        job: Key,
        owner: Key,
        vars: &'a Vars,
    },
    Release,
    Fire(Vec<Key>),
    /// `lesson`: what the instance learns from a message about what others must agree in.
    Deliver {
        waits: Vec<Key>,
        vars: &'a Vars,
        lesson: Vars,
    },
    Set {
        scope: Key,
        vars: &'a Vars,
    },
    Resolve(Key),
    Cancel(&'a str),
    Modify(Vec<Planned<'a>>, Option<&'a Text>),
    Suspend(Option<&'a Text>),
    Resume,
}

/// Why a job failed, and what its worker wants to come of it.
pub(crate) struct Failure<'a> {
    pub(super) message: &'a str,
    pub(super) retries: Option<u32>,
    /// When it is to be tried again.
    pub(super) backoff: Option<Timestamp>,
}

/// Finds what the event means; `at` is the time of the step, never before the state's own.
pub(crate) fn admit<'a>(
    program: &Program,
    state: &State,
    event: &'a Event,
    at: Timestamp,
) -> Result<Input<'a>, Rejection> {
    let ended = state.status.is_over();
    // What a failed instance left behind may still be acknowledged.
    if ended && !(state.status == Status::Failed && matches!(event, Event::Resolve { .. })) {
        return Err(Rejection::new(
            RejectionCode::InstanceEnded,
            format!("instance `{}` has ended; it takes no more events", state.id),
        ));
    }
    check_suspension(state, event)?;
    if state.next_key > u32::MAX - KEY_RESERVE {
        return Err(Rejection::new(
            RejectionCode::Exhausted,
            format!("instance `{}` has used up its keys; start a new instance", state.id),
        ));
    }
    let job = |key: Key| {
        let wait = find(state, key, "job")?;
        match wait.kind {
            WaitKind::Job(_) if program.node(wait.node).spec.action().is_some() => Err(Rejection::new(
                RejectionCode::WrongKind,
                format!(
                    "job {key} is an action: it is chosen by `actionChosen`, then completed by `actionCompleted`"
                ),
            )),
            WaitKind::Job(_) => Ok(wait.owner),
            _ => Err(wrong_kind(key, wait, "job")),
        }
    };
    let call = |key: Key| {
        let wait = find(state, key, "call")?;
        match wait.kind {
            WaitKind::Call(_) => Ok(wait.owner),
            _ => Err(wrong_kind(key, wait, "call")),
        }
    };
    let evaluation = |key: Key| {
        let wait = find(state, key, "evaluation")?;
        match wait.kind {
            WaitKind::Evaluation(_) => Ok(wait.owner),
            _ => Err(wrong_kind(key, wait, "evaluation")),
        }
    };
    Ok(match event {
        Event::Evaluated { evaluation: key, value } => {
            evaluation(*key)?;
            Input::Evaluated { evaluation: *key, value: checked_value(value)? }
        }
        Event::EvaluationFailed { evaluation: key, message } => Input::EvaluationFailed {
            evaluation: *key,
            owner: evaluation(*key)?,
            message: bounded(message, "message")?,
        },
        Event::CallFinished { call: key, variables } => {
            Input::CallFinished { call: *key, owner: call(*key)?, vars: checked(variables)? }
        }
        Event::CallThrew { call: key, code, message, variables } => {
            thrown(*key, call(*key)?, code, message.as_ref(), variables)?
        }
        Event::CallEscalated { call: key, code, variables } => {
            let code = bounded(code, "escalation code")?;
            Input::Escalate { owner: call(*key)?, code, vars: checked(variables)? }
        }
        Event::CallFailed { call: key, message } => {
            Input::CallFailed { call: *key, owner: call(*key)?, message: bounded(message, "message")? }
        }
        Event::JobCompleted { job: key, variables } => {
            Input::Complete { job: *key, owner: job(*key)?, vars: checked(variables)? }
        }
        Event::JobFailed { job: key, message, retries, backoff } => {
            let message = bounded(message, "message")?;
            let backoff = backoff.map(|millis| {
                let due = i64::try_from(millis).ok().and_then(|millis| at.millis().checked_add(millis));
                due.and_then(Timestamp::from_millis).unwrap_or(Timestamp::MAX)
            });
            Input::Fail {
                job: *key,
                owner: job(*key)?,
                failure: Failure { message, retries: *retries, backoff },
            }
        }
        Event::JobThrew { job: key, code, message, variables } => {
            thrown(*key, job(*key)?, code, message.as_ref(), variables)?
        }
        Event::JobEscalated { job: key, code, variables } => {
            let code = bounded(code, "escalation code")?;
            Input::Escalate { owner: job(*key)?, code, vars: checked(variables)? }
        }
        Event::ActionChosen { job, by, groups } => {
            check_groups(groups)?;
            Input::Choose { job: *job, owner: choose(program, state, *job, by, groups)?, by }
        }
        Event::ActionCompleted { job, by, variables } => Input::CompleteAction {
            job: *job,
            owner: held(program, state, *job, Some(by))?,
            vars: checked(variables)?,
        },
        Event::ActionReleased { job, by } => {
            held(program, state, *job, by.as_ref())?;
            Input::Release
        }
        Event::TimerFired { timer } => Input::Fire(vec![timer_due(state, *timer, at)?]),
        Event::Tick => Input::Fire(state.due(at)),
        Event::Message { subscription, variables } => {
            let wait = find(state, *subscription, "subscription")?;
            let WaitKind::Message { name, .. } = &wait.kind else {
                return Err(wrong_kind(*subscription, wait, "message subscription"));
            };
            let vars = checked(variables)?;
            // Whom a message is for that comes by key, the host has decided.
            let lesson = Identity::of(program, name, None, vars).teaches(program, state);
            Input::Deliver { waits: vec![*subscription], vars, lesson }
        }
        Event::Correlate { message, correlation, policy, variables } => {
            let (message, vars) = (bounded(message, "name of the message")?, checked(variables)?);
            correlation.as_ref().map(checked_value).transpose()?;
            let identity = Identity::of(program, message, correlation.as_ref(), vars);
            let waits = recipients(program, state, message, &identity, *policy)?;
            Input::Deliver { waits, vars, lesson: identity.teaches(program, state) }
        }
        Event::Signal { name, variables } => {
            Input::Deliver { waits: state.listeners(name), vars: checked(variables)?, lesson: Vars::new() }
        }
        Event::SetVariables { scope, variables } => {
            let scope = scope.unwrap_or(State::ROOT);
            if state.acts.get(scope).is_none() {
                return Err(Rejection::new(
                    RejectionCode::UnknownKey,
                    format!("no activation has the key {scope}; it may have ended"),
                ));
            }
            Input::Set { scope, vars: checked(variables)? }
        }
        Event::Resolve { incident } => {
            let wait = find(state, *incident, "incident")?;
            if !matches!(wait.kind, WaitKind::Incident { .. }) {
                return Err(wrong_kind(*incident, wait, "incident"));
            }
            Input::Resolve(*incident)
        }
        Event::Cancel { reason } => Input::Cancel(bounded(reason, "reason")?),
        Event::Modify { instructions, reason } => {
            let reason = given(reason.as_ref(), "reason")?;
            Input::Modify(plan(program, state, instructions)?, reason)
        }
        Event::Suspend { reason } => Input::Suspend(given(reason.as_ref(), "reason")?),
        Event::Resume => Input::Resume,
    })
}

fn thrown<'a>(
    wait: Key,
    owner: Key,
    code: &'a str,
    message: Option<&'a Text>,
    variables: &'a Vars,
) -> Result<Input<'a>, Rejection> {
    let (code, message) = (bounded(code, "error code")?, given(message, "message")?);
    Ok(Input::Throw { wait, owner, code, message, vars: checked(variables)? })
}

/// What a suspended instance takes: nothing that its process asked for, only what the host decides.
fn check_suspension(state: &State, event: &Event) -> Result<(), Rejection> {
    let suspended = state.status == Status::Suspended;
    match event {
        Event::Resume if !suspended => Err(Rejection::new(
            RejectionCode::NotSuspended,
            format!("instance `{}` is not suspended; there is nothing to resume", state.id),
        )),
        Event::Resume | Event::Cancel { .. } | Event::SetVariables { .. } | Event::Modify { .. } => Ok(()),
        _ if suspended => Err(Rejection::new(
            RejectionCode::Suspended,
            format!("instance `{}` is suspended; resume it first", state.id),
        )),
        _ => Ok(()),
    }
}

fn given<'a>(text: Option<&'a Text>, what: &str) -> Result<Option<&'a Text>, Rejection> {
    if let Some(text) = text {
        bounded(text, what)?;
    }
    Ok(text)
}

pub(super) fn bounded<'a>(text: &'a str, what: &str) -> Result<&'a str, Rejection> {
    if text.len() <= MAX_WORDS {
        return Ok(text);
    }
    let message = format!("the {what} has {} bytes; at most {MAX_WORDS} are allowed", text.len());
    Err(Rejection::new(RejectionCode::InvalidEvent, message))
}

/// Variables within bounds.
pub(crate) fn checked(vars: &Vars) -> Result<&Vars, Rejection> {
    match check(vars) {
        Ok(()) => Ok(vars),
        Err(message) => Err(Rejection::new(RejectionCode::InvalidVariables, message)),
    }
}

fn checked_value(value: &Value) -> Result<&Value, Rejection> {
    match check_value(value) {
        Ok(()) => Ok(value),
        Err(message) => Err(Rejection::new(RejectionCode::InvalidVariables, message)),
    }
}

fn timer_due(state: &State, key: Key, at: Timestamp) -> Result<Key, Rejection> {
    let wait = find(state, key, "timer")?;
    match wait.kind {
        WaitKind::Timer { due, .. } if due <= at => Ok(key),
        WaitKind::Timer { due, .. } => Err(Rejection::new(
            RejectionCode::TimerNotDue,
            format!("timer {key} is due at {due}, and it is {at}"),
        )),
        _ => Err(wrong_kind(key, wait, "timer")),
    }
}

pub(super) fn find<'a>(state: &'a State, key: Key, kind: &str) -> Result<&'a Wait, Rejection> {
    state.waits.get(key).ok_or_else(|| {
        Rejection::new(
            RejectionCode::UnknownKey,
            format!("no open {kind} has the key {key}; it may have been answered or withdrawn"),
        )
    })
}

pub(super) fn wrong_kind(key: Key, wait: &Wait, wanted: &str) -> Rejection {
    let found = match wait.kind {
        WaitKind::Job(_) => "a job",
        WaitKind::Timer { .. } => "a timer",
        WaitKind::Message { .. } => "a message subscription",
        WaitKind::Signal { .. } => "a signal subscription",
        WaitKind::Condition { .. } => "a condition",
        WaitKind::Call(_) => "a call",
        WaitKind::Evaluation(_) => "an evaluation",
        WaitKind::Incident { .. } => "an incident",
    };
    Rejection::new(RejectionCode::WrongKind, format!("key {key} is {found}, not a {wanted}"))
}
