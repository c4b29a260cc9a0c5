//! A host that holds every step against the laws: rejections leave no trace, effects fold to the
//! obligations, a snapshot is the whole truth, and the log replays to the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use tidewheel::host::{self, Commit, CommitOptions, Duty};
use tidewheel::{
    Activation, Definition, Effect, Entry, Event, Instance, Key, Obligation, Outcome, RejectionCode,
    Snapshot, Start, Timestamp, Vars, start, step,
};

use super::drawing::Drawing;
use super::joins::Marking;
use super::ledger::Ledger;

/// What broke, for people.
pub type Broken = String;

/// How many steps were admitted and held against the laws in this run.
static STEPS: AtomicU64 = AtomicU64::new(0);

/// Counts a step, and tells those who look (`--nocapture`) of every hundred thousand.
fn count() {
    let steps = STEPS.fetch_add(1, Ordering::Relaxed) + 1;
    if steps.is_multiple_of(100_000) {
        eprintln!("{steps} random steps, and no law is broken");
    }
}

/// One instance under observation.
pub struct Trial {
    definition: Definition,
    start: Start,
    began: Timestamp,
    first: String,
    instance: Instance,
    saved: String,
    log: Vec<(Event, Timestamp)>,
    /// The event that is being sent.
    last: Option<(Event, Timestamp)>,
    folded: BTreeMap<Key, Obligation>,
    /// The index of a durable host, by key.
    index: BTreeMap<Key, Duty>,
    live: BTreeSet<Key>,
    marking: Marking,
    ledger: Ledger,
    /// Tokens go where the drawing does not tell: by hand, or as models of people say.
    unmarked: bool,
}

impl Trial {
    /// Starts an instance at one of the ways in; none where none is open.
    ///
    /// # Errors
    /// What broke.
    pub fn begin(
        definition: &Definition,
        xml: &str,
        variables: Vars,
        way_in: usize,
        at: Timestamp,
    ) -> Result<Option<Self>, Broken> {
        let mut ways = vec![None];
        ways.extend(definition.subscriptions(at).into_iter().map(|way| Some(way.element)));
        let processes = definition.processes();
        let starts = definition.elements().into_iter().filter(|one| {
            &*one.r#type == "startEvent" && processes.iter().any(|process| process.id == one.scope)
        });
        ways.extend(starts.map(|one| Some(one.id)));
        let first = way_in % ways.len();
        ways.rotate_left(first);
        for element in ways {
            let variables = variables.clone();
            let begin = Start { id: "trial".into(), process: None, element, variables, ..Start::default() };
            match start(definition, &begin, at) {
                Ok((instance, outcome)) => {
                    return Self::begun(definition, xml, begin, at, instance, &outcome).map(Some);
                }
                Err(rejection) => match rejection.code {
                    RejectionCode::AmbiguousStart | RejectionCode::CannotStart => {}
                    _ => return Err(rejection.to_string()),
                },
            }
        }
        Ok(None)
    }

    fn begun(
        definition: &Definition,
        xml: &str,
        begin: Start,
        at: Timestamp,
        instance: Instance,
        outcome: &Outcome,
    ) -> Result<Self, Broken> {
        let drawing = Drawing::of(xml);
        let mut trial = Self {
            definition: definition.clone(),
            start: begin,
            began: at,
            first: json(outcome)?,
            saved: instance.save(definition).to_json(),
            instance,
            log: Vec::new(),
            last: None,
            folded: BTreeMap::new(),
            index: BTreeMap::new(),
            live: BTreeSet::new(),
            ledger: Ledger::new(&drawing),
            marking: Marking::new(drawing),
            // Models of people may have several lines for one element.
            unmarked: !xml.contains("\"urn:test\""),
        };
        let commit = host::begin(definition, &trial.start, at, CommitOptions::default());
        let commit = commit.map_err(|rejection| format!("rejected as a commit: {rejection}"))?;
        trial
            .store(commit)
            .and_then(|()| trial.observe(outcome))
            .map_err(|broken| format!("{broken}\nin the case\n{}", trial.case()))?;
        Ok(trial)
    }

    /// The definition that is run.
    #[must_use]
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The instance as it stands.
    #[must_use]
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// The instance as it was last saved.
    #[must_use]
    pub fn saved(&self) -> &str {
        &self.saved
    }

    /// The open obligations, by key.
    #[must_use]
    pub fn open(&self) -> Vec<Obligation> {
        self.folded.values().cloned().collect()
    }

    /// One of the events that were admitted.
    #[must_use]
    pub fn earlier(&self, pick: usize) -> Option<Event> {
        self.log.get(pick % self.log.len().max(1)).map(|(event, _)| event.clone())
    }

    /// What happened so far, the last event included, in the form of `tests/vectors`.
    #[must_use]
    pub fn case(&self) -> String {
        let event = |(event, at): &(Event, Timestamp)| {
            format!(
                r#"{{"at": {}, "event": {}, "expect": {{}}}}"#,
                at.millis(),
                json(event).unwrap_or_default()
            )
        };
        let steps: Vec<String> = self.log.iter().chain(&self.last).map(event).collect();
        format!(
            "{{\"about\": \"\", \"model\": \"model.bpmn\", \"start\": {}, \"at\": {}, \"expect\": {{}}, \"steps\": [\n  {}\n]}}",
            json(&self.start).unwrap_or_default(),
            self.began.millis(),
            steps.join(",\n  ")
        )
    }

    /// Sends an event; whether it was admitted.
    ///
    /// # Errors
    /// What broke.
    pub fn send(&mut self, event: &Event, at: Timestamp) -> Result<bool, Broken> {
        let said = |broken: Broken| {
            format!("{broken}\nby the event {} at {}", json(event).unwrap_or_default(), at.millis())
        };
        self.last = Some((event.clone(), at));
        let stored = Snapshot::from_json(&self.saved).map_err(|error| error.to_string())?;
        let commit = host::commit(&self.definition, &stored, event, at, CommitOptions::default());
        let mut twin = self.reload().map_err(said)?;
        let (mut outcome, mut twins) = (Outcome::default(), Outcome::default());
        let admitted = self.instance.apply(&self.definition, event, at, &mut outcome);
        let other = twin.apply(&self.definition, event, at, &mut twins);
        let saved = self.instance.save(&self.definition).to_json();
        if admitted != other || (admitted.is_ok() && outcome != twins) {
            return Err(said(format!(
                "a loaded instance goes on differently:\n{admitted:?} {outcome:?}\n{other:?} {twins:?}"
            )));
        }
        if saved != twin.save(&self.definition).to_json() {
            return Err(said("a loaded instance comes to another state".to_owned()));
        }
        match admitted {
            Err(rejection) if commit.is_ok() => Err(said(format!("committed, though rejected: {rejection}"))),
            Err(rejection) if saved != self.saved => Err(said(format!("rejected, but changed: {rejection}"))),
            Err(_) => {
                self.last = None;
                Ok(false)
            }
            Ok(()) => {
                self.log.extend(self.last.take());
                self.saved = saved;
                let commit = commit.map_err(|refusal| said(refusal.to_json()))?;
                self.store(commit).map_err(said)?;
                self.observe(&outcome).map_err(said)?;
                // What it leaves must be loadable now, not only before the next event.
                self.reload().map_err(said)?;
                count();
                Ok(true)
            }
        }
    }

    /// What a durable host writes is the state, and its index what is open.
    fn store(&mut self, commit: Commit) -> Result<(), Broken> {
        if commit.snapshot != self.saved || commit.revision != self.instance.steps() {
            return Err(format!("a commit stores another state:\n{}\n{}", commit.snapshot, self.saved));
        }
        for key in &commit.closed {
            self.index.remove(key).ok_or_else(|| format!("a commit closes {key:?}, which is not open"))?;
        }
        for duty in commit.opened {
            if let Some(before) = self.index.insert(duty.key, duty) {
                return Err(format!("a commit opens twice: {before:?}"));
            }
        }
        let open = host::duties(&self.definition, &self.instance);
        if !open.iter().eq(self.index.values()) {
            return Err(format!("the index has\n{:?}\nbut open is\n{open:?}", self.index));
        }
        Ok(())
    }

    /// The instance by way of its snapshot.
    fn reload(&self) -> Result<Instance, Broken> {
        let snapshot =
            Snapshot::from_json(&self.saved).map_err(|error| format!("cannot read a snapshot: {error}"))?;
        let loaded = Instance::load(&self.definition, &snapshot)
            .map_err(|error| format!("cannot load a snapshot: {error}\n{}", self.saved))?;
        let again = loaded.save(&self.definition).to_json();
        if again == self.saved {
            Ok(loaded)
        } else {
            Err(format!("saved differently:\n{}\n{again}", self.saved))
        }
    }

    fn observe(&mut self, outcome: &Outcome) -> Result<(), Broken> {
        let text = json(outcome)?;
        let read: Outcome =
            serde_json::from_str(&text).map_err(|error| format!("outcome {text}: {error}"))?;
        if read != *outcome {
            return Err(format!("the outcome reads differently: {text}"));
        }
        self.fold(outcome)?;
        let open: Vec<Obligation> = self.open();
        let claimed = self.instance.obligations(&self.definition);
        if open != claimed {
            return Err(format!("effects fold to\n{open:?}\nbut the obligations are\n{claimed:?}"));
        }
        let due = open.iter().filter_map(|one| match one {
            Obligation::Timer(timer) => Some(timer.due),
            _ => None,
        });
        if due.clone().min() != self.instance.next_due() {
            return Err(format!(
                "next due is {:?}, the timers say {:?}",
                self.instance.next_due(),
                due.min()
            ));
        }
        let active = self.check_activations(outcome)?;
        self.unmarked |= outcome.history.iter().any(|entry| matches!(entry, Entry::Modified { .. }));
        if self.unmarked {
            return Ok(());
        }
        self.ledger.follow(outcome)?;
        self.ledger.count(&self.instance, &active)?;
        self.marking.follow(outcome, &self.saved)
    }

    fn fold(&mut self, outcome: &Outcome) -> Result<(), Broken> {
        let mut finished = 0;
        for effect in &outcome.effects {
            let opened = match effect.clone() {
                Effect::OpenJob(job) => Some(Obligation::Job(job)),
                Effect::OpenTimer(timer) => Some(Obligation::Timer(timer)),
                Effect::OpenSubscription(subscription) => Some(Obligation::Subscription(subscription)),
                Effect::OpenCall(call) => Some(Obligation::Call(call)),
                Effect::OpenEvaluation(asked) => Some(Obligation::Evaluation(asked)),
                Effect::OpenIncident(incident) => Some(Obligation::Incident(incident)),
                _ => None,
            };
            let clash = opened.and_then(|obligation| self.folded.insert(obligation.key(), obligation));
            let closed = match effect {
                Effect::CloseJob { key } => Some(matches!(self.folded.remove(key), Some(Obligation::Job(_)))),
                Effect::CloseTimer { key } => {
                    Some(matches!(self.folded.remove(key), Some(Obligation::Timer(_))))
                }
                Effect::CloseSubscription { key } => {
                    Some(matches!(self.folded.remove(key), Some(Obligation::Subscription(_))))
                }
                Effect::CloseCall { key } => {
                    Some(matches!(self.folded.remove(key), Some(Obligation::Call(_))))
                }
                Effect::CloseEvaluation { key } => {
                    Some(matches!(self.folded.remove(key), Some(Obligation::Evaluation(_))))
                }
                Effect::CloseIncident { key } => {
                    Some(matches!(self.folded.remove(key), Some(Obligation::Incident(_))))
                }
                Effect::Finished { status, .. } => {
                    finished += 1;
                    Some(*status == outcome.status)
                }
                _ => None,
            };
            if clash.is_some() || closed == Some(false) {
                return Err(format!("{effect:?} does not fit what was open"));
            }
        }
        let ended = outcome.status.is_over();
        let first = ended && (outcome.history.iter().any(|entry| matches!(entry, Entry::Ended { .. })));
        if outcome.status != self.instance.status() || finished != i32::from(first) {
            return Err(format!("{finished} times finished, status {:?}", outcome.status));
        }
        Ok(())
    }

    /// What was entered and not left is what is active.
    fn check_activations(&mut self, outcome: &Outcome) -> Result<Vec<Activation>, Broken> {
        for entry in &outcome.history {
            let fits = match entry {
                Entry::Entered { key, .. } => self.live.insert(*key),
                Entry::Left { key, .. } | Entry::Cancelled { key, .. } => self.live.remove(key),
                _ => true,
            };
            if !fits {
                return Err(format!("{entry:?} does not fit what was active: {:?}", self.live));
            }
        }
        let active = self.instance.active(&self.definition);
        let keys: Vec<Key> = active.iter().map(|activation| activation.key).collect();
        if !keys.iter().eq(self.live.iter()) {
            return Err(format!("entered and not left: {:?}, active: {keys:?}", self.live));
        }
        match active.iter().find(|one| {
            one.scope.is_some_and(|scope| keys.binary_search(&scope).is_err() || scope >= one.key)
        }) {
            Some(orphan) => Err(format!("{orphan:?} has no scope")),
            None => Ok(active),
        }
    }

    /// Replays the log from the start, by the pure form.
    ///
    /// # Errors
    /// What broke.
    pub fn replay(&self) -> Result<(), Broken> {
        let (mut instance, outcome) =
            start(&self.definition, &self.start, self.began).map_err(|rejection| rejection.to_string())?;
        if json(&outcome)? != self.first {
            return Err("the start replays differently".to_owned());
        }
        for (event, at) in &self.log {
            let text = json(event)?;
            let event: Event =
                serde_json::from_str(&text).map_err(|error| format!("event {text}: {error}"))?;
            let (next, _) = step(&self.definition, &instance, &event, *at)
                .map_err(|rejection| format!("{text} is rejected when it is replayed: {rejection}"))?;
            instance = next;
        }
        let replayed = instance.save(&self.definition).to_json();
        if replayed == self.saved {
            Ok(())
        } else {
            Err(format!("the log replays to\n{replayed}\nnot to\n{}", self.saved))
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Broken> {
    serde_json::to_string(value).map_err(|error| format!("cannot write as JSON: {error}"))
}
