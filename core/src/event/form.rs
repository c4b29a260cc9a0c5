//! Reading events, member by member.

use serde::Deserialize;

use super::{Event, Instruction, Start};
use crate::value::{Fields, Kept, Value, Vars, read_from_value};

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Type {
    JobCompleted,
    JobFailed,
    JobThrew,
    JobEscalated,
    ActionChosen,
    ActionCompleted,
    ActionReleased,
    TimerFired,
    Tick,
    Message,
    Correlate,
    CallFinished,
    CallThrew,
    CallEscalated,
    CallFailed,
    Evaluated,
    EvaluationFailed,
    Signal,
    SetVariables,
    Resolve,
    Cancel,
    Modify,
    Suspend,
    Resume,
}

read_from_value!(Event);
read_from_value!(Start);

impl Event {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the event")?;
        let kind = fields.word("type")?;
        let event = match fields.must(kind, "type")? {
            Type::JobCompleted => {
                Self::JobCompleted { job: key(&mut fields, "job")?, variables: variables(&mut fields)? }
            }
            Type::JobFailed => Self::JobFailed {
                job: key(&mut fields, "job")?,
                message: text(&mut fields, "message")?,
                retries: fields.small("retries")?,
                backoff: fields.count("backoff")?,
            },
            Type::JobThrew => Self::JobThrew {
                job: key(&mut fields, "job")?,
                code: text(&mut fields, "code")?,
                message: fields.text("message")?,
                variables: variables(&mut fields)?,
            },
            Type::JobEscalated => Self::JobEscalated {
                job: key(&mut fields, "job")?,
                code: text(&mut fields, "code")?,
                variables: variables(&mut fields)?,
            },
            Type::ActionChosen => Self::ActionChosen {
                job: key(&mut fields, "job")?,
                by: text(&mut fields, "by")?,
                groups: fields.texts("groups")?,
            },
            Type::ActionCompleted => Self::ActionCompleted {
                job: key(&mut fields, "job")?,
                by: text(&mut fields, "by")?,
                variables: variables(&mut fields)?,
            },
            Type::ActionReleased => {
                Self::ActionReleased { job: key(&mut fields, "job")?, by: fields.text("by")? }
            }
            Type::TimerFired => Self::TimerFired { timer: key(&mut fields, "timer")? },
            Type::Tick => Self::Tick,
            Type::Message => Self::Message {
                subscription: key(&mut fields, "subscription")?,
                variables: variables(&mut fields)?,
            },
            Type::Correlate => Self::Correlate {
                message: text(&mut fields, "message")?,
                correlation: fields.take("correlation"),
                policy: fields.word("policy")?.unwrap_or_default(),
                variables: variables(&mut fields)?,
            },
            Type::CallFinished => {
                Self::CallFinished { call: key(&mut fields, "call")?, variables: variables(&mut fields)? }
            }
            Type::CallThrew => Self::CallThrew {
                call: key(&mut fields, "call")?,
                code: text(&mut fields, "code")?,
                message: fields.text("message")?,
                variables: variables(&mut fields)?,
            },
            Type::CallEscalated => Self::CallEscalated {
                call: key(&mut fields, "call")?,
                code: text(&mut fields, "code")?,
                variables: variables(&mut fields)?,
            },
            Type::CallFailed => {
                Self::CallFailed { call: key(&mut fields, "call")?, message: text(&mut fields, "message")? }
            }
            Type::Evaluated => Self::Evaluated {
                evaluation: key(&mut fields, "evaluation")?,
                value: fields.take("value").unwrap_or_default(),
            },
            Type::EvaluationFailed => Self::EvaluationFailed {
                evaluation: key(&mut fields, "evaluation")?,
                message: text(&mut fields, "message")?,
            },
            Type::Signal => {
                Self::Signal { name: text(&mut fields, "name")?, variables: variables(&mut fields)? }
            }
            Type::SetVariables => {
                let written = fields.vars("variables")?;
                Self::SetVariables {
                    scope: fields.key("scope")?,
                    variables: fields.need(written, "variables")?,
                }
            }
            Type::Resolve => Self::Resolve { incident: key(&mut fields, "incident")? },
            Type::Cancel => Self::Cancel { reason: text(&mut fields, "reason")? },
            Type::Modify => {
                let instructions = fields.parts("instructions", Instruction::from_value)?;
                Self::Modify { instructions, reason: fields.text("reason")? }
            }
            Type::Suspend => Self::Suspend { reason: fields.text("reason")? },
            Type::Resume => Self::Resume,
        };
        fields.end()?;
        Ok(event)
    }
}

impl Start {
    pub(crate) fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the start")?;
        let start = Self {
            id: text(&mut fields, "id")?,
            process: fields.text("process")?,
            element: fields.text("element")?,
            business_key: fields.text("businessKey")?,
            requester: fields.text("requester")?,
            stakeholders: fields.texts("stakeholders")?,
            variables: variables(&mut fields)?,
        };
        fields.end()?;
        Ok(start)
    }
}

fn key(fields: &mut Fields, name: &str) -> Result<crate::key::Key, Kept> {
    let key = fields.key(name)?;
    fields.need(key, name)
}

fn text(fields: &mut Fields, name: &str) -> Result<crate::value::Text, Kept> {
    let text = fields.text(name)?;
    fields.need(text, name)
}

fn variables(fields: &mut Fields) -> Result<Vars, Kept> {
    Ok(fields.vars("variables")?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Key;

    fn read(text: &str) -> Result<Event, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn every_event_survives_a_round_trip() {
        for text in [
            r#"{"type":"jobCompleted","job":3,"variables":{"a":[1,{"b":null}]}}"#,
            r#"{"type":"jobFailed","job":3,"message":"down","retries":2}"#,
            r#"{"type":"jobThrew","job":3,"code":"E1","message":"sold out"}"#,
            r#"{"type":"jobEscalated","job":3,"code":"late"}"#,
            r#"{"type":"actionChosen","job":3,"by":"ann","groups":["board"]}"#,
            r#"{"type":"actionCompleted","job":3,"by":"ann","variables":{"a":1}}"#,
            r#"{"type":"actionReleased","job":3}"#,
            r#"{"type":"timerFired","timer":4}"#,
            r#"{"type":"tick"}"#,
            r#"{"type":"message","subscription":5,"variables":{"x":true}}"#,
            r#"{"type":"signal","name":"stop"}"#,
            r#"{"type":"setVariables","scope":1,"variables":{}}"#,
            r#"{"type":"resolve","incident":6}"#,
            r#"{"type":"cancel","reason":"no longer needed"}"#,
            r#"{"type":"correlate","message":"paid","correlation":"o-1","policy":"all","variables":{"x":1}}"#,
            r#"{"type":"callFinished","call":7,"variables":{"z":3}}"#,
            r#"{"type":"callThrew","call":7,"code":"E1"}"#,
            r#"{"type":"callEscalated","call":7,"code":"late"}"#,
            r#"{"type":"callFailed","call":7,"message":"no such process"}"#,
            r#"{"type":"evaluated","evaluation":7,"value":[1,"x"]}"#,
            r#"{"type":"evaluated","evaluation":7}"#,
            r#"{"type":"evaluationFailed","evaluation":7,"message":"x is not defined"}"#,
            r#"{"type":"modify","instructions":[{"type":"startBefore","element":"a","variables":{"x":1}},{"type":"startAfter","element":"a","scope":4},{"type":"cancel","activation":4},{"type":"move","activation":4,"to":"b"},{"type":"goBack","activation":4,"to":"b","spare":true}],"reason":"a mistake"}"#,
            r#"{"type":"suspend","reason":"audit"}"#,
            r#"{"type":"resume"}"#,
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
            (r#"{"type":"tick","job":3}"#, "the event has no `job`"),
            (r#"{"type":"tock"}"#, "unknown variant `tock`"),
            (r#"{"job":3}"#, "the event lacks `type`"),
            (r#"{"type":"tick","colour":1}"#, "the event has no `colour`"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains(message), "{text}: {error}");
        }
    }
}
