//! Mutual TLS to a node, as the federation's gateway speaks it.

use crate::carrier::Carrier;
use door::roll::Roll;
use door::tls::dial::dial;
use door::tls::identity::{Files, Identity};
use door::tls::name;
use door::tls::trust::Trust;
use http_body_util::{BodyExt, Full};
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::ClientConfig;
use schema::assertion::HEADER;
use std::path::Path;
use std::sync::Arc;

/// Connections to one node.
#[derive(Clone)]
pub struct Link(Client<HttpsConnector<HttpConnector>, Full<hyper::body::Bytes>>);

/// TLS as the gateway of a demonstration's state speaks it.
pub fn gateway_tls(state: &Path, carrier: &Carrier) -> ClientConfig {
    let files = Files { certificate: "gateway.crt".into(), key: "gateway.tls.key".into() };
    let identity = Identity::open(&files, &state.join("keys")).unwrap();
    let registrar = door::key_file::read(&state.join("keys/registrar.key")).unwrap().public();
    let roll = Roll::open(&state.join("members.toml"), &state.join("tests.pin"), &registrar).unwrap();
    let trust = Arc::new(Trust::new(Arc::new(roll)));
    dial(Arc::new(identity), trust, carrier.clock.clone()).unwrap()
}

impl Link {
    /// Shows the certificate of the gateway of a demonstration's state.
    pub fn of_gateway(state: &Path, carrier: &Carrier) -> Self {
        Self::over(gateway_tls(state, carrier), &name::node(carrier.country))
    }

    /// To a node of this name.
    pub fn over(tls: ClientConfig, name: &str) -> Self {
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        let name = FixedServerNameResolver::new(name.to_owned().try_into().unwrap());
        let https = HttpsConnectorBuilder::new().with_tls_config(tls).https_only().with_server_name_resolver(name);
        Self(Client::builder(TokioExecutor::new()).build(https.enable_all_versions().wrap_connector(http)))
    }

    /// Posts a body, and gives back status and body.
    ///
    /// # Errors
    /// Where no connection comes about.
    pub async fn post(
        &self,
        url: &str,
        kind: &str,
        token: Option<&str>,
        word: Option<&str>,
        body: Vec<u8>,
    ) -> Result<(u16, String), hyper_util::client::legacy::Error> {
        let mut request = hyper::Request::post(url).header("content-type", kind);
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if let Some(word) = word {
            request = request.header(HEADER, word);
        }
        let response = self.0.request(request.body(Full::from(body)).unwrap()).await?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Ok((status, String::from_utf8(body.to_vec()).unwrap()))
    }
}
