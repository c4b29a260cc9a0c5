//! Reading a scenario, member by member.

use super::scenario::{Input, Policies, Policy, Scenario, Stimulus};
use crate::value::{Fields, Value, read_from_value};
use crate::{Event, Start};

read_from_value!(Scenario);
read_from_value!(Policy);
read_from_value!(Input);

impl Scenario {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the scenario")?;
        let mut scenario = Self::default();
        if let Some(id) = fields.text("id")? {
            scenario.id = id;
        }
        scenario.process = fields.text("process")?;
        scenario.element = fields.text("element")?;
        scenario.at = fields.instant("at")?.unwrap_or_default();
        scenario.requester = fields.text("requester")?;
        scenario.stakeholders = fields.texts("stakeholders")?;
        scenario.variables = fields.vars("variables")?.unwrap_or_default();
        scenario.until = fields.instant("until")?;
        if let Some(limit) = fields.small("limit")? {
            scenario.limit = limit as usize;
        }
        scenario.jobs = policies(&mut fields, "jobs")?;
        scenario.calls = policies(&mut fields, "calls")?;
        scenario.evaluations = policies(&mut fields, "evaluations")?;
        for process in fields.list("timerStarts")? {
            let Value::Text(process) = process else {
                return Err(format!("`timerStarts` has {}, not the id of a process", process.kind_name()));
            };
            scenario.timer_starts.push(process);
        }
        scenario.inputs = fields.parts("inputs", Input::from_value)?;
        fields.end()?;
        Ok(scenario)
    }
}

fn policies(fields: &mut Fields, name: &str) -> Result<Policies, String> {
    let mut read = Policies::default();
    for (element, policies) in fields.vars(name)?.unwrap_or_default() {
        let Value::List(policies) = policies else {
            return Err(format!("the policies of `{element}` are {}, not a list", policies.kind_name()));
        };
        let mut own = Vec::with_capacity(policies.len());
        for policy in policies.iter().cloned() {
            let policy = Policy::from_value(policy)?;
            let fits = match policy {
                Policy::Complete { .. } | Policy::Throw { .. } => name != "evaluations",
                Policy::Value { .. } => name == "evaluations",
                Policy::Fail { .. } | Policy::Wait => true,
            };
            if !fits {
                return Err(format!("the policies of `{element}` do not answer `{name}`"));
            }
            own.push(policy);
        }
        read.insert(element, own);
    }
    Ok(read)
}

impl Policy {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the policy")?;
        let (complete, code) = (fields.vars("complete")?, fields.text("throw")?);
        let (message, wait) = (fields.text("fail")?, fields.flag("wait")?);
        // Where nothing else is said, null is the value meant.
        let alone = complete.is_none() && code.is_none() && message.is_none() && wait.is_none();
        let value = fields.given("value").filter(|value| alone || !value.is_null());
        let after = i64::from(fields.small("after")?.unwrap_or(0));
        let policy = match (complete, code, message, wait, value) {
            (Some(variables), None, None, None, None) => {
                Self::Complete { variables, by: fields.text("by")?, after }
            }
            (None, Some(code), None, None, None) => {
                Self::Throw { code, variables: fields.vars("variables")?.unwrap_or_default(), after }
            }
            (None, None, Some(message), None, None) => {
                let (retries, backoff) = (fields.small("retries")?, fields.count("backoff")?);
                Self::Fail { message, retries, backoff, after }
            }
            (None, None, None, None, Some(value)) => Self::Value { value, after },
            (None, None, None, Some(true), None) => Self::Wait,
            _ => {
                let which =
                    "a policy has exactly one of `complete`, `throw`, `fail`, `value` and `wait: true`";
                return Err(fields.error(which));
            }
        };
        fields.end()?;
        Ok(policy)
    }
}

impl Input {
    fn from_value(value: Value) -> Result<Self, String> {
        let mut fields = Fields::of(value, "the input")?;
        let at = fields.instant("at")?;
        let at = fields.need(at, "at")?;
        let instance = fields.text("instance")?;
        let stimulus = match (fields.take("event"), fields.text("message")?, fields.take("start")) {
            (None, None, Some(_)) if instance.is_some() => {
                let why = "an input that starts an instance has no `instance`; the start has an `id`";
                return Err(fields.error(why));
            }
            (None, None, Some(start)) => Stimulus::Start(Start::from_value(start)?),
            (Some(event), None, None) => Stimulus::Event(Event::from_value(event)?),
            (None, Some(name), None) => {
                let variables = fields.vars("variables")?.unwrap_or_default();
                Stimulus::Message { name, correlation: fields.take("correlation"), variables }
            }
            _ => return Err(fields.error("an input has exactly one of `event`, `message` and `start`")),
        };
        fields.end()?;
        Ok(Self { at, instance, stimulus })
    }
}
