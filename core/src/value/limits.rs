//! Bounds on data that comes from outside.

use super::{Value, Vars};

/// How many lists and maps may lie within one another.
pub const MAX_DEPTH: usize = 64;
/// How many values one set of variables may hold, those within lists and maps included.
pub const MAX_VALUES: usize = 100_000;
/// How many bytes of text one set of variables may hold, names included: 4 MiB.
pub const MAX_TEXT: usize = 4 << 20;

/// Checks that variables are within [`MAX_DEPTH`], [`MAX_VALUES`] and [`MAX_TEXT`], and that JSON
/// can carry every number in them.
///
/// # Errors
///
/// Says which bound is broken and what to do about it.
pub(crate) fn check(vars: &Vars) -> Result<(), String> {
    let mut budget = Budget::new();
    vars.iter().try_for_each(|(name, value)| {
        budget.text(name)?;
        budget.value(value, 0)
    })
}

/// [`check`] for one value.
pub(crate) fn check_value(value: &Value) -> Result<(), String> {
    Budget::new().value(value, 0)
}

pub(super) fn too_deep() -> String {
    format!("lists and maps are nested more than {MAX_DEPTH} levels deep; use a flatter structure")
}

/// What is left of the bounds. Values share their parts, so a small one may stand for an endless
/// tree: walking must stop at the bound instead of counting to the end.
struct Budget {
    values: usize,
    text: usize,
}

impl Budget {
    fn new() -> Self {
        Self { values: MAX_VALUES, text: MAX_TEXT }
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        self.text = self.text.checked_sub(text.len()).ok_or_else(|| {
            format!("more than {MAX_TEXT} bytes of text; keep large data outside and pass a reference")
        })?;
        Ok(())
    }

    fn value(&mut self, value: &Value, depth: usize) -> Result<(), String> {
        self.values = self.values.checked_sub(1).ok_or_else(|| {
            format!("more than {MAX_VALUES} values; keep large data outside and pass a reference")
        })?;
        let within = || if depth < MAX_DEPTH { Ok(depth + 1) } else { Err(too_deep()) };
        match value {
            Value::Null | Value::Bool(_) => Ok(()),
            Value::Number(number) => {
                number.portable().map(|_| ()).ok_or_else(|| super::json::unportable(*number))
            }
            Value::Text(text) => self.text(text),
            Value::List(items) => {
                let depth = within()?;
                items.iter().try_for_each(|item| self.value(item, depth))
            }
            Value::Map(members) => {
                let depth = within()?;
                members.iter().try_for_each(|(name, member)| {
                    self.text(name)?;
                    self.value(member, depth)
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Number;

    fn nested(levels: usize) -> Value {
        (0..levels).fold(Value::Null, |inner, _| Value::from(vec![inner]))
    }

    #[test]
    fn bounds_depth_count_and_text() {
        assert_eq!(check_value(&nested(MAX_DEPTH)), Ok(()));
        assert!(check_value(&nested(MAX_DEPTH + 1)).unwrap_err().contains("64 levels"));
        let full: Value = (0..MAX_VALUES - 1).map(|_| Value::Null).collect();
        assert_eq!(check_value(&full), Ok(()));
        assert!(check_value(&Value::from(vec![full])).unwrap_err().contains("100000 values"));
        let text = Value::from("x".repeat(MAX_TEXT));
        assert_eq!(check_value(&text), Ok(()));
        assert!(check(&Vars::from([("x".into(), text)])).unwrap_err().contains("bytes of text"));
    }

    #[test]
    fn stops_at_the_bound_in_shared_structures() {
        let bomb = (0..60).fold(Value::Null, |inner, _| Value::from(vec![inner.clone(), inner]));
        assert!(check_value(&bomb).unwrap_err().contains("values"));
    }

    #[test]
    fn finds_numbers_that_json_would_round() {
        let number = Number::parse("0.12345678901234567890").unwrap();
        assert!(check_value(&number.into()).unwrap_err().contains("0.1234567890123456789"));
    }
}
