//! A member's application, and a gateway's: what is checked of them, and the certificate that they get.

use super::folder::{Registrar, RegistrarFault};
use door::tls::authority::sign;
use door::tls::name;
use schema::member::{Application, Gateway, MemberCode};

/// How long a certificate lasts, in days.
const DAYS: i64 = 397;

impl Registrar {
    /// Enters a member, or changes its entry where one of its own keys vouches for the change. Gives back the certificate
    /// of its node, where it asked for one. Former keys of its node stay: what they signed can be checked.
    pub fn admit(&mut self, application: &str, now: i64) -> Result<Option<String>, RegistrarFault> {
        let Application { mut entry, request, .. } = Application::read(application)?;
        let certificate = match &request {
            Some(request) => Some(sign(request, &name::node(entry.code), &self.authority, now, DAYS)?),
            None => None,
        };
        let former = self.document.members.iter().find(|member| member.code == entry.code);
        if let Some(former) = former {
            let known = |key: &String| former.token_keys.contains(key) || former.node_keys.contains(key);
            if !entry.token_keys.iter().chain(&entry.node_keys).any(known) {
                return Err(RegistrarFault::NotItself(entry.code));
            }
            let kept = former.node_keys.iter().filter(|key| !entry.node_keys.contains(key)).cloned();
            let kept: Vec<String> = kept.collect();
            entry.node_keys.extend(kept);
        }
        self.change(now, |document| {
            document.members.retain(|member| member.code != entry.code);
            document.members.push(entry);
            document.members.sort_by_key(|member| member.code);
        })?;
        Ok(certificate)
    }

    /// Strikes a member out: it is asked no more, and its users' tokens are believed no more.
    pub fn remove(&mut self, member: MemberCode, now: i64) -> Result<u32, RegistrarFault> {
        if !self.document.members.iter().any(|entry| entry.code == member) {
            return Err(RegistrarFault::NoMember(member));
        }
        self.change(now, |document| document.members.retain(|entry| entry.code != member))
    }

    /// Enters a gateway, or changes its keys, and gives back its certificate.
    pub fn admit_gateway(&mut self, gateway: Gateway, request: &str, now: i64) -> Result<String, RegistrarFault> {
        let certificate = sign(request, &name::gateway(&gateway.name), &self.authority, now, DAYS)?;
        self.change(now, |document| {
            document.gateways.retain(|other| other.name != gateway.name);
            document.gateways.push(gateway);
        })?;
        Ok(certificate)
    }

    /// Revokes the certificate of this SHA-256 (base64url, of its DER).
    pub fn revoke(&mut self, fingerprint: String, now: i64) -> Result<u32, RegistrarFault> {
        self.change(now, |document| {
            if !document.revoked.contains(&fingerprint) {
                document.revoked.push(fingerprint);
            }
        })
    }
}
