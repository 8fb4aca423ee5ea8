//! The same at the desk of the country's own officers: each step by its officer, and in the log.

use super::server::Server;
use super::told::{attendance, load};
use super::{CAMPAIGN, PLAIN, Person, many, no_orders, now, open, persons, run, today};
use crate::ground::{Ground, member_key, token, token_of};
use country_node::serve::Running;
use reqwest::Client;
use schema::role::Role;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// A node that serves its desk.
struct Desk {
    url: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Desk {
    async fn of(ground: &Ground) -> Self {
        let config = std::fs::read_to_string(ground.path().join("node.toml")).unwrap();
        ground.write("node.toml", format!("{config}\n[desk]\nlisten = \"127.0.0.1:0\"\n"));
        assert!(config.contains(PLAIN.lines().next().unwrap()));
        let running = Running::start(today(ground).await).await.unwrap();
        let url = format!("http://{}/graphql", running.desk().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(async move { running.serve(async { drop(stopped.await) }).await.unwrap() });
        Self { url, stop, serving }
    }

    async fn ask(&self, user: &str, query: &str, variables: Value) -> Value {
        let token = token_of(&member_key("COL"), "COL", (user, Role::Officer), now() - 10);
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = Client::new().post(&self.url).header("content-type", "application/json").bearer_auth(token);
        serde_json::from_str(&request.body(body).send().await.unwrap().text().await.unwrap()).unwrap()
    }

    /// What one field came to.
    async fn done(&self, user: &str, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(user, query, variables).await;
        assert_eq!(answer["errors"], Value::Null, "{answer}");
        answer["data"].as_object_mut().unwrap().values_mut().next().unwrap().take()
    }

    async fn moved(&self, user: &str, step: &str) -> Value {
        self.done(user, MOVE, json!({ "step": step })).await
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap();
    }
}

const WRITE: &str =
    "mutation($says: JSON!) { writeCampaign(id: \"vote\", says: $says) { campaign { state version } reason } }";
const MOVE: &str =
    "mutation($step: CampaignStep!) { moveCampaign(id: \"vote\", step: $step) { campaign { state } reason } }";

fn says() -> Value {
    toml::from_str(CAMPAIGN).map(|of: toml::Value| serde_json::to_value(of).unwrap()).unwrap()
}

#[tokio::test]
async fn officers_write_approve_and_start_a_campaign_at_the_desk_and_the_serving_node_sends_it() {
    let Some((mut server, ground)) = open("a campaign at the desk").await else { return };
    many(&ground, 3).await;
    let desk = Desk::of(&ground).await;
    let written = desk.done("ama", WRITE, json!({ "says": says() })).await;
    assert_eq!(written["campaign"], json!({ "state": "DRAFT", "version": 1 }), "{written}");
    let own = desk.moved("ama", "APPROVE").await;
    assert!(own["reason"].as_str().unwrap().contains("another officer does"), "{own}");
    for (user, does, state) in [("kofi", "APPROVE", "APPROVED"), ("ama", "START", "SENDING")] {
        let done = desk.moved(user, does).await;
        assert_eq!(done, json!({ "campaign": { "state": state }, "reason": null }), "{done}");
    }
    let begun = Instant::now();
    while server.taken().len() < 3 && begun.elapsed() < Duration::from_secs(30) {
        sleep(Duration::from_millis(200)).await;
    }
    sleep(Duration::from_millis(300)).await;
    let none = desk.ask("kofi", "{ campaignHistory(id: \"vite\") { step } }", Value::Null).await;
    assert_eq!(none["errors"][0]["message"], "campaign vite: there is no such campaign");
    let reach = "{ campaignReach(id: \"vote\") { letters reached answered byState { state letters } byMeans { means letters } } openLetters { number } \
                 campaigns { id state } campaignHistory(id: \"vote\") { step } }";
    let told = desk.ask("kofi", reach, Value::Null).await;
    assert_eq!(
        told["data"],
        json!({
            "campaignReach": { "letters": 3, "reached": 3, "answered": 0, "byState": [{ "state": "SENT", "letters": 3 }], "byMeans": [{ "means": "EMAIL", "letters": 3 }] },
            "openLetters": [],
            "campaigns": [{ "id": "vote", "state": "SENDING" }],
            "campaignHistory": [{ "step": "WRITE" }, { "step": "APPROVE" }, { "step": "START" }],
        }),
        "{told}"
    );
    let analyst = token(&member_key("COL"), "COL", Role::Analyst, now() - 10);
    let asked = Client::new().post(&desk.url).header("content-type", "application/json").bearer_auth(analyst);
    let refused = asked.body(json!({ "query": reach }).to_string()).send().await.unwrap().text().await.unwrap();
    assert!(refused.contains("FORBIDDEN"), "{refused}");
    desk.end().await;
    let few = run(&ground, "campaign tell vote").await.unwrap_err();
    assert_eq!(few, "country-node: it belongs to no activity of the directory");
}

#[tokio::test]
async fn an_officer_has_letters_that_were_refused_sent_again_at_the_desk() {
    let Some((mut server, ground)) = open("letters once more from the desk").await else { return };
    many(&ground, 3).await;
    server.now(&json!({ "refuse": { "p0001@example.net": 550 } }));
    let desk = Desk::of(&ground).await;
    desk.done("ama", WRITE, json!({ "says": says() })).await;
    desk.moved("kofi", "APPROVE").await;
    desk.moved("ama", "START").await;
    let taken = async |server: &mut Server, count: usize| {
        let begun = Instant::now();
        while server.taken().len() < count && begun.elapsed() < Duration::from_secs(30) {
            sleep(Duration::from_millis(200)).await;
        }
        sleep(Duration::from_millis(500)).await;
        assert_eq!(server.taken().len(), count);
    };
    taken(&mut server, 2).await;
    server.now(&no_orders());
    let again = "mutation { sendAgain(id: \"vote\") { letters reason } }";
    assert_eq!(desk.done("kofi", again, Value::Null).await, json!({ "letters": 1, "reason": null }));
    taken(&mut server, 3).await;
    let none = desk.done("kofi", again, Value::Null).await;
    let why = "campaign vote: none of its letters is REFUSED or GIVEN_UP";
    assert_eq!(none, json!({ "letters": null, "reason": why }));
    let history = "{ campaignHistory(id: \"vote\") { step says } }";
    let history = desk.done("ama", history, Value::Null).await;
    assert_eq!(history[3], json!({ "step": "AGAIN", "says": { "letters": 1 } }), "{history}");
    desk.end().await;
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn who_wrote_a_campaign_by_one_door_does_not_approve_it_by_the_other() {
    let Some((_server, ground)) = open("a campaign by two doors").await else { return };
    many(&ground, 1).await;
    let desk = Desk::of(&ground).await;
    ground.write("campaign.toml", CAMPAIGN);
    // Written on the command line, approved at the desk.
    run(&ground, "campaign write vote campaign.toml --by ama").await.unwrap();
    let own = desk.moved("ama", "APPROVE").await;
    let why = "campaign vote: whoever wrote it does not approve it: another officer does";
    assert_eq!(own, json!({ "campaign": null, "reason": why }), "{own}");
    assert_eq!(desk.moved("kofi", "APPROVE").await["campaign"]["state"], "APPROVED");
    let ama = run(&ground, "audit user --member COL --name ama").await.unwrap();
    let history = run(&ground, "campaign history vote").await.unwrap();
    assert!(history.contains(&format!("WRITE  {ama}\n")) && !history.contains("ama\n  {"), "{history}");
    // And the other way round.
    assert_eq!(desk.moved("kofi", "REOPEN").await["campaign"]["state"], "DRAFT");
    desk.done("esi", WRITE, json!({ "says": says() })).await;
    let own = run(&ground, "campaign move vote APPROVE --by esi").await.unwrap_err();
    assert_eq!(own, format!("country-node: {why}"));
    run(&ground, "campaign move vote APPROVE --by kofi").await.unwrap();
    // An operator who names nobody could be whoever wrote it, and whoever writes without a name could be whoever approves.
    let unnamed = "an officer who is named (--by) approves it: whoever names nobody could have written it";
    for (id, by) in [("amas", "--by ama"), ("alone", "")] {
        run(&ground, &format!("campaign write {id} campaign.toml {by}")).await.unwrap();
        let own = run(&ground, &format!("campaign move {id} APPROVE")).await.unwrap_err();
        assert_eq!(own, format!("country-node: campaign {id}: {unnamed}"));
    }
    run(&ground, "campaign move amas APPROVE --by kofi").await.unwrap();
    let alone = run(&ground, "campaign move alone APPROVE --by kofi").await.unwrap_err();
    let why = "somebody who named nobody wrote it, and could be whoever approves it: whoever stands for it writes it anew, on the command line with --by";
    assert_eq!(alone, format!("country-node: campaign alone: {why}"));
    run(&ground, "campaign write alone campaign.toml --by ama").await.unwrap();
    run(&ground, "campaign move alone APPROVE --by kofi").await.unwrap();
    desk.end().await;
    let log = run(&ground, "audit list").await.unwrap();
    assert!(log.contains(&format!("vote  WRITE  COL officer {ama}\n")), "the log names the officer too: {log}");
    run(&ground, "audit verify").await.unwrap();
}

#[tokio::test]
async fn officers_look_ahead_carry_letters_and_tell_of_them_at_the_desk() {
    let Some((_server, ground)) = open("letters carried from the desk").await else { return };
    let ids: Vec<String> = (0..24).map(|at| format!("P{at:04}")).collect();
    let called = |id| Person { id, email: "", telephone: "+34 600 000 000", purposes: "OUTREACH", language: "en" };
    persons(&ground, &ids.iter().map(|id| called(id.as_str())).collect::<Vec<_>>()).await;
    load(&ground, None).await;
    let desk = Desk::of(&ground).await;
    let mut says = says();
    says["activity"] = "vote".into();
    desk.done("ama", WRITE, json!({ "says": says })).await;
    let ahead = "{ campaignPreview(id: \"vote\") { letters { means language letters } leftOut { reason persons } } }";
    assert_eq!(
        desk.done("kofi", ahead, Value::Null).await,
        json!({ "letters": [{ "means": "TELEPHONE", "language": "en", "letters": 24 }], "leftOut": [] })
    );
    let list =
        "mutation { byHand(id: \"vote\", means: TELEPHONE) { persons { letter language name way country } reason } }";
    let part =
        "mutation($first: Int!) { byHand(id: \"vote\", means: TELEPHONE, first: $first) { more persons { letter } } }";
    let early = desk.done("ama", list, Value::Null).await;
    let why = "campaign vote: it is DRAFT: persons are reached while it is SENDING";
    assert_eq!(early, json!({ "persons": null, "reason": why }));
    desk.moved("kofi", "APPROVE").await;
    desk.moved("ama", "START").await;
    let mut rest = desk.done("ama", part, json!({ "first": 4 })).await;
    assert_eq!(rest["more"], true, "{rest}");
    let mut handed = desk.done("ama", list, Value::Null).await;
    let handed = handed["persons"].as_array_mut().unwrap();
    handed.append(rest["persons"].as_array_mut().unwrap());
    assert_eq!(handed.len(), 24);
    let first = &handed[0];
    assert_eq!((&first["language"], &first["way"]), (&json!("en"), &json!("+34 600 000 000")), "{first}");
    assert!(first["name"].as_str().unwrap().starts_with("Name of P") && first["country"].is_null(), "{first}");
    assert_eq!(desk.done("kofi", list, Value::Null).await["persons"], json!([]), "another officer has none of them");
    let again = "mutation { byHand(id: \"vote\", means: TELEPHONE, again: true, after: 4) { more persons { letter handedAt handedTo } } }";
    let mut again = desk.done("kofi", again, Value::Null).await;
    assert_eq!(again["more"], false, "{again}");
    let again = again["persons"].take();
    let officer = ground.node.keys.users().of(ground.node.config.country, "ama");
    assert_eq!((again.as_array().unwrap().len(), &again[0]["letter"]), (20, &first["letter"]));
    assert_eq!(again[0]["handedTo"], officer.as_str());
    assert!(again[0]["handedAt"].as_str().unwrap().ends_with('Z'), "{again}");
    let said = "mutation($number: Int!, $outcome: LetterOutcome!, $method: ConsentMethod) { \
                sayOfLetter(number: $number, outcome: $outcome, method: $method) }";
    let tell = "mutation($replace: Boolean) { tellCampaign(id: \"vote\", replace: $replace) { persons reason } }";
    let few = desk.done("ama", tell, Value::Null).await;
    assert_eq!(few, json!({ "persons": null, "reason": "fewer than twenty persons were reached: that is not told" }));
    for (at, of) in handed.iter().enumerate() {
        let word = match at {
            0 => json!({ "number": of["letter"], "outcome": "NO_MORE", "method": "GUARDIAN" }),
            1 => json!({ "number": of["letter"], "outcome": "NOT_REACHED" }),
            _ => json!({ "number": of["letter"], "outcome": "REACHED" }),
        };
        assert_eq!(desk.done("kofi", said, word).await, Value::Null);
    }
    let none = desk.done("kofi", said, json!({ "number": 99, "outcome": "REACHED" })).await;
    assert_eq!(none, "there is no such letter");
    let reach = "{ campaignReach(id: \"vote\") { reached answered optedOut } }";
    let reached = desk.done("kofi", reach, Value::Null).await;
    assert_eq!(reached, json!({ "reached": 23, "answered": 1, "optedOut": 1 }));
    assert_eq!(desk.done("ama", tell, Value::Null).await, json!({ "persons": 20, "reason": null }));
    assert_eq!(attendance(&ground).await, 20);
    load(&ground, Some(57)).await;
    let own = desk.done("ama", tell, Value::Null).await;
    assert!(own["persons"].is_null() && own["reason"].as_str().unwrap().contains("says 57"), "{own}");
    assert_eq!(desk.done("ama", tell, json!({ "replace": true })).await["persons"], 20);
    desk.end().await;
    let ama = run(&ground, "audit user --member COL --name ama").await.unwrap();
    let record = run(&ground, "directory history ACTIVITY vote").await.unwrap();
    assert!(record.lines().last().unwrap().contains(&ama), "the record was written by the same officer: {record}");
    // Whichever door a list is asked for by, the log says of which campaign, by which means, for what and for whom.
    run(&ground, "campaign by-hand vote TELEPHONE --by ama").await.unwrap();
    run(&ground, "campaign by-hand vote POST").await.unwrap();
    let log = run(&ground, "audit list").await.unwrap();
    let told: Vec<&str> = log.lines().filter_map(|line| Some(line.split_once("PERSONS_ASKED  ")?.1)).collect();
    let [telephone, post] = ["TELEPHONE", "POST"].map(|means| format!("LETTERS vote {means}  OUTREACH"));
    let kofi = run(&ground, "audit user --member COL --name kofi").await.unwrap();
    let by = |officer: &str, became: &str| format!("COL officer {officer}  {telephone}  {became}");
    let of_operator = format!("operator  {post}  DONE");
    let expected = [
        by(&ama, "DECLINED"),
        by(&ama, "DONE"),
        by(&ama, "DONE"),
        by(&kofi, "DONE"),
        by(&kofi, "DONE"),
        by(&ama, "DONE"),
    ];
    assert_eq!(told[..6], expected);
    assert_eq!(told[6..], [of_operator]);
    assert!(
        run(&ground, "audit export")
            .await
            .unwrap()
            .contains("\"what\":{\"campaign\":\"vote\",\"means\":\"POST\",\"of\":\"LETTERS\"}")
    );
    run(&ground, "audit verify").await.unwrap();
}
