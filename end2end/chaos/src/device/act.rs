//! What the person does.

use tertulia::{
    api::PageQuery,
    group::Role,
    ids::{ClientMessageId, Epoch, GroupId, Seq, UserId},
    protocol::{ClientFrame, SendMessage},
};
use tokio::time::Instant;

use super::{Device, Kind, chat::Subscription, outgoing::say, session::End, wire::Wire};
use crate::{
    plan::{Action, Step},
    record::Entry,
};

/// So many unsent messages, and the person waits for the connection.
const PATIENCE: usize = 60;
/// Messages from the end that people still change.
const RECENT: usize = 40;

impl Device {
    /// Does the next thing, with a socket or without, and decides when to do the one after it.
    pub(super) async fn act(&mut self, wire: Option<&mut Wire>) -> Result<(), End> {
        let step = self.next.1;
        let following = self.script.step();
        self.next = (Instant::now() + following.pause, following);
        if self.kind == Kind::Outsider {
            return self.intrude(step, wire).await;
        }
        let number = step.pick % self.chats.len().max(1);
        match step.action {
            Action::Write { words } => self.write(number, words, step.http),
            Action::Edit => return self.edit(number, step, wire).await,
            Action::Delete => return self.remove(number, step, wire).await,
            Action::GiveRole => self.give_role(number, step.pick),
            Action::Leave => {
                let chat = &self.chats[number];
                if chat.member && chat.place.owner != self.who.id {
                    self.leave(number);
                }
            }
            Action::Join => {
                if !self.chats[number].member && !self.chats[number].loading {
                    self.join(number);
                }
            }
            Action::Reconnect => return Err(End(None)),
            Action::Away(pause) => return Err(End(Some(pause))),
            Action::Doubt => {
                self.chats[number].doubts = true;
                return Err(End(None));
            }
            Action::Typing | Action::Read => return self.murmur(number, step.action, wire).await,
            Action::LookBack => self.look_back(number, step.pick),
            Action::Intrude => return self.intrude(step, wire).await,
        }
        Ok(())
    }

    fn write(&mut self, number: usize, words: usize, http: bool) {
        let now_ms = self.now_ms();
        let content = self.text("", words);
        let chat = &mut self.chats[number];
        if !chat.member || chat.outbox.entries().len() >= PATIENCE {
            return;
        }
        let (group, client_id) = (chat.place.id, ClientMessageId::random());
        if chat.push(client_id, content.clone(), http, now_ms) {
            self.record.entries.push(Entry::Wrote { group, client_id, content });
        }
    }

    /// A text that nobody else writes, and this device only once.
    fn text(&mut self, kind: &str, words: usize) -> String {
        self.written += 1;
        let mut text = format!("{kind}d{}n{}", self.number, self.written);
        (0..words).for_each(|_| text.push_str(" tertulia"));
        text
    }

    async fn edit(&mut self, number: usize, step: Step, wire: Option<&mut Wire>) -> Result<(), End> {
        let Some(seq) = self.choose(number, step.pick, false) else { return Ok(()) };
        let content = self.text("edit ", 3);
        self.record.entries.push(Entry::Revising { content: content.clone() });
        if step.http {
            self.revise(number, seq, content);
            return Ok(());
        }
        let group_id = Some(self.chats[number].place.id);
        murmur(wire, &ClientFrame::EditMessage { group_id, seq, content }).await
    }

    async fn remove(&mut self, number: usize, step: Step, wire: Option<&mut Wire>) -> Result<(), End> {
        let owns = self.chats[number].place.owner == self.who.id;
        let Some(seq) = self.choose(number, step.pick, owns) else { return Ok(()) };
        if step.http {
            self.delete(number, seq);
            return Ok(());
        }
        let group_id = Some(self.chats[number].place.id);
        murmur(wire, &ClientFrame::DeleteMessage { group_id, seq }).await
    }

    /// Somebody who wrote lately becomes a moderator, or a plain member again.
    fn give_role(&mut self, number: usize, pick: usize) {
        let chat = &self.chats[number];
        if !chat.member || chat.place.owner != self.who.id {
            return;
        }
        let rows = chat.messages();
        let recent = rows.iter().rev().take(RECENT).filter_map(|row| row.message());
        let others: Vec<UserId> = recent.filter(|row| row.sender_id != self.who.id).map(|row| row.sender_id).collect();
        if let Some(user) = pick.checked_rem(others.len()).map(|at| others[at]) {
            self.promote(number, user, if pick.is_multiple_of(2) { Role::Moderator } else { Role::Member });
        }
    }

    /// One of the recent messages that can be changed.
    fn choose(&self, number: usize, pick: usize, anybodys: bool) -> Option<Seq> {
        let rows = self.chats[number].messages();
        let recent = rows.iter().rev().take(RECENT).filter_map(|row| row.message());
        let mine: Vec<Seq> =
            recent.filter(|row| (row.mine || anybodys) && !row.deleted).filter_map(|row| row.seq).collect();
        mine.get(pick.checked_rem(mine.len())?).copied()
    }

    async fn murmur(&mut self, number: usize, action: Action, wire: Option<&mut Wire>) -> Result<(), End> {
        let chat = &self.chats[number];
        if chat.subscription != Subscription::Stands {
            return Ok(());
        }
        let group_id = Some(chat.place.id);
        let frame = match action {
            Action::Typing => ClientFrame::Typing { group_id },
            _ => ClientFrame::Read { group_id, seq: chat.cursor() },
        };
        murmur(wire, &frame).await
    }

    fn look_back(&mut self, number: usize, pick: usize) {
        let head = usize::try_from(self.chats[number].cursor().0).unwrap_or_default();
        let at = Seq((pick / 4 % (head + 1)) as u64);
        let asked = match pick % 4 {
            0 => PageQuery::Newest,
            1 => PageQuery::After(at),
            2 => PageQuery::Around(at),
            _ => PageQuery::Before(at),
        };
        if self.chats[number].member {
            self.read_page(number, asked, false);
        }
    }

    /// Tries what only members may: in a group that was left, or, as an outsider, in any.
    async fn intrude(&mut self, step: Step, wire: Option<&mut Wire>) -> Result<(), End> {
        let left = |group: GroupId| self.chats.iter().all(|chat| chat.place.id != group || !chat.member);
        let place = step.pick % self.places.len().max(1);
        let Some(group) = self.places.get(place).map(|place| place.id).filter(|group| left(*group)) else {
            return Ok(());
        };
        if self.is_one_group() {
            return Ok(());
        }
        let (client_id, content) = (ClientMessageId::random(), self.text("intruder ", 2));
        match step.pick / 7 % 4 {
            0 if self.kind == Kind::Outsider => {
                self.try_page(place);
                Ok(())
            }
            1 if self.kind == Kind::Outsider => {
                let (group_id, after) = (Some(group), Some(Seq::ZERO));
                murmur(wire, &ClientFrame::Subscribe { group_id, after, epoch: None::<Epoch> }).await
            }
            2 => {
                self.record.entries.push(Entry::Revising { content: content.clone() });
                murmur(wire, &ClientFrame::EditMessage { group_id: Some(group), seq: Seq(3), content }).await
            }
            _ => {
                self.record.entries.push(Entry::Wrote { group, client_id, content: content.clone() });
                let (group_id, client_id) = (Some(group), Some(client_id));
                let message = SendMessage { group_id, client_id, content, reply_to: None, sender_id: None };
                murmur(wire, &ClientFrame::SendMessage(message)).await
            }
        }
    }
}

/// Says something that is said now or never.
async fn murmur(wire: Option<&mut Wire>, frame: &ClientFrame) -> Result<(), End> {
    match wire {
        Some(wire) => say(wire, frame).await,
        None => Ok(()),
    }
}
