//! What goes over HTTP while the socket goes on.

use common::{Result, RunError};
use tertulia::{
    api::{Group, Message, NewMessage, Page, PageQuery},
    group::Role,
    ids::{ClientMessageId, Seq, UserId},
    problem::ErrorCode,
    timeline::Timeline,
};
use tokio::task::JoinError;

use super::Device;
use crate::record::Entry;

/// A call that came back; `chat` is the number of the group's.
#[derive(Debug)]
pub(super) enum HttpCall {
    Page {
        chat: usize,
        asked: PageQuery,
        wanted: bool,
        result: Result<Page>,
    },
    Posted {
        chat: usize,
        client_id: ClientMessageId,
        result: Result<(Message, bool)>,
    },
    Revised {
        chat: usize,
        content: String,
        result: Result<Message>,
    },
    Deleted {
        chat: usize,
        seq: Seq,
        result: Result<()>,
    },
    Promoted {
        chat: usize,
        user: UserId,
        role: Role,
        result: Result<()>,
    },
    Joined {
        chat: usize,
        result: Result<Group>,
    },
    Left {
        chat: usize,
        result: Result<()>,
    },
    /// An outsider's attempt; nothing may come of it.
    Tried {
        place: usize,
        result: Result<Page>,
    },
}

impl Device {
    /// Loads a page that the timeline waits for.
    pub(super) fn load(&mut self, chat: usize, asked: PageQuery) {
        if self.read_page(chat, asked, true) {
            self.chats[chat].loading = true;
        }
    }

    /// Loads a page; says whether it is under way.
    pub(super) fn read_page(&mut self, chat: usize, asked: PageQuery, wanted: bool) -> bool {
        let Some(api) = self.api() else { return false };
        let (token, group) = (self.who.token.clone(), self.chats[chat].place.id);
        self.errands.spawn(async move {
            let result = api.page(&token, group, asked).await;
            HttpCall::Page { chat, asked, wanted, result }
        });
        true
    }

    pub(super) fn post(&mut self, chat: usize, message: NewMessage) {
        let (token, group) = (self.who.token.clone(), self.chats[chat].place.id);
        let Some((client_id, api)) = message.client_id.zip(self.api()) else { return };
        self.errands.spawn(async move {
            HttpCall::Posted { chat, client_id, result: api.post(&token, group, &message).await }
        });
    }

    pub(super) fn revise(&mut self, chat: usize, seq: Seq, content: String) {
        let (token, group) = (self.who.token.clone(), self.chats[chat].place.id);
        let Some(api) = self.api() else { return };
        self.errands.spawn(async move {
            let result = api.edit(&token, group, seq, content.clone()).await;
            HttpCall::Revised { chat, content, result }
        });
    }

    pub(super) fn delete(&mut self, chat: usize, seq: Seq) {
        let (token, group) = (self.who.token.clone(), self.chats[chat].place.id);
        let Some(api) = self.api() else { return };
        self.errands
            .spawn(async move { HttpCall::Deleted { chat, seq, result: api.delete(&token, group, seq).await } });
    }

    pub(super) fn promote(&mut self, chat: usize, user: UserId, role: Role) {
        let (token, group) = (self.who.token.clone(), self.chats[chat].place.id);
        let Some(api) = self.api() else { return };
        self.errands.spawn(async move {
            let result = api.change_role(&token, group, user, role).await;
            HttpCall::Promoted { chat, user, role, result }
        });
    }

    pub(super) fn join(&mut self, chat: usize) {
        let (token, code) = (self.who.token.clone(), self.chats[chat].place.invite_code.clone());
        let Some(api) = self.api() else { return };
        self.chats[chat].loading = true;
        self.errands.spawn(async move { HttpCall::Joined { chat, result: api.join(&token, &code).await } });
    }

    pub(super) fn leave(&mut self, chat: usize) {
        let (who, group) = (self.who.clone(), self.chats[chat].place.id);
        let Some(api) = self.api() else { return };
        self.errands.spawn(async move { HttpCall::Left { chat, result: api.leave(&who.token, group, who.id).await } });
    }

    pub(super) fn try_page(&mut self, place: usize) {
        let (token, group) = (self.who.token.clone(), self.places[place].id);
        let Some(api) = self.api() else { return };
        self.errands
            .spawn(async move { HttpCall::Tried { place, result: api.page(&token, group, PageQuery::Newest).await } });
    }

    /// Takes in what came back.
    pub(super) fn settle(&mut self, done: std::result::Result<HttpCall, JoinError>) {
        let Ok(errand) = done else { return };
        match errand {
            HttpCall::Page { chat, asked, wanted, result } => self.page_came(chat, asked, wanted, result),
            HttpCall::Posted { chat, client_id, result } => self.posted(chat, client_id, result),
            HttpCall::Revised { chat, content, result } => {
                if let Ok(message) = result {
                    let group = self.chats[chat].place.id;
                    self.record.entries.push(Entry::Revised { group, seq: message.seq, content });
                }
            }
            HttpCall::Deleted { chat, seq, result } => {
                if result.is_ok() {
                    self.record.entries.push(Entry::Deleted { group: self.chats[chat].place.id, seq });
                }
            }
            HttpCall::Promoted { chat, user, role, result } => {
                if result.is_ok() {
                    self.record.entries.push(Entry::Promoted { group: self.chats[chat].place.id, user, role });
                }
            }
            HttpCall::Joined { chat, result } => {
                let look_at = self.look_at();
                let chat = &mut self.chats[chat];
                (chat.loading, chat.look_at) = (false, look_at);
                chat.member |= result.is_ok();
            }
            HttpCall::Left { chat, result } => {
                let look_at = self.look_at();
                if result.is_ok() {
                    self.chats[chat].expelled(look_at);
                }
            }
            HttpCall::Tried { place, result } => {
                if let Ok(page) = result {
                    let (group, asked) = (self.places[place].id, PageQuery::Newest);
                    self.record.entries.push(Entry::Page { group, asked, page });
                }
            }
        }
    }

    fn page_came(&mut self, number: usize, asked: PageQuery, wanted: bool, result: Result<Page>) {
        let (me, look_at) = (self.who.id, self.look_at());
        if let Ok(page) = &result {
            let group = self.chats[number].place.id;
            self.record.entries.push(Entry::Page { group, asked, page: page.clone() });
        }
        if !wanted {
            return;
        }
        let chat = &mut self.chats[number];
        chat.loading = false;
        let code = result.as_ref().err().and_then(code_of);
        match (result, &mut chat.timeline) {
            (Err(_), _) => {
                if code == Some(ErrorCode::NotFound) {
                    chat.expelled(look_at);
                }
                return;
            }
            (Ok(page), None) => chat.timeline = Some(Timeline::from_page(me, page)),
            (Ok(page), Some(timeline)) => match asked {
                PageQuery::Before(before) => drop(timeline.insert_older(before, page)),
                // The answer to a reset. Otherwise it only showed that the person is a member.
                _ if timeline.awaits_page() => timeline.reset_to(page),
                _ => {}
            },
        }
        chat.member = true;
    }

    fn posted(&mut self, chat: usize, client_id: ClientMessageId, result: Result<(Message, bool)>) {
        let (group, now_ms) = (self.chats[chat].place.id, self.now_ms());
        match result {
            Ok((Message { seq, id, .. }, duplicate)) => {
                self.record.entries.push(Entry::Acknowledged { group, client_id, seq, id, duplicate });
                self.chats[chat].done(client_id);
            }
            Err(trouble) => {
                let code = code_of(&trouble).unwrap_or(ErrorCode::Unavailable);
                if !code.is_temporary() {
                    self.record.entries.push(Entry::Refused { client_id, code });
                }
                self.chats[chat].refused(client_id, code, None, now_ms);
            }
        }
    }

    /// Loads everything that is missing of one conversation, page by page.
    pub(super) async fn complete(&mut self, number: usize) {
        /// A call that fails is tried again: there are no faults any more.
        const ATTEMPTS: u32 = 20;
        let mut attempts = 0;
        while attempts < ATTEMPTS {
            let Some(timeline) = &self.chats[number].timeline else { return };
            let Some(before) = timeline.gap_before().or_else(|| timeline.older_before()) else { return };
            let (group, asked) = (self.chats[number].place.id, PageQuery::Before(before));
            let Some(api) = self.api() else { return };
            match api.page(&self.who.token, group, asked).await {
                Ok(page) => self.page_came(number, asked, true, Ok(page)),
                Err(_) => attempts += 1,
            }
        }
    }
}

/// The code of a refusal; none where nobody answered.
fn code_of(trouble: &RunError) -> Option<ErrorCode> {
    let RunError::Answer { body, .. } = trouble else { return None };
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    serde_json::from_value(body.get("code")?.clone()).ok()
}
