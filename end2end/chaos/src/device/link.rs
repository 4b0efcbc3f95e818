//! How the clients share the device's socket: each of them believes that it has one of its own. What the address for one group says by
//! connecting and by closing, the address for any number of groups says in frames.

use std::time::Duration;

use tertulia::{
    client::{Client, Input, SocketEvent},
    ids::{Epoch, Seq},
    log_event::{Change, LogEvent},
    problem::ErrorCode,
    protocol::{ClientFrame, CloseCode, Refusal, ServerFrame},
};
use tokio::time::Instant;

use super::Device;
use crate::{
    participants::Stage,
    socket::{Heard, Socket},
    trace::Entry,
};

impl Device {
    /// Opens the socket for any number of groups, if there is none.
    pub(crate) fn ensure_socket(&mut self) {
        if self.socket.is_none() {
            self.open_socket("");
        }
    }

    fn open_socket(&mut self, group: &str) {
        self.injector.begin();
        self.trace.entries.push(Entry::Opened);
        self.socket = Some(Socket::open(&self.setup, format!("/api/v1/ws{group}"), self.away_until));
    }

    /// The socket is gone, and there is none for so long.
    pub(crate) fn go_away(&mut self, pause: Duration) {
        self.away_until = Instant::now() + pause;
        self.hang_up(None);
    }

    /// The next subscription names another log, which the server answers with a reset.
    pub(crate) fn doubt(&mut self, number: usize) {
        self.conversations[number].doubts = true;
        self.hang_up(None);
    }

    /// A client wants a socket that is subscribed to its group.
    pub(super) fn connect(&mut self, number: usize, attempt: u32, after: Seq, epoch: Epoch) {
        let conversation = &mut self.conversations[number];
        conversation.attempt = Some(attempt);
        let epoch = if std::mem::take(&mut conversation.doubts) { Epoch::random() } else { epoch };
        let group = conversation.group.id;
        if self.setup.is_one_group() {
            self.open_socket(&format!("/{group}?after={after}&epoch={epoch}"));
            self.trace.entries.push(Entry::Subscribing { group, after });
            return;
        }
        self.ensure_socket();
        self.say(&ClientFrame::Subscribe { group_id: Some(group), after: Some(after), epoch: Some(epoch) });
    }

    /// A client gives its socket up: because it is over with its group, or because it believes the socket dead, and then that is so for all.
    pub(super) fn part(&mut self, number: usize) {
        let conversation = &mut self.conversations[number];
        if conversation.attempt.take().is_none() {
            return;
        }
        if conversation.living().is_some() { self.hang_up(None) } else { self.leave_socket(number) }
    }

    /// Nothing of this group is wanted any more.
    pub(super) fn leave_socket(&mut self, number: usize) {
        if self.setup.is_one_group() {
            self.socket = None;
        } else {
            self.say(&ClientFrame::Unsubscribe { group_id: Some(self.conversations[number].group.id) });
        }
    }

    /// The socket is gone.
    fn hang_up(&mut self, code: Option<u16>) {
        self.socket = None;
        let linked = self.conversations.iter_mut().enumerate();
        let linked: Vec<_> = linked.filter_map(|(number, one)| Some((number, one.attempt.take()?))).collect();
        for (number, attempt) in linked {
            self.tell(number, Input::Socket(attempt, SocketEvent::Closed(code)));
        }
    }

    /// Says something, if there is a socket.
    pub(crate) fn say(&mut self, frame: &ClientFrame) {
        let Some(socket) = &self.socket else { return };
        if let ClientFrame::Subscribe { group_id: Some(group), after: Some(after), .. } = *frame {
            self.trace.entries.push(Entry::Subscribing { group, after });
        }
        socket.send(frame);
    }

    pub(super) fn heard(&mut self, heard: Heard) {
        match heard {
            Heard::Opened => self.trace.sockets += 1,
            Heard::Strange(text) => self.trace.entries.push(Entry::Strange(text)),
            Heard::End(code) => self.hang_up(code),
            Heard::Frame(frame) => {
                if self.setup.stage() != Stage::Chaos {
                    self.injector.stop();
                }
                self.injector.put(frame);
                while let Some(frame) = self.injector.take() {
                    self.trace.heard(&frame);
                    self.hear_all(&frame);
                }
            }
        }
    }

    /// Every client hears what is about its group or about none, and of the rest that the socket lives.
    fn hear_all(&mut self, frame: &ServerFrame) {
        for number in 0..self.conversations.len() {
            if frame.group_id().is_some_and(|group| group != self.conversations[number].group.id) {
                self.hear(number, SocketEvent::Noise);
                continue;
            }
            let (is_removal, is_refusal) = (self.removes(number, frame), self.refuses(frame));
            self.hear(number, SocketEvent::Frame(Box::new(frame.clone())));
            if is_removal || is_refusal {
                self.hear(number, SocketEvent::Closed(Some(CloseCode::NotAMember.as_u16())));
            }
            if is_refusal {
                // Whether it answers a subscription cannot be told for sure: the others start over.
                self.hang_up(None);
            }
        }
    }

    pub(super) fn hear(&mut self, number: usize, event: SocketEvent) {
        if let Some(attempt) = self.conversations[number].attempt {
            self.tell(number, Input::Socket(attempt, event));
        }
    }

    /// Whether it ends the person's membership. In a replay it is history.
    fn removes(&self, number: usize, frame: &ServerFrame) -> bool {
        let replays = self.conversations[number].living().is_some_and(Client::is_catching_up);
        let Some(LogEvent { change: Change::Removed { user_id, .. }, .. }) = frame.event() else { return false };
        *user_id == self.setup.who.id && !replays && !self.setup.is_one_group()
    }

    /// Whether it refuses a subscription, for the person is no member.
    fn refuses(&self, frame: &ServerFrame) -> bool {
        let ServerFrame::Error(Refusal { code, group_id: Some(_), client_id: None, .. }) = frame else { return false };
        *code == ErrorCode::NotFound && !self.setup.is_one_group()
    }
}
