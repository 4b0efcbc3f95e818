//! A server made of one list, for the tests: it can say at any point of its log what a page holds and what a replay sends.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    api::{Message, Page, Reaction},
    clock::Timestamp,
    group::Role,
    ids::{ClientMessageId, Epoch, Seq, UserId},
    log_event::{Change, LogEvent},
    protocol::{Ack, ServerFrame},
    timeline::{Row, Timeline},
};

/// An identifier that is the same in every run.
pub(crate) fn id<T: From<Uuid>>(number: u64) -> T {
    T::from(Uuid::from_u64_pair(7, number))
}

pub(crate) const GROUP: u64 = 1;
pub(crate) const ME: u64 = 2;
pub(crate) const ANA: u64 = 3;

pub(crate) fn epoch() -> Epoch {
    id(4)
}

pub(crate) fn client_id(seq: u64) -> ClientMessageId {
    id(1000 + seq)
}

/// A message by `author`; the reader's own carry a client id.
pub(crate) fn message(seq: u64, author: u64) -> Message {
    Message {
        html: html_of(&format!("text {seq}")),
        client_id: (author == ME).then(|| client_id(seq)),
        ..Message::new(
            Seq(seq),
            id(2000 + seq),
            id::<UserId>(author),
            format!("person {author}"),
            Some(format!("text {seq}")),
            Timestamp::from_millis(i64::try_from(seq).expect("small")),
        )
    }
}

/// A frame about one place of the group's log.
pub(crate) fn changed(seq: u64, at: Timestamp, change: Change) -> ServerFrame {
    ServerFrame::Event(LogEvent { group_id: id(GROUP), seq: Seq(seq), at, change })
}

pub(crate) fn new_message(message: Message) -> ServerFrame {
    ServerFrame::Event(LogEvent::of_message(id(GROUP), message))
}

pub(crate) fn joined(seq: u64) -> ServerFrame {
    changed(seq, Timestamp::default(), Change::Added { user_id: id(ANA), name: "Ana".to_owned() })
}

pub(crate) fn edited(seq: u64, message_seq: u64, text: &str, at: i64) -> ServerFrame {
    let (message_seq, content, html) = (Seq(message_seq), Some(text.to_owned()), html_of(text));
    let (excerpt, mentions, everyone, editor_id) = (content.clone(), Vec::new(), false, id(ANA));
    let change = Change::Edited { message_seq, content, html, excerpt, mentions, everyone, editor_id };
    changed(seq, Timestamp::from_millis(at), change)
}

/// Of a text whose length is even; any other is no more than text.
fn html_of(text: &str) -> Option<String> {
    text.len().is_multiple_of(2).then(|| format!("<p>{text}</p>"))
}

pub(crate) fn deleted(seq: u64, message_seq: u64) -> ServerFrame {
    changed(seq, Timestamp::default(), Change::Deleted { message_seq: Seq(message_seq), editor_id: id(ANA) })
}

const THUMB: &str = "👍";

/// Somebody reacted to a message, or took that back; all who did by then.
fn reaction(seq: u64, of: u64, who: u64, on: bool, people: &[u64]) -> ServerFrame {
    let names: Vec<String> = people.iter().map(|person| format!("person {person}")).collect();
    let count = u32::try_from(names.len()).expect("few");
    let (message_seq, user_id, name, emoji) = (Seq(of), id(who), format!("person {who}"), THUMB.to_owned());
    let change = Change::Reaction { message_seq, user_id, name, emoji, on, count, names };
    changed(seq, Timestamp::default(), change)
}

/// A change that shows nothing: of a role, or of a kind that this version does not know.
pub(crate) fn silent(seq: u64) -> ServerFrame {
    let role = || Change::RoleChanged { user_id: id(ANA), name: "Ana".to_owned(), role: Role::Owner, actor_id: id(ME) };
    changed(seq, Timestamp::default(), if seq.is_multiple_of(2) { role() } else { Change::Unknown })
}

pub(crate) fn ack(seq: u64) -> Ack {
    let timestamp = message(seq, ME).timestamp;
    Ack {
        group_id: id(GROUP),
        client_id: client_id(seq),
        id: id(2000 + seq),
        seq: Seq(seq),
        timestamp,
        duplicate: false,
    }
}

pub(crate) fn reset(head: u64) -> ServerFrame {
    ServerFrame::Reset { group_id: id(GROUP), head: Seq(head), epoch: epoch() }
}

/// A page of messages by Ana at these seqs.
pub(crate) fn page(seqs: impl IntoIterator<Item = u64>, head: u64, has_more: bool) -> Page {
    let messages = seqs.into_iter().map(|seq| message(seq, ANA)).collect();
    Page { messages, head: Seq(head), epoch: epoch(), has_more, has_newer: false }
}

/// The places of a timeline's rows; 0 for those that are no stored messages.
pub(crate) fn seqs(timeline: &Timeline) -> Vec<u64> {
    let seq = |row: &Row| row.message().and_then(|message| message.seq).map_or(0, |seq| seq.0);
    timeline.rows().iter().map(seq).collect()
}

/// What happens next in a group.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    Message {
        author: u64,
    },
    Edit {
        pick: prop::sample::Index,
        at: i64,
    },
    Delete {
        pick: prop::sample::Index,
    },
    /// The reader reacts, or Ana does, or takes that back.
    React {
        pick: prop::sample::Index,
        me: bool,
    },
    Pin {
        pick: prop::sample::Index,
        on: bool,
    },
    Join,
    Silent,
}

/// The times of edits are drawn freely: a clock that jumps must not matter.
pub(crate) fn event() -> impl Strategy<Value = Event> {
    let pick = any::<prop::sample::Index>;
    prop_oneof![
        6 => (ME..ANA + 2).prop_map(|author| Event::Message { author }),
        3 => (pick(), 0..9_i64).prop_map(|(pick, at)| Event::Edit { pick, at }),
        1 => pick().prop_map(|pick| Event::Delete { pick }),
        3 => (pick(), any::<bool>()).prop_map(|(pick, me)| Event::React { pick, me }),
        1 => (pick(), any::<bool>()).prop_map(|(pick, on)| Event::Pin { pick, on }),
        1 => Just(Event::Join),
        1 => Just(Event::Silent),
    ]
}

/// The whole history of a group; tests reveal it step by step.
#[derive(Debug)]
pub(crate) struct Log {
    /// As they were broadcast; the frame with seq n stands at n - 1.
    pub(crate) frames: Vec<ServerFrame>,
}

impl Log {
    pub(crate) fn new(events: &[Event]) -> Self {
        let (mut frames, mut alive) = (Vec::new(), Vec::new());
        let mut reacted: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (event, seq) in events.iter().zip(1..) {
            frames.push(match event {
                Event::Message { author } => {
                    alive.push(seq);
                    new_message(message(seq, *author))
                }
                Event::Edit { pick, at } if !alive.is_empty() => {
                    edited(seq, *pick.get(&alive), &format!("edit {seq}"), *at)
                }
                Event::Delete { pick } if !alive.is_empty() => deleted(seq, alive.remove(pick.index(alive.len()))),
                Event::React { pick, me } if !alive.is_empty() => {
                    let (of, who) = (*pick.get(&alive), if *me { ME } else { ANA });
                    let people = reacted.entry(of).or_default();
                    let on = !people.contains(&who);
                    if on {
                        people.push(who);
                    } else {
                        people.retain(|other| *other != who);
                    }
                    reaction(seq, of, who, on, people)
                }
                Event::Pin { pick, on } if !alive.is_empty() => {
                    let (message_seq, user_id) = (Seq(*pick.get(&alive)), id(ANA));
                    changed(seq, Timestamp::default(), Change::Pinned { message_seq, user_id, on: *on })
                }
                Event::Silent => silent(seq),
                _ => joined(seq),
            });
        }
        Self { frames }
    }

    pub(crate) fn head(&self) -> u64 {
        self.frames.len() as u64
    }

    /// How many people came after a seq.
    pub(crate) fn joins_after(&self, seq: u64) -> usize {
        let events = self.frames.iter().filter_map(ServerFrame::event).filter(|event| event.seq.0 > seq);
        events.filter(|event| matches!(event.change, Change::Added { .. })).count()
    }

    pub(crate) fn frame(&self, seq: u64) -> Option<&ServerFrame> {
        self.frames.get(usize::try_from(seq.checked_sub(1)?).ok()?)
    }

    /// All messages as they were when the log ended at `head`. This is the definition that timelines are held against.
    pub(crate) fn messages(&self, head: u64) -> BTreeMap<Seq, Message> {
        let mut messages = BTreeMap::new();
        for frame in &self.frames[..usize::try_from(head).expect("small")] {
            let event = frame.event().expect("all stand in the log");
            match &event.change {
                Change::Message(message) => {
                    messages.insert(message.seq, (**message).clone());
                }
                Change::Edited { message_seq, content, html, .. } => {
                    let message = messages.get_mut(message_seq).expect("edits follow their messages");
                    (message.content, message.html, message.edited_at) =
                        (content.clone(), html.clone(), Some(event.at));
                }
                Change::Deleted { message_seq, .. } => {
                    let message = messages.get_mut(message_seq).expect("deletions follow their messages");
                    message.empty();
                }
                Change::Reaction { message_seq, user_id, on, count, names, .. } => {
                    let reactions = &mut messages.get_mut(message_seq).expect("reactions follow").reactions;
                    let mine = reactions.first().is_some_and(|reaction| reaction.mine);
                    let mine = if *user_id == id(ME) { *on } else { mine };
                    let (emoji, count, names) = (THUMB.to_owned(), *count, names.clone());
                    *reactions = (count > 0).then_some(Reaction { emoji, count, mine, names }).into_iter().collect();
                }
                Change::Pinned { message_seq, on, .. } => {
                    messages.get_mut(message_seq).expect("pins follow").pinned = *on;
                }
                _ => {}
            }
        }
        messages
    }

    /// `limit` messages before a seq, read when the log ended at `head`.
    pub(crate) fn page(&self, before: u64, limit: usize, head: u64) -> Page {
        let all: Vec<Message> = self.messages(head).into_values().filter(|message| message.seq.0 < before).collect();
        let skipped = all.len().saturating_sub(limit);
        let messages = all.into_iter().skip(skipped).collect();
        let has_newer = self.messages(head).into_keys().any(|seq| seq.0 >= before);
        Page { messages, head: Seq(head), epoch: epoch(), has_more: skipped > 0, has_newer }
    }

    /// `limit` messages after a seq, read when the log ended at `head`.
    pub(crate) fn page_after(&self, after: u64, limit: usize, head: u64) -> Page {
        let mut messages: Vec<Message> = self.messages(head).into_values().filter(|m| m.seq.0 > after).collect();
        let has_more = messages.len() > limit;
        messages.truncate(limit);
        Page { messages, head: Seq(head), epoch: epoch(), has_more, has_newer: has_more }
    }

    /// What a subscriber gets who has everything up to `after`: each change with the message as it is at `head`.
    pub(crate) fn replay(&self, after: u64, head: u64) -> Vec<ServerFrame> {
        let now = self.messages(head);
        let mut frames = self.frames[..usize::try_from(head).expect("small")].to_vec();
        for frame in &mut frames {
            let ServerFrame::Event(event) = frame else { continue };
            match &mut event.change {
                Change::Message(message) => **message = now[&message.seq].clone(),
                Change::Edited { message_seq, content, html, .. } => {
                    content.clone_from(&now[message_seq].content);
                    html.clone_from(&now[message_seq].html);
                }
                Change::Reaction { message_seq, count, names, .. } => {
                    let now = now[message_seq].reactions.first();
                    *count = now.map_or(0, |reaction| reaction.count);
                    *names = now.map(|reaction| reaction.names.clone()).unwrap_or_default();
                }
                _ => {}
            }
        }
        frames.split_off(usize::try_from(after).expect("small"))
    }
}
