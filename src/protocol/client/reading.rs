//! How text becomes a frame, and what is wrong with it otherwise.

use std::borrow::Cow;

use serde::Deserialize;

use super::{ClientFrame, FrameError, FrameProblem, SendMessage};
use crate::{
    ids::{Epoch, GroupId, Seq},
    json,
};

/// The two fields that decide how the rest is read.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    client_id: Option<&'a serde_json::value::RawValue>,
}

#[derive(Deserialize)]
struct Subscribe {
    #[serde(default)]
    group_id: Option<GroupId>,
    #[serde(default)]
    after: Option<Seq>,
    #[serde(default)]
    epoch: Option<Epoch>,
}

#[derive(Deserialize)]
struct InGroup {
    #[serde(default)]
    group_id: Option<GroupId>,
}

#[derive(Deserialize)]
struct AtSeq {
    #[serde(default)]
    group_id: Option<GroupId>,
    seq: Seq,
}

#[derive(Deserialize)]
struct Edit {
    #[serde(default)]
    group_id: Option<GroupId>,
    seq: Seq,
    content: String,
}

#[derive(Deserialize)]
struct React {
    #[serde(default)]
    group_id: Option<GroupId>,
    seq: Seq,
    emoji: String,
    on: bool,
}

#[derive(Deserialize)]
struct Pin {
    #[serde(default)]
    group_id: Option<GroupId>,
    seq: Seq,
    on: bool,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    group_id: Option<GroupId>,
    seq: Seq,
    #[serde(default)]
    answer_seq: Option<Seq>,
    on: bool,
}

impl ClientFrame {
    /// Reads a text frame, a JSON object. Unknown fields are ignored; a frame without `type` but with `content` is a message (the second
    /// earlier system's form); JSON nested deeper than 128 levels is refused.
    ///
    /// # Errors
    /// [`FrameError`], with the `client_id` if the frame had a legible one.
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        let envelope: Envelope<'_> =
            json::from_str(text).map_err(|error| FrameError { problem: invalid(&error), client_id: None })?;
        let client_id = envelope.client_id.and_then(|raw| json::from_str(raw.get()).ok());
        Self::parse_kind(envelope.kind.as_deref(), text).map_err(|problem| FrameError { problem, client_id })
    }

    fn parse_kind(kind: Option<&str>, text: &str) -> Result<Self, FrameProblem> {
        match kind {
            None => read(text).map(Self::SendMessage),
            Some("send_message") => match read::<SendMessage>(text)? {
                SendMessage { client_id: None, .. } => {
                    Err(FrameProblem::Invalid("missing field `client_id`".to_owned()))
                }
                message => Ok(Self::SendMessage(message)),
            },
            Some("subscribe") => {
                read(text).map(|Subscribe { group_id, after, epoch }| Self::Subscribe { group_id, after, epoch })
            }
            Some("unsubscribe") => read(text).map(|InGroup { group_id }| Self::Unsubscribe { group_id }),
            Some("edit_message") => {
                read(text).map(|Edit { group_id, seq, content }| Self::EditMessage { group_id, seq, content })
            }
            Some("delete_message") => read(text).map(|AtSeq { group_id, seq }| Self::DeleteMessage { group_id, seq }),
            Some("react") => {
                read(text).map(|React { group_id, seq, emoji, on }| Self::React { group_id, seq, emoji, on })
            }
            Some("pin") => read(text).map(|Pin { group_id, seq, on }| Self::Pin { group_id, seq, on }),
            Some("answer") => read(text).map(|Answer { group_id, seq, answer_seq, on }| Self::Answer {
                group_id,
                seq,
                answer_seq,
                on,
            }),
            Some("typing") => read(text).map(|InGroup { group_id }| Self::Typing { group_id }),
            Some("read") => read(text).map(|AtSeq { group_id, seq }| Self::Read { group_id, seq }),
            Some("ping") => Ok(Self::Ping),
            Some("pong") => Ok(Self::Pong),
            Some(_) => Err(FrameProblem::UnknownType),
        }
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, FrameProblem> {
    json::from_str(text).map_err(|error| invalid(&error))
}

/// Longest sentence about what is wrong, in characters: serde_json's own quotes the value that is of the wrong kind.
const SENTENCE_MAX: usize = 200;

/// serde_json's own sentence names the field and the place.
fn invalid(error: &serde_json::Error) -> FrameProblem {
    let sentence = match error.classify() {
        serde_json::error::Category::Data => error.to_string().chars().take(SENTENCE_MAX).collect(),
        _ => format!("not JSON (line {}, column {})", error.line(), error.column()),
    };
    FrameProblem::Invalid(sentence)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ClientMessageId;

    const CLIENT_ID: &str = "6f1e9a3c-5a0b-4c3e-9d5e-0f6f1c2b3a4d";

    fn problem(text: &str) -> FrameProblem {
        ClientFrame::parse(text).expect_err("must be refused").problem
    }

    #[test]
    fn every_frame_reads_back_what_it_writes() {
        let group_id = Some(GroupId::random());
        let frames = [
            ClientFrame::Subscribe { group_id, after: Some(Seq(7)), epoch: Some(Epoch::random()) },
            ClientFrame::Unsubscribe { group_id },
            ClientFrame::SendMessage(SendMessage {
                group_id,
                client_id: Some(ClientMessageId::random()),
                content: "hola".to_owned(),
                reply_to: Some(Seq(3)),
                sender_id: None,
                question: true,
            }),
            ClientFrame::React { group_id, seq: Seq(4), emoji: "👍".to_owned(), on: true },
            ClientFrame::Pin { group_id, seq: Seq(4), on: false },
            ClientFrame::Answer { group_id, seq: Seq(4), answer_seq: Some(Seq(5)), on: true },
            ClientFrame::EditMessage { group_id, seq: Seq(4), content: "adiós".to_owned() },
            ClientFrame::DeleteMessage { group_id, seq: Seq(4) },
            ClientFrame::Typing { group_id },
            ClientFrame::Read { group_id, seq: Seq(9) },
            ClientFrame::Ping,
            ClientFrame::Pong,
        ];
        for frame in frames {
            let text = serde_json::to_string(&frame).expect("serialises");
            assert_eq!(ClientFrame::parse(&text), Ok(frame), "{text}");
        }
    }

    #[test]
    fn the_wire_is_spelt_as_docs_socket_md_says() {
        let text = format!(r#"{{"type":"send_message","client_id":"{CLIENT_ID}","content":"hola","later":1}}"#);
        let frame = ClientFrame::parse(&text).expect("unknown fields are ignored");
        assert_eq!(
            serde_json::to_string(&frame).expect("serialises"),
            format!(r#"{{"type":"send_message","client_id":"{CLIENT_ID}","content":"hola"}}"#)
        );
    }

    #[test]
    fn a_frame_with_content_and_no_type_is_a_message() {
        let frame = ClientFrame::parse(r#"{"sender_id":"ana","content":"hola"}"#).expect("the earlier system's form");
        let ClientFrame::SendMessage(message) = frame else { panic!("{frame:?}") };
        assert_eq!((message.sender_id.as_deref(), message.client_id), (Some("ana"), None));
    }

    #[test]
    fn text_that_is_no_frame_is_refused_with_its_kind() {
        let deep = "[".repeat(10_000);
        for text in [
            "",
            "hola",
            "[]",
            r#"["send_message"]"#,
            r#"[null,null,"hola"]"#,
            r#"{"type":"read","seq":[1]}"#,
            r#"{"type":"read","seq":1.0}"#,
            r#"{"type":"read","seq":18446744073709551616}"#,
            r#"{"type":"ping"} {}"#,
            "7",
            "null",
            "{",
            "{}",
            &deep,
            r#"{"type":7}"#,
            r#"{"type":"read"}"#,
            r#"{"type":"read","seq":1e400}"#,
            r#"{"type":"read","seq":-1}"#,
            r#"{"type":"send_message","content":"\ud800"}"#,
            r#"{"type":"send_message","content":"no name"}"#,
            r#"{"type":"ping","type":"pong"}"#,
            r#"{"type":"read","seq":1,"seq":2}"#,
            r#"{"type":"send_message","client_id":"7","content":"x"}"#,
        ] {
            assert!(matches!(problem(text), FrameProblem::Invalid(_)), "{:.60}", text);
        }
        assert_eq!(problem(r#"{"type":"shout"}"#), FrameProblem::UnknownType);
    }

    #[test]
    fn an_error_quotes_no_more_than_a_sentence() {
        let text = format!(r#"{{"type":"read","seq":"{}"}}"#, "x".repeat(60_000));
        assert!(problem(&text).to_string().chars().count() < SENTENCE_MAX + 50);
    }

    #[test]
    fn an_error_carries_the_client_id_where_it_is_legible() {
        let text = format!(r#"{{"type":"send_message","client_id":"{CLIENT_ID}","content":7}}"#);
        let error = ClientFrame::parse(&text).expect_err("content is no text");
        assert_eq!(error.client_id.map(|id| id.to_string()).as_deref(), Some(CLIENT_ID));
    }
}
