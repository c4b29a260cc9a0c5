//! One parsed and compiled BPMN file.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::error::{Diagnostic, Severity};
use crate::key::NodeIx;
use crate::lint::{Conformance, conformance, lint};
use crate::machine::{self, is_machine};
use crate::program::{Fingerprint, Node, Program, lower};
use crate::read::{Collaboration, MessageFlowInfo, Model, ParticipantInfo, read};
use crate::value::{CollectVec, Text};
use crate::xml;

/// How to read a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ParseOptions {
    /// Accept the file even where a process in it has errors; that process cannot be started.
    #[serde(default)]
    pub lenient: bool,
    /// Refuse also what the specification forbids though it could be run. With `lenient` too, it is
    /// accepted, and all of that is in the diagnostics as warnings.
    #[serde(default)]
    pub strict: bool,
}

impl ParseOptions {
    fn conformance(self) -> Conformance {
        match (self.strict, self.lenient) {
            (false, _) => Conformance::Brief,
            (true, true) => Conformance::Told,
            (true, false) => Conformance::Required,
        }
    }
}

/// A process of a definition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProcessInfo {
    /// Id of the process.
    pub id: Text,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The tag that a vendor's model gives this version, for calls that bind to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_tag: Option<Text>,
    /// False where the file says `isExecutable="false"`.
    pub executable: bool,
    /// Whether it can be started; if not, the diagnostics say why.
    pub startable: bool,
}

/// A flow node of a process that can run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ElementInfo {
    /// Id of the node.
    pub id: Text,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Its XML tag, such as `serviceTask`.
    pub r#type: Text,
    /// Id of its process.
    pub process: Text,
    /// Id of the subprocess around it, else of its process.
    pub scope: Text,
    /// Line in the file, from 1.
    pub line: u32,
    /// Whether a token can wait there.
    pub waits: bool,
    /// Id of the activity that a boundary event is attached to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_to: Option<Text>,
    /// Ids of its incoming sequence flows.
    pub incoming: Vec<Text>,
    /// Ids of its outgoing sequence flows.
    pub outgoing: Vec<Text>,
}

/// One BPMN file, parsed, checked and compiled: immutable and cheap to clone.
#[derive(Clone, Debug)]
pub struct Definition {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    program: Program,
    fingerprint: Fingerprint,
    processes: Vec<ProcessInfo>,
    collaboration: Collaboration,
    diagnostics: Vec<Diagnostic>,
}

impl Inner {
    /// Reads a file with all that is found in it; nothing where that keeps it from running.
    fn read(xml: &str, options: &ParseOptions, found: &mut Vec<Diagnostic>) -> Option<Self> {
        let document = match xml::parse(xml) {
            Ok(document) => document,
            Err(diagnostic) => {
                found.push(diagnostic);
                return None;
            }
        };
        let (mut model, mut diagnostics) = read(&document);
        lint(&mut model, &mut diagnostics);
        conformance(document.root(), options.conformance(), &mut diagnostics);
        let processes: Vec<_> = model
            .processes
            .iter()
            .map(|process| ProcessInfo {
                id: process.id.clone(),
                name: process.name.clone(),
                version_tag: process.version_tag.clone(),
                executable: process.executable,
                startable: process.runnable,
            })
            .collect_vec();
        let failed = diagnostics.iter().any(|found| found.severity == Severity::Error);
        let startable = processes.iter().any(|process| process.startable);
        if !startable && !failed {
            diagnostics.push(nothing_runs(&model));
        }
        *found = diagnostics;
        if !startable || (failed && !options.lenient) {
            return None;
        }
        let collaboration = std::mem::take(&mut model.collaboration);
        let program = lower(model);
        let fingerprint = program.fingerprint();
        Some(Self { program, fingerprint, processes, collaboration, diagnostics: Vec::new() })
    }
}

impl Definition {
    /// Reads a BPMN 2.0 file, or a state machine as JSON: a text that begins with `{`. With the definition
    /// come the findings that do not keep it from running.
    ///
    /// # Errors
    /// All findings, if the text is not BPMN, if no process in it can run, or (unless
    /// [`ParseOptions::lenient`]) if a process that is meant to be executed has errors; with
    /// [`ParseOptions::strict`], also if it breaks a rule of the specification.
    pub fn parse(text: &str, options: &ParseOptions) -> Result<(Self, Vec<Diagnostic>), Vec<Diagnostic>> {
        let machine = if is_machine(text) { Some(machine::write(text, false)?) } else { None };
        let xml = machine.as_ref().map_or(text, |machine| &machine.xml);
        let mut diagnostics = Vec::new();
        let mut inner = Inner::read(xml, options, &mut diagnostics);
        // A state machine is the process that it is as BPMN; lines and findings are those of its own text.
        if let Some(mut machine) = machine {
            diagnostics = machine.tell(diagnostics);
            if let Some(inner) = &mut inner {
                inner.program.move_lines(|id| machine.line(id));
            }
        }
        let Some(mut inner) = inner else { return Err(diagnostics) };
        inner.diagnostics = diagnostics.clone();
        Ok((Self { inner: Arc::new(inner) }, diagnostics))
    }

    /// What was found in the file that does not keep it from running.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.inner.diagnostics
    }

    /// The processes of the file, in its order.
    #[must_use]
    pub fn processes(&self) -> Vec<ProcessInfo> {
        self.inner.processes.clone()
    }

    /// The flow nodes of every process that can run, in the file's order.
    #[must_use]
    pub fn elements(&self) -> Vec<ElementInfo> {
        let program = self.program();
        let mut hosts = vec![None; program.nodes().count()];
        for (_, host) in program.nodes() {
            for boundary in &host.boundaries {
                if let Some(place) = hosts.get_mut(boundary.position()) {
                    *place = Some(host.id.clone());
                }
            }
        }
        let nodes = program.nodes().filter(|(_, node)| node.parent.is_some());
        nodes
            .map(|(ix, node)| element(program, ix, node, hosts.get(ix.position()).cloned().flatten()))
            .collect_vec()
    }

    /// The participants of its collaborations, in the file's order.
    #[must_use]
    pub fn participants(&self) -> &[ParticipantInfo] {
        &self.inner.collaboration.participants
    }

    /// The message flows between its participants, in the file's order: who talks with whom.
    #[must_use]
    pub fn message_flows(&self) -> &[MessageFlowInfo] {
        &self.inner.collaboration.message_flows
    }

    /// A number that tells this program from others; equal on every platform.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.inner.fingerprint
    }

    pub(crate) fn program(&self) -> &Program {
        &self.inner.program
    }
}

fn element(program: &Program, ix: NodeIx, node: &Node, attached_to: Option<Text>) -> ElementInfo {
    let id = |ix: NodeIx| program.node(ix).id.clone();
    let process = program.process_of(ix);
    ElementInfo {
        id: node.id.clone(),
        name: node.name.clone(),
        r#type: Text::from(node.spec.tag()),
        process: id(process),
        scope: id(node.parent.unwrap_or(process)),
        line: node.line,
        waits: node.spec.can_wait(),
        attached_to,
        incoming: node.incoming.iter().map(|flow| program.flow(*flow).id.clone()).collect_vec(),
        outgoing: node.outgoing.iter().map(|flow| program.flow(*flow).id.clone()).collect_vec(),
    }
}

/// No process has errors that count, and yet none can run: there is none, or none is meant to.
fn nothing_runs(model: &Model) -> Diagnostic {
    let first = model.processes.first();
    let place = first.and_then(|process| process.nodes.first());
    Diagnostic {
        code: Text::from("noProcess"),
        severity: Severity::Error,
        message: match first {
            None => "the file has no process".to_owned(),
            Some(_) => "no process of the file can run; the warnings say why".to_owned(),
        },
        help: Some("a file that runs has a `process` made of elements that can be run".to_owned()),
        element: first.map(|process| process.id.clone()),
        path: None,
        line: place.map_or(1, |node| node.line),
        column: place.map_or(1, |node| node.column),
    }
}
