//! The desk's own port, beside the one that gateways ask.

use super::graphql::{LIMITS, Rooms, attach, schema};
use super::officer::Officers;
use crate::config;
use crate::page::serving::Served;
use door::limits::Limits;
use door::rates::Rates;
use door::serve::Listening;
use door::sites::Sites;
use std::net::SocketAddr;
use std::sync::Arc;

/// Why the desk is not served.
#[derive(Debug, thiserror::Error)]
pub enum DeskFault {
    /// It listens on its own machine only.
    #[error("the desk listens on its own machine only, behind what speaks TLS with officers; not on {0}")]
    Exposed(SocketAddr),
    /// The port does not open.
    #[error("{0}: {1}")]
    Listen(String, std::io::Error),
}

/// Opens the desk's port.
pub async fn open(desk: &config::Desk, rooms: Rooms, officers: Officers, rates: Rates) -> Result<Served, DeskFault> {
    let listening = Listening::on(&desk.listen).await.map_err(|fault| DeskFault::Listen(desk.listen.clone(), fault))?;
    if !listening.address.ip().is_loopback() {
        return Err(DeskFault::Exposed(listening.address));
    }
    let limits = Limits { rates, ..LIMITS };
    let attach = attach(Arc::new(officers));
    let router = door::graphql::router("/graphql", schema(rooms), limits, Sites::default(), attach);
    Ok(Served { listening, router })
}
