//! Calls: methods of values, what models ask of `execution`, and functions. Some are only another way to
//! write what the language has operators for; calls of beans and classes are refused by name.

use super::super::{Purpose, Subject};
use super::methods::Method;
use super::{Compare, Function, Node};
use crate::value::{CollectVec, Value, clip, lower};

/// How Flowable's functions on variables begin.
pub(super) const PREFIXES: &[&str] = &["var", "variables", "vars"];

/// The object by which models of Camunda and Flowable ask for variables.
const EXECUTION: &str = "execution";

/// The same in a task listener.
const TASK: &str = "task";

/// What models ask of these objects, as a property and as a method.
const SUBJECTS: &[(&str, &str, Subject)] = &[
    (EXECUTION, "businessKey", Subject::BusinessKey),
    (EXECUTION, "currentActivityId", Subject::ElementId),
    (EXECUTION, "currentActivityName", Subject::ElementName),
    (EXECUTION, "processBusinessKey", Subject::BusinessKey),
    (EXECUTION, "processInstanceBusinessKey", Subject::BusinessKey),
    (EXECUTION, "processInstanceId", Subject::InstanceId),
    (TASK, "name", Subject::ElementName),
    (TASK, "processInstanceId", Subject::InstanceId),
    (TASK, "taskDefinitionKey", Subject::ElementId),
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
            "`{name}` is not supported here: an expression that is asked for a value changes nothing; write an output mapping or a result variable instead"
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

/// The object of the vendors that a name stands for.
pub(super) fn object(name: &str, purpose: Purpose) -> Option<&'static str> {
    match name {
        EXECUTION => Some(EXECUTION),
        TASK if purpose == Purpose::Task => Some(TASK),
        _ => None,
    }
}

/// What `execution.name` is.
pub(super) fn subject(object: &str, name: &str) -> Option<Node> {
    let found = SUBJECTS.iter().find(|(of, known, _)| *of == object && *known == name);
    found.map(|(.., subject)| Node::Subject(*subject))
}

/// Whether a name is that of a method that some value has.
pub(super) fn is_method(name: &str) -> bool {
    let of_object = || {
        let property = name.strip_prefix("get").map(lower_first);
        property.is_some_and(|property| SUBJECTS.iter().any(|(_, known, _)| *known == property))
    };
    matches!(name, "getVariable" | "hasVariable" | "size") || Method::named(name).is_some() || of_object()
}

/// `text.equals('x')`, `list.size()`, `execution.getVariable('x')`; none if the arguments do not fit.
pub(super) fn method(
    receiver: Box<Node>,
    object: Option<&str>,
    name: &str,
    arguments: Vec<Node>,
) -> Option<Node> {
    if let Some(object) = object {
        return of_object(object, name, arguments);
    }
    match name {
        "size" => arguments.is_empty().then_some(Node::Size(receiver)),
        _ => {
            let method = Method::named(name).filter(|method| method.takes(arguments.len()))?;
            Some(Node::Call { receiver, method, arguments })
        }
    }
}

fn of_object(object: &str, name: &str, arguments: Vec<Node>) -> Option<Node> {
    match name {
        "getVariable" => Some(optional(only(arguments)?)),
        "hasVariable" => Some(Node::Has(Box::new(only(arguments)?))),
        _ if arguments.is_empty() => subject(object, &lower_first(name.strip_prefix("get")?)),
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
