//! A contact as somebody says it, in a file or on the own page: which fields there are, and what can stand in each.

use super::Contact;
use node_rules::person::normal::born;

/// The longest field, in characters.
pub const LONGEST: usize = 400;

/// A field: its name, what can stand in it, and in words.
type Field = (&'static str, fn(&str) -> bool, &'static str);

/// The fields, in the order of a file's columns.
pub const FIELDS: [Field; 5] = [
    ("name", |_| true, "a name on one line"),
    ("address", |_| true, "an address on one line"),
    ("email", is_email, "an e-mail address"),
    ("telephone", is_telephone, "a telephone number with its country, such as +233 30 000 0000"),
    ("born", is_born, "a day such as 1984-05-31, or its year alone"),
];

/// A field in which something else stands than can.
pub struct Wrong {
    /// The field's name.
    pub field: &'static str,
    /// What stands there.
    pub said: String,
    /// What can.
    pub expected: &'static str,
}

/// A contact by what is said in each field, or what is wrong in them. An empty field is none.
pub fn read(said: [&str; 5]) -> Result<Contact, Vec<Wrong>> {
    let mut wrong = Vec::new();
    let mut fields = FIELDS.iter().zip(said).map(|((field, is, expected), said)| {
        let said = said.trim();
        if said.is_empty() {
            return None;
        }
        if said.chars().count() > LONGEST || said.chars().any(char::is_control) || !is(said) {
            wrong.push(Wrong { field, said: said.to_owned(), expected });
        }
        Some(said.to_owned())
    });
    let mut next = || fields.next().flatten();
    let contact = Contact { name: next(), address: next(), email: next(), telephone: next(), born: next() };
    drop(fields);
    if wrong.is_empty() { Ok(contact) } else { Err(wrong) }
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts
        .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.') && !text.contains(char::is_whitespace))
}

/// As people write it after E.164: a plus sign, and 7 to 15 digits with what stands between them.
fn is_telephone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.starts_with('+')
        && (7..=15).contains(&digits)
        && text.chars().all(|c| c.is_ascii_digit() || "+ -()./".contains(c))
}

fn is_born(text: &str) -> bool {
    born(text).is_some()
}
