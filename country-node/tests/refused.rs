//! Keep going: good rows are loaded and refused ones written beside the file; without it a fault stops everything.

use crate::ground::{Ground, HEADER, SURVEY};
use country_node::intake::consents;
use country_node::intake::fault::Report;
use country_node::intake::load::{LoadFault, Loaded, Options};

const ON: Options = Options { keep_going: true, replace: false };

const MIXED: &str = "P1,COL,1,30,low,1\n\
    P2,COL,9,30,low,1\n\
    P3,GHA,9,99,low,-1\n\
    \"P\n4\",COL,1,99,\"high, \"\"very\"\"\",-1\n\
    P5,COL,1,30\n\
    P6,COL,2,31,,2\n";

fn refused(loaded: Loaded) -> (Report, String) {
    let (report, path) = loaded.refused.expect("the file has faults");
    (report, std::fs::read_to_string(path).unwrap())
}

fn told(report: &Report) -> Vec<(String, String, String)> {
    report.faults.iter().map(|f| (f.column.clone(), f.value.clone(), f.expected.clone())).collect()
}

#[tokio::test]
async fn good_rows_are_loaded_and_refused_rows_are_written_with_the_header() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}{MIXED}"));
    let loaded = ground.import_with(SURVEY, &file, ON).await.unwrap();
    assert_eq!((loaded.rows, loaded.passed_over), (2, 1));
    let (report, rows) = refused(loaded);
    let lines: Vec<u64> = report.faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 5, 5, 7], "{report}");
    assert_eq!(rows, format!("{HEADER}P2,COL,9,30,low,1\n\"P\n4\",COL,1,99,\"high, \"\"very\"\"\",-1\nP5,COL,1,30\n"));
    assert_eq!(ground.counts().await, [1, 2, 0]);
}

#[tokio::test]
async fn the_refused_file_loaded_again_says_the_same_faults_until_it_is_mended() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}{MIXED}"));
    let (report, rows) = refused(ground.import_with(SURVEY, &file, ON).await.unwrap());
    let again = ground.import(SURVEY, &ground.path().join("survey.csv.refused.csv")).await;
    let Err(LoadFault::Report(again)) = again else { panic!("the refused rows must be refused again") };
    assert_eq!(told(&again), told(&report));
    assert_eq!(ground.counts().await, [1, 2, 0]);
    let mended = rows.replace(",9,30,", ",2,30,").replace(",99,", ",44,").replace(",-1\n", ",1\n");
    let mended = ground.write("mended.csv", mended.replace("P5,COL,1,30\n", "P5,COL,1,30,low,1\n"));
    let elsewhere = Ground::new().await;
    assert_eq!(elsewhere.import(SURVEY, &mended).await.unwrap().rows, 3);
}

#[tokio::test]
async fn without_keep_going_one_fault_loads_nothing_and_writes_nothing() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}{MIXED}"));
    let before = ground.counts().await;
    let Err(LoadFault::Report(report)) = ground.import(SURVEY, &file).await else { panic!("the file has faults") };
    assert_eq!(report.faults.len(), 4, "{report}");
    assert_eq!(ground.counts().await, before);
    assert!(!ground.path().join("survey.csv.refused.csv").exists());
}

#[tokio::test]
async fn a_file_without_one_good_row_loads_nothing_even_then() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}P2,COL,9,30,low,1\n"));
    assert!(matches!(ground.import_with(SURVEY, &file, ON).await, Err(LoadFault::Report(_))));
    assert_eq!(ground.counts().await, [0; 3]);
}

#[tokio::test]
async fn a_person_twice_is_loaded_once_and_the_later_row_is_refused() {
    let ground = Ground::new().await;
    let file = ground.write("survey.csv", format!("{HEADER}P1,COL,1,30,low,1\nP1,COL,2,31,mid,2\n"));
    let loaded = ground.import_with(SURVEY, &file, ON).await.unwrap();
    assert_eq!(loaded.rows, 1);
    assert_eq!(refused(loaded).1, format!("{HEADER}P1,COL,2,31,mid,2\n"));
}

#[tokio::test]
async fn refused_rows_keep_their_encoding_delimiter_and_header() {
    let mapping = SURVEY
        .replace("encoding = \"utf-8\"", "encoding = \"latin-1\"")
        .replace("delimiter = \",\"", "delimiter = \";\"")
        .replace("\"country\"", "\"país\"");
    let ground = Ground::new().await;
    let (text, _, _) =
        encoding_rs::WINDOWS_1252.encode("id;país;sex;age;school;weight\r\nÁ1;COL;1;30;low;1\r\nÑ2;COL;9;30;low;1\r\n");
    let file = ground.write("survey.csv", &text);
    let (report, path) = ground.import_with(&mapping, &file, ON).await.unwrap().refused.unwrap();
    let (expected, _, _) = encoding_rs::WINDOWS_1252.encode("id;país;sex;age;school;weight\nÑ2;COL;9;30;low;1\n");
    assert_eq!(std::fs::read(&path).unwrap(), expected.as_ref());
    let Err(LoadFault::Report(again)) = ground.import(&mapping, &path).await else { panic!("must be refused again") };
    assert_eq!(told(&again), told(&report));
}

#[tokio::test]
async fn rows_that_an_open_quote_swallowed_are_written_with_it() {
    let ground = Ground::new().await;
    let file =
        ground.write("survey.csv", format!("{HEADER}P1,COL,1,30,low,1\n\"P2,COL,1,30,low,1\nP3,COL,1,30,low,1\n"));
    let (report, rows) = refused(ground.import_with(SURVEY, &file, ON).await.unwrap());
    assert_eq!(report.faults[0].line, 3, "{report}");
    assert!(rows.contains("P2,COL,1,30,low,1\nP3,COL,1,30,low,1\n"), "{rows}");
}

#[tokio::test]
async fn a_consent_file_is_appended_whole_or_every_fault_is_said() {
    let ground = Ground::new().await;
    let header = consents::HEADER.join(",");
    let file = ground.write(
        "consents.csv",
        format!(
            "{header}\r\nP1,GIVEN,2026-01-01T00:00:00Z,STATISTICS,PUBLIC\r\n,GIVEN,yesterday,,NOBODY\r\n\r\n\
             P2,TAKEN,2026-01-01T00:00:00Z,MARKETING,PUBLIC\r\nP3,WITHDRAWN,2026-01-01T00:00:00Z\r\n"
        ),
    );
    let fault = consents::load(&ground.node, &file).await.unwrap_err().to_string();
    let lines: Vec<&str> = fault.lines().skip(1).collect();
    assert_eq!(
        lines,
        [
            "  line 3, column person_id: ``; expected the person's id",
            "  line 3, column at: `yesterday`; expected a time such as 2026-01-31T12:00:00Z (RFC 3339)",
            "  line 3, column purposes: ``; expected the purposes agreed to, with blanks between; none for WITHDRAWN and EXPIRED",
            "  line 3, column audience: `NOBODY`; expected OWN_GOVERNMENT, IOM, MEMBER_GOVERNMENTS or PUBLIC",
            "  line 5, column event: `TAKEN`; expected GIVEN, REFRESHED, WITHDRAWN or EXPIRED",
            "  line 5, column purposes: `MARKETING`; expected the purposes agreed to, with blanks between; none for WITHDRAWN and EXPIRED",
            "  line 6: `3 fields`; expected 5 fields",
        ]
    );
    let state = country_node::state::State::of(&ground.node.store).await.unwrap();
    assert!(!state.consents, "of a file with faults nothing is appended");
    let file = ground.write("consents.csv", "person,event\n");
    let fault = consents::load(&ground.node, &file).await.unwrap_err().to_string();
    assert!(
        fault.ends_with(
            "line 1: `person,event`; expected the header person_id,event,at,purposes,audience, and after it any of \
             notice,language,method,valid_until\n"
        ),
        "{fault}"
    );
}
