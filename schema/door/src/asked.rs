//! From bytes to a GraphQL request: the parameters of GraphQL over HTTP, each of its type, and a query that parses and
//! stays within the limits.

use crate::documents::Documents;
use crate::refusal::Refusal;
use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Value, Variables};
use serde::Deserialize;
use serde_json::Map;

/// A request that may be run, as far as its text says.
pub struct Asked {
    /// The request, its query parsed.
    pub request: Request,
    /// What it does; `None` where the query does not say which of its operations is meant. (The library says so then.)
    pub does: Option<OperationType>,
    /// Whether it asks for the schema.
    pub introspects: bool,
}

/// The parameters of GraphQL over HTTP. What else stands there is ignored, as the specification asks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    #[serde(default)]
    query: serde_json::Value,
    #[serde(default)]
    operation_name: serde_json::Value,
    #[serde(default)]
    variables: serde_json::Value,
    #[serde(default)]
    extensions: serde_json::Value,
}

const FORM: &str = "The body is no GraphQL request: a JSON object with `query`, and `variables` if needed.";
const BATCH: &str = "A list of requests is not taken: send one request; one query can ask many things.";

/// Reads a JSON object.
pub fn read_json(bytes: &[u8], documents: &Documents) -> Result<Asked, Refusal> {
    match bytes.trim_ascii_start().first() {
        // An array would read as the parameters in their order.
        Some(b'[') => return Err(Refusal::malformed(BATCH)),
        Some(b'{') => {}
        _ => return Err(Refusal::malformed(FORM)),
    }
    read(serde_json::from_slice(bytes).map_err(|_| Refusal::malformed(FORM))?, documents)
}

/// Reads a query string, in which what is no text is JSON.
pub fn read_pairs(pairs: Vec<(String, String)>, documents: &Documents) -> Result<Asked, Refusal> {
    let mut parameters = Map::new();
    for (name, text) in pairs {
        let value = match name.as_str() {
            "operationName" | "variables" | "extensions" if text.is_empty() => serde_json::Value::Null,
            "query" | "operationName" => serde_json::Value::String(text),
            "variables" | "extensions" => {
                serde_json::from_str(&text).map_err(|_| Refusal::malformed(format!("`{name}` is no JSON.")))?
            }
            _ => continue,
        };
        if parameters.insert(name.clone(), value).is_some() {
            return Err(Refusal::malformed(format!("`{name}` stands twice.")));
        }
    }
    let parameters = serde_json::from_value(serde_json::Value::Object(parameters));
    read(parameters.map_err(|_| Refusal::malformed(FORM))?, documents)
}

fn read(parameters: Parameters, documents: &Documents) -> Result<Asked, Refusal> {
    use serde_json::Value::{Null, Object, String};
    let Parameters { query, operation_name, variables, extensions } = parameters;
    let query = match query {
        String(query) => query,
        Null => return Err(Refusal::malformed(FORM)),
        _ => return Err(Refusal::malformed("`query` must be a text.")),
    };
    let mut request = Request::new(query);
    request.operation_name = match operation_name {
        Null => None,
        String(name) => Some(name),
        _ => return Err(Refusal::malformed("`operationName` must be a text or null.")),
    };
    request.variables = match variables {
        Null => Variables::default(),
        Object(variables) => Variables::from_json(Object(variables)),
        _ => return Err(Refusal::malformed("`variables` must be an object or null.")),
    };
    let extensions = match extensions {
        Null => Map::new(),
        Object(extensions) => extensions,
        _ => return Err(Refusal::malformed("`extensions` must be an object or null.")),
    };
    for (name, value) in extensions {
        let value = Value::from_json(value).map_err(|_| Refusal::malformed("`extensions` do not read."))?;
        request.extensions.0.insert(name, value);
    }
    parsed(request, documents)
}

/// The same with its query parsed.
fn parsed(mut request: Request, documents: &Documents) -> Result<Asked, Refusal> {
    let document = documents.of(&request.query)?;
    let does = operation(&document.parsed, request.operation_name.as_deref());
    request.set_parsed_query(document.parsed.clone());
    Ok(Asked { request, does, introspects: document.introspects })
}

/// What the operation that is meant does.
fn operation(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation.node.ty),
        (DocumentOperations::Multiple(operations), Some(name)) => Some(operations.get(name)?.node.ty),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| operation.node.ty)
        }
        (DocumentOperations::Single(_), Some(_)) | (DocumentOperations::Multiple(_), None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use schema::error::Code;

    const LIMITS: Limits = Limits { tokens: 40, aliases: 3, directives: 3, complexity: 12, ..Limits::USUAL };

    fn code(body: &str) -> Option<(Code, Option<u16>)> {
        let refusal = read_json(body.as_bytes(), &Documents::new(LIMITS)).err()?;
        Some((refusal.sayable.code, refusal.status.map(|status| status.as_u16())))
    }

    fn query(query: &str) -> Option<Code> {
        code(&serde_json::json!({ "query": query }).to_string()).map(|(code, _)| code)
    }

    #[test]
    fn each_parameter_is_of_its_type_or_null_and_others_are_ignored() {
        let malformed = Some((Code::MalformedRequest, Some(400)));
        for sound in [
            r#"{"query":"{a}"}"#,
            r#" {"query":"{a}","operationName":null,"variables":null,"extensions":null}"#,
            r#"{"query":"query Q{a}","operationName":"Q","variables":{"n":[1]},"extensions":{"x":{"y":1}},"more":[]}"#,
        ] {
            assert_eq!(code(sound), None, "{sound}");
        }
        for parameter in ["query", "operationName", "variables", "extensions"] {
            for wrong in ["0", "false", "[\"array\"]", "1e999"] {
                let rest = if parameter == "query" { "" } else { r#","query":"{a}""# };
                assert_eq!(code(&format!(r#"{{"{parameter}":{wrong}{rest}}}"#)), malformed, "{parameter}: {wrong}");
            }
        }
        for wrong in ["", "7", "[]", r#"[{"query":"{a}"}]"#, "{", r#"{"qeury":"{a}"}"#, r#"{"query":null}"#] {
            assert_eq!(code(wrong), malformed, "{wrong}");
        }
        assert_eq!(code(r#"{"query":""}"#), Some((Code::MalformedQuery, None)));
    }

    #[test]
    fn a_query_string_says_the_same() {
        let pairs = |pairs: &[(&str, &str)]| {
            let owned = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            read_pairs(owned, &Documents::new(LIMITS))
        };
        let asked = pairs(&[("query", "query Q{a}"), ("operationName", "Q"), ("variables", r#"{"n":1}"#), ("x", "")]);
        let asked = asked.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert_eq!(asked.request.operation_name.as_deref(), Some("Q"));
        assert_eq!(asked.request.variables.into_value().into_json().unwrap(), serde_json::json!({ "n": 1 }));
        assert!(pairs(&[("query", "{a}"), ("operationName", ""), ("variables", ""), ("extensions", "")]).is_ok());
        for wrong in [
            [("query", "{a}"), ("query", "{b}")],
            [("query", "{a}"), ("variables", "{")],
            [("query", "{a}"), ("variables", "[1]")],
            [("variables", "{}"), ("x", "1")],
        ] {
            assert_eq!(
                pairs(&wrong).err().map(|refusal| refusal.sayable.code),
                Some(Code::MalformedRequest),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn a_query_over_a_limit_is_refused_and_one_at_it_is_not() {
        let words = |count: usize| format!("{{ a {}}}", "b ".repeat(count - 3));
        let of = |one: &str, count: usize| format!("{{ {} }}", one.repeat(count));
        let limits = Limits { complexity: 1000, ..LIMITS };
        let refused = |query: &str| {
            let body = serde_json::json!({ "query": query }).to_string();
            read_json(body.as_bytes(), &Documents::new(limits)).err().map(|refusal| refusal.sayable.code)
        };
        assert_eq!([refused(&words(40)), refused(&words(41))], [None, Some(Code::QueryTooLong)]);
        let too_complex = Some(Code::QueryTooComplex);
        assert_eq!([query(&of("x: a ", 3)), query(&of("x: a ", 4))], [None, too_complex]);
        assert_eq!([query(&of("a @b ", 3)), query(&of("a @b ", 4))], [None, too_complex]);
        assert_eq!([query(&of("a ", 12)), query(&of("a ", 13))], [None, too_complex]);
        assert_eq!(query(&"{".repeat(65)), Some(Code::QueryTooDeep));
        assert_eq!(query("{ a"), Some(Code::MalformedQuery));
    }

    #[test]
    fn what_an_operation_does_is_known_where_one_is_meant() {
        let does =
            |query: &str, name: Option<&str>| operation(&async_graphql::parser::parse_query(query).unwrap(), name);
        let two = "query Q { a } mutation M { b }";
        assert_eq!(does("{ a }", None), Some(OperationType::Query));
        assert_eq!(does("{ a }", Some("Q")), None);
        assert_eq!(does("subscription S { a }", None), Some(OperationType::Subscription));
        assert_eq!(
            [does(two, Some("M")), does(two, Some("X")), does(two, None)],
            [Some(OperationType::Mutation), None, None]
        );
    }
}
