//! What a job tells its worker: what the model says, and what its expressions gave when the job was
//! opened. Only the latter belongs to the state.

use std::borrow::Cow;

use crate::cx::{Cx, Stuck};
use crate::effect::{FormField, Job};
use crate::error::IncidentKind;
use crate::expr::Expr;
use crate::program::{Digest, literal, quoted};
use crate::time::{Timestamp, parse_date, parse_duration};
use crate::value::{CollectVec, MAX_SAFE, Number, Text, Value, behind, check_value, clip};

/// The details of one task.
#[derive(Debug, Default)]
pub(crate) struct Details {
    items: Vec<(Detail, Told)>,
    pub(crate) form: Vec<FormField>,
}

/// Which detail it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Detail {
    Topic,
    Implementation,
    /// The name of the message that is to be sent.
    Message,
    Assignee,
    CandidateUsers,
    CandidateGroups,
    DueDate,
    FollowUpDate,
    Priority,
    Category,
    FormKey,
    Decision,
    MapDecisionResult,
    Binding,
    Version,
    ResultVariable,
    /// How often the job may be tried in all.
    Retries,
    /// How often, and how long to wait in between.
    RetryCycle,
    Header(Text),
    /// The value that the field of the form at this place begins with.
    DefaultValue(usize),
}

impl Detail {
    /// What stands for it in a fingerprint.
    fn digested(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Topic => "Topic",
            Self::Implementation => "Implementation",
            Self::Message => "Message",
            Self::Assignee => "Assignee",
            Self::CandidateUsers => "CandidateUsers",
            Self::CandidateGroups => "CandidateGroups",
            Self::DueDate => "DueDate",
            Self::FollowUpDate => "FollowUpDate",
            Self::Priority => "Priority",
            Self::Category => "Category",
            Self::FormKey => "FormKey",
            Self::Decision => "Decision",
            Self::MapDecisionResult => "MapDecisionResult",
            Self::Binding => "Binding",
            Self::Version => "Version",
            Self::ResultVariable => "ResultVariable",
            Self::Retries => "Retries",
            Self::RetryCycle => "RetryCycle",
            Self::Header(name) => return format!("Header({})", quoted(name)).into(),
            Self::DefaultValue(place) => return format!("DefaultValue({place})").into(),
        })
    }
}

/// Where a detail comes from.
#[derive(Debug)]
pub(crate) enum Told {
    /// The model says it.
    Given(Value),
    /// A time that runs from when the job opens.
    Span(Text),
    Expr(Expr),
}

impl Detail {
    /// Whether the model can only name it, not compute it.
    pub(crate) fn is_literal(&self) -> bool {
        matches!(self, Self::Implementation | Self::MapDecisionResult | Self::Binding | Self::ResultVariable)
    }

    /// Whether several words for it are put together.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::CandidateUsers | Self::CandidateGroups)
    }

    /// Whether a text stands for a time that runs from when the job opens.
    pub(crate) fn is_span(&self, text: &str) -> bool {
        matches!(self, Self::DueDate | Self::FollowUpDate) && text.starts_with('P')
    }

    /// The value as the job has it; null says nothing. Else what it should be.
    pub(crate) fn fit(&self, value: Value, at: Timestamp) -> Result<Value, &'static str> {
        if value.is_null() {
            return Ok(value);
        }
        match self {
            Self::Header(_) | Self::DefaultValue(_) => Ok(value),
            Self::CandidateUsers | Self::CandidateGroups => names(&value).ok_or("a list of texts"),
            Self::DueDate | Self::FollowUpDate => {
                instant(&value, at).map(|date| date.millis().into()).ok_or("an ISO 8601 date")
            }
            Self::Priority | Self::Retries => {
                let least = if *self == Self::Retries { 0 } else { -MAX_SAFE };
                let most = if *self == Self::Retries { u32::MAX.into() } else { MAX_SAFE };
                let whole = whole(&value).filter(|number| (least..=most).contains(number));
                whole.map(Value::from).ok_or("a whole number that can be counted")
            }
            Self::RetryCycle => match text(&value) {
                Some(text) if cycle(&text).is_some() => Ok(Value::Text(text)),
                _ => Err("a retry cycle such as `R3/PT30S` or `PT1M,PT5M`"),
            },
            _ => text(&value)
                .map(|text| if text.is_empty() { Value::Null } else { text.into() })
                .ok_or("a text"),
        }
    }
}

impl Details {
    pub(crate) fn add(&mut self, detail: Detail, told: Told) {
        self.items.push((detail, told));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty() && self.form.is_empty()
    }

    /// What the expressions give now, in the order of the model.
    pub(crate) fn evaluate(&self, cx: &Cx<'_>) -> Result<Vec<Value>, Stuck> {
        let mut values = Vec::new();
        for (detail, told) in &self.items {
            let (value, source) = match told {
                Told::Given(_) => continue,
                Told::Span(span) => (Value::Text(span.clone()), span),
                Told::Expr(expr) => (cx.eval(expr)?, expr.source()),
            };
            let shown = match &value {
                Value::Text(text) => format!("`{}`", clip(text)),
                other => other.kind_name().to_owned(),
            };
            let value = detail.fit(value, cx.at).map_err(|wanted| {
                Stuck::new(IncidentKind::ExpressionFailed, format!("`{source}` gave {shown}, not {wanted}"))
            })?;
            values.push(value);
        }
        Ok(values)
    }

    /// Whether the expressions could have given these values.
    pub(crate) fn fits(&self, values: &[Value]) -> bool {
        let computed = self.items.iter().filter(|(_, told)| !matches!(told, Told::Given(_)));
        computed.clone().count() == values.len()
            && computed.zip(values).all(|((detail, _), value)| {
                check_value(value).is_ok()
                    && detail.fit(value.clone(), Timestamp::default()).as_ref() == Ok(value)
            })
    }

    /// All details, those that expressions gave among them.
    fn told<'a>(&'a self, values: &'a [Value]) -> impl Iterator<Item = (&'a Detail, &'a Value)> {
        let mut computed = values.iter();
        self.items.iter().filter_map(move |(detail, told)| {
            let value = if let Told::Given(value) = told { value } else { computed.next()? };
            (!value.is_null()).then_some((detail, value))
        })
    }

    fn find<'a>(&'a self, values: &'a [Value], wanted: &Detail) -> Option<&'a Value> {
        self.told(values).find(|(detail, _)| *detail == wanted).map(|(_, value)| value)
    }

    /// Whether somebody has the task from its beginning on.
    pub(crate) fn has_assignee(&self, values: &[Value]) -> bool {
        self.find(values, &Detail::Assignee).is_some()
    }

    /// How often the job may be tried in all, where the model says so.
    pub(crate) fn retries(&self, values: &[Value]) -> Option<u32> {
        if let Some(count) = self.find(values, &Detail::Retries) {
            return whole(count).and_then(|count| u32::try_from(count).ok());
        }
        cycle(self.find(values, &Detail::RetryCycle)?.as_text()?).map(|(times, _)| times)
    }

    /// When the job is to be tried again with so many retries left, where the model says so.
    pub(crate) fn retry_at(&self, values: &[Value], left: u32, at: Timestamp) -> Option<Timestamp> {
        let (_, intervals) = cycle(self.find(values, &Detail::RetryCycle)?.as_text()?)?;
        // The last interval belongs to the last try.
        let place = intervals.len().saturating_sub(left as usize);
        parse_duration(intervals.get(place)?).ok()?.after(at).ok()
    }

    /// The variable that the job's result goes to.
    pub(crate) fn result_variable(&self) -> Option<&Text> {
        self.find(&[], &Detail::ResultVariable)?.as_text()
    }

    /// Tells the job; of what several say, the first counts, and lists are joined.
    pub(crate) fn tell(&self, job: &mut Job, values: &[Value]) {
        job.form.clone_from(&self.form);
        for (detail, value) in self.told(values) {
            let slot = match detail {
                Detail::Topic => &mut job.topic,
                Detail::Implementation => &mut job.implementation,
                Detail::Message => &mut job.message,
                Detail::Assignee => &mut job.assignee,
                Detail::Category => &mut job.category,
                Detail::FormKey => &mut job.form_key,
                Detail::Decision => &mut job.decision,
                Detail::MapDecisionResult => &mut job.map_decision_result,
                Detail::Binding => &mut job.binding,
                Detail::Version => &mut job.version,
                Detail::ResultVariable => &mut job.result_variable,
                Detail::CandidateUsers => {
                    job.candidate_users.extend(texts(value));
                    continue;
                }
                Detail::CandidateGroups => {
                    job.candidate_groups.extend(texts(value));
                    continue;
                }
                Detail::DueDate | Detail::FollowUpDate => {
                    let date = whole(value).and_then(Timestamp::from_millis);
                    let due = *detail == Detail::DueDate;
                    let slot = if due { &mut job.due_date } else { &mut job.follow_up_date };
                    *slot = slot.or(date);
                    continue;
                }
                Detail::Priority => {
                    job.priority = job.priority.or_else(|| whole(value));
                    continue;
                }
                Detail::Header(name) => {
                    job.headers.or_insert(name, value);
                    continue;
                }
                Detail::DefaultValue(place) => {
                    if let Some(field) = job.form.get_mut(*place) {
                        field.default_value = Some(value.clone());
                    }
                    continue;
                }
                Detail::Retries | Detail::RetryCycle => continue,
            };
            if slot.is_none() {
                *slot = value.as_text().cloned();
            }
        }
    }

    /// Only what is computed, and what decides how the process goes on.
    pub(crate) fn digest(&self, digest: &mut Digest) {
        for (detail, told) in &self.items {
            let decides = matches!(detail, Detail::Retries | Detail::RetryCycle | Detail::ResultVariable);
            match told {
                Told::Given(value) if decides => {
                    digest.text(&[&*detail.digested(), " ", &*literal(value)].concat());
                }
                Told::Given(_) => {}
                Told::Span(span) => {
                    digest.text(&detail.digested());
                    digest.text(span);
                }
                Told::Expr(expr) => {
                    digest.text(&detail.digested());
                    digest.expr(expr);
                }
            }
        }
    }
}

/// How often in all, and the intervals in between: `R3/PT30S` is three tries, `PT1M,PT5M` one more than it
/// has intervals, as Camunda and Flowable count them.
fn cycle(text: &str) -> Option<(u32, Vec<&str>)> {
    let intervals: Vec<&str> = text.split(',').map(str::trim).collect_vec();
    let valid = |interval: &&str| parse_duration(interval).is_ok();
    if let ([only], true) = (intervals.as_slice(), text.starts_with('R')) {
        let (times, interval) = only.strip_prefix('R')?.split_once('/')?;
        let interval = Some(behind(interval, b'/')).filter(valid)?;
        // Without a number there is no end to it.
        let times = if times.is_empty() { u32::MAX } else { times.parse().ok()? };
        return Some((times, vec![interval]));
    }
    let times = u32::try_from(intervals.len()).ok()?.checked_add(1)?;
    intervals.iter().all(valid).then_some((times, intervals))
}

fn text(value: &Value) -> Option<Text> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// A list, or texts with commas in between.
fn names(value: &Value) -> Option<Value> {
    match value {
        Value::Text(all) => {
            Some(all.split(',').map(str::trim).filter(|name| !name.is_empty()).map(Value::from).collect())
        }
        Value::List(items) => items.iter().map(|item| text(item).map(Value::Text)).collect::<Option<_>>(),
        _ => None,
    }
}

fn texts(value: &Value) -> impl Iterator<Item = Text> {
    value.as_list().unwrap_or_default().iter().filter_map(|item| item.as_text().cloned())
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Text(text) => Number::parse(text.trim())?.to_i64(),
        other => other.as_number()?.to_i64(),
    }
}

/// As with timers, a duration is one from now on.
fn instant(value: &Value, at: Timestamp) -> Option<Timestamp> {
    match value {
        Value::Text(text) if text.starts_with('P') => parse_duration(text).ok()?.after(at).ok(),
        Value::Text(text) => parse_date(text).ok(),
        other => Timestamp::from_millis(other.as_number()?.to_i64()?),
    }
}
