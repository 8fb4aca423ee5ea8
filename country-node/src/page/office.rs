//! What the page stands on, and what it shows of a person.

use super::html::{self, Done, Shown};
use super::reply::shown;
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
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use node_rules::consent::Event;
use node_rules::consent::history::standing;
use node_rules::record_key::Pseudonym;
use sea_orm::DbErr;
use serde::Deserialize;
use std::sync::Arc;

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

/// A language's tag and its words.
pub(super) type Language<'a> = (&'a str, &'a Words);
