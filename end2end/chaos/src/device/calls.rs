//! What goes over HTTP while the socket goes on.

use std::time::Duration;

use common::{Result, RunError, api::Api};
use tertulia::{
    api::{Message, NewMessage, Page, PageQuery},
    client::{Input, SocketEvent, Wanted},
    ids::{ClientMessageId, GroupId, Seq},
    problem::ErrorCode,
    protocol::{Ack, ClientFrame, Refusal, SendMessage, ServerFrame},
};

use super::Device;
use crate::trace::Entry;

/// How long a call may take.
const CALL_TIME: Duration = Duration::from_secs(5);

/// What is to be done with an answer.
pub(super) type Done = Box<dyn FnOnce(&mut Device) + Send>;

impl Device {
    /// Asks over HTTP; what is to be done with the answer follows when it is there.
    pub(crate) fn call<T, C>(
        &mut self,
        ask: impl FnOnce(Api, String) -> C + Send + 'static,
        done: impl FnOnce(&mut Self, Result<T>) + Send + 'static,
    ) where
        T: Send + 'static,
        C: Future<Output = Result<T>> + Send,
    {
        let (access, token) = (self.setup.access.clone(), self.setup.who.token.clone());
        self.calls.spawn(async move {
            let answer = async { ask(Api::patient(&access.url().await?, CALL_TIME)?, token).await };
            let answer = answer.await;
            Box::new(move |device: &mut Self| done(device, answer)) as Done
        });
    }

    /// Reads a page of a conversation, unless that is opened anew meanwhile.
    pub(crate) fn read(
        &mut self,
        number: usize,
        asked: PageQuery,
        done: impl FnOnce(&mut Self, std::result::Result<Page, ErrorCode>) + Send + 'static,
    ) {
        let (group, life) = (self.conversations[number].group.id, self.conversations[number].life);
        self.call(
            move |api, token| async move { api.page(&token, group, asked).await },
            move |device, answer| {
                if device.conversations[number].life != life {
                    return;
                }
                if let Ok(page) = &answer {
                    device.trace.entries.push(Entry::Page { group, asked, page: page.clone() });
                }
                done(device, answer.map_err(code));
            },
        );
    }

    /// A client wants a page.
    pub(super) fn load(&mut self, number: usize, wanted: Wanted, before: Option<Seq>, after: Option<Seq>) {
        let older = before.map(PageQuery::Before);
        let asked = older.or(after.map(PageQuery::After)).unwrap_or(PageQuery::Newest);
        self.read(number, asked, move |device, page| device.tell(number, Input::Page(wanted, before.or(after), page)));
    }

    /// A client wants a change made.
    pub(super) fn revise(&mut self, number: usize, seq: Seq, content: Option<String>) {
        let (group, text) = (self.conversations[number].group.id, content.clone());
        let ask = move |api: Api, token: String| async move {
            match text {
                Some(text) => api.edit(&token, group, seq, text).await.map(|message| message.edited_at),
                None => api.delete(&token, group, seq).await.map(|()| None),
            }
        };
        self.call(ask, move |device, answer| {
            if answer.is_ok() {
                device.trace.entries.push(match content.clone() {
                    Some(content) => Entry::Revised { group, seq, content },
                    None => Entry::Deleted { group, seq },
                });
            }
            device.tell(number, Input::Revised(seq, content, answer.map_err(code)));
        });
    }

    /// A message goes out: over the socket or over HTTP, in turns. The answer is told as the socket would tell it.
    pub(crate) fn send(&mut self, number: usize, message: SendMessage) {
        let by_http = &mut self.conversations[number].by_http;
        *by_http = !*by_http;
        match message.client_id.filter(|_| *by_http) {
            Some(client_id) => self.post(number, client_id, message),
            None => self.say(&ClientFrame::SendMessage(message)),
        }
    }

    fn post(&mut self, number: usize, client_id: ClientMessageId, message: SendMessage) {
        let group_id = self.conversations[number].group.id;
        let SendMessage { content, reply_to, .. } = message;
        let message = NewMessage { content, client_id: Some(client_id), reply_to, sender_id: None, question: false };
        let ask = move |api: Api, token: String| async move { api.post(&token, group_id, &message).await };
        self.call(ask, move |device, answer| {
            let (entry, frame) = match answer {
                Ok((Message { seq, id, timestamp, .. }, duplicate)) => {
                    let entry = Entry::Acknowledged { group: group_id, client_id, seq, id, duplicate };
                    (Some(entry), ServerFrame::Ack(Ack { group_id, client_id, id, seq, timestamp, duplicate }))
                }
                Err(trouble) => {
                    let code = code(trouble);
                    let entry = (!code.is_temporary()).then_some(Entry::Refused { client_id, code });
                    (entry, ServerFrame::Error(refusal(group_id, client_id, code)))
                }
            };
            device.trace.entries.extend(entry);
            device.hear(number, SocketEvent::Frame(Box::new(frame)));
        });
    }

    /// Becomes a member, and opens the conversation.
    pub(crate) fn join(&mut self, number: usize) {
        let conversation = &mut self.conversations[number];
        conversation.opening = true;
        let code = conversation.group.invite_code.clone();
        self.call(
            move |api, token| async move { api.join(&token, &code).await },
            move |device, answer| {
                device.conversations[number].opening = false;
                if answer.is_ok() {
                    device.open(number);
                }
            },
        );
    }
}

/// Where nobody answers, the page says the same.
fn code(trouble: RunError) -> ErrorCode {
    trouble.code().unwrap_or(ErrorCode::Unavailable)
}

fn refusal(group: GroupId, client_id: ClientMessageId, code: ErrorCode) -> Refusal {
    let (group_id, client_id) = (Some(group), Some(client_id));
    Refusal { code, message: code.to_string(), group_id, client_id, retry_after_ms: None }
}
