//! What a host may do, sensible or not, before it is known what the instance waits for.

use proptest::collection::vec;
use proptest::prelude::*;
use tidewheel::{Event, Instance, Key, Obligation, Text, Timestamp, Value, Vars};

use super::operations::Operation;
use super::trial::Trial;
use super::words::{
    ERRORS, ESCALATIONS, MESSAGES, SIGNALS, any_variables, closing_variables, evaluated, sound_variables,
};

/// One act of the host. Numbers pick from what there is when it comes to it.
#[derive(Clone, Debug)]
pub enum Action {
    /// Answers an open obligation as it wants to be answered.
    Answer { pick: usize, how: How, vars: Vars },
    /// Answers an open obligation with an event of any kind.
    Misanswer { pick: usize, kind: u8 },
    /// Answers a key that may never have been given out.
    Unknown { key: u32, kind: u8 },
    /// Sends an earlier event again.
    Again { pick: usize },
    /// Moves the clock, in milliseconds, and fires what is due.
    Tick { by: i64 },
    /// Sends a signal, known or not.
    Signal { name: usize, vars: Vars },
    /// Writes variables into some scope, or into none that exists.
    Set { scope: Option<usize>, vars: Vars },
    /// Sends variables that are out of bounds.
    Excess { pick: usize },
    /// Ends the instance.
    Cancel,
    /// Moves tokens by hand, suspends, resumes or correlates.
    Operate(Operation),
}

/// How to answer a job.
#[derive(Clone, Copy, Debug)]
pub enum How {
    /// As done.
    Complete,
    /// As failed, with that many retries and that backoff, or as the model says.
    Fail(Option<u32>, Option<u64>),
    /// With an error.
    Throw(usize),
    /// Not yet: it escalates and goes on.
    Escalate(usize),
}

/// A sequence of acts. With `sound`, variables keep the types that the models expect.
pub fn actions(count: std::ops::Range<usize>, sound: bool) -> impl Strategy<Value = Vec<Action>> {
    vec(action(sound), count)
}

pub(super) fn action(sound: bool) -> impl Strategy<Value = Action> {
    let vars = || {
        if sound {
            prop_oneof![Just(Vars::new()), sound_variables()].boxed()
        } else {
            any_variables().boxed()
        }
    };
    let how = prop_oneof![
        12 => Just(How::Complete),
        2 => (prop::option::of(0_u32..3), prop::option::of(0_u64..3_000))
            .prop_map(|(retries, backoff)| How::Fail(retries, backoff)),
        1 => (0..ERRORS.len() + 1).prop_map(How::Throw),
        2 => (0..ESCALATIONS.len() + 1).prop_map(How::Escalate),
    ];
    let scope = prop::option::of(any::<usize>());
    prop_oneof![
        20 => (any::<usize>(), how, vars()).prop_map(|(pick, how, vars)| Action::Answer { pick, how, vars }),
        2 => (any::<usize>(), any::<u8>()).prop_map(|(pick, kind)| Action::Misanswer { pick, kind }),
        2 => (prop_oneof![0_u32..40, any::<u32>()], any::<u8>())
            .prop_map(|(key, kind)| Action::Unknown { key, kind }),
        2 => any::<usize>().prop_map(|pick| Action::Again { pick }),
        3 => prop_oneof![-5_000_i64..20_000, Just(0), Just(90_000_000_000)].prop_map(|by| Action::Tick { by }),
        3 => (0..SIGNALS.len() + 1, vars()).prop_map(|(name, vars)| Action::Signal { name, vars }),
        4 => (scope, vars()).prop_map(|(scope, vars)| Action::Set { scope, vars }),
        1 => any::<usize>().prop_map(|pick| Action::Excess { pick }),
        1 => prop::bool::weighted(0.2).prop_map(|cancel| if cancel { Action::Cancel } else { Action::Tick { by: 1 } }),
    ]
}

impl Action {
    /// The event, given what the instance waits for; `now` moves along.
    #[must_use]
    pub fn event(&self, trial: &Trial, now: &mut Timestamp) -> Event {
        let open = trial.open();
        let one = |pick: usize| open.get(pick % open.len().max(1));
        match self {
            Self::Answer { pick, how, vars } => match one(*pick) {
                Some(obligation) => answer(obligation, *how, vars, now),
                None => Event::Tick,
            },
            Self::Misanswer { pick, kind } => {
                of_kind(one(*pick).map_or(Key(1), |obligation| obligation.key()), *kind)
            }
            Self::Unknown { key, kind } => of_kind(Key(*key), *kind),
            Self::Again { pick } => trial.earlier(*pick).unwrap_or(Event::Tick),
            Self::Tick { by } => {
                *now = later(*now, *by);
                Event::Tick
            }
            Self::Signal { name, vars } => {
                let name = SIGNALS.get(*name).copied().unwrap_or("unheard");
                Event::Signal { name: name.into(), variables: vars.clone() }
            }
            Self::Set { scope, vars } => Event::SetVariables {
                scope: scope.map(|pick| a_scope(trial.instance(), trial, pick)),
                variables: vars.clone(),
            },
            Self::Excess { pick } => {
                let deep = (0..70).fold(Value::Null, |inner, _| Value::from(vec![inner]));
                let variables = Vars::from([(Text::from("deep"), deep)]);
                match one(*pick) {
                    Some(Obligation::Job(job)) => Event::JobCompleted { job: job.key, variables },
                    Some(Obligation::Evaluation(asked)) => {
                        Event::Evaluated { evaluation: asked.key, value: variables.into() }
                    }
                    _ => Event::SetVariables { scope: None, variables },
                }
            }
            Self::Cancel => Event::Cancel { reason: "enough".into() },
            Self::Operate(operation) => operation.event(trial),
        }
    }
}

fn a_scope(instance: &Instance, trial: &Trial, pick: usize) -> Key {
    let active = instance.active(trial.definition());
    active.get(pick % (active.len() + 1)).map_or(Key(u32::MAX), |activation| activation.key)
}

/// A moment later, or the same where the calendar ends.
#[must_use]
pub fn later(now: Timestamp, by: i64) -> Timestamp {
    Timestamp::from_millis(now.millis().saturating_add(by)).unwrap_or(now)
}

/// The answer that an obligation waits for; a timer's moves the clock.
#[must_use]
pub fn answer(obligation: &Obligation, how: How, vars: &Vars, now: &mut Timestamp) -> Event {
    match obligation {
        Obligation::Job(job) => match how {
            How::Complete => Event::JobCompleted { job: job.key, variables: vars.clone() },
            How::Fail(retries, backoff) => {
                Event::JobFailed { job: job.key, message: "failed".into(), retries, backoff }
            }
            How::Throw(code) => Event::JobThrew {
                job: job.key,
                code: ERRORS.get(code).copied().unwrap_or("unknown").into(),
                message: None,
                variables: vars.clone(),
            },
            How::Escalate(code) => Event::JobEscalated {
                job: job.key,
                code: ESCALATIONS.get(code).copied().unwrap_or("unknown").into(),
                variables: vars.clone(),
            },
        },
        Obligation::Timer(timer) => {
            *now = (*now).max(timer.due);
            Event::TimerFired { timer: timer.key }
        }
        Obligation::Call(call) => match how {
            How::Complete => Event::CallFinished { call: call.key, variables: vars.clone() },
            How::Fail(..) => Event::CallFailed { call: call.key, message: "failed".into() },
            How::Throw(code) => Event::CallThrew {
                call: call.key,
                code: ERRORS.get(code).copied().unwrap_or("unknown").into(),
                message: None,
                variables: vars.clone(),
            },
            How::Escalate(code) => Event::CallEscalated {
                call: call.key,
                code: ESCALATIONS.get(code).copied().unwrap_or("unknown").into(),
                variables: vars.clone(),
            },
        },
        Obligation::Subscription(subscription) => match subscription.kind {
            tidewheel::SubscriptionKind::Message => {
                Event::Message { subscription: subscription.key, variables: vars.clone() }
            }
            tidewheel::SubscriptionKind::Signal => {
                Event::Signal { name: subscription.name.clone(), variables: vars.clone() }
            }
            // Only data can make it come true.
            tidewheel::SubscriptionKind::Condition => {
                let variables = if vars.is_empty() { closing_variables() } else { vars.clone() };
                Event::SetVariables { scope: None, variables }
            }
        },
        Obligation::Evaluation(asked) => match how {
            How::Complete => Event::Evaluated { evaluation: asked.key, value: evaluated(&asked.source) },
            How::Fail(..) => Event::EvaluationFailed { evaluation: asked.key, message: "failed".into() },
            How::Throw(_) => Event::Evaluated { evaluation: asked.key, value: "PT1S".into() },
            How::Escalate(n) => Event::Evaluated { evaluation: asked.key, value: Value::from(n % 2 == 0) },
        },
        Obligation::Incident(incident) => Event::Resolve { incident: incident.key },
        _ => Event::Tick,
    }
}

fn of_kind(key: Key, kind: u8) -> Event {
    let vars = Vars::new();
    match kind % 17 {
        0 => Event::JobCompleted { job: key, variables: Vars::new() },
        1 => Event::JobFailed { job: key, message: "garbage".into(), retries: Some(1), backoff: None },
        2 => Event::JobThrew { job: key, code: "E1".into(), message: None, variables: Vars::new() },
        3 => Event::TimerFired { timer: key },
        4 => Event::Message { subscription: key, variables: Vars::new() },
        5 => Event::Resolve { incident: key },
        6 => Event::JobEscalated { job: key, code: "S1".into(), variables: Vars::new() },
        7 => Event::CallFinished { call: key, variables: vars },
        8 => Event::CallThrew { call: key, code: "E1".into(), message: None, variables: vars },
        9 => Event::CallEscalated { call: key, code: "S1".into(), variables: vars },
        10 => Event::CallFailed { call: key, message: "garbage".into() },
        11 => Event::Correlate {
            message: MESSAGES.first().copied().unwrap_or_default().into(),
            correlation: None,
            policy: tidewheel::Policy::default(),
            variables: vars,
        },
        12 => Event::Resume,
        13 => Event::Evaluated { evaluation: key, value: Value::from(true) },
        14 => Event::EvaluationFailed { evaluation: key, message: "garbage".into() },
        _ => Event::SetVariables { scope: Some(key), variables: Vars::new() },
    }
}
