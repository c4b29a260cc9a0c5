//! Nothing that a file says is accepted and then ignored: each part of BPMN decides how the process runs,
//! or is named by a diagnostic, or stands in the list of what has no effect, and has none.

#![expect(clippy::expect_used, reason = "a test that cannot read what it checks has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use tidewheel::coverage::{PARTS, PartKind, PartState, Position, TRIGGERS};
use tidewheel::{Definition, Diagnostic, ParseOptions, Severity, Start, Timestamp, start};
use tidewheel_tests::metamodel::{Case, cases, positions};

/// All that a model comes to.
#[derive(Debug)]
struct Read {
    /// What a host can see of it, but for findings; none if it is refused.
    seen: Option<String>,
    found: Vec<Diagnostic>,
}

impl Read {
    fn of(xml: &str) -> Self {
        match Definition::parse(xml, &ParseOptions::default()) {
            Ok((definition, found)) => Self { seen: Some(seen(&definition)), found },
            Err(found) => Self { seen: None, found },
        }
    }

    /// What is found here and not there.
    fn news(&self, other: &Self) -> Vec<&Diagnostic> {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for found in &other.found {
            *known.entry(said(found)).or_default() += 1;
        }
        let mut news = Vec::new();
        for found in &self.found {
            match known.get_mut(&said(found)) {
                Some(count) if *count > 0 => *count -= 1,
                _ => news.push(found),
            }
        }
        news
    }
}

fn said(found: &Diagnostic) -> String {
    format!("{} {}", found.code, found.message)
}

/// The program, what is known about its elements, and the first step of each process.
fn seen(definition: &Definition) -> String {
    let mut text = definition.fingerprint().to_string();
    let elements = definition.elements();
    // Where it stands in the file is not what it is.
    text += &serde_json::to_string(&elements).expect("elements").replace(|c: char| c.is_ascii_digit(), "");
    text += &serde_json::to_string(&definition.processes()).expect("processes");
    text += &serde_json::to_string(&definition.participants()).expect("participants");
    text += &serde_json::to_string(&definition.message_flows()).expect("message flows");
    let at = Timestamp::from_millis(0).expect("in range");
    text += &serde_json::to_string(&definition.subscriptions(at)).expect("subscriptions");
    for process in definition.processes() {
        let begin = Start { id: "i".into(), process: Some(process.id), ..Start::default() };
        text += &match start(definition, &begin, at) {
            Ok((_, outcome)) => serde_json::to_string(&outcome).expect("an outcome"),
            Err(rejection) => serde_json::to_string(&rejection).expect("a rejection"),
        };
    }
    text
}

/// What the tables say of a part.
fn listed(case: &Case) -> Option<PartState> {
    let kind = if case.attribute { PartKind::Attribute } else { PartKind::Child };
    let find = |tag: &str| {
        let mut parts = PARTS.iter().filter(|table| table.tags.contains(&tag)).flat_map(|table| table.parts);
        parts.find(|part| part.kind == kind && part.name == case.name)
    };
    find(case.tag).or_else(|| find("*")).map(|part| part.state)
}

/// Whether a finding is about the part.
fn names(case: &Case, found: &Diagnostic) -> bool {
    let value = if case.attribute { case.text } else { case.name };
    let inner = if case.name == "extensionElements" { "other:thing" } else { case.name };
    [case.name, value, inner].iter().any(|word| found.message.contains(&format!("`{word}`")))
}

fn judge(case: &Case) -> Result<(), String> {
    let (with, without) = (Read::of(&case.with), Read::of(&case.without));
    let news = with.news(&without);
    let named =
        |severity: Severity| news.iter().any(|found| found.severity == severity && names(case, found));
    let runs = with.seen != without.seen || !without.news(&with).is_empty();
    let refused = with.seen.is_none() && without.seen.is_some();
    let expected = match listed(case) {
        // What is not understood of them is mentioned.
        Some(_) if case.name == "extensionElements" => !runs && named(Severity::Info),
        None => return Err("no table has it".to_owned()),
        Some(PartState::Runs) if refused => news.iter().any(|found| names(case, found)),
        Some(PartState::Runs) => runs,
        Some(PartState::Refused) => refused && named(Severity::Error),
        Some(PartState::Mentioned) => !runs && news.len() == 1 && named(Severity::Info),
        Some(PartState::Inert) => !runs && news.iter().all(|found| found.severity == Severity::Info),
    };
    if expected {
        return Ok(());
    }
    let found: Vec<_> = news.iter().map(|found| said(found)).collect();
    Err(format!("listed as {:?}; it changes the run: {runs}; findings: {found:?}", listed(case)))
}

#[test]
fn every_part_runs_or_is_named_or_listed() {
    let mut wrong = Vec::new();
    for case in cases() {
        if let Err(why) = judge(&case) {
            let kind = if case.attribute { "@" } else { "" };
            wrong.push(format!("{kind}{} of {}: {why}", case.name, case.tag));
        }
    }
    assert!(wrong.is_empty(), "{} parts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_tables_have_nothing_that_is_not_checked() {
    let cases = cases();
    let checked: BTreeSet<_> = cases.iter().map(|case| (case.tag, case.attribute, case.name)).collect();
    let mut wrong = Vec::new();
    for table in PARTS.iter().filter(|table| table.tags != ["*"]) {
        for part in table.parts {
            for tag in table.tags {
                let attribute = part.kind == PartKind::Attribute;
                if !checked.contains(&(*tag, attribute, part.name)) {
                    wrong.push(format!("{} of {tag}", part.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} parts:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_trigger_in_every_position_runs_or_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let vectors = positions::vectors(&folder).expect("the vectors");
    let mut wrong = Vec::new();
    for &(trigger, definition) in positions::TRIGGERS {
        for position in Position::ALL {
            let read = Read::of(&positions::model(trigger, definition, position));
            let expected = expected(trigger, position);
            let codes: Vec<&str> = read.found.iter().map(|found| &*found.code).collect();
            let fits = match expected {
                Ok(()) => read.seen.is_some() && differs(&read, trigger, position),
                // An attribute that is not for this position is named, and has no effect.
                Err(code @ "unknownAttribute") => read.seen.is_some() && codes.contains(&code),
                Err(code) => read.seen.is_none() && codes.contains(&code),
            };
            if !fits {
                wrong.push(format!("{trigger} on {}: {expected:?}, but found {codes:?}", position.name()));
            }
            if expected.is_ok() && !vectors.iter().any(|model| positions::shows(model, trigger, position)) {
                wrong.push(format!("{trigger} on {}: no vector shows it", position.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the trigger makes the model another one than each other trigger there does.
fn differs(read: &Read, trigger: &str, position: Position) -> bool {
    let others = positions::TRIGGERS.iter().filter(|(other, _)| *other != trigger);
    others.filter(|(other, _)| expected(other, position) != Err("unknownAttribute")).all(
        |&(other, definition)| Read::of(&positions::model(other, definition, position)).seen != read.seen,
    )
}

/// What the documentation says: it runs, or is refused with a code.
fn expected(trigger: &str, position: Position) -> Result<(), &'static str> {
    match trigger {
        "none" if position.needs_trigger() => Err("missingTrigger"),
        "parallelMultiple" if !position.catches() => Err("unknownAttribute"),
        "several" | "parallelMultiple" if position == Position::Inner => Err("invalidTrigger"),
        "none" | "several" | "parallelMultiple" => Ok(()),
        name => {
            let row = TRIGGERS.iter().find(|row| row.name == name).expect("a row for each trigger");
            if row.positions.contains(&position) { Ok(()) } else { Err("invalidTrigger") }
        }
    }
}

#[test]
fn every_part_that_runs_has_vectors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let vectors = positions::vectors(&folder).expect("the vectors");
    let shown = |text: &str| vectors.iter().any(|model| model.contains(text));
    let mut wrong = Vec::new();
    for table in PARTS {
        for part in table.parts.iter().filter(|part| part.state == PartState::Runs) {
            let text = match part.kind {
                PartKind::Attribute => format!(" {}=", part.name),
                PartKind::Child => format!("<{}", part.name),
            };
            if !shown(&text) {
                wrong.push(format!("{} of {}", part.name, table.title));
            }
        }
    }
    assert!(wrong.is_empty(), "no vector has {} parts:\n{}", wrong.len(), wrong.join("\n"));
}
