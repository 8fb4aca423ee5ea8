//! Which releases counted the person, as the page tells it.

use super::html::sentence;
use super::words::Words;
use crate::consent::page::escaped;
use node_rules::consent::Recorded;
use node_rules::consent::presence::Presence;

/// The releases that counted the person, and the first without; nothing is told of any where one is not believed.
pub(super) fn releases(words: &Words, presences: Option<&[Presence]>) -> String {
    let Some(presences) = presences else { return sentence(&words.releases_unreadable) };
    let mut said = Vec::new();
    for Presence { counted_in, not_known, in_force, without, .. } in presences {
        said.extend(counted_in.iter().map(|counted| words.counted.replace("{release}", &counted.release)));
        if !not_known.is_empty() {
            said.push(words.not_known.replace("{releases}", &not_known.join(", ")));
        }
        match (without.as_ref().map(|without| &without.release), in_force) {
            (Some(Some(release)), _) => said.push(words.first_without.replace("{release}", release)),
            (Some(None), Some(former)) => said.push(words.next_without.replace("{release}", former)),
            (Some(None), None) => said.push(words.next_without_none.clone()),
            (None, _) => {}
        }
    }
    if said.is_empty() {
        said.push(words.releases_none.clone());
    }
    said.iter().map(|said| sentence(said)).collect()
}

/// Where the receipt is.
pub(super) fn receipts(words: &Words, tag: &str, history: &[(i32, Recorded)]) -> String {
    if history.is_empty() {
        return String::new();
    }
    format!(
        "<p><a href=\"/me/receipt.html?lang={}\">{}</a></p>\n<p><a href=\"/me/receipt.json\" download>{}</a></p>\n",
        escaped(tag),
        escaped(&words.receipt),
        escaped(&words.receipt_signed)
    )
}
