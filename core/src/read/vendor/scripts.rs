//! Scripts: of script tasks, and of parameters. Those in FEEL and JUEL are expressions of ours.

use super::{Reader, XmlElement};
use crate::elements::Script;
use crate::program::MappingSource;
use crate::read::BpmnElement;
use crate::read::instances::{extension, vendor};
use crate::value::Text;

/// Where the vendors write the variable that the result of a script goes to.
const RESULTS: [&str; 2] = ["resultVariable", "resultVariableName"];

/// How Zeebe and Camunda write a script.
pub(super) const SCRIPT: &str = "script";

impl Reader<'_> {
    /// The script of a script task.
    pub(crate) fn task_script(&mut self, task: XmlElement<'_>) -> Script {
        let name = |name: &str| Some(name.trim()).filter(|name| !name.is_empty()).map(Text::from);
        if let Some(zeebe) = extension(task, SCRIPT)
            && let Some(text) = zeebe.attr("expression")
        {
            return Script {
                own: self.script(task, "feel", text),
                result: zeebe.attr("resultVariable").and_then(name),
                ..Script::default()
            };
        }
        let text = task.bpmn_child("script").map(|script| script.text().trim().to_owned());
        let text = text.filter(|text| !text.is_empty());
        // A global script task names the language by another attribute.
        let format = task.attr("scriptFormat").or_else(|| task.attr("scriptLanguage"));
        let own = text.as_deref().zip(format).and_then(|(text, format)| self.script(task, format, text));
        Script {
            own: own.filter(|own| own.foreign().is_none()),
            text: text.map(Text::from),
            format: format.map(Text::from),
            result: RESULTS.iter().find_map(|attribute| vendor(task, attribute)).and_then(name),
        }
    }

    /// The script that Camunda takes for the value of a parameter.
    pub(super) fn parameter_script(&mut self, script: XmlElement<'_>) -> Option<MappingSource> {
        let format = script.attr("scriptFormat").filter(|_| script.attr("resource").is_none())?;
        self.script(script, format, script.trimmed()).map(MappingSource::Expr)
    }
}
