//! Who reviews an experience at a real node, and for how long an approval counts.

use crate::directory::{Actor, EXPERIENCE, directory, officer};
use crate::ground::Ground;
use crate::serving::Serving;
use country_node::directory::wish::{Does, Wish};
use schema::directory::kind::EntryKind;
use schema::directory::state::Verdict;
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
