//! What each of the client's frames does.

use std::time::Instant;

use engine::{Error, Sent};
use tertulia::{
    api::NewMessage,
    ids::{ClientMessageId, GroupId},
    problem::ErrorCode,
    protocol::{Ack, ClientFrame, CloseCode, FrameError, FrameProblem, Refusal, STRIKES_MAX, SendMessage, ServerFrame},
};

use super::{
    Scope,
    bucket::Verdict,
    ending::Ending,
    session::{Flow, Session},
};
use crate::metrics;

/// Which group a frame is about, where that can be said.
enum Target {
    /// This one.
    Group(GroupId),
    /// Another group than this socket's.
    Elsewhere(GroupId),
    /// The frame names none and the socket has none of its own.
    Missing,
}

impl Session {
    /// Reads a text frame and does what it says.
    pub(super) async fn read(&mut self, text: &str) -> Flow {
        let verdict = self.bucket.as_mut().map_or(Verdict::Pass, |bucket| bucket.take(Instant::now()));
        let frame = match (verdict, ClientFrame::parse(text)) {
            (Verdict::Flood, _) => return Err(Ending::Ours(CloseCode::TooFast)),
            (Verdict::Refuse(wait), parsed) => {
                let error = Error::RateLimited { retry_after: wait };
                return self.refuse(error.to_problem(None, client_id(&parsed))).await;
            }
            (Verdict::Pass, Err(error)) => return self.strike(error).await,
            (Verdict::Pass, Ok(frame)) => frame,
        };
        let named = match &frame {
            ClientFrame::Ping | ClientFrame::Pong => None,
            ClientFrame::SendMessage(message) => Some((message.group_id, message.client_id)),
            ClientFrame::Subscribe { group_id, .. }
            | ClientFrame::Unsubscribe { group_id }
            | ClientFrame::EditMessage { group_id, .. }
            | ClientFrame::DeleteMessage { group_id, .. }
            | ClientFrame::React { group_id, .. }
            | ClientFrame::Pin { group_id, .. }
            | ClientFrame::Answer { group_id, .. }
            | ClientFrame::Typing { group_id }
            | ClientFrame::Read { group_id, .. } => Some((*group_id, None)),
        };
        let Some((group_id, client_id)) = named else {
            self.strikes = 0;
            return if frame == ClientFrame::Ping { self.reply(&ServerFrame::Pong).await } else { Ok(()) };
        };
        match self.target(group_id) {
            Target::Group(group) => {
                self.strikes = 0;
                self.dispatch(group, frame).await
            }
            Target::Elsewhere(group) => {
                self.strikes = 0;
                self.refuse(Error::NotFound.to_problem(Some(group), client_id)).await
            }
            Target::Missing => {
                let problem = FrameProblem::Invalid("missing field `group_id`".to_owned());
                self.strike(FrameError { problem, client_id }).await
            }
        }
    }

    /// Counts a frame of the transport, which gets no answer.
    pub(super) fn count(&mut self) -> Flow {
        let verdict = self.bucket.as_mut().map_or(Verdict::Pass, |bucket| bucket.take(Instant::now()));
        if verdict == Verdict::Flood { Err(Ending::Ours(CloseCode::TooFast)) } else { Ok(()) }
    }

    fn target(&self, named: Option<GroupId>) -> Target {
        match (self.scope, named) {
            (Scope::Any | Scope::One(None), Some(group)) => Target::Group(group),
            (Scope::Any | Scope::One(None), None) => Target::Missing,
            (Scope::One(Some(own)), Some(group)) if group != own => Target::Elsewhere(group),
            (Scope::One(Some(own)), _) => Target::Group(own),
        }
    }

    async fn dispatch(&mut self, group: GroupId, frame: ClientFrame) -> Flow {
        let (engine, who) = (self.app.engine.clone(), self.connection.identity().clone());
        let done = match frame {
            ClientFrame::SendMessage(message) => return self.store(group, message).await,
            ClientFrame::Subscribe { after, epoch, .. } => self.enter(group, after, epoch).await?,
            ClientFrame::Unsubscribe { .. } => {
                self.connection.unsubscribe(group);
                Ok(())
            }
            ClientFrame::Typing { .. } => self.connection.typing(group),
            ClientFrame::EditMessage { seq, content, .. } => {
                let edit = async move { engine.edit(&who, group, seq, &content).await.map(|_| ()) };
                self.meanwhile(edit).await?
            }
            ClientFrame::DeleteMessage { seq, .. } => {
                self.meanwhile(async move { engine.delete(&who, group, seq).await }).await?
            }
            ClientFrame::React { seq, emoji, on, .. } => {
                self.meanwhile(async move { engine.react(&who, group, seq, &emoji, on).await }).await?
            }
            ClientFrame::Pin { seq, on, .. } => {
                self.meanwhile(async move { engine.pin(&who, group, seq, on).await }).await?
            }
            ClientFrame::Answer { seq, answer_seq, on, .. } => {
                let marked = async move {
                    match (on, answer_seq) {
                        (true, Some(answer)) => engine.answer(&who, group, seq, answer).await,
                        (true, None) => Err(Error::Invalid("answer_seq is missing")),
                        (false, answer) => engine.reopen(&who, group, seq, answer).await,
                    }
                };
                self.meanwhile(marked).await?
            }
            ClientFrame::Read { seq, .. } => {
                let from = Some(self.connection.id());
                self.meanwhile(async move { engine.mark_read(&who, group, seq, from).await }).await?
            }
            ClientFrame::Ping | ClientFrame::Pong => Ok(()),
        };
        match done {
            Ok(()) => Ok(()),
            Err(error) => self.refuse(error.to_problem(Some(group), None)).await,
        }
    }

    /// Stores a message and acknowledges it. The write is waited for here, one at a time: that keeps the acknowledgements of a
    /// socket in the order of its messages, which a task per message would not.
    async fn store(&mut self, group: GroupId, message: SendMessage) -> Flow {
        let SendMessage { client_id: named, content, reply_to, sender_id, question, .. } = message;
        // A client of the second earlier system names none; the acknowledgement needs one.
        let client_id = named.unwrap_or_else(ClientMessageId::random);
        let new = NewMessage { content, client_id: Some(client_id), reply_to, sender_id, question };
        let (engine, who) = (self.app.engine.clone(), self.connection.identity().clone());
        match self.meanwhile(async move { engine.send(&who, group, new).await }).await? {
            Ok(Sent { message, duplicate }) => {
                if !duplicate {
                    metrics::message_sent();
                }
                let (id, seq, timestamp) = (message.id, message.seq, message.timestamp);
                self.reply(&ServerFrame::Ack(Ack { group_id: group, client_id, id, seq, timestamp, duplicate })).await
            }
            Err(error) => self.refuse(error.to_problem(Some(group), named)).await,
        }
    }

    /// Answers a frame that could not be read; too many in a row end the socket.
    async fn strike(&mut self, FrameError { problem, client_id }: FrameError) -> Flow {
        self.strikes += 1;
        let (code, message) = (problem.code(), problem.to_string());
        self.refuse(Refusal { code, message, group_id: None, client_id, retry_after_ms: None }).await?;
        if self.strikes >= STRIKES_MAX { Err(Ending::STRIKES) } else { Ok(()) }
    }

    async fn refuse(&mut self, problem: Refusal) -> Flow {
        if problem.code == ErrorCode::ServerError {
            tracing::warn!(user = %self.connection.identity().user_id, "a frame failed");
        }
        self.reply(&ServerFrame::Error(problem)).await
    }

    async fn reply(&mut self, frame: &ServerFrame) -> Flow {
        self.wire.send(frame, Some(&self.connection)).await
    }
}

fn client_id(parsed: &Result<ClientFrame, FrameError>) -> Option<ClientMessageId> {
    match parsed {
        Ok(ClientFrame::SendMessage(message)) => message.client_id,
        Ok(_) => None,
        Err(error) => error.client_id,
    }
}
