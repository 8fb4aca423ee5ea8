//! By which means a person is reached: by the one that the person prefers, where it leads to somebody. The one rule for it.

use schema::campaign::letter::Means;

/// By which means a person could be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// There is an e-mail address, and no letter came back from it.
    pub email: bool,
    /// There is a telephone number.
    pub telephone: bool,
    /// There is a postal address.
    pub address: bool,
}

/// The means for a person who prefers a channel (a code of CHANNEL; nothing where that is not known); nothing where the person is not
/// written to. Who prefers the radio or an association's word, or an embassy's, is written to by nobody: to write all the same, by
/// whatever is there, is not what the person asked for.
pub fn means(preferred: Option<&str>, ways: Ways) -> Option<Means> {
    let email = ways.email.then_some(Means::Email);
    let telephone = ways.telephone.then_some(Means::Telephone);
    let post = ways.address.then_some(Means::Post);
    match preferred {
        Some("SMS" | "MESSENGER") => telephone.or(email).or(post),
        Some("EMBASSY" | "ASSOCIATION" | "RADIO") => None,
        // E-mail, and whoever did not say.
        _ => email.or(telephone).or(post),
    }
}
