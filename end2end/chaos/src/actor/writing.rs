//! Messages, and changes of them.

use tertulia::{
    client::{Input, UserAction},
    ids::ClientMessageId,
    message::Content,
    outbox::SendOptions,
    protocol::{ClientFrame, SendMessage},
    timeline::MessageRow,
};

use super::{Actor, RECENT};
use crate::{plan::Step, trace::Entry};

impl Actor {
    /// A text that nobody else writes, and this device only once.
    pub(super) fn text(&mut self, kind: &str, words: usize) -> String {
        self.written += 1;
        let mut text = format!("{kind}d{}n{}", self.device.setup.number, self.written);
        (0..words).for_each(|_| text.push_str(" tertulia"));
        text
    }

    pub(super) fn write(&mut self, number: usize, words: usize) {
        let (group, client_id, content) = (self.group(number), ClientMessageId::random(), self.text("", words));
        if let Ok(text) = Content::parse(&content) {
            self.note(Entry::Wrote { group, client_id, content, is_kept: true });
            let (question, answers) = (self.written.is_multiple_of(3), self.written.is_multiple_of(2));
            let reply_to = self.choose(number, words, |row| row.seq.filter(|_| answers));
            self.device
                .tell(number, Input::User(UserAction::Sent(client_id, text, SendOptions { reply_to, question })));
        }
    }

    /// What was written is sent again under its name: whatever became of it, the answer is the same for ever.
    pub(super) fn repeat(&mut self, number: usize, pick: usize) {
        let here = self.group(number);
        let written = self.device.trace.entries.iter().rev().filter_map(|entry| match entry {
            Entry::Wrote { group, client_id, content, .. } if *group == here => Some((*client_id, content)),
            _ => None,
        });
        let recent: Vec<_> = written.take(RECENT).collect();
        let Some((client_id, content)) = pick.checked_rem(recent.len()).map(|at| recent[at]) else { return };
        let (group_id, client_id, content) = (Some(here), Some(client_id), content.clone());
        self.device.send(
            number,
            SendMessage { group_id, client_id, content, reply_to: None, sender_id: None, question: false },
        );
    }

    /// Does something to one of the recent messages, whether or not that is allowed: what is refused changes nothing.
    pub(super) fn mark(&mut self, number: usize, pick: usize) {
        let there = |row: &MessageRow| row.seq.filter(|_| !row.deleted);
        let Some(seq) = self.choose(number, pick / 16, there) else { return };
        let on = !(pick / 4).is_multiple_of(3);
        let action = match pick % 4 {
            0 => UserAction::Pinned(seq, on),
            1 => {
                let asked = |row: &MessageRow| row.seq.filter(|_| row.marks.question && !row.deleted);
                let Some(question) = self.choose(number, pick / 64, asked) else { return };
                UserAction::Answered(question, seq, on)
            }
            _ => UserAction::Tapped(seq, ["👍", "🎉", "❤️"][pick / 4 % 3].to_owned()),
        };
        self.device.tell(number, Input::User(action));
    }

    /// Another text for one of the recent messages, or none: by the client, or in a frame that is said now or never.
    pub(super) fn change(&mut self, number: usize, step: Step, content: Option<String>) {
        let anybodys = content.is_none() && self.owns(number);
        let may = |row: &MessageRow| (row.mine || anybodys) && !row.deleted;
        let Some(seq) = self.choose(number, step.pick, |row| row.seq.filter(|_| may(row))) else { return };
        self.device.trace.entries.extend(content.clone().map(|content| Entry::Revising { content }));
        let group_id = Some(self.group(number));
        match content {
            content if step.http => {
                let content = content.and_then(|content| Content::parse(&content).ok());
                self.device.tell(number, Input::User(UserAction::Revised(seq, content)));
            }
            Some(content) => self.device.say(&ClientFrame::EditMessage { group_id, seq, content }),
            None => self.device.say(&ClientFrame::DeleteMessage { group_id, seq }),
        }
    }
}
