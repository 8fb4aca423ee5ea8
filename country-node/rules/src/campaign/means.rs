//! By which means a person is reached: by the one that the person prefers, where it leads to somebody and the consent reaches it.
//! The one rule for it.

use schema::audience::Audience;
use schema::campaign::left_out::LeftOut;
use schema::campaign::letter::Means;

/// Whether an e-mail address leads to a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Email {
    /// There is none.
    #[default]
    None,
    /// There is one, and no letter came back from it.
    Good,
    /// A letter came back from it.
    CameBack,
}

/// By which means a person could be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// By an e-mail address.
    pub email: Email,
    /// There is a telephone number.
    pub telephone: bool,
    /// There is a postal address.
    pub address: bool,
}

/// The means for a person who prefers a channel (a code of CHANNEL; nothing where that is not known), or why the person is left out. Who
/// prefers an embassy or an association is reached by it and by nobody else, and who prefers the radio by nobody: to write all the same, by
/// whatever is there, is not what the person asked for.
pub fn means(preferred: Option<&str>, ways: Ways) -> Result<Means, LeftOut> {
    let email = (ways.email == Email::Good).then_some(Means::Email);
    let telephone = ways.telephone.then_some(Means::Telephone);
    let post = ways.address.then_some(Means::Post);
    let any = email.or(telephone).or(post);
    let found = match preferred {
        Some("RADIO") => return Err(LeftOut::Radio),
        Some("SMS" | "MESSENGER") => telephone.or(any),
        Some("EMBASSY") => any.map(|_| Means::Embassy),
        Some("ASSOCIATION") => any.map(|_| Means::Association),
        // E-mail, and whoever did not say.
        _ => any,
    };
    found.ok_or(if ways.email == Email::CameBack { LeftOut::CameBack } else { LeftOut::NoContact })
}

/// How far a person's consent to be written to has to reach for a means. A country's embassies and consulates are its own government; an
/// association is no government, so only who agrees to everyone agrees to it.
pub const fn audience(means: Means) -> Audience {
    match means {
        Means::Email | Means::Telephone | Means::Post | Means::Embassy => Audience::OwnGovernment,
        Means::Association => Audience::Public,
    }
}
