//! Who belongs: the membership document that gateway and nodes read, signed by the federation's registrar.
//!
//! - [`application`]: what a member asks to be entered with.
//! - [`document`]: the document's form, and how a registrar signs it.
//! - [`issuer`]: where a member's people sign in.
//! - [`membership`]: the members, checked. Made only from a document that a pin accepted.
//! - [`pin`]: which document a service takes: its registrar's, and never an older one than it has seen.

pub mod application;
pub mod document;
pub mod issuer;
pub mod membership;
pub mod pin;

pub use application::{Application, ApplicationFault};
pub use document::{Document, Entry, Gateway, Handover, WideTable};
pub use issuer::{Issuer, IssuerFault};
pub use membership::{Membership, MembershipFault};
pub use pin::{Pin, PinFault};

use crate::country::CountryCode;

/// A member's code: the country's alpha-3 code, or `IOM`, which no country has.
pub type MemberCode = CountryCode;
