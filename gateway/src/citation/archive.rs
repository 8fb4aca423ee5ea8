//! Makes citations, keeps each where its address says, and finds it again.

use super::Citation;
use super::document::{CountryAbsence, CountryAnswer, Document, MembershipVersion};
use crate::attribute::Answer;
use crate::clock::rfc3339;
use schema::country::CountryCode;
use schema::error::Sayable;
use schema::member::{MemberCode, Membership};
use schema::seal::{SealFault, SecretKey};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where citations are kept: a file each, in a folder for each member that asked.
pub struct Archive {
    gateway: String,
    key: SecretKey,
    folder: PathBuf,
    /// What stands before an address, such as `https://hub.example`; empty where it is not known.
    origin: String,
    /// How many were written: two that write one citation at a time do not meet.
    written: AtomicU64,
}

/// Why an answer was not cited. The caller learns only that it was not.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveFault {
    /// An answer has no canonical form.
    #[error(transparent)]
    Seal(#[from] SealFault),
    /// The document has no text.
    #[error(transparent)]
    Text(#[from] serde_json::Error),
    /// A file does not read or write.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

impl Archive {
    /// An archive in a folder, which is made when the first citation is kept.
    pub fn new(gateway: &str, key: SecretKey, folder: &Path, origin: &str) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        Self { gateway: gateway.to_owned(), key, folder: folder.to_owned(), origin, written: AtomicU64::new(0) }
    }

    /// Cites an answer and keeps it before its address is said. An answer that was cited already is found where it was.
    pub async fn cite(&self, answer: &Answer, members: &Membership) -> Result<Citation, Sayable> {
        self.kept(answer, members).await.map_err(|fault| {
            tracing::error!(%fault, "an answer cannot be cited");
            Sayable::internal()
        })
    }

    async fn kept(&self, answer: &Answer, members: &Membership) -> Result<Citation, ArchiveFault> {
        let document = self.document(answer, members)?;
        let path = self.path(document.asked_by, &document.citation);
        let at = |error| ArchiveFault::File(path.clone(), error);
        if !tokio::fs::try_exists(&path).await.map_err(at)? {
            if let Some(folder) = path.parent() {
                tokio::fs::create_dir_all(folder).await.map_err(at)?;
            }
            // Beside it first: whoever reads it finds the whole of it or nothing.
            let beside = path.with_extension(format!("{}.new", self.written.fetch_add(1, Ordering::Relaxed)));
            tokio::fs::write(&beside, serde_json::to_vec_pretty(&document)?).await.map_err(at)?;
            tokio::fs::rename(&beside, &path).await.map_err(at)?;
        }
        Ok(Citation {
            address: format!("{}/citations/{}", self.origin, document.citation),
            asked_at: document.asked_at.clone(),
            releases: document.releases(),
            question: document.question_text()?,
            id: document.citation,
        })
    }

    /// What is kept of an answer.
    pub fn document(&self, answer: &Answer, members: &Membership) -> Result<Document, SealFault> {
        let by_country: BTreeMap<CountryCode, _> =
            answer.countries().map(|(member, reply)| (member.code, reply)).collect();
        let answers = by_country.iter().filter_map(|(country, reply)| {
            Some(CountryAnswer { country: *country, answer: reply.as_ref().ok()?.as_said() })
        });
        let absent = by_country.iter().filter_map(|(country, reply)| {
            let absence = reply.as_ref().err()?;
            Some(CountryAbsence { country: *country, outcome: absence.outcome, reason: absence.reason.clone() })
        });
        let document = Document {
            citation: String::new(),
            asked_at: rfc3339(answer.asked_at()),
            asked_by: answer.asked_by(),
            gateway: self.gateway.clone(),
            membership: MembershipVersion { version: members.version(), digest: members.digest().to_owned() },
            question: answer.question().as_input().clone(),
            // By country: in which order they were named makes it no other answer.
            countries: by_country.keys().copied().collect(),
            answers: answers.collect(),
            absent: absent.collect(),
            signature: String::new(),
        };
        document.signed(&self.key)
    }

    /// The text of a citation that a member was given; nothing where there is none of that id.
    pub async fn find(&self, member: MemberCode, id: &str) -> Result<Option<Vec<u8>>, ArchiveFault> {
        // An id is base64url of 32 bytes; anything else never names a file.
        if id.len() != 43 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            return Ok(None);
        }
        let path = self.path(member, id);
        match tokio::fs::read(&path).await {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(ArchiveFault::File(path, error)),
        }
    }

    /// A citation that a member was given; nothing where there is none of that id, or where the file is of another.
    pub async fn read(&self, member: MemberCode, id: &str) -> Result<Option<Document>, ArchiveFault> {
        let Some(text) = self.find(member, id).await? else { return Ok(None) };
        let document: Document = serde_json::from_slice(&text)?;
        let is_it = document.asked_by == member && document.id()? == id;
        Ok(is_it.then_some(document))
    }

    /// Why a member cannot cite some answers: which of them it was not given. Nothing where it was given all of them.
    pub async fn lacking(&self, member: MemberCode, ids: &[String]) -> Result<Option<String>, Sayable> {
        for (at, id) in ids.iter().enumerate() {
            let found = self.read(member, id).await.map_err(|fault| {
                tracing::error!(%fault, "a citation does not read");
                Sayable::internal()
            })?;
            if found.is_none() {
                return Ok(Some(format!("citations.{at}: expected the id of an answer that {member} was given here")));
            }
        }
        Ok(None)
    }

    fn path(&self, member: MemberCode, id: &str) -> PathBuf {
        self.folder.join(member.as_str()).join(format!("{id}.json"))
    }
}
