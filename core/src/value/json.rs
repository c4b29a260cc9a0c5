//! The JSON form of values, for every serde format of the bindings.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};

use super::limits::{MAX_DEPTH, too_deep};
use super::number::Portable;
use super::{Number, Value, Vars, double};

pub(super) fn unportable(number: Number) -> String {
    format!("the number `{number}` has more digits than JSON carries exactly; use a text instead")
}

pub(super) fn beyond_safe(number: &dyn fmt::Display) -> String {
    format!("the number `{number}` is beyond ±(2^53 - 1) and may have been rounded; use a text instead")
}

/// The number that a double stands for.
pub(super) fn from_double(value: f64) -> Result<Value, String> {
    if let Some(number) = Number::from_f64(value) {
        return Ok(Value::Number(number));
    }
    let number = if value.is_finite() {
        double::scientific(value)
    } else if value.is_nan() {
        "NaN".to_owned()
    } else {
        if value > 0.0 { "inf" } else { "-inf" }.to_owned()
    };
    Err(if !value.is_finite() {
        format!("`{number}` is not a number that JSON carries; use null or a text instead")
    } else if value.trunc() == value {
        beyond_safe(&number)
    } else {
        format!("the number `{number}` needs more than 28 decimal places; use a text instead")
    })
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.portable() {
            Some(Portable::Integer(integer)) => serializer.serialize_i64(integer),
            Some(Portable::Double(double)) => serializer.serialize_f64(double),
            None => Err(S::Error::custom(unportable(*self))),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items.iter()),
            Self::Map(members) => serializer.collect_map(members.iter()),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Within(MAX_DEPTH).deserialize(deserializer)
    }
}

/// Reads a value that nests at most this deep.
#[derive(Clone, Copy)]
pub(super) struct Within(pub(super) usize);

impl Within {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        self.0.checked_sub(1).map(Self).ok_or_else(|| E::custom(too_deep()))
    }
}

impl<'de> DeserializeSeed<'de> for Within {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, a boolean, a number, a text, a list or a map")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        let number = Number::from_i64(value);
        number.portable().map(|_| Value::Number(number)).ok_or_else(|| E::custom(beyond_safe(&value)))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.visit_i64(i64::try_from(value).map_err(|_| E::custom(beyond_safe(&value)))?)
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_i64(i64::try_from(value).map_err(|_| E::custom(beyond_safe(&value)))?)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_i64(i64::try_from(value).map_err(|_| E::custom(beyond_safe(&value)))?)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        from_double(value).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::from(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key()? {
            members.push((name, access.next_value_seed(inner)?));
        }
        Ok(Vars::from(members).into())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Value".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Any JSON value. Integers lie within ±(2^53 - 1); larger numbers are texts.",
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::Text;

    fn read(json: &str) -> Result<Value, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    fn print(value: &Value) -> Result<String, String> {
        serde_json::to_string(value).map_err(|e| e.to_string())
    }

    #[test]
    fn keeps_the_json_form() {
        for json in [
            "null",
            "true",
            "0",
            "-12",
            "0.1",
            "-0.25",
            "1e-28",
            "0.30000000000000004",
            "9007199254740991",
            "-9007199254740991",
            r#""a \"text\" ü\n""#,
            "[]",
            "{}",
            r#"{"a":[1,{"b":null}],"c":{"d":"e"}}"#,
        ] {
            assert_eq!(read(json).and_then(|v| print(&v)).as_deref(), Ok(json));
        }
    }

    #[test]
    fn has_one_form_for_one_number() {
        for (json, printed) in
            [("5.0", "5"), ("-0.0", "0"), ("1E2", "100"), ("1.50", "1.5"), ("100e-3", "0.1")]
        {
            assert_eq!(read(json).and_then(|v| print(&v)).as_deref(), Ok(printed));
        }
    }

    #[test]
    fn refuses_numbers_that_would_be_rounded() {
        for (json, said) in [
            ("9007199254740992", "`9007199254740992` is beyond"),
            ("-9007199254740992", "beyond"),
            ("18446744073709551615", "`18446744073709551615` is beyond"),
            ("123456789012345678901234567890", "`1.2345678901234568e29` is beyond"),
            ("1e300", "`1e300` is beyond"),
            ("1.5e-28", "28 decimal places"),
        ] {
            let message = read(json).unwrap_err();
            assert!(message.contains(said), "{json}: {message}");
            assert!(message.contains("use a text instead"), "{message}");
        }
        let third = Number::ONE.checked_div(Number::from_i64(3)).unwrap();
        assert!(print(&third.into()).unwrap_err().contains("more digits than JSON carries"));
    }

    #[test]
    fn refuses_what_is_nested_too_deep() {
        let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read(&nested(MAX_DEPTH)).is_ok());
        assert!(read(&nested(MAX_DEPTH + 1)).unwrap_err().contains("64 levels"));
        assert!(read(&nested(100_000)).is_err());
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<f64>().prop_filter_map("fits", Number::from_f64).prop_map(Value::from),
            (any::<i64>(), 0u32..28).prop_filter_map("portable", |(mantissa, places)| {
                Number::parse(&format!("{mantissa}e-{places}"))?.nearest_portable().map(Value::from)
            }),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(".{0,8}".prop_map(Text::from), inner, 0..6)
                    .prop_map(|members| Value::from(Vars::from(members))),
            ]
        })
    }

    proptest! {
        #[test]
        fn comes_back_equal(value in any_value()) {
            let json = print(&value).unwrap();
            let back = read(&json).unwrap();
            prop_assert_eq!(&back, &value);
            prop_assert_eq!(print(&back).unwrap(), json);
        }

        #[test]
        fn doubles_come_back_bit_for_bit(double in -1e15f64..1e15) {
            let number = Number::from_f64(double).unwrap_or(Number::ZERO);
            let expected = if number.is_zero() { 0.0 } else { double };
            prop_assert_eq!(number.to_f64().to_bits(), expected.to_bits());
        }

        #[test]
        fn takes_any_text_for_a_number(text in "[-+.eE0-9]{0,40}") {
            if let Some(number) = Number::parse(&text) {
                prop_assert_eq!(Number::parse(&number.to_string()), Some(number));
            }
        }
    }
}
