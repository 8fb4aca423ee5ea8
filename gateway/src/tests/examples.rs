use super::federation::Federation;
use serde_json::Value;
use std::path::Path;

#[tokio::test]
async fn every_example_of_the_playground_is_answered_without_an_error() {
    let federation = Federation::start(&[]).await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playground/examples");
    let mut asked = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap().path();
        let query = among_known(&std::fs::read_to_string(&file).unwrap());
        let reply = federation.ask(&query).await;
        assert_eq!(reply["errors"], Value::Null, "{}", file.display());
        let compare = &reply["data"]["compare"];
        if compare.is_object() {
            let countries = compare["countries"].as_array().unwrap();
            assert!(!countries.is_empty(), "{}", file.display());
            for country in countries {
                assert_eq!(country["outcome"], "ANSWERED", "{}: {country}", file.display());
                assert!(!country["figures"].as_array().unwrap().is_empty(), "{}", file.display());
            }
            assert!(compare["citation"]["id"].is_string());
        }
        let series = &reply["data"]["series"];
        for country in series["countries"].as_array().into_iter().flatten() {
            assert_eq!(country["outcome"], "ANSWERED", "{}: {country}", file.display());
            assert_eq!(country["waves"].as_array().map(Vec::len), Some(2), "{}", file.display());
        }
        let studies = &reply["data"]["studies"];
        assert!(studies.is_null() || !studies["studies"].as_array().unwrap().is_empty(), "{}", file.display());
        let themes = &reply["data"]["themes"];
        assert!(themes.is_null() || themes["groups"] == 16, "{}: {themes}", file.display());
        asked += 1;
    }
    assert!(asked >= 12, "the examples are where this test looks for them");
}

/// The countries that an example names, as ones that have a fake node.
fn among_known(query: &str) -> String {
    let Some((before, (named, after))) =
        query.split_once("countries: [").and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
    else {
        return query.to_owned();
    };
    let known: Vec<&str> =
        ["\"COL\"", "\"CUB\"", "\"GHA\"", "\"PHL\""].into_iter().take(named.split(',').count()).collect();
    format!("{before}countries: [{}]{after}", known.join(", "))
}
