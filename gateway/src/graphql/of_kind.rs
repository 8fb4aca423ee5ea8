//! A record's content of one kind out of any, and what is looked up for such a record beside what it says.

use super::cited::Cites;
use super::measures::Measures;
// A type without any field: nothing is looked up.
use async_graphql::{EmptyMutation as Nothing, ObjectType, OutputType};
use schema::country::CountryCode;
use schema::directory::activity::Activity;
use schema::directory::association::Association;
use schema::directory::body::Body;
use schema::directory::experience::Experience;
use schema::directory::institution::Institution;
use schema::directory::kind::EntryKind;
use schema::directory::mission::Mission;
use schema::directory::policy::Policy;
use schema::directory::programme::Programme;
use schema::directory::service::Service;

/// A content of one kind out of any.
pub trait OfKind: OutputType + Sized {
    /// The kind.
    const KIND: EntryKind;
    /// What a record of it is called in the schema.
    const NAME: &'static str;

    /// What is looked up for a record of it beside what it says.
    type Beside: ObjectType;

    /// The content, where it is of this kind.
    fn of(body: Body) -> Option<Self>;

    /// What is looked up for a country's record.
    fn beside(&self, country: CountryCode) -> Self::Beside;
}

macro_rules! of_kind {
    ($($kind:ident),*) => {
        $(impl OfKind for $kind {
            const KIND: EntryKind = EntryKind::$kind;
            const NAME: &'static str = stringify!($kind);
            type Beside = Nothing;

            fn of(body: Body) -> Option<Self> {
                if let Body::$kind(content) = body { Some(content) } else { None }
            }

            fn beside(&self, _: CountryCode) -> Nothing {
                Nothing
            }
        })*
    };
}

of_kind!(Institution, Policy, Service, Association, Mission);

impl OfKind for Activity {
    const KIND: EntryKind = EntryKind::Activity;
    const NAME: &'static str = "Activity";
    type Beside = Measures;

    fn of(body: Body) -> Option<Self> {
        if let Body::Activity(content) = body { Some(content) } else { None }
    }

    fn beside(&self, country: CountryCode) -> Measures {
        Measures { country, measured: self.measured.clone() }
    }
}

impl OfKind for Experience {
    const KIND: EntryKind = EntryKind::Experience;
    const NAME: &'static str = "Experience";
    type Beside = Cites;

    fn of(body: Body) -> Option<Self> {
        if let Body::Experience(content) = body { Some(*content) } else { None }
    }

    fn beside(&self, country: CountryCode) -> Cites {
        Cites { country, ids: self.citations.clone() }
    }
}

impl OfKind for Programme {
    const KIND: EntryKind = EntryKind::Programme;
    const NAME: &'static str = "Programme";
    type Beside = Nothing;

    fn of(body: Body) -> Option<Self> {
        if let Body::Programme(content) = body { Some(*content) } else { None }
    }

    fn beside(&self, _: CountryCode) -> Nothing {
        Nothing
    }
}
