//! Figures beside themes of focus groups are of the study that the groups belong to, where the country published it.

use crate::ground::{Ground, NOW, member_key, person_id, survey, token};
use crate::serving::Serving;
use crate::studies::{add, document, mapping};
use country_node::focus::load::load;
use country_node::focus::remove::remove;
use schema::answer::NodeAnswer;
use schema::ask::QuestionInput;
use schema::concept::{Dataset, Dimension};
use schema::purpose::Purpose;
use schema::role::Role;
use schema::statement::{Said, verify};
use serde_json::{Value, json};

/// Both waves of one study, and the later wave of another, which a question is read from that names none.
async fn ground() -> Ground {
    let ground = Ground::new().await;
    for study in ["COLS", "ELSE"] {
        add(&ground, &document(study, |text| text)).await.unwrap();
    }
    let file = ground.write("survey.csv", survey(300));
    for (study, period, whole) in [("COLS", "2022", false), ("COLS", "2024", true), ("ELSE", "2024", true)] {
        ground.import(&mapping(study, period, whole), &file).await.unwrap();
    }
    ground.consent(&(0..300).map(person_id).collect::<Vec<_>>(), "GIVEN", NOW - 100).await;
    ground.release().await.unwrap();
    ground
}

/// Focus groups of the wave of 2022.
async fn talk(ground: &Ground, groups: usize, audience: &str) {
    let head = format!(
        "version = 1\nstudy = \"TALKS\"\ntitle = \"Talks\"\nproducer = \"A ministry\"\naudience = \"{audience}\"\n\
         of = {{ study = \"COLS\", wave = \"2022\" }}\n"
    );
    let group = "[[group]]\ncountry = \"USA\"\nplace = \"Boston\"\ndate = \"2022-02-01\"\nlanguage = \"spa\"\npersons = \"P4T6\"\n\
        women = \"HALF\"\nages = [\"Y25T34\"]\nthemes = [\"NEED_VOTING\"]\nsummary = \"Votes were spoken of.\"\n\
        approved = \"2022-03-01\"\n";
    load(&ground.node, &ground.write("talks.toml", head + &group.repeat(groups))).await.unwrap();
}

fn beside(by: Dimension) -> QuestionInput {
    QuestionInput { by: vec![by], beside_groups: true, ..QuestionInput::of(Dataset::Survey, Purpose::Comparison) }
}

/// The release that each question is read from, as GHA's analyst is told; each answer signed for the question as it was asked.
async fn read_from(ground: &Ground, questions: &[QuestionInput]) -> Vec<String> {
    let serving = Serving::start(ground).await;
    let query = "query($q: [QuestionInput!]!) { answers(questions: $q) { outcome reason figures { codes value lower upper status \
        respondents standardError protectionError base } source { release dataset referencePeriod publishedAt title producer note \
        populationBasis unit mechanism method bound consentShare study { study title owner sampling universe destinations \
        fieldworkFrom fieldworkTo modes questionnaire languages weights { variable domain } breakBefore } \
        fits { dimension fit note } items { item text fit note codes { code label } } signature } answeredAt signature } }";
    let token = token(&member_key("GHA"), "GHA", Role::Analyst, ground.now() - 10);
    let (_, said) = serving.query(Some(&token), query, json!({ "q": questions })).await;
    serving.stop().await;
    let answers = said["data"]["answers"].as_array().unwrap_or_else(|| panic!("{said}"));
    let read = |(question, said): (&QuestionInput, &Value)| {
        let answer: NodeAnswer = serde_json::from_value(said.clone()).unwrap();
        let to = Said { country: "COL".parse().unwrap(), asked_by: "GHA".parse().unwrap(), question };
        assert_eq!(verify(to, &answer, &[ground.node.signing.public()]), Ok(()), "{said}");
        answer.source.unwrap_or_else(|| panic!("{said}")).release
    };
    questions.iter().zip(answers).map(read).collect()
}

#[tokio::test]
async fn figures_beside_groups_are_of_their_wave_then_of_their_study_and_else_of_the_latest() {
    let ground = ground().await;
    let (latest, own) = ("COL-SURVEY-ELSE-2024-1", "COL-SURVEY-COLS-2022-1");
    let plain = QuestionInput { beside_groups: false, ..beside(Dimension::Sex) };
    let both = [plain, beside(Dimension::Sex)];
    assert_eq!(read_from(&ground, &both).await, [latest, latest], "there are no groups");
    talk(&ground, 3, "MEMBER_GOVERNMENTS").await;
    assert_eq!(read_from(&ground, &both).await, [latest, own], "who does not ask beside groups is answered as before");
    // The groups' own wave did not ask for AGE, another of its study did.
    assert_eq!(read_from(&ground, &[beside(Dimension::Age)]).await, ["COL-SURVEY-COLS-2024-1"]);
    remove(&ground.node.store, "TALKS").await.unwrap();
    assert_eq!(read_from(&ground, &both).await, [latest, latest]);
}

#[tokio::test]
async fn groups_of_which_a_caller_is_told_nothing_do_not_choose_its_figures() {
    let ground = ground().await;
    let latest = ["COL-SURVEY-ELSE-2024-1"];
    talk(&ground, 3, "OWN_GOVERNMENT").await;
    assert_eq!(read_from(&ground, &[beside(Dimension::Sex)]).await, latest, "the study is not open to GHA");
    talk(&ground, 2, "PUBLIC").await;
    assert_eq!(read_from(&ground, &[beside(Dimension::Sex)]).await, latest, "it has too few groups");
}
