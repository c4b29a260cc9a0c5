//! What the specification forbids though it could be run. The rules look at the file itself, not at
//! what was read of it, so they hold for elements too that this version does not run.

mod activities;
mod codes;
mod compensation;
mod expressions;
mod flows;
mod formats;
mod gateways;
mod ids;
mod index;
mod levels;
mod links;
mod loops;
mod references;
mod rules;
mod triggers;

use std::fmt;

use crate::map::Map;

use crate::error::{Diagnostic, Severity};
use crate::read::XmlElement;
use crate::value::Text;
use index::{Index, Item};
use rules::{RULES, Rule};

/// How much of it is told, and how much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conformance {
    /// Only what costs nobody's attention in vain, as a warning or less.
    Brief,
    /// Everything, as warnings.
    Told,
    /// Everything, as errors.
    Required,
}

/// What is said of a finding where conformance is not asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Nothing,
    Info,
    Warning,
}

/// Findings of the reader and the other rules that are about conformance too.
const SHARED: &[&str] = &[
    "danglingReference",
    "flowAtCompensation",
    "invalidAttribute",
    "missingAlternative",
    "missingCompensation",
];

/// Adds what the rules find to what was found before.
pub(crate) fn conformance(root: XmlElement<'_>, asked: Conformance, diagnostics: &mut Vec<Diagnostic>) {
    if root.local() != "definitions" {
        return;
    }
    let index = Index::of(root);
    let mut found = Found {
        index: &index,
        asked,
        before: diagnostics,
        known: None,
        places: Vec::new(),
        again: Vec::new(),
    };
    for item in index.items() {
        for rule in RULES.iter().filter(|rule| asked != Conformance::Brief || rule.level != Level::Nothing) {
            (rule.check)(&index, item, &mut |place, message| found.add(rule, place, message));
        }
    }
    let (places, again) = (found.places, found.again);
    if asked != Conformance::Brief {
        for (position, severity) in again {
            if let Some(diagnostic) = diagnostics.get_mut(position) {
                raise(diagnostic, severity);
            }
        }
        for diagnostic in diagnostics.iter_mut().filter(|one| SHARED.contains(&&*one.code)) {
            let item = diagnostic.element.as_ref().and_then(|id| index.find(id));
            let required = asked == Conformance::Required && item.is_some_and(|item| index.executable(item));
            raise(diagnostic, if required { Severity::Error } else { Severity::Warning });
        }
    }
    diagnostics.extend(places);
}

/// What others found weighs as much as if it had been found here.
fn raise(diagnostic: &mut Diagnostic, severity: Severity) {
    diagnostic.severity = diagnostic.severity.max(severity);
    if diagnostic.help.is_none() {
        let rule = RULES.iter().find(|rule| *rule.code == *diagnostic.code);
        diagnostic.help = rule.map(|rule| rule.help.to_owned());
    }
}

/// What has been said already of each place need not be said again.
fn known(diagnostics: &[Diagnostic]) -> Map<Text, u32> {
    let mut known = Map::new();
    for (position, one) in (0..).zip(diagnostics) {
        known.insert(key(&one.code, one.line, one.element.as_deref()), position);
    }
    known
}

fn key(code: &str, line: u32, element: Option<&str>) -> Text {
    Text::from(format!("{code}:{line}:{}", element.unwrap_or_default()))
}

struct Found<'i, 'd> {
    index: &'i Index<'d>,
    asked: Conformance,
    before: &'i [Diagnostic],
    known: Option<Map<Text, u32>>,
    places: Vec<Diagnostic>,
    /// What had been said before, by its position, and how much it matters here.
    again: Vec<(usize, Severity)>,
}

impl Found<'_, '_> {
    fn add(&mut self, rule: &Rule, item: &Item<'_>, message: fmt::Arguments<'_>) {
        let position = item.xml.line_col();
        let element = self.index.nearest_id(item);
        let severity = match (self.asked, rule.level) {
            // What is not meant to run is described, not refused.
            (Conformance::Required, _) if self.index.executable(item) => Severity::Error,
            (Conformance::Brief, Level::Info | Level::Nothing) => Severity::Info,
            _ => Severity::Warning,
        };
        let known = self.known.get_or_insert_with(|| known(self.before));
        let own = u32::MAX;
        if let Some(said) = known.insert(key(rule.code, position.line, element), own) {
            self.again.push((said as usize, severity));
            return;
        }
        self.places.push(Diagnostic {
            code: Text::from(rule.code),
            severity,
            message: message.to_string(),
            help: Some(rule.help.to_owned()),
            element: element.map(Text::from),
            path: None,
            line: position.line,
            column: position.column,
        });
    }
}
