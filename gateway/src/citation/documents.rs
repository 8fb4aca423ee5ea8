//! The citations that one request reads: each once, and all together, so that what is asked again for them is asked in one request a
//! country.

use super::archive::Archive;
use super::document::Document;
use crate::gather::Gather;
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use schema::member::MemberCode;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// Reads what one request wants of the archive.
pub type Documents = DataLoader<DocumentLoader, HashMapCache>;

/// Reads citations, each by the member that it was given to and its id.
pub struct DocumentLoader(Arc<Archive>);

impl DocumentLoader {
    /// A loader for one request.
    pub fn begin(archive: Arc<Archive>, gather: Gather) -> Documents {
        DataLoader::with_cache(Self(archive), move |load| gather.add(load), HashMapCache::default())
            .delay(Duration::ZERO)
            .max_batch_size(usize::MAX)
    }
}

impl Loader<(MemberCode, String)> for DocumentLoader {
    type Value = Arc<Document>;
    type Error = Infallible;

    async fn load(
        &self,
        keys: &[(MemberCode, String)],
    ) -> Result<HashMap<(MemberCode, String), Arc<Document>>, Infallible> {
        let mut found = HashMap::new();
        for (member, id) in keys {
            match self.0.read(*member, id).await {
                Ok(Some(document)) => drop(found.insert((*member, id.clone()), Arc::new(document))),
                Ok(None) => {}
                // One citation that does not read takes no other out of the answer.
                Err(fault) => tracing::error!(%fault, "a citation does not read"),
            }
        }
        Ok(found)
    }
}
