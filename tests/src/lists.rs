//! Countries with institutional records of their own, and one who reads the list of all of them to its end.

use crate::asker::Asker;
use crate::federation::Federation;
use compose::country::Country;
use country_node::directory::Directory;
use country_node::directory::change::Wisher;
use country_node::directory::wish::{Does, Wish};
use country_node::programme::change::Officer;
use node_rules::directory::content::{Content, Span};
use schema::concept::Dimension;
use schema::country::CountryCode;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::state::EntryStep;
use schema::directory::visibility::Visibility;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const RULEBOOK: &str = "version = 1\ncountry = \"XXX\"\n[dataset]\n";

/// Countries by their codes in the codelist's order, which publish no figures.
pub fn countries(number: usize, state: &Path) -> Vec<Country> {
    std::fs::create_dir_all(state).unwrap();
    let codes = Dimension::Destination.codelist().codes().iter();
    let codes = codes.filter(|code| code.code.parse::<CountryCode>().is_ok() && !code.residual);
    let country = |code: &str| {
        let rulebook = state.join(format!("{code}.toml"));
        std::fs::write(&rulebook, RULEBOOK.replace("XXX", code)).unwrap();
        let (code, name) = (code.parse().unwrap(), code.to_owned());
        Country {
            code,
            name,
            rulebook,
            wider: vec![],
            studies: vec![],
            records: None,
            programme: false,
            inputs: vec![],
        }
    };
    codes.take(number).map(|code| country(&code.code)).collect()
}

/// A country's directory, opened beside the node that serves it.
pub async fn directory(federation: &Federation, country: &str) -> Directory {
    Directory::new(Arc::new(federation.open(country).await), None, Arc::new(|| [7; 32]))
}

/// Associations of a country, published for everybody: so many, with titles that lie among those of the others.
pub async fn fill(directory: &Directory, numbers: std::ops::Range<usize>) {
    let mut wishes = Vec::with_capacity(numbers.len() * 2);
    for number in numbers {
        let id = format!("a{number:05}");
        let title = format!("Association {:05} of {}", number * 7919 % 100_000, directory.country());
        let content = json!({ "names": [{ "language": "eng", "text": title }], "countryOfSeat": "DEU",
            "areas": ["PARTICIPATION"], "members": number, "website": format!("https://example.org/{number}") });
        let body = Body::read(EntryKind::Association, content).unwrap();
        let spans = vec![Span { from: None, until: None, body }];
        let content = Content { visibility: Visibility::Public, named: vec![], reviewers: vec![], spans };
        let wish =
            |does| Wish { kind: EntryKind::Association, id: id.clone(), does, reason: String::new(), version: None };
        wishes.extend([wish(Does::Write(content)), wish(Does::Move(EntryStep::Publish))]);
    }
    let by = Wisher::Own(Officer::Operator);
    directory.act(by, wishes).await.unwrap();
}

/// A page of associations.
pub const PAGE: &str = "query($order: DirectoryOrder, $first: Int!, $after: String) { \
    associations(orderBy: $order, first: $first, after: $after) { \
    edges { cursor node { id country { code } content { names { text } countryOfSeat } } } \
    pageInfo { hasNextPage endCursor } total coverage { expected answered absent { country { code } } } } }";

/// Asks for a page.
pub async fn page(asker: &Asker, order: &str, first: usize, after: Option<&str>) -> Value {
    let variables = json!({ "order": order, "first": first, "after": after });
    asker.data(PAGE, &variables).await["associations"].take()
}

/// Which records a page has, as country and id.
pub fn records(page: &Value) -> Vec<String> {
    let record = |edge: &Value| {
        let node = &edge["node"];
        format!("{} {}", node["country"]["code"].as_str().unwrap(), node["id"].as_str().unwrap())
    };
    page["edges"].as_array().unwrap().iter().map(record).collect()
}
