//! Whether any engine could run a model, and whether this one runs all of it.

use std::fmt;

use super::outcome::Outcome;

/// What a model is, for an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// No errors, no warnings.
    Fully,
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
    /// Conditions or values in a language of a host, such as Java or Groovy.
    ForeignLanguage,
    /// Drawn for people, or broken on purpose: what an engine would have to know is missing.
    Drawing,
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
        } else {
            Self::Partly
        }
    }
}

const MALFORMED: &[&str] = &["xmlSyntax", "xmlEntity", "xmlEncoding", "xmlDoctype", "xmlLimit"];

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fully => "fully supported",
            Self::Partly => "executable, but not fully supported",
            Self::NotExecutable => "no engine could run it: every process is marked as not executable",
            Self::Malformed => "no engine could run it: XML that is refused",
            Self::NotBpmn => "no engine could run it: not BPMN",
            Self::NoProcess => "no engine could run it: no process",
            Self::ForeignLanguage => "expressions in the language of a host",
            Self::Drawing => "no engine could run it: drawn for people, or broken",
        })
    }
}
