//! Whether a state is one that the engine could have produced, as far as later steps rely on it,
//! and its caches, rebuilt from the rows.

use crate::map::{Map, Set};

use super::{Act, Extra, Join, Retry, State, Then, Wait, WaitKind, Watched, Work};
use crate::elements::{CallActivity, MAX_INSTANCES, Spec};
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::triggers::Trigger;
use crate::value::{CollectVec, Value};

/// Keys run out long before a loop has come so far.
const MOST_ROUNDS: u32 = u32::MAX / 2;

/// What does not fit together, for people.
#[derive(Debug)]
pub(crate) struct Inconsistency(pub(crate) String);

impl State {
    /// Checks the rows against the program and rebuilds every cache from them.
    pub(crate) fn rebuild(&mut self, program: &Program) -> Result<(), Inconsistency> {
        self.check_rows(program)?;
        let rows: Vec<(Key, Key)> = self.acts.iter().map(|(key, act)| (key, act.parent)).collect_vec();
        for (key, _) in &rows {
            if let Some(act) = self.acts.get_mut(*key) {
                (act.tokens, act.first_wait, act.last_wait) = (0, Key::NONE, Key::NONE);
            }
        }
        for (key, parent) in rows {
            self.note_child(parent, key);
            if let Some(scope) = self.acts.get_mut(parent) {
                scope.tokens += 1;
            }
        }
        let places: Vec<(Key, NodeIx)> = self.joins.iter().map(|(place, _)| *place).collect_vec();
        for (scope, node) in places {
            let Some(join) = self.joins.get_mut(&(scope, node)) else { continue };
            join.filled = join.arrived.iter().filter(|count| **count > 0).count();
            let sum = join.arrived.iter().try_fold(0_u32, |sum, count| sum.checked_add(*count));
            let scope = self.acts.get_mut(scope);
            let all = scope.as_ref().zip(sum).and_then(|(scope, sum)| scope.tokens.checked_add(sum));
            let (Some(scope), Some(sum), Some(all)) = (scope, sum, all) else {
                return Err(Inconsistency(format!("too many tokens wait at `{}`", program.node(node).id)));
            };
            (join.total, scope.tokens) = (sum, all);
        }
        self.live = Map::new();
        if program.has_inclusive_joins() {
            for (_, act) in self.acts.iter() {
                *self.live.or_default((act.parent, act.node)) += 1;
            }
        }
        self.chain_waits();
        self.check_idle(program)
    }

    fn chain_waits(&mut self) {
        (self.timers, self.conditions) = (Set::new(), Watched::default());
        let rows: Vec<(Key, Key)> = self.waits.iter().map(|(key, wait)| (key, wait.owner)).collect_vec();
        // From the youngest on, each goes in front of its owner's others.
        for (key, owner) in rows.into_iter().rev() {
            let first = self.acts.get_mut(owner).map(|act| std::mem::replace(&mut act.first_wait, key));
            match first.and_then(|first| self.waits.get_mut(first)) {
                Some(after) => after.prev = key,
                None => {
                    if let Some(act) = self.acts.get_mut(owner) {
                        act.last_wait = key;
                    }
                }
            }
            if let (Some(wait), Some(first)) = (self.waits.get_mut(key), first) {
                wait.next = first;
                match &wait.kind {
                    WaitKind::Timer { due, .. } => drop(self.timers.insert((*due, key))),
                    WaitKind::Condition { source, .. } => self.conditions.insert(key, source),
                    _ => {}
                }
            }
        }
    }

    fn check_rows(&self, program: &Program) -> Result<(), Inconsistency> {
        let fail = |text: String| Err(Inconsistency(text));
        let Some(root) = self.acts.get(Self::ROOT) else {
            return fail("the process itself is missing".to_owned());
        };
        if root.parent != Key::NONE || root.node != self.process {
            return fail("activation 1 is not the process".to_owned());
        }
        // A token that is put behind an activity gets past its loop.
        let outside = |wait: &Wait| {
            matches!(wait.kind.retry(), Some(Retry::Enter | Retry::Work | Retry::Leave | Retry::Exit))
        };
        let entering = self.waits.iter().filter(|(_, wait)| outside(wait)).map(|(_, wait)| wait.owner);
        let entering: Set<Key> = entering.collect();
        for (key, act) in self.acts.iter() {
            self.check_act(program, key, act, entering.contains(&key))?;
        }
        for (key, wait) in self.waits.iter() {
            if key.0 >= self.next_key || wait.owner >= key {
                return fail(format!("the key of wait {key} is out of order"));
            }
            let Some(owner) = self.acts.get(wait.owner) else {
                return fail(format!("wait {key} belongs to no activation"));
            };
            let ended = self.status.is_over() && !matches!(wait.kind, WaitKind::Incident { .. });
            if ended || !may_wait(program, owner, wait) {
                return fail(format!("`{}` cannot wait as wait {key} says", program.node(wait.node).id));
            }
        }
        for ((scope, node), join) in &self.joins {
            self.check_join(program, *scope, *node, join)?;
        }
        self.check_completed(program)?;
        self.check_hints(program)?;
        self.check_request(program)?;
        if self.status.is_over()
            && (self.acts.len() > 1 || !self.joins.is_empty() || self.completed.len() > 0)
        {
            return fail("the instance has ended, but something in it still runs".to_owned());
        }
        Ok(())
    }

    fn check_join(
        &self,
        program: &Program,
        scope: Key,
        node: NodeIx,
        join: &Join,
    ) -> Result<(), Inconsistency> {
        let gateway = program.node(node);
        let scope_node = self.acts.get(scope).map(|act| act.node);
        let quantity = gateway.activity.start_quantity;
        let total = join.arrived.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
        let waits = if quantity > 1 {
            total > 0 && total < quantity
        } else {
            let any = join.arrived.iter().any(|count| *count > 0) || !join.used.is_empty();
            any && (join.arrived.contains(&0) || matches!(gateway.spec, Spec::ComplexGateway(_)))
        };
        let remembers = matches!(gateway.spec, Spec::ComplexGateway(_)) && join.used.contains(&true);
        let fits = gateway.gathers()
            && scope_node == gateway.parent
            && scope_node.is_some()
            && join.arrived.len() == gateway.incoming.len()
            && (join.used.is_empty() || remembers);
        if fits && waits {
            return Ok(());
        }
        Err(Inconsistency(format!("the tokens that wait at `{}` do not fit", gateway.id)))
    }

    /// What steers messages and tokens beside the rows.
    fn check_hints(&self, program: &Program) -> Result<(), Inconsistency> {
        let correlation = &program.correlation;
        if correlation.complete(&self.correlation) != self.correlation {
            return Err(Inconsistency(
                "the correlation properties are not those of the definition".to_owned(),
            ));
        }
        for (key, wait) in self.waits.iter() {
            let WaitKind::Message { name, correlation: Some(wanted) } = &wait.kind else { continue };
            let fits = match wanted {
                Value::Text(_) | Value::Number(_) => true,
                Value::Map(values) => correlation.wanted(name, values).as_ref() == Some(wanted),
                _ => false,
            };
            if !fits {
                return Err(Inconsistency(format!("no message can agree with what wait {key} asks for")));
            }
        }
        for (scope, flow) in &self.spared {
            let flow = program.flow(*flow);
            if self.status.is_over() || !program.node(flow.source).splits() {
                return Err(Inconsistency(format!("the flow `{}` cannot be spared in {scope}", flow.id)));
            }
        }
        Ok(())
    }

    /// The people of a request, the state that it is in, and the action that somebody has chosen: one at
    /// most, with the timer that watches over it.
    fn check_request(&self, program: &Program) -> Result<(), Inconsistency> {
        let fail = |text: &str| Err(Inconsistency(text.to_owned()));
        if let Some(request) = self.request.as_deref() {
            if request.requester.as_ref().is_some_and(|name| request.stakeholders.first() != Some(name)) {
                return fail("the requester is not the first of the stakeholders");
            }
            let stands = |node| program.node(node).spec.state_type().is_some();
            if request.state.is_some_and(|node| !stands(node) || program.process_of(node) != self.process) {
                return fail("the state of the request is none of its process");
            }
        }
        let mut chosen = None;
        for (_, wait) in self.waits.iter() {
            match &wait.kind {
                WaitKind::Job(Work { chosen: Some(_), .. }) => {
                    if chosen.replace(wait.owner).is_some() {
                        return fail("two actions of the request are chosen");
                    }
                    if program.node(wait.node).spec.action().is_none() {
                        return fail("a job is chosen that is no action");
                    }
                }
                WaitKind::Timer { then: Then::Release, .. } if chosen != Some(wait.owner) => {
                    return fail("a timer gives an action back that nobody has chosen");
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What has completed did so in a scope that lives or has completed after it.
    fn check_completed(&self, program: &Program) -> Result<(), Inconsistency> {
        let mut later: Map<Key, NodeIx> = Map::new();
        for (key, done) in self.completed.iter().rev() {
            let node = program.node(done.node);
            let scope =
                self.acts.get(done.scope).map(|act| act.node).or_else(|| later.get(&done.scope).copied());
            let claimer = self.acts.get(done.claimed);
            let again = self.acts.get(done.scope).is_some_and(Act::is_undoing);
            let claimed = done.claimed == Key::NONE
                || done.claimed == done.scope
                || claimer.is_some_and(|act| undoes(program, act));
            let fits = scope.is_some()
                && scope == node.parent
                && done.scope < key
                && done.activation < key
                && (done.scope < done.activation || again)
                && key.0 < self.next_key
                && claimed
                && self.acts.get(done.activation).is_none_or(Act::is_undoing)
                && (node.spec.is_activity() || node.spec.is_handler());
            if !fits {
                return Err(Inconsistency(format!("`{}` cannot have completed as row {key} says", node.id)));
            }
            later.insert(done.activation, done.node);
        }
        Ok(())
    }

    /// `entering`: it is stuck where it has not come to its loop yet, or has passed it by.
    fn check_act(&self, program: &Program, key: Key, act: &Act, entering: bool) -> Result<(), Inconsistency> {
        if key.0 >= self.next_key || act.parent >= key {
            return Err(Inconsistency(format!("the key of activation {key} is out of order")));
        }
        let node = program.node(act.node);
        let fail = |what: &str| Err(Inconsistency(format!("activation {key} of `{}` {what}", node.id)));
        if key == Self::ROOT {
            let entry = |extra: &Extra| match extra.pending.as_slice() {
                [entry] => entering && node.entries.contains(entry) && extra.is_only_pending(),
                _ => false,
            };
            let fits = act.extra.as_deref().is_none_or(entry);
            return if fits { Ok(()) } else { fail("is not what a process can be") };
        }
        let parent = self.acts.get(act.parent);
        let instance = parent.is_some_and(|body| body.node == act.node && body.rounds().is_some());
        if !instance && parent.map(|parent| parent.node) != node.parent {
            return fail("is in the wrong scope");
        }
        if !instance && parent.is_some_and(|parent| parent.rounds().is_some()) {
            return fail("runs beside the instances of an activity");
        }
        match act.extra.as_deref() {
            None if instance => fail("does not say which instance it is"),
            None if node.repeats() && !instance && !entering => fail("does not say how often it runs"),
            None => Ok(()),
            Some(extra) if self.extra_fits(program, key, act, extra, instance) => Ok(()),
            Some(_) => fail("has what it cannot have"),
        }
    }

    fn extra_fits(&self, program: &Program, key: Key, act: &Act, extra: &Extra, instance: bool) -> bool {
        let node = program.node(act.node);
        let claimer = self.acts.get(extra.compensates);
        // A scope sees itself to what nobody waits for.
        let compensates = extra.compensates < key
            && claimer.is_some_and(|claimer| undoes(program, claimer) || extra.compensates == act.parent);
        let rounds = extra.rounds.as_ref().is_none_or(|rounds| {
            let ended = rounds.completed.checked_add(rounds.terminated);
            node.repeats()
                && !instance
                && ended.is_some_and(|ended| ended <= rounds.started)
                && rounds.started <= MOST_ROUNDS
                && rounds.total <= MAX_INSTANCES
                && (rounds.outputs.is_empty() || rounds.outputs.len() == rounds.total as usize)
        });
        let ad_hoc = matches!(node.spec, Spec::AdHocSubProcess(_));
        rounds
            && (extra.compensates == Key::NONE || compensates)
            && (instance || extra.compensates != Key::NONE || extra.index == 0)
            && (!instance || (extra.index > 0 && extra.compensates == Key::NONE))
            && (!extra.undoing
                || node.spec.is_scope()
                    && (compensates || matches!(node.spec, Spec::Transaction(_)) && extra.rounds.is_none()))
            && (ad_hoc || extra.pending.is_empty() && !extra.closing)
            && extra.pending.iter().all(|next| program.node(*next).parent == Some(act.node))
    }

    fn check_idle(&self, program: &Program) -> Result<(), Inconsistency> {
        let mut undoing: Set<Key> = self.completed.iter().map(|(_, done)| done.claimed).collect();
        undoing.extend(self.acts.iter().map(|(_, act)| act.compensates()));
        // A scope lives by what is in it; what it listens for inside does not keep it open, nor does what is
        // armed on the border of an activity. An event that throws compensation lives by what is undone for it.
        let alive = |key: Key, act: &Act| {
            let scope = program.node(act.node).spec.is_scope() || act.rounds().is_some();
            let border = |wait: &Wait| program.node(wait.node).spec.boundary().is_some();
            let own = |wait: &Wait| match wait.kind {
                WaitKind::Incident { .. }
                | WaitKind::Evaluation(_)
                | WaitKind::Job(_)
                | WaitKind::Timer { then: Then::TryAgain(_), .. } => true,
                // It watches over the job beside it.
                WaitKind::Timer { then: Then::Release, .. } => false,
                _ => !scope && !border(wait),
            };
            act.tokens > 0 || self.waits_of(key).any(|(_, wait)| own(wait)) || undoing.contains(&key)
        };
        let running = |act: &Act| act.rounds().is_none_or(|rounds| rounds.active() == act.tokens);
        if let Some((key, act)) = self.acts.iter().find(|(_, act)| !running(act)) {
            let id = &program.node(act.node).id;
            return Err(Inconsistency(format!(
                "activation {key} of `{id}` has other instances than it says"
            )));
        }
        let idle = self.acts.iter().find(|(key, act)| !self.status.is_over() && !alive(*key, act));
        match idle {
            Some((key, act)) => {
                let id = &program.node(act.node).id;
                Err(Inconsistency(format!("activation {key} of `{id}` waits for nothing")))
            }
            None => Ok(()),
        }
    }
}

/// Whether an activation is one that others compensate something for.
fn undoes(program: &Program, act: &Act) -> bool {
    let thrown = program.node(act.node).spec.thrown();
    act.is_undoing() || thrown.is_some_and(Trigger::compensates)
}

fn may_wait(program: &Program, owner: &Act, wait: &Wait) -> bool {
    let (host, node, spec) = (program.node(owner.node), wait.node, &program.node(wait.node).spec);
    let own = owner.node == node;
    let ad_hoc = matches!(spec, Spec::AdHocSubProcess(_));
    if let Some(retry) = wait.kind.retry() {
        let asks = matches!(wait.kind, WaitKind::Evaluation(_));
        return own
            && match retry {
                Retry::Job => spec.job().is_some() || ad_hoc,
                Retry::Completion => spec.job().is_some(),
                Retry::Call => spec.call().is_some_and(CallActivity::opens_call),
                Retry::Return => spec.call().is_some(),
                Retry::Ask => ad_hoc,
                Retry::Round => owner.rounds().is_some(),
                Retry::Reset => matches!(spec, Spec::ComplexGateway(_)),
                Retry::Enter => true,
                Retry::Work => asks || host.runs_at_start(),
                Retry::End => !asks,
                Retry::Decided => !asks && host.parent.is_some(),
                Retry::Leave | Retry::Exit => host.parent.is_some(),
                Retry::Watch | Retry::Nothing => !asks,
            };
    }
    match &wait.kind {
        WaitKind::Job(work) => return own && may_work(spec, work) && owner.rounds().is_none(),
        WaitKind::Timer { then: Then::TryAgain(work), repeat, .. } => {
            let left = work.retries.is_some_and(|left| left > 0) && repeat.is_none();
            return own && left && may_work(spec, work) && owner.rounds().is_none();
        }
        WaitKind::Timer { then: Then::Release, repeat, .. } => {
            return own && repeat.is_none() && spec.action().is_some_and(|action| action.timeout.is_some());
        }
        WaitKind::Call(_) => return own && spec.call().is_some_and(CallActivity::opens_call),
        _ => {}
    }
    let here = own || races(program, owner.node, node);
    let trigger = match spec {
        Spec::BoundaryEvent(_) if host.boundaries.binary_search(&node).is_ok() => spec.caught(),
        Spec::StartEvent(_) if host.handlers.binary_search(&node).is_ok() => spec.caught(),
        Spec::IntermediateCatchEvent(_) if here => spec.caught(),
        Spec::ReceiveTask(_) => return here && matches!(wait.kind, WaitKind::Message { .. }),
        _ => return false,
    };
    let part = trigger.and_then(|trigger| trigger.part(wait.part));
    match wait.kind {
        WaitKind::Timer { .. } => matches!(part, Some(Trigger::Timer(_))),
        WaitKind::Message { .. } => matches!(part, Some(Trigger::Message(_) | Trigger::Registered(_))),
        WaitKind::Signal { .. } => matches!(part, Some(Trigger::Signal(_))),
        WaitKind::Condition { .. } => matches!(part, Some(Trigger::Conditional(_))),
        WaitKind::Job(_) | WaitKind::Call(_) | WaitKind::Evaluation(_) | WaitKind::Incident { .. } => false,
    }
}

/// Whether a job of a node can be one with these details.
fn may_work(spec: &Spec, work: &Work) -> bool {
    match spec.job() {
        None => matches!(spec, Spec::AdHocSubProcess(_)) && work.details.is_empty(),
        Some(job) => match &job.details {
            None => work.details.is_empty(),
            Some(details) => details.fits(&work.details),
        },
    }
}

/// Whether a node is one of those that an event-based gateway waits for.
fn races(program: &Program, gateway: NodeIx, node: NodeIx) -> bool {
    let host = program.node(gateway);
    matches!(host.spec, Spec::EventBasedGateway(_))
        && host.outgoing.iter().any(|flow| program.flow(*flow).target == node)
}
