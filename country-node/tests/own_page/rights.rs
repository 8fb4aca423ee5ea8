//! What is wrong is put right, and everything is taken home or erased.

use super::{PERSON, Page, agreement, seen, status};
use crate::ground::person_id;
use country_node::person::correct::{answer, requests, taken};
use node_rules::person::correction::Step;
use reqwest::header::{COOKIE, SET_COOKIE};

#[tokio::test]
async fn what_is_wrong_is_said_on_a_form_and_what_became_of_it_is_seen() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    assert!(page.own(&cookie).await.contains("id=\"correct\""));
    let forms = page.get(&format!("{}/me/correct", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let forms = forms.text().await.unwrap();
    assert!(
        forms.contains("id=\"correct-EDUCATION\"") && forms.contains("name=\"of\" value=\"SURVEY  2024\""),
        "{forms}"
    );
    assert!(forms.contains("<option value=\"3T4\">ISCED 3 and 4") && !forms.contains("<script"), "{forms}");
    let right = "of=SURVEY++2024&field=EDUCATION&value=3T4&why=%3Cb%3EI+never+studied%3C%2Fb%3E";
    for (what, wrong) in [
        ("no code of the data", right.replace("3T4", "0")),
        ("that it was not asked", right.replace("3T4", "_W")),
        ("no reason", right.replace("why", "because")),
    ] {
        assert_eq!(page.say(&cookie, "correct", wrong).await, "/me?done=no-correction", "{what}");
    }
    for (what, wrong) in
        [("other data", right.replace("2024", "2023")), ("no field", right.replace("EDUCATION", "SHOES"))]
    {
        assert_eq!(page.say(&cookie, "correct", wrong).await, "/me?done=changed", "{what}");
    }
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=recorded");
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=waits");
    let node = &page.ground.node;
    let waiting = requests(&node.store).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].by.as_str()), (1, "PERSON"));
    let shown = page.own(&cookie).await;
    assert!(
        shown.contains("you asked that Level of education be: ISCED 3 and 4") && shown.contains("It waits"),
        "{shown}"
    );
    assert_eq!(page.say(&cookie, "correct/take-back", "number=99".to_owned()).await, "/me?done=changed");
    let number = format!("number={}", waiting[0].id);
    assert_eq!(page.say(&cookie, "correct/take-back", number.clone()).await, "/me?done=recorded");
    assert_eq!(page.say(&cookie, "correct/take-back", number).await, "/me?done=changed", "once");
    let shown = page.own(&cookie).await;
    assert!(shown.contains("You took it back on") && !shown.contains("correct/take-back"), "{shown}");
    assert_eq!(page.say(&cookie, "correct", right.to_owned()).await, "/me?done=recorded");
    let waiting = requests(&node.store).await.unwrap();
    let french = page.get(&format!("{}/me?lang=fr", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    let french = french.text().await.unwrap();
    assert!(french.contains("vous avez demandé que Niveau d’études soit"), "in the person's language: {french}");
    answer(node, waiting[0].id, Step::Accepted, ("officer-1", "your <school> says so")).await.unwrap();
    let accepted = taken(&node.store, &node.keys.of(&person_id(PERSON)).0).await.unwrap()[0].id;
    let shown = page.own(&cookie).await;
    assert!(shown.contains("It was accepted on") && shown.contains("your &lt;school&gt; says so"), "{shown}");
    answer(node, accepted, Step::TakenBack, ("officer-2", "it was another school")).await.unwrap();
    let shown = page.own(&cookie).await;
    assert!(shown.contains("an officer took that back: it was another school."), "{shown}");
    page.stop().await;
}

#[tokio::test]
async fn how_a_person_is_reached_is_put_right_and_taken_out_by_the_person() {
    let page = Page::start().await;
    let cookie = page.open(&page.link(PERSON).await).await;
    assert!(page.own(&cookie).await.contains("id=\"contact-right\""));
    let form = page.get(&format!("{}/me/contact", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(form.text().await.unwrap().contains("<input name=\"email\" value=\"\""));
    let right = "name=Ama+%3CMensah%3E&address=&email=ama%40example.org&telephone=%2B233+30+000+0001&born=1984";
    for (what, wrong) in [
        ("an address that is none", right.replace("%40", "")),
        ("a number without its country", right.replace("%2B", "")),
        ("no day", right.replace("1984", "84")),
        ("a name on two lines", right.replace("Ama+", "Ama%0A")),
    ] {
        assert_eq!(page.say(&cookie, "contact", wrong).await, "/me?done=no-contact", "{what}");
    }
    assert_eq!(page.say(&cookie, "contact", right.replace("&born=1984", "")).await, "/me?done=changed", "half a form");
    assert!(page.own(&cookie).await.contains("We keep no name"), "nothing of it is kept");
    assert_eq!(page.say(&cookie, "contact", right.to_owned()).await, "/me?done=recorded");
    let own = page.own(&cookie).await;
    assert!(own.contains("<dd>Ama &lt;Mensah&gt;</dd>") && own.contains("You said so yourself"), "{own}");
    let form = page.get(&format!("{}/me/contact", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(form.text().await.unwrap().contains("value=\"+233 30 000 0001\""), "the form has what is kept");
    assert_eq!(page.say(&cookie, "contact", right.replace("%2B233+30+000+0001", "")).await, "/me?done=recorded");
    let own = page.own(&cookie).await;
    assert!(own.contains("ama@example.org") && !own.contains("+233 30"), "{own}");
    let nothing = "name=&address=&email=&telephone=&born=";
    assert_eq!(page.say(&cookie, "contact", nothing.to_owned()).await, "/me?done=recorded");
    assert!(page.own(&cookie).await.contains("We keep no name"));
    page.stop().await;
}

#[tokio::test]
async fn everything_held_is_taken_home_and_erased_in_two_clicks_and_what_cannot_be_is_said() {
    let page = Page::start().await;
    let (cookie, other) = (page.open(&page.link(PERSON).await).await, page.link(PERSON).await);
    let own = page.own(&cookie).await;
    assert!(own.contains("href=\"/me/held.json\"") && own.contains("id=\"erase\""), "{own}");
    let file = page.get(&format!("{}/me/held.json", page.url)).header(COOKIE, &cookie).send().await.unwrap();
    assert!(file.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    let held: serde_json::Value = serde_json::from_slice(&file.bytes().await.unwrap()).unwrap();
    assert_eq!(held["records"][0]["codes"][1]["meaning"], "Female");
    page.say(&cookie, "consent", agreement(seen(&own), &["STATISTICS"], "IOM")).await;

    let at = format!("{}/me/erase", page.url);
    let first = page.get(&at).header(COOKIE, &cookie).send().await.unwrap().text().await.unwrap();
    assert!(first.contains("cannot be taken back") && first.contains("id=\"sure\""), "{first}");
    assert_eq!(page.events(PERSON).await.1, Some("GIVEN"), "the first click erases nothing");
    let second = page.post(&at).header(COOKIE, &cookie).send().await.unwrap();
    let closed = second.headers()[SET_COOKIE].to_str().unwrap().to_owned();
    let second = second.text().await.unwrap();
    assert!(second.contains("is erased") && second.contains("cannot be taken back"), "{second}");
    assert!(closed.contains("Max-Age=0"), "{closed}");
    assert_eq!(status(page.get(&format!("{}/me", page.url)).header(COOKIE, &cookie)).await, 403);
    assert_eq!(status(page.get(&other)).await, 404, "a link that waited opens nothing");
    assert_eq!(page.events(PERSON).await, (2, Some("WITHDRAWN")));
    assert_eq!(page.ground.counts().await[1], 0);
    page.stop().await;
}
