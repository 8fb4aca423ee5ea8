//! A person of a wave.

use sea_orm::entity::prelude::*;

/// A person, without a name.
#[derive(Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    /// The wave.
    #[sea_orm(primary_key, auto_increment = false)]
    pub wave_id: i32,
    /// Names the person inside this node only.
    #[sea_orm(primary_key, auto_increment = false)]
    pub pseudonym: Vec<u8>,
    /// The record key; its bits as a signed number.
    pub record_key: i64,
    /// The persons that the record stands for.
    pub weight: f64,
    /// Places of the codes on the wave's axes, two bytes each.
    pub codes: Vec<u8>,
    /// Values of the wave's quantities, eight bytes each (IEEE 754, little-endian); not a number where there is none.
    pub quantities: Vec<u8>,
    /// Whether the person is 18 or over; nothing where that is not known.
    pub adult: Option<bool>,
    /// The day on which the person signed up, in days since 1970; nothing where that is not known.
    pub signed_up: Option<i32>,
    /// The line of the file that it came from.
    pub line: i64,
}

/// None: rows are joined by number where needed.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The places of the codes on the wave's axes.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.codes.chunks_exact(2).map(|pair| pair.iter().fold(0, |place, byte| place << 8 | usize::from(*byte)))
    }

    /// The values of the wave's quantities; not a number where there is none.
    pub fn values(&self) -> impl Iterator<Item = f64> {
        self.quantities.chunks_exact(8).filter_map(|bytes| bytes.try_into().ok().map(f64::from_le_bytes))
    }
}

impl std::fmt::Debug for Model {
    /// Mute: what the row holds is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a person")
    }
}
