//! The members whose nodes can be asked, read from the membership document.

use crate::country::{Dial, Link, Names};
use async_graphql::SimpleObject;
use axum::http::Uri;
use door::tls::name;
use schema::concept::Dataset;
use schema::country::CountryCode;
use schema::error::{Code, Sayable};
use schema::member::Membership;
use schema::seal::PublicKey;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A member of the federation whose node can be asked.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The country's ISO 3166-1 alpha-3 code.
    pub code: CountryCode,
    /// The country's name, in English.
    pub name: String,
    /// The kinds of data that the member publishes.
    pub datasets: Vec<Dataset>,
}

/// A member's node.
#[derive(Debug)]
pub struct Node {
    /// Whose node it is.
    pub member: Arc<Member>,
    /// Where it answers.
    pub at: Uri,
    /// The keys that it signs its answers with.
    pub keys: Vec<PublicKey>,
}

/// The members whose nodes can be asked.
#[derive(Debug)]
pub struct Registry {
    membership: Arc<Membership>,
    nodes: BTreeMap<CountryCode, Arc<Node>>,
    link: Link,
}

/// A node's address that no request can be sent to.
#[derive(Debug, thiserror::Error)]
#[error(
    "the node of member {0} has no address that the gateway can ask: https://, for which the gateway needs a certificate, or \
     http:// on this machine"
)]
pub struct BadNodeAddress(CountryCode);

impl Registry {
    /// Reads where the members' nodes are.
    /// Connections belong to one registry: those to a member that left, or whose certificate is revoked, end with it.
    pub fn new(membership: Arc<Membership>, dial: &Dial) -> Result<Self, BadNodeAddress> {
        let (mut nodes, mut names) = (BTreeMap::new(), Names::new());
        for entry in membership.iter() {
            let Some(address) = &entry.node else { continue };
            let at = address.parse::<Uri>().ok().filter(|at| dial.reaches(at)).ok_or(BadNodeAddress(entry.code))?;
            let authority = at.authority().map(ToString::to_string).unwrap_or_default();
            names.insert(authority, name::node(entry.code));
            let mut datasets = entry.datasets.clone();
            datasets.sort_unstable();
            datasets.dedup();
            let member = Arc::new(Member { code: entry.code, name: entry.name.clone(), datasets });
            let keys = membership.node_keys(entry.code).to_vec();
            nodes.insert(entry.code, Arc::new(Node { member, at, keys }));
        }
        Ok(Self { membership, nodes, link: dial.link(names) })
    }

    /// Every member's key, those without a node included: their users ask too.
    pub fn membership(&self) -> &Membership {
        &self.membership
    }

    /// What requests to the nodes are sent with.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The node of one country.
    pub fn node(&self, country: CountryCode) -> Option<&Arc<Node>> {
        self.nodes.get(&country)
    }

    /// The node of a country that somebody names; what is said where there is none.
    pub fn named(&self, country: CountryCode) -> Result<&Arc<Node>, Sayable> {
        self.node(country).ok_or_else(|| {
            let message = format!("{country} is no member that can be asked. `members` lists those that can.");
            Sayable::new(Code::UnknownCountry, message)
        })
    }

    /// Every node, by country.
    pub fn nodes(&self) -> impl Iterator<Item = &Arc<Node>> {
        self.nodes.values()
    }

    /// The nodes that publish a dataset, or every node, by country.
    pub fn publishing(&self, dataset: Option<Dataset>) -> Vec<Arc<Node>> {
        let publishes = |node: &&Arc<Node>| dataset.is_none_or(|dataset| node.member.datasets.contains(&dataset));
        self.nodes().filter(publishes).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::people::{accepted, document, membership, plain};

    #[test]
    fn a_member_without_a_node_can_sign_but_not_be_asked() {
        let registry = Registry::new(Arc::new(membership()), &plain()).unwrap();
        let codes: Vec<String> = registry.nodes().map(|node| node.member.code.to_string()).collect();
        assert_eq!(codes, ["COL", "CUB", "GHA", "PHL"]);
        assert!(registry.membership().get("IOM".parse().unwrap()).is_some());
    }

    #[test]
    fn an_address_that_is_no_http_url_stops_the_start() {
        for address in
            ["127.0.0.1:4001", "file:///etc/passwd", "https://node.example", "http://node.example", "http://"]
        {
            let mut document = document();
            document.members[0].node = Some(address.to_owned());
            assert!(Registry::new(Arc::new(accepted(document)), &plain()).is_err(), "{address}");
        }
    }
}
