//! Activities that run several times. The activity itself is a *body* that carries the boundary
//! events; its instances or rounds are activations of the same element inside it (BPMN 13.3.6, 13.3.7).

use super::run::{Run, Spot, Token, Work};
use crate::cx::Stuck;
use crate::elements::{Loop, MultiInstance};
use crate::key::{Key, NodeIx};
use crate::state::{Act, Extra, Retry, Rounds};
use crate::triggers::Throw;
use crate::value::{Text, Value, Vars};

/// What follows when an instance or round has completed.
struct Decision {
    enough: bool,
    throws: Vec<Throw>,
}

impl Run<'_> {
    fn loop_of(&self, node: NodeIx) -> Option<&'_ Loop> {
        self.program.node(node).activity.repeats.as_ref()
    }

    /// Enters an activity that runs several times.
    pub(super) fn begin_body(&mut self, spot: Spot) {
        let program = self.program;
        let Some(repeats) = &program.node(spot.node).activity.repeats else { return };
        let cx = self.deciding(spot, spot.scope, Retry::Work);
        let planned = match repeats {
            Loop::MultiInstance(several) => several.plan(&cx),
            Loop::Standard(rounds) => Ok(Rounds { total: rounds.maximum.unwrap_or(0), ..Rounds::default() }),
        };
        let first = match (&planned, repeats) {
            (Ok(_), Loop::Standard(rounds)) if rounds.test_before => rounds.goes_on(&cx, 0),
            (Ok(rounds), Loop::MultiInstance(_)) => Ok(rounds.total > 0),
            _ => Ok(true),
        };
        let (rounds, first) = match (planned, first) {
            (Ok(rounds), Ok(first)) => (rounds, first),
            (Err(stuck), _) | (_, Err(stuck)) => return self.stick(spot, stuck, Retry::Work),
        };
        self.ensure_row(spot);
        if let Some(act) = self.state.acts.get_mut(spot.key) {
            act.extra_mut().rounds = Some(rounds);
        }
        if !self.arm(spot) {
            return;
        }
        match repeats {
            _ if !first => self.finish_body(spot),
            Loop::MultiInstance(several) if !several.sequential => self.start_all(spot, several),
            _ => self.start_next(spot),
        }
    }

    fn start_all(&mut self, body: Spot, several: &MultiInstance) {
        let Some(rounds) = self.state.acts.get_mut(body.key).and_then(Act::rounds_mut) else { return };
        let (total, items) = (rounds.total, rounds.items.take());
        rounds.started = total;
        if !self.afford(total as usize) {
            self.close_waits(body.key);
            self.reset_body(body.key);
            return self.stick(body, Stuck::unending(&self.program.node(body.node).id), Retry::Enter);
        }
        for index in 1..=total {
            let item =
                items.as_ref().and_then(Value::as_list).and_then(|items| items.get(index as usize - 1));
            let vars = locals(several, items.is_some(), item, index);
            self.start_instance(body, index, vars);
        }
    }

    fn reset_body(&mut self, body: Key) {
        if let Some(act) = self.state.acts.get_mut(body) {
            act.extra_mut().rounds = None;
        }
    }

    /// Starts the next instance in sequence, or the next round of a loop.
    fn start_next(&mut self, body: Spot) {
        let program = self.program;
        let Some(rounds) = self.state.acts.get_mut(body.key).and_then(Act::rounds_mut) else { return };
        rounds.started += 1;
        let index = rounds.started;
        let vars = match &program.node(body.node).activity.repeats {
            Some(Loop::MultiInstance(several)) => {
                let items = rounds.items.as_ref().and_then(Value::as_list);
                let item = items.and_then(|items| items.get(index as usize - 1));
                locals(several, items.is_some(), item, index)
            }
            _ => Vars::new(),
        };
        self.start_instance(body, index, vars);
    }

    fn start_instance(&mut self, body: Spot, index: u32, vars: Vars) {
        let spot = Spot { key: self.new_key(), node: body.node, scope: body.key };
        let mut act = Act::new(body.key, body.node, vars);
        act.extra = Some(Box::new(Extra { index, ..Extra::default() }));
        self.add_act(spot.key, act);
        if index == 1 {
            self.open_overviews(body);
        }
        self.show(spot.key);
        self.add_tokens(body.key, 1);
        self.entered(spot);
        self.queue.push_back(Work::Begin(spot.key));
    }

    /// An instance or round has completed: collects what it gives, and goes on with the others.
    pub(super) fn instance_done(&mut self, spot: Spot) {
        let program = self.program;
        let Some(body) = self.spot(spot.scope) else { return };
        let decided = match self.count(spot) {
            Ok(output) => self.decide_round(spot).map(|decision| (output, decision)),
            Err(stuck) => Err(stuck),
        };
        let (output, decision) = match decided {
            Ok(decided) => decided,
            Err(mut stuck) => {
                // The counts go with the question, for they are those of the decision.
                let extra = self.state.acts.get(body.key).and_then(|act| act.extra.as_ref());
                if let (Some(question), Some(extra)) = (&mut stuck.question, extra) {
                    let counts = extra.attributes().filter(|(name, _)| *name != "loopCounter");
                    question.names.extend(counts.map(|(name, count)| (Text::from(name), count.into())));
                }
                self.uncount(body.key);
                return self.stick(spot, stuck, Retry::Exit);
            }
        };
        let index = self.state.acts.get(spot.key).map_or(0, Act::index);
        if let Some(rounds) = self.state.acts.get_mut(body.key).and_then(Act::rounds_mut)
            && let Some(place) = rounds.outputs.get_mut((index as usize).wrapping_sub(1))
        {
            *place = output;
        }
        self.remember(spot);
        self.gone(spot);
        if let Some(act) = self.state.acts.get_mut(body.key) {
            act.tokens = act.tokens.saturating_sub(1);
        }
        for thrown in decision.throws {
            self.announce(body.key, body, thrown);
            if self.state.acts.get(body.key).is_none() {
                return;
            }
        }
        let standard = matches!(program.node(body.node).activity.repeats, Some(Loop::Standard(_)));
        let Some(rounds) = self.state.acts.get_mut(body.key).and_then(Act::rounds_mut) else { return };
        if decision.enough || (!standard && rounds.completed + rounds.terminated >= rounds.total) {
            rounds.terminated += rounds.active();
            self.finish_body(body);
        } else if rounds.active() == 0 {
            self.next_round(body, standard);
        }
    }

    fn next_round(&mut self, body: Spot, standard: bool) {
        let repeated = standard && self.over_budget(Token::new(body.node, body.key));
        if repeated || !self.afford(1) {
            let stuck = Stuck::endless(&self.program.node(body.node).id);
            return self.stick(body, stuck, Retry::Round);
        }
        self.start_next(body);
    }

    /// Goes on with a loop or sequence that was stopped between its rounds.
    pub(super) fn go_round(&mut self, body: Spot) {
        let completed =
            self.state.acts.get(body.key).and_then(Act::rounds).map_or(0, |rounds| rounds.completed);
        let goes_on = match self.loop_of(body.node) {
            Some(Loop::Standard(rounds)) => {
                rounds.goes_on(&self.deciding(body, body.key, Retry::Round), completed)
            }
            _ => Ok(true),
        };
        match goes_on {
            Ok(true) => self.start_next(body),
            Ok(false) => self.finish_body(body),
            Err(stuck) => self.stick(body, stuck, Retry::Round),
        }
    }

    /// Counts an instance as completed; what it adds to the results.
    fn count(&mut self, spot: Spot) -> Result<Value, Stuck> {
        if let Some(rounds) = self.state.acts.get_mut(spot.scope).and_then(Act::rounds_mut) {
            rounds.completed += 1;
        }
        let cx = self.deciding(spot, spot.key, Retry::Exit);
        let mut given = Vec::new();
        for output in self.program.node(spot.node).outputs() {
            given.push(self.value(&cx, &output.element, false)?.unwrap_or_default());
        }
        self.show(spot.key);
        Ok(if given.len() > 1 { given.into() } else { given.pop().unwrap_or_default() })
    }

    /// Whether all that is written inside an activation stays with it: it is an instance of what aggregates.
    pub(super) fn keeps(&self, act: &Act) -> bool {
        act.index() > 0 && self.program.node(act.node).several().is_some_and(|several| several.keeps)
    }

    fn uncount(&mut self, body: Key) {
        if let Some(rounds) = self.state.acts.get_mut(body).and_then(Act::rounds_mut) {
            rounds.completed = rounds.completed.saturating_sub(1);
        }
    }

    fn decide_round(&self, spot: Spot) -> Result<Decision, Stuck> {
        let completed =
            self.state.acts.get(spot.scope).and_then(Act::rounds).map_or(0, |rounds| rounds.completed);
        let cx = self.deciding(spot, spot.key, Retry::Exit);
        match self.loop_of(spot.node) {
            Some(Loop::MultiInstance(several)) => {
                Ok(Decision { enough: several.is_complete(&cx)?, throws: several.throws(&cx, completed)? })
            }
            Some(Loop::Standard(rounds)) => {
                Ok(Decision { enough: !rounds.goes_on(&cx, completed)?, throws: Vec::new() })
            }
            None => Ok(Decision { enough: true, throws: Vec::new() }),
        }
    }

    /// Ends the nearest multi-instance activity around a scope, or the scope if there is none.
    pub(super) fn terminate_instances(&mut self, scope: Key) {
        let mut around = self.spot(scope);
        while let Some(spot) = around {
            let several = self.program.node(spot.node).several();
            if several.is_some()
                && let Some(rounds) = self.state.acts.get_mut(spot.key).and_then(Act::rounds_mut)
            {
                rounds.terminated += rounds.active();
                return self.finish_body(spot);
            }
            around = self.spot(spot.scope);
        }
        self.terminate(scope);
    }

    /// Ends the body: what still runs in it is withdrawn, and the results are handed out.
    fn finish_body(&mut self, body: Spot) {
        self.clear(body.key);
        let outputs = self.state.acts.get_mut(body.key).and_then(Act::rounds_mut);
        let outputs = outputs.map(|rounds| std::mem::take(&mut rounds.outputs));
        if let (Some(several), Some(outputs)) = (self.program.node(body.node).several(), outputs) {
            self.assign(body.scope, &several.results(&outputs));
        }
        self.leave_row(body.key);
    }
}

/// The local variables of an instance.
fn locals(several: &MultiInstance, over_items: bool, item: Option<&Value>, counter: u32) -> Vars {
    let mut vars = Vars::new();
    for local in several.outputs.iter().filter_map(|output| output.local.as_ref()) {
        vars.insert(local.clone(), Value::Null);
    }
    if let (Some(name), true) = (&several.item, over_items) {
        vars.insert(name.clone(), item.cloned().unwrap_or_default());
    }
    if let Some(name) = &several.index {
        vars.insert(name.clone(), counter.saturating_sub(1).into());
    }
    vars
}
