use super::federation::Federation;
use super::people::{NOW, token_of};
use schema::role::Role;
use schema::token::TokenFault;
use serde_json::Value;

/// Every root field, with the least that it can be asked.
const ROOT_FIELDS: [(&str, &str); 30] = [
    ("activities", "{ activities { total } }"),
    ("agreements", "{ agreements { agreements { id } } }"),
    ("associations", "{ associations { total } }"),
    ("changeAgreement", r#"mutation { changeAgreement(country: "GHA", id: "GHA-COL-1", change: END) { outcome } }"#),
    (
        "changeEntry",
        r#"mutation { changeEntry(country: "GHA", id: "a", content: { association:
        { names: [{ language: "eng", text: "A" }], countryOfSeat: "DEU" } }) { outcome } }"#,
    ),
    ("compare", "{ compare(input: { dataset: STOCK, purpose: COMPARISON }) { coverage { expected } } }"),
    (
        "comparing",
        "subscription { comparing(input: { dataset: STOCK, purpose: COMPARISON }) { heard comparison { coverage { expected } } } }",
    ),
    ("dimensions", "{ dimensions { dimension } }"),
    ("endEntry", r#"mutation { endEntry(country: "GHA", kind: POLICY, id: "a", until: "2024") { outcome } }"#),
    ("entryHistory", r#"{ entryHistory(country: "GHA", kind: POLICY, id: "a") { number } }"#),
    ("experiences", "{ experiences { total } }"),
    ("institutions", "{ institutions { total } }"),
    ("member", r#"{ member(code: "GHA") { code } }"#),
    ("members", "{ members { code } }"),
    ("missions", "{ missions { total } }"),
    ("moveEntry", r#"mutation { moveEntry(country: "GHA", kind: POLICY, id: "a", step: PUBLISH) { outcome } }"#),
    ("outreachSegments", "{ outreachSegments(input: { dataset: STOCK, traits: [SEX] }) { countries { outcome } } }"),
    ("policies", "{ policies { total } }"),
    ("programmeFigures", "{ programmeFigures(input: {}) { coverage { expected } } }"),
    ("programmes", "{ programmes { total } }"),
    (
        "proposeAgreement",
        r#"mutation { proposeAgreement(country: "GHA", member: "COL", terms: { datasets: [STOCK], purposes: [COMPARISON],
        audience: PUBLIC, until: "2028-01-01T00:00:00Z" }) { outcome } }"#,
    ),
    ("quantities", "{ quantities { code } }"),
    (
        "recordEntry",
        r#"mutation { recordEntry(country: "GHA", id: "a", shown: { visibility: PUBLIC }, content: { association:
        { names: [{ language: "eng", text: "A" }], countryOfSeat: "DEU" } }) { outcome } }"#,
    ),
    (
        "reviewEntry",
        r#"mutation { reviewEntry(country: "GHA", kind: EXPERIENCE, id: "a", verdict: APPROVES, comment: "Good.") { outcome } }"#,
    ),
    ("series", "{ series(input: { dataset: STOCK, purpose: COMPARISON }) { countries { outcome } } }"),
    ("services", "{ services { total } }"),
    (
        "showEntry",
        r#"mutation { showEntry(country: "GHA", kind: POLICY, id: "a", shown: { visibility: PUBLIC }) { outcome } }"#,
    ),
    ("studies", "{ studies { studies { study } } }"),
    ("themes", "{ themes { groups } }"),
    ("undoEntry", r#"mutation { undoEntry(country: "GHA", kind: POLICY, id: "a") { outcome } }"#),
];

fn code(reply: &Value) -> Option<&str> {
    reply["errors"][0]["extensions"]["code"].as_str()
}

#[tokio::test]
async fn the_table_above_names_every_root_field() {
    let ask = "{ __schema { queryType { fields { name } } mutationType { fields { name } } subscriptionType { fields { name } } } }";
    let reply = Federation::start(&[]).await.ask(ask).await;
    let of = |root: &str| reply["data"]["__schema"][root]["fields"].as_array().unwrap().clone();
    let fields = [of("queryType"), of("mutationType"), of("subscriptionType")].concat();
    let mut fields: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ROOT_FIELDS.map(|(field, _)| field), "a new root field needs its line in this file");
}

#[tokio::test]
async fn no_root_field_opens_without_a_valid_token() {
    let federation = Federation::start(&[]).await;
    let expired = token_of("GHA", Role::Officer, NOW - 60, NOW);
    let early = token_of("GHA", Role::Officer, NOW + 1, NOW + 60);
    let tokens = [
        (None, TokenFault::None),
        (Some("nonsense"), TokenFault::Invalid),
        (Some(expired.as_str()), TokenFault::Expired),
        (Some(early.as_str()), TokenFault::NotYet),
    ];
    for (token, fault) in tokens {
        for (field, query) in ROOT_FIELDS {
            let reply = federation.ask_as(token, query).await;
            assert_eq!(code(&reply), Some("UNAUTHENTICATED"), "{field} with {fault:?}");
            assert_eq!(reply["errors"][0]["message"], fault.to_string());
        }
    }
    assert!(federation.heard("GHA").is_empty(), "no node was asked");
}

#[tokio::test]
async fn observers_and_administrators_see_what_there_is_and_ask_no_figures() {
    let federation = Federation::start(&[]).await;
    for (role, may) in
        [(Role::Observer, false), (Role::Administrator, false), (Role::Analyst, true), (Role::Officer, true)]
    {
        let token = token_of("GHA", role, NOW - 1, NOW + 1);
        for (field, query) in ROOT_FIELDS {
            let expected = ((field.starts_with("compar")
                || ["series", "outreachSegments", "programmeFigures"].contains(&field))
                && !may)
                .then_some("FORBIDDEN");
            assert_eq!(code(&federation.ask_as(Some(&token), query).await), expected, "{role:?} asks {field}");
        }
    }
}

#[tokio::test]
async fn the_schema_is_shown_to_everyone_with_a_valid_token_and_to_nobody_else() {
    let federation = Federation::start(&[]).await;
    let introspection = super::schema_text::INTROSPECTION;
    for role in [Role::Observer, Role::Administrator, Role::Analyst, Role::Officer] {
        let token = token_of("GHA", role, NOW - 1, NOW + 1);
        let reply = federation.ask_as(Some(&token), introspection).await;
        assert_eq!(reply["errors"], Value::Null, "{role:?}");
        assert!(reply["data"]["__schema"]["types"].as_array().unwrap().len() > 20);
    }
    let expired = token_of("GHA", Role::Officer, NOW - 60, NOW);
    for token in [None, Some("nonsense"), Some(expired.as_str())] {
        for asks in [introspection, "{ x: __type(name: \"Query\") { name } }", "{ ... { __schema { description } } }"] {
            let reply = federation.ask_as(token, asks).await;
            assert_eq!((code(&reply), reply.get("data")), (Some("UNAUTHENTICATED"), None), "{asks}");
        }
        let reply = federation.ask_as(token, "{ __typename }").await;
        assert_eq!(reply.to_string(), r#"{"data":{"__typename":"Query"}}"#, "what a probe asks is answered");
    }
}

#[tokio::test]
async fn the_configuration_says_how_often_one_may_ask_and_which_sites_may_read() {
    let lines = "origins = ['https://friend.example']\n[rates]\nuser = { per_second = 1, burst = 2 }";
    let federation = Federation::configured(&[], lines).await;
    let token = token_of("GHA", Role::Analyst, NOW - 1, NOW + 1);
    let mut codes = Vec::new();
    for _ in 0..3 {
        codes.push(code(&federation.ask_as(Some(&token), "{ members { code } }").await).map(str::to_owned));
    }
    assert_eq!(codes, [None, None, Some("RATE_LIMITED".to_owned())]);
    let other = token_of("COL", Role::Analyst, NOW - 1, NOW + 1);
    assert_eq!(code(&federation.ask_as(Some(&other), "{ members { code } }").await), None);
    let asked = federation.client.get(format!("{}/graphql?query=%7B__typename%7D", federation.url));
    let response = asked.header("origin", "https://friend.example").send().await.unwrap();
    assert_eq!(response.headers()["access-control-allow-origin"], "https://friend.example");
    let asked = federation.client.get(format!("{}/graphql?query=%7B__typename%7D", federation.url));
    let response = asked.header("origin", "https://evil.example").send().await.unwrap();
    assert_eq!(response.headers().get("access-control-allow-origin"), None);
}

#[tokio::test]
async fn a_failure_says_its_code() {
    let federation = Federation::start(&[]).await;
    let compare =
        |input: &str| format!("{{ compare(input: {{ purpose: COMPARISON, {input} }}) {{ coverage {{ expected }} }} }}");
    let many: Vec<String> = (0..40)
        .map(|n| format!("c{n}: compare(input: {{ dataset: STOCK, purpose: COMPARISON }}) {{ citation {{ id }} }}"))
        .collect();
    let many = many.join(" ");
    for (query, expected) in [
        (compare(r#"dataset: STOCK, countries: ["FRA"]"#), "UNKNOWN_COUNTRY"),
        (compare(r#"dataset: STOCK, countries: ["GHA", "GHA"]"#), "DUPLICATE_COUNTRY"),
        (compare("dataset: STOCK, countries: []"), "EMPTY_FILTER"),
        (compare(r#"dataset: STOCK, where: [{ dimension: SEX, in: ["female"] }]"#), "UNKNOWN_CODE"),
        (compare("dataset: STOCK, by: [SEX, AGE, EDUCATION, FIELD]"), "TOO_MANY_DIMENSIONS"),
        (compare("dataset: STOCKS"), "INVALID_QUERY"),
        ("{".to_owned(), "MALFORMED_QUERY"),
        (format!("{{ {many} }}"), "QUERY_TOO_COMPLEX"),
    ] {
        assert_eq!(code(&federation.ask(&query).await), Some(expected), "{query}");
    }
}
