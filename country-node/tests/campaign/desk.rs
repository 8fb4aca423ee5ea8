//! The same at the desk of the country's own officers: each step by its officer, and in the log.

use super::{CAMPAIGN, PLAIN, many, now, open, run, today};
use crate::ground::{member_key, token, token_of};
use country_node::serve::Running;
use reqwest::Client;
use schema::role::Role;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

#[tokio::test]
async fn officers_write_approve_and_start_a_campaign_at_the_desk_and_the_serving_node_sends_it() {
    let Some((mut server, ground)) = open("a campaign at the desk").await else { return };
    many(&ground, 3).await;
    let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
    ground.write("node.toml", format!("{config}\n[desk]\nlisten = \"127.0.0.1:0\"\n"));
    assert!(config.contains(PLAIN.lines().next().unwrap()));
    let running = Running::start(today(&ground).await).await.unwrap();
    let url = format!("http://{}/graphql", running.desk().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
    let ask = async |user: &str, query: &str, variables: Value| -> Value {
        let token = token_of(&member_key("COL"), "COL", (user, Role::Officer), now() - 10);
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = Client::new().post(&url).header("content-type", "application/json").bearer_auth(token).body(body);
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
    };
    let says: Value = toml::from_str(CAMPAIGN).map(|of: toml::Value| serde_json::to_value(of).unwrap()).unwrap();
    let write =
        "mutation($says: JSON!) { writeCampaign(id: \"vote\", says: $says) { campaign { state version } reason } }";
    let written = ask("ama", write, json!({ "says": says })).await;
    assert_eq!(written["data"]["writeCampaign"]["campaign"], json!({ "state": "DRAFT", "version": 1 }), "{written}");
    let moves =
        "mutation($step: CampaignStep!) { moveCampaign(id: \"vote\", step: $step) { campaign { state } reason } }";
    let own = ask("ama", moves, json!({ "step": "APPROVE" })).await;
    assert!(own["data"]["moveCampaign"]["reason"].as_str().unwrap().contains("another officer does"), "{own}");
    for (user, does, state) in [("kofi", "APPROVE", "APPROVED"), ("ama", "START", "SENDING")] {
        let done = ask(user, moves, json!({ "step": does })).await;
        assert_eq!(done["data"]["moveCampaign"], json!({ "campaign": { "state": state }, "reason": null }), "{done}");
    }
    let begun = Instant::now();
    while server.taken().len() < 3 && begun.elapsed() < Duration::from_secs(30) {
        sleep(Duration::from_millis(200)).await;
    }
    sleep(Duration::from_millis(300)).await;
    let reach = "{ campaignReach(id: \"vote\") { letters answered byState { state letters } byMeans { means letters } } openLetters { number } \
                 campaigns { id state } campaignHistory(id: \"vote\") { step } }";
    let told = ask("kofi", reach, Value::Null).await;
    assert_eq!(
        told["data"],
        json!({
            "campaignReach": { "letters": 3, "answered": 0, "byState": [{ "state": "SENT", "letters": 3 }], "byMeans": [{ "means": "EMAIL", "letters": 3 }] },
            "openLetters": [],
            "campaigns": [{ "id": "vote", "state": "SENDING" }],
            "campaignHistory": [{ "step": "WRITE" }, { "step": "APPROVE" }, { "step": "START" }],
        }),
        "{told}"
    );
    let analyst = token(&member_key("COL"), "COL", Role::Analyst, now() - 10);
    let asked = Client::new().post(&url).header("content-type", "application/json").bearer_auth(analyst);
    let refused = asked.body(json!({ "query": reach }).to_string()).send().await.unwrap().text().await.unwrap();
    assert!(refused.contains("FORBIDDEN"), "{refused}");
    stop.send(()).unwrap();
    serving.await.unwrap();
    let few = run(&ground, "campaign tell vote").await.unwrap_err();
    assert_eq!(few, "country-node: it belongs to no activity of the directory");
}
