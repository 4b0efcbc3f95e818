//! Reading a frame: by hand, because the browser pays for what it loads.
//!
//! What serde derives for an enum tagged inside, with a flattened variant, collects each frame in an intermediate form and
//! reads every variant from that: 48 kB of WASM. All frames share their few fields, so one flat structure with all of them
//! reads every frame, and the type says which must be there.

use serde::{Deserialize, Deserializer, de::Error};

use super::{Ack, Head, Message, Present, Problem, ServerFrame};
use crate::{
    clock::Timestamp,
    ids::{ClientId, Epoch, GroupId, MessageId, Seq, UserId},
    problem::ErrorCode,
};

/// Every field of every frame; unknown ones are ignored.
#[derive(Deserialize)]
struct Fields {
    #[serde(rename = "type")]
    kind: Kind,
    group_id: Option<GroupId>,
    head: Option<Seq>,
    epoch: Option<Epoch>,
    online: Option<Vec<Present>>,
    seq: Option<Seq>,
    id: Option<MessageId>,
    sender_id: Option<UserId>,
    sender: Option<String>,
    sender_name: Option<String>,
    content: Option<String>,
    timestamp: Option<Timestamp>,
    reply_to: Option<Seq>,
    client_id: Option<ClientId>,
    edited_at: Option<Timestamp>,
    #[serde(default)]
    deleted: bool,
    user_id: Option<UserId>,
    name: Option<String>,
    message_seq: Option<Seq>,
    editor_id: Option<UserId>,
    duplicate: Option<bool>,
    heads: Option<Vec<Head>>,
    code: Option<ErrorCode>,
    message: Option<String>,
    retry_after_ms: Option<u64>,
}

/// The frame's `type`.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Subscribed,
    NewMessage,
    MemberAdded,
    MemberRemoved,
    MessageEdited,
    MessageDeleted,
    Ack,
    Live,
    Reset,
    UserJoined,
    UserLeft,
    Typing,
    Read,
    Ping,
    Pong,
    Error,
}

impl<'de> Deserialize<'de> for ServerFrame {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Fields::deserialize(deserializer)?.frame().map_err(D::Error::missing_field)
    }
}

impl Fields {
    /// The frame, or the name of the field that it lacks.
    fn frame(self) -> Result<ServerFrame, &'static str> {
        let group_id = self.group_id.ok_or("group_id");
        let head = self.head.ok_or("head");
        let epoch = self.epoch.ok_or("epoch");
        let seq = self.seq.ok_or("seq");
        let user_id = self.user_id.ok_or("user_id");
        let name = self.name.ok_or("name");
        let timestamp = self.timestamp.ok_or("timestamp");
        let message_seq = self.message_seq.ok_or("message_seq");
        let editor_id = self.editor_id.ok_or("editor_id");
        Ok(match self.kind {
            Kind::Subscribed => ServerFrame::Subscribed {
                group_id: group_id?,
                head: head?,
                epoch: epoch?,
                online: self.online.ok_or("online")?,
            },
            Kind::NewMessage => ServerFrame::NewMessage {
                group_id: group_id?,
                message: Message {
                    seq: seq?,
                    id: self.id.ok_or("id")?,
                    sender_id: self.sender_id.ok_or("sender_id")?,
                    sender: self.sender.ok_or("sender")?,
                    sender_name: self.sender_name.ok_or("sender_name")?,
                    content: self.content,
                    timestamp: timestamp?,
                    reply_to: self.reply_to,
                    client_id: self.client_id,
                    edited_at: self.edited_at,
                    deleted: self.deleted,
                },
            },
            Kind::MemberAdded => ServerFrame::MemberAdded {
                group_id: group_id?,
                seq: seq?,
                user_id: user_id?,
                name: name?,
                timestamp: timestamp?,
            },
            Kind::MemberRemoved => ServerFrame::MemberRemoved {
                group_id: group_id?,
                seq: seq?,
                user_id: user_id?,
                name: name?,
                timestamp: timestamp?,
            },
            Kind::MessageEdited => ServerFrame::MessageEdited {
                group_id: group_id?,
                seq: seq?,
                message_seq: message_seq?,
                content: self.content,
                editor_id: editor_id?,
                timestamp: timestamp?,
            },
            Kind::MessageDeleted => ServerFrame::MessageDeleted {
                group_id: group_id?,
                seq: seq?,
                message_seq: message_seq?,
                editor_id: editor_id?,
                timestamp: timestamp?,
            },
            Kind::Ack => ServerFrame::Ack(Ack {
                group_id: group_id?,
                client_id: self.client_id.ok_or("client_id")?,
                id: self.id.ok_or("id")?,
                seq: seq?,
                timestamp: timestamp?,
                duplicate: self.duplicate.ok_or("duplicate")?,
            }),
            Kind::Live => ServerFrame::Live { group_id: group_id?, head: head?, epoch: epoch? },
            Kind::Reset => ServerFrame::Reset { group_id: group_id?, head: head?, epoch: epoch? },
            Kind::UserJoined => ServerFrame::UserJoined { group_id: group_id?, user_id: user_id?, name: name? },
            Kind::UserLeft => ServerFrame::UserLeft { group_id: group_id?, user_id: user_id?, name: name? },
            Kind::Typing => ServerFrame::Typing { group_id: group_id?, user_id: user_id?, name: name? },
            Kind::Read => ServerFrame::Read { group_id: group_id?, seq: seq? },
            Kind::Ping => ServerFrame::Ping { heads: self.heads.ok_or("heads")? },
            Kind::Pong => ServerFrame::Pong,
            Kind::Error => ServerFrame::Error(Problem {
                code: self.code.ok_or("code")?,
                message: self.message.ok_or("message")?,
                group_id: self.group_id,
                client_id: self.client_id,
                retry_after_ms: self.retry_after_ms,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// One frame of each type, with all that it can carry.
    fn frames() -> Vec<ServerFrame> {
        let (group_id, user_id, epoch) = (GroupId::random(), UserId::random(), Epoch::random());
        let (name, timestamp) = ("Ana Ruiz".to_owned(), Timestamp::from_millis(1_790_000_000_123));
        let (head, seq, message_seq) = (Seq(9), Seq(7), Seq(3));
        let message = Message {
            seq,
            id: MessageId::random(),
            sender_id: user_id,
            sender: name.clone(),
            sender_name: name.clone(),
            content: Some("hola".to_owned()),
            timestamp,
            reply_to: Some(message_seq),
            client_id: Some(ClientId::random()),
            edited_at: Some(timestamp),
            deleted: false,
        };
        let deleted = Message {
            content: None,
            reply_to: None,
            client_id: None,
            edited_at: None,
            deleted: true,
            ..message.clone()
        };
        let ack = Ack { group_id, client_id: ClientId::random(), id: message.id, seq, timestamp, duplicate: true };
        let problem = Problem {
            code: ErrorCode::RateLimited,
            message: "too fast".to_owned(),
            group_id: Some(group_id),
            client_id: Some(ack.client_id),
            retry_after_ms: Some(1_500),
        };
        let bare = Problem {
            message: String::new(),
            group_id: None,
            client_id: None,
            retry_after_ms: None,
            ..problem.clone()
        };
        let content = Some("adiós".to_owned());
        vec![
            ServerFrame::Subscribed { group_id, head, epoch, online: vec![Present { user_id, name: name.clone() }] },
            ServerFrame::NewMessage { group_id, message },
            ServerFrame::NewMessage { group_id, message: deleted },
            ServerFrame::MemberAdded { group_id, seq, user_id, name: name.clone(), timestamp },
            ServerFrame::MemberRemoved { group_id, seq, user_id, name: name.clone(), timestamp },
            ServerFrame::MessageEdited { group_id, seq, message_seq, content, editor_id: user_id, timestamp },
            ServerFrame::MessageEdited { group_id, seq, message_seq, content: None, editor_id: user_id, timestamp },
            ServerFrame::MessageDeleted { group_id, seq, message_seq, editor_id: user_id, timestamp },
            ServerFrame::Ack(ack),
            ServerFrame::Live { group_id, head, epoch },
            ServerFrame::Reset { group_id, head, epoch },
            ServerFrame::UserJoined { group_id, user_id, name: name.clone() },
            ServerFrame::UserLeft { group_id, user_id, name: name.clone() },
            ServerFrame::Typing { group_id, user_id, name },
            ServerFrame::Read { group_id, seq },
            ServerFrame::Ping { heads: vec![Head { group_id, head }] },
            ServerFrame::Pong,
            ServerFrame::Error(problem),
            ServerFrame::Error(bare),
        ]
    }

    fn written(frame: &ServerFrame) -> Value {
        serde_json::to_value(frame).expect("serialises")
    }

    #[test]
    fn every_frame_reads_back_what_it_writes() {
        for frame in frames() {
            let text = serde_json::to_string(&frame).expect("serialises");
            assert_eq!(serde_json::from_str::<ServerFrame>(&text).expect(&text), frame);
        }
    }

    #[test]
    fn fields_that_are_not_known_and_fields_without_a_value_change_nothing() {
        for frame in frames() {
            let mut json = written(&frame);
            json["later"] = json!({ "deep": [1, 2] });
            for optional in ["reply_to", "client_id", "edited_at", "retry_after_ms"] {
                json.as_object_mut().expect("an object").entry(optional).or_insert(Value::Null);
            }
            assert_eq!(serde_json::from_value::<ServerFrame>(json).expect("reads"), frame);
        }
    }

    #[test]
    fn a_frame_that_lacks_a_field_is_refused_by_the_name_of_the_field() {
        let optional = ["content", "reply_to", "client_id", "edited_at", "deleted", "group_id", "retry_after_ms"];
        for frame in frames() {
            for field in written(&frame).as_object().expect("an object").keys() {
                let may_be_absent = match frame {
                    ServerFrame::Error(_) => optional.contains(&field.as_str()),
                    ServerFrame::NewMessage { .. } | ServerFrame::MessageEdited { .. } => {
                        field != "group_id" && optional.contains(&field.as_str())
                    }
                    _ => false,
                };
                let mut json = written(&frame);
                json.as_object_mut().expect("an object").remove(field);
                match serde_json::from_value::<ServerFrame>(json) {
                    Ok(_) => assert!(may_be_absent, "{frame:?} without {field}"),
                    Err(error) => assert!(error.to_string().contains(field.as_str()), "{error}"),
                }
            }
        }
    }

    #[test]
    fn a_type_that_is_not_known_is_refused() {
        assert!(serde_json::from_value::<ServerFrame>(json!({ "type": "party" })).is_err());
        assert!(serde_json::from_value::<ServerFrame>(json!({})).is_err());
    }
}
