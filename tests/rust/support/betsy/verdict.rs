//! Runs a case and holds what came of it against what is expected.

use tidewheel::{Definition, Diagnostic, ParseOptions, Severity, Value};

use super::cases::{Case, Expected, Run, model};
use super::host::{Host, Observed, Trouble};
use crate::host::guarded;
use crate::trial::Broken;

/// How a run compares to betsy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As betsy expects.
    Passed,
    /// As the specification says and betsy, in a doubtful case, does not.
    Differs,
}

/// Plays a run.
///
/// # Errors
/// What came out instead of what was expected.
pub fn verdict(group: &str, case: &Case, run: &Run) -> Result<Verdict, Broken> {
    let observed = play(group, &case.model, case, run)?;
    let Some(ours) = &run.ours else {
        return hold(observed, &run.expect, run.error, case).map(|()| Verdict::Passed);
    };
    hold(observed, ours, None, case)?;
    if let Some(name) = &case.as_meant {
        let observed = play(group, name, case, run)?;
        hold(observed, &run.expect, run.error, case).map_err(|broken| format!("{name}: {broken}"))?;
    }
    Ok(Verdict::Differs)
}

fn play(group: &str, name: &str, case: &Case, run: &Run) -> Result<Observed, Broken> {
    let xml = model(group, name)?;
    let mut variables = run.variables.clone();
    for letter in ["a", "b", "c"] {
        variables.insert(letter.into(), Value::from(run.input.contains(letter)));
    }
    guarded(|| match Definition::parse(&xml, &ParseOptions::default()) {
        Ok((definition, _)) => Host::new(&definition).run(&case.start, &variables),
        Err(found) => refused(&found),
    })
}

/// What cannot be run yet is not refused for what betsy means.
fn refused(found: &[Diagnostic]) -> Result<Observed, Broken> {
    let errors = || found.iter().filter(|one| one.severity == Severity::Error);
    let said: Vec<String> =
        errors().map(|one| format!("{} at line {}: {}", one.code, one.line, one.message)).collect();
    let said = said.join("; ");
    if errors().any(|one| &*one.code == "unsupportedElement") {
        return Err(said);
    }
    Ok(Observed { labels: Vec::new(), trouble: Some((Trouble::Refused, said)) })
}

fn hold(
    mut observed: Observed,
    labels: &[String],
    error: Option<Expected>,
    case: &Case,
) -> Result<(), Broken> {
    observed.labels.retain(|label| !case.ignore.contains(label));
    let trouble = observed.trouble.as_ref().map(|(trouble, _)| *trouble);
    let fits = match error {
        None => trouble.is_none(),
        Some(Expected::Failed) => trouble == Some(Trouble::Failed),
        Some(Expected::Uncaught) => trouble == Some(Trouble::Uncaught),
        Some(Expected::Any) => trouble.is_some(),
    };
    if fits && observed.labels == labels {
        return Ok(());
    }
    let error = error.map(|error| format!(" and the error {error:?}")).unwrap_or_default();
    let trouble = observed.trouble.map(|(kind, said)| format!(" and {kind:?}: {said}")).unwrap_or_default();
    Err(format!("expected {labels:?}{error}, but got {:?}{trouble}", observed.labels))
}
