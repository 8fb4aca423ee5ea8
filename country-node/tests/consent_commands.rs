//! One person's consent on the command line, as an officer uses it; and that no id shows anywhere.

use crate::ground::{Ground, SURVEY, survey};
use serde_json::Value;
use std::process::Stdio;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// What a command did: its exit code, and what it said on both streams.
struct Done {
    code: i32,
    said: String,
    told: String,
}

/// Runs `country-node consent ...` in a node's folder with a line on standard input; its log is wide open.
async fn consent(ground: &Ground, arguments: &str, input: &str) -> Done {
    let mut command = Command::new(env!("CARGO_BIN_EXE_country-node"));
    command.current_dir(ground.path()).env("DIASPORA_LOG", "trace").arg("consent").args(arguments.split_whitespace());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut running = command.spawn().unwrap();
    let mut to = running.stdin.take().unwrap();
    // A command that does not read its input may have ended already.
    let _ = to.write_all(input.as_bytes()).await;
    drop(to);
    let output = running.wait_with_output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Done { code: output.status.code().unwrap(), said: text(output.stdout), told: text(output.stderr) }
}

/// The same, which must succeed; what it said.
async fn said(ground: &Ground, arguments: &str) -> String {
    let done = consent(ground, arguments, "").await;
    assert_eq!(done.code, 0, "{arguments}: {}", done.told);
    done.said
}

/// The last line of standard error, of a command that must fail.
async fn refused(ground: &Ground, arguments: &str) -> String {
    let done = consent(ground, arguments, "").await;
    assert_eq!((done.code, done.said.as_str()), (1, ""), "{arguments}: {}", done.told);
    done.told.lines().last().unwrap_or_default().to_owned()
}

const GIVE: &str = "give --person P1 --purposes STATISTICS,OUTREACH --audience IOM";
const MAY: &str = "may --person P1 --purpose OUTREACH --audience OWN_GOVERNMENT";

#[tokio::test]
async fn a_consent_is_given_refreshed_and_withdrawn_and_use_by_name_follows_at_once() {
    let ground = Ground::new().await.with_notices().await;
    let no = consent(&ground, MAY, "").await;
    assert_eq!((no.code, no.said.as_str()), (1, "no: no consent is recorded\n"));
    let given = said(&ground, &format!("{GIVE} --notice register/2 --language en --method EMBASSY")).await;
    assert!(given.starts_with("GIVEN is recorded, of 20"), "{given}");
    let yes = said(&ground, MAY).await;
    assert!(yes.starts_with("yes: the consent of 20") && yes.ends_with(" holds\n"), "{yes}");
    said(&ground, "refresh --person P1 --purposes DIRECTORY --audience IOM --valid-until 2999-01-01T00:00:00Z").await;
    let no = consent(&ground, MAY, "").await;
    assert!(no.code == 1 && no.said.ends_with(" is not for this purpose\n"), "{}", no.said);
    let yes = said(&ground, "may --person P1 --purpose DIRECTORY --audience IOM").await;
    assert!(yes.ends_with(" holds until 2999-01-01T00:00:00Z\n"), "{yes}");
    let no = consent(&ground, "may --person P1 --purpose DIRECTORY --audience PUBLIC", "").await;
    assert!(no.code == 1 && no.said.ends_with(" does not reach this audience\n"), "{}", no.said);
    said(&ground, "withdraw --person P1 --method TELEPHONE").await;
    let no = consent(&ground, "may --person P1 --purpose DIRECTORY --audience IOM", "").await;
    assert!(no.code == 1 && no.said.starts_with("no: the consent was withdrawn at 20"), "{}", no.said);
    let record: Value = serde_json::from_str(&said(&ground, "show --person P1").await).unwrap();
    let states: Vec<&str> =
        record["event"].as_array().unwrap().iter().map(|event| event["event_state"].as_str().unwrap()).collect();
    assert_eq!(states, ["dpv:ConsentGiven", "dpv:RenewedConsentGiven", "dpv:ConsentWithdrawn"]);
    assert_eq!(record["event"][0]["notice"]["notice"], "register/2");
    assert_eq!(record["event"][2]["indication_method"], "TELEPHONE");
}

#[tokio::test]
async fn an_event_that_does_not_lead_on_is_refused_with_what_was_expected() {
    let ground = Ground::new().await;
    for (arguments, says) in [
        (
            "withdraw --person P1",
            "country-node: WITHDRAWN is not recorded; expected GIVEN: nothing is recorded of this person's consent yet",
        ),
        (
            "give --person P1 --purposes OUTREACH --audience IOM --valid-until 2001-01-01T00:00:00Z",
            "country-node: GIVEN is not recorded; expected an end after the event's own time",
        ),
        (
            "give --person P1 --purposes OUTREACH --audience IOM --notice register/2 --language en",
            "country-node: `register/2` in `en`: expected a notice and its version that notices.toml has, such as \
             register/2; this node keeps none",
        ),
        ("show --person P1", "country-node: no consent is recorded of this person"),
        ("receipt --person P1 --out r.json", "country-node: no consent is recorded of this person"),
        ("show --person -", "country-node: `--person` is a person's id, or - for a line of standard input"),
    ] {
        assert_eq!(refused(&ground, arguments).await, says);
    }
    assert!(!ground.path().join("r.json").exists());
    said(&ground, GIVE).await;
    let again = refused(&ground, GIVE).await;
    assert!(again.contains("expected REFRESHED, WITHDRAWN or EXPIRED: the consent of 20"), "{again}");
}

#[tokio::test]
async fn what_is_no_purpose_audience_method_time_or_file_is_refused_before_anything_is_read() {
    let ground = Ground::new().await;
    for arguments in [
        "give --person P1 --purposes OUTREACH,MARKETING --audience IOM",
        "give --person P1 --audience IOM",
        "give --person P1 --purposes OUTREACH --audience EVERYBODY",
        "give --person P1 --purposes OUTREACH --audience IOM --method POST",
        "give --person P1 --purposes OUTREACH --audience IOM --valid-until tomorrow",
        "give --person P1 --purposes OUTREACH --audience IOM --notice register/2",
        "withdraw",
        "receipt --person P1 --out receipt.pdf",
        "receipt --person P1",
    ] {
        let done = consent(&ground, arguments, "").await;
        assert_eq!((done.code, done.said.as_str()), (2, ""), "{arguments}: {}", done.told);
    }
}

#[tokio::test]
async fn a_receipt_is_written_for_its_owner_alone_and_checked_without_a_node() {
    let ground = Ground::new().await.with_notices().await;
    said(&ground, GIVE).await;
    let out = said(&ground, "receipt --person P1 --out r.json --out r.html --out r.txt").await;
    assert_eq!(out, "r.json is written\nr.html is written\nr.txt is written\n");
    let key = said(&ground, "key").await.trim().to_owned();
    let elsewhere = Ground::new().await;
    std::fs::remove_file(elsewhere.path().join("node.toml")).unwrap();
    let file = ground.path().join("r.json").display().to_string();
    let fits = said(&elsewhere, &format!("verify {file} --key {key}")).await;
    assert!(fits.contains(" stands as COL signed it at 20") && fits.ends_with("; it is the given key's\n"), "{fits}");
    let fits = said(&elsewhere, &format!("verify {file}")).await;
    assert!(fits.ends_with(&format!("; its key is {key}: compare it with the one that COL publishes\n")), "{fits}");
    let other = schema::seal::SecretKey::from_random([7; 32]).public().to_text();
    let says = refused(&elsewhere, &format!("verify {file} --key {other}")).await;
    assert!(says.ends_with("the receipt was signed with another key than the one given"), "{says}");
    let altered = std::fs::read_to_string(&file).unwrap().replace("OUTREACH", "RESEARCH");
    let altered = elsewhere.write("altered.json", altered).display().to_string();
    let says = refused(&elsewhere, &format!("verify {altered} --key {key}")).await;
    assert!(says.ends_with("the receipt is not the one that was signed: something in it was changed"), "{says}");
    let page = std::fs::read_to_string(ground.path().join("r.html")).unwrap();
    assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("<link"), "a page stands by itself");
    #[cfg(unix)]
    for name in ["r.json", "r.html", "r.txt"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(ground.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name} can be read by others");
    }
}

#[tokio::test]
async fn a_persons_id_comes_from_standard_input_and_shows_nowhere() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", survey(12).replace("\nP0000003,", "\nZebra77,"));
    ground.import(SURVEY, &file).await.unwrap();
    let mut told = String::new();
    for arguments in [
        "give --person - --purposes STATISTICS,RESEARCH --audience MEMBER_GOVERNMENTS",
        "give --person - --purposes STATISTICS --audience IOM",
        "may --person - --purpose STATISTICS --audience IOM",
        "show --person -",
        "withdraw --person -",
        "withdraw --person -",
        "receipt --person - --out r.json --out r.html --out r.txt",
    ] {
        let done = consent(&ground, arguments, "Zebra77\n").await;
        told += &format!("{}{}", done.said, done.told);
    }
    assert!(
        told.contains("WITHDRAWN is recorded") && told.contains("expected GIVEN: the consent was withdrawn"),
        "{told}"
    );
    let stored = ["node.db", "node.db-wal", "r.json", "r.html", "r.txt"];
    let stored: Vec<u8> =
        stored.iter().flat_map(|name| std::fs::read(ground.path().join(name)).unwrap_or_default()).collect();
    let pseudonym = ground.node.keys.of("Zebra77").0.0;
    let hex: String = pseudonym.iter().map(|byte| format!("{byte:02x}")).collect();
    let holds = |bytes: &[u8], what: &str| bytes.windows(what.len()).any(|window| window == what.as_bytes());
    assert!(holds(&stored, "dpv:ConsentWithdrawn"), "the search itself must work");
    for secret in ["Zebra77", &hex, &std::fs::read_to_string(ground.path().join("signing.key")).unwrap()] {
        assert!(!told.contains(secret), "an id or a secret stands in what was said");
        assert!(!holds(&stored, secret), "an id or a secret stands in the store or a receipt");
    }
}
