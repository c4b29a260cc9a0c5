//! Data mappings: what an activity takes in when it is entered and gives out when it is left.

use std::borrow::Cow;
use std::sync::Arc;

use super::run::{Run, Spot};
use crate::cx::{Cx, Stuck};
use crate::effect::Effect;
use crate::error::IncidentKind;
use crate::history::Entry;
use crate::key::{Key, NodeIx};
use crate::program::{Mapping, MappingSource, Moment};
use crate::state::Retry;
use crate::triggers::Raised;
use crate::value::{Text, Value, Vars, check_value, vars};

/// What workers call the result of a job that has only one.
const RESULT: &str = "result";

impl Run<'_> {
    /// Evaluates the inputs into variables of the activation, which gets a row for them. Each sees those
    /// before it. What a process was started with goes before the values that its data begins with.
    pub(super) fn inputs(&mut self, spot: Spot) -> Result<(), Stuck> {
        let inputs = &self.program.node(spot.node).data.inputs;
        if inputs.is_empty() {
            return Ok(());
        }
        self.ensure_row(spot);
        // Nothing is written before all are there: they may have to be asked for, one after the other.
        let mut set = Vars::new();
        for mapping in inputs {
            let own = self.state.acts.get(spot.key).map(|act| &act.vars);
            if spot.scope == Key::NONE && own.is_some_and(|own| own.contains_key(&mapping.target)) {
                continue;
            }
            let cx = self.deciding(spot, spot.key, Retry::Enter);
            let value = self.value(&Cx { names: Some(&set), ..cx }, &mapping.source, false)?;
            let Some(value) = value else { continue };
            let before = set.get(&mapping.target).or_else(|| own.and_then(|own| own.get(&mapping.target)));
            let value = put(mapping, before, value)?;
            set.insert(mapping.target.clone(), value);
        }
        if !set.is_empty() {
            self.write(spot.key, set);
        }
        Ok(())
    }

    /// Takes in what a job returned: it stays with the activity where only its outputs leave it.
    pub(super) fn results(&mut self, owner: Key, vars: &Vars) {
        let closed = self.spot(owner).is_some_and(|spot| self.program.node(spot.node).data.closed);
        if !closed {
            self.assign(owner, vars);
        } else if !vars.is_empty() {
            self.write(owner, vars.clone());
        }
    }

    /// Writes what a task has computed at once: to the variable that it sets, else to that of its result.
    pub(super) fn give(&mut self, spot: Spot, value: Value) {
        let Some(job) = self.program.node(spot.node).spec.job() else { return };
        let result = match job.script.own.as_ref().and_then(|own| own.target.as_ref()) {
            Some(target) => {
                self.set_variable(spot, target, value);
                Value::Null
            }
            None => value,
        };
        self.results(spot.key, &vars(job.script.result.iter().map(|name| (name.clone(), result.clone()))));
    }

    /// Hands what has come to a catching event: to its own scope, or to itself where only its outputs
    /// leave it.
    pub(super) fn hand_over(&mut self, scope: Key, node: NodeIx, vars: &Vars) {
        if !self.program.node(node).data.closed {
            self.assign(scope, vars);
        } else if !vars.is_empty() {
            self.carried.push((node, vars.clone()));
        }
    }

    /// Writes what is on its way to a catching event into its own variables.
    pub(super) fn take_in(&mut self, spot: Spot) {
        let place = self.carried.iter().position(|(node, _)| *node == spot.node);
        if let Some(place) = place {
            let (_, vars) = self.carried.remove(place);
            self.ensure_row(spot);
            self.write(spot.key, vars);
        }
    }

    /// What goes with all that an event throws: its own variables, and what it says besides.
    pub(super) fn payload(&self, spot: Spot) -> Result<Vars, Stuck> {
        let data = &self.program.node(spot.node).data;
        let own = self.state.acts.get(spot.key).filter(|_| !data.inputs.is_empty());
        let mut payload = own.map(|act| act.vars.clone()).unwrap_or_default();
        if let Some(passing) = &data.payload {
            let view = if own.is_some() { spot.key } else { spot.scope };
            payload.extend(passing.pass(&self.cx(spot.node, view), || self.state.variables_seen(view))?);
        }
        Ok(payload)
    }

    /// Takes in what a job returned. Its `result` goes to the variable that the model names for it, unless
    /// the worker has written that itself.
    pub(super) fn returned(&mut self, owner: Key, vars: &Vars) {
        let job = self.spot(owner).and_then(|spot| self.program.node(spot.node).spec.job());
        let details = job.and_then(|job| job.details.as_ref());
        match (details.and_then(|details| details.result_variable()), vars.get(RESULT)) {
            (Some(variable), Some(result)) if !vars.contains_key(variable) => {
                let mut vars = vars.clone();
                vars.insert(variable.clone(), result.clone());
                vars.remove(RESULT);
                self.results(owner, &vars);
            }
            _ => self.results(owner, vars),
        }
    }

    /// A job has been done: what its worker returned is written, and its activity left.
    pub(super) fn job_completed(&mut self, job: Key, owner: Key, vars: &Vars) {
        self.close_wait(job);
        self.returned(owner, vars);
        self.completed(owner);
    }

    /// Leaves an activity whose job has completed, or throws the error that this comes to.
    pub(super) fn completed(&mut self, owner: Key) {
        let Some(spot) = self.spot(owner) else { return };
        self.complete_job(spot);
    }

    pub(super) fn complete_job(&mut self, spot: Spot) {
        let owner = spot.key;
        let decided = self.foresee(spot, &[Moment::Complete]).and_then(|names| {
            let cx = Cx { names: Some(&names), ..self.deciding(spot, owner, Retry::Completion) };
            self.program.node(spot.node).spec.job().map_or(Ok(None), |job| job.thrown(&cx))
        });
        let thrown = match decided {
            Ok(thrown) => thrown,
            Err(stuck) => return self.stick(spot, stuck, Retry::Completion),
        };
        self.call_listeners(spot, &[Moment::Complete]);
        match thrown {
            None => self.leave_row(owner),
            Some(code) => self.throw_error(owner, spot.node, Raised { code, ..Raised::default() }),
        }
    }

    /// Evaluates the outputs where the activity stands, and assigns them outside.
    pub(super) fn outputs(&mut self, spot: Spot) -> Result<(), Stuck> {
        let data = &self.program.node(spot.node).data;
        let mut set = Vars::new();
        for mapping in &data.outputs {
            let cx = self.deciding(spot, self.view(spot), Retry::Leave);
            let Some(value) = self.value(&cx, &mapping.source, data.closed)? else { continue };
            let outside = || self.state.scopes(spot.scope).find_map(|(_, act)| act.vars.get(&mapping.target));
            let before = set.get(&mapping.target).or_else(outside);
            let value = put(mapping, before, value)?;
            set.insert(mapping.target.clone(), value);
        }
        let mut assigned = set.clone();
        // What has left under its own name already is not written once more.
        let left = data.outputs.iter().filter(|mapping| !data.closed && mapping.keeps_its_name());
        left.for_each(|mapping| drop(assigned.remove(&mapping.target)));
        let keeps = self.state.acts.get(spot.key).is_some_and(|act| self.keeps(act));
        self.assign(if keeps { spot.key } else { spot.scope }, &assigned);
        self.tell_written(spot.node, &set);
        Ok(())
    }

    /// Tells the host what has gone into data stores, and the history what state data is in.
    fn tell_written(&mut self, node: NodeIx, set: &Vars) {
        let element = &self.program.node(node).id;
        for mapping in &self.program.node(node).data.outputs {
            let (Some(written), Some(value)) = (&mapping.written, set.get(&mapping.target)) else { continue };
            let (element, data) = (element.clone(), mapping.target.clone());
            if written.store {
                let (element, data_store, value) = (element.clone(), data.clone(), value.clone());
                self.out.effects.push(Effect::WriteDataStore { data_store, element, value });
            }
            if let Some(state) = written.state.clone() {
                self.out.history.push(Entry::DataStateReached { element, data, state });
            }
        }
    }

    /// None where a variable is mapped that is not there; `own`: only one of the activity itself counts.
    pub(super) fn value(
        &self,
        cx: &Cx<'_>,
        source: &MappingSource,
        own: bool,
    ) -> Result<Option<Value>, Stuck> {
        Ok(Some(match source {
            MappingSource::Name(_)
                if own && self.state.acts.get(cx.scope).is_none_or(|here| here.node != cx.node) =>
            {
                return Ok(None);
            }
            MappingSource::Name(name) => {
                let before = cx.names.and_then(|names| names.get(name)).map(Cow::Borrowed);
                let mut scopes = self.state.scopes(cx.scope).take(if own { 1 } else { usize::MAX });
                let found = before.or_else(|| scopes.find_map(|(_, act)| act.lookup(name)));
                return Ok(found.map(Cow::into_owned));
            }
            MappingSource::Literal(value) => value.clone(),
            MappingSource::Expr(expr) => cx.eval(expr)?,
            MappingSource::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(cx, item, own)?.unwrap_or_default());
                }
                checked(Value::List(Arc::new(values)))?
            }
            MappingSource::Map(members) => self.members(cx, members, false)?,
        }))
    }

    /// A map of what is there; `mild`: also of those members that can be computed, where others cannot.
    pub(super) fn members(
        &self,
        cx: &Cx<'_>,
        members: &[(MappingSource, MappingSource)],
        mild: bool,
    ) -> Result<Value, Stuck> {
        let mut values = Vars::new();
        for (name, source) in members {
            match self.member(cx, name, source) {
                Ok(Some((name, value))) => drop(values.insert(name, value)),
                Err(stuck) if !mild => return Err(stuck),
                _ => {}
            }
        }
        checked(Value::Map(Arc::new(values)))
    }

    fn member(
        &self,
        cx: &Cx<'_>,
        name: &MappingSource,
        source: &MappingSource,
    ) -> Result<Option<(Text, Value)>, Stuck> {
        let name = member_name(self.value(cx, name, false)?, cx)?;
        Ok(name.zip(self.value(cx, source, false)?))
    }
}

/// What a member is called; nothing is a member without a name.
fn member_name(name: Option<Value>, cx: &Cx<'_>) -> Result<Option<Text>, Stuck> {
    match name {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Text(name)) => Ok(Some(name)),
        Some(other) => {
            let message =
                format!("a member that `{}` collects is named by {}", cx.node().id, other.kind_name());
            Err(Stuck::new(IncidentKind::ExpressionFailed, message))
        }
    }
}

/// The whole variable after the value has gone to its place in it.
fn put(mapping: &Mapping, before: Option<&Value>, value: Value) -> Result<Value, Stuck> {
    if mapping.path.is_empty() {
        return Ok(value);
    }
    checked(nested(before, &mapping.path, value))
}

/// What is no map gives way to one.
fn nested(before: Option<&Value>, path: &[Text], value: Value) -> Value {
    let Some((member, rest)) = path.split_first() else { return value };
    let mut members = match before {
        Some(Value::Map(members)) => members.as_ref().clone(),
        _ => Vars::new(),
    };
    let inner = nested(members.get(member), rest, value);
    members.insert(member.clone(), inner);
    Value::Map(Arc::new(members))
}

fn checked(value: Value) -> Result<Value, Stuck> {
    match check_value(&value) {
        Ok(()) => Ok(value),
        Err(error) => {
            Err(Stuck::new(IncidentKind::ExpressionFailed, format!("the value is too large: {error}")))
        }
    }
}
