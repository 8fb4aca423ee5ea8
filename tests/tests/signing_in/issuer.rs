//! A real OpenID Connect issuer (npm `oidc-provider`) in a process of its own, on this machine.

use crate::npm::Packages;
use reqwest::{Client, StatusCode};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Duration;

static PACKAGES: Packages = Packages::new("signing_in", &[".npmrc", "issuer.js", "package-lock.json", "package.json"]);

/// An issuer that runs until it is dropped.
pub struct Issuer {
    child: Child,
    orders: ChildStdin,
    says: BufReader<ChildStdout>,
    client: Client,
    /// Its identifier.
    pub url: String,
}

impl Issuer {
    /// Starts an issuer whose page sends people back to `redirect`, with access tokens of so many seconds. None where it cannot
    /// be had, which is said.
    pub fn start(redirect: &str, seconds: u32) -> Option<Self> {
        let mut command =
            PACKAGES.script("signing in at a real issuer", "issuer.js", &["0", redirect, &seconds.to_string()])?;
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("node starts");
        let orders = child.stdin.take().unwrap();
        let says = BufReader::new(child.stdout.take().unwrap());
        let client = Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        let mut issuer = Self { child, orders, says, client, url: String::new() };
        let said = issuer.hear();
        said["issuer"].as_str().expect("it says where it is").clone_into(&mut issuer.url);
        Some(issuer)
    }

    fn hear(&mut self) -> Value {
        loop {
            let mut line = String::new();
            assert!(self.says.read_line(&mut line).unwrap() > 0, "the issuer has ended");
            // What the library says of itself is no word of the script.
            if line.starts_with('{') {
                return serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            }
        }
    }

    /// Has it throw its keys away and make others.
    pub fn rotate(&mut self) {
        self.orders.write_all(b"rotate\n").unwrap();
        assert_eq!(self.hear()["rotated"], true);
    }

    /// A token for a program (client credentials), signed in this way, for this audience, for so long, with this role.
    pub async fn token(&self, algorithm: &str, audience: &str, seconds: u32, role: &str) -> String {
        let form = format!("grant_type=client_credentials&resource=urn:test:{algorithm}:{audience}:{seconds}:{role}");
        let asked = self.client.post(format!("{}/token", self.url)).basic_auth("a-program", Some("secret"));
        let asked = asked.header("content-type", "application/x-www-form-urlencoded").body(form);
        let response = asked.send().await.unwrap();
        let (status, text) = (response.status(), response.text().await.unwrap());
        assert_eq!(status, StatusCode::OK, "{text}");
        let said: Value = serde_json::from_str(&text).unwrap();
        said["access_token"].as_str().unwrap().to_owned()
    }

    /// A token as an analyst's program needs it.
    pub async fn analyst(&self) -> String {
        self.token("ES256", "diaspora-hub", 300, "analyst").await
    }

    /// The keys that it publishes, as text.
    pub async fn keys(&self) -> String {
        self.client.get(format!("{}/jwks", self.url)).send().await.unwrap().text().await.unwrap()
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        // One that has ended already is gone all the same.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
