//! Tasks whose work is done outside: user, service, send, script and business rule task
//! (BPMN 13.3.3). Each opens a job and waits for its answer.

use super::{Action, Details, Element, Exit, Move};
use crate::cx::{Cx, Stuck};
use crate::effect::JobKind;
use crate::error::IncidentKind;
use crate::expr::{Expr, Statement};
use crate::program::Digest;
use crate::read::{Reader, XmlElement};
use crate::state::{WaitKind, Work};
use crate::value::{Text, Value};

#[derive(Debug)]
pub(crate) struct JobTask {
    pub(crate) kind: JobKind,
    /// Name of the message that a send task sends.
    pub(crate) message: Option<Text>,
    pub(crate) script: Script,
    /// What the worker is told besides.
    pub(crate) details: Option<Box<Details>>,
    /// Errors that Camunda throws for the worker when the job completes: each with its condition.
    pub(crate) throws: Vec<(Expr, Text)>,
    /// Flowable's condition under which the task is passed over.
    pub(crate) skip: Option<Expr>,
    /// The variable that Flowable writes the key of the open job to.
    pub(crate) key_variable: Option<Text>,
    /// Of a user task that moves a request on.
    pub(crate) action: Option<Box<Action>>,
}

/// What a script task runs, or another task in its place.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// The script, where it is in a language of ours: it is run at once.
    pub(crate) own: Option<Statement>,
    pub(crate) text: Option<Text>,
    /// The language, as the model names it.
    pub(crate) format: Option<Text>,
    /// The variable that the result goes to.
    pub(crate) result: Option<Text>,
}

impl JobTask {
    /// The error that the job's completion comes to.
    pub(crate) fn thrown(&self, cx: &Cx<'_>) -> Result<Option<Text>, Stuck> {
        for (condition, code) in &self.throws {
            if cx.eval(condition)? == Value::Bool(true) {
                return Ok(Some(code.clone()));
            }
        }
        Ok(None)
    }

    /// A throw or end event whose message somebody else sends.
    pub(crate) fn of_event(reader: &mut Reader<'_>, event: XmlElement<'_>) -> Option<Self> {
        let definition = reader.sent_by_a_worker(event)?;
        let mut details = reader.details(event, definition);
        let id = || event.attr("id").map(Text::from);
        let name = reader.message_name(definition).or_else(id);
        Some(Self {
            kind: JobKind::SendTask,
            message: name.and_then(|name| reader.told_message(event, name, &mut details)),
            script: Script::default(),
            details,
            throws: Vec::new(),
            skip: None,
            key_variable: None,
            action: None,
        })
    }

    /// What is to be asked of the worker: what the model computes is computed now.
    pub(crate) fn work(&self, cx: &Cx<'_>) -> Result<Work, Stuck> {
        let Some(details) = &self.details else { return Ok(Work::default()) };
        let values = details.evaluate(cx)?;
        Ok(Work { retries: details.retries(&values), details: values, ..Work::default() })
    }

    fn is_skipped(&self, cx: &Cx<'_>) -> Result<bool, Stuck> {
        match &self.skip {
            Some(skip) if cx.skips() => match cx.eval(skip)? {
                Value::Bool(skipped) => Ok(skipped),
                other => Err(Stuck::new(
                    IncidentKind::ExpressionFailed,
                    format!("`{}` gave {}, not true or false", skip.source(), other.kind_name()),
                )),
            },
            _ => Ok(false),
        }
    }
}

impl Element for JobTask {
    fn read(reader: &mut Reader<'_>, element: XmlElement<'_>) -> Self {
        let kind = match element.local() {
            "userTask" | "globalUserTask" => JobKind::UserTask,
            "sendTask" => JobKind::SendTask,
            "scriptTask" | "globalScriptTask" => JobKind::ScriptTask,
            "businessRuleTask" | "globalBusinessRuleTask" => JobKind::BusinessRuleTask,
            _ => JobKind::ServiceTask,
        };
        let script = match kind {
            JobKind::ScriptTask => reader.task_script(element),
            JobKind::ServiceTask | JobKind::BusinessRuleTask => reader.task_expression(element),
            // Theirs is told to whoever reads or sends.
            _ => Script::default(),
        };
        let mut details = reader.details(element, element);
        let name = reader.message_name(element);
        let action = match element.local() {
            "userTask" => Action::read(reader, element).map(Box::new),
            _ => None,
        };
        Self {
            kind,
            message: name.and_then(|name| reader.told_message(element, name, &mut details)),
            script,
            details,
            throws: reader.thrown_on_completion(element),
            skip: reader.skip_expression(element),
            key_variable: reader.key_variable(element),
            action,
        }
    }

    fn enter(&self, cx: &Cx<'_>) -> Move {
        match self.is_skipped(cx) {
            Ok(true) => Move::Pass(Exit::All),
            Ok(false) => match self.script.own.as_ref().map(|script| cx.eval(&script.value)) {
                None => match self.work(cx) {
                    Ok(work) => Move::Wait(WaitKind::Job(work)),
                    Err(stuck) => Move::Stuck(stuck),
                },
                Some(Ok(value)) => Move::Give(value),
                Some(Err(stuck)) => Move::Stuck(stuck),
            },
            Err(stuck) => Move::Stuck(stuck),
        }
    }

    fn digest(&self, digest: &mut Digest) {
        digest.option(self.message.as_ref());
        digest.option(self.script.text.as_ref());
        digest.option(self.script.format.as_ref());
        if let Some(script) = &self.script.own {
            digest.expr(&script.value);
            digest.option(self.script.result.as_ref());
        }
        for (condition, code) in &self.throws {
            digest.expr(condition);
            digest.text(code);
        }
        if let Some(skip) = &self.skip {
            digest.expr(skip);
        }
        if let Some(name) = &self.key_variable {
            digest.text("keyVariable");
            digest.text(name);
        }
        if let Some(action) = &self.action {
            action.digest(digest);
        }
        if let Some(details) = &self.details {
            details.digest(digest);
        }
    }
}
