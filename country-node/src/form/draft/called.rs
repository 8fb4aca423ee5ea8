//! Which choice is which where a later version numbered a list anew, by the labels: a guess, which the first mapping says.

use crate::form::forms::Forms;
use crate::form::moved::{Called, call, likely, moved};
use std::collections::BTreeMap;

/// By form, what its choices are called by the latest version; of lists of which it can be told.
pub fn called(forms: &Forms) -> BTreeMap<String, Called> {
    let mut called: BTreeMap<String, Called> = BTreeMap::new();
    for question in 0..forms.questions.len() {
        let mut asking = (0..forms.versions.len()).rev().filter(|version| forms.asked(question, *version).is_some());
        let Some(latest) = asking.next() else { continue };
        for version in asking {
            let (before, after) = (forms.choices(question, version), forms.choices(question, latest));
            let list = forms.asked(question, version).and_then(|asked| asked.kind.list());
            let (Some(of), Some(list)) = (forms.versions.get(version), list) else { continue };
            let is_known = called.get(&of.file).is_some_and(|lists| lists.contains_key(list));
            if is_known || moved(before, after).is_empty() {
                continue;
            }
            let names = Called::from([(list.to_owned(), likely(before, after))]);
            if call(&mut of.form.clone(), &names).is_empty() {
                called.entry(of.file.clone()).or_default().extend(names);
            }
        }
    }
    called
}

/// The forms with their choices called so. `None` where nothing is called otherwise.
pub fn renamed(forms: &Forms, called: &BTreeMap<String, Called>) -> Option<Forms> {
    let mut versions = forms.versions.clone();
    for version in &mut versions {
        // What cannot be is not among them.
        called.get(&version.file).map(|called| call(&mut version.form, called));
    }
    (!called.is_empty()).then(|| Forms::merge(versions).ok()).flatten()
}
