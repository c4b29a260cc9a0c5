//! Reading events. Every field of every event is optional in one flat form, which is checked
//! afterwards: a quarter of the code that a tagged enum takes, and no buffering of the fields that come
//! before the tag.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::Event;
use crate::key::Key;
use crate::value::{Text, Vars};

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Type {
    JobCompleted,
    JobFailed,
    JobThrew,
    TimerFired,
    Tick,
    Message,
    Signal,
    SetVariables,
    Resolve,
    Cancel,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Form {
    r#type: Type,
    job: Option<Key>,
    timer: Option<Key>,
    subscription: Option<Key>,
    incident: Option<Key>,
    scope: Option<Key>,
    name: Option<Text>,
    code: Option<Text>,
    message: Option<Text>,
    reason: Option<Text>,
    retries: Option<u32>,
    variables: Option<Vars>,
}

/// What is wrong with a form, by the name of the field.
enum Fault {
    Missing(&'static str),
    Extra(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(field) => write!(f, "the event lacks `{field}`"),
            Self::Extra(field) => write!(f, "`{field}` does not belong to an event of this type"),
        }
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Form::deserialize(deserializer)?.event().map_err(D::Error::custom)
    }
}

impl Form {
    fn event(mut self) -> Result<Event, Fault> {
        let event = match self.r#type {
            Type::JobCompleted => {
                Event::JobCompleted { job: need(self.job.take(), "job")?, variables: self.variables() }
            }
            Type::JobFailed => Event::JobFailed {
                job: need(self.job.take(), "job")?,
                message: need(self.message.take(), "message")?,
                retries: self.retries.take().unwrap_or(0),
            },
            Type::JobThrew => Event::JobThrew {
                job: need(self.job.take(), "job")?,
                code: need(self.code.take(), "code")?,
                variables: self.variables(),
            },
            Type::TimerFired => Event::TimerFired { timer: need(self.timer.take(), "timer")? },
            Type::Tick => Event::Tick,
            Type::Message => Event::Message {
                subscription: need(self.subscription.take(), "subscription")?,
                variables: self.variables(),
            },
            Type::Signal => {
                Event::Signal { name: need(self.name.take(), "name")?, variables: self.variables() }
            }
            Type::SetVariables => Event::SetVariables {
                scope: self.scope.take(),
                variables: need(self.variables.take(), "variables")?,
            },
            Type::Resolve => Event::Resolve { incident: need(self.incident.take(), "incident")? },
            Type::Cancel => Event::Cancel { reason: need(self.reason.take(), "reason")? },
        };
        match self.left_over() {
            Some(field) => Err(Fault::Extra(field)),
            None => Ok(event),
        }
    }

    fn variables(&mut self) -> Vars {
        self.variables.take().unwrap_or_default()
    }

    /// The first field that the event did not take.
    fn left_over(&self) -> Option<&'static str> {
        let fields = [
            ("job", self.job.is_some()),
            ("timer", self.timer.is_some()),
            ("subscription", self.subscription.is_some()),
            ("incident", self.incident.is_some()),
            ("scope", self.scope.is_some()),
            ("name", self.name.is_some()),
            ("code", self.code.is_some()),
            ("message", self.message.is_some()),
            ("reason", self.reason.is_some()),
            ("retries", self.retries.is_some()),
            ("variables", self.variables.is_some()),
        ];
        fields.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }
}

fn need<T>(field: Option<T>, name: &'static str) -> Result<T, Fault> {
    field.ok_or(Fault::Missing(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Event, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_event_survives_a_round_trip() {
        for text in [
            r#"{"type":"jobCompleted","job":3,"variables":{"a":[1,{"b":null}]}}"#,
            r#"{"type":"jobFailed","job":3,"message":"down","retries":2}"#,
            r#"{"type":"jobThrew","job":3,"code":"E1"}"#,
            r#"{"type":"timerFired","timer":4}"#,
            r#"{"type":"tick"}"#,
            r#"{"type":"message","subscription":5,"variables":{"x":true}}"#,
            r#"{"type":"signal","name":"stop"}"#,
            r#"{"type":"setVariables","scope":1,"variables":{}}"#,
            r#"{"type":"resolve","incident":6}"#,
            r#"{"type":"cancel","reason":"no longer needed"}"#,
        ] {
            let event = read(text).unwrap();
            let again = serde_json::to_string(&event).unwrap();
            assert_eq!(read(&again).unwrap(), event, "{text}");
        }
    }

    #[test]
    fn the_tag_may_come_last() {
        let event = read(r#"{"variables":{"a":1},"job":3,"type":"jobCompleted"}"#).unwrap();
        assert!(matches!(event, Event::JobCompleted { job: Key(3), .. }));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            (r#"{"type":"jobCompleted"}"#, "the event lacks `job`"),
            (r#"{"type":"tick","job":3}"#, "`job` does not belong"),
            (r#"{"type":"tock"}"#, "unknown variant `tock`"),
            (r#"{"job":3}"#, "missing field `type`"),
            (r#"{"type":"tick","colour":1}"#, "unknown field `colour`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
