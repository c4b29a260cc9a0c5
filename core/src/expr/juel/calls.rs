//! The calls that need no Java objects: a few methods of values, and Flowable's functions on variables.
//! Each is another way to write what the language has operators for.

use super::super::ops::Compare;
use super::Node;
use crate::value::{Value, clip};

/// Methods that are understood.
pub(super) const METHODS: &[&str] = &["equals", "getVariable", "isEmpty", "size"];

/// How Flowable's functions on variables begin.
pub(super) const PREFIXES: &[&str] = &["var", "variables", "vars"];

pub(super) fn unknown_method(name: &str) -> String {
    format!(
        "the call of method `{}` is not supported; compute the value in a job and read it as a variable",
        clip(name)
    )
}

/// `text.equals('x')`, `list.size()`, `execution.getVariable('x')`; none if the arguments do not fit.
pub(super) fn method(receiver: Node, name: &str, arguments: Vec<Node>) -> Option<Node> {
    let mut arguments = arguments.into_iter();
    let node = match (name, arguments.next()) {
        ("equals", Some(other)) => compare(receiver, Compare::Eq, other),
        ("isEmpty", None) => Node::Empty(Box::new(receiver)),
        ("size", None) => Node::Size(Box::new(receiver)),
        ("getVariable", Some(Node::Literal(Value::Text(variable)))) => match receiver {
            Node::Name(of) if &*of == "execution" => Node::Optional(variable),
            _ => return None,
        },
        _ => return None,
    };
    arguments.next().is_none().then_some(node)
}

/// Whether a name has the prefix of a function.
pub(super) fn is_function(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, _)| PREFIXES.contains(&prefix))
}

/// `vars:equals(x, 1)`: the first argument is a variable, by its name or as a text, and may be missing.
pub(super) fn function(name: &str, arguments: Vec<Node>) -> Option<Node> {
    let (_, function) = name.split_once(':')?;
    let mut arguments = arguments.into_iter();
    let variable = match arguments.next()? {
        Node::Name(name) | Node::Literal(Value::Text(name)) => name,
        _ => return None,
    };
    let value = Node::Optional(variable.clone());
    let second = arguments.next();
    if arguments.next().is_some() {
        return None;
    }
    let missing = |operator| compare(Node::Optional(variable.clone()), operator, Node::Literal(Value::Null));
    Some(match (function, second) {
        ("get", None) => value,
        ("exists", None) => missing(Compare::Ne),
        ("isEmpty" | "empty", None) => Node::Empty(Box::new(value)),
        ("isNotEmpty" | "notEmpty", None) => Node::Not(Box::new(Node::Empty(Box::new(value)))),
        ("getOrDefault", Some(other)) => Node::If(Box::new((missing(Compare::Eq), other, value))),
        ("equals" | "eq", Some(other)) => compare(value, Compare::Eq, other),
        ("notEquals" | "ne", Some(other)) => compare(value, Compare::Ne, other),
        ("lowerThan" | "lessThan" | "lt", Some(other)) => compare(value, Compare::Lt, other),
        ("lowerThanOrEquals" | "lessThanOrEquals" | "lte", Some(other)) => compare(value, Compare::Le, other),
        ("greaterThan" | "gt", Some(other)) => compare(value, Compare::Gt, other),
        ("greaterThanOrEquals" | "gte", Some(other)) => compare(value, Compare::Ge, other),
        _ => return None,
    })
}

fn compare(left: Node, operator: Compare, right: Node) -> Node {
    Node::Compare { first: Box::new(left), rest: vec![(operator, right)] }
}
