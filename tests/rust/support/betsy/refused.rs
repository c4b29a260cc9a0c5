//! Models that break one rule of the specification each. Asked for conformance, the engine refuses
//! them and names the element; where it can run them it does so otherwise, and only warns.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tidewheel::{Definition, Diagnostic, ParseOptions, Severity};

/// One model, the rule that it breaks, and what must be found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// File below the folder of the models.
    pub model: String,
    /// Number of the rule in betsy's list.
    pub rule: String,
    /// Id of the element that must be named.
    pub element: String,
    /// Code of the finding.
    pub code: String,
}

const STRICT: ParseOptions = ParseOptions { lenient: false, strict: true };
const TOLD: ParseOptions = ParseOptions { lenient: true, strict: true };
const LENIENT: ParseOptions = ParseOptions { lenient: true, strict: false };

/// Reads the list of the models.
///
/// # Errors
/// If it cannot be read.
pub fn list(path: &Path) -> Result<Vec<Refused>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Checks that a model which conforms is not found fault with. Of messages without an operation betsy
/// makes a rule of its own, which models that are written to be run need not keep.
///
/// # Errors
/// What was found.
pub fn conforms(path: &Path) -> Result<(), String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let Ok((_, before)) = Definition::parse(&text, &LENIENT) else { return Ok(()) };
    let found = Definition::parse(&text, &TOLD).map_or_else(|found| found, |(_, found)| found);
    let more = found.iter().find(|one| !before.contains(one) && &*one.code != "missingOperation");
    more.map_or(Ok(()), |one| Err(format!("{}: {one:?}", path.display())))
}

impl Refused {
    /// Checks one model in each mode.
    ///
    /// # Errors
    /// What is not as it must be.
    pub fn check(&self, folder: &Path) -> Result<(), String> {
        let path = folder.join(&self.model);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let Err(found) = Definition::parse(&text, &STRICT) else {
            return Err("strict: not refused".to_owned());
        };
        self.named(&text, &found, Severity::Error)?;
        if Definition::parse(&text, &ParseOptions::default()).is_err() {
            // It cannot be run: to be lenient helps only where another process can.
            return Ok(());
        }
        let (_, found) =
            Definition::parse(&text, &TOLD).map_err(|found| format!("told: refused, {found:?}"))?;
        self.named(&text, &found, Severity::Warning)?;
        let (_, found) =
            Definition::parse(&text, &LENIENT).map_err(|found| format!("lenient: refused, {found:?}"))?;
        match found.iter().find(|one| one.severity == Severity::Error) {
            Some(error) => Err(format!("lenient: {error:?}")),
            None => Ok(()),
        }
    }

    /// The finding is there, with a remedy, in the line of an element of the model.
    fn named(&self, text: &str, found: &[Diagnostic], severity: Severity) -> Result<(), String> {
        let right =
            |one: &&Diagnostic| *one.code == *self.code && one.element.as_deref() == Some(&*self.element);
        let one = found.iter().filter(|one| one.severity == severity).find(right);
        let Some(one) = one else {
            return Err(format!("no {severity:?} `{}` at `{}`: {found:#?}", self.code, self.element));
        };
        let line = one.line.checked_sub(1).and_then(|line| text.lines().nth(line as usize));
        if one.help.is_none() || !line.is_some_and(|line| line.trim_start().starts_with('<')) {
            return Err(format!("no remedy, or no place: {one:#?}"));
        }
        Ok(())
    }
}
