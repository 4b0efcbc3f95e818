//! What is on the disk: the group's log, as the stored functions of the real store keep it.

use std::collections::BTreeMap;

use crate::{
    api::{Message, Page},
    clock::Timestamp,
    ids::{ClientMessageId, Seq, UserId},
    protocol::ServerFrame,
    timeline::model::{Log as Frames, deleted, edited, id, joined, new_message, silent},
};

/// Something to be appended.
#[derive(Clone, Debug)]
pub(super) enum Append {
    Message { author: UserId, client_id: ClientMessageId, content: String },
    Edit { pick: u64 },
    Delete { pick: u64 },
    Join,
}

/// How it went.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Stored(Seq),
    Duplicate(Seq),
    /// There was nothing to change.
    Nothing,
}

#[derive(Debug)]
pub(super) struct Log {
    frames: Frames,
    names: BTreeMap<(UserId, ClientMessageId), Seq>,
}

impl Log {
    /// With the group's creation in it.
    pub(super) fn new() -> Self {
        Self { frames: Frames { frames: vec![joined(1)] }, names: BTreeMap::new() }
    }

    pub(super) fn head(&self) -> Seq {
        Seq(self.frames.head())
    }

    pub(super) fn frame(&self, seq: Seq) -> Option<&ServerFrame> {
        self.frames.frame(seq.0)
    }

    /// One transaction's worth. `twice`: a repeat is stored again, which is a planted mistake.
    pub(super) fn append(&mut self, what: &Append, at: Timestamp, twice: bool) -> Outcome {
        let seq = self.head().next();
        let frame = match what {
            Append::Message { author, client_id, content } => {
                if let Some(first) = self.names.get(&(*author, *client_id)).filter(|_| !twice) {
                    return Outcome::Duplicate(*first);
                }
                self.names.insert((*author, *client_id), seq);
                new_message(message(seq, *author, *client_id, content, at))
            }
            Append::Edit { pick } => match self.pick(*pick) {
                Some(message) => edited(seq.0, message.0, &format!("edit {seq}"), at.as_millis()),
                None => return Outcome::Nothing,
            },
            Append::Delete { pick } => match self.pick(*pick) {
                Some(message) => deleted(seq.0, message.0),
                None => return Outcome::Nothing,
            },
            // Every third of them is a change that shows nothing: of a role, or of a kind that the page does not know.
            Append::Join if seq.0.is_multiple_of(3) => silent(seq.0),
            Append::Join => joined(seq.0),
        };
        self.frames.frames.push(frame);
        Outcome::Stored(seq)
    }

    /// A message that still has its text.
    fn pick(&self, pick: u64) -> Option<Seq> {
        let alive: Vec<Seq> = self.messages().into_values().filter(|m| !m.deleted).map(|m| m.seq).collect();
        let count = u64::try_from(alive.len()).ok().filter(|count| *count > 0)?;
        alive.get(usize::try_from(pick % count).ok()?).copied()
    }

    /// All messages as they are now.
    pub(super) fn messages(&self) -> BTreeMap<Seq, Message> {
        self.frames.messages(self.head().0)
    }

    /// The newest messages before a seq, for one reader.
    pub(super) fn page(&self, before: Option<Seq>, limit: usize, reader: UserId) -> Page {
        let mut page = self.frames.page(before.map_or(u64::MAX, |seq| seq.0), limit, self.head().0);
        for message in &mut page.messages {
            message.client_id = message.client_id.filter(|_| message.sender_id == reader);
        }
        page
    }

    /// Everything after a cursor, with texts as they are now; none where it cannot be told whole.
    pub(super) fn replay(&self, after: Seq, most: u64) -> Option<Vec<ServerFrame>> {
        let behind = self.head().0.checked_sub(after.0)?;
        (behind <= most).then(|| self.frames.replay(after.0, self.head().0))
    }
}

/// A message as it stands in the log.
pub(super) fn message(seq: Seq, author: UserId, client_id: ClientMessageId, content: &str, at: Timestamp) -> Message {
    // The same in every run, and another for every place.
    let id = id(1_000_000 + seq.0);
    Message { client_id: Some(client_id), ..Message::new(seq, id, author, String::new(), Some(content.to_owned()), at) }
}

/// As one reader gets it.
pub(super) fn for_reader(frame: ServerFrame, reader: UserId) -> ServerFrame {
    match frame {
        ServerFrame::Event(event) => ServerFrame::Event(event.for_reader(reader)),
        other => other,
    }
}
