//! What a person agreed to: what it allows, the record of it, and the receipt for it.
//!
//! - [`event`]: what happened, and how it came about.
//! - [`history`]: which event may follow, and how a consent stands at a time.
//! - [`mod@segment`]: where a release counts a person; [`mod@may`]: whether a person may be used by name.
//! - [`joint`]: the same of a person who stands under several ids.
//! - [`notice`]: what persons are shown before they agree.
//! - [`record`]: the consent record after ISO/IEC TS 27560, in the words of [`dpv`].
//! - [`presence`]: which releases counted a person, and which is the first that does not.
//! - [`receipt`]: the record and the presence, signed for the person.

pub mod dpv;
pub mod event;
pub mod history;
pub mod joint;
pub mod may;
pub mod notice;
pub mod presence;
pub mod receipt;
pub mod record;
pub mod segment;

pub use event::{Event, EventKind, Method, Recorded, Shown};
pub use joint::{counted_jointly, may_jointly};
pub use may::{may, may_use};
pub use segment::{Segment, Terms, counted, segment};
