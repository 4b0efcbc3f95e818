//! What happens to the sockets at the fronts, and on the way from them.

use super::{Event, World, user};
use crate::{
    ids::{Epoch, Seq},
    protocol::{ClientFrame, Head, ServerFrame},
    simulation::{
        front::{Command, REPLAY_MAX, Session},
        log::{Append, for_reader},
        mutant::Mutant,
        network::SocketId,
    },
    timeline::model::{epoch as log_epoch, id},
};

/// How often a front pings, and after how long a silence it gives a socket up, in milliseconds.
const PING_MS: u64 = 25_000;
const SILENCE_MS: u64 = 75_000;

impl World {
    pub(super) fn opened(&mut self, socket: SocketId, after: Seq, epoch: Epoch) {
        let Some(line) = self.lines.get(&socket).filter(|line| line.carries_up(self.now)) else { return };
        let (front, reader) = (line.front, user(self.pages[line.page].person));
        if !self.fronts[front].up {
            return self.go_down(socket, Event::Ended { socket });
        }
        self.fronts[front].sessions.insert(socket, Session::new(reader, self.now));
        self.read_log(socket, Some(after), Some(epoch));
        self.plan(self.now + PING_MS, Event::Ping { socket });
    }

    /// Whether a connection carries in both directions and is known at its front.
    pub(in crate::simulation) fn is_alive(&self, socket: SocketId) -> bool {
        self.lines.get(&socket).is_some_and(|line| {
            line.carries_up(self.now)
                && line.carries_down(self.now)
                && self.fronts[line.front].sessions.contains_key(&socket)
        })
    }

    pub(in crate::simulation) fn session(&mut self, socket: SocketId) -> Option<&mut Session> {
        let front = self.lines.get(&socket)?.front;
        self.fronts[front].sessions.get_mut(&socket)
    }

    /// Attached first, read after: what is told meanwhile waits.
    fn read_log(&mut self, socket: SocketId, after: Option<Seq>, epoch: Option<Epoch>) {
        let attaches = self.mutant != Some(Mutant::NeverAttaches);
        if let Some(session) = self.session(socket) {
            (session.busy, session.given, session.attached) = (true, None, attaches);
            let at = self.now + self.latency();
            self.plan(at, Event::Replayed { socket, after, epoch });
        }
    }

    pub(super) fn replayed(&mut self, socket: SocketId, after: Option<Seq>, epoch: Option<Epoch>) {
        let head = self.log.head();
        let Some(session) = self.session(socket) else { return };
        session.given = Some(head);
        let reader = session.reader;
        let (group_id, epoch_now) = (id(1), log_epoch());
        let mut frames = vec![ServerFrame::Subscribed { group_id, head, epoch: epoch_now, online: Vec::new() }];
        let after = after.unwrap_or(head);
        let mut replay = self.log.replay(after, REPLAY_MAX).filter(|_| epoch == Some(epoch_now));
        if replay.is_none() && self.mutant == Some(Mutant::ReplaysInPart) {
            replay = self.log.replay(Seq(head.0.saturating_sub(REPLAY_MAX)), REPLAY_MAX);
        }
        match replay {
            Some(events) => {
                frames.extend(events.into_iter().map(|frame| for_reader(frame, reader)));
                frames.push(ServerFrame::Live { group_id, head, epoch: epoch_now });
            }
            None => frames.push(ServerFrame::Reset { group_id, head, epoch: epoch_now }),
        }
        for frame in frames {
            self.go_down(socket, Event::Told { socket, frame });
        }
        self.at_rest(socket);
    }

    /// The socket has nothing under way: what waits for it goes out, and what it said is worked off.
    pub(super) fn at_rest(&mut self, socket: SocketId) {
        if let Some(session) = self.session(socket) {
            session.busy = false;
            self.plan(self.now, Event::Drain { socket });
            self.work(socket);
        }
    }

    pub(super) fn said(&mut self, socket: SocketId, frame: ClientFrame) {
        let now = self.now;
        if !self.lines.get(&socket).is_some_and(|line| line.carries_up(now)) {
            return;
        }
        if let Some(session) = self.session(socket) {
            session.heard_at = now;
            session.inbox.push_back(frame);
            self.work(socket);
        }
    }

    fn work(&mut self, socket: SocketId) {
        let Some(session) = self.session(socket).filter(|session| !session.busy) else { return };
        let (reader, Some(frame)) = (session.reader, session.inbox.pop_front()) else { return };
        match frame {
            ClientFrame::SendMessage(send) => {
                let Some(client_id) = send.client_id else { return };
                session.busy = true;
                let what = Append::Message { author: reader, client_id, content: send.content };
                let front = self.lines[&socket].front;
                self.submit(front, Command { what, asker: Some((socket, client_id)) });
            }
            ClientFrame::Subscribe { after, epoch, .. } => self.read_log(socket, after, epoch),
            _ => self.work(socket),
        }
    }

    /// Writes what waits, unless the log is being read for this socket or its client does not read.
    pub(super) fn drain(&mut self, socket: SocketId) {
        let Some(line) = self.lines.get(&socket) else { return };
        if line.stalled_until > self.now {
            let at = line.stalled_until;
            return self.plan(at, Event::Drain { socket });
        }
        let now = self.now;
        while let Some(next) = self.session(socket).and_then(|session| session.sift(now)) {
            match next {
                Ok(frame) => self.go_down(socket, Event::Told { socket, frame }),
                Err(()) => return self.close(socket),
            }
        }
    }

    pub(super) fn ping(&mut self, socket: SocketId) {
        let (now, mutant, stored) = (self.now, self.mutant, self.log.head());
        let Some(front) = self.lines.get(&socket).map(|line| line.front) else { return };
        let told = self.fronts[front].told;
        let Some(session) = self.fronts[front].sessions.get(&socket) else { return };
        if now.saturating_sub(session.heard_at) > SILENCE_MS {
            return self.close(socket);
        }
        let head = match mutant {
            Some(Mutant::PingsWhatItTold) => told.max(session.given.unwrap_or_default()),
            _ => stored,
        };
        let frame = ServerFrame::Ping { heads: vec![Head { group_id: id(1), head }] };
        self.go_down(socket, Event::Told { socket, frame });
        self.plan(now + PING_MS, Event::Ping { socket });
    }

    /// Ends a socket; its client learns of it if the connection still carries anything.
    pub(super) fn close(&mut self, socket: SocketId) {
        self.forget(socket);
        self.go_down(socket, Event::Ended { socket });
    }

    pub(super) fn forget(&mut self, socket: SocketId) {
        if let Some(line) = self.lines.get(&socket) {
            self.fronts[line.front].sessions.remove(&socket);
        }
    }

    pub(in crate::simulation) fn go_down(&mut self, socket: SocketId, event: Event) {
        let latency = self.latency();
        if let Some(line) = self.lines.get_mut(&socket) {
            let at = line.down(self.now, latency);
            self.plan(at, event);
        }
    }
}
