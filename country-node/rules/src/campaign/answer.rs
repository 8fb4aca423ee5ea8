//! What somebody means who answers a letter.

/// Words by which somebody says to be written to no more, alone on the first line or in the subject.
const NO_MORE: [&str; 9] = [
    "stop",
    "unsubscribe",
    "remove me",
    "baja",
    "cancelar suscripción",
    "désinscription",
    "desinscription",
    "désabonner",
    "arrêt",
];

/// Whether an answer asks to be written to no more: by its subject, or by its first line, which says nothing else. What is longer is read by
/// an officer.
pub fn is_no_more(subject: &str, text: &str) -> bool {
    let is_one = |line: &str| {
        let line = line.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        NO_MORE.contains(&line.as_str())
    };
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('>'));
    is_one(subject) || first.is_some_and(is_one)
}
