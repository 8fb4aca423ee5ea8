//! How an issuer is asked: over TLS 1.3 whose roots are the public ones and those that an operator names, or on this machine;
//! no redirect, no proxy, and an end to time and size.

use crate::tls::Clock;
use crate::tls::dial::public;
use axum::body::Bytes;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{Request, StatusCode, Uri};
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use schema::token::key_set::NoKeys;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::time::timeout;

/// The largest document that is read, in bytes.
const MOST_BYTES: usize = 256 * 1024;

/// How long an issuer has for one document.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection to an issuer is kept.
const IDLE: Duration = Duration::from_secs(20);

/// Why an issuer's document was not had. For the log; a token's fault says only that the key is not known.
#[derive(Debug, thiserror::Error)]
pub enum FetchFault {
    /// An address that may not be asked.
    #[error("an address that is not https://, nor http:// on this machine")]
    Address,
    /// No connection, or one that broke.
    #[error("the issuer could not be reached: {0}")]
    Connection(String),
    /// It took too long.
    #[error("the issuer did not answer in time")]
    Late,
    /// Another status than success.
    #[error("the issuer answered with status {0}")]
    Status(u16),
    /// No document of the form, or one without end.
    #[error("the issuer's document does not read")]
    Unreadable,
    /// The document is another issuer's.
    #[error("the document is another issuer's")]
    AnotherIssuer,
    /// No keys in it.
    #[error(transparent)]
    NoKeys(#[from] NoKeys),
    /// It was asked too often of late.
    #[error("the issuer was asked as often as it may be; ask again in a minute")]
    TooOften,
    /// It did not answer; the log knows why.
    #[error("the issuer did not answer")]
    Unanswered,
}

/// Why issuers cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceFault {
    /// The file with further authorities does not read.
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    /// It holds no certificates.
    #[error("{0} holds no certificate (PEM)")]
    NoCertificate(PathBuf),
    /// TLS cannot be spoken.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}

/// Where documents come from.
pub trait Source: Send + Sync {
    /// Gets a document.
    fn get<'a>(&'a self, at: &'a Uri) -> BoxFuture<'a, Result<Bytes, FetchFault>>;
}

/// Issuers over HTTP.
pub struct Fetch(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Fetch {
    /// Believes the public roots, and the authorities in a file (PEM) where an operator names one.
    pub fn new(authorities: Option<&Path>, clock: Clock) -> Result<Self, SourceFault> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(path) = authorities {
            let text = std::fs::read(path).map_err(|error| SourceFault::File(path.to_owned(), error))?;
            let read: Vec<_> = CertificateDer::pem_slice_iter(&text).filter_map(Result::ok).collect();
            let (added, _) = roots.add_parsable_certificates(read);
            if added == 0 {
                return Err(SourceFault::NoCertificate(path.to_owned()));
            }
        }
        let tls = public(roots, clock)?;
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(2)
            .build(connector);
        Ok(Self(client))
    }

    /// Sends a form (`application/x-www-form-urlencoded`), and gives back status and document.
    pub async fn post(&self, at: &Uri, form: String) -> Result<(StatusCode, Bytes), FetchFault> {
        let request = Request::post(at.clone()).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.header(ACCEPT, "application/json").body(Full::from(form))).await
    }

    async fn send(
        &self,
        request: Result<Request<Full<Bytes>>, axum::http::Error>,
    ) -> Result<(StatusCode, Bytes), FetchFault> {
        let request = request.map_err(|_| FetchFault::Address)?;
        let exchange = async {
            let broken = |error: hyper_util::client::legacy::Error| {
                let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
                FetchFault::Connection(why)
            };
            let (head, body) = self.0.request(request).await.map_err(broken)?.into_parts();
            let body = Limited::new(body, MOST_BYTES).collect().await.map_err(|_| FetchFault::Unreadable)?;
            Ok((head.status, body.to_bytes()))
        };
        timeout(PATIENCE, exchange).await.map_err(|_| FetchFault::Late)?
    }
}

impl Source for Fetch {
    fn get<'a>(&'a self, at: &'a Uri) -> BoxFuture<'a, Result<Bytes, FetchFault>> {
        Box::pin(async move {
            let request = Request::get(at.clone()).header(ACCEPT, "application/json").body(Full::default());
            match self.send(request).await? {
                (StatusCode::OK, document) => Ok(document),
                (other, _) => Err(FetchFault::Status(other.as_u16())),
            }
        })
    }
}

#[cfg(test)]
mod tests;
