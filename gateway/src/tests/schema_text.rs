use super::federation::Federation;
use serde_json::Value;
use std::path::Path;

/// What a page asks to know the schema, as deep as pages ask it.
pub const INTROSPECTION: &str = "query IntrospectionQuery { __schema { description queryType { name } mutationType { name }
    subscriptionType { name } types { ...FullType }
    directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
  fragment FullType on __Type { kind name description specifiedByURL
    fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue }
      type { ...TypeRef } isDeprecated deprecationReason }
    inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
    possibleTypes { ...TypeRef } }
  fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
  fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
    ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

#[test]
fn the_sdl_on_disk_is_current() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/gateway.graphql");
    let on_disk = std::fs::read_to_string(file).unwrap_or_default();
    assert!(
        on_disk == crate::sdl(),
        "run `cargo run -p gateway -- schema > schema/gateway.graphql`, and look at what changed"
    );
}

#[tokio::test]
async fn everything_in_the_schema_is_described() {
    let reply = Federation::start(&[]).await.ask(INTROSPECTION).await;
    let mut silent = Vec::new();
    for kind in reply["data"]["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        let is_ours = !name.starts_with("__") && !["Boolean", "Float", "ID", "Int", "String"].contains(&name);
        if is_ours {
            without_description(kind, name, &mut silent);
        }
    }
    assert_eq!(silent, Vec::<String>::new(), "these need a doc comment");
}

fn without_description(thing: &Value, path: &str, silent: &mut Vec<String>) {
    if thing["description"].as_str().unwrap_or_default().is_empty() {
        silent.push(path.to_owned());
    }
    for parts in ["fields", "inputFields", "enumValues", "args"] {
        for part in thing[parts].as_array().into_iter().flatten() {
            without_description(part, &format!("{path}.{}", part["name"].as_str().unwrap()), silent);
        }
    }
}
