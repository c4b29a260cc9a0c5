//! The duties of a host: to start instances, to apply events, and to do what the steps ask for.

use std::sync::Arc;

use super::instances::{Running, Who};
use super::mail::{Beginning, Letter, Post, To};
use super::scenario::{Input, Stimulus};
use super::{Row, Simulation, process_of};
use crate::value::CollectVec;
use crate::{
    Effect, Entry, Evaluation, Event, Job, JobKind, Key, MAX_ID, Message, Outcome, Rejection, RejectionCode,
    Start, StartKind, Text, Timestamp, start,
};

/// Room that an id leaves for the number of an instance.
const SERIAL: usize = 16;

impl Simulation {
    /// Starts another instance.
    pub(super) fn begin(&mut self, beginning: Beginning) {
        let Beginning { process, element, business_key, variables, call } = beginning;
        let id = self.new_id(&process);
        let begin = Start {
            id: id.clone(),
            process: Some(process.clone()),
            element,
            business_key,
            variables,
            ..Start::default()
        };
        match (start(&self.definition, &begin, self.now), call) {
            (Ok((instance, outcome)), _) => {
                let who = self.instances.add(Running::new(instance, process, call));
                self.record(who, None, outcome);
            }
            (Err(rejection), Some((who, call))) => {
                let event = Event::CallFailed { call, message: Text::from(rejection.message) };
                self.mail.push(Letter::Tell { who, event });
            }
            (Err(rejection), None) => self.reject(Some(id), None, rejection),
        }
    }

    /// Starts an instance that the scenario wants beside its own.
    fn begin_another(&mut self, begin: Start) {
        if self.instances.find(&begin.id).is_some() {
            let message = format!("there is an instance `{}` already", begin.id);
            let rejection = Rejection { code: RejectionCode::InvalidEvent, message };
            return self.reject(Some(begin.id), None, rejection);
        }
        match start(&self.definition, &begin, self.now) {
            Ok((instance, outcome)) => {
                let who = self.instances.add(Running::new(instance, process_of(&outcome), None));
                self.record(who, None, outcome);
            }
            Err(rejection) => self.reject(Some(begin.id), None, rejection),
        }
    }

    /// The process and a number.
    fn new_id(&mut self, process: &Text) -> Text {
        let mut room = process.len().min(MAX_ID.saturating_sub(SERIAL));
        while !process.is_char_boundary(room) {
            room -= 1;
        }
        let serial = self.started.or_default(process.clone());
        loop {
            *serial += 1;
            let id = format!("{}-{serial}", process.get(..room).unwrap_or_default());
            if self.instances.find(&id).is_none() {
                return Text::from(id);
            }
        }
    }

    /// Lets an answer come. An action is chosen first; whoever may not do so does not complete it.
    pub(super) fn answer(&mut self, (who, key): (Who, Key), event: Event) {
        if let Event::ActionCompleted { job, by, .. } = &event
            && !self.has_chosen(who, *job, by)
        {
            let (job, by) = (*job, by.clone());
            self.apply(who, Event::ActionChosen { job, by: by.clone(), groups: Vec::new() });
            if self.has_chosen(who, job, &by) {
                self.answers.add(self.now, (who, key), event);
            }
            return;
        }
        self.apply(who, event);
    }

    fn has_chosen(&self, who: Who, job: Key, by: &Text) -> bool {
        let chosen = self.instances.get(who).and_then(|running| running.instance.state().chosen());
        chosen.is_some_and(|chosen| chosen.job == job && chosen.by == by)
    }

    /// Lets an event come to an instance.
    pub(super) fn apply(&mut self, who: Who, event: Event) {
        let Some(running) = self.instances.get_mut(who) else { return };
        let mut outcome = Outcome::default();
        match running.instance.apply(&self.definition, &event, self.now, &mut outcome) {
            Ok(()) => self.record(who, Some(event), outcome),
            Err(rejection) => self.reject(self.instances.id(who), Some(event), rejection),
        }
    }

    /// Does what a step asks for, and notes it.
    pub(super) fn record(&mut self, who: Who, event: Option<Event>, outcome: Outcome) {
        if let Some(Event::JobCompleted { job, .. }) = event
            && let Some(message) = self.senders.remove(&(who, job))
        {
            self.send(&message);
        }
        self.instances.settle(who);
        self.send_passing(&outcome.history);
        self.escalate(who, &outcome.history);
        for effect in &outcome.effects {
            self.do_what_is_asked(who, effect, &outcome.history);
        }
        let active = self.active(who);
        let (at, instance) = (self.now, self.instances.id(who));
        self.rows.push(Arc::new(Row {
            at,
            instance,
            event,
            outcome: Some(outcome),
            rejection: None,
            active,
        }));
    }

    fn do_what_is_asked(&mut self, who: Who, effect: &Effect, history: &[Entry]) {
        match effect {
            Effect::OpenJob(job) => self.open_job(who, job),
            Effect::CloseJob { key } => {
                self.answers.take((who, *key));
                self.senders.remove(&(who, *key));
            }
            Effect::OpenSubscription(open) => self.waiting.open(who, open),
            Effect::CloseSubscription { key } => self.waiting.close(who, *key),
            Effect::OpenCall(call) => self.open_call(who, call),
            Effect::CloseCall { key } => self.close_call(who, *key),
            Effect::OpenEvaluation(asked) => self.open_evaluation(who, asked),
            Effect::CloseEvaluation { key } => drop(self.answers.take((who, *key))),
            Effect::PublishMessage(message) => self.send(message),
            Effect::BroadcastSignal(signal) => self.broadcast(who, &signal.name, &signal.variables),
            Effect::Finished { status, variables } => self.finished(who, *status, variables, history),
            _ => {}
        }
    }

    fn active(&self, who: Who) -> Vec<Text> {
        let Some(running) = self.instances.get(who) else { return Vec::new() };
        let active = running.instance.active(&self.definition).into_iter();
        active.skip(1).map(|activation| activation.element).collect_vec()
    }

    fn reject(&mut self, instance: Option<Text>, event: Option<Event>, rejection: Rejection) {
        let who = instance.as_ref().map_or(Some(Who::MAIN), |id| self.instances.find(id));
        let active = who.map(|who| self.active(who)).unwrap_or_default();
        let (at, rejection) = (self.now, Some(rejection));
        self.rows.push(Arc::new(Row { at, instance, event, outcome: None, rejection, active }));
    }

    /// Notes what the scenario's worker for a job will do, and when.
    fn open_job(&mut self, who: Who, job: &Job) {
        if job.kind == JobKind::SendTask || self.routes.leave(&job.element) {
            // What the task takes in is what it sends.
            let message = Message {
                name: job.message.clone().unwrap_or_default(),
                element: job.element.clone(),
                correlation: None,
                variables: job.inputs.clone(),
            };
            self.senders.insert((who, job.key), message);
        }
        let turn = self.seen.or_default(job.element.clone());
        let policy = self.scenario.policy(job, *turn as usize).cloned();
        *turn += 1;
        let Some(policy) = policy else { return };
        let (after, answer) = (policy.after(), policy.answer_to_job(job));
        self.expect((who, job.key), after, answer);
    }

    /// Notes what the scenario's engine of a language will say, and when.
    fn open_evaluation(&mut self, who: Who, asked: &Evaluation) {
        let Some((name, policies)) = self.scenario.evaluator(asked) else { return };
        let turn = self.evaluated.or_default(name.clone());
        let policy = policies.get(*turn as usize).or_else(|| policies.last()).cloned();
        *turn += 1;
        let Some(policy) = policy else { return };
        let (after, answer) = (policy.after(), policy.answer_to_evaluation(asked.key));
        self.expect((who, asked.key), after, answer);
    }

    /// Notes what will come, and when.
    pub(super) fn expect(&mut self, turn: (Who, Key), after: i64, answer: Option<Event>) {
        let at = self.later(after);
        if let Some(event) = answer {
            self.answers.add(at, turn, event);
        }
    }

    pub(super) fn later(&self, millis: i64) -> Timestamp {
        Timestamp::from_millis(self.now.millis().saturating_add(millis)).unwrap_or(Timestamp::MAX)
    }

    /// Whether an input can still have an effect when every instance has ended.
    pub(super) fn begins_something(&self, input: &Input) -> bool {
        let started = |kind, name: &Text| self.routes.start(kind, name).is_some();
        match &input.stimulus {
            Stimulus::Start(_) => true,
            _ if input.instance.is_some() => false,
            Stimulus::Message { name, .. } => started(StartKind::Message, name),
            Stimulus::Event(Event::Signal { name, .. }) => started(StartKind::Signal, name),
            Stimulus::Event(_) => false,
        }
    }

    /// Lets come what the scenario brings from outside.
    pub(super) fn bring(&mut self, input: Input) {
        let Input { instance, stimulus, .. } = input;
        let who = match &instance {
            None => None,
            Some(id) => match self.instances.find(id) {
                Some(who) => Some(who),
                None => {
                    let message = format!("there is no instance `{id}` at this time");
                    return self.reject(instance, None, unknown(message));
                }
            },
        };
        match (stimulus, who) {
            (Stimulus::Event(Event::Signal { name, variables }), None) => {
                let before = self.mail.len();
                self.broadcast(Who::MAIN, &name, &variables);
                if !self.instances.main.is_over() || self.mail.len() == before {
                    self.apply(Who::MAIN, Event::Signal { name, variables });
                }
            }
            (Stimulus::Start(start), _) => self.begin_another(start),
            (Stimulus::Event(event), who) => self.apply(who.unwrap_or(Who::MAIN), event),
            (Stimulus::Message { name, correlation, variables }, who) => {
                let to = who.map_or(To::Anyone, To::Instance);
                let post = Post { name, to, correlation, variables };
                match self.receiver(&post) {
                    Some(delivery) => self.carry_out(delivery),
                    None => {
                        let message = format!("nothing waits for the message `{}`", post.name);
                        self.reject(instance, None, unknown(message));
                    }
                }
            }
        }
    }
}

fn unknown(message: String) -> Rejection {
    Rejection { code: RejectionCode::UnknownKey, message }
}
