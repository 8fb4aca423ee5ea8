use super::federation::{Federation, configured};
use reqwest::Response;
use reqwest::header::HeaderName;
use reqwest::redirect::Policy;

async fn get(path: &str, accept_encoding: &str) -> Response {
    let federation = Federation::start(&[]).await;
    let client = reqwest::Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
    let request = client.get(format!("{}{path}", federation.url)).header("accept-encoding", accept_encoding);
    request.send().await.unwrap()
}

fn header(response: &Response, name: impl Into<&'static str>) -> &str {
    let name = HeaderName::from_static(name.into());
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_front_door_leads_to_the_playground() {
    for path in ["/", "/playground"] {
        let response = get(path, "").await;
        assert_eq!((response.status().as_u16(), header(&response, "location")), (307, "/playground/"));
    }
}

#[tokio::test]
async fn a_page_lets_nothing_in_from_another_host() {
    let response = get("/playground/", "").await;
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    assert_eq!(header(&response, "cache-control"), "no-cache");
    assert_eq!(
        header(&response, "content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(header(&response, "referrer-policy"), "no-referrer");
    assert_eq!(
        (header(&response, "x-frame-options"), header(&response, "cross-origin-opener-policy")),
        ("DENY", "same-origin")
    );
    assert!(response.text().await.unwrap().starts_with("<!doctype html>"));
}

#[tokio::test]
async fn what_the_page_loads_is_there_small_and_kept() {
    let page = get("/playground/", "").await.text().await.unwrap();
    let script = page.split('"').find(|part| part.contains("assets/") && part.ends_with("js")).unwrap();
    let path = format!("/playground/{}", script.trim_start_matches("/playground/").trim_start_matches("./"));
    let plain = get(&path, "gzip;q=0, br").await;
    assert_eq!((plain.status().as_u16(), header(&plain, "content-encoding")), (200, ""));
    let small = get(&path, "br, gzip").await;
    assert_eq!((header(&small, "content-encoding"), header(&small, "vary")), ("gzip", "Accept-Encoding"));
    assert_eq!(header(&small, "cache-control"), "public, max-age=31536000, immutable");
    assert!(small.bytes().await.unwrap().len() * 2 < plain.bytes().await.unwrap().len());
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    for path in ["/playground/../Cargo.toml", "/playground/assets/none.js", "/playground/demonstration.json", "/none"] {
        assert_eq!(get(path, "").await.status().as_u16(), 404, "{path}");
    }
}

#[tokio::test]
async fn a_demonstration_is_shown_where_one_is_configured() {
    let (folder, config) = configured(super::people::document(), "demonstration = 'd.json'");
    std::fs::write(folder.path().join("d.json"), r#"{"notice":"made up","users":[]}"#).unwrap();
    let running = crate::start(config, crate::clock::system(), std::sync::Arc::new(|| [7; 32])).await.unwrap();
    let url = format!("http://{}/playground/demonstration.json", running.address);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(running.serve(async move { drop(stopped.await) }));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client.get(&url).send().await.unwrap();
    assert_eq!(header(&response, "content-type"), "application/json");
    assert_eq!(response.text().await.unwrap(), r#"{"notice":"made up","users":[]}"#);
    let port = running_port(&url);
    for (host, status) in [
        ("localhost", 200),
        (&*format!("localhost:{port}"), 200),
        (&*format!("[::1]:{port}"), 200),
        (&*format!("rebound.example:{port}"), 421),
        ("127.0.0.1.rebound.example", 421),
    ] {
        let response = client.get(&url).header("host", host).send().await.unwrap();
        assert_eq!(
            response.status().as_u16(),
            status,
            "a page whose name was made to mean this machine reads no token: {host}"
        );
    }
    drop(client);
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
}

fn running_port(url: &str) -> u16 {
    reqwest::Url::parse(url).unwrap().port().unwrap()
}

#[tokio::test]
async fn health_is_one_word() {
    assert_eq!(get("/health", "").await.text().await.unwrap(), "ok");
}
