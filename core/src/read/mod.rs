//! From the XML tree to the model: what the file says, checked element by element. All problems are
//! reported, not only the first.

mod call;
mod collaboration;
mod correlation;
mod data;
mod expression;
mod instances;
mod lanes;
mod process;
mod references;
mod vendor;
mod vocabulary;

use std::fmt;

use crate::map::Map;

use crate::elements::{Activity, Spec};
use crate::error::{Diagnostic, Severity};
use crate::expr::Expr;
use crate::program::{Listener, Mappings};
use crate::value::Text;
use crate::xml::{Children, Document, missing_ids};

pub(crate) use crate::xml::Element as XmlElement;
pub(crate) use collaboration::Collaboration;
pub use collaboration::{MessageFlowInfo, ParticipantInfo};
pub(crate) use correlation::CorrelationModel;
pub(crate) use expression::is_expression;
pub(crate) use instances::Instances;
pub(crate) use process::local_part;
pub(crate) use references::Coded;
use references::References;
pub(crate) use vendor::own_extensions;
pub use vocabulary::{DIALECTS, PARTS};

/// A file as read: its processes, in document order, and what is between them.
#[derive(Debug, Default)]
pub(crate) struct Model {
    pub(crate) processes: Vec<ProcessModel>,
    pub(crate) collaboration: Collaboration,
    pub(crate) correlation: CorrelationModel,
}

/// One process: itself first, then every node in it, in document order.
#[derive(Debug)]
pub(crate) struct ProcessModel {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    /// The tag of this version, in a vendor's words.
    pub(crate) version_tag: Option<Text>,
    /// False only where the file says so.
    pub(crate) executable: bool,
    /// Whether nothing stands in the way of running it.
    pub(crate) runnable: bool,
    pub(crate) nodes: Vec<NodeModel>,
    pub(crate) flows: Vec<FlowModel>,
    /// The ends of each association, which connect activities with what compensates them.
    pub(crate) associations: Vec<(Text, Text)>,
    /// Elements that were refused, with their lines; what refers to them is not to blame.
    pub(crate) refused: Map<Text, u32>,
}

/// A flow node or the process itself.
#[derive(Debug)]
pub(crate) struct NodeModel {
    pub(crate) id: Text,
    pub(crate) name: Option<Text>,
    pub(crate) spec: Spec,
    pub(crate) activity: Activity,
    /// Position of the scope around it in `ProcessModel::nodes`.
    pub(crate) parent: Option<usize>,
    pub(crate) attached_to: Option<Text>,
    pub(crate) default: Option<Text>,
    pub(crate) data: Mappings,
    pub(crate) listeners: Vec<Listener>,
    /// Name of the lane that it lies in, else the lane's id.
    pub(crate) lane: Option<Text>,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// A sequence flow.
#[derive(Debug)]
pub(crate) struct FlowModel {
    pub(crate) id: Text,
    pub(crate) source: Text,
    pub(crate) target: Text,
    /// Whether it has a condition, be it one that cannot be understood.
    pub(crate) conditional: bool,
    pub(crate) condition: Option<Expr>,
    pub(crate) skip: Option<Expr>,
    pub(crate) listeners: Vec<Listener>,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Collects what is read and what is wrong with it.
pub(crate) struct Reader<'a> {
    references: References<'a>,
    language: Option<&'a str>,
    /// Ids for the sequence flows and flow nodes that have none, by their place in the document.
    free_ids: Map<u32, String>,
    /// Lanes by the ids of the nodes that they list.
    lanes: Map<Text, Text>,
    /// The variables that hold data.
    names: data::DataNames<'a>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads every process of a document.
pub(crate) fn read(document: &Document<'_>) -> (Model, Vec<Diagnostic>) {
    let root = document.root();
    let mut reader = Reader {
        references: References::collect(root),
        language: root.attr("expressionLanguage"),
        free_ids: missing_ids(document),
        lanes: Map::new(),
        names: data::collect(root),
        diagnostics: Vec::new(),
    };
    let mut model = Model::default();
    if root.local() == "definitions" {
        reader.check_namespaces(document);
        for process in root.bpmn_children().named("process") {
            model.processes.extend(reader.process(process));
        }
        model.collaboration = reader.collaboration(root);
        model.correlation = reader.correlation(root);
        reader.vocabulary(document);
    } else {
        reader.error(
            root,
            "notBpmn",
            format_args!("the root element is `{}`", root.name()),
            "a BPMN file has `definitions` at its root",
        );
    }
    (model, reader.diagnostics)
}

/// Steps among the elements of the model, leaving out what vendors put between them. The model's
/// namespace is that of the root, so files of older drafts can be read too.
pub(crate) trait BpmnElement<'d>: Sized {
    fn bpmn_children(self) -> Children<'d, 'static>;
    fn bpmn_child(self, local: &str) -> Option<XmlElement<'d>>;
}

impl<'d> BpmnElement<'d> for XmlElement<'d> {
    fn bpmn_children(self) -> Children<'d, 'static> {
        self.children().of(self.ns())
    }

    fn bpmn_child(self, local: &str) -> Option<XmlElement<'d>> {
        self.bpmn_children().named(local).next()
    }
}

impl Reader<'_> {
    fn report(
        &mut self,
        element: XmlElement<'_>,
        code: &str,
        severity: Severity,
        message: fmt::Arguments<'_>,
        help: &str,
    ) {
        let position = element.line_col();
        self.diagnostics.push(Diagnostic {
            code: Text::from(code),
            severity,
            message: message.to_string(),
            help: (!help.is_empty()).then(|| help.to_owned()),
            element: nearest_id(element),
            path: None,
            line: position.line,
            column: position.column,
        });
    }

    /// The process cannot run.
    pub(crate) fn error(
        &mut self,
        element: XmlElement<'_>,
        code: &str,
        message: fmt::Arguments<'_>,
        help: &str,
    ) {
        self.report(element, code, Severity::Error, message, help);
    }

    /// The process runs, but probably not as meant.
    pub(crate) fn warning(
        &mut self,
        element: XmlElement<'_>,
        code: &str,
        message: fmt::Arguments<'_>,
        help: &str,
    ) {
        self.report(element, code, Severity::Warning, message, help);
    }

    /// Something has no effect, and need not have one.
    pub(crate) fn info(&mut self, element: XmlElement<'_>, code: &str, message: fmt::Arguments<'_>) {
        self.report(element, code, Severity::Info, message, "");
    }

    /// BPMN that has no place in the execution of a process.
    pub(crate) fn unsupported(&mut self, element: XmlElement<'_>, what: &str) {
        self.error(
            element,
            "unsupportedElement",
            format_args!("{what} is not executed"),
            "model it with the elements in the coverage table of the README",
        );
    }

    /// A boolean attribute, in either of XML Schema's spellings.
    pub(crate) fn flag(&mut self, element: XmlElement<'_>, attribute: &str, default: bool) -> bool {
        match element.attr(attribute).map(str::trim) {
            None => default,
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            Some(other) => {
                self.warning(
                    element,
                    "invalidAttribute",
                    format_args!("`{attribute}` is `{other}`, taken as `{default}`"),
                    "write `true` or `false`",
                );
                default
            }
        }
    }

    fn check_namespaces(&mut self, document: &Document<'_>) {
        let root = document.root();
        for (prefix, offset) in document.undeclared_prefixes() {
            let place = document.line_col(offset);
            self.report(
                root,
                "undeclaredPrefix",
                Severity::Warning,
                format_args!("the prefix `{prefix}` in line {} is not declared", place.line),
                "declare its namespace in `definitions`",
            );
        }
        if root.ns() != crate::xml::Ns::Bpmn {
            let uri = root.document().namespace_uri(root.ns());
            // What has no namespace is nobody else's.
            if uri.is_empty() {
                let message = "`definitions` has no namespace, and is read as BPMN 2.0".to_owned();
                return self.info(root, "bpmnNamespace", format_args!("{message}"));
            }
            self.warning(
                root,
                "bpmnNamespace",
                format_args!("the namespace of `definitions` is `{uri}`, not that of BPMN 2.0"),
                "declare `http://www.omg.org/spec/BPMN/20100524/MODEL`",
            );
        }
    }
}

/// The id of an element, or of the nearest one around it that has one.
fn nearest_id(element: XmlElement<'_>) -> Option<Text> {
    std::iter::successors(Some(element), |element| element.parent())
        .find_map(|element| element.attr("id"))
        .map(Text::from)
}
