//! An unsent message.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ClientMessageId, Seq},
    now::Now,
    problem::ErrorCode,
};

/// A message that has waited longer than this deserves a question before it goes out, in milliseconds. 1 h, as Zulip
/// learnt.
pub const ASK_AFTER_MS: u64 = 60 * 60 * 1000;

/// What a message is beside its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendOptions {
    /// The seq of the message that it answers.
    pub reply_to: Option<Seq>,
    /// Whether it is a question.
    pub question: bool,
}

/// An unsent message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name, the same on every attempt.
    pub client_id: ClientMessageId,
    /// The text.
    pub content: String,
    /// The seq of the message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// Whether it is a question.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub question: bool,
    /// When it was written, by this device's clock in milliseconds since 1970.
    pub written_at_ms: u64,
    /// Why it was refused for good; none while it waits or is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<ErrorCode>,
    /// When its author was asked and still meant it, by the same clock; none if nobody asked. The order of writing stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meant_at_ms: Option<u64>,
    /// When this page got to know that its author means it, by the clock that only goes forward.
    #[serde(skip)]
    pub(super) known_at_ms: u64,
    /// Whether its author is being asked: it waits for her word.
    #[serde(skip)]
    pub asks: bool,
    /// How often it was put off; lengthens the wait where the server names none.
    #[serde(skip)]
    pub(super) put_off: u32,
    /// Not to be sent before this moment.
    #[serde(skip)]
    pub(super) not_before_ms: u64,
}

impl Entry {
    pub(super) const fn new(
        client_id: ClientMessageId,
        content: String,
        options: SendOptions,
        written_at_ms: u64,
    ) -> Self {
        Self {
            client_id,
            content,
            reply_to: options.reply_to,
            question: options.question,
            written_at_ms,
            failed: None,
            meant_at_ms: None,
            known_at_ms: 0,
            asks: false,
            put_off: 0,
            not_before_ms: 0,
        }
    }

    /// What it is beside its text.
    pub const fn options(&self) -> SendOptions {
        SendOptions { reply_to: self.reply_to, question: self.question }
    }

    /// Whether only its author can get it any further: it was refused for good, or waits for her word.
    pub const fn is_stuck(&self) -> bool {
        self.failed.is_some() || self.asks
    }

    /// Its author means it now.
    pub(super) const fn meant(&mut self, now: Now) {
        self.meant_at_ms = Some(now.wall_ms);
        self.known_at_ms = now.elapsed_ms;
    }

    /// Whether it has waited so long that its author should be asked before it goes out, by either clock. The one that goes forward
    /// only knows nothing of the time before this page, and may stand while the device sleeps; the other one may have been set back, and
    /// one that was set forward asks once too often, which loses nothing.
    pub const fn is_old(&self, now: Now) -> bool {
        let meant_at_ms = match self.meant_at_ms {
            Some(at) => at,
            None => self.written_at_ms,
        };
        now.elapsed_ms.saturating_sub(self.known_at_ms) > ASK_AFTER_MS
            || now.wall_ms.saturating_sub(meant_at_ms) > ASK_AFTER_MS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_an_hour_a_message_is_old() {
        let entry = Entry::new(ClientMessageId::random(), "a".to_owned(), SendOptions::default(), 5);
        let later = |by| Now { elapsed_ms: 0, wall_ms: 5 + ASK_AFTER_MS + by };
        assert!(!entry.is_old(later(0)) && entry.is_old(later(1)));
    }

    #[test]
    fn it_grows_old_in_the_page_whatever_is_done_to_the_clock() {
        let mut entry =
            Entry::new(ClientMessageId::random(), "a".to_owned(), SendOptions::default(), 10 * ASK_AFTER_MS);
        entry.known_at_ms = 5;
        let later = |by| Now { elapsed_ms: 5 + ASK_AFTER_MS + by, wall_ms: 0 };
        assert!(!entry.is_old(later(0)) && entry.is_old(later(1)));
    }

    #[test]
    fn what_is_kept_is_what_was_written_and_whether_it_failed() {
        let mut entry = Entry::new(
            ClientMessageId::random(),
            "a".to_owned(),
            SendOptions { reply_to: Some(Seq(3)), question: true },
            5,
        );
        entry.failed = Some(ErrorCode::TooLong);
        let kept = serde_json::to_string(&entry).expect("serialises");
        assert_eq!(serde_json::from_str::<Entry>(&kept).expect("reads"), entry);
    }
}
