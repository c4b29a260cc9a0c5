//! Scripts: of script tasks, and of parameters. Those in FEEL and JUEL are expressions of ours.

use super::{Reader, XmlElement};
use crate::elements::Script;
use crate::expr::{Purpose, Statement};
use crate::program::MappingSource;
use crate::read::BpmnElement;
use crate::read::instances::{extension, vendor};
use crate::value::Text;

/// Where the vendors write the variable that the result of a script goes to.
const RESULTS: [&str; 2] = ["resultVariable", "resultVariableName"];

/// What goes before an expression where a task has both.
const WORKERS: [&str; 3] = ["type", "class", "delegateExpression"];

/// How Zeebe and Camunda write a script.
pub(super) const SCRIPT: &str = "script";

impl Reader<'_> {
    /// The script of a script task.
    pub(crate) fn task_script(&mut self, task: XmlElement<'_>) -> Script {
        if let Some(zeebe) = extension(task, SCRIPT)
            && let Some(text) = zeebe.attr("expression")
        {
            return Script {
                own: self.script(task, "feel", text).map(Statement::from),
                result: zeebe.attr("resultVariable").and_then(named),
                ..Script::default()
            };
        }
        let text = task.bpmn_child("script").map(|script| script.text().trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        // A global script task names the language by another attribute.
        let format = task.attr("scriptFormat").or_else(|| task.attr("scriptLanguage"));
        let own = text.as_deref().zip(format).and_then(|(text, format)| self.script(task, format, text));
        Script {
            own: own.filter(|own| own.foreign().is_none()).map(Statement::from),
            text: text.map(Text::from),
            format: format.map(Text::from),
            result: result(task),
        }
    }

    /// The expression that is all that a task does. One that calls what only its vendor has is the
    /// worker's, and no mistake.
    pub(crate) fn task_expression(&self, task: XmlElement<'_>) -> Script {
        let worker = WORKERS.iter().any(|attribute| vendor(task, attribute).is_some());
        let text = vendor(task, "expression").map(str::trim).filter(|_| !worker);
        let own = text.and_then(|text| Statement::compile(text, Purpose::Execution));
        Script { result: own.as_ref().and_then(|_| result(task)), own, ..Script::default() }
    }

    /// The script that Camunda takes for the value of a parameter.
    pub(super) fn parameter_script(&mut self, script: XmlElement<'_>) -> Option<MappingSource> {
        let format = script.attr("scriptFormat").filter(|_| script.attr("resource").is_none())?;
        self.script(script, format, script.trimmed()).map(MappingSource::Expr)
    }
}

fn result(task: XmlElement<'_>) -> Option<Text> {
    RESULTS.iter().find_map(|attribute| vendor(task, attribute)).and_then(named)
}

fn named(name: &str) -> Option<Text> {
    Some(name.trim()).filter(|name| !name.is_empty()).map(Text::from)
}
