//! Records that others name by their ids: an institution that answers for a policy, the organiser of an activity.

use super::entry::Entry;
use super::index::Index;
use schema::directory::kind::EntryKind;
use schema::directory::state::EntryState;

/// A record that is to be shown and names another that is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: expected the id of a record of {} that is there: {id} is none", named(.kinds))]
pub struct Dangling {
    /// The field that names it.
    pub field: &'static str,
    /// The id.
    pub id: String,
    /// The kinds of which it could be.
    pub kinds: &'static [EntryKind],
}

/// What a published record names in vain, at whatever time. One that is not shown yet may name what is still to be written.
pub fn dangling(index: &Index, entry: &Entry) -> Result<(), Dangling> {
    if entry.now.state != EntryState::Published {
        return Ok(());
    }
    for span in &entry.now.content.spans {
        let Some((field, kinds, id)) = span.body.names_record() else { continue };
        let is_itself = kinds.contains(&entry.kind) && id == entry.id;
        if is_itself {
            return Err(Dangling { field, id: id.to_owned(), kinds });
        }
        is_there(index, (field, kinds, id))?;
    }
    Ok(())
}

/// Whether what a field names is a record of one of some kinds.
pub fn is_there(index: &Index, (field, kinds, id): (&'static str, &'static [EntryKind], &str)) -> Result<(), Dangling> {
    if kinds.iter().any(|kind| index.get(*kind, id).is_some()) {
        return Ok(());
    }
    Err(Dangling { field, id: id.to_owned(), kinds })
}

fn named(kinds: &[EntryKind]) -> String {
    kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::content::{Content, Span};
    use crate::directory::event::{By, Did, Event};
    use schema::directory::body::Body;
    use schema::directory::state::EntryStep;
    use schema::directory::visibility::Visibility;
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn event(number: i64, did: Did) -> Event {
        let by = By { member: "GHA".parse().unwrap(), officer: "ama".into() };
        Event { number, at: number, by, reason: String::new(), did }
    }

    fn recorded(kind: EntryKind, says: Value) -> Did {
        let spans = vec![Span { from: None, until: None, body: Body::read(kind, says).unwrap() }];
        Did::Recorded(Arc::new(Content { visibility: Visibility::Public, named: vec![], reviewers: vec![], spans }))
    }

    fn least(kind: EntryKind) -> Value {
        let name = json!([{ "language": "eng", "text": "A" }]);
        match kind {
            EntryKind::Institution => json!({ "names": name, "level": "AGENCY" }),
            EntryKind::Policy => json!({ "titles": name, "status": "ADOPTED", "areas": ["RESEARCH"] }),
            EntryKind::Service => json!({ "names": name, "nature": "RIGHT", "areas": ["RESEARCH"], "openTo": "All" }),
            EntryKind::Programme => {
                json!({ "names": name, "model": "MIDA", "donors": [], "phases": [], "sectors": [], "origins": [],
                "destinations": [] })
            }
            EntryKind::Association => json!({ "names": name, "countryOfSeat": "DEU" }),
            EntryKind::Mission => json!({ "names": name, "rank": "EMBASSY", "host": "DEU", "city": "Berlin" }),
            EntryKind::Activity => {
                json!({ "titles": name, "form": "CAMPAIGN", "areas": ["RESEARCH"], "places": [], "from": "2020",
                "audience": "All" })
            }
            EntryKind::Experience => unreachable!("an experience names no record"),
        }
    }

    #[test]
    fn a_record_that_is_shown_names_others_that_are_there_of_the_kinds_that_may_stand_there() {
        use EntryKind::{Activity, Association, Institution, Mission, Policy, Programme, Service};
        let kinds = [Institution, Policy, Service, Programme, Association, Mission, Activity];
        for (kind, field, fit) in [
            (Institution, "partOf", &[Institution][..]),
            (Policy, "institution", &[Institution]),
            (Service, "institution", &[Institution]),
            (Programme, "institution", &[Institution]),
            (Activity, "organiser", &[Institution, Association, Mission]),
        ] {
            for named in kinds {
                let mut says = least(kind);
                says[field] = json!("named");
                let (mut index, own) = (Index::default(), (kind, "own"));
                let now = |index: &Index| dangling(index, index.get(kind, "own").unwrap());
                index.append(own, &event(1, recorded(kind, says))).unwrap();
                assert_eq!(now(&index), Ok(()), "{kind}: a draft may name what is still to be written");
                index.append(own, &event(2, Did::Moved(EntryStep::Publish))).unwrap();
                let fault = now(&index).unwrap_err();
                assert_eq!((fault.field, fault.id.as_str()), (field, "named"));
                index.append((named, "named"), &event(3, recorded(named, least(named)))).unwrap();
                assert_eq!(
                    now(&index).is_ok(),
                    fit.contains(&named),
                    "{kind} names a record of {named} as its {field}"
                );
            }
        }
    }

    #[test]
    fn an_institution_is_no_part_of_itself() {
        let mut says = least(EntryKind::Institution);
        says["partOf"] = json!("own");
        let (mut index, own) = (Index::default(), (EntryKind::Institution, "own"));
        index.append(own, &event(1, recorded(EntryKind::Institution, says))).unwrap();
        index.append(own, &event(2, Did::Moved(EntryStep::Publish))).unwrap();
        let fault = dangling(&index, index.get(EntryKind::Institution, "own").unwrap()).unwrap_err();
        assert_eq!(fault.to_string(), "partOf: expected the id of a record of INSTITUTION that is there: own is none");
    }
}
