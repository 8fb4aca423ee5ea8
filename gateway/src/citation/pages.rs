//! The lasting address of citations: `GET /citations/{id}`, for users of the member that asked, and of members to which an experience is
//! shown that cites it, as far as its countries tell them.

use super::again::Again;
use super::archive::{Archive, ArchiveFault};
use super::document::Document;
use crate::caller::Caller;
use crate::country::Carrier;
use crate::fetch::{NodeLoader, Nodes, answers, pages};
use crate::gather::Gather;
use crate::identify::Identify;
use crate::members::Members;
use crate::registry::{Node, Registry};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::request::Parts as Head;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use door::came::Came;
use door::gate::Gate;
use door::headers::strict;
use door::peer::Peer;
use door::refusal::Refusal;
use futures_util::future::join;
use schema::directory::filter::DirectoryFilter;
use schema::directory::kind::EntryKind;
use schema::directory::order::DirectoryOrder;
use schema::directory::page::DirectoryQuestion;
use std::sync::Arc;
use std::time::Duration;

/// What the address needs.
#[derive(Clone)]
pub struct Pages {
    /// Where citations are kept.
    pub archive: Arc<Archive>,
    /// Who belongs.
    pub members: Arc<Members>,
    /// Who asks.
    pub identify: Arc<Identify>,
    /// Asks the nodes whether a reader may be told.
    pub carrier: Arc<Carrier>,
    /// How long they have for it.
    pub deadline: Duration,
    /// Counts who asks how often and how many at a time, here and over GraphQL together, and how long each may take.
    pub gate: Gate,
}

/// The address's route.
pub fn router(pages: Pages) -> Router {
    strict(Router::new().route("/citations/{id}", get(citation)).with_state(pages))
}

/// What one is told to whom no citation of an id is there.
const NOT_THERE: &str = "Your member was given no answer of this id, and is shown no experience that cites it.";

/// What one is told where a file says why countries were absent.
const OF_ABSENCE: &str =
    "Not every country answered; why it did not was said to the member that asked. The experience shows what was said.";

async fn citation(State(pages): State<Pages>, Path(id): Path<String>, head: Head) -> Response {
    pages.gate.within(answer(&pages, &id, &head)).await.unwrap_or_else(turned_away)
}

/// Whoever asks too often, or where too much is under way, or for too long.
fn turned_away(refusal: Refusal) -> Response {
    let status = refusal.status.unwrap_or(StatusCode::TOO_MANY_REQUESTS);
    let mut refused = (status, refusal.sayable.message).into_response();
    refused.headers_mut().extend(refusal.header);
    refused
}

async fn answer(pages: &Pages, id: &str, head: &Head) -> Response {
    let registry = pages.members.in_force();
    let peer = head.extensions.get::<Peer>();
    let came = Came { headers: &head.headers, body: &[], peer };
    let caller = pages.identify.caller(&came, &registry).await;
    let known = caller.as_ref().ok().map(|caller| caller.known((pages.identify.clock)()));
    if let Err(refusal) = pages.gate.count(known.as_ref(), peer) {
        return turned_away(refusal);
    }
    let caller = match caller {
        Ok(caller) => caller,
        Err(refused) => {
            return (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], refused.message).into_response();
        }
    };
    if let Err(refused) = caller.asker() {
        return (StatusCode::FORBIDDEN, refused.message).into_response();
    }
    let found = match pages.archive.find(caller.member(), id).await {
        Ok(Some(text)) => Ok(Ok(text)),
        Ok(None) => Box::pin(shown(pages, &registry, &caller, id)).await,
        Err(fault) => Err(fault),
    };
    match found {
        Ok(Ok(text)) => ([(CONTENT_TYPE, "application/json")], text).into_response(),
        Ok(Err(NotTold::NotThere)) => (StatusCode::NOT_FOUND, NOT_THERE).into_response(),
        Ok(Err(NotTold::Why(reasons))) => (StatusCode::FORBIDDEN, reasons).into_response(),
        Err(fault) => {
            tracing::error!(%fault, "a citation does not read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Why one is not given a citation's file.
enum NotTold {
    /// There is none for this reader.
    NotThere,
    /// An experience cites it, and these countries' figures are not for this reader.
    Why(String),
}

/// The text of a citation that was given to another member, for one to whom that member shows an experience that cites it. Whether it
/// does, and whether the cited countries tell the reader, is asked at once: one request a country.
async fn shown(
    pages: &Pages,
    registry: &Arc<Registry>,
    caller: &Caller,
    id: &str,
) -> Result<Result<Vec<u8>, NotTold>, ArchiveFault> {
    let mut kept: Vec<(Arc<Node>, Arc<Document>)> = Vec::new();
    for node in registry.nodes() {
        if let Some(document) = pages.archive.read(node.member.code, id).await? {
            kept.push((Arc::clone(node), Arc::new(document)));
        }
    }
    // Whoever was given it, it is the same question and the same figures.
    let Some(Ok(again)) = kept.first().map(|(_, document)| Again::of(Arc::clone(document))) else {
        return Ok(Err(NotTold::NotThere));
    };
    let (gather, carrier) = (Gather::default(), Arc::clone(&pages.carrier));
    let nodes = NodeLoader::begin(carrier, Arc::clone(registry), caller, pages.deadline, gather.clone());
    let owners: Vec<Arc<Node>> = kept.iter().map(|(node, _)| Arc::clone(node)).collect();
    let asked = again.asked(registry);
    let (shown, came) = gather.run(join(showing(&nodes, &owners, id), answers(&nodes, &asked))).await;
    let Some(at) = shown.iter().position(|shown| *shown) else { return Ok(Err(NotTold::NotThere)) };
    let Some((owner, document)) = kept.get(at) else { return Ok(Err(NotTold::NotThere)) };
    let parts = Again { document: Arc::clone(document), ..again }.parts(caller.member(), &came);
    let reasons: Vec<String> = parts.into_iter().filter_map(|part| part.cited.err()).collect();
    if !reasons.is_empty() {
        return Ok(Err(NotTold::Why(reasons.join("\n"))));
    }
    // Why a country did not answer was said to the one who asked: it may be of an agreement of these two.
    if !document.absent.is_empty() {
        return Ok(Err(NotTold::Why(OF_ABSENCE.to_owned())));
    }
    Ok(pages.archive.find(owner.member.code, id).await?.ok_or(NotTold::NotThere))
}

/// Which of some countries show the reader an experience that cites an answer.
async fn showing(nodes: &Nodes, owners: &[Arc<Node>], id: &str) -> Vec<bool> {
    let question = Arc::new(DirectoryQuestion {
        kind: EntryKind::Experience,
        filter: DirectoryFilter { cites: Some(vec![id.to_owned()]), ..DirectoryFilter::default() },
        order: DirectoryOrder::default(),
        first: 1,
        after: None,
        as_of: None,
    });
    let asked: Vec<_> = owners.iter().map(|node| (Arc::clone(node), Arc::clone(&question))).collect();
    let cites = |page: &crate::country::Page| {
        page.records.iter().any(|record| record.body.citations().iter().any(|cited| cited == id))
    };
    pages(nodes, &asked).await.iter().map(|(.., listed)| listed.as_ref().is_ok_and(|page| cites(page))).collect()
}
