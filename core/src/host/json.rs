//! The same calls with JSON text on both sides, which every binding passes through.

use super::{CommitOptions, agrees, begin, commit, duties};
use crate::{Definition, Event, FromJson, Instance, Refusal, Snapshot, Start, Timestamp, Value, to_json};

/// [`commit`], or where there is no snapshot yet [`begin`], `event` being a [`Start`] then.
///
/// # Errors
/// A [`Refusal`] also if a text is not of its form.
pub fn commit_json(
    definition: &Definition,
    snapshot: Option<&str>,
    event: &str,
    at: Timestamp,
    options: &str,
) -> Result<String, Refusal> {
    let options: CommitOptions = read(options)?;
    let made = match snapshot {
        Some(snapshot) => {
            let event: Event = read(event)?;
            commit(definition, &Snapshot::from_json(snapshot)?, &event, at, options)?
        }
        None => {
            let start: Start = read(event)?;
            begin(definition, &start, at, options)?
        }
    };
    Ok(write(&made))
}

/// [`duties`] of a snapshot.
///
/// # Errors
/// A [`Refusal`] if the snapshot cannot be loaded.
pub fn duties_json(definition: &Definition, snapshot: &str) -> Result<String, Refusal> {
    let instance = Instance::load(definition, &Snapshot::from_json(snapshot)?)?;
    Ok(write(&duties(definition, &instance)))
}

/// [`agrees`].
///
/// # Errors
/// A [`Refusal`] if one is not JSON.
pub fn agrees_json(wanted: Option<&str>, given: Option<&str>) -> Result<bool, Refusal> {
    let value = |text: Option<&str>| text.map(read::<Value>).transpose();
    Ok(agrees(value(wanted)?.as_ref(), value(given)?.as_ref()))
}

fn read<T: FromJson>(text: &str) -> Result<T, Refusal> {
    T::from_json(text).map_err(|error| Refusal::unreadable(&error))
}

pub(super) fn write<T: serde::Serialize>(made: &T) -> String {
    // Only a number that no double carries could fail, and none gets into the state.
    to_json(made).unwrap_or_default()
}
