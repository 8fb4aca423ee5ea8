//! Who may see what was asked of a country.

use crate::caller::Caller;
use schema::audience::Audience;
use schema::role::Role;

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Oversight {
    /// All that is written down, with users by their pseudonyms.
    WithUsers,
    /// Members, not their users.
    OfMembers,
}

impl Oversight {
    /// What a caller may see; nothing where the caller may not.
    ///
    /// The country's own officer does its business, and its administrator looks after the log: both see all of it. IOM
    /// watches over what members ask of each other, which is an officer's business there too: its analysts ask for figures,
    /// its observers see what there is, its administrators keep its own service. Whoever the users of other members are is
    /// nothing that IOM needs. Other members see nothing of it.
    pub fn of(caller: &Caller) -> Option<Self> {
        match (caller.audience(), caller.role()) {
            (Audience::OwnGovernment, Role::Officer | Role::Administrator) => Some(Self::WithUsers),
            (Audience::Iom, Role::Officer) => Some(Self::OfMembers),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::tests::caller;

    #[test]
    fn the_country_itself_and_an_officer_of_iom_see_what_was_asked_and_nobody_else() {
        use Oversight::{OfMembers, WithUsers};
        for (member, expected) in [
            ("GHA", [None, None, Some(WithUsers), Some(WithUsers)]),
            ("IOM", [None, None, Some(OfMembers), None]),
            ("COL", [None; 4]),
        ] {
            let roles = [Role::Observer, Role::Analyst, Role::Officer, Role::Administrator];
            assert_eq!(roles.map(|role| Oversight::of(&caller(member, role))), expected, "{member}: {roles:?}");
        }
    }
}
