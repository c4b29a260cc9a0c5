//! Listeners in the words of vendors: who is called, and when.

use super::{Reader, XmlElement, understood};
use crate::effect::ListenerKind;
use crate::elements::Source;
use crate::expr::{Purpose, Statement};
use crate::program::{Listener, Moment};
use crate::value::Text;
use crate::xml::Ns;

/// How a listener says what it is.
const IMPLEMENTATIONS: &[&str] = &["class", "delegateExpression", "expression", "type"];

/// What goes before an expression where a listener has both.
const CODE: &[&str] = &["class", "delegateExpression"];

/// What Flowable and Activiti mean by `all`.
const ALL: &[Moment] = &[Moment::Assigned, Moment::Create, Moment::Complete, Moment::Delete];

/// What is called, and the language of a script.
fn implementation(listener: XmlElement<'_>) -> Option<(Text, Option<Text>)> {
    if let Some(script) = listener.children().named("script").next() {
        let format = script.attr("scriptFormat").or_else(|| script.attr("language")).map(str::trim)?;
        let text = script.attr("resource").map_or(script.trimmed(), str::trim);
        return (!text.is_empty()).then(|| (text.into(), Some(format.into())));
    }
    let mut said = IMPLEMENTATIONS.iter().filter_map(|attribute| listener.attr(attribute)).map(str::trim);
    said.find(|text| !text.is_empty()).map(|text| (text.into(), None))
}

/// What a listener does, where the engine can run it. A complex gateway starts in several ways, no vendor
/// runs one, and what waits for the transaction is for the host.
fn statement(owner: XmlElement<'_>, listener: XmlElement<'_>, kind: ListenerKind) -> Option<Statement> {
    let code = CODE.iter().any(|attribute| listener.said(attribute).is_some());
    if code || owner.local() == "complexGateway" || listener.attr("onTransaction").is_some() {
        return None;
    }
    let purpose = match kind {
        ListenerKind::ExecutionListener => Purpose::Execution,
        ListenerKind::TaskListener => Purpose::Task,
    };
    Statement::compile(listener.attr("expression")?.trim(), purpose)
}

impl Reader<'_> {
    /// The listeners of a node or flow, in the order of the document.
    pub(in crate::read) fn listeners(&mut self, element: XmlElement<'_>) -> Vec<Listener> {
        let mut found = Vec::new();
        for extension in understood(element) {
            match extension.local() {
                "executionListener" | "taskListener" => self.listener(element, extension, &mut found),
                "executionListeners" | "taskListeners" => {
                    for listener in extension.children() {
                        self.listener(element, listener, &mut found);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn listener(&mut self, owner: XmlElement<'_>, listener: XmlElement<'_>, found: &mut Vec<Listener>) {
        let kind = match listener.local() {
            "taskListener" => ListenerKind::TaskListener,
            _ => ListenerKind::ExecutionListener,
        };
        let zeebe = listener.ns() == Ns::Zeebe;
        let said = listener.said(if zeebe { "eventType" } else { "event" }).unwrap_or_default();
        let flow = owner.local() == "sequenceFlow";
        let event = if said.is_empty() && flow { "take" } else { said };
        let Some((implementation, script_format)) = implementation(listener) else {
            return self.warning(
                listener,
                "inertExtension",
                format_args!("`{}` does not say what to call", listener.name()),
                "name a `class`, `delegateExpression` or `expression` for the host, or give it a script",
            );
        };
        let early = matches!(listener.ns(), Ns::Flowable | Ns::Activiti);
        let moments: &[Moment] = match (kind, event) {
            (ListenerKind::ExecutionListener, "take") if flow => &[Moment::Take],
            (ListenerKind::ExecutionListener, "start") if !flow => &[Moment::Start],
            (ListenerKind::ExecutionListener, "end") if !flow && listener.ns() == Ns::Camunda => {
                &[Moment::Over]
            }
            (ListenerKind::ExecutionListener, "end") if !flow => &[Moment::End],
            (ListenerKind::TaskListener, "create" | "creating") => &[Moment::Create],
            (ListenerKind::TaskListener, "assignment") if early => &[Moment::Assigned],
            (ListenerKind::TaskListener, "assignment" | "assigning") => &[Moment::Assignment],
            (ListenerKind::TaskListener, "complete" | "completing") => &[Moment::Complete],
            (ListenerKind::TaskListener, "delete" | "canceling") => &[Moment::Delete],
            (ListenerKind::TaskListener, "all") if early => ALL,
            _ => {
                return self.warning(
                    listener,
                    "inertExtension",
                    format_args!("`{}` is never called: `{event}` does not happen here", listener.name()),
                    "choose an event that the engine announces, such as `start` or `create`",
                );
            }
        };
        if zeebe {
            self.warning(
                listener,
                "inertExtension",
                format_args!("`{}` is called, and not waited for", listener.name()),
                "model what the process must wait for as a task",
            );
        }
        for moment in moments {
            let (implementation, script_format) = (implementation.clone(), script_format.clone());
            let fields = self.fields(owner, listener);
            let event = match moment {
                _ if event != "all" => event,
                Moment::Assigned => "assignment",
                Moment::Create => "create",
                Moment::Complete => "complete",
                _ => "delete",
            };
            let event = event.into();
            let statement = statement(owner, listener, kind).filter(|_| script_format.is_none());
            found.push(Listener {
                kind,
                moment: *moment,
                event,
                implementation,
                statement,
                script_format,
                fields,
            });
        }
    }

    /// What a listener is given, as a text or an expression.
    fn fields(&mut self, owner: XmlElement<'_>, listener: XmlElement<'_>) -> Vec<(Text, Source)> {
        let mut fields = Vec::new();
        for field in listener.children().named("field") {
            let child = |name: &str| field.children().named(name).next().map(XmlElement::trimmed);
            let value = field
                .attr("stringValue")
                .or_else(|| field.attr("expression"))
                .or_else(|| child("string"))
                .or_else(|| child("expression"));
            let source = value.and_then(|text| self.source(owner, text.trim(), Source::Literal));
            fields.extend(field.attr("name").map(Text::from).zip(source));
        }
        fields
    }
}
