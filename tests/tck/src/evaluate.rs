//! Evaluates boxed expressions.

use std::sync::{Arc, Mutex};

use tidewheel::feel::{Expression, Function, Names, UnaryTests, Val};

use crate::boxed::{Boxed, Kind, Typed};
use crate::world::World;

/// Deeper than any case nests, and far from the end of the stack.
const MAX_DEPTH: usize = 200;

/// A model to evaluate in, and what went wrong.
#[derive(Clone)]
pub(crate) struct Cx {
    pub(crate) world: Arc<World>,
    /// Which model of the world.
    pub(crate) model: usize,
    pub(crate) notes: Arc<Mutex<Vec<String>>>,
    pub(crate) depth: usize,
}

impl Cx {
    /// Keeps the first few reasons for a null.
    pub(crate) fn note(&self, reason: impl Into<String>) {
        if let Ok(mut notes) = self.notes.lock()
            && notes.len() < 3
        {
            notes.push(reason.into());
        }
    }

    /// The value of FEEL's text; what is no FEEL is null.
    pub(crate) fn literal(&self, text: &str, names: &Names) -> Val {
        let known: Vec<&str> = names.values.keys().map(|name| &**name).collect();
        match Expression::compile(text, &known) {
            Ok(expression) => match expression.evaluate(names) {
                Ok(evaluated) => {
                    if let Some(reason) = evaluated.reason {
                        self.note(reason);
                    }
                    return evaluated.value;
                }
                Err(exhausted) => self.note(exhausted.to_string()),
            },
            Err(error) => self.note(format!("{error} (at {})", error.offset)),
        }
        Val::Null
    }

    /// Whether a value passes unary tests.
    pub(crate) fn tests(&self, text: &str, value: &Val, names: &Names) -> Option<bool> {
        let known: Vec<&str> = names.values.keys().map(|name| &**name).collect();
        match UnaryTests::compile(text, &known) {
            Ok(tests) => match tests.evaluate(value, names) {
                Ok(evaluated) => return evaluated.value.as_bool(),
                Err(exhausted) => self.note(exhausted.to_string()),
            },
            Err(error) => self.note(format!("{error} (at {})", error.offset)),
        }
        None
    }

    pub(crate) fn boxed(&self, boxed: &Boxed, names: &Names) -> Val {
        if self.depth > MAX_DEPTH {
            self.note("the calls nest too deep");
            return Val::Null;
        }
        let cx = Self { depth: self.depth + 1, ..self.clone() };
        let value = cx.kind(&boxed.kind, names);
        cx.conform_or_null(value, boxed.of.as_deref())
    }

    fn kind(&self, kind: &Kind, names: &Names) -> Val {
        match kind {
            Kind::Literal(text) => self.literal(text, names),
            Kind::Context(entries) => self.context(entries, names),
            Kind::List(items) => Val::list(items.iter().map(|item| self.boxed(item, names)).collect()),
            Kind::Relation(columns, rows) => {
                let row = |cells: &Vec<Boxed>| {
                    let cells = columns.iter().zip(cells).map(|(column, cell)| {
                        let value = self.conform_or_null(self.boxed(cell, names), column.of.as_deref());
                        (column.name.as_str().into(), value)
                    });
                    Val::context(cells.collect())
                };
                Val::list(rows.iter().map(row).collect())
            }
            Kind::Invocation(callee, bindings) => self.invocation(callee, bindings, names),
            Kind::Function(params, body) => self.function(params, body, names.clone()),
            Kind::Table(table) => table.evaluate(self, names),
            Kind::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                match self.boxed(condition, names) {
                    Val::Bool(true) => self.boxed(then, names),
                    Val::Bool(false) | Val::Null => self.boxed(otherwise, names),
                    _ => Val::Null,
                }
            }
            Kind::Filter(parts) => {
                let [list, test] = &**parts;
                self.filter(self.boxed(list, names), test, names)
            }
            Kind::For(name, parts) => {
                let [list, body] = &**parts;
                let Some(items) = self.items(self.boxed(list, names)) else { return Val::Null };
                let mut results = Vec::<Val>::new();
                for item in items {
                    let mut inner = names.clone();
                    inner.values.insert(name.as_str().into(), item);
                    inner.values.insert("partial".into(), Val::list(results.clone()));
                    results.push(self.boxed(body, &inner));
                }
                Val::list(results)
            }
            Kind::Quantified { some, name, parts } => {
                let [list, test] = &**parts;
                let Some(items) = self.items(self.boxed(list, names)) else { return Val::Null };
                let mut result = !some;
                for item in items {
                    let mut inner = names.clone();
                    inner.values.insert(name.as_str().into(), item);
                    match self.boxed(test, &inner).as_bool() {
                        Some(holds) if holds == *some => result = *some,
                        Some(_) => {}
                        None => return Val::Null,
                    }
                }
                Val::Bool(result)
            }
            Kind::Unknown(what) => {
                self.note(format!("{what} cannot be run"));
                Val::Null
            }
        }
    }

    fn context(&self, entries: &[(Option<Typed>, Arc<Boxed>)], names: &Names) -> Val {
        let mut inner = names.clone();
        let mut members = Vec::new();
        for (variable, value) in entries {
            let value = self.boxed(value, &inner);
            let Some(variable) = variable else { return value };
            let value = self.conform_or_null(value, variable.of.as_deref());
            inner.values.insert(variable.name.as_str().into(), value.clone());
            members.push((variable.name.as_str().into(), value));
        }
        Val::context(members)
    }

    /// Calls by writing the call in FEEL, which knows functions of all kinds.
    fn invocation(&self, callee: &Boxed, bindings: &[(String, Boxed)], names: &Names) -> Val {
        let function = self.boxed(callee, names);
        let (function, name) = match (&callee.kind, function) {
            (_, function @ Val::Function(_)) => (Some(function), "invoked"),
            (Kind::Literal(name), _) => (None, name.trim()),
            _ => return Val::Null,
        };
        let mut inner = Names { values: Default::default(), ..names.clone() };
        if let Some(function) = function {
            inner.values.insert(name.into(), function);
        }
        let mut arguments = Vec::new();
        for (index, (param, value)) in bindings.iter().enumerate() {
            inner.values.insert(format!("argument{index}").into(), self.boxed(value, names));
            arguments.push(format!("{param}: argument{index}"));
        }
        self.literal(&format!("{name}({})", arguments.join(", ")), &inner)
    }

    pub(crate) fn function(&self, params: &[Typed], body: &Arc<Boxed>, names: Names) -> Val {
        let (cx, body, own) = (self.clone(), Arc::clone(body), params.to_vec());
        self.callable(params, move |arguments| {
            let mut inner = names.clone();
            for (param, argument) in own.iter().zip(arguments) {
                inner.values.insert(param.name.as_str().into(), argument);
            }
            cx.boxed(&body, &inner)
        })
    }

    /// A function of FEEL whose arguments have the types of its parameters.
    pub(crate) fn callable(
        &self,
        params: &[Typed],
        body: impl Fn(Vec<Val>) -> Val + Send + Sync + 'static,
    ) -> Val {
        let typed = params.iter().map(|param| {
            let of = param.of.as_deref().map_or(tidewheel::feel::Type::Any, |of| self.type_of(of));
            (param.name.as_str().into(), of)
        });
        let (cx, own) = (self.clone(), params.to_vec());
        Val::Function(Function::typed(typed.collect(), move |arguments| {
            let mut conforming = Vec::new();
            for (param, argument) in own.iter().zip(arguments) {
                match cx.conform(argument.clone(), param.of.as_deref()) {
                    Some(value) => conforming.push(value),
                    None => return Val::Null,
                }
            }
            body(conforming)
        }))
    }

    fn filter(&self, list: Val, test: &Boxed, names: &Names) -> Val {
        let Some(items) = self.items(list) else { return Val::Null };
        let mut kept = Vec::new();
        for item in items {
            let mut inner = names.clone();
            if let Some(context) = item.as_context() {
                inner.values.extend(context.entries());
            }
            inner.values.insert("item".into(), item.clone());
            match self.boxed(test, &inner) {
                Val::Bool(true) => kept.push(item),
                Val::Bool(false) | Val::Null => {}
                Val::Number(_) => {
                    self.note("a filter by number is not run");
                    return Val::Null;
                }
                _ => {
                    self.note("a filter needs a boolean");
                    return Val::Null;
                }
            }
        }
        Val::list(kept)
    }

    /// What `for` goes through.
    fn items(&self, value: Val) -> Option<Vec<Val>> {
        let names = Names::from([("domain", value)]);
        Some(self.literal("for each in domain return each", &names).as_list()?.to_vec())
    }
}
