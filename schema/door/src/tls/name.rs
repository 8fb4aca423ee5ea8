//! The DNS name that stands in a certificate and binds it to who shows it. It is resolved nowhere: where a node is reached
//! stands in the membership document. `.internal` is reserved for such names.

use schema::member::MemberCode;

const NODE: &str = ".node.diaspora-hub.internal";
const GATEWAY: &str = ".gateway.diaspora-hub.internal";

/// The name of a member's node, such as `gha.node.diaspora-hub.internal`.
pub fn node(member: MemberCode) -> String {
    format!("{}{NODE}", member.as_str().to_lowercase())
}

/// The name of a gateway, such as `hub.gateway.diaspora-hub.internal`.
pub fn gateway(name: &str) -> String {
    format!("{}{GATEWAY}", name.to_lowercase())
}

/// The member whose node has this name.
pub fn member(name: &str) -> Option<MemberCode> {
    name.strip_suffix(NODE)?.to_uppercase().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nodes_name_is_its_members_and_no_other_name_is() {
        let ghana: MemberCode = "GHA".parse().unwrap();
        assert_eq!(node(ghana), "gha.node.diaspora-hub.internal");
        assert_eq!(member(&node(ghana)), Some(ghana));
        for other in ["gha", "x.gha.node.diaspora-hub.internal", "gha.gateway.diaspora-hub.internal", &gateway("hub")] {
            assert_eq!(member(other), None, "{other}");
        }
    }
}
