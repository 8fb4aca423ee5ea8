//! The words of a text, so that what is spelt a little otherwise is found again.

/// Words that join others, which some write and some leave out.
const JOINING: [&str; 4] = ["the", "and", "et", "y"];

/// The words of a text, in small letters, without signs and accents. `d'études` is two words, `master's` is one.
pub fn words(text: &str) -> Vec<String> {
    let (mut words, mut word): (Vec<String>, String) = (Vec::new(), String::new());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '\'' | '’' if word.len() > 2 || word.len() == 2 && word != "qu" => {}
            '\u{300}'..='\u{36f}' => {}
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            'ß' => word.push_str("ss"),
            c if c.is_alphanumeric() => word.push(plain(c)),
            _ => words.push(std::mem::take(&mut word)),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty() && !JOINING.contains(&word.as_str()));
    for word in words.iter_mut().filter(|word| *word == "st") {
        "saint".clone_into(word);
    }
    words
}

/// The words with single blanks between, as they are looked up.
pub fn phrase(text: &str) -> String {
    words(text).join(" ")
}

/// Whether it is numbers alone, or nothing.
pub fn is_number(phrase: &str) -> bool {
    phrase.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

/// Whether it is long enough to mean something by itself.
pub fn says(phrase: &str) -> bool {
    phrase.split(' ').any(|word| word.chars().count() >= 4)
}

fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' => 'o',
        'ș' | 'ş' | 'š' | 'ś' => 's',
        'ț' | 'ţ' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        other => other,
    }
}
