//! One step: what the admitted event does at once, then the work queue until it is empty.

use std::collections::VecDeque;

use super::admit::{Input, admit};
use super::entry::check_entry;
use super::listeners::ENDED;
use crate::cx::{Cx, Stuck};
use crate::effect::{Effect, Status};
use crate::elements::{Exit, Spec};
use crate::error::{IncidentKind, Rejection};
use crate::event::Event;
use crate::history::{Entry, Outcome};
use crate::key::{FlowIx, Key, NodeIx};
use crate::map::{Map, Set};
use crate::program::{Moment, Program};
use crate::state::{Act, Completions, Extra, Retry, State, Told, Wait, WaitKind};
use crate::time::Timestamp;
use crate::triggers::Raised;
use crate::value::{CollectVec, Text, Vars};

/// Moves within one step before repetitions are looked at.
const FREE_MOVES: usize = 1_000;

/// Moves within one step, besides four for each sequence flow of the definition.
const MAX_MOVES: usize = 100_000;

/// A step under way.
pub(crate) struct Run<'a> {
    pub(super) program: &'a Program,
    pub(super) state: &'a mut State,
    pub(super) out: &'a mut Outcome,
    pub(super) queue: VecDeque<Work>,
    /// Scopes whose tokens have moved in this step, where joins wait.
    pub(super) touched: Vec<Key>,
    /// Of those, how many have been asked for inclusive joins.
    pub(super) settled: usize,
    /// Scopes that an interrupting event subprocess has taken over in this step.
    pub(super) taken_over: Vec<Key>,
    /// Whether something was withdrawn for which others may undo what has completed.
    pub(super) widowed: bool,
    /// The variables that were written since conditions were asked.
    pub(super) changed: Set<Text>,
    /// Multi-instance activities that show other lists than have been told.
    pub(super) shown: Vec<Key>,
    /// What is on its way to catching events that map it themselves.
    pub(super) carried: Vec<(NodeIx, Vars)>,
    /// What the host has said to the decision that is being tried again.
    pub(super) told: Option<Told>,
    moves: usize,
    entries: Map<(Key, NodeIx), u32>,
}

/// What is left to do within the step, first in, first out.
pub(super) enum Work {
    Enter(Token),
    /// An instance or round, or what compensates something, starts its work.
    Begin(Key),
    /// No token is left in this scope.
    Complete(Key),
    /// The next step of what this activation undoes.
    Undo(Key),
}

/// A token on its way into a node.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) node: NodeIx,
    pub(super) scope: Key,
    pub(super) via: Option<FlowIx>,
    /// What the node waits for has come already.
    pub(super) decided: bool,
    /// It is put behind the node, which does nothing.
    pub(super) behind: bool,
}

impl Token {
    pub(super) fn new(node: NodeIx, scope: Key) -> Self {
        Self { node, scope, via: None, decided: false, behind: false }
    }
}

/// One activation, whether or not it has a row in the table yet.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) key: Key,
    pub(super) node: NodeIx,
    pub(super) scope: Key,
}

impl<'a> Run<'a> {
    fn new(program: &'a Program, state: &'a mut State, out: &'a mut Outcome) -> Self {
        Self {
            program,
            state,
            out,
            queue: VecDeque::new(),
            touched: Vec::new(),
            taken_over: Vec::new(),
            widowed: false,
            changed: Set::new(),
            shown: Vec::new(),
            carried: Vec::new(),
            told: None,
            moves: 0,
            entries: Map::new(),
            settled: 0,
        }
    }

    /// Starts the process of a fresh state.
    pub(crate) fn start(
        program: &'a Program,
        state: &'a mut State,
        entry: Option<NodeIx>,
        mut vars: Vars,
        out: &'a mut Outcome,
    ) -> Result<(), Rejection> {
        out.reset(state.at);
        let mut run = Run::new(program, state, out);
        let root = Spot { key: run.new_key(), node: run.state.process, scope: Key::NONE };
        let mut act = Act::new(Key::NONE, root.node, Vars::new());
        act.extra = entry.map(|entry| Box::new(Extra { pending: vec![entry], ..Extra::default() }));
        run.add_act(root.key, act);
        run.entered(root);
        run.name_initiator(entry, &mut vars);
        if let Some(entry) = entry {
            run.learn_at_start(entry, &vars);
        }
        if !vars.is_empty() {
            run.write(root.key, vars);
        }
        if let Some(entry) = entry {
            check_entry(program, run.state, entry)?;
        }
        run.begin(root);
        run.finish();
        Ok(())
    }

    /// Applies an event; a rejection leaves `state` as it was.
    pub(crate) fn apply(
        program: &'a Program,
        state: &'a mut State,
        event: &Event,
        at: Timestamp,
        out: &'a mut Outcome,
    ) -> Result<(), Rejection> {
        let now = at.max(state.at);
        let input = admit(program, state, event, now)?;
        out.reset(now);
        if at < now {
            out.history.push(Entry::ClockClamped { given: at });
        }
        state.at = now;
        let mut run = Run::new(program, state, out);
        run.perform(input);
        run.finish();
        Ok(())
    }

    fn perform(&mut self, input: Input<'_>) {
        match input {
            Input::Complete { job, owner, vars } => self.job_completed(job, owner, vars),
            Input::Choose { job, owner, by } => self.choose_action(job, owner, by),
            Input::CompleteAction { job, owner, vars } => {
                self.complete_action();
                self.job_completed(job, owner, vars);
            }
            Input::Release => self.release_action(),
            Input::Fail { job, owner, failure } => self.job_failed(job, owner, failure),
            Input::Throw { wait, owner, code, message, vars } => {
                self.close_wait(wait);
                self.job_threw(owner, code, message, vars);
            }
            Input::Escalate { owner, code, vars } => {
                self.assign(owner, vars);
                if let Some(node) = self.state.acts.get(owner).map(|act| act.node) {
                    self.escalate(owner, node, Raised { code: Text::from(code), ..Raised::default() });
                }
            }
            Input::CallFinished { call, owner, vars } => self.call_finished(call, owner, vars),
            Input::CallFailed { call, owner, message } => self.call_failed(call, owner, message),
            Input::Evaluated { evaluation, value } => self.evaluated(evaluation, value),
            Input::EvaluationFailed { evaluation, owner, message } => {
                self.evaluation_failed(evaluation, owner, message);
            }
            Input::Fire(timers) => {
                for timer in timers {
                    self.fire(timer);
                    // What one timer leads to may withdraw the next.
                    self.settle();
                }
            }
            Input::Deliver { waits, vars, lesson } => {
                let learning = !lesson.is_empty();
                self.learn(lesson);
                for wait in waits {
                    self.receive(wait, vars);
                }
                if learning {
                    self.settle();
                    self.renew_subscriptions();
                }
            }
            Input::Set { scope, vars } => self.write(scope, vars.clone()),
            Input::Resolve(incident) => self.resolve(incident),
            Input::Cancel(reason) => {
                self.out.history.push(Entry::CancelRequested { reason: Text::from(reason) });
                self.end(Status::Cancelled);
            }
            Input::Modify(changes, reason) => self.modify(changes, reason),
            Input::Suspend(reason) => {
                self.state.status = Status::Suspended;
                self.out.history.push(Entry::Suspended { reason: reason.cloned() });
            }
            Input::Resume => {
                self.state.status = Status::Active;
                self.out.history.push(Entry::Resumed);
                // Nobody has asked the conditions in the meantime.
                self.ask_all_conditions();
            }
        }
    }

    pub(super) fn finish(&mut self) {
        self.settle();
        while self.tell_overviews() {
            self.settle();
        }
        self.report_stranded();
        self.state.steps += 1;
        self.out.status = self.state.status;
    }

    pub(super) fn drain(&mut self) {
        while let Some(work) = self.queue.pop_front() {
            match work {
                Work::Enter(token) => self.enter(token),
                Work::Begin(key) => {
                    if let Some(spot) = self.spot(key) {
                        self.begin(spot);
                    }
                }
                Work::Complete(scope) => self.complete(scope),
                Work::Undo(owner) => self.undo(owner),
            }
        }
    }

    /// Lets a token into its node.
    fn enter(&mut self, token: Token) {
        // Its scope may have been withdrawn since the token set out.
        let Some(scope) = self.state.acts.get(token.scope) else { return };
        let program = self.program;
        if matches!(program.node(scope.node).spec, Spec::AdHocSubProcess(_)) {
            self.wake_ad_hoc(token.scope);
        }
        if program.node(token.node).gathers() && !self.arrive(token) {
            return;
        }
        let spot = Spot { key: self.new_key(), node: token.node, scope: token.scope };
        self.entered(spot);
        self.take_in(spot);
        if self.over_budget(token) {
            self.stick(spot, Stuck::endless(&program.node(token.node).id), Retry::Enter);
        } else if token.behind {
            self.choose(spot, Exit::All);
        } else if token.decided {
            self.decided(spot);
        } else {
            self.begin(spot);
        }
    }

    /// A loop that never waits repeats the same node in the same scope. Wide models repeat a node at
    /// most once for each of their flows, or as often as a quantity says, so the limit grows with the model.
    pub(super) fn over_budget(&mut self, token: Token) -> bool {
        if self.moves <= FREE_MOVES {
            return false;
        }
        let entries = self.entries.or_default((token.scope, token.node));
        *entries += 1;
        *entries as usize > (FREE_MOVES + self.program.flow_count()) * self.program.quantity()
    }

    /// Whether the step may move that many tokens more. Loops are caught before; this bounds models
    /// in which tokens multiply.
    pub(super) fn afford(&mut self, moves: usize) -> bool {
        self.moves = self.moves.saturating_add(moves.max(1));
        self.moves <= MAX_MOVES + 4 * self.program.flow_count()
    }

    /// Notes that tokens of a scope with joins have moved.
    pub(super) fn touch(&mut self, scope: Key) {
        if self.touched.get(self.settled..).and_then(<[Key]>::last) != Some(&scope) {
            self.touched.push(scope);
        }
    }

    /// A scope in which every token waits at a join stays as it is; an incident says so, once.
    fn report_stranded(&mut self) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.dedup();
        for scope in touched {
            let Some(spot) = self.spot(scope) else { continue };
            let known = |wait: &Wait| {
                matches!(&wait.kind, WaitKind::Incident { code: IncidentKind::StrandedToken, .. })
            };
            if self.state.is_stranded(scope) && !self.state.waits_of(scope).any(|(_, wait)| known(wait)) {
                let joins = self.state.joins.range((scope, NodeIx(0))..=(scope, NodeIx(u32::MAX)));
                let ids: Vec<_> =
                    joins.map(|((_, node), _)| format!("`{}`", self.program.node(*node).id)).collect_vec();
                let message = format!(
                    "the tokens that are left wait at {} for others that can no longer come",
                    ids.join(", ")
                );
                self.raise(spot, Stuck::new(IncidentKind::StrandedToken, message), Retry::Nothing);
            }
        }
    }

    pub(super) fn entered(&mut self, spot: Spot) {
        self.out.history.push(Entry::Entered {
            element: self.id(spot.node),
            key: spot.key,
            scope: (spot.scope != Key::NONE).then_some(spot.scope),
        });
        if self.program.node(spot.node).spec.state_type().is_some() {
            self.state.request.get_or_insert_default().state = Some(spot.node);
        }
    }

    /// Ends the instance: whatever is open is withdrawn.
    pub(super) fn end(&mut self, status: Status) {
        self.clear(State::ROOT);
        self.state.completed = Completions::default();
        self.state.spared.clear();
        self.forget_joins(State::ROOT);
        self.close_waits(State::ROOT);
        self.queue.clear();
        // Ended before it could begin: it has nowhere to start any more.
        if let Some(root) = self.state.acts.get_mut(State::ROOT) {
            root.extra = None;
        }
        self.state.status = status;
        if let Some(root) = self.spot(State::ROOT) {
            self.call_listeners(root, if status == Status::Completed { ENDED } else { &[Moment::Over] });
        }
        let entry = match status {
            Status::Completed => Entry::Left { element: self.id(self.state.process), key: State::ROOT },
            _ => Entry::Cancelled { element: self.id(self.state.process), key: State::ROOT },
        };
        self.out.history.push(entry);
        self.out.history.push(Entry::Ended { status });
        let variables = self.state.acts.get(State::ROOT).map(|act| act.vars.clone()).unwrap_or_default();
        self.out.effects.push(Effect::Finished { status, variables });
    }

    pub(super) fn new_key(&mut self) -> Key {
        let key = Key(self.state.next_key);
        self.state.next_key += 1;
        key
    }

    pub(super) fn id(&self, node: NodeIx) -> Text {
        self.program.node(node).id.clone()
    }

    pub(super) fn cx(&self, node: NodeIx, scope: Key) -> Cx<'_> {
        Cx {
            program: self.program,
            state: self.state,
            at: self.state.at,
            node,
            scope,
            names: None,
            told: None,
        }
    }

    /// The view of a decision that is tried again when the host has evaluated what it asks for.
    pub(super) fn deciding(&self, spot: Spot, scope: Key, decision: Retry) -> Cx<'_> {
        Cx { told: self.told_to(spot, decision), ..self.cx(spot.node, scope) }
    }

    /// What the host has said to this decision.
    pub(super) fn told_to(&self, spot: Spot, decision: Retry) -> Option<&Told> {
        self.told.as_ref().filter(|told| (told.owner, told.retry) == (spot.key, decision))
    }
}
