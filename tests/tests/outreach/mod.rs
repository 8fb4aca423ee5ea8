//! Segments for outreach over a federation of three registers: one lets persons choose several needs, one asks for one and for no
//! channel, and one lets them name several channels and asks a question of its own. Every figure is held against the file.

use compose::consents::agrees;
use compose::country::{Country, Input};
use federation_tests::federation::Federation;
use schema::concept::Dataset;
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

const PERSONS: usize = 3000;

const SEGMENTS: &str = "query($input: SegmentsInput!) { outreachSegments(input: $input) { countries { country { code } outcome reason \
    total withheld severalChannels source { release } segments { of { dimension item asked code label } \
    destination { code label } narrowedTo persons { value lower upper share status } channels { channel { code } persons { value share } } \
    activity { kind title place { code } channel { code } audience from to reached } } } } }";

/// The reason where a table would have four dimensions, and no catalogue names it.
const TOO_WIDE: &str = "A table has at most 3 dimensions, those of `where` included, unless a member's catalogue names it; this asks \
    for 4.";

/// A person of the made-up register.
struct Person {
    id: String,
    lives_in: &'static str,
    channel: &'static str,
    /// Which channels are named, where several can be.
    channels: &'static [&'static str],
    voting: bool,
    pensions: bool,
    teaching: bool,
    intention: &'static str,
    interest: &'static str,
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
    let channels: &[&str] = match (n % 13 < 9, n % 17 < 11) {
        (true, true) => &["mail", "visit"],
        (true, false) => &["mail"],
        (false, true) => &["visit"],
        (false, false) => &[],
    };
    let interest = ["homes", "funds", "homes", ""][n / 3 % 4];
    let (pensions, teaching) = (n.is_multiple_of(5), n % 8 < 3);
    Person { id, lives_in, channel, channels, voting, pensions, teaching, intention, interest }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outreach")
}

fn countries(place: &Path) -> Vec<Country> {
    std::fs::create_dir_all(place).unwrap();
    let mut text = "id,lives_in,channel,mail,visit,voting,pensions,teaching,intention,interest\n".to_owned();
    for of in (0..PERSONS).map(person) {
        let Person { id, lives_in, channel, intention, interest, .. } = of;
        let said = [of.channels.contains(&"mail"), of.channels.contains(&"visit"), of.voting, of.pensions, of.teaching]
            .map(|said| u8::from(said).to_string());
        writeln!(text, "{id},{lives_in},{channel},{},{intention},{interest}", said.join(",")).unwrap();
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
            records: None,
            programme: false,
            inputs: vec![Input { dataset: Dataset::Register, file: file.clone(), mapping: folder().join(mapping) }],
        }
    };
    let (from, to) = (rulebook.find("dimensions").unwrap(), rulebook.find("mechanism").unwrap());
    let with = |tables: &str| format!("{}{tables}\n{}", &rulebook[..from], &rulebook[to..]);
    let narrow = with("dimensions = [\"DESTINATION\", \"NEED\"]\nmost_dimensions = 2");
    let own = with(
        "dimensions = [\"DESTINATION\", \"CHANNEL:EMAIL\", \"CHANNEL:EMBASSY\", \"NEED:VOTING\", \"NEED:PENSIONS\", \
         \"QUESTION:INTEREST\"]\nmost_dimensions = 3\nwider = [[\"DESTINATION\", \"CHANNEL:EMAIL\", \"NEED:VOTING\"], \
         [\"DESTINATION\", \"CHANNEL:EMBASSY\", \"NEED:VOTING\"]]",
    );
    let study = vec![folder().join("study.toml")];
    vec![
        Country { studies: study, ..country("COL", "own.toml", own) },
        country("GHA", "several.toml", rulebook.clone()),
        country("PHL", "one.toml", narrow),
    ]
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
    let said = asker.data(SEGMENTS, &json!({ "input": { "countries": ["GHA", "PHL"] } })).await;
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
    // What the five in Germany mean to do is withheld, and counted as such; so is the same in Italy, where nobody does. Six persons live in
    // Togo and nobody in the other 246 places of the list, and it is not told which: nothing is counted there. Noise, drawn anew with each
    // node's secret, lifts so few over the threshold at times: then what is told says of itself that it is not reliable.
    let segments = ghana["segments"].as_array().unwrap();
    let lifted: Vec<&Value> =
        segments.iter().filter(|segment| segment["persons"]["value"].as_f64().unwrap() < 20.0).collect();
    assert!(lifted.iter().all(|segment| segment["persons"]["status"] == "UNRELIABLE"), "{ghana}");
    if lifted.is_empty() {
        assert_eq!(ghana["withheld"], 2, "{ghana}");
        assert!(!ghana["segments"].to_string().contains("TGO"), "{ghana}");
    }
    assert!(!ghana["segments"].to_string().contains("UNK"), "{ghana}");

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
    several_channels_and_a_question_of_its_own(&federation).await;
    why_there_are_none(&federation).await;
    federation.stop().await;
}

/// One country's segments.
async fn of_country(federation: &Federation, input: Value) -> Value {
    let said = federation.asker("iom-analyst").data(SEGMENTS, &json!({ "input": input })).await;
    let [country] = countries_of(&said).as_slice() else { panic!("{said}") };
    country.clone()
}

/// Needs of those who have a capability: by a table that the catalogue names; by channel too it names none, and says so.
async fn who_needs_and_can_what(federation: &Federation) {
    let narrowed = json!({
        "countries": ["GHA"], "traits": ["NEED"], "first": 1,
        "whereItem": [{ "item": "OFFER:TEACHING", "in": ["YES"] }],
    });
    let ghana = of_country(federation, narrowed).await;
    assert_eq!(ghana["segments"].as_array().unwrap().len(), 1);
    let voting = segment(&ghana, "VOTING", "DEU");
    near(&voting["persons"], truth(|person| person.voting && person.teaching && person.lives_in == "DEU"));
    assert!(ghana["total"].as_u64().unwrap() >= 2, "{ghana}");
    let reason =
        format!("NEED:PENSIONS: REGISTER of GHA has no table of these 3 dimensions together. Channels: {TOO_WIDE}");
    assert_eq!(ghana["reason"], reason);
    assert_eq!(voting["narrowedTo"], json!(["Offer: Teaching"]));
    let activity = &voting["activity"];
    assert_eq!(activity["title"], "Information: Voting in Germany (Offer: Teaching)");
    assert_eq!(activity["audience"], "Persons in Germany; Need: Voting; Offer: Teaching");
}

/// A choice by its item, by each of several channels as far as the catalogue names the table; and by what interests persons most.
async fn several_channels_and_a_question_of_its_own(federation: &Federation) {
    let chosen = json!({ "countries": ["COL"], "traitItems": ["NEED:VOTING"] });
    let colombia = of_country(federation, chosen).await;
    assert_eq!((&colombia["reason"], &colombia["severalChannels"]), (&json!(null), &json!(true)));
    let voting = segment(&colombia, "VOTING", "DEU");
    assert_eq!((&voting["of"]["dimension"], &voting["of"]["item"]), (&json!("NEED"), &json!("NEED:VOTING")));
    let wants = |person: &Person| person.voting && person.lives_in == "DEU";
    near(&voting["persons"], truth(wants));
    let [mail, visit] = voting["channels"].as_array().unwrap().as_slice() else { panic!("{voting}") };
    assert_eq!((&mail["channel"]["code"], &visit["channel"]["code"]), (&json!("EMAIL"), &json!("EMBASSY")));
    near(&mail["persons"], truth(|person| wants(person) && person.channels.contains(&"mail")));
    near(&visit["persons"], truth(|person| wants(person) && person.channels.contains(&"visit")));
    let shares = mail["persons"]["share"].as_f64().unwrap() + visit["persons"]["share"].as_f64().unwrap();
    assert!(shares > 1.1, "one person may name both: {voting}");
    assert_eq!(voting["activity"]["title"], "Campaign: Voting in Germany, by E-mail");

    let needs = of_country(federation, json!({ "countries": ["COL"], "traits": ["NEED"] })).await;
    assert_eq!(segment(&needs, "PENSIONS", "DEU")["channels"], json!([]));
    assert_eq!(
        needs["reason"],
        "Channels of NEED:PENSIONS: REGISTER of COL has no table of these 3 dimensions together."
    );

    let own = json!({ "countries": ["COL", "GHA"], "study": "TIES", "traitItems": ["QUESTION:INTEREST"] });
    let said = federation.asker("iom-analyst").data(SEGMENTS, &json!({ "input": own })).await;
    let [colombia, ghana] = countries_of(&said).as_slice() else { panic!("{said}") };
    let homes = segment(colombia, "HOMES", "ITA");
    near(&homes["persons"], truth(|person| person.interest == "homes" && person.lives_in == "ITA"));
    assert_eq!(homes["of"]["asked"], "What interests you most?");
    assert_eq!(homes["activity"]["audience"], "Persons in Italy; What interests you most? Building a home");
    assert_eq!(ghana["reason"], "GHA has published no REGISTER data of study TIES.");
}

/// The true reason, where nothing can be asked.
async fn why_there_are_none(federation: &Federation) {
    let filters = json!([{ "dimension": "CHANNEL", "in": ["EMAIL"] }, { "dimension": "SEX", "in": ["F"] }]);
    for (input, reason) in [
        (json!({ "countries": ["GHA"], "where": filters }), TOO_WIDE),
        (json!({ "countries": ["GHA"], "at": "1999" }), "GHA has published no REGISTER data for 1999; there are 2026."),
        (json!({ "countries": ["GHA"], "study": "NOPE" }), "GHA has published no REGISTER data of study NOPE."),
        (
            json!({ "countries": ["GHA"], "traits": ["SECTOR"] }),
            "GHA has none of these traits in the latest REGISTER: SECTOR.",
        ),
    ] {
        let ghana = of_country(federation, input).await;
        assert_eq!((&ghana["outcome"], &ghana["reason"]), (&json!("NOT_PUBLISHED"), &json!(reason)));
    }
}
