//! Whether a state is one that the engine could have produced, as far as later steps rely on it,
//! and its caches, rebuilt from the rows.

use std::collections::{BTreeMap, BTreeSet};

use super::{Act, Retry, State, Wait, WaitKind};
use crate::elements::Spec;
use crate::key::{Key, NodeIx};
use crate::program::Program;
use crate::triggers::Trigger;
use crate::value::Value;

/// What does not fit together, for people.
#[derive(Debug)]
pub(crate) struct Inconsistency(pub(crate) String);

impl State {
    /// Checks the rows against the program and rebuilds every cache from them.
    pub(crate) fn rebuild(&mut self, program: &Program) -> Result<(), Inconsistency> {
        self.check_rows(program)?;
        let rows: Vec<(Key, Key)> = self.acts.iter().map(|(key, act)| (key, act.parent)).collect();
        for (key, _) in &rows {
            if let Some(act) = self.acts.get_mut(*key) {
                (act.tokens, act.first_wait) = (0, Key::NONE);
            }
        }
        for (_, parent) in rows {
            if let Some(scope) = self.acts.get_mut(parent) {
                scope.tokens += 1;
            }
        }
        for ((scope, node), join) in &mut self.joins {
            join.filled = join.arrived.iter().filter(|count| **count > 0).count();
            let sum = join.arrived.iter().try_fold(0_u32, |sum, count| sum.checked_add(*count));
            let scope = self.acts.get_mut(*scope);
            let all = scope.as_ref().zip(sum).and_then(|(scope, sum)| scope.tokens.checked_add(sum));
            let (Some(scope), Some(sum), Some(all)) = (scope, sum, all) else {
                return Err(Inconsistency(format!("too many tokens wait at `{}`", program.node(*node).id)));
            };
            (join.total, scope.tokens) = (sum, all);
        }
        self.live = BTreeMap::new();
        if program.has_inclusive_joins() {
            for (_, act) in self.acts.iter() {
                *self.live.entry((act.parent, act.node)).or_default() += 1;
            }
        }
        self.chain_waits();
        self.check_idle(program)
    }

    fn chain_waits(&mut self) {
        self.timers = BTreeSet::new();
        let rows: Vec<(Key, Key)> = self.waits.iter().map(|(key, wait)| (key, wait.owner)).collect();
        // From the youngest on, each goes in front of its owner's others.
        for (key, owner) in rows.into_iter().rev() {
            let first = self.acts.get_mut(owner).map(|act| std::mem::replace(&mut act.first_wait, key));
            if let (Some(wait), Some(first)) = (self.waits.get_mut(key), first) {
                wait.next = first;
                if let WaitKind::Timer { due, .. } = wait.kind {
                    self.timers.insert((due, key));
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
        for (key, act) in self.acts.iter() {
            self.check_act(program, key, act)?;
        }
        for (key, wait) in self.waits.iter() {
            if key.0 >= self.next_key || wait.owner >= key {
                return fail(format!("the key of wait {key} is out of order"));
            }
            let Some(owner) = self.acts.get(wait.owner) else {
                return fail(format!("wait {key} belongs to no activation"));
            };
            let ended = self.status.has_ended() && !matches!(wait.kind, WaitKind::Incident { .. });
            if ended || !may_wait(program, owner.node, wait.node, &wait.kind) {
                return fail(format!("`{}` cannot wait as wait {key} says", program.node(wait.node).id));
            }
        }
        for ((scope, node), join) in &self.joins {
            let gateway = program.node(*node);
            let scope_node = self.acts.get(*scope).map(|act| act.node);
            let fits = (matches!(gateway.spec, Spec::ParallelGateway(_)) || gateway.joins_inclusively())
                && scope_node == gateway.parent
                && scope_node.is_some()
                && join.arrived.len() == gateway.incoming.len();
            let open = join.arrived.contains(&0) && join.arrived.iter().any(|count| *count > 0);
            if !fits || !open {
                return fail(format!("the tokens that wait at `{}` do not fit", gateway.id));
            }
        }
        if self.status.has_ended() && (self.acts.len() > 1 || !self.joins.is_empty()) {
            return fail("the instance has ended, but something in it still runs".to_owned());
        }
        self.check_hints(program)
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
            let source = program.node(flow.source);
            let here = self.acts.get(*scope).map(|act| act.node);
            if here != source.parent || here.is_none() || !source.splits() || self.status.has_ended() {
                return Err(Inconsistency(format!("the flow `{}` cannot be spared in {scope}", flow.id)));
            }
        }
        Ok(())
    }

    fn check_act(&self, program: &Program, key: Key, act: &Act) -> Result<(), Inconsistency> {
        if key.0 >= self.next_key || act.parent >= key {
            return Err(Inconsistency(format!("the key of activation {key} is out of order")));
        }
        if key == Self::ROOT {
            return Ok(());
        }
        let node = program.node(act.node);
        let parent = self.acts.get(act.parent).map(|parent| parent.node);
        if parent.is_none() || parent != node.parent {
            return Err(Inconsistency(format!("activation {key} of `{}` is in the wrong scope", node.id)));
        }
        Ok(())
    }

    fn check_idle(&self, program: &Program) -> Result<(), Inconsistency> {
        // A scope lives by what is in it; what it listens for inside does not keep it open.
        let alive = |key: Key, act: &Act| {
            let own = |wait: &Wait| {
                !program.node(act.node).spec.is_scope() || matches!(wait.kind, WaitKind::Incident { .. })
            };
            act.tokens > 0 || self.waits_of(key).any(|(_, wait)| own(wait))
        };
        let ended = self.status.has_ended();
        let idle = self.acts.iter().find(|(key, act)| !ended && !alive(*key, act));
        match idle {
            Some((key, act)) => {
                let id = &program.node(act.node).id;
                Err(Inconsistency(format!("activation {key} of `{id}` waits for nothing")))
            }
            None => Ok(()),
        }
    }
}

fn may_wait(program: &Program, owner: NodeIx, node: NodeIx, kind: &WaitKind) -> bool {
    let (host, spec) = (program.node(owner), &program.node(node).spec);
    let own = owner == node;
    if let WaitKind::Incident { retry, .. } = kind {
        return own
            && match retry {
                Retry::Job => spec.job().is_some(),
                Retry::Call => false,
                Retry::Enter => true,
                Retry::Leave => host.parent.is_some(),
                Retry::Nothing => spec.is_scope(),
            };
    }
    let trigger = match spec {
        Spec::BoundaryEvent(boundary) if host.boundaries.contains(&node) => &boundary.trigger,
        Spec::StartEvent(start) if host.handlers.contains(&node) => &start.trigger,
        Spec::IntermediateCatchEvent(catch) if own || races(program, owner, node) => catch.trigger(),
        Spec::ReceiveTask(_) => {
            return (own || races(program, owner, node)) && matches!(kind, WaitKind::Message { .. });
        }
        _ => return own && spec.job().is_some() && matches!(kind, WaitKind::Job { .. }),
    };
    match kind {
        WaitKind::Timer { .. } => matches!(trigger, Trigger::Timer(_)),
        WaitKind::Message { .. } => matches!(trigger, Trigger::Message(_)),
        WaitKind::Signal { .. } => matches!(trigger, Trigger::Signal(_)),
        WaitKind::Job { .. }
        | WaitKind::Condition { .. }
        | WaitKind::Call { .. }
        | WaitKind::Incident { .. } => false,
    }
}

/// Whether a node is one of those that an event-based gateway waits for.
fn races(program: &Program, gateway: NodeIx, node: NodeIx) -> bool {
    let host = program.node(gateway);
    matches!(host.spec, Spec::EventBasedGateway(_))
        && host.outgoing.iter().any(|flow| program.flow(*flow).target == node)
}
