//! Writes JSON as serde_json does. Its writer keeps where it is and what went wrong in types that each
//! member of each type checks; here the text itself says where a comma belongs, and errors are empty.

use std::fmt::{self, Write};

use serde::ser::{self, Serialize, Serializer};

/// The JSON form, or `None` of what has none: a number that JSON does not carry, or a key that is no text.
pub fn to_json<T: Serialize + ?Sized>(data: &T) -> Option<String> {
    let mut writer = Writer { json: String::new(), failed: false };
    let _ = writer.value(data);
    Some(writer.json).filter(|_| !writer.failed)
}

/// There is no JSON form.
#[derive(Debug)]
struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is no JSON form")
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Notes what has failed and goes on: a result that every member of every type asked for is more code.
struct Writer {
    json: String,
    failed: bool,
}

type Written = Result<(), Failed>;

impl Writer {
    fn put(&mut self, text: &str) {
        self.json.push_str(text);
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        if value.serialize(&mut *self).is_err() {
            self.failed = true;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.put("\"");
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            let (plain, marked) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.put(plain);
            let mut letters = marked.chars();
            if let Some(letter) = letters.next() {
                self.escape(letter);
            }
            rest = letters.as_str();
        }
        self.put(rest);
        self.put("\"");
    }

    fn escape(&mut self, letter: char) {
        let short = match letter {
            '\u{8}' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            '"' | '\\' => letter,
            _ => {
                self.display(format_args!("\\u{:04x}", u32::from(letter)));
                return;
            }
        };
        self.put("\\");
        self.json.push(short);
    }

    fn display(&mut self, shown: fmt::Arguments<'_>) {
        // A string takes anything.
        let _ = self.json.write_fmt(shown);
    }

    fn integer(&mut self, value: i64) {
        self.display(format_args!("{value}"));
    }

    fn double(&mut self, value: f64) {
        if value.is_finite() {
            self.put(zmij::Buffer::new().format_finite(value));
        } else {
            self.put("null");
        }
    }

    /// Before an item: only what opens stands before the first.
    fn comma(&mut self) {
        if !matches!(self.json.as_bytes().last(), Some(b'[' | b'{')) {
            self.put(",");
        }
    }

    fn name(&mut self, name: &str) {
        self.comma();
        self.text(name);
        self.put(":");
    }

    #[inline(never)]
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Written {
        self.name(name);
        self.value(value)
    }

    /// Opens the object that tells a variant.
    fn variant(&mut self, variant: &str, opening: &str) {
        self.put("{");
        self.name(variant);
        self.put(opening);
    }
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Failed;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_bool(self, value: bool) -> Written {
        self.put(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Written {
        self.integer(value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Written {
        self.serialize_i64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Written {
        self.display(format_args!("{value}"));
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Written {
        if value.is_finite() {
            self.put(zmij::Buffer::new().format_finite(value));
        } else {
            self.put("null");
        }
        Ok(())
    }

    fn serialize_f64(self, value: f64) -> Written {
        self.double(value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Written {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Written {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        self.value(value)
    }

    fn serialize_unit(self) -> Written {
        self.put("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Written {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Written {
        self.value(value)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Written {
        self.variant(variant, "");
        self.value(value)?;
        self.put("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Failed> {
        self.put("[");
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Failed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Failed> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Failed> {
        self.variant(variant, "[");
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Failed> {
        self.put("{");
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Failed> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Self, Failed> {
        self.variant(variant, "{");
        Ok(self)
    }
}

/// What takes items or fields one after the other, and how it closes.
macro_rules! parts {
    (items: $($trait:ident $put:ident $closing:literal)*) => { $(
        impl ser::$trait for &mut Writer {
            type Ok = ();
            type Error = Failed;

            fn $put<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.comma();
                self.value(value)
            }

            fn end(self) -> Written {
                self.put($closing);
                Ok(())
            }
        }
    )* };
    (fields: $($trait:ident $closing:literal)*) => { $(
        impl ser::$trait for &mut Writer {
            type Ok = ();
            type Error = Failed;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Written {
                self.field(name, value)
            }

            fn end(self) -> Written {
                self.put($closing);
                Ok(())
            }
        }
    )* };
}

parts! { items:
    SerializeSeq serialize_element "]"
    SerializeTuple serialize_element "]"
    SerializeTupleStruct serialize_field "]"
    SerializeTupleVariant serialize_field "]}"
}

parts! { fields:
    SerializeStruct "}"
    SerializeStructVariant "}}"
}

impl ser::SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.comma();
        let start = self.json.len();
        self.value(key)?;
        match self.json.as_bytes().get(start) {
            Some(b'"') => {}
            Some(b'-' | b'0'..=b'9' | b't' | b'f') => {
                self.json.insert(start, '"');
                self.put("\"");
            }
            _ => self.failed = true,
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.put(":");
        self.value(value)
    }

    fn end(self) -> Written {
        self.put("}");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    enum Shape {
        Unit,
        One(Option<i64>),
        Pair(u64, bool),
        Named { text: String, letter: char },
        Row((i8, u16, f32)),
        Many(Vec<Shape>),
        Texts(BTreeMap<String, Shape>),
        Numbers(BTreeMap<i32, f64>),
        Inner(Tagged),
    }

    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    #[serde(tag = "kind", rename_all = "camelCase")]
    enum Tagged {
        Empty,
        Full {
            #[serde(skip_serializing_if = "Option::is_none")]
            first: Option<u32>,
            rest: Vec<()>,
        },
        Struct(Members),
    }

    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    struct Members {
        flags: BTreeMap<bool, i16>,
        name: Wrapped,
    }

    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    struct Wrapped(String);

    fn any_shape() -> impl Strategy<Value = Shape> {
        let text = prop_oneof![".*", "[\\x00-\\x7f\"\\\\]{0,12}"];
        let tagged = prop_oneof![
            Just(Tagged::Empty),
            (any::<Option<u32>>(), prop::collection::vec(Just(()), 0..3))
                .prop_map(|(first, rest)| Tagged::Full { first, rest }),
            (prop::collection::btree_map(any::<bool>(), any::<i16>(), 0..3), ".*")
                .prop_map(|(flags, name)| Tagged::Struct(Members { flags, name: Wrapped(name) })),
        ];
        let leaf = prop_oneof![
            Just(Shape::Unit),
            any::<Option<i64>>().prop_map(Shape::One),
            (any::<u64>(), any::<bool>()).prop_map(|(count, set)| Shape::Pair(count, set)),
            (text, any::<char>()).prop_map(|(text, letter)| Shape::Named { text, letter }),
            (any::<i8>(), any::<u16>(), prop::num::f32::ANY).prop_map(Shape::Row),
            prop::collection::btree_map(any::<i32>(), prop::num::f64::ANY, 0..4).prop_map(Shape::Numbers),
            tagged.prop_map(Shape::Inner),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Shape::Many),
                prop::collection::btree_map(".{0,4}", inner, 0..4).prop_map(Shape::Texts),
            ]
        })
    }

    proptest! {
        #[test]
        fn writes_as_serde_does(shape in any_shape()) {
            prop_assert_eq!(to_json(&shape), serde_json::to_string(&shape).ok());
        }
    }

    #[test]
    fn has_no_form_for_what_json_does_not_carry() {
        let beyond = crate::value::Number::parse("9007199254740992").unwrap();
        assert_eq!(to_json(&beyond), None);
        assert_eq!(to_json(&vec![beyond]), None);
        assert_eq!(to_json(&BTreeMap::from([(vec![1], 1)])), None);
    }
}
