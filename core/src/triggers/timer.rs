//! Timers: a date, a duration or a cycle (BPMN 10.5.5), as a literal or an expression. A literal is understood when the model is read, an expression when the timer is armed.

use crate::cx::{Cx, Stuck};
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::Digest;
use crate::read::{BpmnElement, Reader, XmlElement, is_expression};
use crate::state::{Repeat, Then, WaitKind};
use crate::time::{Cycle, Duration, TimeError, Timestamp, parse_date, parse_duration, parse_span};
use crate::value::{Number, Value};

#[derive(Debug)]
pub(crate) struct TimerTrigger {
    kind: Kind,
    source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Date,
    Duration,
    Cycle,
}

#[derive(Debug)]
enum Source {
    Literal(Schedule, String),
    Expression(Expr),
}

#[derive(Clone, Debug)]
enum Schedule {
    Date(Timestamp),
    Duration(Duration),
    Cycle(Cycle),
}

impl Kind {
    fn parse(self, text: &str) -> Result<Schedule, TimeError> {
        Ok(match self {
            // As Camunda, Flowable and jBPM take it: a duration from now on.
            Self::Date if text.starts_with('P') => Schedule::Duration(parse_duration(text)?),
            Self::Date => Schedule::Date(parse_date(text)?),
            Self::Duration => Schedule::Duration(parse_span(text)?),
            Self::Cycle => Schedule::Cycle(text.parse()?),
        })
    }

    /// A date as an instant is told at the border, anything else in milliseconds.
    fn of_number(self, number: Number) -> Result<Schedule, TimeError> {
        match number.to_i64().and_then(Timestamp::from_millis) {
            Some(date) if self == Self::Date => Ok(Schedule::Date(date)),
            _ => self.parse(&number.to_string()),
        }
    }
}

impl TimerTrigger {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        event: XmlElement<'_>,
        definition: XmlElement<'_>,
    ) -> Option<Self> {
        let mut found = definition.bpmn_children().filter_map(|child| {
            let kind = match child.local() {
                "timeDate" => Kind::Date,
                "timeDuration" => Kind::Duration,
                "timeCycle" => Kind::Cycle,
                _ => return None,
            };
            Some((kind, child)).filter(|(_, child)| !child.trimmed().is_empty())
        });
        let Some((kind, child)) = found.next() else {
            reader.error(
                event,
                "missingTimer",
                format_args!("the timer says neither when nor how long"),
                "give it a `timeDate`, `timeDuration` or `timeCycle`",
            );
            return None;
        };
        if found.next().is_some() {
            reader.error(
                event,
                "severalTimers",
                format_args!("the timer has several of `timeDate`, `timeDuration` and `timeCycle`"),
                "keep one of them",
            );
        }
        let end = reader.end_of_cycle(child).map(|end| format!("/{end}")).unwrap_or_default();
        let text = format!("{}{end}", child.text().trim());
        let text = text.as_str();
        // What is no literal may be an expression in the language that it names.
        let literal = (!is_expression(text)).then(|| kind.parse(text));
        match literal.filter(|read| read.is_ok() || child.attr("language").is_none()) {
            None => {
                let at_once = starts_process(event)
                    || matches!(event.attr("parallelMultiple").map(str::trim), Some("true" | "1"));
                let read = if at_once { Reader::expression_at_once } else { Reader::expression };
                read(reader, event, child, text).map(|read| Self { kind, source: Source::Expression(read) })
            }
            Some(Ok(schedule)) => Some(Self { kind, source: Source::Literal(schedule, text.to_owned()) }),
            Some(Err(error)) => {
                reader.error(
                    event,
                    "invalidTimer",
                    format_args!("{error}"),
                    "write a duration such as `PT30S`, a date such as `2026-01-31T12:00:00Z` or a cycle such as `R3/PT10S`",
                );
                None
            }
        }
    }

    /// When the timer is due; none if it never is (a cycle of no repetitions).
    pub(super) fn arm(&self, cx: &Cx<'_>) -> Result<Option<WaitKind>, Stuck> {
        let invalid = |error: TimeError| Stuck::new(IncidentKind::InvalidTimer, error.to_string());
        let schedule = match &self.source {
            Source::Literal(schedule, _) => schedule.clone(),
            Source::Expression(expression) => match cx.eval(expression)? {
                Value::Text(text) => self.kind.parse(text.trim()).map_err(invalid)?,
                Value::Number(number) => self.kind.of_number(number).map_err(invalid)?,
                other => {
                    let message = format!(
                        "`{}` gave {}, not a text or a number",
                        expression.source(),
                        other.kind_name()
                    );
                    return Err(Stuck::new(IncidentKind::InvalidTimer, message));
                }
            },
        };
        Ok(match schedule {
            Schedule::Date(due) => Some(WaitKind::Timer { due, repeat: None, then: Then::Fire }),
            Schedule::Duration(duration) => {
                let due = duration.after(cx.at).map_err(invalid)?;
                Some(WaitKind::Timer { due, repeat: None, then: Then::Fire })
            }
            Schedule::Cycle(cycle) => cycle.first(cx.at).map_err(invalid)?.map(|first| WaitKind::Timer {
                due: first.due,
                repeat: Some(Repeat { left: first.left, every: cycle.every, end: cycle.end }),
                then: Then::Fire,
            }),
        })
    }

    pub(super) fn digest(&self, digest: &mut Digest) {
        digest.number(self.kind as u64);
        match &self.source {
            Source::Literal(_, text) => digest.text(text),
            Source::Expression(expression) => digest.expr(expression),
        }
    }
}

/// Whether the host asks when the timer is due before there is an instance.
fn starts_process(event: XmlElement<'_>) -> bool {
    event.parent().is_some_and(|around| event.local() == "startEvent" && around.local() == "process")
}
