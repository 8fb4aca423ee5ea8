//! What the page stands on, and what it shows of a person.

use super::form::Form;
use super::html::{self, Done, Shown};
use super::reply::{go, inside, shown};
use super::session::Sessions;
use super::words::{Languages, Words};
use crate::audit::command::Administration;
use crate::audit::ledger::AuditFault;
use crate::consent::history;
use crate::consent::said::SaidFault;
use crate::contact::keep::{ContactFault, Means};
use crate::node::Node;
use crate::person::correct::CorrectFault;
use crate::person::erase::EraseFault;
use crate::person::export::{ExportFault, whole};
use crate::person::held::Export;
use crate::person::{erased, same};
use crate::release::data::DataFault;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use door::received::received;
use door::sites::is_own_page;
use node_rules::consent::Event;
use node_rules::consent::history::standing;
use node_rules::record_key::Pseudonym;
use sea_orm::DbErr;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;

/// The largest form: five purposes and a notice, or a reason.
pub(super) const MOST_BYTES: usize = 4096;

/// How long a form may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes 32 random bytes.
pub type Random = Arc<dyn Fn() -> [u8; 32] + Send + Sync>;

/// What the page needs.
pub struct Office {
    /// The node.
    pub node: Arc<Node>,
    /// The languages that it speaks.
    pub languages: Languages,
    /// Whether people come by TLS.
    pub secure: bool,
    /// The keys of contacts, where the environment has them.
    pub environment: Option<String>,
    /// Makes sessions' ids.
    pub random: Random,
    pub(super) sessions: Sessions,
}

impl Office {
    /// An office that nobody has opened a page of.
    pub fn new(
        node: Arc<Node>,
        languages: Languages,
        secure: bool,
        environment: Option<String>,
        random: Random,
    ) -> Self {
        Self { node, languages, secure, environment, random, sessions: Sessions::default() }
    }

    pub(super) fn language<'a>(&'a self, asked: &'a Asked, headers: &HeaderMap) -> Option<Language<'a>> {
        self.languages.chosen(asked.lang.as_deref(), headers)
    }

    /// Whose page a browser has open. A person who was erased has none, whoever did it.
    pub(super) async fn person(&self, headers: &HeaderMap) -> Option<Pseudonym> {
        let person = self.sessions.of(headers, (self.node.clock)(), self.secure)?;
        match erased::at(&self.node.store, &person).await {
            Ok(None) => Some(person),
            Ok(Some(_)) => {
                self.sessions.end_all(&person);
                None
            }
            Err(fault) => {
                tracing::error!(%fault, "whether a person was erased is not known");
                None
            }
        }
    }

    /// A page in the language asked for.
    pub(super) fn said(
        &self,
        status: StatusCode,
        asked: &Asked,
        headers: &HeaderMap,
        at: &str,
        body: impl FnOnce(Language<'_>) -> String,
    ) -> Response {
        let Some(language) = self.language(asked, headers) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        shown(status, html::framed(language, &self.languages, at, &body(language)))
    }

    pub(super) fn closed(&self, asked: &Asked, headers: &HeaderMap) -> Response {
        self.said(StatusCode::FORBIDDEN, asked, headers, "/me", |(_, words)| html::sentence(&words.closed))
    }

    /// What is done with a form that is posted from an own page of this service, by whoever has one open.
    pub(super) async fn posted<F: Future<Output = Result<Done, PageFault>>>(
        &self,
        (asked, headers): (&Asked, &HeaderMap),
        (body, most_bytes): (Body, usize),
        does: impl FnOnce(Pseudonym, Form) -> F,
    ) -> Response {
        if !is_own_page(headers) {
            return StatusCode::FORBIDDEN.into_response();
        }
        let Some(person) = self.person(headers).await else { return self.closed(asked, headers) };
        let Ok(Ok(bytes)) = timeout(PATIENCE, received(body, most_bytes)).await else {
            return StatusCode::PAYLOAD_TOO_LARGE.into_response();
        };
        match does(person, Form::read(&bytes)).await {
            Ok(done) => go(&asked.back(Some(done)), None),
            Err(fault) => inside(&fault),
        }
    }

    /// What a person's page reads of what is held, written down as an access.
    pub(super) async fn held(&self, person: &Pseudonym) -> Result<Export, PageFault> {
        let drawn = (self.random)();
        let mut random = move |bytes: &mut [u8; 32]| *bytes = drawn;
        let means = &mut Means { environment: self.environment.as_deref(), random: &mut random };
        let written = Administration::of("own page").with("does", "access");
        self.node.audited(written, async { Ok::<_, PageFault>(whole(&self.node, person, means).await?) }).await
    }

    /// Everything that is shown of a person.
    pub(super) async fn own(
        &self,
        person: &Pseudonym,
        (tag, words): Language<'_>,
        done: Option<Done>,
    ) -> Result<String, PageFault> {
        let held = self.held(person).await?;
        let history = history::of(&self.node.store, person).await?;
        let events: Vec<Event> = history.iter().map(|(_, recorded)| recorded.event.clone()).collect();
        let shown = Shown {
            held: &held,
            standing: standing(&events, (self.node.clock)()),
            joined: same::same(&self.node.store).await?.ids(*person).len() > 1,
            history: &history,
            notices: &self.node.notices,
            offered: self.node.config.page.as_ref().and_then(|page| page.notice.as_deref()),
            done,
        };
        Ok(html::own(words, tag, &shown))
    }
}

/// Why a page does not come. None of it is said.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageFault {
    #[error("the store: {0}")]
    Store(#[from] DbErr),
    #[error(transparent)]
    Said(#[from] SaidFault),
    #[error(transparent)]
    Audit(#[from] AuditFault),
    #[error(transparent)]
    Export(#[from] ExportFault),
    #[error(transparent)]
    Erase(#[from] EraseFault),
    #[error(transparent)]
    Correct(#[from] CorrectFault),
    #[error(transparent)]
    Data(#[from] DataFault),
    #[error(transparent)]
    Contact(#[from] ContactFault),
}

/// What an address asks: a language, and what became of what was just done.
#[derive(Default, Deserialize)]
pub(super) struct Asked {
    pub(super) lang: Option<String>,
    pub(super) done: Option<String>,
}

impl Asked {
    /// Back to the page, in the same language, with what became of it.
    pub(super) fn back(&self, done: Option<Done>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(lang) = &self.lang {
            query.append_pair("lang", lang);
        }
        if let Some(done) = done {
            query.append_pair("done", done.name());
        }
        format!("/me?{}", query.finish())
    }
}

/// A language's tag and its words.
pub(super) type Language<'a> = (&'a str, &'a Words);
