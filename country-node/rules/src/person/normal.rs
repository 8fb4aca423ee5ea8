//! What is compared of a person's contact: the same of whoever writes it another way.

/// An e-mail address: in small letters, without what stands behind a plus sign, which is delivered to the same person.
pub fn email(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    let local = local.split('+').next().filter(|local| !local.is_empty())?;
    Some(format!("{}@{}", local.to_lowercase(), domain.to_lowercase()))
}

/// A telephone number: its digits, without the zero in brackets that is not dialled from abroad.
pub fn telephone(text: &str) -> Option<String> {
    let digits: String = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    (digits.len() >= 7).then_some(digits)
}

/// A name: its words without accents and signs, in small letters, in the order of the alphabet, for some write the family's
/// name first. One word alone is no name that could tell a person.
pub fn name(text: &str) -> Option<String> {
    let plain: String = text.to_lowercase().chars().map(plain).collect();
    let mut words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    (words.len() > 1).then(|| words.join(" "))
}

/// The year of a day of birth (`1984` or `1984-05-31`), and the day where it is known.
pub fn born(text: &str) -> Option<(&str, Option<&str>)> {
    let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok() && text.len() == 10;
    let year = text.get(..4).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    if day { Some((year, Some(text))) } else { (text.len() == 4).then_some((year, None)) }
}

/// A letter without its accent, as far as the Latin alphabets of Europe, America and Africa have them.
fn plain(letter: char) -> String {
    let base = match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ' | 'ả' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ɛ' => "e",
        'ğ' | 'ģ' | 'ĝ' | 'ġ' => "g",
        'ħ' | 'ĥ' => "h",
        'ì'..='ï' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ị' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' | 'ŋ' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'ŏ' | 'ơ' | 'ọ' | 'ɔ' => "o",
        'œ' => "oe",
        'ř' | 'ŕ' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'ŝ' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ŭ' | 'ų' | 'ư' | 'ụ' => "u",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ž' | 'ż' => "z",
        // Signs that stand over the letter before them; and O'Neill and ONeill are one name.
        '\u{300}'..='\u{36f}' | '\'' | '\u{2019}' => "",
        other => return other.to_string(),
    };
    base.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_to_write_the_same_are_one() {
        for same in ["Ama.Mensah@Example.org", " ama.mensah@example.ORG ", "ama.mensah+fair@example.org"] {
            assert_eq!(email(same).as_deref(), Some("ama.mensah@example.org"), "{same}");
        }
        for same in ["+44 (0)20 7946 0958", "+44-20-7946-0958", "+442079460958"] {
            assert_eq!(telephone(same).as_deref(), Some("442079460958"), "{same}");
        }
        for same in ["José O'Neill Nuñez", "NUNEZ, Jose ONeill", "Jose\u{301} O\u{2019}Neill  Nu\u{f1}ez"] {
            assert_eq!(name(same).as_deref(), Some("jose nunez oneill"), "{same}");
        }
    }

    #[test]
    fn what_tells_no_person_is_not_compared() {
        assert_eq!((email("ama"), email("+x@example.org"), telephone("+1 23"), name("Ama")), (None, None, None, None));
    }

    #[test]
    fn a_day_of_birth_is_a_year_or_a_day() {
        assert_eq!(born("1984"), Some(("1984", None)));
        assert_eq!(born("1984-05-31"), Some(("1984", Some("1984-05-31"))));
        for none in ["", "84", "1984-5-31", "1984-02-30", "31.05.1984", "198x", "19845"] {
            assert_eq!(born(none), None, "{none}");
        }
    }
}
