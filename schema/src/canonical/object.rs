//! What has parts: lists as they are, and objects with their fields in the order of their names' UTF-16.

use super::key::Name;
use super::{Canonical, NotCanonical, text};
use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

/// A list under way.
pub struct Items<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
    close: &'static [u8],
}

impl<'a> Items<'a> {
    /// A list whose bracket is written.
    pub fn begun(out: &'a mut Vec<u8>, close: &'static [u8]) -> Self {
        Self { out, first: true, close }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        value.serialize(Canonical { out: self.out })
    }

    fn closed(self) {
        self.out.extend_from_slice(self.close);
    }
}

/// An object under way: its fields are written as they come, without what stands between them, and set in order at the end.
pub struct Fields<'a> {
    out: &'a mut Vec<u8>,
    begin: usize,
    places: Vec<(Cow<'static, str>, Range<usize>)>,
    named: Option<Cow<'static, str>>,
    close: &'static [u8],
}

impl<'a> Fields<'a> {
    /// An object of which nothing is written. `close` comes after its brace.
    pub fn begun(out: &'a mut Vec<u8>, close: &'static [u8]) -> Self {
        out.push(b'{');
        let begin = out.len();
        Self { out, begin, places: Vec::with_capacity(16), named: None, close }
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: Cow<'static, str>, value: &T) -> Result<(), NotCanonical> {
        if !self.places.is_empty() {
            self.out.push(b',');
        }
        let begin = self.out.len();
        text::string(self.out, &name);
        self.out.push(b':');
        value.serialize(Canonical { out: self.out })?;
        self.places.push((name, begin..self.out.len()));
        Ok(())
    }

    fn closed(mut self) {
        if !self.places.is_sorted_by(|(one, _), (other, _)| order(one, other) == Ordering::Less) {
            self.set_in_order();
        }
        self.out.push(b'}');
        self.out.extend_from_slice(self.close);
    }

    /// Of two fields of one name the later one stands.
    fn set_in_order(&mut self) {
        let written = self.out.split_off(self.begin);
        self.places.reverse();
        self.places.sort_by(|(one, _), (other, _)| order(one, other));
        self.places.dedup_by(|(one, _), (other, _)| one == other);
        for (nth, (_, at)) in self.places.iter().enumerate() {
            if nth > 0 {
                self.out.push(b',');
            }
            self.out.extend_from_slice(written.get(at.start - self.begin..at.end - self.begin).unwrap_or_default());
        }
    }
}

/// By UTF-16, which is the order of bytes where all is ASCII.
fn order(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() { one.cmp(other) } else { one.encode_utf16().cmp(other.encode_utf16()) }
}

/// The same for all lists.
macro_rules! list {
    ($($of:ident $item:ident),*) => {$(
        impl $of for Items<'_> {
            type Ok = ();
            type Error = NotCanonical;

            fn $item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
                self.item(value)
            }

            fn end(self) -> Result<(), NotCanonical> {
                self.closed();
                Ok(())
            }
        }
    )*};
}

list!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// The same for all that has names of its own.
macro_rules! fields {
    ($($of:ident),*) => {$(
        impl $of for Fields<'_> {
            type Ok = ();
            type Error = NotCanonical;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), NotCanonical> {
                self.field(Cow::Borrowed(name), value)
            }

            fn end(self) -> Result<(), NotCanonical> {
                self.closed();
                Ok(())
            }
        }
    )*};
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Fields<'_> {
    type Ok = ();
    type Error = NotCanonical;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotCanonical> {
        self.named = Some(key.serialize(Name)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotCanonical> {
        let name = self.named.take().ok_or_else(|| NotCanonical::custom("a value without a name"))?;
        self.field(name, value)
    }

    fn end(self) -> Result<(), NotCanonical> {
        self.closed();
        Ok(())
    }
}
