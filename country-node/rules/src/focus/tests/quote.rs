//! What is taken for somebody's own words, and what is not. A text that was taken for the wrong one is kept here.

use crate::focus::quote::{Quote, find};
use proptest::prelude::*;

/// Texts with quotation marks.
const MARKED: &[&str] = &[
    "They said \"the embassy steals\" to us",
    "One said \"never\".",
    "One said “never”.",
    "Einer sagte „nie“.",
    "L'un disait « jamais ».",
    "One said 'never again' twice.",
    "‘Never’ was said.",
    "(‚nie‘)",
    "「二度と」",
    "他说《永远不》",
    "他说〈永远不〉",
    "他说〝永远不〞",
    "One said ´never´ twice.",
    "One said `never` twice.",
    "``never''",
    "''never''",
    ",,nie''",
    "<<jamais>>",
    "One said ′never′.",
    "One said ″never″.",
    "One said ＂never＂ and ＇no＇.",
    "❝Never❞",
    "One said ’never again’ twice.",
    "One said 'never, ever' again",
    "One said '(never) again'",
    "One said '...never again'",
    "One said '€50 a stamp' twice.",
    "Someone said 'we are the lions' children'.",
    "One said \u{200b}'\u{200b}never again\u{200b}'\u{200b} twice.",
    "Some felt ‘forgotten",
];

/// Texts in which somebody speaks after a dash.
const DASHED: &[&str] = &[
    "— We are cheated.",
    "– Nous sommes trompés.",
    "- Nos engañan.",
    "-- We are cheated.",
    "―Никто не слушает",
    "The group spoke of papers.\n  — They take months.",
    "* papers\n- schools",
    "The embassy was spoken of. — They do not listen.",
    "\u{200b}— We are cheated.",
];

/// Texts in which it is said who spoke, and then what.
const SPOKEN: &[&str] = &[
    "Kofi said: We are cheated by the embassy.",
    "Kofi said: they are cheated by the embassy.",
    "Kofi said to all of us: they cheat",
    "One woman told the others: the embassy steals.",
    "Kofi: we are cheated.",
    "Kofi Mensah: I am cheated.",
    "Moderator: what do you need?",
    "Woman 2: the embassy steals",
    "P3: the embassy steals",
    "The group was tired. R12: the embassy steals",
    "We are cheated, said Kofi.",
    "Kofi said, we are cheated.",
    "I would go home tomorrow, one said.",
    "Kofi dijo: nos engañan.",
    "Una mujer contó: la embajada roba.",
    "Une femme a dit : l'ambassade vole.",
    "Nous sommes trompés, disait une femme.",
    "Eine Frau sagte: die Botschaft stiehlt.",
    "Wir werden betrogen, meinte einer.",
    "Uma mulher disse: a embaixada rouba.",
    "Una donna ha detto: l'ambasciata ruba.",
    "O femeie a spus: ambasada fură.",
    "Женщина сказала: посольство ворует.",
    "قالت امرأة: السفارة تسرق",
    "Kofi said：they cheat",
    "Kofi said he was tired and shouted: never again",
];

/// Texts in nobody's own words.
const OWN: &[&str] = &[
    "People's and members' papers weren't there; l’état n'a rien dit.",
    "Degrees from home were seldom recognised, and papers for it took months. Some would invest if they knew whom to ask.",
    "Several said that papers took months, and that the office was closed.",
    "Most told of long waits: at the embassy, on the telephone, by letter.",
    "Participants told us that their papers were lost, and asked for a second office.",
    "The groups named three needs: passports, pensions, schooling.",
    "They asked for three things: passports, pensions, schooling.",
    "Groups of women: papers for children. Groups of men: pensions.",
    "Needs: passports, pensions (see 10:30 to 11:45)",
    "* papers took months\n* schools are far",
    "Second-generation members of well-known associations – some of them founders – spoke of return.",
    "Waiting times of 3–5 months, or a change of -5 %\n-5 % in 2026",
    "In the '90s and the members' own day nobody wrote.",
    "'s-Hertogenbosch",
    "Sant'Agata de' Goti",
    "'Yan Ghana sun yi magana game da takardu.",
    "'n Groep wat oor papiere gepraat het",
    "ʻEua",
    "L´Aquila and people´s papers",
    "In the O'Neills' town 5′ from the border",
    "What Ghanaians in Europe need of Ghana",
    "Home and abroad: findings of eight conversations",
    "Our needs abroad",
    "We asked the groups what they need of us, and noted it, as agreed.",
    "EU passports were spoken of, and one need stood out: EU papers.",
    "Il a été dit que les papiers, comme toujours, tardent.",
    "Varios dijeron que los papeles tardan: meses en algunos casos.",
    "Die Gruppe sprach über drei Dinge: Pässe, Renten, Schulen.",
    "I passaporti tardano, dicono che mancano impiegati.",
    "Group 1: papers; G2: schooling",
    "Ministry of Foreign Affairs, Office of the Diaspora (Accra)",
    "Washington, D.C., and U.S.-Ghana ties",
];

#[test]
fn somebodys_own_words_are_found_by_their_marks_their_dash_or_who_spoke() {
    for (texts, expected) in [(MARKED, Quote::Marks), (DASHED, Quote::Dash), (SPOKEN, Quote::Speech)] {
        for text in texts {
            assert_eq!(find(text), Some(expected), "{text}");
        }
    }
}

#[test]
fn apostrophes_hyphens_lists_and_indirect_speech_are_nobodys_own_words() {
    for text in OWN {
        assert_eq!(find(text), None, "{text}");
    }
}

#[test]
fn what_cannot_be_told_from_a_quote_is_refused_and_can_be_said_otherwise() {
    for (refused, otherwise) in [
        ("- papers\n- schools", "* papers\n* schools"),
        ("Rock 'n' roll", "Rock and roll"),
        ("The song \"Sweet Mother\" was named.", "The song Sweet Mother was named."),
        ("The groups said: passports, pensions.", "The groups named passports and pensions."),
        ("Return: our future", "Return, a future"),
    ] {
        assert_eq!((find(refused).is_some(), find(otherwise)), (true, None), "{refused}");
    }
}

/// Marks that open and close, each of another script or keyboard.
const PAIRS: &[(&str, &str)] = &[
    ("\"", "\""),
    ("“", "”"),
    ("„", "“"),
    ("«", "»"),
    ("» ", " «"),
    ("‹", "›"),
    ("'", "'"),
    ("‘", "’"),
    ("‚", "‘"),
    ("`", "`"),
    ("´", "´"),
    ("「", "」"),
    ("『", "』"),
    ("《", "》"),
    ("〈", "〉"),
    ("〝", "〞"),
    ("＂", "＂"),
    ("<<", ">>"),
    (",,", "''"),
    ("❝", "❞"),
    ("″", "″"),
    ("’", "’"),
    ("''", "''"),
    ("｢", "｣"),
];

/// Plain words, those with apostrophes and hyphens too.
fn prose() -> impl Strategy<Value = String> {
    let word = "[a-z]{1,8}|[A-Z][a-z]{1,8}|[a-z]{2,5}['’´-][a-z]{1,5}|[a-z]{2,6}s'|[0-9]{1,4}|[à-ž]{2,6}|[а-я]{2,8}";
    let spoken = |word: &String| find(&format!("{word}: so")).is_none() && find(&format!("so: {word}")).is_none();
    let word = word.prop_filter("brings no speech in", spoken);
    prop::collection::vec((word, prop::sample::select(vec![" ", " ", " ", ", ", ". ", "; ", " – ", ": "])), 1..12)
        .prop_map(|words| words.into_iter().map(|(word, between)| word + between).collect())
}

proptest! {
    #[test]
    fn words_between_marks_are_found_wherever_they_stand(
        before in prose(), quoted in "[A-Za-zà-ž]{2,8}( [a-z]{2,8}){0,4}", after in prose(), at in 0..PAIRS.len()
    ) {
        let (open, close) = PAIRS[at];
        let within = format!("{before} {open}{quoted}{close} {after}");
        let in_brackets = format!("({open}{quoted}.{close})");
        prop_assert!(find(&within).is_some(), "{}", within);
        prop_assert!(find(&in_brackets).is_some(), "{}", in_brackets);
    }

    #[test]
    fn plain_prose_is_kept(text in prose()) {
        prop_assert_eq!(find(&text), None);
    }

    #[test]
    fn a_line_that_begins_with_a_dash_is_found_wherever_it_stands(
        before in prose(), dash in "[-‐‑–—―]{1,2}", space in "[ \u{a0}]{0,2}", said in "[A-Za-z]{2,8}( [a-z]{2,8}){0,4}"
    ) {
        let text = format!("{before}\n{space}{dash}{space}{said}");
        prop_assert_eq!(find(&text), Some(Quote::Dash), "{}", text);
    }

    #[test]
    fn nothing_that_is_written_ends_in_a_panic(text in any::<String>()) {
        let _ = find(&text);
    }
}
