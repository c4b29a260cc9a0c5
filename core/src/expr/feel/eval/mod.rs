//! The meaning of expressions: what is missing or of the wrong type is null, and null is neither true
//! nor false.

mod call;
mod iterate;
mod logic;
mod path;

use std::borrow::Cow;
use std::sync::Arc;

use super::arith;
use super::ast::{Arith, Lambda, Node, RangeNode};
use super::builtins;
use super::function::Function;
use super::range::Range;
use super::run::{Res, Run};
use super::types;
use super::value::Val;
use crate::value::{CollectVec, Text, clip};

pub(super) use call::call;

/// Where an expression is evaluated: the evaluation, and the names that are nearer than its scope.
#[derive(Clone, Copy)]
pub(super) struct Cx<'a> {
    pub(super) run: &'a Run<'a>,
    frame: Option<&'a Frame<'a>>,
    /// What looking through the frames costs.
    weight: usize,
}

struct Frame<'a> {
    names: Bound<'a>,
    outer: Option<&'a Frame<'a>>,
}

enum Bound<'a> {
    One(&'a str, &'a Val),
    /// Of two of one name the later one counts.
    Many(&'a [(Text, Val)]),
    Params(&'a [(Text, types::Type)], &'a [Val]),
    /// What a filter looks at: `item`, and its members if it is a context.
    Item(&'a Val),
}

impl Bound<'_> {
    /// Many names are as much work to look through as some nodes are to evaluate.
    fn weight(&self) -> usize {
        match self {
            Self::Many(entries) => entries.len() / 16,
            Self::Params(params, _) => params.len() / 16,
            Self::One(..) | Self::Item(_) => 0,
        }
    }

    fn get(&self, name: &str) -> Option<Val> {
        match self {
            Self::One(known, value) => (*known == name).then(|| (*value).clone()),
            Self::Many(entries) => {
                entries.iter().rev().find(|(known, _)| &**known == name).map(|(_, value)| value.clone())
            }
            Self::Params(params, values) => {
                let place = params.iter().position(|(known, _)| &**known == name)?;
                values.get(place).cloned()
            }
            Self::Item(item) => item
                .as_context()
                .and_then(|context| context.get(name))
                .or_else(|| (name == "item").then(|| (*item).clone())),
        }
    }
}

impl<'a> Cx<'a> {
    pub(super) fn new(run: &'a Run<'a>) -> Self {
        Self { run, frame: None, weight: 0 }
    }

    /// Evaluates where one more name is known.
    pub(super) fn with<T>(&self, name: &str, value: &Val, evaluate: impl FnOnce(&Cx<'_>) -> T) -> T {
        self.within(Bound::One(name, value), evaluate)
    }

    fn within<T>(&self, names: Bound<'_>, evaluate: impl FnOnce(&Cx<'_>) -> T) -> T {
        let weight = self.weight + names.weight();
        evaluate(&Cx { run: self.run, frame: Some(&Frame { names, outer: self.frame }), weight })
    }

    /// What a name means, apart from built-in functions.
    fn lookup(&self, name: &str) -> Option<Val> {
        let mut frame = self.frame;
        while let Some(Frame { names, outer }) = frame {
            if let Some(value) = names.get(name) {
                return Some(value);
            }
            frame = *outer;
        }
        self.run.scope.lookup(name)
    }
}

pub(super) fn eval(node: &Node, cx: &Cx<'_>) -> Res {
    match node {
        Node::Literal(value) => Ok(value.clone()),
        Node::Name(name) => {
            cx.run.spend(cx.weight)?;
            Ok(variable(name, cx))
        }
        _ => {
            cx.run.spend(1)?;
            if !cx.run.enter() {
                return Ok(cx.run.too_deep());
            }
            let value = inner(node, cx);
            cx.run.leave();
            value
        }
    }
}

/// [`eval`] that does not copy literals.
fn operand<'n>(node: &'n Node, cx: &Cx<'_>) -> Res<Cow<'n, Val>> {
    match node {
        Node::Literal(value) => Ok(Cow::Borrowed(value)),
        node => eval(node, cx).map(Cow::Owned),
    }
}

/// Each arm is a function of its own, so that the stack of a deep expression stays small.
fn inner(node: &Node, cx: &Cx<'_>) -> Res {
    match node {
        Node::Literal(value) => Ok(value.clone()),
        Node::Name(name) => Ok(variable(name, cx)),
        Node::Compare(sides) => logic::comparison(sides, cx),
        Node::And(nodes) => logic::all(nodes, cx),
        Node::Or(nodes) => logic::any(nodes, cx),
        Node::Between(parts) => logic::between(parts, cx),
        Node::In(parts) => logic::within(parts, cx),
        Node::If(branches, otherwise) => conditional(branches, otherwise, cx),
        Node::Chain(parts) => chain(&parts.0, &parts.1, cx),
        Node::Negate(operand) => Ok(arith::negate(&eval(operand, cx)?, cx.run)),
        Node::Path(base, steps) => path::path(base, steps, cx),
        Node::Call(node) => call::builtin(node, cx),
        Node::List(items) => Ok(cx.run.list(values(items, cx)?)),
        Node::Context(entries) => context(entries, cx),
        Node::Range(range) => interval(range, cx),
        Node::For(node) => iterate::for_(node, cx),
        Node::Quantified(node) => iterate::quantified(node, cx),
        Node::InstanceOf(parts) => types::is_instance(&eval(&parts.0, cx)?, &parts.1, cx.run).map(Val::Bool),
        Node::Function(lambda) => function(lambda, None, cx),
    }
}

fn variable(name: &str, cx: &Cx<'_>) -> Val {
    if let Some(value) = cx.lookup(name) {
        return value;
    }
    match builtins::find(name) {
        Some(builtin) => Val::Function(Function::builtin(builtin)),
        None => cx.run.null_with(format_args!("variable `{}` is not set", clip(name))),
    }
}

fn conditional(branches: &[(Node, Node)], otherwise: &Node, cx: &Cx<'_>) -> Res {
    for (condition, node) in branches {
        if eval(condition, cx)?.as_bool() == Some(true) {
            return eval(node, cx);
        }
    }
    eval(otherwise, cx)
}

/// Operators from left to right. A growing text is built in place, so that a long chain of `+` does
/// not copy it again and again.
fn chain(first: &Node, rest: &[(Arith, Node)], cx: &Cx<'_>) -> Res {
    let mut so_far = eval(first, cx)?;
    let mut text = None::<String>;
    for (index, (operator, node)) in rest.iter().enumerate() {
        let right = operand(node, cx)?;
        if let (Arith::Add, Val::Text(more)) = (operator, &*right) {
            if let (None, Val::Text(begin), true) = (&text, &so_far, index + 1 < rest.len()) {
                text = Some(String::from(&**begin));
            }
            if let Some(text) = &mut text {
                if !cx.run.append(text, more)? {
                    return Ok(cx.run.too_long());
                }
                continue;
            }
        }
        if let Some(text) = text.take() {
            so_far = Val::from(text);
        }
        so_far = arith::apply(*operator, &so_far, &right, cx.run)?;
    }
    Ok(text.map_or(so_far, Val::from))
}

fn values(nodes: &[Node], cx: &Cx<'_>) -> Res<Vec<Val>> {
    let mut values = Vec::with_capacity(nodes.len());
    for node in nodes {
        values.push(eval(node, cx)?);
    }
    Ok(values)
}

/// Later entries see earlier ones, and functions themselves.
fn context(entries: &[(Text, Node)], cx: &Cx<'_>) -> Res {
    let mut values = Vec::with_capacity(entries.len());
    for (name, node) in entries {
        let value = cx.within(Bound::Many(&values), |cx| match node {
            Node::Function(lambda) => function(lambda, Some(name), cx),
            node => eval(node, cx),
        })?;
        values.push((name.clone(), value));
    }
    Ok(cx.run.context(values))
}

fn interval(range: &RangeNode, cx: &Cx<'_>) -> Res {
    let range = match range {
        RangeNode::Test(operator, end) => Range::of_test(*operator, eval(end, cx)?),
        RangeNode::Ends { low, high, low_closed, high_closed } => {
            let (low, high) = (eval(low, cx)?, eval(high, cx)?);
            if low.is_null() || high.is_null() {
                return Ok(cx.run.null("a range lacks an end"));
            }
            Range { low, high, low_closed: *low_closed, high_closed: *high_closed, ..Range::default() }
        }
    };
    Ok(match Val::range(range) {
        Val::Null => cx.run.null("the ends of a range cannot be compared"),
        range => range,
    })
}

/// Takes along what the body uses and is known here.
fn function(lambda: &Arc<Lambda>, name: Option<&Text>, cx: &Cx<'_>) -> Res {
    cx.run.spend(lambda.uses.len() * (1 + cx.weight))?;
    let captured = lambda.uses.iter().filter_map(|name| Some((name.clone(), cx.lookup(name)?))).collect_vec();
    Ok(Function::closure(lambda, name, captured).map_or_else(|| cx.run.too_deep(), Val::Function))
}
