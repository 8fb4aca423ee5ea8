//! Canonical JSON (RFC 8785): one text for each value, which is what is signed and hashed.
//!
//! It is written once, straight from the value: an object's fields as they come, and in their order where they came in
//! another. [`text`]: strings and numbers; [`object`]: fields in the order of their names; [`key`]: names.

mod key;
mod object;
#[cfg(test)]
mod tests;
mod text;

use object::{Fields, Items};
use serde::ser::{Error as _, Serialize, Serializer};

/// A value has no canonical form: a number in it is not finite, or a name is no text.
#[derive(Debug, thiserror::Error)]
#[error("the value has no canonical JSON form: {0}")]
pub struct NotCanonical(String);

impl serde::ser::Error for NotCanonical {
    fn custom<T: std::fmt::Display>(why: T) -> Self {
        Self(why.to_string())
    }
}

/// The canonical form of a value.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, NotCanonical> {
    let mut out = Vec::with_capacity(1024);
    value.serialize(Canonical { out: &mut out })?;
    Ok(out)
}

/// Writes one value.
struct Canonical<'a> {
    out: &'a mut Vec<u8>,
}

impl<'a> Canonical<'a> {
    /// `{"variant":` of an enum's variant that has something in it.
    fn begin_variant(self, variant: &str) -> Self {
        self.out.push(b'{');
        text::string(self.out, variant);
        self.out.push(b':');
        self
    }

    fn items(self, close: &'static [u8]) -> Items<'a> {
        self.out.push(b'[');
        Items::begun(self.out, close)
    }
}

impl<'a> Serializer for Canonical<'a> {
    type Ok = ();
    type Error = NotCanonical;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Fields<'a>;
    type SerializeStruct = Fields<'a>;
    type SerializeStructVariant = Fields<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), NotCanonical> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), NotCanonical> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), NotCanonical> {
        // A number is what a double makes of it, as in the other languages that read it.
        self.serialize_f64(value as f64)
    }

    fn serialize_i128(self, value: i128) -> Result<(), NotCanonical> {
        self.serialize_f64(value as f64)
    }

    fn serialize_u8(self, value: u8) -> Result<(), NotCanonical> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), NotCanonical> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), NotCanonical> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), NotCanonical> {
        self.serialize_f64(value as f64)
    }

    fn serialize_u128(self, value: u128) -> Result<(), NotCanonical> {
        self.serialize_f64(value as f64)
    }

    fn serialize_f32(self, value: f32) -> Result<(), NotCanonical> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), NotCanonical> {
        if !value.is_finite() {
            return Err(NotCanonical::custom("a number is not finite"));
        }
        text::number(self.out, value);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), NotCanonical> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Result<(), NotCanonical> {
        text::string(self.out, value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), NotCanonical> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), NotCanonical> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NotCanonical> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), NotCanonical> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), NotCanonical> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), NotCanonical> {
        let Canonical { out } = self.begin_variant(variant);
        value.serialize(Canonical { out })?;
        out.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, NotCanonical> {
        Ok(self.items(b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, NotCanonical> {
        Ok(self.items(b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, NotCanonical> {
        Ok(self.items(b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'a>, NotCanonical> {
        Ok(self.begin_variant(variant).items(b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields<'a>, NotCanonical> {
        Ok(Fields::begun(self.out, b""))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields<'a>, NotCanonical> {
        Ok(Fields::begun(self.out, b""))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields<'a>, NotCanonical> {
        Ok(Fields::begun(self.begin_variant(variant).out, b"}"))
    }
}
