//! How the person of a letter is reached, while the person agrees to be written to by its means.

use super::Campaigns;
use super::fault::CampaignFault;
use super::queue::{person, wanted};
use crate::contact::Contact;
use crate::contact::keep::{ContactFault, open_for};
use crate::contact::vault::VaultFault;
use crate::store::letter::Model;

/// How a person is reached.
pub(super) enum Reached {
    /// By this.
    By(Contact),
    /// By nothing: the person does not agree, was erased, or nothing is kept.
    Nobody,
    /// It does not open. It may later, with the key that is not here; and it keeps nobody else's letter back.
    Sealed,
}

impl Campaigns {
    pub(super) async fn reached(&self, row: &Model) -> Result<Reached, CampaignFault> {
        let Some(person) = person(row) else { return Ok(Reached::Nobody) };
        let wanted = wanted(row)?;
        match self.with_means(async |means| open_for(&self.node, &person, wanted, means).await).await {
            Ok(contact) => Ok(Reached::By(contact)),
            Err(ContactFault::MayNot(_) | ContactFault::None) => Ok(Reached::Nobody),
            Err(ContactFault::Vault(VaultFault::OtherKey | VaultFault::Altered)) => Ok(Reached::Sealed),
            Err(fault) => Err(fault.into()),
        }
    }
}
