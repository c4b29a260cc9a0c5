//! Writes BPMN files node by node, in the dialect of the engine that is to read them.

use std::fmt::Write as _;

/// What BPMN leaves to the engines: how a condition is written and a service is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// No vendor's attributes; conditions in FEEL.
    Plain,
    /// What `bpmn-engine` reads: its expressions have no operators, so a condition is one boolean.
    BpmnEngine,
    /// What `SpiffWorkflow` reads: conditions in Python.
    Spiff,
}

impl Dialect {
    /// Every dialect, with the name of its folder.
    pub const ALL: [(Self, &str); 3] =
        [(Self::Plain, "plain"), (Self::BpmnEngine, "bpmn-engine"), (Self::Spiff, "spiff")];

    /// The condition that a variable equals a number.
    fn equals(self, variable: &str, number: u32) -> String {
        match self {
            Self::Plain => format!("{variable} = {number}"),
            Self::BpmnEngine => truth(variable),
            Self::Spiff => format!("{variable} == {number}"),
        }
    }

    /// The condition that a variable is below a number.
    fn below(self, variable: &str, number: u32) -> String {
        match self {
            Self::Plain | Self::Spiff => format!("{variable} &lt; {number}"),
            Self::BpmnEngine => truth(variable),
        }
    }

    fn service(self) -> &'static str {
        match self {
            Self::BpmnEngine => r#" implementation="${environment.services.work}""#,
            Self::Plain | Self::Spiff => "",
        }
    }
}

/// The boolean that the host of `bpmn-engine` keeps beside each variable.
fn truth(variable: &str) -> String {
    format!("${{environment.variables.{variable}_holds}}")
}

struct Node {
    open: String,
    tag: &'static str,
    id: String,
}

struct Flow {
    source: String,
    target: String,
    condition: Option<String>,
}

/// A process in the making.
pub struct Sketch {
    dialect: Dialect,
    nodes: Vec<Node>,
    flows: Vec<Flow>,
}

impl Sketch {
    /// An empty process.
    #[must_use]
    pub fn new(dialect: Dialect) -> Self {
        Self { dialect, nodes: Vec::new(), flows: Vec::new() }
    }

    fn node(&mut self, tag: &'static str, id: &str, attributes: &str) -> String {
        let open = format!(r#"<{tag} id="{id}"{attributes}>"#);
        self.nodes.push(Node { open, tag, id: id.to_owned() });
        id.to_owned()
    }

    /// Adds a start event.
    pub fn start(&mut self) -> String {
        self.node("startEvent", "start", "")
    }

    /// Adds an end event.
    pub fn end(&mut self, id: &str) -> String {
        self.node("endEvent", id, "")
    }

    /// Adds a service task.
    pub fn service(&mut self, id: &str) -> String {
        let implementation = self.dialect.service();
        self.node("serviceTask", id, &format!(r#" name="{id}"{implementation}"#))
    }

    /// Adds a user task.
    pub fn user(&mut self, id: &str) -> String {
        self.node("userTask", id, &format!(r#" name="{id}""#))
    }

    /// Adds a parallel gateway.
    pub fn parallel(&mut self, id: &str) -> String {
        self.node("parallelGateway", id, "")
    }

    /// Adds an exclusive gateway; where it chooses, its default flow leads to `otherwise`.
    pub fn exclusive(&mut self, id: &str, otherwise: Option<&str>) -> String {
        let default = otherwise.map(|target| format!(r#" default="{}""#, flow_id(id, target)));
        self.node("exclusiveGateway", id, &default.unwrap_or_default())
    }

    /// Connects two nodes.
    pub fn flow(&mut self, source: &str, target: &str) {
        self.flows.push(Flow { source: source.to_owned(), target: target.to_owned(), condition: None });
    }

    /// Connects each node with the next.
    pub fn chain(&mut self, ids: &[String]) {
        for (source, target) in ids.iter().zip(ids.iter().skip(1)) {
            self.flow(source, target);
        }
    }

    /// Connects two nodes where a variable equals a number.
    pub fn flow_if_equal(&mut self, source: &str, target: &str, variable: &str, number: u32) {
        self.flow_where(source, target, &self.dialect.equals(variable, number));
    }

    /// Connects two nodes where a variable is below a number.
    pub fn flow_if_below(&mut self, source: &str, target: &str, variable: &str, number: u32) {
        self.flow_where(source, target, &self.dialect.below(variable, number));
    }

    /// Connects two nodes where a condition holds; its text is XML in the language of the dialect.
    pub fn flow_where(&mut self, source: &str, target: &str, condition: &str) {
        let condition = Some(condition.to_owned());
        self.flows.push(Flow { source: source.to_owned(), target: target.to_owned(), condition });
    }

    /// The whole file, with this process in it.
    #[must_use]
    pub fn file(&self, process: &str) -> String {
        let mut xml = String::from(concat!(
            r#"<?xml version="1.0" encoding="UTF-8"?>"#,
            "\n",
            r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL""#,
            r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="bench" targetNamespace="urn:bench">"#,
            "\n",
        ));
        // Writing to a string cannot fail.
        let _ = writeln!(xml, r#"<process id="{process}" isExecutable="true">"#);
        self.write_nodes(&mut xml);
        for flow in &self.flows {
            let Flow { source, target, condition } = flow;
            let id = flow_id(source, target);
            let _ = write!(xml, r#"<sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}""#);
            let _ = match condition {
                None => writeln!(xml, "/>"),
                Some(condition) => writeln!(
                    xml,
                    r#"><conditionExpression xsi:type="tFormalExpression">{condition}</conditionExpression></sequenceFlow>"#
                ),
            };
        }
        xml.push_str("</process>\n</definitions>\n");
        xml
    }

    /// The nodes with their `incoming` and `outgoing` children, as modelling tools write them.
    fn write_nodes(&self, xml: &mut String) {
        let mut ends: std::collections::BTreeMap<&str, String> = std::collections::BTreeMap::new();
        for (end, of) in
            [("incoming", (|flow| &flow.target) as fn(&Flow) -> &String), ("outgoing", |flow| &flow.source)]
        {
            for flow in &self.flows {
                let id = flow_id(&flow.source, &flow.target);
                let _ = write!(ends.entry(of(flow)).or_default(), "<{end}>{id}</{end}>");
            }
        }
        for Node { open, tag, id } in &self.nodes {
            let ends = ends.get(id.as_str()).map_or("", String::as_str);
            let _ = writeln!(xml, "{open}{ends}</{tag}>");
        }
    }
}

fn flow_id(source: &str, target: &str) -> String {
    format!("{source}-{target}")
}
