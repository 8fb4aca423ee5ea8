//! A real browser, led through `WebDriver`, in folders of its own.

use super::programs::Programs;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// The browser. Ending it ends its processes and removes its folder.
pub struct Driver {
    child: Child,
    url: String,
    /// Leads the page.
    pub client: Client,
    _profile: TempDir,
}

type Said = std::iter::MapWhile<Lines<BufReader<ChildStdout>>, fn(std::io::Result<String>) -> Option<String>>;

impl Driver {
    /// Starts the driver in a home of its own; `None` if it ends without saying its port.
    fn driver(programs: &Programs, home: &Path) -> Option<(Child, Said, u16)> {
        let mut command = Command::new(&programs.chromedriver);
        command.envs(programs.environment());
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        // What a proxy or a desktop would add has no part in the test.
        command.process_group(0).env_remove("http_proxy").env_remove("https_proxy").env("HOME", home);
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said: Said = lines.map_while(Result::ok as fn(_) -> _);
        let port = said.find_map(|line| {
            let (_, rest) = line.split_once("started successfully on port ")?;
            rest.trim_end_matches('.').parse::<u16>().ok()
        });
        if port.is_none() {
            let _ = child.wait();
        }
        Some((child, said, port?))
    }

    /// Starts a browser with an empty profile that asks nobody by itself.
    pub async fn start(programs: &Programs) -> Self {
        let profile = tempfile::tempdir().unwrap();
        // A port that it chose for IPv4 may be taken for IPv6; then it ends, and another try finds another.
        let (child, said, port) =
            (0..5).find_map(|_| Self::driver(programs, profile.path())).expect("chromedriver says its port");
        let url = format!("http://127.0.0.1:{port}");
        // What it says later is read on, so that it never waits for a reader.
        std::thread::spawn(move || said.for_each(drop));
        let data = profile.path().join("profile");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--no-proxy-server",
            "--window-size=1280,900",
            &format!("--user-data-dir={}", data.display()),
        ];
        let wanted = json!({
            "goog:chromeOptions": { "args": arguments, "binary": programs.chromium },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let capabilities: Capabilities = serde_json::from_value(wanted).unwrap();
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&url).await;
        let client = client.unwrap_or_else(|error| panic!("the browser did not start: {error}"));
        Self { child, url, client, _profile: profile }
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let session = self.client.session_id().await.unwrap().unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request =
            http.post(format!("{}/session/{session}/se/log", self.url)).body(json!({ "type": kind }).to_string());
        let text = request.send().await.unwrap().text().await.unwrap();
        let mut log: Value = serde_json::from_str(&text).unwrap();
        serde_json::from_value(log["value"].take()).unwrap()
    }

    /// What stands in the console as an error.
    pub async fn console_errors(&self) -> Vec<String> {
        let entries = self.log("browser").await.into_iter();
        entries.filter(|entry| entry["level"] == "SEVERE").map(|entry| entry["message"].to_string()).collect()
    }

    /// Every address that the page has asked for.
    pub async fn requests(&self) -> Vec<String> {
        let events = self.log("performance").await.into_iter().filter_map(|entry| {
            let event: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let wanted = event["message"]["method"] == "Network.requestWillBeSent";
            wanted.then(|| event["message"]["params"]["request"]["url"].as_str().map(str::to_owned)).flatten()
        });
        events.collect()
    }

    /// Closes the browser.
    pub async fn end(self) {
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Driver {
    /// Ends the whole group: the browser is the driver's child, and a failed test closes no session.
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.child.wait();
    }
}
