//! Item definitions: whether values conform to them, and what they are in FEEL.

use tidewheel::feel::{Names, Type, Val};

use crate::evaluate::Cx;
use crate::model::Item;

/// Deeper than any definition refers to others.
const MAX_DEPTH: usize = 32;

impl Cx {
    /// The value as that type, or null with a reason.
    pub(crate) fn conform_or_null(&self, value: Val, of: Option<&str>) -> Val {
        self.conform(value, of).unwrap_or_default()
    }

    /// The value as that type: itself, or converted to or from a list of one item, or from a date.
    pub(crate) fn conform(&self, value: Val, of: Option<&str>) -> Option<Val> {
        let Some(of) = of else { return Some(value) };
        if self.is(&value, of, 0) {
            return Some(value);
        }
        if let Some(list) = value.as_list()
            && let (1, Some(only)) = (list.len(), list.get(0))
            && self.is(&only, of, 0)
        {
            return Some(only);
        }
        let listed = Val::list(vec![value.clone()]);
        if self.is(&listed, of, 0) {
            return Some(listed);
        }
        if self.base(of) == Some("date and time") && kind(&value) == "date" {
            let midnight = "date and time(date, @\"00:00:00Z\")";
            return Some(self.literal(midnight, &Names::from([("date", value)])));
        }
        self.note(format!("{value} is not of the type {of}"));
        None
    }

    /// The item definition of that name, and the model that it is in.
    fn item(&self, of: &str) -> Option<(usize, &Item)> {
        let own = self.world.models.get(self.model)?;
        let words = of.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(item) = own.types.get(&words) {
            return Some((self.model, item));
        }
        own.imports.iter().find_map(|(namespace, name)| {
            let rest = words.strip_prefix(name.as_str())?.strip_prefix('.')?;
            let model = self.world.models.iter().position(|model| model.namespace == *namespace)?;
            Some((model, self.world.models.get(model)?.types.get(rest)?))
        })
    }

    /// The simple type at the bottom.
    fn base<'a>(&'a self, of: &'a str) -> Option<&'a str> {
        let mut of = of;
        for _ in 0..MAX_DEPTH {
            match self.item(of) {
                Some((_, item)) => of = item.base.as_deref()?,
                None => return simple(of),
            }
        }
        None
    }

    /// The allowed values of a type.
    pub(crate) fn allowed_values(&self, of: &str) -> Option<String> {
        self.item(of)?.1.allowed.clone()
    }

    fn is(&self, value: &Val, of: &str, depth: usize) -> bool {
        if value.is_null() || depth > MAX_DEPTH {
            return true;
        }
        match self.item(of) {
            Some((model, item)) => {
                let cx = Self { model, ..self.clone() };
                cx.is_item(value, item, depth)
            }
            None => match simple(of) {
                Some("Any") | None => true,
                Some("list") => value.as_list().is_some(),
                Some(of) => kind(value) == of,
            },
        }
    }

    fn is_item(&self, value: &Val, item: &Item, depth: usize) -> bool {
        if !item.collection {
            return self.is_single(value, item, depth);
        }
        value.as_list().is_some_and(|list| list.iter().all(|value| self.is_single(&value, item, depth)))
    }

    fn is_single(&self, value: &Val, item: &Item, depth: usize) -> bool {
        if value.is_null() {
            return true;
        }
        if item.function.is_some() {
            return matches!(value, Val::Function(_));
        }
        if !item.components.is_empty() {
            let Some(context) = value.as_context() else { return false };
            return item.components.iter().all(|(name, component)| {
                context
                    .get(name)
                    .is_some_and(|value| value.is_null() || self.is_item(&value, component, depth + 1))
            });
        }
        let based = item.base.as_deref().is_none_or(|base| self.is(value, base, depth + 1));
        let allowed = |tests: &str| self.tests(tests, value, &Names::default()) == Some(true);
        based && item.allowed.as_deref().is_none_or(allowed)
    }

    /// The type in FEEL, for `instance of` and parameters.
    pub(crate) fn type_of(&self, of: &str) -> Type {
        self.feel_type(of, 0)
    }

    fn feel_type(&self, of: &str, depth: usize) -> Type {
        if depth > MAX_DEPTH {
            return Type::Any;
        }
        if let Some((model, item)) = self.item(of) {
            return Self { model, ..self.clone() }.type_of_item(item, depth);
        }
        match simple(of) {
            Some("number") => Type::Number,
            Some("string") => Type::String,
            Some("boolean") => Type::Boolean,
            Some("date") => Type::Date,
            Some("time") => Type::Time,
            Some("date and time") => Type::DateTime,
            Some("years and months duration") => Type::YearsMonths,
            Some("days and time duration") => Type::DaysTime,
            Some("context") => Type::Context(Vec::new()),
            Some("function") => Type::Function(None),
            _ => Type::Any,
        }
    }

    pub(crate) fn type_of_item(&self, item: &Item, depth: usize) -> Type {
        let single = if let Some((params, result)) = &item.function {
            let params = params.iter().map(|of| self.feel_type(of, depth + 1)).collect();
            Type::Function(Some((params, Box::new(self.feel_type(result, depth + 1)))))
        } else if item.components.is_empty() {
            item.base.as_deref().map_or(Type::Any, |base| self.feel_type(base, depth + 1))
        } else {
            let member =
                |(name, item): &(String, Item)| (name.as_str().into(), self.type_of_item(item, depth + 1));
            Type::Context(item.components.iter().map(member).collect())
        };
        if item.collection { Type::List(Box::new(single)) } else { single }
    }
}

/// The one name of a simple type.
fn simple(of: &str) -> Option<&'static str> {
    let of = of.strip_prefix("feel:").unwrap_or(of);
    Some(match of {
        "number" => "number",
        "string" => "string",
        "boolean" => "boolean",
        "date" => "date",
        "time" => "time",
        "dateTime" | "date and time" => "date and time",
        "yearMonthDuration" | "years and months duration" => "years and months duration",
        "dayTimeDuration" | "days and time duration" => "days and time duration",
        "context" => "context",
        "function" => "function",
        "list" => "list",
        "Any" => "Any",
        _ => return None,
    })
}

/// The simple type of a value.
fn kind(value: &Val) -> &'static str {
    match value {
        Val::Null => "Null",
        Val::Bool(_) => "boolean",
        Val::Number(_) => "number",
        Val::Text(_) => "string",
        Val::List(_) => "list",
        Val::Context(_) => "context",
        Val::Function(_) => "function",
        Val::Range(_) => "range",
        Val::Temporal(temporal) => temporal.type_name(),
    }
}
