//! Whether any engine could run a model, and whether this one runs all of it.

use std::fmt;

use tidewheel::Diagnostic;

use super::outcome::Outcome;

/// What a model is, for an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// No errors, no warnings.
    Fully,
    /// Everything in it is run; a warning says that it may not do what its author meant.
    Doubtful,
    /// Something in it is not run or looks wrong.
    Partly,
    /// Every process says that it is not to be executed.
    NotExecutable,
    /// Not XML, or XML that is not well-formed or is refused for what it could do.
    Malformed,
    /// XML, but of something else.
    NotBpmn,
    /// BPMN without a process.
    NoProcess,
    /// Conditions or mappings in a language or with objects of a host, such as Java, JavaScript or Groovy.
    ForeignLanguage,
    /// Drawn for people: what an engine decides by is left out or said in words.
    Drawing,
    /// It breaks rules of BPMN, most often on purpose, so that engines refuse it.
    Invalid,
}

impl Class {
    /// The class of a model by what was found in it.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let has = |codes: &[&str]| outcome.findings.iter().any(|one| codes.contains(&&*one.code));
        if has(MALFORMED) {
            Self::Malformed
        } else if has(&["notBpmn"]) {
            Self::NotBpmn
        } else if has(&["noProcess"]) {
            Self::NoProcess
        } else if !outcome.executable {
            Self::NotExecutable
        } else if outcome.findings.is_empty() {
            Self::Fully
        } else if outcome.findings.iter().all(|one| SMELLS.contains(&&*one.code)) {
            Self::Doubtful
        } else if has(INVALID) || outcome.findings.iter().any(is_nonsense) {
            Self::Invalid
        } else if has(DRAWN) || outcome.findings.iter().any(is_prose) {
            Self::Drawing
        } else if outcome.findings.iter().any(is_foreign) {
            Self::ForeignLanguage
        } else {
            Self::Partly
        }
    }
}

/// What looks wrong and is run all the same, as drawn.
const SMELLS: &[&str] = &["endlessLoop", "unreachable"];

/// Rules of BPMN that other engines hold a model to as well.
const INVALID: &[&str] = &[
    "danglingBoundary",
    "danglingDefault",
    "danglingDefinition",
    "danglingFlow",
    "duplicateId",
    "flowAtHandler",
    "flowAtLink",
    "flowCrossesScope",
    "flowFromEnd",
    "flowIntoStart",
    "invalidAlternative",
    "invalidLoop",
    "invalidMapping",
    "invalidQuantity",
    "invalidTrigger",
    "misplacedCancel",
    "missingId",
    "severalLinks",
    "severalStarts",
    "undeclaredPrefix",
    "unknownElement",
];

/// What is left out of a drawing.
const DRAWN: &[&str] = &[
    "danglingLink",
    "missingAlternative",
    "missingCalledElement",
    "missingCardinality",
    "missingCondition",
    "missingLoopCondition",
    "missingTimer",
    "missingTrigger",
    "noStart",
];

/// A timer, namespace, expression, reference or listener that means nothing to anybody.
fn is_nonsense(found: &Diagnostic) -> bool {
    if &*found.code == "inertExtension" && found.message.contains("does not say what to call") {
        return true;
    }
    let feel = |message: &str| message.starts_with("`=") && !message.contains("not supported");
    matches!(&*found.code, "invalidTimer" | "bpmnNamespace")
        || (&*found.code == "invalidExpression" && feel(&found.message))
        || (&*found.code == "danglingReference" && !found.message.contains("no message"))
}

/// A condition in the words of people. What is marked as an expression is one.
fn is_prose(found: &Diagnostic) -> bool {
    let marks = ["`=", "`$", "`#", "``"];
    let expression = marks.iter().any(|mark| found.message.starts_with(mark)) || found.message.contains("${");
    &*found.code == "invalidExpression" && !expression
}

/// What only the host of the model's own engine can evaluate: its languages, the methods of its objects
/// and the functions of its libraries.
fn is_foreign(found: &Diagnostic) -> bool {
    let message = &found.message;
    match &*found.code {
        "unsupportedLanguage" => true,
        "invalidExpression" => {
            let java = message.contains("${") || message.contains("#{");
            java && (message.contains("is not supported") || message.contains("after `.` but found `?`"))
        }
        "externalScript" => true,
        "inertExtension" => {
            ["script` is not run", "variableMapping"].iter().any(|part| message.contains(part))
        }
        _ => false,
    }
}

const MALFORMED: &[&str] = &["xmlSyntax", "xmlEntity", "xmlEncoding", "xmlDoctype", "xmlLimit"];

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fully => "fully supported",
            Self::Doubtful => "fully supported, with a warning about how it is drawn",
            Self::Partly => "executable, but not fully supported",
            Self::NotExecutable => "no engine could run it: every process is marked as not executable",
            Self::Malformed => "no engine could run it: XML that is refused",
            Self::NotBpmn => "no engine could run it: not BPMN",
            Self::NoProcess => "no engine could run it: no process",
            Self::ForeignLanguage => "expressions in the language or with objects of a host",
            Self::Drawing => "no engine could run it: drawn for people",
            Self::Invalid => "no engine could run it: it breaks the rules of BPMN",
        })
    }
}
