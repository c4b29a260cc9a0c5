//! The conditions and mapping expressions of real models: which of them compile, and why the others do not.
//! Found without the reader under test.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use roxmltree::{Document, Node};
use tidewheel::Expression;

/// What an expression is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// Whether a sequence flow is taken.
    Flow,
    /// Other conditions: of loops, events, gateways and subprocesses.
    Condition,
    /// What goes into an activity and what comes out of it, and what is repeated for each item.
    Mapping,
}

/// The vendors whose models are counted, by how the names of their folders begin.
const VENDORS: &[(&str, &[&str])] =
    &[("Camunda 7", &["camunda", "operaton"]), ("Flowable", &["flowable"]), ("Zeebe", &["zeebe"])];

/// Every distinct expression: what it is for, its vendor, its language where it says one, and its text.
#[derive(Debug, Default)]
pub struct Expressions(BTreeSet<(Use, &'static str, String, String)>);

impl Expressions {
    /// Adds those of a model that lies in a folder of a vendor.
    pub fn add(&mut self, folder: &str, xml: &str) {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| folder.starts_with(prefix));
        let Some((vendor, _)) = VENDORS.iter().find(|(_, prefixes)| begins(prefixes)) else { return };
        let Ok(document) = Document::parse(xml) else { return };
        for node in document.descendants().filter(Node::is_element) {
            for (usage, text) in expressions(node) {
                let text = text.trim();
                if !text.is_empty() {
                    let language = node.attribute("language").unwrap_or_default();
                    self.0.insert((usage, vendor, language.to_owned(), text.to_owned()));
                }
            }
        }
    }

    /// How many of the conditions of flows compile, and how many there are.
    #[must_use]
    pub fn flows(&self) -> (usize, usize) {
        let flows = self.0.iter().filter(|(usage, ..)| *usage == Use::Flow);
        flows.fold((0, 0), |(good, all), (_, _, language, text)| {
            (good + usize::from(compiles(language, text).is_ok()), all + 1)
        })
    }

    /// The first expression that is refused without a reason and a place.
    #[must_use]
    pub fn unexplained(&self) -> Option<&str> {
        let silent = |text: &str| match Expression::compile(text) {
            Ok(_) => false,
            Err(error) => error.message.is_empty() || error.character.is_none(),
        };
        self.0.iter().map(|(.., text)| text.as_str()).find(|text| silent(text))
    }
}

/// The expressions of one element, without what it holds.
fn expressions<'a>(node: Node<'a, '_>) -> Vec<(Use, &'a str)> {
    let text = node.text().unwrap_or_default();
    let marked =
        |text: &&str| text.trim_start().starts_with('=') || text.contains("${") || text.contains("#{");
    let attribute = |name: &'static str| node.attribute(name).filter(marked);
    match node.tag_name().name() {
        "conditionExpression" => vec![(Use::Flow, text)],
        "completionCondition" | "condition" | "loopCondition" | "activationCondition" => {
            vec![(Use::Condition, text)]
        }
        "inputParameter" | "outputParameter" | "value" | "entry" => {
            Some(text).filter(marked).map(|text| (Use::Mapping, text)).into_iter().collect()
        }
        "in" | "out" | "input" | "output" | "subscription" | "loopCharacteristics" => {
            let names = [
                "source",
                "sourceExpression",
                "businessKey",
                "correlationKey",
                "inputCollection",
                "outputElement",
            ];
            names.into_iter().filter_map(attribute).map(|text| (Use::Mapping, text)).collect()
        }
        _ => Vec::new(),
    }
}

/// A language of its own is not ours, but for those that are.
fn compiles(language: &str, text: &str) -> Result<(), String> {
    let ours = language.is_empty() || language.to_ascii_lowercase().contains("feel");
    if !ours {
        return Err(format!("in `{language}`, for the host"));
    }
    Expression::compile(text).map(|_| ()).map_err(|error| error.message)
}

impl fmt::Display for Expressions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut counts = BTreeMap::<(Use, &str), (usize, usize)>::new();
        let mut refused = Vec::new();
        for (usage, vendor, language, text) in &self.0 {
            let count = counts.entry((*usage, vendor)).or_default();
            count.1 += 1;
            match compiles(language, text) {
                Ok(()) => count.0 += 1,
                Err(reason) => refused.push((text, reason)),
            }
        }
        writeln!(f, "distinct expressions of real models that compile:")?;
        for ((usage, vendor), (good, all)) in counts {
            let usage = match usage {
                Use::Flow => "conditions of flows",
                Use::Condition => "other conditions",
                Use::Mapping => "mappings",
            };
            writeln!(f, "  {good:5} of {all:5}  {usage}, {vendor}")?;
        }
        writeln!(f, "refused:")?;
        refused.iter().try_for_each(|(text, reason)| {
            let first = text.lines().next().unwrap_or_default();
            let short: String = first.chars().take(80).collect();
            writeln!(f, "  {short}: {reason}")
        })
    }
}
