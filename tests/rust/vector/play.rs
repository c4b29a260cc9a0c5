//! Runs a case: checks what was written by hand, and the laws that hold for every case.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde_json::{Map, Value};
use tidewheel::machine::to_bpmn;
use tidewheel::{
    Definition, Event, Instance, Key, Obligation, Outcome, Rejection, RejectionCode, Snapshot, Start,
    Timestamp,
};

use super::case::{Case, Expect, MACHINE};
use super::lines::{json, member, shorten};
use super::symbols::Symbols;
use super::words::{self, Elements};

type Checked = Result<(), String>;

/// Runs a case to its end; its golden lines. A state machine and the BPMN that it is exported as take the
/// same steps.
pub(crate) fn play(case: &Case, model: &str) -> Result<Vec<String>, String> {
    let mut lines = run(case, model, true)?;
    if case.model.ends_with(MACHINE)
        && let Ok(xml) = to_bpmn(model)
    {
        let exported = run(case, &xml, false).map_err(|error| format!("as BPMN: {error}"))?;
        same("the machine and its BPMN", lines.get(1..), exported.get(1..))?;
        if case.export {
            lines.insert(1, shorten(member("bpmn", &json(&xml)?)));
        }
    }
    Ok(lines)
}

/// `told`: whether what is found in the model is what the case expects.
fn run(case: &Case, model: &str, told: bool) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    let parsed = Definition::parse(model, &case.options);
    let diagnostics = match &parsed {
        Ok((_, found)) | Err(found) => json(found)?,
    };
    lines.push(shorten(member("diagnostics", &diagnostics)));
    let expected = case.expect.diagnostics.as_ref().filter(|_| told);
    by_members("diagnostics", expected, &diagnostics)?;
    let definition = match parsed {
        Ok((definition, _)) if case.start.is_some() || case.load.is_some() => definition,
        Ok(_) => return Err("the model should have been refused".to_owned()),
        Err(_) if case.start.is_none() && case.load.is_none() => return Ok(lines),
        Err(_) => return Err(format!("the model was refused: {diagnostics}")),
    };
    let Some(mut game) = Game::open(case, definition, &mut lines)? else { return Ok(lines) };
    for (number, step) in case.steps.iter().enumerate() {
        game.step(step, &mut lines).map_err(|error| format!("step {}: {error}", number + 1))?;
    }
    game.replay()?;
    Ok(lines)
}

/// An instance under test, and what is known about it from outside.
struct Game<'a> {
    case: &'a Case,
    definition: Definition,
    instance: Instance,
    symbols: Symbols,
    elements: Elements,
    /// The obligations by folding effects.
    open: BTreeMap<Key, Obligation>,
    /// The admitted events.
    log: Vec<(Event, Timestamp)>,
}

impl<'a> Game<'a> {
    /// Starts or loads the instance; none if that is refused, as it should be.
    fn open(case: &'a Case, definition: Definition, lines: &mut Vec<String>) -> Result<Option<Self>, String> {
        let (instance, outcome) = match begin(case, &definition)? {
            Ok((instance, outcome)) => (instance, outcome),
            Err((line, code)) => {
                lines.push(shorten(line));
                let wanted = case.expect.rejection.as_ref().or(case.expect.load_error.as_ref());
                return same("the refusal", wanted, Some(&code)).map(|()| None);
            }
        };
        let mut game = Self {
            case,
            definition,
            instance,
            symbols: Symbols::default(),
            elements: Elements::new(),
            open: BTreeMap::new(),
            log: Vec::new(),
        };
        match outcome {
            Some(outcome) => game.settle(&case.expect, &outcome, lines)?,
            None => game.adopt(lines)?,
        }
        Ok(Some(game))
    }

    fn step(&mut self, step: &super::case::Step, lines: &mut Vec<String>) -> Checked {
        let text = self.symbols.text(&step.event)?;
        let before = self.snapshot();
        let mut stored = Instance::load(&self.definition, &Snapshot::from_json(&before).map_err(said)?)
            .map_err(|error| format!("the engine refuses its own snapshot: {error}"))?;
        let mut outcome = Outcome::default();
        match apply(&self.definition, &mut self.instance, &text, step.at, &mut outcome) {
            Ok((event, at)) => {
                let mut again = Outcome::default();
                stored.apply(&self.definition, &event, at, &mut again).map_err(said)?;
                same("the outcome after save and load", &json(&outcome)?, &json(&again)?)?;
                same("the snapshot after save and load", &self.snapshot(), &self.save(&stored))?;
                self.log.push((event, at));
                self.settle(&step.expect, &outcome, lines)
            }
            Err(rejection) => {
                same("the state after a rejection", &before, &self.snapshot())?;
                let code = code_of(&rejection)?;
                if step.expect.rejection.as_ref() != Some(&code) {
                    return Err(format!("rejected as {code}: {}", rejection.message));
                }
                lines.push(shorten(member("rejection", &json(&rejection)?)));
                self.state(&step.expect, lines)
            }
        }
    }

    /// Checks an admitted step.
    fn settle(&mut self, expect: &Expect, outcome: &Outcome, lines: &mut Vec<String>) -> Checked {
        if let Some(code) = &expect.rejection {
            return Err(format!("admitted, though it should be rejected as {code}"));
        }
        lines.push(shorten(json(outcome)?));
        for effect in &outcome.effects {
            match words::change(effect) {
                Some(Ok(opened)) => drop(self.open.insert(opened.key(), opened)),
                Some(Err(closed)) => {
                    self.open.remove(&closed).ok_or(format!("{closed} was closed but not open"))?;
                }
                None => {}
            }
        }
        let effects = outcome.effects.iter().map(|effect| words::effect(effect, &mut self.elements));
        let effects = effects.collect::<Result<Vec<_>, _>>()?;
        let trace = outcome.history.iter().map(words::entry).collect::<Result<Vec<_>, _>>()?;
        expected("trace", expect.trace.as_ref(), &trace)?;
        expected("effects", expect.effects.as_ref(), &effects)?;
        same("the outcome's status", &self.instance.status(), &outcome.status)?;
        self.state(expect, lines)
    }

    /// Takes over a loaded instance: what it owes is not known from effects.
    fn adopt(&mut self, lines: &mut Vec<String>) -> Checked {
        for open in self.instance.obligations(&self.definition) {
            self.elements.insert(open.key(), open.element().clone());
            self.open.insert(open.key(), open);
        }
        self.state(&self.case.expect, lines)
    }

    /// Checks where the instance stands, and learns what is open.
    fn state(&mut self, expect: &Expect, lines: &mut Vec<String>) -> Checked {
        let obligations = json(&self.instance.obligations(&self.definition))?;
        same(
            "the effects, folded, and the obligations",
            &json(&self.open.values().collect::<Vec<_>>())?,
            &obligations,
        )?;
        by_members("obligations", expect.obligations.as_ref(), &obligations)?;
        lines.push(shorten(member("obligations", &obligations)));
        lines.push(shorten(member("snapshot", &self.snapshot())));
        self.symbols.learn(&self.definition, &self.instance);
        self.people(expect, lines)?;
        let active = self.instance.active(&self.definition).into_iter().skip(1);
        let active: Vec<String> = active.map(|activation| activation.element.to_string()).collect();
        expected("active", expect.active.as_ref(), &active)?;
        expected("status", expect.status.as_ref(), &self.instance.status())?;
        expected("due", expect.due.as_ref(), &self.instance.next_due().map(Timestamp::millis))?;
        expected("variables", expect.variables.as_ref(), &self.instance.variables(None).unwrap_or_default())
    }

    /// Asks what people may do.
    fn people(&self, expect: &Expect, lines: &mut Vec<String>) -> Checked {
        let mut found = BTreeMap::new();
        for person in &self.case.people {
            let answer = self.instance.actions(&self.definition, person);
            lines.push(shorten(member("actions", &json(&answer)?)));
            let allowed = answer.actions.iter().map(words::allowed).collect();
            found.insert(person.user.to_string(), allowed);
            expected("state", expect.state.as_ref(), &words::state(&answer))?;
            expected("chosen", expect.chosen.as_ref(), &words::chosen(&answer))?;
        }
        expected("actions", expect.actions.as_ref(), &found)
    }

    /// The events alone lead to the same state, by the pure form.
    fn replay(&self) -> Checked {
        let Ok((mut instance, _)) = begin(self.case, &self.definition)? else {
            return Err("the instance can be begun once only".to_owned());
        };
        for (event, at) in &self.log {
            (instance, _) = tidewheel::step(&self.definition, &instance, event, *at).map_err(said)?;
        }
        same("the snapshot after a replay", &self.snapshot(), &self.save(&instance))
    }

    fn snapshot(&self) -> String {
        self.save(&self.instance)
    }

    fn save(&self, instance: &Instance) -> String {
        instance.save(&self.definition).to_json()
    }
}

/// A refusal: its golden line and its code.
type Refused = (String, String);

/// Starts or loads what the case says; a loaded instance comes without an outcome.
fn begin(
    case: &Case,
    definition: &Definition,
) -> Result<Result<(Instance, Option<Outcome>), Refused>, String> {
    if let Some(snapshot) = &case.load {
        let text = json(snapshot)?.replace("@definition", &definition.fingerprint().to_string());
        let loaded = Snapshot::from_json(&text).and_then(|snapshot| Instance::load(definition, &snapshot));
        return Ok(match loaded {
            Ok(instance) => Ok((instance, None)),
            Err(error) => {
                Err((member("loadError", &json(&error)?), json(&error.code)?.trim_matches('"').to_owned()))
            }
        });
    }
    let input = case.start.as_ref().ok_or("the case neither starts nor loads")?;
    let text = Symbols::default().text(input)?;
    let started = read::<Start>(&text).and_then(|start| {
        let (instance, outcome) = tidewheel::start(definition, &start, Timestamp::try_from(case.at)?)?;
        Ok((instance, Some(outcome)))
    });
    match started {
        Ok(started) => Ok(Ok(started)),
        Err(rejection) => Ok(Err((member("rejection", &json(&rejection)?), code_of(&rejection)?))),
    }
}

/// What a binding does with the text of an event.
fn apply(
    definition: &Definition,
    instance: &mut Instance,
    text: &str,
    at: i64,
    out: &mut Outcome,
) -> Result<(Event, Timestamp), Rejection> {
    let event: Event = read(text)?;
    let at = Timestamp::try_from(at)?;
    instance.apply(definition, &event, at, out)?;
    Ok((event, at))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Rejection> {
    serde_json::from_str(text)
        .map_err(|error| Rejection { code: RejectionCode::InvalidEvent, message: error.to_string() })
}

fn code_of(rejection: &Rejection) -> Result<String, String> {
    Ok(json(&rejection.code)?.trim_matches('"').to_owned())
}

/// A list of objects by the members that the case names; all of them, in order.
fn by_members(what: &str, wanted: Option<&Vec<Map<String, Value>>>, found: &str) -> Checked {
    let Some(wanted) = wanted else { return Ok(()) };
    let found: Vec<Map<String, Value>> = serde_json::from_str(found).map_err(said)?;
    let mut seen = found.clone();
    for (seen, wanted) in seen.iter_mut().zip(wanted) {
        seen.retain(|name, _| wanted.contains_key(name));
    }
    if &seen == wanted {
        Ok(())
    } else {
        Err(format!("{what} should be\n  {}\nbut are\n  {}", json(wanted)?, json(&found)?))
    }
}

fn expected<T: PartialEq + Debug>(what: &str, wanted: Option<&T>, found: &T) -> Checked {
    match wanted {
        Some(wanted) if wanted != found => {
            Err(format!("{what} should be\n  {wanted:?}\nbut is\n  {found:?}"))
        }
        _ => Ok(()),
    }
}

fn same<T: PartialEq + Debug>(what: &str, one: T, other: T) -> Checked {
    if one == other { Ok(()) } else { Err(format!("{what} differ:\n  {one:?}\n  {other:?}")) }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}
