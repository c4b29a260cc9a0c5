//! What root elements are called by: messages, signals, errors and escalations, found by id.

use crate::map::Map;

use super::instances::vendor;
use super::{BpmnElement, Reader, XmlElement};
use crate::elements::Source;
use crate::value::{Text, behind};

/// Tasks that call activities can call.
const GLOBAL_TASKS: &[&str] =
    &["globalBusinessRuleTask", "globalManualTask", "globalScriptTask", "globalTask", "globalUserTask"];

/// The elements that others refer to.
pub(super) struct References<'a> {
    root: XmlElement<'a>,
    /// Numbers of the elements by their ids.
    messages: Map<&'a str, u32>,
    signals: Map<&'a str, u32>,
    errors: Map<&'a str, u32>,
    escalations: Map<&'a str, u32>,
    /// Event definitions that events may share.
    definitions: Map<&'a str, u32>,
    /// Processes and global tasks.
    callables: Map<&'a str, u32>,
    resources: Map<&'a str, u32>,
}

/// What events refer to for its code.
pub(crate) struct Coded {
    kind: &'static str,
    reference: &'static str,
    code: &'static str,
    among: for<'r, 'a> fn(&'r References<'a>) -> &'r Map<&'a str, u32>,
}

impl Coded {
    pub(crate) const ERROR: Self =
        Self { kind: "error", reference: "errorRef", code: "errorCode", among: |known| &known.errors };

    pub(crate) const ESCALATION: Self = Self {
        kind: "escalation",
        reference: "escalationRef",
        code: "escalationCode",
        among: |known| &known.escalations,
    };
}

impl<'a> References<'a> {
    pub(super) fn collect(root: XmlElement<'a>) -> Self {
        let matching = |fits: &dyn Fn(&str) -> bool| {
            let mut found = Map::new();
            for child in root.bpmn_children().filter(|child| fits(child.local())) {
                if let Some(id) = child.attr("id") {
                    found.insert(id, child.ix());
                }
            }
            found
        };
        let by_id = |local: &str| matching(&|found| found == local);
        Self {
            root,
            messages: by_id("message"),
            signals: by_id("signal"),
            errors: by_id("error"),
            escalations: by_id("escalation"),
            definitions: matching(&|local| local.ends_with("EventDefinition")),
            callables: matching(&|local| local == "process" || GLOBAL_TASKS.contains(&local)),
            resources: by_id("resource"),
        }
    }

    /// Finds by the reference as written, else by its part after a namespace prefix.
    fn find(&self, elements: &Map<&'a str, u32>, reference: &str) -> Option<XmlElement<'a>> {
        let local = behind(reference, b':');
        let ix = elements.get(reference).or_else(|| elements.get(local))?;
        self.root.document().element(*ix)
    }
}

impl<'a> Reader<'a> {
    /// The shared event definition that an event refers to.
    pub(crate) fn event_definition(
        &mut self,
        event: XmlElement<'_>,
        reference: &str,
    ) -> Option<XmlElement<'a>> {
        let found = self.references.find(&self.references.definitions, reference);
        if found.is_none() {
            self.error(
                event,
                "danglingDefinition",
                format_args!("there is no event definition `{reference}`"),
                "add it to `definitions`, or correct the reference",
            );
        }
        found
    }

    /// The message that an element refers to.
    pub(super) fn message(&self, element: XmlElement<'_>) -> Option<XmlElement<'a>> {
        self.references.find(&self.references.messages, element.attr("messageRef")?.trim())
    }

    /// The process or global task of that id in the same file.
    pub(crate) fn callable(&self, id: &str) -> Option<XmlElement<'a>> {
        self.references.find(&self.references.callables, id)
    }
}

impl Reader<'_> {
    /// The name of the message that an element refers to; none if it refers to none.
    pub(crate) fn message_name(&mut self, element: XmlElement<'_>) -> Option<Text> {
        let reference = element.attr("messageRef")?.trim();
        let found = self.references.find(&self.references.messages, reference);
        self.name_of(element, "message", reference, found.map(|found| found.attr("name")))
    }

    /// The name of a resource; the reference itself where it has none.
    pub(super) fn resource_name(&self, reference: &str) -> String {
        let found = self.references.find(&self.references.resources, reference);
        let name = found.and_then(|found| found.said("name"));
        name.unwrap_or(reference).to_owned()
    }

    /// The name of the signal that an event refers to; none if it refers to none.
    pub(crate) fn signal_name(&mut self, definition: XmlElement<'_>) -> Option<Text> {
        let reference = definition.attr("signalRef")?.trim();
        let found = self.references.find(&self.references.signals, reference);
        self.name_of(definition, "signal", reference, found.map(|found| found.attr("name")))
    }

    /// The code of the error or escalation that an event refers to; none if it refers to none. Files in the
    /// wild put the code itself into the reference, which is taken as such.
    pub(crate) fn code(&mut self, definition: XmlElement<'_>, coded: &Coded) -> Option<Text> {
        let reference = definition.said(coded.reference)?;
        let found = self.references.find((coded.among)(&self.references), reference);
        self.name_of(definition, coded.kind, reference, found.map(|found| found.attr(coded.code)))
    }

    /// Whether an event refers to an error or escalation that says no code.
    pub(crate) fn is_without_code(&self, definition: XmlElement<'_>, coded: &Coded) -> bool {
        let reference = definition.said(coded.reference).unwrap_or_default();
        let found = self.references.find((coded.among)(&self.references), reference);
        found.is_some_and(|found| found.said(coded.code).is_none())
    }

    /// Whether Flowable keeps the signal that an event refers to in its instance.
    pub(crate) fn is_local_signal(&self, definition: XmlElement<'_>) -> bool {
        let reference = definition.said("signalRef").unwrap_or_default();
        let found = self.references.find(&self.references.signals, reference);
        found
            .and_then(|signal| vendor(signal, "scope"))
            .is_some_and(|scope| scope.trim() == "processInstance")
    }

    /// What Camunda lets an error say.
    pub(crate) fn error_message(&mut self, definition: XmlElement<'_>) -> Option<Source> {
        let found = self.references.find(&self.references.errors, definition.attr("errorRef")?.trim())?;
        let text = vendor(found, "errorMessage").map(str::trim).filter(|text| !text.is_empty())?;
        self.source(definition, text, Source::Literal)
    }

    /// A root element without a name goes by its id; a reference to nothing by its own text.
    fn name_of(
        &mut self,
        element: XmlElement<'_>,
        kind: &str,
        reference: &str,
        found: Option<Option<&str>>,
    ) -> Option<Text> {
        if found.is_none() {
            let message = format!("there is no {kind} `{reference}`; the reference is taken for its name");
            // Engines that take the code of an error, or the name of a signal, for a reference to it have
            // made that a custom.
            if matches!(kind, "error" | "signal") {
                self.info(element, "danglingReference", format_args!("{message}"));
            } else {
                let help = format!("add the {kind} to the file, or correct the reference");
                self.warning(element, "danglingReference", format_args!("{message}"), &help);
            }
        }
        let name = found.flatten().map(str::trim).filter(|name| !name.is_empty());
        Some(Text::from(name.unwrap_or(reference)))
    }
}
