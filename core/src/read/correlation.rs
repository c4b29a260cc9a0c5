//! What messages must agree in to belong to one instance: the correlation properties and keys of BPMN
//! (8.4.2), and the correlation keys that Zeebe puts on messages.

use super::{BpmnElement, Reader, XmlElement};
use crate::error::Severity;
use crate::expr::{Expr, Lang, compile};
use crate::value::{Text, behind};
use crate::xml::Ns;

/// The correlation properties of a file.
#[derive(Debug, Default)]
pub(crate) struct CorrelationModel {
    /// Where each property is found in which message: property, message, path.
    pub(crate) paths: Vec<(Text, Text, Expr)>,
    /// The properties of each key.
    pub(crate) keys: Vec<Vec<Text>>,
    /// What each process says about its own side: process, property, path.
    pub(crate) bindings: Vec<(Text, Text, Expr)>,
}

impl Reader<'_> {
    /// Reads what stands beside the processes. A part that makes no sense is left out with a warning.
    pub(super) fn correlation(&mut self, root: XmlElement<'_>) -> CorrelationModel {
        let before = self.diagnostics.len();
        let mut model = CorrelationModel::default();
        let mut names: Vec<(&str, Text)> = Vec::new();
        for property in root.bpmn_children().named("correlationProperty") {
            let id = property.attr("id").unwrap_or_default();
            let named = property.said("name").unwrap_or(id);
            // A second property of one name can only go by its id.
            let taken = names.iter().any(|(_, name)| **name == *named);
            let name = Text::from(if taken { id } else { named });
            if name.is_empty() || names.iter().any(|(_, other)| *other == name) {
                self.warning(
                    property,
                    "missingId",
                    format_args!("the correlation property has no id of its own; it has no effect"),
                    "give it a unique `id`",
                );
                continue;
            }
            names.push((id, name.clone()));
            self.retrievals(property, &name, &mut model);
        }
        let find = |reference: &str| {
            let local = behind(reference, b':');
            let found = names
                .iter()
                .find(|(id, _)| *id == reference)
                .or_else(|| names.iter().find(|(id, _)| *id == local));
            found.map(|(_, name)| name.clone())
        };
        for holder in root.bpmn_children() {
            for key in holder.bpmn_children().named("correlationKey") {
                let mut properties = Vec::new();
                for reference in key.bpmn_children().named("correlationPropertyRef") {
                    match find(reference.text().trim()) {
                        Some(name) => properties.push(name),
                        None => self.dangling(key, reference.text().trim()),
                    }
                }
                model.keys.extend((!properties.is_empty()).then_some(properties));
            }
        }
        for process in root.bpmn_children().named("process") {
            let id = Text::from(process.attr("id").unwrap_or_default());
            let subscriptions = process.bpmn_children().named("correlationSubscription");
            for binding in subscriptions.flat_map(BpmnElement::bpmn_children) {
                if binding.local() != "correlationPropertyBinding" {
                    continue;
                }
                let reference = binding.said("correlationPropertyRef").unwrap_or_default();
                match (find(reference), self.path(binding, "dataPath")) {
                    (Some(name), Some(path)) => model.bindings.push((id.clone(), name, path)),
                    (None, _) => self.dangling(binding, reference),
                    (Some(_), None) => {}
                }
            }
        }
        // Nothing of this keeps a process from running.
        for found in self.diagnostics.iter_mut().skip(before) {
            found.severity = Severity::Warning;
        }
        model
    }

    fn retrievals(&mut self, property: XmlElement<'_>, name: &Text, model: &mut CorrelationModel) {
        for retrieval in property.bpmn_children().named("correlationPropertyRetrievalExpression") {
            let message = self.message_name(retrieval);
            let path = self.path(retrieval, "messagePath");
            if let (Some(message), Some(path)) = (message, path) {
                model.paths.push((name.clone(), message, path));
            }
        }
    }

    /// The expression in a child of that name; some tools write `formalExpression` in its place.
    fn path(&mut self, owner: XmlElement<'_>, local: &str) -> Option<Expr> {
        let path = owner.bpmn_child(local).or_else(|| owner.bpmn_child("formalExpression"));
        let path = path.filter(|path| !path.trimmed().is_empty());
        let Some(path) = path else {
            self.warning(
                owner,
                "missingPath",
                format_args!("`{}` has no `{local}`; it has no effect", owner.local()),
                "say where the value is found, such as `orderId`",
            );
            return None;
        };
        self.expression_at_once(owner, path, path.trimmed())
    }

    fn dangling(&mut self, element: XmlElement<'_>, reference: &str) {
        self.warning(
            element,
            "danglingReference",
            format_args!("there is no correlation property `{reference}`"),
            "add the correlation property to the file, or correct the reference",
        );
    }

    /// The correlation key that a vendor puts on the message an element refers to.
    pub(crate) fn message_key(&mut self, element: XmlElement<'_>) -> Option<Expr> {
        let message = self.message(element)?;
        let extensions = message.bpmn_child("extensionElements")?;
        let subscription = extensions.children().of(Ns::Zeebe).named("subscription").next()?;
        let text = subscription.said("correlationKey")?;
        if super::is_expression(text) {
            return self.expression(element, subscription, text);
        }
        // Zeebe takes a text without `=` for itself.
        compile(Lang::Feel, &format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))).ok()
    }
}
