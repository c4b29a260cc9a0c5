//! Vendor extensions. Data mappings are taken over; of the others, each that would change how the
//! process runs is named.

mod events;
mod form;
mod jobs;
mod listeners;
mod mappings;
mod roles;
mod scripts;

use super::vocabulary::{inside_vendor, is_read, of_vendor};
use super::{BpmnElement, Reader, XmlElement};
use crate::coverage::DialectState;
use crate::program::Mappings;
use crate::xml::Ns;
use events::is_thrown;

impl Reader<'_> {
    /// The data of an element, and a report of what else it says in its vendor's namespaces.
    pub(super) fn mappings(&mut self, element: XmlElement<'_>) -> Mappings {
        let mut mappings = Mappings::default();
        self.data(element, &mut mappings);
        let tag = element.local();
        let throws = matches!(tag, "endEvent" | "intermediateThrowEvent");
        if throws {
            self.thrown_variables(element, &mut mappings);
        }
        for extension in extensions(element) {
            if !runs_on(tag, extension) {
                continue;
            }
            match extension.local() {
                "eventOutParameter" => self.renamed(extension, &mut mappings.outputs),
                "eventInParameter" | "externalWorkerInParameter" => {
                    self.renamed(extension, &mut mappings.inputs);
                }
                "in" if tag == "scriptTask" => self.renamed(extension, &mut mappings.inputs),
                "externalWorkerOutParameter" => {
                    self.renamed(extension, &mut mappings.outputs);
                    mappings.closed = true;
                }
                "in" if tag.ends_with("Event") && !throws => {
                    self.renamed(extension, &mut mappings.outputs);
                    mappings.closed = true;
                }
                "inputOutput" => self.parameters(extension, &mut mappings),
                "ioMapping" => self.io_mapping(extension, &mut mappings),
                _ => {}
            }
        }
        // A message that somebody else sends is work as that of a send task.
        let works = tag.ends_with("Event") && self.sent_by_a_worker(element).is_some();
        self.mention(element, tag, true, works.then_some("sendTask"));
        mappings
    }

    /// Reports what an element that is no node says in its vendor's namespaces, but for what is read.
    pub(super) fn remark(&mut self, element: XmlElement<'_>) {
        let tag = element.local();
        let sender = element.parent().filter(|_| tag == "messageEventDefinition");
        let works = sender.is_some_and(|event| self.sent_by_a_worker(event).is_some());
        let maps = tag != "signalEventDefinition" || is_thrown(element);
        self.mention(element, tag, maps, works.then_some("sendTask"));
    }

    /// `maps`: whether variables are mapped where it stands.
    fn mention(&mut self, element: XmlElement<'_>, tag: &str, maps: bool, also: Option<&str>) {
        let state = |attribute, ns, name: &str| {
            let tag = if attribute || maps { tag } else { "" };
            let other = also.and_then(|tag| of_vendor(attribute, ns, name, tag));
            let runs = other.filter(|state| *state == DialectState::Runs);
            runs.or_else(|| of_vendor(attribute, ns, name, tag)).unwrap_or(DialectState::Inert)
        };
        for attribute in element.attributes().iter().filter(|attribute| is_foreign(attribute.ns)) {
            let state = state(true, attribute.ns, attribute.local());
            self.extension(element, attribute.name, state);
        }
        for extension in extensions(element) {
            let state = state(false, extension.ns(), extension.local());
            self.extension(extension, extension.name(), state);
            for attribute in extension.attributes().iter().filter(|_| state == DialectState::Runs) {
                if let Some(state) = inside_vendor(extension.ns(), attribute.local(), extension.local()) {
                    self.extension(extension, attribute.name, state);
                }
            }
        }
    }

    fn extension(&mut self, element: XmlElement<'_>, name: &str, state: DialectState) {
        let becomes = match state {
            DialectState::Runs | DialectState::Refused => return,
            DialectState::Lost => {
                return self.warning(
                    element,
                    "inertExtension",
                    format_args!("`{name}` has no effect, and the process may depend on it"),
                    "docs/dialects.md says what to write instead",
                );
            }
            DialectState::Host => "is left to the host",
            DialectState::Inert => "has no effect",
        };
        self.info(element, "inertExtension", format_args!("`{name}` {becomes}"));
    }
}

/// The extension elements of that name in our own namespace.
pub(crate) fn own_extensions<'d>(element: XmlElement<'d>, name: &str) -> Vec<XmlElement<'d>> {
    let mut found = extensions(element);
    found.retain(|extension| extension.ns() == Ns::Tidewheel && extension.local() == name);
    found
}

/// What stands in the extension elements of an element.
fn extensions(element: XmlElement<'_>) -> Vec<XmlElement<'_>> {
    let mut found = Vec::new();
    for container in element.bpmn_children().named("extensionElements") {
        found.extend(container.children());
    }
    found
}

/// Whether an extension means something on an element of this tag.
fn runs_on(tag: &str, extension: XmlElement<'_>) -> bool {
    of_vendor(false, extension.ns(), extension.local(), tag) == Some(DialectState::Runs)
}

/// What of it the table of vendors knows to mean something.
fn understood(element: XmlElement<'_>) -> Vec<XmlElement<'_>> {
    let mut found = extensions(element);
    found.retain(|extension| is_read(false, extension.ns(), extension.local()));
    found
}

/// Whether an attribute is neither BPMN's nor XML's own.
fn is_foreign(ns: Ns) -> bool {
    !matches!(ns, Ns::None | Ns::Bpmn | Ns::Xml | Ns::Xsi)
}

fn is_vendor(ns: Ns) -> bool {
    matches!(
        ns,
        Ns::Camunda | Ns::Zeebe | Ns::Flowable | Ns::Activiti | Ns::Drools | Ns::Spiff | Ns::Tidewheel
    )
}
