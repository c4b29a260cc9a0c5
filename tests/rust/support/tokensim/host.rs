//! A host that does by hand what a scenario says, and at once what it does not speak of.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use tidewheel::{
    Definition, Diagnostic, Effect, ElementInfo, Event, IncidentKind, Instance, Key, Obligation, Outcome,
    ParseOptions, Severity, Start, StartKind, Status, SubscriptionKind, Text, Timestamp, Value, Vars,
};

use super::record::{Record, Step};
use super::rewrite::Model;
use crate::host::beginning;
use crate::trial::Broken;

/// All instances of the processes of one model.
#[derive(Debug)]
pub struct Host {
    model: Model,
    definition: Definition,
    now: Timestamp,
    held: BTreeSet<String>,
    variables: Vars,
    instances: Vec<(Instance, Record)>,
    work: VecDeque<Work>,
    log: Vec<Text>,
}

/// What the host has still to do, first in, first out.
#[derive(Debug)]
enum Work {
    Complete { instance: usize, job: Key },
    Send(String),
    Signal { name: Text, from: usize, listening: usize },
}

impl Host {
    /// Reads a model; `jobs` says which plain tasks the host does, for what passes cannot be held.
    ///
    /// # Errors
    /// If it cannot be read, or nothing in it can run.
    pub fn new(xml: &str, jobs: &dyn Fn(&str) -> bool) -> Result<Self, Broken> {
        let model = Model::of(xml, jobs)?;
        let options = ParseOptions { lenient: true, strict: false };
        let (definition, _) = Definition::parse(&model.xml, &options).map_err(|found| refused(&found))?;
        let taken = |flow: &String| Value::from(model.taken.contains(flow));
        let choices = model.choices.iter().map(|(flow, (_, variable))| (variable.as_str(), taken(flow)));
        let conditions = model.conditions.values().map(|variable| (variable.as_str(), Value::from(false)));
        let variables = choices.chain(conditions).map(|(name, value)| (Text::from(name), value)).collect();
        Ok(Self {
            definition,
            now: beginning(),
            held: BTreeSet::new(),
            variables,
            instances: Vec::new(),
            work: VecDeque::new(),
            log: Vec::new(),
            model,
        })
    }

    /// From now on the activity waits until it is triggered.
    pub fn hold(&mut self, activity: &str) {
        self.held.insert(activity.to_owned());
    }

    /// From now on the gateway takes these flows.
    ///
    /// # Errors
    /// If it has no choice, or an instance cannot be told.
    pub fn choose(&mut self, gateway: &str, flows: &[String]) -> Result<(), Broken> {
        let own = self.model.choices.iter().filter(|(_, (source, _))| source == gateway);
        let chosen = |flow: &String| Value::from(flows.contains(flow));
        let own: Vars =
            own.map(|(flow, (_, variable))| (Text::from(variable.as_str()), chosen(flow))).collect();
        if own.is_empty() && flows.len() > 1 {
            return Err(format!("`{gateway}` has nothing to choose"));
        }
        self.variables.extend(own.clone());
        self.tell_all(&own)
    }

    /// Triggers what waits at an element, the oldest first, else the start event.
    ///
    /// # Errors
    /// If nothing waits there, or the engine rejects it.
    pub fn fire(&mut self, element: &str) -> Result<(), Broken> {
        if let Some((instance, waiting)) = self.waiting(element) {
            self.trigger(instance, &waiting)?;
        } else if self.is_start(element) {
            self.start(element)?;
        } else {
            return Err(format!("nothing waits at `{element}`"));
        }
        self.work_off()
    }

    /// Sends a message along a message flow.
    ///
    /// # Errors
    /// If the engine rejects it.
    pub fn send(&mut self, flow: &str) -> Result<(), Broken> {
        self.work.push_back(Work::Send(flow.to_owned()));
        self.work_off()
    }

    /// What was entered, in order: nodes, flows, message flows and the processes themselves.
    #[must_use]
    pub fn log(&self) -> &[Text] {
        &self.log
    }

    /// Ids of all that is alive, tokens at joins and the processes themselves included.
    #[must_use]
    pub fn alive(&self) -> Vec<Text> {
        let alive = self.instances.iter().flat_map(|(one, record)| record.alive(&self.definition, one));
        alive.map(|id| self.shown(&id)).collect()
    }

    /// Incidents that no trace knows: all but tokens that wait at joins for others that never come.
    #[must_use]
    pub fn incidents(&self) -> Vec<Text> {
        let open = self.instances.iter().flat_map(|(one, _)| one.obligations(&self.definition));
        let incidents = open.filter_map(|open| match open {
            Obligation::Incident(incident) if incident.code != IncidentKind::StrandedToken => {
                Some(incident.message)
            }
            _ => None,
        });
        incidents.collect()
    }

    /// Whether an instance begins at an element, with a trigger or without.
    fn is_start(&self, element: &str) -> bool {
        let starts = |one: &ElementInfo| &*one.r#type == "startEvent" && one.scope == one.process;
        self.definition.elements().iter().any(|one| *one.id == *element && starts(one))
            || self.definition.subscriptions(self.now).iter().any(|open| *open.element == *element)
    }

    /// The oldest obligation at an element.
    fn waiting(&self, element: &str) -> Option<(usize, Obligation)> {
        self.instances.iter().enumerate().find_map(|(instance, (one, _))| {
            let open = one.obligations(&self.definition).into_iter();
            let mut here = open.filter(|open| !matches!(open, Obligation::Incident(_)));
            here.find(|open| **open.element() == *element).map(|open| (instance, open))
        })
    }

    fn trigger(&mut self, instance: usize, waiting: &Obligation) -> Result<(), Broken> {
        let vars = Vars::new;
        let event = match waiting {
            Obligation::Job(job) => Event::JobCompleted { job: job.key, variables: vars() },
            Obligation::Timer(timer) => {
                self.now = self.now.max(timer.due);
                Event::TimerFired { timer: timer.key }
            }
            Obligation::Subscription(open) => match open.kind {
                SubscriptionKind::Message => Event::Message { subscription: open.key, variables: vars() },
                SubscriptionKind::Signal => Event::Signal { name: open.name.clone(), variables: vars() },
                SubscriptionKind::Condition => return self.fulfil(instance, &open.element),
            },
            other => return Err(format!("there is no way to trigger {other:?}")),
        };
        self.apply(instance, &event)
    }

    /// A condition holds for a moment, so that it can hold again.
    fn fulfil(&mut self, instance: usize, element: &str) -> Result<(), Broken> {
        let variable = self.model.conditions.get(element).ok_or("the condition has no variable")?;
        let name = Text::from(variable.as_str());
        for holds in [true, false] {
            self.tell(instance, Vars::from([(name.clone(), Value::from(holds))]))?;
        }
        Ok(())
    }

    fn start(&mut self, element: &str) -> Result<(), Broken> {
        let elements = self.definition.elements();
        let own = elements.iter().find(|one| *one.id == *element);
        let process = own.map(|one| one.process.clone()).ok_or_else(|| format!("no `{element}` can run"))?;
        let mut variables = self.variables.clone();
        if let Some(condition) = self.model.conditions.get(element) {
            variables.insert(Text::from(condition.as_str()), Value::from(true));
        }
        let start = Start {
            id: Text::from(format!("i{}", self.instances.len())),
            process: Some(process),
            element: Some(Text::from(element)),
            variables,
            ..Start::default()
        };
        let (instance, outcome) =
            tidewheel::start(&self.definition, &start, self.now).map_err(|rejection| {
                format!("`{element}` starts nothing: {rejection}\n{}", refused(self.definition.diagnostics()))
            })?;
        self.instances.push((instance, Record::default()));
        self.follow(self.instances.len() - 1, &outcome);
        Ok(())
    }

    fn tell_all(&mut self, variables: &Vars) -> Result<(), Broken> {
        (0..self.instances.len()).try_for_each(|instance| self.tell(instance, variables.clone()))
    }

    fn tell(&mut self, instance: usize, variables: Vars) -> Result<(), Broken> {
        match self.instances.get(instance) {
            Some((one, _)) if one.status() == Status::Active => {
                self.apply(instance, &Event::SetVariables { scope: None, variables })
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, instance: usize, event: &Event) -> Result<(), Broken> {
        let mut outcome = Outcome::default();
        if let Some((one, _)) = self.instances.get_mut(instance) {
            let applied = one.apply(&self.definition, event, self.now, &mut outcome);
            applied.map_err(|rejection| format!("{event:?} was rejected: {rejection}"))?;
            // What is stored between two steps must do as well as what is kept.
            let stored = Instance::load(&self.definition, &one.save(&self.definition));
            *one = stored.map_err(|error| format!("the snapshot after {event:?} is refused: {error}"))?;
        }
        self.follow(instance, &outcome);
        Ok(())
    }

    /// Notes what has happened and what is to be done about it.
    fn follow(&mut self, instance: usize, outcome: &Outcome) {
        let Some((_, record)) = self.instances.get_mut(instance) else { return };
        for step in record.follow(&self.definition, &outcome.history) {
            match step {
                Step::Entered(id) if self.model.races.contains(&*id) => {}
                Step::Entered(id) => self.log.push(self.shown(&id)),
                Step::Left(id) => {
                    let flows = self.model.message_flows.iter().filter(|(_, (source, _))| **source == *id);
                    self.work.extend(flows.map(|(flow, _)| Work::Send(flow.clone())));
                }
            }
        }
        for effect in &outcome.effects {
            match effect {
                Effect::OpenJob(job) if !self.held.contains(&*job.element) => {
                    self.work.push_back(Work::Complete { instance, job: job.key });
                }
                // Only those hear it that are there at that moment.
                Effect::BroadcastSignal(signal) => self.work.push_back(Work::Signal {
                    name: signal.name.clone(),
                    from: instance,
                    listening: self.instances.len(),
                }),
                _ => {}
            }
        }
    }

    fn work_off(&mut self) -> Result<(), Broken> {
        while let Some(work) = self.work.pop_front() {
            match work {
                Work::Complete { instance, job } => {
                    let open = self.instances.get(instance).is_some_and(|(one, _)| {
                        one.obligations(&self.definition).iter().any(|open| open.key() == job)
                    });
                    if open {
                        self.apply(instance, &Event::JobCompleted { job, variables: Vars::new() })?;
                    }
                }
                Work::Send(flow) => self.deliver(&flow)?,
                Work::Signal { name, from, listening } => self.broadcast(&name, from, listening)?,
            }
        }
        Ok(())
    }

    /// A message goes to what waits for it, else it starts a process; who is a black box gets it, too.
    fn deliver(&mut self, flow: &str) -> Result<(), Broken> {
        let ends = self.model.message_flows.get(flow);
        let target = ends.map(|(_, target)| target.clone());
        let target = target.ok_or_else(|| format!("there is no message flow `{flow}`"))?;
        self.log.push(Text::from(flow));
        if let Some((instance, waiting)) = self.waiting(&target) {
            return self.trigger(instance, &waiting);
        }
        if self.is_start(&target) { self.start(&target) } else { Ok(()) }
    }

    fn broadcast(&mut self, name: &Text, from: usize, listening: usize) -> Result<(), Broken> {
        let event = Event::Signal { name: name.clone(), variables: Vars::new() };
        for instance in (0..listening).filter(|instance| *instance != from) {
            if self.instances.get(instance).is_some_and(|(one, _)| one.status() == Status::Active) {
                self.apply(instance, &event)?;
            }
        }
        let starts = self.definition.subscriptions(self.now).into_iter();
        let mut starts =
            starts.filter(|open| open.kind == StartKind::Signal && open.name.as_ref() == Some(name));
        starts.try_for_each(|open| self.start(&open.element))
    }

    /// The simulator calls a process in a pool by the pool.
    fn shown(&self, id: &Text) -> Text {
        self.model.participants.get(&**id).map_or_else(|| id.clone(), |pool| Text::from(pool.as_str()))
    }
}

/// Counts how often each id comes up.
pub(super) fn count(ids: &[Text]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for id in ids {
        *counts.entry(id.to_string()).or_default() += 1;
    }
    counts
}

fn refused(found: &[Diagnostic]) -> Broken {
    let errors = found.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("refused: {}: {}", one.code, one.message)).collect::<Vec<_>>().join("\n")
}
