//! Each kind of record from a table with its mapping to the gateway's list, asked for by a condition of its own.

use country_node::directory::change::Wisher;
use country_node::programme::change::Officer;
use federation_tests::federation::Federation;
use federation_tests::lists::{countries, directory};
use serde_json::{Value, json};
use std::fmt::Write;

/// A kind: its list, which fields its columns are and how they are read, two rows, what is asked of the list, and what is told of the first
/// row, which alone is let through.
struct Case {
    kind: &'static str,
    list: &'static str,
    fields: &'static [(&'static str, &'static str)],
    rows: [&'static str; 2],
    asked: &'static str,
    content: &'static str,
    told: fn() -> Value,
}

const SPLIT: &str = "split = \";\"";
const NUMBER: &str = "number = true";

const CASES: [Case; 8] = [
    Case {
        kind: "INSTITUTION",
        list: "institutions",
        fields: &[("names.eng", ""), ("level", ""), ("founded", ""), ("mandate", ""), ("partOf", "")],
        rows: ["fit,Diaspora Bureau,AGENCY,1999-05,To reach citizens.,other", "other,A ministry,MINISTRY,,,"],
        asked: "levels: [AGENCY], text: \"citizens reach\"",
        content: "level founded mandate partOf",
        told: || json!({ "level": "AGENCY", "founded": "1999-05", "mandate": "To reach citizens.", "partOf": "other" }),
    },
    Case {
        kind: "POLICY",
        list: "policies",
        fields: &[("titles.eng", ""), ("status", ""), ("areas", SPLIT), ("objectives", SPLIT), ("institution", "")],
        rows: ["fit,A strategy,ADOPTED,RESEARCH;MOBILITY,More data;Fewer forms,fit", "other,A law,IN_FORCE,RESEARCH,,"],
        asked: "policyStatuses: [ADOPTED, IN_PREPARATION], areas: [RESEARCH]",
        content: "status areas objectives institution",
        told: || {
            json!({ "status": "ADOPTED", "areas": ["RESEARCH", "MOBILITY"], "objectives": ["More data", "Fewer forms"],
            "institution": "fit" })
        },
    },
    Case {
        kind: "SERVICE",
        list: "services",
        fields: &[("names.eng", ""), ("nature", ""), ("areas", SPLIT), ("openTo", ""), ("need", "")],
        rows: [
            "fit,Voting by post,RIGHT,PARTICIPATION,Citizens,VOTING",
            "other,Advice,SERVICE,PARTICIPATION,All,PENSIONS",
        ],
        asked: "natures: [RIGHT], needs: [\"VOTING\"]",
        content: "nature openTo need",
        told: || json!({ "nature": "RIGHT", "openTo": "Citizens", "need": "VOTING" }),
    },
    Case {
        kind: "EXPERIENCE",
        list: "experiences",
        fields: &[
            ("titles.eng", ""),
            ("areas", SPLIT),
            ("done", ""),
            ("places", SPLIT),
            ("results", ""),
            ("evidence", ""),
            ("repeatability", ""),
            ("lessons", SPLIT),
        ],
        rows: [
            "fit,A fair,MOBILITY,Nurses met hospitals.,DEU;ITA,Forty came back.,MONITORING,UNKNOWN,Begin early",
            "other,A fair,MOBILITY,Teachers met schools.,DEU,Ten came back.,MONITORING,UNKNOWN,",
        ],
        asked: "places: [\"DEU\"], text: \"nurses\", reviewed: false",
        content: "done places results lessons",
        told: || {
            json!({ "done": "Nurses met hospitals.", "places": ["DEU", "ITA"], "results": "Forty came back.",
            "lessons": ["Begin early"] })
        },
    },
    Case {
        kind: "PROGRAMME",
        list: "programmes",
        fields: &[
            ("names.eng", ""),
            ("model", ""),
            ("donors", SPLIT),
            ("requestedBy", ""),
            ("phases.0.phase", ""),
            ("phases.0.from", ""),
            ("phases.0.plannedPlacements", NUMBER),
            ("sectors", SPLIT),
            ("origins", SPLIT),
            ("destinations", SPLIT),
        ],
        rows: [
            "fit,TRQN,TRQN,A city;IOM Development Fund,GHA,1,2019,40,A,GHA,DEU",
            "other,MIDA,MIDA,A city,,1,2019,5,A,GHA,DEU",
        ],
        asked: "models: [TRQN], donor: \"development fund\", requestedBy: [\"GHA\"]",
        content: "model donors requestedBy phases { phase from plannedPlacements }",
        told: || {
            json!({ "model": "TRQN", "donors": ["A city", "IOM Development Fund"], "requestedBy": "GHA",
            "phases": [{ "phase": "1", "from": "2019", "plannedPlacements": 40 }] })
        },
    },
    Case {
        kind: "ASSOCIATION",
        list: "associations",
        fields: &[
            ("names.eng", ""),
            ("countryOfSeat", ""),
            ("members", NUMBER),
            ("capacityNeeds.0.capacity", ""),
            ("capacityNeeds.0.need", ""),
            ("capacityNeeds.0.done", ""),
            ("capacityNeeds.0.doneOn", ""),
        ],
        rows: [
            "fit,A club,DEU,120,FUNDING,A room,,",
            "other,Another club,DEU,80,FUNDING,A room,The city gave one.,2021-03",
        ],
        asked: "lacks: [FUNDING], places: [\"DEU\"]",
        content: "members capacityNeeds { capacity need done doneOn }",
        told: || json!({ "members": 120, "capacityNeeds": [{ "capacity": "FUNDING", "need": "A room", "done": null, "doneOn": null }] }),
    },
    Case {
        kind: "MISSION",
        list: "missions",
        fields: &[
            ("names.eng", ""),
            ("rank", ""),
            ("host", ""),
            ("city", ""),
            ("alsoServes", SPLIT),
            ("capacityNeeds.0.capacity", ""),
            ("capacityNeeds.0.need", ""),
            ("capacityNeeds.0.done", ""),
            ("capacityNeeds.1.capacity", ""),
            ("capacityNeeds.1.need", ""),
        ],
        rows: [
            "fit,Embassy in Bern,EMBASSY,CHE,Bern,LIE,STAFF,A desk,One was hired.,DATA,A register",
            "other,Consulate in Geneva,CONSULATE,CHE,Geneva,,DATA,A register,It was built.,,",
        ],
        asked: "lacks: [DATA], places: [\"CHE\"]",
        content: "rank city alsoServes capacityNeeds { capacity need done }",
        told: || {
            json!({ "rank": "EMBASSY", "city": "Bern", "alsoServes": ["LIE"], "capacityNeeds": [
            { "capacity": "STAFF", "need": "A desk", "done": "One was hired." }, { "capacity": "DATA", "need": "A register", "done": null }] })
        },
    },
    Case {
        kind: "ACTIVITY",
        list: "activities",
        fields: &[
            ("titles.eng", ""),
            ("form", ""),
            ("areas", SPLIT),
            ("places", SPLIT),
            ("from", ""),
            ("until", ""),
            ("audience", ""),
            ("attendance", NUMBER),
            ("followUp", SPLIT),
            ("feedback", ""),
            ("organiser", ""),
        ],
        rows: [
            "fit,Open day,SENSITIZATION_SESSION,PARTICIPATION,CHE,2026-03,2026-04,Citizens,85,A second day;A leaflet,Come again.,fit",
            "other,A page,WEBSITE,PARTICIPATION,CHE,2026-03,,Citizens,,,,",
        ],
        asked: "forms: [SENSITIZATION_SESSION, CONSULTATION], areas: [PARTICIPATION]",
        content: "form from until attendance followUp feedback organiser",
        told: || {
            json!({ "form": "SENSITIZATION_SESSION", "from": "2026-03", "until": "2026-04", "attendance": 85,
            "followUp": ["A second day", "A leaflet"], "feedback": "Come again.", "organiser": "fit" })
        },
    },
];

/// The mapping of a kind, and its table with both rows.
fn files(of: &Case) -> (String, String) {
    let mut mapping = format!("version = 1\nkind = \"{}\"\nvisibility = \"MEMBERS\"\npublish = true\n", of.kind);
    let columns: Vec<String> = (0..=of.fields.len()).map(|at| format!("c{at}")).collect();
    for (column, (field, how)) in columns.iter().zip([("id", "")].iter().chain(of.fields)) {
        writeln!(mapping, "[[field]]\nof = \"{field}\"\ncolumn = \"{column}\"\n{how}").unwrap();
    }
    (mapping, format!("{}\n{}\n", columns.join(","), of.rows.join("\n")))
}

#[tokio::test]
async fn each_kind_comes_from_a_table_to_the_gateways_list_and_is_found_by_a_condition_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let all = countries(2, &folder.path().join("countries"));
    let own = all[0].code.to_string();
    let federation = Federation::start_of(&folder.path().join("federation"), all, 10_000).await;
    let keeps = directory(&federation, &own).await;
    let by = Wisher::Own(Officer::Named("test"));
    let asker = federation.asker("iom-analyst");
    for of in &CASES {
        let (mapping, table) = files(of);
        let paths = [("mapping.toml", mapping), ("table.csv", table)].map(|(name, text)| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        });
        let loaded = keeps.load_table(by, &paths[1], &paths[0]).await;
        let loaded = loaded.unwrap_or_else(|fault| panic!("{}: {fault}", of.kind));
        assert_eq!(loaded.records, 2, "{}", of.kind);
        let query = |asked: &str| {
            let Case { list, content, .. } = of;
            format!(
                "{{ list: {list}{asked} {{ total edges {{ node {{ id country {{ code }} content {{ {content} }} }} }} }} }}"
            )
        };
        let everything = asker.data(&query(""), &json!({})).await;
        assert_eq!(everything["list"]["total"], 2, "{}", of.kind);
        let list = asker.data(&query(&format!("(where: {{ {} }})", of.asked)), &json!({})).await["list"].take();
        let node = json!({ "id": "fit", "country": { "code": own }, "content": (of.told)() });
        assert_eq!(list, json!({ "total": 1, "edges": [{ "node": node }] }), "{}", of.kind);
    }
    federation.stop().await;
}
