//! In which form an answer leaves: what the caller accepts (RFC 9110, section 12.5.1), of what the door can say.

use axum::http::{HeaderMap, header};

/// A form of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// JSON, for those who know no other: whatever is sound HTTP is a 200.
    Json,
    /// The media type of GraphQL over HTTP: the status says what became of the request.
    GraphqlResponse,
    /// Server-sent events, one for each part of an answer.
    Events,
}

impl Form {
    /// What stands in `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Events => "text/event-stream; charset=utf-8",
        }
    }

    const fn media(self) -> (&'static str, &'static str) {
        match self {
            Self::Json => ("application", "json"),
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Events => ("text", "event-stream"),
        }
    }
}

/// The forms that a caller accepts, the dearest first; where two are as dear, the one that was named first, and of those
/// that no name stands for, JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted(Vec<Form>);

impl Accepted {
    /// Reads `Accept`. Without it everything is accepted.
    pub fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let ranges: Vec<Range> = values.flat_map(|value| value.split(',')).filter_map(Range::read).collect();
        if !headers.contains_key(header::ACCEPT) {
            return Self(vec![Form::Json, Form::GraphqlResponse, Form::Events]);
        }
        let mut forms: Vec<(u16, usize, Form)> = [Form::Json, Form::GraphqlResponse, Form::Events]
            .into_iter()
            .filter_map(|form| {
                // The narrowest range decides, and of two the first.
                let matching = ranges.iter().enumerate().filter(|(_, range)| range.covers(form));
                let (place, range) = matching.max_by_key(|(place, range)| (range.narrowness(), usize::MAX - place))?;
                (range.weight > 0).then_some((1000 - range.weight, place, form))
            })
            .collect();
        forms.sort_by_key(|(dear, place, _)| (*dear, *place));
        Self(forms.into_iter().map(|(_, _, form)| form).collect())
    }

    /// The form of an answer in one part.
    pub fn whole(&self) -> Option<Form> {
        self.0.first().copied()
    }

    /// Whether an answer may come in parts.
    pub fn events(&self) -> bool {
        self.0.contains(&Form::Events)
    }

    /// The form of a failure: JSON where nothing else fits, so that it can be read at all.
    pub fn failure(&self) -> Form {
        self.0.iter().copied().find(|form| *form != Form::Events).unwrap_or(Form::Json)
    }
}

/// One media range of `Accept`.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// Thousandths.
    weight: u16,
}

impl<'a> Range<'a> {
    /// Reads a range; one in another character set than UTF-8, or that does not read, is none.
    fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let mut weight = 1000;
        for (name, value) in parts.filter_map(|part| part.split_once('=')) {
            if name.eq_ignore_ascii_case("q") {
                weight = thousandths(value)?;
            } else if name.eq_ignore_ascii_case("charset") && !is_utf_8(value) {
                return None;
            }
        }
        Some(Self { kind, subtype, weight })
    }

    fn covers(&self, form: Form) -> bool {
        let (kind, subtype) = form.media();
        let any_subtype = self.subtype == "*";
        (self.kind == "*" && any_subtype)
            || (self.kind.eq_ignore_ascii_case(kind) && (any_subtype || self.subtype.eq_ignore_ascii_case(subtype)))
    }

    fn narrowness(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.subtype != "*")
    }
}

/// A weight between 0 and 1, in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    let is_weight = matches!(whole, "0" | "1") && decimals.len() <= 3 && decimals.bytes().all(|b| b.is_ascii_digit());
    let thousandths = format!("{whole}{decimals:0<3}").parse().ok()?;
    (is_weight && thousandths <= 1000).then_some(thousandths)
}

/// Whether a parameter's value names UTF-8, in quotation marks or without.
pub fn is_utf_8(value: &str) -> bool {
    let value = value.trim_matches('"');
    value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8")
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(accept: &str) -> Vec<Form> {
        Accepted::of(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_str(accept).unwrap())])).0
    }

    #[test]
    fn what_a_caller_accepts_decides_in_the_order_that_the_standard_says() {
        use Form::{Events, GraphqlResponse, Json};
        let cases: [(&str, &[Form]); 19] = [
            ("application/json", &[Json]),
            ("application/graphql-response+json", &[GraphqlResponse]),
            ("application/graphql-response+json, application/json;q=0.9", &[GraphqlResponse, Json]),
            ("application/json;q=0.9, application/graphql-response+json", &[GraphqlResponse, Json]),
            ("application/json, application/graphql-response+json", &[Json, GraphqlResponse]),
            ("*/*", &[Json, GraphqlResponse, Events]),
            ("application/*", &[Json, GraphqlResponse]),
            ("text/*", &[Events]),
            ("text/event-stream", &[Events]),
            (
                "text/event-stream, application/graphql-response+json;q=0.5, application/json;q=0.4",
                &[Events, GraphqlResponse, Json],
            ),
            ("*/*, application/json;q=0", &[GraphqlResponse, Events]),
            ("*/*;q=0.1, application/graphql-response+json", &[GraphqlResponse, Json, Events]),
            ("APPLICATION/JSON; charset=UTF-8", &[Json]),
            ("application/json; charset=\"utf-8\"; q=1.000", &[Json]),
            ("application/json; charset=iso-8859-1", &[]),
            ("text/html, application/xhtml+xml", &[]),
            ("application/json;q=2", &[]),
            ("application/json;q=0.1234", &[]),
            ("", &[]),
        ];
        for (accept, forms) in cases {
            assert_eq!(of(accept), forms, "{accept:?}");
        }
        assert_eq!(Accepted::of(&HeaderMap::new()).whole(), Some(Json), "no header accepts everything");
    }

    #[test]
    fn a_failure_is_said_as_json_even_to_one_who_accepts_nothing_of_it() {
        let failure = |accept| Accepted(of(accept)).failure();
        assert_eq!(failure("text/html"), Form::Json);
        assert_eq!(failure("text/event-stream"), Form::Json);
        assert_eq!(failure("text/event-stream, application/graphql-response+json;q=0.5"), Form::GraphqlResponse);
    }
}
