//! Speech that is brought in without quotation marks: who spoke, a colon or a comma, and what was said. The words are those of
//! languages that countries write such papers in; of other languages the marks and dashes alone are seen.

/// Who speaks where a colon follows, as in the minutes of a conversation.
const SPEAKERS: &str = "moderator facilitator interviewer interviewee participant respondent speaker woman man \
    modérateur modératrice animateur animatrice participante enquêteur enquêtrice femme homme \
    moderador moderadora participante entrevistador entrevistadora mujer hombre mulher homem \
    moderatore partecipante donna uomo frau mann moderatorin";
/// Words by which somebody is said to have spoken. Those that lead to a list as often (`named`, `asked for`, `added`) are none.
const SPOKE: &str = "say says said saying tell tells told shout shouts shouted cried exclaims exclaimed replied replies answered \
    explained complains complained whispered insisted remarked quote quotes quoted verbatim \
    dit dis disait disent disaient déclaré déclare répond répondu explique expliqué raconte raconté exclame exclamé crie crié \
    dijo dijeron dice dicen decía decían dicho contó contaron respondió respondieron explicó explicaron exclamó gritó \
    disse disseram diz dizem dizia contou contaram respondeu responderam explicou exclamou gritou \
    sagte sagten sagt sagen gesagt meinte meinten erzählte erzählten erzählt antwortete antworteten rief klagte \
    dissero dicono detto diceva rispose risposto raccontò raccontato spiegò spiegato esclamò \
    spus spune spunea zis zice răspuns povestit sabi sinabi aniya wika \
    сказал сказала сказали говорит говорят говорил говорила говорили ответил ответила قال قالت قالوا يقول تقول";
/// Words after which speech is indirect.
const INDIRECT: &str = "that whether if how why what when que qu comment pourquoi si cómo como dass daß ob wie warum che come că \
    dacă что na أن ان";
/// What somebody told of, which is a list as often as not.
const TOLD: &str = "tell tells told";
const OF: &str = "of about";
/// The words in which somebody speaks of himself or herself, or of those present.
const FIRST: &str = "we my our ours myself ourselves je j nous mon mes notre nos moi yo nosotros nosotras mi mis nuestro nuestra \
    nuestros nuestras eu nós meu minha meus minhas nosso nossa nossos nossas ich wir mein meine unser unsere io noi mio mia nostro \
    nostra nostri nostre mea noastră nostru ako kami tayo namin natin я мы мой моя наш наша наши نحن أنا";
/// How many words may stand between who spoke and the colon (`said to the others:`), and the comma (`said one of them,`).
const NEAR_COLON: usize = 4;
const NEAR_COMMA: usize = 2;

/// What a sentence is made of, as far as it tells of speech.
enum Piece {
    Word(String),
    Colon,
    Comma,
}

impl Piece {
    fn is(&self, of: &str) -> bool {
        let Self::Word(word) = self else { return false };
        let word = word.to_lowercase();
        of.split_whitespace().any(|known| known == word)
    }

    fn is_first_person(&self) -> bool {
        let Self::Word(word) = self else { return false };
        // `I` is an article elsewhere, and capitals such as `EU` are a name.
        word == "I" || (self.is(FIRST) && !(word.chars().count() > 1 && word.chars().all(char::is_uppercase)))
    }
}

/// Whether somebody is said to speak in a text, and what.
pub(super) fn is_in(signs: &[char]) -> bool {
    let ends = |c: &char| ".?!;\n\u{2026}\u{61f}\u{3002}\u{ff01}\u{ff1f}".contains(*c);
    signs.split(ends).map(pieces).any(|sentence| {
        let colon = sentence.iter().position(|piece| matches!(piece, Piece::Colon));
        colon.is_some_and(|colon| is_after_colon(&sentence, colon)) || is_beside_comma(&sentence)
    })
}

fn is_after_colon(sentence: &[Piece], colon: usize) -> bool {
    let (before, after) = sentence.split_at(colon);
    let is_name = |number: usize| before.len() <= 3 && before.iter().skip(number).any(|piece| piece.is(SPEAKERS));
    let spoke = |(at, _): (usize, &Piece)| {
        let rest = sentence.get(at + 1..).unwrap_or_default();
        speaks(sentence, at) && rest.iter().take(NEAR_COLON + 1).any(|piece| matches!(piece, Piece::Colon))
    };
    let first = after.iter().any(Piece::is_first_person);
    is_name(0) || is_number(before) || first || sentence.iter().enumerate().any(spoke)
}

/// Whether a speaker stands there by a number, as `P3` or `R12`.
fn is_number(before: &[Piece]) -> bool {
    let [Piece::Word(word)] = before else { return false };
    let digits = word.strip_prefix(['P', 'R', 'W', 'F']).unwrap_or_default();
    (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_beside_comma(sentence: &[Piece]) -> bool {
    let is_comma = |piece: &Piece| matches!(piece, Piece::Comma);
    let spoke = |(at, _): (usize, &Piece)| {
        let before = sentence.get(at.saturating_sub(NEAR_COMMA + 1)..at).unwrap_or_default();
        let after = sentence.get(at + 1..).unwrap_or_default();
        // `We asked, …` is the writer.
        let is_writer = before.last().is_some_and(Piece::is_first_person);
        let comma = before.iter().chain(after.iter().take(NEAR_COMMA + 1)).any(is_comma);
        speaks(sentence, at) && !is_writer && comma
    };
    sentence.iter().any(Piece::is_first_person) && sentence.iter().enumerate().any(spoke)
}

/// Whether a word brings speech in that is not indirect.
fn speaks(sentence: &[Piece], at: usize) -> bool {
    let Some((spoke, rest)) = sentence.get(at..).and_then(<[Piece]>::split_first) else { return false };
    let is_indirect = rest.iter().take(2).any(|piece| piece.is(INDIRECT));
    let is_list = spoke.is(TOLD) && rest.first().is_some_and(|piece| piece.is(OF));
    spoke.is(SPOKE) && !is_indirect && !is_list
}

/// A sentence's words, colons and commas. A colon between digits is a time's.
fn pieces(sentence: &[char]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut word = String::new();
    for (at, c) in sentence.iter().enumerate() {
        if c.is_alphanumeric() {
            word.push(*c);
            continue;
        }
        if !word.is_empty() {
            pieces.push(Piece::Word(std::mem::take(&mut word)));
        }
        let is_digit = |at: Option<usize>| at.and_then(|at| sentence.get(at)).is_some_and(char::is_ascii_digit);
        match c {
            ':' | '\u{ff1a}' | '\u{fe55}' if !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1))) => {
                pieces.push(Piece::Colon);
            }
            ',' | '\u{60c}' | '\u{ff0c}' => pieces.push(Piece::Comma),
            _ => {}
        }
    }
    if !word.is_empty() {
        pieces.push(Piece::Word(word));
    }
    pieces
}
