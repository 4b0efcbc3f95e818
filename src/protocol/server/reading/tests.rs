//! Every frame, read and written.

use serde_json::{Value, json};

use super::*;

/// One frame of each type, with all that it can carry.
fn frames() -> Vec<ServerFrame> {
    let (group_id, user_id, epoch) = (GroupId::random(), UserId::random(), Epoch::random());
    let (name, timestamp) = ("Ana Ruiz".to_owned(), Timestamp::from_millis(1_790_000_000_123));
    let (head, seq, message_seq) = (Seq(9), Seq(7), Seq(3));
    let message = Message {
        reply_to: Some(message_seq),
        client_id: Some(ClientMessageId::random()),
        edited_at: Some(timestamp),
        ..Message::new(seq, MessageId::random(), user_id, name.clone(), Some("hola".to_owned()), timestamp)
    };
    let excerpt = Some("adiós".to_owned());
    let rich = Message {
        reply: Some(Box::new(Reply {
            seq: message_seq,
            sender_id: user_id,
            sender_name: name.clone(),
            excerpt: excerpt.clone(),
            deleted: false,
        })),
        mentions: vec![Mention { user_id, text: "@Ana".to_owned() }],
        everyone: true,
        reactions: vec![Reaction { emoji: "👍".to_owned(), count: 2, mine: true, names: vec![name.clone()] }],
        question: true,
        answer_seq: Some(seq),
        answers: vec![message_seq],
        pinned: true,
        ..message.clone()
    };
    let deleted =
        Message { content: None, reply_to: None, client_id: None, edited_at: None, deleted: true, ..message.clone() };
    let ack = Ack { group_id, client_id: ClientMessageId::random(), id: message.id, seq, timestamp, duplicate: true };
    let problem = Refusal {
        code: ErrorCode::RateLimited,
        message: "too fast".to_owned(),
        group_id: Some(group_id),
        client_id: Some(ack.client_id),
        retry_after_ms: Some(1_500),
    };
    let bare =
        Refusal { message: String::new(), group_id: None, client_id: None, retry_after_ms: None, ..problem.clone() };
    let content = Some("adiós".to_owned());
    let event = |change| ServerFrame::Event(LogEvent { group_id, seq, at: timestamp, change });
    let (editor_id, actor_id) = (user_id, user_id);
    let news = GroupNews { name: None, description: None, invitation: true, actor_id };
    let renamed =
        GroupNews { name: Some("Álgebra".to_owned()), description: Some(String::new()), invitation: false, actor_id };
    vec![
        ServerFrame::Subscribed { group_id, head, epoch, online: vec![Present { user_id, name: name.clone() }] },
        ServerFrame::Event(LogEvent::of_message(group_id, message)),
        ServerFrame::Event(LogEvent::of_message(group_id, deleted)),
        ServerFrame::Event(LogEvent::of_message(group_id, rich)),
        event(Change::Added { user_id, name: name.clone() }),
        event(Change::Removed { user_id, name: name.clone() }),
        event(Change::Edited {
            message_seq,
            content,
            html: Some("<p><em>hola</em></p>".to_owned()),
            excerpt,
            mentions: vec![Mention { user_id, text: "@Ana".to_owned() }],
            everyone: true,
            editor_id,
        }),
        event(Change::Edited {
            message_seq,
            content: None,
            html: None,
            excerpt: None,
            mentions: Vec::new(),
            everyone: false,
            editor_id,
        }),
        event(Change::Reaction {
            message_seq,
            user_id,
            name: name.clone(),
            emoji: "👍".to_owned(),
            on: false,
            count: 1,
            names: vec![name.clone()],
        }),
        event(Change::Pinned { message_seq, user_id, on: true }),
        event(Change::Pinned { message_seq, user_id, on: false }),
        event(Change::Answered { message_seq, answer_seq: seq, user_id, on: true }),
        event(Change::Answered { message_seq, answer_seq: seq, user_id, on: false }),
        event(Change::Deleted { message_seq, editor_id }),
        event(Change::RoleChanged { user_id, name: name.clone(), role: Role::Moderator, actor_id }),
        event(Change::GroupChanged { news }),
        event(Change::GroupChanged { news: renamed }),
        event(Change::Unknown),
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
        for optional in ["html", "reply_to", "client_id", "edited_at", "retry_after_ms"] {
            json.as_object_mut().expect("an object").entry(optional).or_insert(Value::Null);
        }
        assert_eq!(serde_json::from_value::<ServerFrame>(json).expect("reads"), frame);
    }
}

#[test]
fn a_frame_that_lacks_a_field_is_refused_by_the_name_of_the_field() {
    const MESSAGE: [&str; 15] = [
        "content",
        "html",
        "reply_to",
        "client_id",
        "edited_at",
        "deleted",
        "reply",
        "mentions",
        "everyone",
        "reactions",
        "question",
        "answer_seq",
        "answers",
        "pinned",
        "excerpt",
    ];
    for frame in frames() {
        let optional: &[&str] = match &frame {
            ServerFrame::Error(_) => &["group_id", "client_id", "retry_after_ms"],
            ServerFrame::Event(event) => match event.change {
                Change::Message(_) | Change::Edited { .. } => &MESSAGE,
                Change::GroupChanged { .. } => &["name", "description", "invitation"],
                _ => &[],
            },
            _ => &[],
        };
        for field in written(&frame).as_object().expect("an object").keys() {
            let mut json = written(&frame);
            json.as_object_mut().expect("an object").remove(field);
            match serde_json::from_value::<ServerFrame>(json) {
                Ok(_) => assert!(optional.contains(&field.as_str()), "{frame:?} without {field}"),
                Err(error) => assert!(error.to_string().contains(field.as_str()), "{error}"),
            }
        }
    }
}

#[test]
fn a_change_of_a_kind_that_is_not_known_has_its_place_all_the_same() {
    let frames = frames();
    let known = frames.iter().find(|frame| frame.message().is_some()).expect("a message");
    let mut json = written(known);
    json["type"] = json!("of_a_later_version");
    let LogEvent { group_id, seq, at, .. } = known.event().cloned().expect("durable");
    let unknown = ServerFrame::Event(LogEvent { group_id, seq, at, change: Change::Unknown });
    assert_eq!(serde_json::from_value::<ServerFrame>(json).expect("reads"), unknown);
}

#[test]
fn what_is_of_no_known_type_and_has_no_place_is_refused() {
    assert!(serde_json::from_value::<ServerFrame>(json!({ "type": "party" })).is_err());
    assert!(serde_json::from_value::<ServerFrame>(json!({})).is_err());
    let passing = json!({ "type": "party", "group_id": GroupId::random(), "seq": 7 });
    assert!(serde_json::from_value::<ServerFrame>(passing).is_err(), "a passing frame has no time");
}

#[test]
fn a_frame_names_the_group_that_it_is_about_unless_it_is_about_the_socket() {
    for frame in frames() {
        let named = serde_json::to_value(&frame).expect("serialises").get("group_id").cloned();
        let group: Option<GroupId> = named.map(|id| serde_json::from_value(id).expect("a group"));
        assert_eq!(frame.group_id(), group, "{frame:?}");
    }
}
