//! From JSON to the machine. Each problem is told, with the path to it; what is wrong counts as left out.

use std::sync::Arc;

use super::MAX_BYTES;
use super::fill::fill;
use super::form::{Form, Kind, MACHINE, Member};
use super::rules::{self, Rule};
use super::spot::Spot;
use crate::error::{Diagnostic, Severity};
use crate::instance::MAX_ID;
use crate::map::Map;
use crate::value::{Place, Text, Value, clip, parse_placed};
use crate::xml::is_name;

/// Bytes of a name.
const MAX_NAME: usize = 1_000;

/// More problems than that help nobody.
const MOST: usize = 200;

/// What is found while a text is read.
#[derive(Default)]
pub(super) struct Reading {
    places: Map<Text, Place>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// The machine as far as it can be made out, with null for what is wrong; none where the text is no object.
    pub(super) fn machine(&mut self, json: &str) -> Option<Value> {
        if json.len() > MAX_BYTES {
            let found = [&*json.len().to_string(), &MAX_BYTES.to_string()];
            self.report(&rules::TOO_LARGE, &Spot::MACHINE, &found);
            return None;
        }
        let (parsed, places) = parse_placed(json);
        self.places = places;
        match parsed {
            Ok(mut machine) => {
                self.object(MACHINE, &mut machine, &Spot::MACHINE);
                Some(machine).filter(|machine| !machine.is_null())
            }
            Err(error) => {
                self.report(&rules::INVALID_JSON, &Spot::MACHINE, &[&error]);
                None
            }
        }
    }

    /// Whether anything keeps it from running.
    pub(super) fn failed(&self) -> bool {
        self.diagnostics.iter().any(|found| found.severity == Severity::Error)
    }

    /// The line where a value begins.
    pub(super) fn line(&self, spot: &Spot<'_>) -> u32 {
        self.places.get(&*spot.path()).map_or(1, |place| place.line)
    }

    /// Tells what is wrong.
    pub(super) fn report(&mut self, rule: &Rule, spot: &Spot<'_>, found: &[&str]) {
        if self.diagnostics.len() >= MOST {
            return;
        }
        let mut message = String::new();
        fill(&mut message, rule.message, found, String::push_str);
        let path = spot.path();
        let place = self.places.get(&*path).copied().unwrap_or_default();
        self.diagnostics.push(Diagnostic {
            code: Text::from(rule.code),
            severity: rule.severity,
            message,
            help: Some(rule.help.to_owned()),
            element: (!spot.owner.is_empty()).then(|| Text::from(spot.owner)),
            path: Some(path.into()),
            line: place.line,
            column: place.column,
        });
    }

    /// Reads an object, member by member, and takes what is wrong for left out; null is read as left out.
    fn object(&mut self, form: Form, value: &mut Value, spot: &Spot<'_>) {
        let Value::Map(members) = value else {
            self.report(&rules::NO_OBJECT, spot, &[value.kind_name()]);
            *value = Value::Null;
            return;
        };
        let members = Arc::make_mut(members);
        let mut owner = Text::from(spot.owner);
        for Member { name, needed, kind } in form {
            let spot = spot.of(&owner);
            let own = spot.to(name);
            let given = members.get_mut(name);
            let place = if given.is_some() { &own } else { &spot };
            // An empty text names nothing.
            let says_nothing = |value: &Value| {
                value.is_null() || *needed && value.as_text().is_some_and(|text| text.is_empty())
            };
            match given.filter(|value| !says_nothing(value)) {
                Some(value) => {
                    self.member(name, kind, value, &own);
                    if let (Kind::Id, Value::Text(id)) = (kind, value) {
                        owner.clone_from(id);
                    }
                }
                None if *needed => {
                    let list = matches!(kind, Kind::Objects(_));
                    let rule = if list { &rules::MISSING_LIST } else { &rules::MISSING };
                    self.report(rule, place, &[name]);
                }
                None => {}
            }
        }
        let spot = spot.of(&owner);
        for name in members.keys().filter(|name| form.iter().all(|member| member.name != &***name)) {
            self.report(&rules::UNKNOWN_MEMBER, &spot.to(name), &[&clip(name).to_string()]);
        }
    }

    fn member(&mut self, name: &str, kind: &Kind, value: &mut Value, spot: &Spot<'_>) {
        let mut found = None;
        let rule = match (kind, &mut *value) {
            (Kind::Ignored, _) => return,
            (Kind::Object(form), value) => return self.object(form, value, spot),
            (Kind::Objects(form), Value::List(items)) => {
                for (place, item) in Arc::make_mut(items).iter_mut().enumerate() {
                    self.object(form, item, &spot.nth(place));
                }
                return;
            }
            (Kind::Texts, Value::List(items)) => {
                for (place, item) in Arc::make_mut(items).iter_mut().enumerate() {
                    if item.as_text().is_none_or(|text| odd_letter(text).is_some()) {
                        self.report(&rules::NO_TEXT_HERE, &spot.nth(place), &[item.kind_name()]);
                        *item = Value::Null;
                    }
                }
                return;
            }
            (Kind::Fields, Value::Map(fields)) => {
                for (name, value) in fields.iter() {
                    match value.as_text().map(|text| odd_letter(name).or_else(|| odd_letter(text))) {
                        None => self.report(&rules::NO_FIELD, &spot.to(name), &[value.kind_name()]),
                        Some(Some(odd)) => self.report(&rules::INVALID_TEXT, &spot.to(name), &[&odd, name]),
                        Some(None) => {}
                    }
                }
                return;
            }
            (Kind::Id | Kind::Text | Kind::Name, Value::Text(text)) => {
                found = odd_letter(text);
                if found.is_some() {
                    &rules::INVALID_TEXT
                } else if matches!(kind, Kind::Name) && text.len() > MAX_NAME {
                    found = Some(text.len().to_string());
                    &rules::TOO_LONG
                } else if matches!(kind, Kind::Id) && !is_id(text) {
                    found = Some(clip(text).to_string());
                    &rules::INVALID_ID
                } else {
                    return;
                }
            }
            (Kind::Id | Kind::Text | Kind::Name, _) => &rules::NO_TEXT,
            (Kind::Objects(_) | Kind::Texts, _) => &rules::NO_LIST,
            (Kind::Fields, _) => &rules::NO_FIELDS,
        };
        let found = found.as_deref().unwrap_or(value.kind_name());
        self.report(rule, spot, &[found, name]);
        *value = Value::Null;
    }
}

/// The number of a character that XML cannot say, or that attributes do not keep.
fn odd_letter(text: &str) -> Option<String> {
    let plain = |letter| matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let odd = text.chars().find(|letter| !plain(*letter))?;
    Some(format!("{:04X}", u32::from(odd)))
}

/// As long as ids of instances. In the file, `:` and `.` would mean a prefix and a part.
fn is_id(id: &str) -> bool {
    id.len() <= MAX_ID && is_name(id) && !id.contains([':', '.'])
}
