//! Who reviews an experience at a real node, and for how long an approval counts.

use crate::directory::{Actor, EXPERIENCE, directory, officer};
use crate::ground::Ground;
use crate::serving::Serving;
use country_node::directory::change::Wisher;
use country_node::directory::wish::{Does, Wish};
use country_node::programme::change::Officer;
use node_rules::directory::content::{Content, Span};
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::directory::state::{EntryStep, Verdict};
use schema::directory::visibility::Visibility;
use schema::role::Role;
use serde_json::json;

#[tokio::test]
async fn a_published_experience_is_reviewed_by_members_that_it_names_whomever_it_is_shown_to_and_by_no_others() {
    let ground = Ground::new().await;
    let serving = Serving::start(&ground).await;
    let [own, gha, iom] = ["COL", "GHA", "IOM"].map(|member| Actor::of(&serving, &ground, member, Role::Officer));
    let shown = |reviewers: &str| format!("shown: {{ visibility: NAMED, named: [\"GHA\"], reviewers: [{reviewers}] }}");
    let both = shown("\"GHA\", \"IOM\"");
    own.does(&format!("recordEntry(id: \"survey\", content: {EXPERIENCE}, {both})")).await;
    for step in ["SUBMIT", "PUBLISH"] {
        own.does(&format!("moveEntry(kind: EXPERIENCE, id: \"survey\", step: {step})")).await;
    }
    let wish = Wish {
        kind: EntryKind::Experience,
        id: "survey".into(),
        does: Does::Review(Verdict::Approves),
        reason: "I know the survey.".into(),
        version: None,
    };
    directory(&ground).await.act(officer("luz"), vec![wish]).await.unwrap();
    let review = "reviewEntry(kind: EXPERIENCE, id: \"survey\", verdict: APPROVES, comment: \"I read it.\")";
    assert_eq!(gha.does(review).await["entry"]["reviewed"], false);
    assert_eq!(iom.does(review).await["entry"]["reviewed"], true, "IOM reviews it, and it is shown to GHA alone");
    let analyst = Actor::of(&serving, &ground, "IOM", Role::Analyst);
    let listed = json!({ "kind": "EXPERIENCE", "first": 10 });
    assert_eq!((&iom.page(&listed).await["total"], &analyst.page(&listed).await["total"]), (&json!(1), &json!(0)));
    // An approval counts while its member is named for it.
    let show = |shown: &str| format!("showEntry(kind: EXPERIENCE, id: \"survey\", {shown})");
    assert_eq!(own.does(&show(&shown("\"GHA\""))).await["entry"]["reviewed"], false, "one member is left");
    assert_eq!(iom.does(review).await["reason"], "EXPERIENCE survey: there is no such record");
    assert_eq!(iom.page(&listed).await["total"], 0);
    assert_eq!(own.does(&show(&both)).await["entry"]["reviewed"], true);
    serving.stop().await;
}

#[tokio::test]
async fn an_experience_that_was_written_without_a_name_is_reviewed_inside_once_an_officer_writes_it_too() {
    let ground = Ground::new().await;
    let directory = directory(&ground).await;
    let says = json!({ "titles": [{ "language": "eng", "text": "A survey" }], "areas": ["RESEARCH"], "done": "A survey.",
        "places": ["DEU"], "results": "It was read.", "evidence": "MONITORING", "repeatability": "UNKNOWN" });
    let body = Body::read(EntryKind::Experience, says).unwrap();
    let spans = vec![Span { from: None, until: None, body }];
    let reviewers = ["GHA", "IOM"].map(|member| member.parse().unwrap()).to_vec();
    let content = Content { visibility: Visibility::Members, named: vec![], reviewers, spans };
    let wish = |does| Wish {
        kind: EntryKind::Experience,
        id: "survey".into(),
        does,
        reason: "I know it.".into(),
        version: None,
    };
    let written = vec![wish(Does::Write(content)), wish(Does::Move(EntryStep::Submit))];
    directory.act(Wisher::Own(Officer::Operator), written).await.unwrap();
    let review = async |name| directory.act(officer(name), vec![wish(Does::Review(Verdict::Approves))]).await;
    let refused = review("luz").await.unwrap_err().to_string();
    assert!(refused.contains("somebody who named nobody wrote some of it"), "{refused}");
    // The same file once more, by somebody who stands for it.
    let file = ground.write("experiences.json", directory.written(EntryKind::Experience).await.unwrap());
    for (by, unchanged) in [(Wisher::Own(Officer::Operator), 1), (officer("ana"), 0), (officer("luz"), 1)] {
        assert_eq!(directory.load_json(by, &file).await.unwrap().unchanged, unchanged);
    }
    assert!(review("ana").await.unwrap_err().to_string().contains("who wrote any of it does not review it"));
    review("luz").await.unwrap();
}
