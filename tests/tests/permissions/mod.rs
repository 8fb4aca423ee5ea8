//! The golden table of who may what: every root field of both services for every kind of caller, with its outcome. A field
//! that the schema has and the table has not fails the test; so does every cell that is not as it is written.

use crate::signing_in::issuer::Issuer;
use crate::world::{run, world};
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use federation_tests::asker::Asker;
use federation_tests::carrier::Carrier;
use federation_tests::link::Link;
use node_rules::clock::system;
use schema::assertion::Assertion;
use schema::role::Role;
use schema::seal::SecretKey;
use serde_json::{Value, json};

const TABLE: &str = include_str!("table.md");

/// How each root field is asked. One that is missing here is missing in the table.
const GATEWAY: [(&str, &str); 30] = [
    (
        "Mutation.changeAgreement",
        "mutation { changeAgreement(country: \"GHA\", id: \"GHA-PHL-99\", change: END) { outcome } }",
    ),
    (
        "Mutation.changeEntry",
        "mutation { changeEntry(country: \"GHA\", id: \"never\", content: { association: { names: [{ language: \"eng\", text: \"A\" }], countryOfSeat: \"DEU\" } }) { outcome } }",
    ),
    (
        "Mutation.endEntry",
        "mutation { endEntry(country: \"GHA\", kind: POLICY, id: \"never\", until: \"2024\") { outcome } }",
    ),
    (
        "Mutation.moveEntry",
        "mutation { moveEntry(country: \"GHA\", kind: POLICY, id: \"never\", step: PUBLISH) { outcome } }",
    ),
    (
        "Mutation.proposeAgreement",
        "mutation { proposeAgreement(country: \"GHA\", member: \"COL\", terms: { datasets: [STOCK], purposes: [COMPARISON], \
         audience: PUBLIC, until: \"2020-01-01T00:00:00Z\" }) { outcome } }",
    ),
    (
        "Mutation.recordEntry",
        "mutation { recordEntry(country: \"GHA\", id: \"never\", shown: { visibility: NAMED }, content: { association: { names: [{ language: \"eng\", text: \"A\" }], countryOfSeat: \"DEU\" } }) { outcome } }",
    ),
    (
        "Mutation.reviewEntry",
        "mutation { reviewEntry(country: \"GHA\", kind: EXPERIENCE, id: \"never\", verdict: APPROVES, comment: \"Good.\") { outcome } }",
    ),
    (
        "Mutation.showEntry",
        "mutation { showEntry(country: \"GHA\", kind: POLICY, id: \"never\", shown: { visibility: PUBLIC }) { outcome } }",
    ),
    ("Mutation.undoEntry", "mutation { undoEntry(country: \"GHA\", kind: POLICY, id: \"never\") { outcome } }"),
    ("Query.activities", "{ activities(countries: [\"GHA\"]) { total } }"),
    ("Query.agreements", "{ agreements { agreements { id } } }"),
    ("Query.associations", "{ associations(countries: [\"GHA\"]) { total } }"),
    (
        "Query.compare",
        "{ compare(input: { dataset: STOCK, purpose: COMPARISON, countries: [\"GHA\"] }) { countries { outcome } } }",
    ),
    ("Query.dimensions", "{ dimensions { dimension } }"),
    ("Query.entryHistory", "{ entryHistory(country: \"GHA\", kind: POLICY, id: \"never\") { number } }"),
    ("Query.experiences", "{ experiences(countries: [\"GHA\"]) { total } }"),
    ("Query.institutions", "{ institutions(countries: [\"GHA\"]) { total } }"),
    ("Query.member", "{ member(code: \"GHA\") { name } }"),
    ("Query.members", "{ members { code } }"),
    ("Query.missions", "{ missions(countries: [\"GHA\"]) { total } }"),
    (
        "Query.outreachSegments",
        "{ outreachSegments(input: { dataset: STOCK, traits: [SEX], countries: [\"GHA\"] }) { countries { outcome } } }",
    ),
    ("Query.policies", "{ policies(countries: [\"GHA\"]) { total } }"),
    ("Query.programmeFigures", "{ programmeFigures(input: { countries: [\"GHA\"] }) { countries { outcome } } }"),
    ("Query.programmes", "{ programmes(countries: [\"GHA\"]) { total } }"),
    ("Query.quantities", "{ quantities { code } }"),
    (
        "Query.series",
        "{ series(input: { dataset: STOCK, purpose: COMPARISON, countries: [\"GHA\"] }) { countries { outcome } } }",
    ),
    ("Query.services", "{ services(countries: [\"GHA\"]) { total } }"),
    ("Query.studies", "{ studies { studies { study } } }"),
    ("Query.themes", "{ themes { groups } }"),
    (
        "Subscription.comparing",
        "subscription { comparing(input: { dataset: STOCK, purpose: COMPARISON, countries: [\"GHA\"] }) \
         { country { outcome } } }",
    ),
];

const NODE: [(&str, &str); 18] = [
    (
        "Mutation.changeAgreement",
        "mutation { changeAgreement(id: \"GHA-PHL-99\", change: END) { reason agreement { id } } }",
    ),
    (
        "Mutation.changeEntry",
        "mutation { changeEntry(id: \"never\", content: { association: { names: [{ language: \"eng\", text: \"A\" }], countryOfSeat: \"DEU\" } }) { reason } }",
    ),
    ("Mutation.endEntry", "mutation { endEntry(kind: POLICY, id: \"never\", until: \"2024\") { reason } }"),
    ("Mutation.moveEntry", "mutation { moveEntry(kind: POLICY, id: \"never\", step: PUBLISH) { reason } }"),
    (
        "Mutation.proposeAgreement",
        "mutation { proposeAgreement(member: \"COL\", terms: { datasets: [STOCK], purposes: [COMPARISON], audience: PUBLIC, \
         until: \"2020-01-01T00:00:00Z\" }) { reason agreement { id } } }",
    ),
    (
        "Mutation.recordEntry",
        "mutation { recordEntry(id: \"never\", shown: { visibility: NAMED }, content: { association: { names: [{ language: \"eng\", text: \"A\" }], countryOfSeat: \"DEU\" } }) { reason } }",
    ),
    (
        "Mutation.reviewEntry",
        "mutation { reviewEntry(kind: EXPERIENCE, id: \"never\", verdict: APPROVES, comment: \"Good.\") { reason } }",
    ),
    (
        "Mutation.showEntry",
        "mutation { showEntry(kind: POLICY, id: \"never\", shown: { visibility: PUBLIC }) { reason } }",
    ),
    ("Mutation.undoEntry", "mutation { undoEntry(kind: POLICY, id: \"never\") { reason } }"),
    ("Query.agreements", "{ agreements { agreements { id } } }"),
    ("Query.answers", "{ answers(questions: [{ dataset: STOCK, purpose: COMPARISON }]) { outcome } }"),
    ("Query.asked", "{ asked(first: 1) { questions { number } } }"),
    ("Query.catalogue", "{ catalogue { dataset } }"),
    ("Query.directory", "{ directory(questions: [{ kind: POLICY, first: 1 }]) { total } }"),
    ("Query.entryHistory", "{ entryHistory(kind: POLICY, id: \"never\") { number } }"),
    ("Query.node", "{ node { country } }"),
    ("Query.series", "{ series(questions: [{ dataset: STOCK, purpose: COMPARISON }]) { answer { outcome } } }"),
    ("Query.themes", "{ themes { studies { study } } }"),
];

/// A token of a real issuer that is no member's. Where none can be had, which is said, the same by nobody's key.
async fn of_an_unknown_issuer() -> String {
    match Issuer::start("http://127.0.0.1:1/signed-in", 300) {
        Some(issuer) => issuer.analyst().await,
        None => "eyJhbGciOiJFUzI1NiIsImtpZCI6ImEifQ.eyJpc3MiOiJodHRwczovL2lkLmV4YW1wbGUifQ.AAAA".to_owned(),
    }
}

/// Who asks, with a token or none.
async fn callers() -> Vec<(&'static str, Option<String>)> {
    let now = system()();
    let of = |key: &str, member: &str, role, from| Some(world().forged(key, member, role, from, from + 1000));
    let of_ghana = |role| of("GHA", "GHA", role, now - 10);
    vec![
        ("nobody", None),
        ("expired token", of("COL", "COL", Role::Analyst, now - 2000)),
        ("wrong issuer", Some(of_an_unknown_issuer().await)),
        ("another member's key", of("GHA", "COL", Role::Analyst, now - 10)),
        ("observer", of("COL", "COL", Role::Observer, now - 10)),
        ("analyst", of("COL", "COL", Role::Analyst, now - 10)),
        ("officer of another country", of("COL", "COL", Role::Officer, now - 10)),
        ("IOM analyst", of("IOM", "IOM", Role::Analyst, now - 10)),
        ("IOM officer", of("IOM", "IOM", Role::Officer, now - 10)),
        ("own analyst", of_ghana(Role::Analyst)),
        ("own officer", of_ghana(Role::Officer)),
        ("own administrator", of_ghana(Role::Administrator)),
    ]
}

/// What a gateway does that it must not.
const LIES: [&str; 6] =
    ["no gateway's word", "no member's token", "replayed", "altered", "another gateway's key", "invented member"];

/// The root fields of an SDL text, by type.
fn fields(sdl: &str) -> Vec<String> {
    let mut found = Vec::new();
    for definition in parse_schema(sdl).unwrap().definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let name = definition.node.name.node.to_string();
        if let (TypeKind::Object(object), "Query" | "Mutation" | "Subscription") = (definition.node.kind, name.as_str())
        {
            found.extend(object.fields.iter().map(|field| format!("{name}.{}", field.node.name.node)));
        }
    }
    found.sort();
    found
}

/// The first outcome in some data.
fn outcome(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) => match fields.get("outcome") {
            Some(Value::String(outcome)) => Some(outcome.clone()),
            _ => fields.values().find_map(outcome),
        },
        Value::Array(values) => values.iter().find_map(outcome),
        _ => None,
    }
}

/// One word for what came back: a code, an outcome, or that there are data.
fn word(said: &Value) -> String {
    if let Some(errors) = said["errors"].as_array() {
        assert!(said["data"].is_null(), "data came with an error: {said}");
        return errors[0]["extensions"]["code"].as_str().unwrap_or("an error without a code").to_owned();
    }
    // What a node says of an agreement has no outcome: it has a reason where nothing changed.
    let declined = said["data"].as_object().is_some_and(|data| data.values().any(|of| !of["reason"].is_null()));
    let otherwise = if declined { "DECLINED" } else { "yes" };
    outcome(&said["data"]).unwrap_or_else(|| otherwise.to_owned())
}

/// The first part of an answer in server-sent events, or the answer.
async fn first(asker: &Asker, query: &str) -> Value {
    if !query.starts_with("subscription") {
        return asker.response(query, &json!({})).await;
    }
    let text = asker.events(query).await;
    let data = text.lines().find_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
    serde_json::from_str(&data.unwrap_or(text)).unwrap()
}

/// Lets a gateway do to Ghana's node what it must not, and says what the node says.
async fn lie(what: &str, query: &str) -> String {
    let (token, gateway) = (world().token("ghana-officer").to_owned(), world().keys.gateway.clone());
    let carrier = Carrier::new(gateway, "GHA".parse().unwrap(), system());
    let link = Link::of_gateway(world().place.folder(), &carrier);
    let url = format!("https://{}/graphql", world().node("GHA"));
    let body = json!({ "query": query }).to_string().into_bytes();
    let sign = |assertion: Assertion| assertion.sign(&carrier.key).unwrap();
    let good = carrier.assertion(&token, &body);
    let (token, word_of) = match what {
        "no gateway's word" => (Some(token), None),
        "no member's token" => (None, Some(sign(good))),
        "altered" => (Some(token.clone()), Some(sign(carrier.assertion(&token, b"another question")))),
        "another gateway's key" => (Some(token), Some(good.sign(&SecretKey::from_random([5; 32])).unwrap())),
        "invented member" => (Some(token), Some(sign(Assertion { member: "IOM".parse().unwrap(), ..good }))),
        "replayed" => {
            let word = sign(good);
            link.post(&url, "application/json", Some(&token), Some(&word), body.clone()).await.unwrap();
            (Some(token), Some(word))
        }
        other => panic!("no such lie: {other}"),
    };
    let said = link.post(&url, "application/json", token.as_deref(), word_of.as_deref(), body).await.unwrap();
    word(&serde_json::from_str(&said.1).unwrap())
}

#[test]
fn who_may_what_is_as_the_table_says() {
    assert_eq!(
        GATEWAY.map(|(field, _)| field).to_vec(),
        fields(&gateway::sdl()),
        "a field of the gateway is not in the table"
    );
    let of_node = fields(&country_node::graphql::sdl());
    assert_eq!(NODE.map(|(field, _)| field).to_vec(), of_node, "a field of the node is not in the table");
    let found = run(async { [of_gateway().await, of_node_of_ghana().await].concat() });
    let written: Vec<&str> = TABLE.lines().filter(|line| line.starts_with('|')).collect();
    assert!(found.lines().eq(written), "the table is not as it is written; if this is meant, write it so:\n{found}");
}

async fn of_gateway() -> String {
    let mut table = head("caller at the gateway", &GATEWAY);
    for (who, token) in callers().await {
        let asker = Asker::new(&world().gateway.graphql(), token.as_deref());
        let mut row = vec![who.to_owned()];
        for (_, query) in GATEWAY {
            row.push(word(&first(&asker, query).await));
        }
        table += &line(&row);
    }
    table
}

async fn of_node_of_ghana() -> String {
    let mut table = head("caller at Ghana's node", &NODE);
    for (who, token) in callers().await {
        let asker = world().at_node("GHA", token.as_deref());
        let mut row = vec![who.to_owned()];
        for (_, query) in NODE {
            row.push(word(&first(&asker, query).await));
        }
        table += &line(&row);
    }
    for what in LIES {
        let mut row = vec![format!("gateway: {what}")];
        for (_, query) in NODE {
            row.push(lie(what, query).await);
        }
        table += &line(&row);
    }
    table
}

fn head(of: &str, fields: &[(&str, &str)]) -> String {
    let names = std::iter::once(of).chain(fields.iter().map(|(field, _)| *field)).map(str::to_owned);
    let names: Vec<String> = names.collect();
    line(&names) + &line(&names.iter().map(|_| "---".to_owned()).collect::<Vec<_>>())
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}
