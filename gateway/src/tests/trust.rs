//! What a node said is its own word or it is not said; and who belongs is what the latest membership document says.

use super::federation::{Federation, Node};
use super::people::{NOW, membership, signed, token_of};
use crate::citation::verify::verify;
use schema::member::Document;
use schema::role::Role;
use serde_json::{Value, json};

const COMPARE: &str = "{ compare(input: { dataset: STOCK, by: [SEX], purpose: COMPARISON }) \
    { countries { country { code } outcome reason } citation { id address } } }";

fn said_of(answer: &Value, country: &str) -> (String, String) {
    let countries = answer["data"]["compare"]["countries"].as_array().unwrap_or_else(|| panic!("{answer}"));
    let found = countries.iter().find(|other| other["country"]["code"] == country).unwrap();
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    (text("outcome"), text("reason"))
}

#[tokio::test]
async fn an_answer_that_its_node_did_not_sign_is_a_named_absence() {
    let lies: [fn(&mut Value); 5] = [
        |reply| reply["data"]["answers"][0]["figures"][0]["value"] = json!(10.5),
        |reply| reply["data"]["answers"][0]["source"]["title"] = json!("Other people"),
        |reply| reply["data"]["answers"][0]["answeredAt"] = json!("2023-11-14T22:13:21Z"),
        |reply| reply["data"]["answers"][0]["signature"] = json!("AAAA"),
        |reply| reply["data"]["answers"][0]["signature"] = json!(""),
    ];
    for lie in lies {
        let federation = Federation::start(&[("CUB", Node::Altered(lie))]).await;
        let answer = federation.ask(COMPARE).await;
        let said = "The node of Cuba gave an answer that it did not sign.".to_owned();
        assert_eq!(said_of(&answer, "CUB"), ("INCOMPATIBLE".into(), said));
        assert_eq!(said_of(&answer, "GHA").0, "ANSWERED");
    }
}

#[tokio::test]
async fn a_list_of_agreements_that_its_node_did_not_sign_is_not_known() {
    let ask = "{ agreements { agreements { id } unknown { country { code } outcome reason } } }";
    let federation = Federation::start(&[]).await;
    assert_eq!(federation.ask(ask).await["data"]["agreements"], json!({ "agreements": [], "unknown": [] }));
    let lies: [fn(&mut Value); 3] = [
        |reply| reply["data"]["agreements"]["answeredAt"] = json!("2023-11-14T22:13:21Z"),
        |reply| reply["data"]["agreements"]["signature"] = json!(""),
        |reply| drop(reply["data"]["agreements"].as_object_mut().unwrap().remove("signature")),
    ];
    for lie in lies {
        let federation = Federation::start(&[("CUB", Node::Altered(lie))]).await;
        let unknown = federation.ask(ask).await["data"]["agreements"]["unknown"].clone();
        assert_eq!(unknown.as_array().map(Vec::len), Some(1), "{unknown}");
        assert_eq!((&unknown[0]["country"]["code"], &unknown[0]["outcome"]), (&json!("CUB"), &json!("INCOMPATIBLE")));
    }
}

#[tokio::test]
async fn a_citation_has_a_lasting_address_for_the_member_that_asked_and_every_signature_in_it_fits() {
    let federation = Federation::start(&[("CUB", Node::Down)]).await;
    let answer = federation.ask(COMPARE).await;
    let citation = &answer["data"]["compare"]["citation"];
    let (id, address) = (citation["id"].as_str().unwrap(), citation["address"].as_str().unwrap());
    assert_eq!(address, format!("/citations/{id}"));
    let get = |token: Option<String>, address: String| {
        let request = federation.client.get(format!("{}{address}", federation.url));
        let request = token.into_iter().fold(request, reqwest::RequestBuilder::bearer_auth);
        async move {
            let response = request.send().await.unwrap();
            (response.status().as_u16(), response.bytes().await.unwrap())
        }
    };
    let token = |member, role| Some(token_of(member, role, NOW - 60, NOW + 60));
    let (status, text) = get(token("IOM", Role::Officer), address.to_owned()).await;
    assert_eq!(status, 200);
    let (document, findings) = verify(&text, &membership_of(&federation));
    assert_eq!(findings, []);
    let document = document.unwrap();
    assert_eq!((document.citation.as_str(), document.asked_by.as_str()), (id, "IOM"));
    assert_eq!((document.answers.len(), document.absent.len()), (3, 1));
    for (who, status) in [(None, 401), (token("IOM", Role::Observer), 403), (token("GHA", Role::Analyst), 404)] {
        let (said, body) = get(who, address.to_owned()).await;
        assert_eq!(said, status);
        assert!(!String::from_utf8_lossy(&body).contains("\"answers\""));
    }
    for none in ["A".repeat(43), "..%2f..%2fgateway.key".into(), "x".into()] {
        assert_eq!(get(token("IOM", Role::Analyst), format!("/citations/{none}")).await.0, 404, "{none}");
    }
}

/// The members as the federation's own document has them.
fn membership_of(federation: &Federation) -> schema::member::Membership {
    let text = std::fs::read_to_string(federation.folder.path().join("members.toml")).unwrap();
    let pin = schema::member::Pin::to(&super::people::registrar().public());
    let members = pin.accept(&text).unwrap().0;
    assert_eq!(members.gateway_keys("hub"), membership().gateway_keys("hub"));
    members
}

#[tokio::test]
async fn a_member_that_left_is_asked_no_more_and_one_that_is_back_is_without_a_restart() {
    let federation = Federation::start(&[]).await;
    let path = federation.folder.path().join("members.toml");
    let first: Document = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let asked = || async {
        let answer = federation.ask("{ members { code } }").await;
        answer["data"]["members"].as_array().map_or(0, Vec::len)
    };
    let until = |count| async move {
        for _ in 0..100 {
            if asked().await == count {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the gateway must come to ask {count} members");
    };
    until(4).await;
    let mut left = Document { version: 2, ..first.clone() };
    left.members.retain(|member| member.code != super::people::code("CUB"));
    std::fs::write(&path, signed(left)).unwrap();
    until(3).await;
    let answer = federation.ask(COMPARE).await;
    assert_eq!(answer["data"]["compare"]["countries"].as_array().map(Vec::len), Some(3));
    // The former version does not bring the member back, and neither does one that nobody signed.
    std::fs::write(&path, signed(first.clone())).unwrap();
    tokio::time::sleep(door::roll::LOOK_EVERY * 2).await;
    assert_eq!(asked().await, 3);
    std::fs::write(&path, Document { version: 3, ..first.clone() }.to_toml().unwrap()).unwrap();
    tokio::time::sleep(door::roll::LOOK_EVERY * 2).await;
    assert_eq!(asked().await, 3);
    std::fs::write(&path, signed(Document { version: 3, ..first })).unwrap();
    until(4).await;
}
