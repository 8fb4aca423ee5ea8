//! Every fault of a study document in one report.

use super::document::{ENGLISH, Instrument, MOST_UNSAID, Question, Study, Wave};
use schema::ask::{MOST_CODE, MOST_CODES, is_own_code};
use schema::concept::{Codelist, Dimension};
use schema::period;
use std::collections::{BTreeMap, BTreeSet};

/// The longest text of a study, in characters: it travels with every figure.
const MOST_TEXT: usize = 1000;

/// The most questions of a study's own: each travels in the catalogue.
const MOST_QUESTIONS: usize = 1000;

/// The longest name: of an owner, a questionnaire's version, a weight.
const MOST_NAME: usize = 200;

/// Says what cannot be so; nothing where the document is sound.
pub fn check(study: &Study) -> Vec<String> {
    let mut faults = Faults(Vec::new());
    if study.version != 1 {
        faults.say("version", &study.version.to_string(), "version 1 of the format of studies");
    }
    faults.text("title", &study.title, MOST_NAME);
    faults.text("owner", &study.owner, MOST_NAME);
    faults.text("universe", &study.universe, MOST_TEXT);
    faults.list("destinations", &study.destinations, Dimension::Destination);
    if study.instruments.is_empty() {
        faults.say("instrument", "", "at least one [[instrument]]");
    }
    if study.waves.is_empty() {
        faults.say("wave", "", "at least one [[wave]]");
    }
    let mut versions = BTreeSet::new();
    for instrument in &study.instruments {
        faults.instrument(instrument, versions.insert(instrument.version.as_str()));
    }
    if study.questions.len() > MOST_QUESTIONS {
        faults.say("question", &study.questions.len().to_string(), &format!("{MOST_QUESTIONS} questions at most"));
    }
    let mut ids = BTreeSet::new();
    for question in &study.questions {
        faults.question(question, ids.insert(question.id), study.first_language().unwrap_or(ENGLISH));
    }
    let mut before: Option<&Wave> = None;
    for wave in &study.waves {
        faults.wave(wave, before, &versions, &study.destinations);
        before = Some(wave);
    }
    faults.0
}

/// Fewer codes that have the name of a place may be chance.
const KNOWN_PLACES: usize = 3;

/// Whether a label is the name of a country or a region that the codelists have.
fn is_place(label: &str) -> bool {
    let label = label.trim();
    let lists = [Dimension::Destination, Dimension::DestinationRegion].map(Dimension::codelist);
    let mut codes = lists.into_iter().flat_map(Codelist::codes);
    codes.any(|code| !code.residual && code.label.eq_ignore_ascii_case(label))
}

struct Faults(Vec<String>);

impl Faults {
    fn say(&mut self, place: &str, value: &str, expected: &str) {
        let shown: String = value.chars().filter(|c| !c.is_control()).take(40).collect();
        self.0.push(format!("{place}: `{shown}`; expected {expected}"));
    }

    fn text(&mut self, place: &str, text: &str, most: usize) {
        if text.trim().is_empty() || text.chars().count() > most || text.chars().any(char::is_control) {
            self.say(place, text, &format!("a text on one line, of {most} characters at most"));
        }
    }

    fn list(&mut self, place: &str, codes: &[String], of: Dimension) {
        if codes.is_empty() {
            self.say(place, "", &format!("at least one code of {of}"));
        }
        let mut seen = BTreeSet::new();
        for code in codes {
            if of.codelist().get(code).is_none() {
                self.say(place, code, &format!("a code of {of} ({})", of.standard()));
            }
            if !seen.insert(code) {
                self.say(place, code, "each code once");
            }
        }
    }

    fn instrument(&mut self, instrument: &Instrument, is_new: bool) {
        self.text("instrument version", &instrument.version, MOST_NAME);
        if !is_new {
            self.say("instrument version", &instrument.version, "each version once");
        }
        self.list(
            &format!("languages of instrument {}", instrument.version),
            &instrument.languages,
            Dimension::Language,
        );
    }

    fn question(&mut self, question: &Question, is_new: bool, first: &str) {
        let id = question.id.as_str();
        if !is_new {
            self.say("question id", id, "each question once");
        }
        self.texts(&format!("text of question {id}"), &question.text, first);
        if question.codes.is_empty() || question.codes.len() > MOST_CODES {
            let found = format!("{} codes", question.codes.len());
            self.say(&format!("codes of question {id}"), &found, &format!("1 to {MOST_CODES} codes"));
        }
        if question.codes.len() > MOST_UNSAID && question.places.is_none() {
            let expected =
                format!("true or false: whether its {} codes are places, such as towns", question.codes.len());
            self.say(&format!("places of question {id}"), "", &expected);
        }
        let known = question.codes.iter().filter(|own| own.label.values().any(|label| is_place(label))).count();
        if question.places != Some(true) && known >= KNOWN_PLACES && known * 2 > question.codes.len() {
            let found = format!("{known} of {} codes", question.codes.len());
            self.say(&format!("places of question {id}"), &found, "true: these are names of countries or of regions");
        }
        let mut seen = BTreeSet::new();
        for own in &question.codes {
            if !is_own_code(&own.code) || own.code.starts_with('_') {
                let expected = format!("capital letters, digits or underscores, {MOST_CODE} at most");
                self.say(&format!("code of question {id}"), &own.code, &expected);
            }
            if !seen.insert(&own.code) {
                self.say(&format!("code of question {id}"), &own.code, "each code once");
            }
            self.texts(&format!("label of {} of question {id}", own.code), &own.label, first);
        }
    }

    /// Texts by language: one of them in English or in the language that the study asked in first.
    fn texts(&mut self, place: &str, texts: &BTreeMap<String, String>, first: &str) {
        for (language, text) in texts {
            if Dimension::Language.codelist().get(language).is_none() {
                self.say(place, language, &format!("a code of LANGUAGE ({})", Dimension::Language.standard()));
            }
            self.text(&format!("{place} in {language}"), text, MOST_NAME);
        }
        if ![ENGLISH, first].iter().any(|language| texts.contains_key(*language)) {
            self.say(place, "", &format!("a text in {ENGLISH} or {first}"));
        }
    }

    fn wave(&mut self, wave: &Wave, before: Option<&Wave>, versions: &BTreeSet<&str>, lived_in: &[String]) {
        let of = |what: &str| format!("{what} of wave {}", wave.period);
        if !period::is_sound(&wave.period) {
            self.say("wave period", &wave.period, period::EXPECTED);
        }
        if before.is_some_and(|before| before.period >= wave.period) {
            self.say("wave period", &wave.period, "waves oldest first, each period once");
        }
        if wave.fieldwork.to < wave.fieldwork.from {
            self.say(&of("fieldwork"), &wave.fieldwork.to.to_string(), "a last day that is not before the first");
        }
        if wave.modes.is_empty() || wave.modes.iter().collect::<BTreeSet<_>>().len() < wave.modes.len() {
            self.say(&of("modes"), "", "at least one mode, each once");
        }
        if !versions.contains(wave.instrument.as_str()) {
            self.say(&of("instrument"), &wave.instrument, "the version of an [[instrument]]");
        }
        for weight in &wave.weights {
            self.text(&of("weight variable"), &weight.variable, MOST_NAME);
            self.text(&of("weight domain"), &weight.domain, MOST_TEXT);
            for (dimension, codes) in &weight.within {
                let place = format!("{dimension} of weight {} of wave {}", weight.variable, wave.period);
                self.list(&place, codes, *dimension);
                let lives_outside = |code: &&String| *dimension == Dimension::Destination && !lived_in.contains(code);
                for code in codes.iter().filter(lives_outside) {
                    self.say(&place, code, "a destination of the study");
                }
            }
        }
        let variables: BTreeSet<&str> = wave.weights.iter().map(|weight| weight.variable.as_str()).collect();
        if variables.len() < wave.weights.len() {
            self.say(&of("weight variable"), "", "each variable once");
        }
        if let Some(words) = &wave.break_before {
            self.text(&of("break_before"), words, MOST_TEXT);
            if before.is_none() {
                self.say(&of("break_before"), words, "nothing: no wave is before it");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::study::Study;
    use crate::study::document::StudyFault;

    const SOUND: &str = include_str!("../../../study.sample.toml");

    #[test]
    fn the_sample_is_sound_and_each_wave_says_what_it_was() {
        let study = Study::from_toml(SOUND).unwrap();
        assert_eq!(study.periods(), ["2024", "2026"]);
        let said = study.said(study.wave("2026").unwrap());
        assert_eq!((said.study.as_str(), said.questionnaire.as_str()), ("GHDS", "2"));
        assert_eq!(said.languages, ["eng", "aka", "ita"]);
        assert!(said.break_before.is_some() && study.said(&study.waves[0]).break_before.is_none());
    }

    #[test]
    fn every_fault_is_in_one_report() {
        let unsound = SOUND
            .replace("version = 1", "version = 3")
            .replace("\"GBR\", \"ITA\"", "\"GBR\", \"ATLANTIS\", \"GBR\"")
            .replace("period = \"2026\"", "period = \"2024\"")
            .replace("from = \"2024-03-01\"", "from = \"2025-03-01\"")
            .replace("\"eng\", \"aka\"]", "\"klingon\"]")
            .replace("instrument = \"2\"", "instrument = \"9\"")
            .replace("within = { DESTINATION = [\"GBR\"]", "within = { DESTINATION = [\"ITA\", \"XX\"]");
        let Err(StudyFault::Unsound(faults)) = Study::from_toml(&unsound) else { panic!("it must be refused") };
        assert_eq!(
            faults,
            [
                "version: `3`; expected version 1 of the format of studies",
                "destinations: `ATLANTIS`; expected a code of DESTINATION (ISO 3166-1 alpha-3)",
                "destinations: `GBR`; expected each code once",
                "languages of instrument 1: `klingon`; expected a code of LANGUAGE (ISO 639-3)",
                "fieldwork of wave 2024: `2024-05-31`; expected a last day that is not before the first",
                "DESTINATION of weight wt of wave 2024: `XX`; expected a code of DESTINATION (ISO 3166-1 alpha-3)",
                "DESTINATION of weight wt of wave 2024: `ITA`; expected a destination of the study",
                "DESTINATION of weight wt of wave 2024: `XX`; expected a destination of the study",
                "wave period: `2024`; expected waves oldest first, each period once",
                "instrument of wave 2024: `9`; expected the version of an [[instrument]]",
            ]
        );
    }

    #[test]
    fn a_question_of_its_own_has_codes_with_labels_in_a_language_that_everybody_or_the_study_reads() {
        let study = Study::from_toml(SOUND).unwrap();
        let asked = study.asked("VISITS".parse().unwrap()).unwrap();
        assert_eq!(asked.text, "How often did you visit Ghana in the last five years?");
        let codes: Vec<&str> = asked.codes.iter().map(|code| code.code.as_str()).collect();
        assert_eq!(codes, ["NEVER", "ONCE", "OFTEN"], "in the document's order");
        assert_eq!(asked.codes[2].label, "More than once");
        assert_eq!(study.asked("OTHER".parse().unwrap()), None);
        let unsound = SOUND
            .replace("id = \"VISITS\"", "id = \"VISITS_2\"")
            .replace("code = \"ONCE\"", "code = \"once\"")
            .replace("code = \"OFTEN\"", "code = \"NEVER\"")
            .replace("{ eng = \"Once\"", "{ xx = \"Once\"");
        let Err(StudyFault::Unsound(faults)) = Study::from_toml(&unsound) else { panic!("it must be refused") };
        assert_eq!(
            faults,
            [
                "code of question VISITS_2: `once`; expected capital letters, digits or underscores, 24 at most",
                "label of once of question VISITS_2: `xx`; expected a code of LANGUAGE (ISO 639-3)",
                "label of once of question VISITS_2: ``; expected a text in eng or eng",
                "code of question VISITS_2: `NEVER`; expected each code once",
            ]
        );
    }

    #[test]
    fn a_question_of_many_codes_says_whether_they_are_places_and_names_of_places_are_told() {
        let with = |places: &str, labels: &[&str]| {
            let code = |(at, label)| format!("{{ code = \"C{at}\", label = {{ eng = \"{label}\" }} }},\n");
            let codes: String = labels.iter().enumerate().map(code).collect();
            let question =
                format!("[[question]]\nid = \"WHERE\"\ntext = {{ eng = \"Where?\" }}\n{places}codes = [\n{codes}]\n");
            Study::from_toml(&format!("{SOUND}\n{question}"))
        };
        let eleven = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven"];
        let Err(StudyFault::Unsound(faults)) = with("", &eleven) else { panic!("it must be refused") };
        let expected =
            "places of question WHERE: ``; expected true or false: whether its 11 codes are places, such as towns";
        assert_eq!(faults, [expected]);
        assert!(with("places = true\n", &eleven).is_ok() && with("places = false\n", &eleven).is_ok());
        assert!(with("", &eleven[..10]).is_ok());
        for unsaid in ["", "places = false\n"] {
            let Err(StudyFault::Unsound(faults)) = with(unsaid, &["Italy", "Spain", "new york", "Other"]) else {
                panic!("it must be refused")
            };
            let found =
                "places of question WHERE: `3 of 4 codes`; expected true: these are names of countries or of regions";
            assert_eq!(faults, [found]);
        }
        assert!(with("places = true\n", &["Italy", "Spain", "new york", "Other"]).is_ok());
    }

    #[test]
    fn what_is_no_field_of_a_study_is_told_with_its_line() {
        let fault = Study::from_toml(&SOUND.replace("owner =", "ownr =")).unwrap_err();
        let StudyFault::Unreadable { line, message } = fault else { panic!("{fault:?}") };
        let at = SOUND.lines().position(|line| line.starts_with("owner =")).unwrap() + 1;
        assert_eq!(line, at);
        assert!(message.contains("unknown field `ownr`"), "{message}");
    }

    #[test]
    fn a_wave_may_be_added_and_one_that_is_loaded_may_not_be_taken_away() {
        let two = Study::from_toml(SOUND).unwrap();
        let one = Study { waves: two.waves[..1].to_vec(), ..two.clone() };
        let loaded = ["2024".to_owned(), "2026".to_owned()];
        assert_eq!(two.lacks(&loaded[..1]), Vec::<String>::new());
        assert_eq!(one.lacks(&loaded[..1]), Vec::<String>::new());
        assert_eq!(one.lacks(&loaded), ["2026"]);
    }
}
