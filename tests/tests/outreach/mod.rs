//! Segments for outreach over a federation of two registers: one lets persons choose several needs, the other asks for one and for
//! no channel. Every figure is held against the file.

use compose::consents::agrees;
use compose::country::{Country, Input};
use federation_tests::federation::Federation;
use schema::concept::Dataset;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const PERSONS: usize = 3000;

const SEGMENTS: &str = "query($input: SegmentsInput!) { outreachSegments(input: $input) { countries { country { code } outcome reason \
    total withheld source { release } segments { of { dimension code label } destination { code label } \
    persons { value lower upper share status } channels { channel { code } persons { value share } } \
    activity { kind title place { code } channel { code } audience from to reached } } } } }";

/// A person of the made-up register.
struct Person {
    id: String,
    lives_in: &'static str,
    channel: &'static str,
    voting: bool,
    pensions: bool,
    teaching: bool,
    intention: &'static str,
}

fn person(n: usize) -> Person {
    let id = format!("R{n:05}");
    let lives_in = match n % 500 {
        0 => "TGO",
        // Of as many as a segment has it is not known where they live.
        7..47 => "UNK",
        _ => ["DEU", "DEU", "ITA"][n % 3],
    };
    // Who wants to vote from Germany comes to the embassy, others write.
    let voting = n % 7 < 3;
    let channel = if n.is_multiple_of(11) {
        ""
    } else if voting && lives_in == "DEU" {
        "visit"
    } else {
        ["mail", "mail", "club"][n / 3 % 3]
    };
    // Five in Germany mean to return for good, and nobody in Italy.
    let intention = match n {
        _ if n % 600 == 1 => "home",
        _ if n.is_multiple_of(4) => "while",
        _ => "stay",
    };
    Person { id, lives_in, channel, voting, pensions: n.is_multiple_of(5), teaching: n % 8 < 3, intention }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outreach")
}

fn countries(place: &Path) -> Vec<Country> {
    std::fs::create_dir_all(place).unwrap();
    let mut text = "id,lives_in,channel,voting,pensions,teaching,intention\n".to_owned();
    for Person { id, lives_in, channel, voting, pensions, teaching, intention } in (0..PERSONS).map(person) {
        let (voting, pensions, teaching) = (u8::from(voting), u8::from(pensions), u8::from(teaching));
        writeln!(text, "{id},{lives_in},{channel},{voting},{pensions},{teaching},{intention}").unwrap();
    }
    let file = place.join("register.csv");
    std::fs::write(&file, text).unwrap();
    let rulebook = std::fs::read_to_string(folder().join("rulebook.toml")).unwrap();
    let country = |code: &str, mapping: &str, rulebook: String| {
        let own = place.join(format!("{code}.toml"));
        std::fs::write(&own, rulebook.replace("XXX", code)).unwrap();
        Country {
            code: code.parse().unwrap(),
            name: code.to_owned(),
            rulebook: own,
            wider: vec![],
            studies: vec![],
            inputs: vec![Input { dataset: Dataset::Register, file: file.clone(), mapping: folder().join(mapping) }],
        }
    };
    let (from, to) = (rulebook.find("dimensions").unwrap(), rulebook.find("mechanism").unwrap());
    let narrow = format!(
        "{}dimensions = [\"DESTINATION\", \"NEED\"]\nmost_dimensions = 2\n{}",
        &rulebook[..from],
        &rulebook[to..]
    );
    vec![country("GHA", "several.toml", rulebook), country("PHL", "one.toml", narrow)]
}

/// How many of those who agree meet a condition.
fn truth(of: impl Fn(&Person) -> bool) -> f64 {
    (0..PERSONS).map(person).filter(|person| agrees(&person.id) && of(person)).count() as f64
}

fn near(said: &Value, truth: f64) {
    let value = said["value"].as_f64().unwrap_or_else(|| panic!("{said}"));
    assert!((value - truth).abs() <= 12.0, "{value} is said of {truth}");
}

fn countries_of(said: &Value) -> &Vec<Value> {
    said["outreachSegments"]["countries"].as_array().unwrap()
}

fn segment<'a>(country: &'a Value, code: &str, place: &str) -> &'a Value {
    let found = country["segments"].as_array().unwrap().iter();
    let mut found = found.filter(|segment| segment["of"]["code"] == code && segment["destination"]["code"] == place);
    found.next().unwrap_or_else(|| panic!("no segment {code} in {place}: {country}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_officer_sees_who_how_many_which_needs_and_which_channel_and_an_activity_for_them() {
    let place = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let federation =
        Federation::start_of(&place.path().join("state"), countries(&place.path().join("registers")), 60_000).await;
    let asker = federation.asker("iom-analyst");
    let said = asker.data(SEGMENTS, &json!({ "input": {} })).await;
    let [ghana, philippines] = countries_of(&said).as_slice() else { panic!("{said}") };

    assert_eq!(
        (&ghana["country"]["code"], &ghana["outcome"], &ghana["reason"]),
        (&json!("GHA"), &json!("ANSWERED"), &json!(null))
    );
    let sizes: Vec<f64> = ghana["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["persons"]["value"].as_f64().unwrap())
        .collect();
    assert!(sizes.is_sorted_by(|one, other| one >= other), "the largest first: {sizes:?}");
    // What the five in Germany mean to do is withheld, and counted as such; so is the same in Italy, where nobody does. Six persons
    // live in Togo and nobody in the other 246 places of the list, and it is not told which: nothing is counted there.
    assert_eq!(ghana["withheld"], 2, "{ghana}");
    for place in ["TGO", "UNK"] {
        assert!(!ghana["segments"].to_string().contains(place), "{place}: {ghana}");
    }

    let voting = segment(ghana, "VOTING", "DEU");
    let wants = |person: &Person| person.voting && person.lives_in == "DEU";
    near(&voting["persons"], truth(wants));
    let share = truth(wants) / truth(|person| person.lives_in == "DEU");
    assert!((voting["persons"]["share"].as_f64().unwrap() - share).abs() < 0.02, "{voting}");
    let by_embassy = &voting["channels"][0];
    assert_eq!(by_embassy["channel"]["code"], "EMBASSY", "{voting}");
    near(&by_embassy["persons"], truth(|person| wants(person) && person.channel == "visit"));
    let activity = &voting["activity"];
    assert_eq!(activity["kind"], "SENSITIZATION_SESSION");
    assert_eq!(activity["title"], "Sensitization session: Voting in Germany, by Embassy");
    assert_eq!((&activity["place"]["code"], &activity["channel"]["code"]), (&json!("DEU"), &json!("EMBASSY")));
    assert!(activity["from"].as_f64().unwrap() <= activity["to"].as_f64().unwrap());

    let teaching = segment(ghana, "TEACHING", "ITA");
    near(&teaching["persons"], truth(|person| person.teaching && person.lives_in == "ITA"));
    assert_eq!((&teaching["of"]["dimension"], &teaching["activity"]["kind"]), (&json!("OFFER"), &json!("CAMPAIGN")));
    let interest = segment(ghana, "TEMPORARY", "DEU");
    near(&interest["persons"], truth(|person| person.intention == "while" && person.lives_in == "DEU"));

    // A country without channels and with one need a person: what it has is told, and nothing is refused.
    assert_eq!((&philippines["outcome"], &philippines["reason"]), (&json!("ANSWERED"), &json!(null)));
    let voting = segment(philippines, "VOTING", "ITA");
    near(&voting["persons"], truth(|person| person.voting && person.lives_in == "ITA"));
    assert_eq!((&voting["channels"], &voting["activity"]["kind"]), (&json!([]), &json!("WEBSITE")));

    who_needs_and_can_what(&federation).await;
    federation.stop().await;
}

/// Needs of those who have a capability: by a table that the catalogue names; by channel too it names none, and says so.
async fn who_needs_and_can_what(federation: &Federation) {
    let narrowed = json!({
        "countries": ["GHA"], "traits": ["NEED"], "first": 1,
        "whereItem": [{ "item": "OFFER:TEACHING", "in": ["YES"] }],
    });
    let said = federation.asker("iom-analyst").data(SEGMENTS, &json!({ "input": narrowed })).await;
    let [ghana] = countries_of(&said).as_slice() else { panic!("{said}") };
    assert_eq!(ghana["segments"].as_array().unwrap().len(), 1);
    let voting = segment(ghana, "VOTING", "DEU");
    near(&voting["persons"], truth(|person| person.voting && person.teaching && person.lives_in == "DEU"));
    assert!(ghana["total"].as_u64().unwrap() >= 2, "{ghana}");
    assert_eq!(ghana["reason"], "REGISTER of GHA has no table of these 3 dimensions together.");
}
