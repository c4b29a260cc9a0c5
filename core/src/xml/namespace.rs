//! Namespaces by what they are bound to, never by prefix; a prefix counts only where nobody declared it.

use crate::map::Map;

/// The namespace of an element or attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ns {
    /// No namespace: a bare attribute, or an element where no default namespace is declared.
    None,
    /// The BPMN 2.0 model.
    Bpmn,
    /// The BPMN diagram.
    BpmnDi,
    /// Diagram interchange: bounds and points.
    Dc,
    /// Diagram interchange: way points.
    Di,
    /// `xsi:type`, `xsi:schemaLocation`.
    Xsi,
    /// The `xml:` prefix, which needs no declaration.
    Xml,
    /// Camunda 7, and those that go on from it: Operaton and CIB seven.
    Camunda,
    /// Camunda 8.
    Zeebe,
    /// Flowable.
    Flowable,
    /// Activiti.
    Activiti,
    /// jBPM.
    Drools,
    /// SpiffWorkflow.
    Spiff,
    /// Our own: states, actions and groups of requests.
    Tidewheel,
    /// Any other: the number of its URI in [`Document::namespace_uri`](super::Document::namespace_uri).
    Other(u32),
}

const KNOWN: [(&str, Ns); 15] = [
    ("http://www.omg.org/spec/BPMN/20100524/MODEL", Ns::Bpmn),
    ("http://www.omg.org/spec/BPMN/20100524/DI", Ns::BpmnDi),
    ("http://www.omg.org/spec/DD/20100524/DC", Ns::Dc),
    ("http://www.omg.org/spec/DD/20100524/DI", Ns::Di),
    ("http://www.w3.org/2001/XMLSchema-instance", Ns::Xsi),
    ("http://www.w3.org/XML/1998/namespace", Ns::Xml),
    ("http://camunda.org/schema/1.0/bpmn", Ns::Camunda),
    ("http://camunda.org/schema/zeebe/1.0", Ns::Zeebe),
    ("http://flowable.org/bpmn", Ns::Flowable),
    ("http://activiti.org/bpmn", Ns::Activiti),
    ("http://operaton.org/schema/1.0/bpmn", Ns::Camunda),
    ("http://cibseven.org/schema/1.0/bpmn", Ns::Camunda),
    ("http://www.jboss.org/drools", Ns::Drools),
    ("http://spiffworkflow.org/bpmn/schema/1.0/core", Ns::Spiff),
    ("urn:tidewheel:bpmn:1.0", Ns::Tidewheel),
];

impl Ns {
    fn known(uri: &str) -> Option<Self> {
        KNOWN.iter().find(|(known, _)| *known == uri).map(|(_, ns)| *ns)
    }

    /// Common readers tolerate these prefixes undeclared, so files without the declaration exist.
    fn customary(prefix: &str) -> Option<Self> {
        Some(match prefix {
            "bpmn" | "bpmn2" => Self::Bpmn,
            "xsi" => Self::Xsi,
            "xml" => Self::Xml,
            "camunda" | "operaton" | "cibseven" => Self::Camunda,
            "zeebe" => Self::Zeebe,
            "flowable" => Self::Flowable,
            "activiti" => Self::Activiti,
            "drools" => Self::Drools,
            "spiffworkflow" => Self::Spiff,
            "tidewheel" => Self::Tidewheel,
            _ => return None,
        })
    }
}

/// The URIs that are not known by name, each once.
#[derive(Debug, Default)]
pub(super) struct Uris {
    list: Vec<String>,
    numbers: Map<String, u32>,
}

impl Uris {
    fn number(&mut self, uri: &str) -> Ns {
        if let Some(number) = self.numbers.get(uri) {
            return Ns::Other(*number);
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(uri.to_owned());
        self.numbers.insert(uri.to_owned(), number);
        Ns::Other(number)
    }

    pub(super) fn uri(&self, ns: Ns) -> &str {
        if let Ns::Other(number) = ns {
            return self.list.get(number as usize).map_or("", String::as_str);
        }
        KNOWN.iter().find(|(_, known)| *known == ns).map_or("", |(uri, _)| uri)
    }
}

/// The declarations in force at the reading position. The map holds the innermost ones and the log
/// what each element has to restore, so that a look-up does not depend on depth.
#[derive(Debug, Default)]
pub(super) struct Scopes<'x> {
    /// None for a prefix that was bound before and is not now.
    bound: Map<&'x str, Option<Ns>>,
    undo: Vec<(&'x str, Option<Ns>)>,
    /// The default namespace is looked up for nearly every element.
    default: Option<Ns>,
    pub(super) uris: Uris,
    /// What is known by name and has been declared, or used without that.
    pub(super) met: Vec<Ns>,
    /// Prefixes used without a declaration, each with the offset of its first use.
    pub(super) undeclared: Map<&'x str, u32>,
}

impl<'x> Scopes<'x> {
    pub(super) fn mark(&self) -> usize {
        self.undo.len()
    }

    /// Binds a prefix (empty: the default namespace) until [`leave`](Self::leave).
    pub(super) fn declare(&mut self, prefix: &'x str, uri: &str) {
        let ns = match uri {
            "" => Ns::None,
            uri => Ns::known(uri).unwrap_or_else(|| self.uris.number(uri)),
        };
        self.meet(ns);
        self.undo.push((prefix, self.bound.insert(prefix, Some(ns)).flatten()));
        if prefix.is_empty() {
            self.default = Some(ns);
        }
    }

    pub(super) fn leave(&mut self, mark: usize) {
        while self.undo.len() > mark {
            let Some((prefix, before)) = self.undo.pop() else { return };
            self.bound.insert(prefix, before);
            if prefix.is_empty() {
                self.default = before;
            }
        }
    }

    pub(super) fn unprefixed(&self) -> Ns {
        self.default.unwrap_or(Ns::None)
    }

    /// The namespace of a prefix. An undeclared one is remembered, and means what it customarily
    /// means or else a namespace of its own, named like the prefix.
    pub(super) fn resolve(&mut self, prefix: &'x str, offset: u32) -> Ns {
        if let Some(Some(ns)) = self.bound.get(prefix) {
            return *ns;
        }
        if prefix == "xml" {
            return Ns::Xml;
        }
        self.undeclared.or_insert(prefix, offset);
        let ns = Ns::customary(prefix).unwrap_or_else(|| self.uris.number(prefix));
        self.meet(ns);
        ns
    }

    fn meet(&mut self, ns: Ns) {
        if !matches!(ns, Ns::Other(_)) && !self.met.contains(&ns) {
            self.met.push(ns);
        }
    }
}
