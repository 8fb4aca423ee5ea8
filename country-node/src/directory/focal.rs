//! Whom one turns to at an institution: kept by a pseudonym, and told by name only while the person agrees to stand in a directory for
//! the one who asks.

use super::Directory;
use super::read::saying;
use crate::contact::keep::{ContactFault, Means, open_for};
use node_rules::directory::content::Content;
use node_rules::directory::index::Version;
use node_rules::record_key::{Pseudonym, RecordKeys};
use schema::audience::Audience;
use schema::directory::body::Body;
use schema::directory::kind::EntryKind;
use schema::purpose::ConsentPurpose;
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeMap;

/// A person as one is told of.
#[derive(Clone, Default)]
struct Named {
    name: Option<String>,
    email: Option<String>,
    telephone: Option<String>,
}

/// Puts pseudonyms in the place of persons' ids. Nobody reads a pseudonym, so whoever writes a record anew does not say it: where no person
/// is said, the one who has the function in `former` stays.
pub fn sealed(body: &mut Body, keys: &RecordKeys, former: Option<&Body>) {
    let kept = |function: &str| {
        let mut points = former.map(Body::focal_points).unwrap_or_default().iter();
        points.find(|point| point.function == function).and_then(|point| point.pseudonym.clone())
    };
    for point in body.focal_points_mut() {
        point.pseudonym = match point.person.take() {
            Some(nobody) if nobody.trim().is_empty() => None,
            Some(person) => Some(hex(&keys.of(person.trim()).0)),
            // It was put there already.
            None if point.pseudonym.is_some() => continue,
            None => kept(&point.function),
        };
    }
}

/// The same of all that a record says; each time is held against what it said of the same time.
pub fn sealed_all(content: &mut Content, keys: &RecordKeys, former: Option<&Content>) {
    for span in &mut content.spans {
        let same = former.and_then(|former| former.spans.iter().find(|said| said.from == span.from));
        sealed(&mut span.body, keys, same.map(|said| &said.body));
    }
}

/// Takes the pseudonyms out of what a record says: they are this node's own.
pub fn nameless(content: &mut Content) {
    let points = content.spans.iter_mut().flat_map(|span| span.body.focal_points_mut());
    points.for_each(|point| point.pseudonym = None);
}

/// The records that name a person now, each by its id, with the function.
pub async fn naming(store: &impl ConnectionTrait, person: &Pseudonym) -> Result<Vec<(String, String)>, DbErr> {
    let person = hex(person);
    let index = saying(store, EntryKind::Institution, &person).await?;
    let mut found = Vec::new();
    for (_, Version { entry, .. }) in index.of(EntryKind::Institution, index.last()) {
        let points = entry.now.content.latest().map(|span| span.body.focal_points()).unwrap_or_default().iter();
        let own = points.filter(|point| point.pseudonym.as_deref() == Some(&person));
        found.extend(own.map(|point| (entry.id.clone(), point.function.clone())));
    }
    Ok(found)
}

/// Those whom one page names, each opened once.
pub(super) struct Persons<'a> {
    directory: &'a Directory,
    audience: Audience,
    opened: BTreeMap<[u8; 16], Named>,
}

impl<'a> Persons<'a> {
    pub(super) fn of(directory: &'a Directory, audience: Audience) -> Self {
        Self { directory, audience, opened: BTreeMap::new() }
    }

    /// The same with the persons' names and addresses, of those who agree that this audience is told. Pseudonyms go out in any case.
    pub(super) async fn told(&mut self, body: &mut Body) {
        for point in body.focal_points_mut() {
            let Some(person) = point.pseudonym.take().as_deref().and_then(unhex) else { continue };
            let Named { name, email, telephone } = self.named(&person).await;
            (point.name, point.email, point.telephone) = (name, email, telephone);
        }
    }

    async fn named(&mut self, person: &Pseudonym) -> Named {
        if let Some(named) = self.opened.get(&person.0) {
            return named.clone();
        }
        let drawn = (self.directory.random)();
        let mut random = move |bytes: &mut [u8; 32]| *bytes = drawn;
        let means = &mut Means { environment: self.directory.environment.as_deref(), random: &mut random };
        let wanted = (ConsentPurpose::Directory, self.audience);
        let named = match open_for(&self.directory.node, person, wanted, means).await {
            Ok(contact) => Named { name: contact.name, email: contact.email, telephone: contact.telephone },
            Err(ContactFault::MayNot(_) | ContactFault::None) => Named::default(),
            // One contact that does not open takes no record out of the list.
            Err(fault) => {
                tracing::error!(%fault, "whom one turns to is not named");
                Named::default()
            }
        };
        self.opened.insert(person.0, named.clone());
        named
    }
}

fn hex(person: &Pseudonym) -> String {
    person.0.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn unhex(text: &str) -> Option<Pseudonym> {
    let byte = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len() / 2).map(byte).collect();
    Some(Pseudonym(bytes?.try_into().ok()?))
}
