//! Which of the messages that somebody has not read mean her.

use std::collections::VecDeque;

use uuid::Uuid;

use crate::store::{MentionsRow, StoredMessage};

/// As many are kept, the newest.
const KEPT_MAX: usize = 1_000;

/// The newest messages that mean somebody, by number.
#[derive(Debug, Default)]
pub(super) struct MentionIndex(VecDeque<MentionsRow>);

impl MentionIndex {
    /// As they were read, the newest first.
    pub(super) fn new(rows: Vec<MentionsRow>) -> Self {
        Self(rows.into_iter().rev().collect())
    }

    /// A message is new, or its text is another.
    pub(super) fn take(&mut self, message: &StoredMessage) {
        let at = self.0.partition_point(|row| row.number < message.number);
        if self.0.get(at).is_some_and(|row| row.number == message.number) {
            self.0.remove(at);
        }
        let users: Vec<Uuid> = message.mentions().iter().map(|mention| mention.user_id.as_uuid()).collect();
        let everyone = message.means_everyone();
        if everyone || !users.is_empty() {
            self.0.insert(at, MentionsRow { number: message.number, author: message.author, everyone, users });
        }
        if self.0.len() > KEPT_MAX {
            self.0.pop_front();
        }
    }

    /// How many of others after number `read` mean somebody.
    pub(super) fn unread(&self, user: Uuid, read: i64) -> u64 {
        let unread = self.0.iter().rev().take_while(|row| row.number > read);
        unread.filter(|row| row.author != user && (row.everyone || row.users.contains(&user))).count() as u64
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|row| size_of::<MentionsRow>() + row.users.len() * size_of::<Uuid>()).sum()
    }
}
