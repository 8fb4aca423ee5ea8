//! Institutional records, asked of every country at once and told as one list.

use super::federation::{Federation, Node};
use super::people::node_key;
use crate::registry::{self, Member};
use schema::country::CountryCode;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::page::{DirectoryPage, DirectoryQuestion, DirectoryRow};
use schema::directory::state::EntryState;
use schema::directory::visibility::Visibility;
use schema::member::MemberCode;
use schema::statement::list::{ListName, Told, sign};
use serde_json::{Value, json};
use std::sync::Arc;

/// What is changed of a reply, and how.
type Change = (&'static str, fn(&mut Value));

/// An association, as a node tells of it.
pub fn association(id: &str, visibility: Visibility) -> (DirectoryRow, Body) {
    let content = json!({ "names": [{ "language": "eng", "text": id }], "countryOfSeat": "DEU" });
    let body = Body::read(EntryKind::Association, content).unwrap();
    let row = DirectoryRow {
        id: id.to_owned(),
        version: 1,
        state: EntryState::Published,
        visibility,
        named: vec![],
        reviewers: vec![],
        changed_at: "1970-01-01T00:00:00Z".into(),
        from: None,
        until: None,
        reviewed: None,
        reviews: vec![],
        content: body.told(),
    };
    (row, body)
}

/// A published record as a node tells of it.
pub fn row(id: &str, content: &Value) -> Value {
    json!({ "id": id, "version": 1, "state": "PUBLISHED", "visibility": "MEMBERS", "named": [], "reviewers": [],
        "changedAt": "1970-01-01T00:00:00Z", "from": null, "until": null, "reviewed": false, "reviews": [], "content": content })
}

/// A country's node, as the gateway's registry has it.
pub fn node(code: &str) -> Arc<registry::Node> {
    let member = Member { code: code.parse().unwrap(), name: code.to_owned(), datasets: vec![] };
    let at = "http://127.0.0.1:1/graphql".parse().unwrap();
    Arc::new(registry::Node { member: Arc::new(member), at, keys: vec![] })
}

/// A page of the directory of a country that has associations one to three, under its node's signature.
pub fn page(country: &str, question: &DirectoryQuestion, asked_by: MemberCode) -> Value {
    page_of((country, &["one", "three", "two"]), question, asked_by)
}

/// A page of the directory of a country that has these associations, in the order of their titles.
pub fn page_of((country, associations): (&str, &[&str]), question: &DirectoryQuestion, asked_by: MemberCode) -> Value {
    let code: CountryCode = country.parse().unwrap();
    let is_after = |id: &str| {
        let place = (question.order.key(code, id, 0), code, id.to_owned());
        question.after.as_ref().is_none_or(|after| place > (after.key.clone(), after.country, after.id.clone()))
    };
    let known = associations.iter().copied().filter(|_| question.kind == EntryKind::Association);
    let total = u32::try_from(known.clone().count()).unwrap();
    let after: Vec<&str> = known.filter(|id| is_after(id)).collect();
    let first = question.first as usize;
    let rows = after.iter().take(first).map(|id| association(id, Visibility::Public).0).collect();
    let page = DirectoryPage {
        rows,
        total,
        more: after.len() > first,
        as_of: 3,
        answered_at: "2023-11-14T22:13:20Z".into(),
        signature: String::new(),
    };
    let mut page = serde_json::to_value(page).unwrap();
    sign_page(country, question, asked_by, &mut page);
    page
}

/// Signs a page as it is, if it is one.
pub fn sign_page(country: &str, question: &DirectoryQuestion, asked_by: MemberCode, said: &mut Value) {
    let Ok(page) = serde_json::from_value::<DirectoryPage>(said.clone()) else { return };
    let code = country.parse().unwrap();
    let told = Told { country: code, asked_by, list: ListName::Directory, answered_at: &page.answered_at };
    said["signature"] = json!(sign(told, &page.signed(question), &node_key(country)).unwrap());
}

const LIST: &str = "edges { cursor node { id country { code } content { countryOfSeat names { text } } } } \
    pageInfo { hasNextPage endCursor } total coverage { expected answered absent { country { code } outcome } }";

fn ids(list: &Value) -> Vec<String> {
    let edges = list["edges"].as_array().unwrap().iter();
    edges
        .map(|edge| {
            format!("{} {}", edge["node"]["country"]["code"].as_str().unwrap(), edge["node"]["id"].as_str().unwrap())
        })
        .collect()
}

async fn read(federation: &Federation, arguments: &str) -> Value {
    let reply = federation.ask(&format!("{{ associations({arguments}) {{ {LIST} }} }}")).await;
    assert_eq!(reply["errors"], Value::Null, "{reply}");
    reply["data"]["associations"].clone()
}

#[tokio::test]
async fn all_countries_records_are_one_list_that_is_read_page_by_page() {
    let federation = Federation::start(&[("CUB", Node::Sound), ("GHA", Node::Sound), ("PHL", Node::Down)]).await;
    let countries = "countries: [\"CUB\", \"GHA\", \"PHL\"]";
    let first = read(&federation, &format!("{countries}, first: 4")).await;
    assert_eq!(ids(&first), ["CUB one", "CUB three", "CUB two", "GHA one"]);
    assert_eq!((&first["total"], &first["pageInfo"]["hasNextPage"]), (&json!(6), &json!(true)));
    let coverage =
        json!({ "expected": 3, "answered": 2, "absent": [{ "country": { "code": "PHL" }, "outcome": "UNREACHABLE" }] });
    assert_eq!(first["coverage"], coverage);
    let after = first["pageInfo"]["endCursor"].as_str().unwrap();
    let second = read(&federation, &format!("{countries}, first: 4, after: \"{after}\"")).await;
    assert_eq!(ids(&second), ["GHA three", "GHA two"]);
    assert_eq!((&second["total"], &second["pageInfo"]["hasNextPage"]), (&json!(6), &json!(false)));
    let by_title = read(&federation, "countries: [\"GHA\", \"CUB\"], orderBy: TITLE, first: 3").await;
    assert_eq!(ids(&by_title), ["CUB one", "GHA one", "CUB three"]);
    let cursor = by_title["edges"][1]["cursor"].as_str().unwrap();
    let rest = read(&federation, &format!("countries: [\"GHA\", \"CUB\"], orderBy: TITLE, after: \"{cursor}\"")).await;
    assert_eq!(ids(&rest), ["CUB three", "GHA three", "CUB two", "GHA two"]);
}

#[tokio::test]
async fn several_lists_and_themes_are_one_request_a_country() {
    let federation = Federation::start(&[("GHA", Node::Sound)]).await;
    let before = federation.heard("GHA").len();
    let countries = "(countries: [\"GHA\"])";
    let asked = format!(
        "{{ associations{countries} {{ total }} institutions{countries} {{ total }} themes{countries} {{ groups }} }}"
    );
    let reply = federation.ask(&asked).await;
    assert_eq!(
        reply["data"],
        json!({ "associations": { "total": 3 }, "institutions": { "total": 0 }, "themes": { "groups": 4 } })
    );
    assert_eq!(federation.heard("GHA").len() - before, 1);
}

#[tokio::test]
async fn what_a_node_did_not_sign_or_tells_out_of_order_or_in_another_form_is_not_shown() {
    fn page(reply: &mut Value) -> &mut Value {
        &mut reply["data"]["directory"][0]
    }
    let unsigned: [Change; 4] = [
        ("another title", |reply| page(reply)["rows"][0]["content"]["names"][0]["text"] = json!("Other")),
        ("another total", |reply| page(reply)["total"] = json!(4)),
        ("another country's signature", |reply| page(reply)["signature"] = json!("AAAA")),
        ("another state of the directory", |reply| page(reply)["asOf"] = json!(4)),
    ];
    let signed: [Change; 9] = [
        ("no form", |reply| page(reply)["rows"][0]["content"] = json!({ "names": [] })),
        ("no name", |reply| page(reply)["rows"][0]["content"]["names"] = json!([])),
        ("another order", |reply| page(reply)["rows"].as_array_mut().unwrap().swap(0, 1)),
        ("a record twice", |reply| page(reply)["rows"][1] = page(reply)["rows"][0].clone()),
        ("more than there are", |reply| page(reply)["total"] = json!(2)),
        ("no id", |reply| page(reply)["rows"][0]["id"] = json!("Not An Id")),
        ("no time", |reply| page(reply)["rows"][0]["changedAt"] = json!("yesterday")),
        ("an address of another kind", |reply| {
            page(reply)["rows"][0]["content"]["website"] = json!("javascript:alert(1)");
        }),
        ("more, and nothing", |reply| {
            page(reply)["rows"] = json!([]);
            page(reply)["more"] = json!(true);
        }),
    ];
    let altered = unsigned.map(|(what, alter)| (what, Node::Altered(alter)));
    let bent = signed.map(|(what, alter)| (what, Node::Bent(alter)));
    for (what, node) in altered.into_iter().chain(bent) {
        let federation = Federation::start(&[("GHA", node)]).await;
        let list = read(&federation, "countries: [\"GHA\"]").await;
        assert_eq!(ids(&list), Vec::<String>::new(), "{what}");
        assert_eq!(list["coverage"]["absent"][0]["outcome"], "INCOMPATIBLE", "{what}");
    }
}

#[tokio::test]
async fn a_country_that_tells_of_fewer_holds_the_list_back_and_one_that_forgot_its_beginning_says_so() {
    // Cuba tells of one record a page, because it says so much.
    let federation = Federation::start(&[("CUB", Node::Bent(one_a_page)), ("GHA", Node::Sound)]).await;
    let countries = "countries: [\"CUB\", \"GHA\"], orderBy: TITLE";
    let mut told = Vec::new();
    let mut after = String::new();
    for _ in 0..10 {
        let next = read(&federation, &format!("{countries}{after}")).await;
        told.extend(ids(&next));
        after = format!(", after: \"{}\"", next["pageInfo"]["endCursor"].as_str().unwrap());
        if next["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(told, ["CUB one", "GHA one", "CUB three", "GHA three", "CUB two", "GHA two"]);
    let forgetful =
        Federation::start(&[("GHA", Node::Bent(|reply| reply["data"]["directory"][0]["asOf"] = json!(9)))]).await;
    let first = read(&forgetful, "countries: [\"GHA\"], first: 1").await;
    let end = first["pageInfo"]["endCursor"].as_str().unwrap();
    let changing = Federation::start(&[("GHA", Node::Sound)]).await;
    let next = read(&changing, &format!("countries: [\"GHA\"], first: 1, after: \"{end}\"")).await;
    assert_eq!(next["coverage"]["absent"][0]["outcome"], "DECLINED");
}

/// Leaves of a page the first record, and says that more follow.
fn one_a_page(reply: &mut Value) {
    let page = &mut reply["data"]["directory"][0];
    let rows = page["rows"].as_array_mut().unwrap();
    if rows.len() > 1 {
        rows.truncate(1);
        page["more"] = json!(true);
    }
}

#[tokio::test]
async fn a_filter_that_a_kind_does_not_have_and_a_page_without_size_are_refused_before_anybody_is_asked() {
    let federation = Federation::start(&[("GHA", Node::Sound)]).await;
    for (query, says) in [
        ("{ policies(where: { levels: [MINISTRY] }) { total } }", "of INSTITUTION alone"),
        ("{ institutions(where: { areas: [RESEARCH] }) { total } }", "do not have"),
        ("{ institutions(where: { ids: [] }) { total } }", "lets nothing through"),
        ("{ institutions(first: 0) { total } }", "1 to 100"),
        ("{ institutions(first: 101) { total } }", "1 to 100"),
        ("{ institutions(after: \"nonsense\") { total } }", "cursor"),
        ("{ institutions(where: { text: \" \" }) { total } }", "words"),
    ] {
        let reply = federation.ask(query).await;
        let message = reply["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(says), "{query}: {reply}");
    }
    assert!(federation.heard("GHA").is_empty());
}
