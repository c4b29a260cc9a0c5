//! A host of several instances: it passes messages by their names, signals to all and calls to the
//! processes called, on virtual time.

use std::collections::VecDeque;

use tidewheel::{
    Call, Definition, Effect, Entry, Event, IncidentKind, Instance, Key, Obligation, Outcome, Start,
    StartKind, Status, SubscriptionKind, Text, Timestamp, Vars, start,
};

use super::desk::{Desk, Done};
use crate::trial::Broken;

/// More steps than any of the models takes.
const LIMIT: usize = 1_000;

/// How a run ended badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The model was refused.
    Refused,
    /// The start was rejected, or an instance is stuck in an incident.
    Failed,
    /// An instance has ended by an error that nothing caught.
    Uncaught,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Observed {
    /// The labels that were logged, sorted.
    pub labels: Vec<String>,
    /// How it ended badly, and what was said about it.
    pub trouble: Option<(Trouble, String)>,
}

/// Under way between instances.
enum Mail {
    Message(Text),
    /// A signal, and the instance that threw it, which has had it already.
    Signal(usize, Text),
    Call(usize, Call),
    /// What a caller is told.
    Tell(usize, Event),
}

struct Running {
    instance: Instance,
    /// The instance that called this one, and the key of the call.
    caller: Option<(usize, Key)>,
}

/// The instances of one definition, and all that happens between them.
pub struct Host<'d> {
    definition: &'d Definition,
    running: Vec<Running>,
    mail: VecDeque<Mail>,
    desk: Desk,
    now: Timestamp,
    rejected: Option<String>,
}

impl<'d> Host<'d> {
    /// A host that runs nothing yet.
    #[must_use]
    pub fn new(definition: &'d Definition) -> Self {
        let now = crate::host::beginning();
        let (running, mail) = (Vec::new(), VecDeque::new());
        Self { definition, running, mail, desk: Desk::default(), now, rejected: None }
    }

    /// Starts the processes one after the other, and runs until nothing can happen any more.
    ///
    /// # Errors
    /// If the engine breaks its contract, or does not come to rest.
    pub fn run(mut self, processes: &[Text], variables: &Vars) -> Result<Observed, Broken> {
        for process in processes {
            if let Err(rejection) = self.start(process, None, variables.clone(), None)? {
                self.rejected.get_or_insert(rejection);
            }
        }
        for _ in 0..LIMIT {
            if !self.step()? {
                return Ok(self.observed());
            }
        }
        Err(format!("the run has not ended after {LIMIT} steps"))
    }

    /// The inner error is a rejection: the start is not possible.
    fn start(
        &mut self,
        process: &Text,
        element: Option<Text>,
        variables: Vars,
        caller: Option<(usize, Key)>,
    ) -> Result<Result<(), String>, Broken> {
        let id = Text::from(format!("instance-{}", self.running.len() + 1));
        let process = Some(process.clone());
        let begin = Start { id, process, element, variables, ..Start::default() };
        match start(self.definition, &begin, self.now) {
            Ok((instance, outcome)) => {
                self.running.push(Running { instance, caller });
                self.absorb(self.running.len() - 1, outcome)?;
                Ok(Ok(()))
            }
            Err(rejection) => Ok(Err(rejection.message)),
        }
    }

    /// Lets the next thing happen: what is under way, then work, then timers, then time passes.
    fn step(&mut self) -> Result<bool, Broken> {
        if let Some(mail) = self.mail.pop_front() {
            self.deliver(mail)?;
            return Ok(true);
        }
        let running = &self.running;
        let see = |owner: usize, activation| {
            running.get(owner).and_then(|one| one.instance.variables(Some(activation))).unwrap_or_default()
        };
        match self.desk.work(self.now, see)? {
            Some(Done::Later) => return Ok(true),
            Some(Done::Answer { owner, event, message }) => {
                self.mail.extend(message.map(Mail::Message));
                self.apply(owner, &event)?;
                return Ok(true);
            }
            None => {}
        }
        let due = self.running.iter().enumerate().map(|(who, one)| (one.instance.next_due(), who));
        let timer = due.filter_map(|(due, who)| Some((due?, who))).min();
        match timer {
            Some((due, who)) if due <= self.now => self.apply(who, &Event::Tick)?,
            _ => match [timer.map(|(due, _)| due), self.desk.next()].into_iter().flatten().min() {
                Some(next) => self.now = next,
                None => return Ok(false),
            },
        }
        Ok(true)
    }

    fn deliver(&mut self, mail: Mail) -> Result<(), Broken> {
        match mail {
            Mail::Message(name) => self.deliver_message(&name),
            Mail::Signal(thrower, name) => {
                let others: Vec<usize> = (0..self.running.len()).filter(|who| *who != thrower).collect();
                for who in others {
                    self.apply(who, &Event::Signal { name: name.clone(), variables: Vars::new() })?;
                }
                for (process, element) in self.openings(StartKind::Signal, &name) {
                    self.open(&process, element)?;
                }
                Ok(())
            }
            Mail::Call(who, call) => {
                let called = self.start(&call.called_element, None, call.variables, Some((who, call.key)))?;
                match called {
                    Ok(()) => Ok(()),
                    Err(message) => {
                        self.apply(who, &Event::CallFailed { call: call.key, message: message.into() })
                    }
                }
            }
            Mail::Tell(who, event) => self.apply(who, &event),
        }
    }

    /// A message is for the first that waits for it, else for a process that it starts; else it is lost.
    fn deliver_message(&mut self, name: &Text) -> Result<(), Broken> {
        let waits = |one: &Running| {
            one.instance.obligations(self.definition).into_iter().find_map(|open| match open {
                Obligation::Subscription(open)
                    if open.kind == SubscriptionKind::Message && open.name == *name =>
                {
                    Some(open.key)
                }
                _ => None,
            })
        };
        let found = self.running.iter().enumerate().find_map(|(who, one)| Some((who, waits(one)?)));
        if let Some((who, subscription)) = found {
            return self.apply(who, &Event::Message { subscription, variables: Vars::new() });
        }
        match self.openings(StartKind::Message, name).into_iter().next() {
            Some((process, element)) => self.open(&process, element),
            None => Ok(()),
        }
    }

    /// Processes that a message or signal starts, and where.
    fn openings(&self, kind: StartKind, name: &Text) -> Vec<(Text, Text)> {
        let starts = self.definition.subscriptions(self.now).into_iter();
        let starts = starts.filter(|start| start.kind == kind && start.name.as_ref() == Some(name));
        starts.map(|start| (start.process, start.element)).collect()
    }

    fn open(&mut self, process: &Text, element: Text) -> Result<(), Broken> {
        self.start(process, Some(element), Vars::new(), None)?
            .map_err(|rejection| format!("`{process}` announces a start that it rejects: {rejection}"))
    }

    fn apply(&mut self, who: usize, event: &Event) -> Result<(), Broken> {
        let Some(one) = self.running.get_mut(who) else { return Ok(()) };
        if one.instance.status() != Status::Active {
            return Ok(());
        }
        let mut outcome = Outcome::default();
        one.instance
            .apply(self.definition, event, self.now, &mut outcome)
            .map_err(|rejection| format!("{event:?} was rejected: {rejection}"))?;
        self.absorb(who, outcome)
    }

    /// Does what the step asks for.
    fn absorb(&mut self, who: usize, outcome: Outcome) -> Result<(), Broken> {
        let caller = self.running.get(who).and_then(|one| one.caller);
        let mut uncaught = None;
        for entry in outcome.history {
            match (entry, caller) {
                (Entry::ErrorThrown { code, caught_by: None, .. }, _) => uncaught = Some(code),
                (Entry::EscalationThrown { code, caught_by: None, .. }, Some((to, call))) => {
                    let event = Event::CallEscalated { call, code, variables: Vars::new() };
                    self.mail.push_back(Mail::Tell(to, event));
                }
                _ => {}
            }
        }
        for effect in outcome.effects {
            match effect {
                Effect::OpenJob(job) => self.desk.open(who, *job, self.now)?,
                Effect::CloseJob { key } => self.desk.close(who, key),
                Effect::PublishMessage(message) => self.mail.push_back(Mail::Message(message.name)),
                Effect::BroadcastSignal(signal) => self.mail.push_back(Mail::Signal(who, signal.name)),
                Effect::OpenCall(call) => self.mail.push_back(Mail::Call(who, call)),
                Effect::CloseCall { key } => self.hang_up(who, key)?,
                Effect::Finished { status, variables } => {
                    let Some((to, call)) = caller else { continue };
                    let event = match (status, uncaught.take()) {
                        (Status::Failed, Some(code)) => {
                            Event::CallThrew { call, code, message: None, variables }
                        }
                        (Status::Completed | Status::Terminated, _) => {
                            Event::CallFinished { call, variables }
                        }
                        _ => Event::CallFailed { call, message: "the called instance has ended".into() },
                    };
                    self.mail.push_back(Mail::Tell(to, event));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The call is answered, or no longer wanted: what is under way for it is dropped, and the called
    /// instance ends.
    fn hang_up(&mut self, who: usize, key: Key) -> Result<(), Broken> {
        self.mail.retain(|mail| match mail {
            Mail::Call(caller, call) => (*caller, call.key) != (who, key),
            Mail::Tell(caller, event) => *caller != who || call_of(event) != Some(key),
            _ => true,
        });
        let called = self.running.iter().position(|one| one.caller == Some((who, key)));
        let reason = Text::from("the call was withdrawn");
        called.map_or(Ok(()), |called| self.apply(called, &Event::Cancel { reason }))
    }

    fn observed(self) -> Observed {
        let mut labels = self.desk.log;
        labels.sort();
        let mut trouble = self.rejected.map(|message| (Trouble::Failed, message));
        for one in &self.running {
            for open in one.instance.obligations(self.definition) {
                let Obligation::Incident(incident) = open else { continue };
                let kind = match incident.code {
                    IncidentKind::UncaughtError => Trouble::Uncaught,
                    // It waits for ever, which is what betsy means, too.
                    IncidentKind::StrandedToken => continue,
                    _ => Trouble::Failed,
                };
                trouble.get_or_insert((kind, incident.message.to_string()));
            }
        }
        Observed { labels, trouble }
    }
}

fn call_of(event: &Event) -> Option<Key> {
    match event {
        Event::CallFinished { call, .. }
        | Event::CallThrew { call, .. }
        | Event::CallEscalated { call, .. }
        | Event::CallFailed { call, .. } => Some(*call),
        _ => None,
    }
}
