//! Who acts on an agreement, and for which side: an officer of either, or the operator of the country's own node.

use crate::caller::Caller;
use schema::country::CountryCode;
use schema::member::MemberCode;
use schema::role::Role;

/// One who may act for a member. Made only here.
#[derive(Clone, Copy, Debug)]
pub struct Party<'a> {
    member: MemberCode,
    officer: Option<&'a Caller>,
}

impl<'a> Party<'a> {
    /// An officer acts for his own member; nobody else who asks does.
    pub fn officer(caller: &'a Caller) -> Option<Self> {
        (caller.role() == Role::Officer).then(|| Self { member: caller.member(), officer: Some(caller) })
    }

    /// Whoever runs commands at the node of `country` acts for that country.
    pub fn operator(country: CountryCode) -> Self {
        Self { member: country, officer: None }
    }

    /// The side.
    pub fn member(&self) -> MemberCode {
        self.member
    }

    /// The officer; nothing where it is the node's operator.
    pub fn caller(&self) -> Option<&'a Caller> {
        self.officer
    }
}
