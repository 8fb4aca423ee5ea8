//! Which records each condition lets through: one table for each kind.

use super::*;
use serde_json::{Value, json};

fn body(kind: EntryKind, more: &Value) -> Body {
    let name = json!([{ "language": "eng", "text": "Return home" }]);
    let least = match kind {
        EntryKind::Institution => json!({ "names": name, "level": "MINISTRY" }),
        EntryKind::Policy => json!({ "titles": name, "status": "IN_FORCE", "areas": ["RESEARCH"] }),
        EntryKind::Service => json!({ "names": name, "nature": "RIGHT", "areas": ["RESEARCH"], "openTo": "Citizens" }),
        EntryKind::Experience => {
            json!({ "titles": name, "areas": ["RESEARCH"], "done": "A survey of nurses.", "places": ["DEU"],
            "results": "It was read.", "evidence": "MONITORING", "repeatability": "UNKNOWN" })
        }
        EntryKind::Programme => {
            json!({ "names": name, "model": "MIDA", "donors": [], "phases": [{ "phase": "1", "from": "2020" }],
            "sectors": [], "origins": ["GHA"], "destinations": ["DEU"] })
        }
        EntryKind::Association => json!({ "names": name, "countryOfSeat": "DEU" }),
        EntryKind::Mission => json!({ "names": name, "rank": "EMBASSY", "host": "DEU", "city": "Berlin" }),
        EntryKind::Activity => {
            json!({ "titles": name, "form": "CAMPAIGN", "areas": ["RESEARCH"], "places": ["DEU"], "from": "2020",
            "audience": "Nurses" })
        }
    };
    let (Value::Object(mut says), Value::Object(more)) = (least, more.clone()) else { panic!("objects") };
    says.extend(more);
    let body = Body::read(kind, Value::Object(says)).unwrap();
    assert_eq!(body.faults(), [], "{kind}: {more:?}", more = body.value());
    body
}

fn fits(filter: &Value, body: &Body) -> bool {
    let filter: DirectoryFilter = serde_json::from_value(filter.clone()).unwrap();
    filter.check(body.kind()).unwrap_or_else(|refused| panic!("{filter:?}: {}", refused.message));
    filter.fits(Seen { id: "a", body, reviewed: false, state: EntryState::Published })
}

#[test]
fn each_condition_lets_through_what_has_one_of_its_values_and_nothing_else() {
    use EntryKind::{Activity, Association, Experience, Institution, Mission, Policy, Programme, Service};
    let lacks = |done: Value| {
        json!({ "capacityNeeds": [{ "capacity": "STAFF", "need": "One more", "done": done },
        { "capacity": "DATA", "need": "A register", "done": "It was built." }] })
    };
    let nothing = json!({});
    for (kind, filter, fit, unfit) in [
        (
            Institution,
            json!({ "levels": ["AGENCY", "LOCAL"] }),
            json!({ "level": "LOCAL" }),
            json!({ "level": "MINISTRY" }),
        ),
        (Institution, json!({ "text": "abroad VOTE" }), json!({ "mandate": "The vote abroad." }), nothing.clone()),
        (
            Policy,
            json!({ "policyStatuses": ["ADOPTED"] }),
            json!({ "status": "ADOPTED" }),
            json!({ "status": "IN_FORCE" }),
        ),
        (
            Policy,
            json!({ "text": "pensions" }),
            json!({ "objectives": ["Fewer cars", "Portable Pensions"] }),
            nothing.clone(),
        ),
        (
            Policy,
            json!({ "text": "fewer pensions" }),
            json!({ "objectives": ["Fewer pensions"] }),
            json!({ "objectives": ["Fewer", "pensions"] }),
        ),
        (Service, json!({ "natures": ["SERVICE"] }), json!({ "nature": "SERVICE" }), json!({ "nature": "RIGHT" })),
        (Service, json!({ "needs": ["VOTING", "PENSIONS"] }), json!({ "need": "VOTING" }), nothing.clone()),
        (Service, json!({ "text": "passport" }), json!({ "description": "Passports by post." }), nothing.clone()),
        (
            Experience,
            json!({ "cites": ["one", "two"] }),
            json!({ "citations": ["three", "two"] }),
            json!({ "citations": ["three"] }),
        ),
        (Experience, json!({ "text": "teachers" }), json!({ "done": "Teachers were asked." }), nothing.clone()),
        (Programme, json!({ "models": ["TRQN", "RQN"] }), json!({ "model": "TRQN" }), json!({ "model": "MIDA" })),
        (
            Programme,
            json!({ "donor": "development fund" }),
            json!({ "donors": ["A city", "IOM Development Fund"] }),
            json!({ "donors": ["Development", "A fund"] }),
        ),
        (Programme, json!({ "requestedBy": ["GHA"] }), json!({ "requestedBy": "GHA" }), nothing.clone()),
        (Programme, json!({ "text": "hospitals" }), json!({ "objectives": ["Hospitals with staff"] }), nothing.clone()),
        (Association, json!({ "lacks": ["STAFF", "FUNDING"] }), lacks(Value::Null), lacks(json!("Two were hired."))),
        (Mission, json!({ "lacks": ["STAFF"] }), lacks(Value::Null), nothing.clone()),
        (
            Mission,
            json!({ "lacks": ["DATA"] }),
            json!({ "capacityNeeds": [{ "capacity": "DATA", "need": "A list" }] }),
            lacks(Value::Null),
        ),
        (Mission, json!({ "places": ["CHE"] }), json!({ "alsoServes": ["CHE"] }), nothing.clone()),
        (
            Activity,
            json!({ "forms": ["CONSULTATION"] }),
            json!({ "form": "CONSULTATION" }),
            json!({ "form": "CAMPAIGN" }),
        ),
        (Activity, json!({ "areas": ["MOBILITY"] }), json!({ "areas": ["MOBILITY", "RESEARCH"] }), nothing.clone()),
    ] {
        assert!(fits(&filter, &body(kind, &fit)), "{kind}: {filter} lets {fit} through");
        assert!(!fits(&filter, &body(kind, &unfit)), "{kind}: {filter} does not let {unfit} through");
        assert!(fits(&nothing, &body(kind, &unfit)), "{kind}: nothing asked lets {unfit} through");
    }
}

#[test]
fn a_condition_is_asked_of_the_kinds_that_have_it_alone() {
    use EntryKind::{Activity, Association, Experience, Institution, Mission, Policy, Programme, Service};
    for (filter, of) in [
        (json!({ "areas": ["RESEARCH"] }), &[Policy, Service, Experience, Association, Activity][..]),
        (json!({ "levels": ["LOCAL"] }), &[Institution]),
        (json!({ "places": ["DEU"] }), &[Experience, Programme, Association, Mission, Activity]),
        (json!({ "policyStatuses": ["ADOPTED"] }), &[Policy]),
        (json!({ "models": ["RQN"] }), &[Programme]),
        (json!({ "donor": "fund" }), &[Programme]),
        (json!({ "requestedBy": ["GHA"] }), &[Programme]),
        (json!({ "forms": ["WEBSITE"] }), &[Activity]),
        (json!({ "natures": ["RIGHT"] }), &[Service]),
        (json!({ "needs": ["VOTING"] }), &[Service]),
        (json!({ "lacks": ["STAFF"] }), &[Association, Mission]),
        (json!({ "cites": ["a"] }), &[Experience]),
        (json!({ "reviewed": true }), &[Experience]),
        (json!({ "text": "a", "ids": ["a"], "states": ["DRAFT"], "on": "2010" }), &EntryKind::ALL),
    ] {
        let asked: DirectoryFilter = serde_json::from_value(filter.clone()).unwrap();
        let may: Vec<EntryKind> = EntryKind::ALL.into_iter().filter(|kind| asked.check(*kind).is_ok()).collect();
        assert_eq!(may, of, "{filter}");
    }
}

#[test]
fn a_condition_that_says_nothing_or_nonsense_is_refused() {
    let refused = |kind, filter: Value| {
        let filter: DirectoryFilter = serde_json::from_value(filter).unwrap();
        filter.check(kind).unwrap_err().code
    };
    assert_eq!(refused(EntryKind::Mission, json!({ "lacks": [] })), Code::EmptyFilter);
    assert_eq!(refused(EntryKind::Service, json!({ "needs": ["SHOES"] })), Code::UnknownCode);
    assert_eq!(refused(EntryKind::Programme, json!({ "donor": " " })), Code::InvalidQuery);
    assert_eq!(refused(EntryKind::Policy, json!({ "text": "x".repeat(101) })), Code::InvalidQuery);
    assert_eq!(refused(EntryKind::Policy, json!({ "ids": ["Not An Id"] })), Code::InvalidQuery);
    assert_eq!(refused(EntryKind::Experience, json!({ "cites": vec!["a"; 101] })), Code::InvalidQuery);
}
