//! The messages of `graphql-transport-ws`. <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>

use crate::leave::json;
use async_graphql::Response;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The name of the protocol.
pub const PROTOCOL: &str = "graphql-transport-ws";

/// The longest name of an operation that a client may choose, in bytes.
const MOST_ID: usize = 128;

/// What a client says.
pub enum Said {
    /// It begins, and may say who it is.
    Init(Option<Init>),
    /// It asks whether the service is there.
    Ping,
    /// It is there.
    Pong,
    /// It asks, under a name of its own for the operation.
    Subscribe(String, Box<RawValue>),
    /// It wants no more of the operation of this name.
    Complete(String),
}

/// A message as it travels.
#[derive(Deserialize)]
struct Wire {
    r#type: String,
    id: Option<String>,
    payload: Option<Box<RawValue>>,
}

/// Who begins.
#[derive(Deserialize)]
pub struct Init {
    /// As in the header of the same name: `Bearer ...`.
    #[serde(default, alias = "Authorization")]
    pub authorization: Option<String>,
}

/// Why the service closes a connection, as the protocol numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// A message that does not read.
    Malformed,
    /// It asks before it has begun.
    NotBegun,
    /// No valid token, or one whose time is over.
    Forbidden,
    /// It did not begin in time.
    InitTimeout,
    /// Two operations of one name.
    Twice,
    /// It begins twice.
    TooManyInits,
    /// The service stops.
    GoingAway,
    /// It is not there any more.
    Silent,
    /// A message that is too large, or no message at all.
    Unreadable,
    /// It asks more often than it may.
    TooOften,
}

impl Close {
    /// The number and the words of the closing frame.
    pub fn frame(self) -> (u16, &'static str) {
        match self {
            Self::Malformed => (4400, "The message is none of graphql-transport-ws"),
            Self::NotBegun => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden: a valid token is needed"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::Twice => (4409, "Subscriber already exists"),
            Self::TooManyInits => (4429, "Too many initialisation requests"),
            Self::GoingAway => (1001, "The service stops"),
            Self::Silent => (1001, "Nothing was heard for too long"),
            Self::Unreadable => (1009, "The message is too large"),
            Self::TooOften => (1013, "Asked more often than one may; try again later"),
        }
    }
}

#[derive(Serialize)]
struct Out<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    r#type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'a RawValue>,
}

fn out(id: Option<&str>, kind: &str, payload: Option<&RawValue>) -> String {
    // Texts and JSON that is JSON already: this cannot fail.
    serde_json::to_string(&Out { id, r#type: kind, payload }).unwrap_or_default()
}

impl Said {
    /// Reads a message.
    pub fn read(text: &str) -> Result<Self, Close> {
        let Wire { r#type, id, payload } = serde_json::from_str(text).map_err(|_| Close::Malformed)?;
        let id = id.filter(|id| (1..=MOST_ID).contains(&id.len())).ok_or(Close::Malformed);
        match r#type.as_str() {
            "connection_init" => {
                let read = payload.map(|payload| serde_json::from_str(payload.get()).map_err(|_| Close::Malformed));
                Ok(Self::Init(read.transpose()?))
            }
            "ping" => Ok(Self::Ping),
            "pong" => Ok(Self::Pong),
            "subscribe" => Ok(Self::Subscribe(id?, payload.ok_or(Close::Malformed)?)),
            "complete" => Ok(Self::Complete(id?)),
            _ => Err(Close::Malformed),
        }
    }
}

/// The service has begun.
pub fn acknowledged() -> String {
    out(None, "connection_ack", None)
}

/// The service is there.
pub fn pong() -> String {
    out(None, "pong", None)
}

/// A part of an answer.
pub fn next(id: &str, part: &Response) -> String {
    let payload = RawValue::from_string(json(part)).ok();
    out(Some(id), "next", payload.as_deref())
}

/// An operation that was not run. It is over.
pub fn failed(id: &str, response: &Response) -> String {
    let errors = serde_json::value::to_raw_value(&response.errors).ok();
    out(Some(id), "error", errors.as_deref())
}

/// An operation that is over.
pub fn complete(id: &str) -> String {
    out(Some(id), "complete", None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_of_the_protocol_is_malformed() {
        for wrong in [
            "",
            "7",
            "{}",
            r#"{"type":"start"}"#,
            r#"{"type":"subscribe"}"#,
            r#"{"type":"subscribe","id":"","payload":{}}"#,
            r#"{"type":"subscribe","id":7,"payload":{}}"#,
            r#"{"type":"connection_init","payload":{"authorization":7}}"#,
            r#"{"type":"complete"}"#,
        ] {
            assert_eq!(Said::read(wrong).err(), Some(Close::Malformed), "{wrong}");
        }
        let long = format!(r#"{{"type":"subscribe","id":"{}","payload":{{}}}}"#, "x".repeat(MOST_ID + 1));
        assert_eq!(Said::read(&long).err(), Some(Close::Malformed));
    }

    #[test]
    fn what_is_one_reads_with_or_without_what_may_be_left_out() {
        for sound in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"connection_init","payload":{"other":1}}"#,
            r#"{"type":"ping","payload":{"a":1}}"#,
            r#"{"type":"pong"}"#,
            r#"{"id":"1","type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"complete","id":"1"}"#,
        ] {
            assert!(Said::read(sound).is_ok(), "{sound}");
        }
        let init = Said::read(r#"{"type":"connection_init","payload":{"authorization":"Bearer x"}}"#);
        let Ok(Said::Init(Some(Init { authorization }))) = init else { panic!("this begins") };
        assert_eq!(authorization.as_deref(), Some("Bearer x"));
    }

    #[test]
    fn what_is_said_is_written_as_the_protocol_writes_it() {
        assert_eq!(acknowledged(), r#"{"type":"connection_ack"}"#);
        assert_eq!(next("a\"b", &Response::new(1)), r#"{"id":"a\"b","type":"next","payload":{"data":1}}"#);
        assert_eq!(complete("1"), r#"{"id":"1","type":"complete"}"#);
    }
}
