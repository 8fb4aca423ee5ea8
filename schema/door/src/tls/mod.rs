//! Mutual TLS between gateway and nodes: TLS 1.3, certificates bound to who shows them, read anew while services run.
//!
//! What this room decides: whose certificate is believed. The membership document names the authorities that sign them and
//! the certificates that are revoked; the name in a certificate says whose it is.
//!
//! - [`name`]: the name that a member's node or a gateway has in its certificate.
//! - [`authority`]: makes an authority, certificate requests, and certificates.
//! - [`identity`]: a service's own certificate and key, from their files.
//! - [`trust`]: what is believed of the other side.
//! - [`transport`](mod@transport): TLS under a server's connections. [`dial`]: TLS under a client's.

pub mod authority;
pub mod dial;
pub mod identity;
pub mod name;
pub mod transport;
pub mod trust;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Tells the time in seconds since 1970.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The cryptography of both sides.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// The clock that certificates are judged by: the service's own, which is a parameter.
struct Time(Clock);

impl fmt::Debug for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Time")
    }
}

impl TimeProvider for Time {
    fn current_time(&self) -> Option<UnixTime> {
        u64::try_from((self.0)()).ok().map(|seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
