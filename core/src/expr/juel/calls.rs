//! Calls: methods of values, what models ask of `execution`, and functions. Some are only another way to
//! write what the language has operators for; calls of beans and classes are refused by name.

use super::super::Subject;
use super::methods::Method;
use super::{Compare, Function, Node};
use crate::value::{CollectVec, Value, clip, lower};

/// How Flowable's functions on variables begin.
pub(super) const PREFIXES: &[&str] = &["var", "variables", "vars"];

/// The object by which models of Camunda and Flowable ask for variables.
pub(super) const EXECUTION: &str = "execution";

/// What models ask of `execution`, as a property and as a method.
const SUBJECTS: &[(&str, Subject)] = &[
    ("businessKey", Subject::BusinessKey),
    ("currentActivityId", Subject::ElementId),
    ("currentActivityName", Subject::ElementName),
    ("processBusinessKey", Subject::BusinessKey),
    ("processInstanceBusinessKey", Subject::BusinessKey),
    ("processInstanceId", Subject::InstanceId),
];

/// Functions without a prefix: Camunda's and Spin's.
const FUNCTIONS: &[(&str, usize, Function)] = &[
    ("JSON", 1, Function::Json),
    ("S", 1, Function::Json),
    ("dateTime", 0, Function::Now),
    ("now", 0, Function::Now),
];

/// Flowable's functions that compare a variable.
const COMPARISONS: &[(&str, Compare)] = &[
    ("equals", Compare::Eq),
    ("eq", Compare::Eq),
    ("notEquals", Compare::Ne),
    ("ne", Compare::Ne),
    ("lowerThan", Compare::Lt),
    ("lessThan", Compare::Lt),
    ("lt", Compare::Lt),
    ("lowerThanOrEquals", Compare::Le),
    ("lessThanOrEquals", Compare::Le),
    ("lte", Compare::Le),
    ("greaterThan", Compare::Gt),
    ("gt", Compare::Gt),
    ("greaterThanOrEquals", Compare::Ge),
    ("gte", Compare::Ge),
];

pub(super) fn unknown_method(name: &str) -> String {
    match name {
        "setVariable" | "setVariableLocal" | "removeVariable" => format!(
            "`{name}` is not supported: an expression changes no variables; write an output mapping or a result variable instead"
        ),
        _ => format!(
            "the call of method `{}` is not supported: there are no beans and classes here; compute the value in a job",
            clip(name)
        ),
    }
}

pub(super) fn unknown_function(name: &str) -> String {
    format!(
        "function `{}` is not supported; compute the value in a job and read it as a variable",
        clip(name)
    )
}

/// What `execution.name` is.
pub(super) fn subject(name: &str) -> Option<Node> {
    SUBJECTS.iter().find(|(known, _)| *known == name).map(|(_, subject)| Node::Subject(*subject))
}

/// Whether a name is that of a method that some value has.
pub(super) fn is_method(name: &str) -> bool {
    let of_execution = || name.strip_prefix("get").is_some_and(|rest| subject(&lower_first(rest)).is_some());
    matches!(name, "getVariable" | "hasVariable" | "size") || Method::named(name).is_some() || of_execution()
}

/// `text.equals('x')`, `list.size()`, `execution.getVariable('x')`; none if the arguments do not fit.
pub(super) fn method(receiver: Box<Node>, name: &str, arguments: Vec<Node>) -> Option<Node> {
    if matches!(&*receiver, Node::Name(of) if &**of == EXECUTION) {
        return of_execution(name, arguments);
    }
    match name {
        "size" => arguments.is_empty().then_some(Node::Size(receiver)),
        _ => {
            let method = Method::named(name).filter(|method| method.takes(arguments.len()))?;
            Some(Node::Call { receiver, method, arguments })
        }
    }
}

fn of_execution(name: &str, arguments: Vec<Node>) -> Option<Node> {
    match name {
        "getVariable" => Some(optional(only(arguments)?)),
        "hasVariable" => Some(Node::Has(Box::new(only(arguments)?))),
        _ if arguments.is_empty() => subject(&lower_first(name.strip_prefix("get")?)),
        _ => None,
    }
}

/// The variable of that name, which may be missing.
fn optional(name: Node) -> Node {
    match name {
        Node::Literal(Value::Text(name)) => Node::Optional(name),
        name => Node::Named(Box::new(name)),
    }
}

fn lower_first(name: &str) -> String {
    let first = name.chars().next().map_or(0, char::len_utf8);
    let (first, rest) = name.split_at(first);
    lower(first) + rest
}

fn only(mut arguments: Vec<Node>) -> Option<Node> {
    let only = arguments.pop()?;
    arguments.is_empty().then_some(only)
}

/// Whether a name is that of a function, or has the prefix of one.
pub(super) fn is_function(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, _)) => PREFIXES.contains(&prefix),
        None => FUNCTIONS.iter().any(|(known, ..)| *known == name),
    }
}

/// `now()`, `JSON(text)`, or one of Flowable's functions.
pub(super) fn function(name: &str, arguments: Vec<Node>) -> Option<Node> {
    if let Some((_, function)) = name.split_once(':') {
        return on_variable(function, arguments);
    }
    let (.., function) =
        FUNCTIONS.iter().find(|(known, count, _)| *known == name && *count == arguments.len())?;
    Some(Node::Function(*function, arguments))
}

/// `vars:equals(x, 1)`: the first argument is a variable, by its name or as a text, and may be missing.
fn on_variable(function: &str, arguments: Vec<Node>) -> Option<Node> {
    let mut arguments = arguments.into_iter();
    let variable = match arguments.next()? {
        Node::Name(name) | Node::Literal(Value::Text(name)) => name,
        _ => return None,
    };
    let value = Node::Optional(variable.clone());
    if matches!(function, "contains" | "containsAny") {
        let which = if function == "contains" { Function::ContainsAll } else { Function::ContainsAny };
        return (arguments.len() > 0)
            .then(|| Node::Function(which, std::iter::once(value).chain(arguments).collect_vec()));
    }
    let second = arguments.next();
    if arguments.next().is_some() {
        return None;
    }
    let missing = |operator| Node::Compare {
        first: Box::new(Node::Optional(variable.clone())),
        rest: vec![(operator, Node::Literal(Value::Null))],
    };
    Some(match (function, second) {
        ("get", None) => value,
        ("exists", None) => missing(Compare::Ne),
        ("base64", None) => Node::Function(Function::Base64, vec![value]),
        ("isEmpty" | "empty", None) => Node::Empty(Box::new(value)),
        ("isNotEmpty" | "notEmpty", None) => Node::Not(Box::new(Node::Empty(Box::new(value)))),
        ("getOrDefault", Some(other)) => Node::If(Box::new((missing(Compare::Eq), other, value))),
        (name, Some(other)) => {
            let (_, operator) = COMPARISONS.iter().find(|(known, _)| *known == name)?;
            Node::Function(Function::Compare(*operator), vec![value, other])
        }
        _ => return None,
    })
}
