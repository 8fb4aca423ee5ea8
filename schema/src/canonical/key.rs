//! The name of a map's field: a text, or what is written as one.

use super::NotCanonical;
use serde::ser::{Error as _, Impossible, Serialize, Serializer};
use std::borrow::Cow;

/// Reads one name.
pub struct Name;

type Read = Result<Cow<'static, str>, NotCanonical>;
type No = Impossible<Cow<'static, str>, NotCanonical>;

fn no_text<T>() -> Result<T, NotCanonical> {
    Err(NotCanonical::custom("a name is no text"))
}

/// Numbers that are names are written as they are.
macro_rules! numbers {
    ($($number:ident $of:ty),*) => {$(
        fn $number(self, value: $of) -> Read {
            Ok(Cow::Owned(value.to_string()))
        }
    )*};
}

impl Serializer for Name {
    type Ok = Cow<'static, str>;
    type Error = NotCanonical;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    numbers!(
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_char char
    );

    fn serialize_str(self, value: &str) -> Read {
        Ok(Cow::Owned(value.to_owned()))
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Read {
        Ok(Cow::Borrowed(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Read {
        value.serialize(self)
    }

    fn serialize_f32(self, _: f32) -> Read {
        no_text()
    }

    fn serialize_f64(self, _: f64) -> Read {
        no_text()
    }

    fn serialize_bytes(self, _: &[u8]) -> Read {
        no_text()
    }

    fn serialize_none(self) -> Read {
        no_text()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Read {
        no_text()
    }

    fn serialize_unit(self) -> Read {
        no_text()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Read {
        no_text()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Read {
        no_text()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_tuple(self, _: usize) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, NotCanonical> {
        no_text()
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<No, NotCanonical> {
        no_text()
    }
}
