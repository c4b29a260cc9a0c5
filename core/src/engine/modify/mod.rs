//! Moving tokens by hand. First every token is withdrawn and put where the instructions say, in their
//! order; then they run. So no instruction pulls the ground from under another, and a scope that is
//! emptied by one is kept if another fills it again.

mod back;
mod plan;

use crate::map::{Map, Set};

use super::run::{Run, Spot, Token, Work};
use crate::effect::Status;
use crate::elements::Spec;
use crate::event::Instruction;
use crate::history::Entry;
use crate::key::{FlowIx, Key, NodeIx};
use crate::program::Moment;
use crate::state::{Act, Retry, State};
use crate::value::{CollectVec, Text, Vars};

pub(super) use plan::plan;

/// An instruction that can be carried out.
pub(super) struct Planned<'a> {
    instruction: &'a Instruction,
    change: Change<'a>,
}

enum Change<'a> {
    /// A token enters the node, or leaves it where it is put `after`.
    Put {
        place: Place,
        node: NodeIx,
        after: bool,
        vars: &'a Vars,
    },
    Cancel(Key),
    Move {
        key: Key,
        to: NodeIx,
    },
    GoBack {
        key: Key,
        to: NodeIx,
        back: back::Back,
    },
}

/// Where a token is put: in a scope that runs, or in one that is opened inside it.
struct Place {
    base: Key,
    /// The scopes to open, outermost first.
    chain: Vec<NodeIx>,
    /// Whether they are opened anew although an earlier instruction has opened the same.
    anew: bool,
}

/// What the instructions have done so far.
#[derive(Default)]
struct Traces {
    opened: Map<(Key, NodeIx), Key>,
    /// Scopes that have lost tokens.
    emptied: Set<Key>,
}

impl Run<'_> {
    pub(super) fn modify(&mut self, changes: Vec<Planned<'_>>, reason: Option<&Text>) {
        let mut traces = Traces::default();
        for Planned { instruction, change } in changes {
            self.out
                .history
                .push(Entry::Modified { instruction: instruction.clone(), reason: reason.cloned() });
            match change {
                Change::Put { place, node, after, vars } => self.put(&place, node, after, vars, &mut traces),
                Change::Cancel(key) => {
                    self.take_out(key, &mut traces);
                }
                Change::Move { key, to } => {
                    if let Some(spot) = self.take_out(key, &mut traces) {
                        let via = self.way_in(to, spot.scope, Some(spot.node));
                        self.dispatch(Token { via, ..Token::new(to, spot.scope) });
                    }
                }
                Change::GoBack { key, to, back } => {
                    if let Some(spot) = self.take_out(key, &mut traces) {
                        self.go_back(spot.scope, &back, &mut traces);
                        // A join that is gone back to has had its siblings before.
                        self.dispatch(Token::new(to, spot.scope));
                    }
                }
            }
        }
        for scope in traces.emptied.iter().copied().rev() {
            if !self.state.status.is_over() {
                self.give_up(scope);
            }
        }
    }

    fn put(&mut self, place: &Place, node: NodeIx, after: bool, vars: &Vars, traces: &mut Traces) {
        let mut opened = Vec::new();
        if let Some(scope) = self.open_around(place, traces, &mut opened) {
            self.assign(scope, vars);
            self.wake_ad_hoc(scope);
            let spec = &self.program.node(node).spec;
            // These do nothing but choose where to leave, so a token that is put after them enters them.
            let chooses = matches!(spec, Spec::ExclusiveGateway(_)) || spec.link().is_some();
            let via = if after { None } else { self.way_in(node, scope, None) };
            self.dispatch(Token { behind: after && !chooses, via, ..Token::new(node, scope) });
        }
        for scope in opened {
            self.ask_new(scope);
        }
    }

    /// Opens the scopes around a token, armed but without their start events; none where that gets one of
    /// them stuck: it begins as usual once that is resolved.
    fn open_around(&mut self, place: &Place, traces: &mut Traces, opened: &mut Vec<Key>) -> Option<Key> {
        let mut scope = place.base;
        // What an earlier instruction has opened may have ended it.
        self.state.acts.get(scope)?;
        for &inner in &place.chain {
            let shared = traces.opened.get(&(scope, inner)).copied().filter(|_| !place.anew);
            if let Some(key) = shared.filter(|key| self.state.acts.get(*key).is_some()) {
                scope = key;
                continue;
            }
            self.add_tokens(scope, 1);
            let spot = Spot { key: self.new_key(), node: inner, scope };
            self.entered(spot);
            if let Err(stuck) = self.inputs(spot) {
                self.stick(spot, stuck, Retry::Enter);
                return None;
            }
            if !self.notify(spot, &[Moment::Start], Retry::Enter)
                || !self.arm_waits(spot)
                || !self.arm_handlers(spot)
            {
                return None;
            }
            traces.opened.insert((scope, inner), spot.key);
            opened.push(spot.key);
            scope = spot.key;
        }
        Some(scope)
    }

    fn dispatch(&mut self, token: Token) {
        self.add_tokens(token.scope, 1);
        self.queue.push_back(Work::Enter(token));
    }

    /// Withdraws an activation with its token; none if it has gone already.
    fn take_out(&mut self, key: Key, traces: &mut Traces) -> Option<Spot> {
        let spot = self.spot(key)?;
        self.cancel_one(spot);
        self.lose_tokens(spot.scope, 1, traces);
        Some(spot)
    }

    /// Withdraws an activation; one of several instances counts as terminated.
    fn cancel_one(&mut self, spot: Spot) {
        if self.state.is_instance(spot.node, spot.scope)
            && let Some(rounds) = self.state.acts.get_mut(spot.scope).and_then(Act::rounds_mut)
        {
            rounds.terminated += 1;
        }
        self.cancel(spot.key);
    }

    fn lose_tokens(&mut self, scope: Key, count: u32, traces: &mut Traces) {
        if let Some(act) = self.state.acts.get_mut(scope) {
            act.tokens = act.tokens.saturating_sub(count);
            traces.emptied.insert(scope);
            self.touch(scope);
        }
    }

    /// Withdraws all that the element had led to, or spares it.
    fn go_back(&mut self, scope: Key, back: &back::Back, traces: &mut Traces) {
        for &key in &back.withdrawn {
            self.take_out(key, traces);
        }
        for &flow in &back.undone {
            self.state.spared.remove(&(scope, flow));
            let flow = self.program.flow(flow);
            let Some(join) = self.state.joins.get_mut(&(scope, flow.target)) else { continue };
            let taken = join.arrived.get_mut(flow.slot).map_or(0, std::mem::take);
            if let Some(used) = join.used.get_mut(flow.slot) {
                *used = false;
            }
            if !join.used.contains(&true) {
                join.used.clear();
            }
            self.recount(scope, flow.target);
            if taken > 0 {
                self.lose_tokens(scope, taken, traces);
            }
        }
        self.state.spared.extend(back.spared.iter().map(|flow| (scope, *flow)));
    }

    /// A scope out of which the last token was taken by hand has not completed: it is withdrawn, too,
    /// and so are those around it.
    fn give_up(&mut self, scope: Key) {
        let mut scope = scope;
        while let (Some(act), Some(spot)) = (self.state.acts.get(scope), self.spot(scope))
            && act.tokens == 0
        {
            if act.is_undoing() {
                return self.queue.push_back(Work::Undo(scope));
            }
            if scope == State::ROOT {
                return self.end(Status::Cancelled);
            }
            self.cancel_one(spot);
            if let Some(act) = self.state.acts.get_mut(spot.scope) {
                act.tokens = act.tokens.saturating_sub(1);
                self.touch(spot.scope);
            }
            scope = spot.scope;
        }
    }

    /// By which flow a token that is put before a join counts as having come: one that none waits on,
    /// if it can be, one that the activation could have come by, else one that nothing else can.
    fn way_in(&self, node: NodeIx, scope: Key, from: Option<NodeIx>) -> Option<FlowIx> {
        let program = self.program;
        let gateway = program.node(node);
        if !gateway.gathers() {
            return None;
        }
        let join = self.state.joins.get(&(scope, node));
        let waits = |flow: FlowIx| {
            let slot = program.flow(flow).slot;
            join.and_then(|join| join.arrived.get(slot)).is_some_and(|count| *count > 0)
        };
        let own = back::flows_after(program, from.into_iter().collect_vec());
        let here = self.state.acts.iter().filter(|(_, act)| act.parent == scope);
        let others = back::flows_after(program, here.map(|(_, act)| act.node).collect_vec());
        let rank = |flow: FlowIx| (waits(flow), !own.contains(&flow), others.contains(&flow));
        gateway.incoming.iter().copied().min_by_key(|flow| rank(*flow))
    }

    /// Whatever a split was to spare, it has had its chance.
    pub(super) fn forget_spared(&mut self, node: NodeIx, scope: Key) {
        if self.state.spared.is_empty() {
            return;
        }
        for flow in &self.program.node(node).outgoing {
            self.state.spared.remove(&(scope, *flow));
        }
    }
}
