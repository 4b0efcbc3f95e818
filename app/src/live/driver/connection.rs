//! When to connect, when to believe that the connection is dead, and when to give up.

use leptos::prelude::GetUntracked;
use tertulia::protocol::{ClientFrame, CloseCode};

use super::Driver;
use crate::{
    api::person::cover,
    conversation::{Connection, Ending},
    live::{
        clock::elapsed_ms,
        event::SocketEvent,
        socket::Socket,
        surroundings::{is_online, is_visible},
    },
};

/// A page hears something at least this often, in milliseconds: the server pings every 25 s.
const SILENCE_MS: u64 = 40_000;
/// The same for a page in the background, whose timers the browser slows down.
const SILENCE_HIDDEN_MS: u64 = 75_000;
/// The first frame comes within this time, in milliseconds, or the attempt failed.
const OPENING_MS: u64 = 15_000;
/// After waking up or a change of network, an answer comes within this time, in milliseconds, or the socket is dead.
const PROBE_MS: u64 = 5_000;

/// The socket, and what is known about its health.
#[derive(Default)]
pub(super) struct Link {
    socket: Option<Socket>,
    /// Counts sockets, so that a late word from an older one is told apart.
    pub(super) attempt: u32,
    /// Whether the server has said `subscribed`.
    pub(super) subscribed: bool,
    heard_at: u64,
    /// When an answer is overdue.
    probe_until: Option<u64>,
    /// When to try again.
    retry_at: Option<u64>,
}

impl Driver {
    /// Opens a socket, unless it is over for good.
    pub(super) fn connect(&mut self) {
        if self.is_over() {
            return;
        }
        let (after, epoch) = self.timeline.subscribe_from();
        self.link.attempt = self.link.attempt.wrapping_add(1);
        self.link.subscribed = false;
        self.link.probe_until = None;
        self.link.retry_at = None;
        self.link.heard_at = elapsed_ms();
        self.link.socket = Socket::open(self.link.attempt, self.group, after, epoch, self.mailbox.clone());
        if self.link.socket.is_none() {
            self.lost();
        }
    }

    /// Says something to the server, if there is one to say it to.
    pub(super) fn say(&self, frame: &ClientFrame) -> bool {
        let socket = self.link.socket.as_ref().filter(|_| self.link.subscribed);
        socket.map(|socket| socket.send(frame)).is_some()
    }

    pub(super) fn socket_said(&mut self, what: SocketEvent) {
        match what {
            SocketEvent::Closed(code) => match code.and_then(CloseCode::from_u16).and_then(Ending::after) {
                Some(ending) => self.end(ending),
                None => self.lost(),
            },
            SocketEvent::Noise => self.heard(),
            SocketEvent::Frame(frame) => {
                self.heard();
                self.frame_arrived(&frame);
            }
        }
    }

    /// Any traffic counts as life.
    fn heard(&mut self) {
        self.link.heard_at = elapsed_ms();
        self.link.probe_until = None;
        if self.link.subscribed {
            self.show_connection(Connection::Open);
        }
    }

    /// The connection broke: what was on its way is queued again, and another attempt follows.
    pub(super) fn lost(&mut self) {
        self.hang_up();
        let delay = self.backoff.next_delay_ms(js_sys::Math::random());
        self.link.retry_at = Some(elapsed_ms().saturating_add(delay));
        self.show_connection(if is_online() { Connection::Waiting } else { Connection::Offline });
    }

    /// It is over for good. What was written stays on the shelf.
    pub(super) fn end(&mut self, ending: Ending) {
        self.hang_up();
        self.link.retry_at = None;
        self.online.clear();
        if ending == Ending::WrongPerson {
            cover();
        }
        self.show_connection(Connection::Closed(ending));
    }

    fn hang_up(&mut self) {
        self.link.socket = None;
        self.link.subscribed = false;
        self.link.probe_until = None;
        self.catching_up = false;
        self.asked_from = None;
        if let Some(client_id) = self.outbox.connection_lost() {
            self.timeline.mark_queued(client_id);
        }
        self.dirty = true;
    }

    /// The network is there again, or somebody looks at the page: connect at once, or see whether the socket still lives.
    pub(super) fn network_is_back(&mut self) {
        self.revisions.hurry();
        self.pump_revisions();
        if self.link.retry_at.is_some() {
            self.connect();
        } else {
            self.probe();
        }
    }

    /// Browsers say so when a cable is pulled, and also on a laptop that runs the server itself. The socket knows better.
    pub(super) fn network_is_gone(&mut self) {
        if !self.is_over() {
            self.show_connection(Connection::Offline);
            self.probe();
        }
    }

    fn probe(&mut self) {
        if self.link.probe_until.is_none() && self.say(&ClientFrame::Ping) {
            self.link.probe_until = Some(elapsed_ms().saturating_add(PROBE_MS));
        }
    }

    pub(super) fn check_deadlines(&mut self, now: u64) {
        let link = &self.link;
        if link.retry_at.is_some_and(|at| at <= now) {
            self.connect();
        } else if link.socket.is_some() {
            let patience = match (link.subscribed, is_visible()) {
                (false, _) => OPENING_MS,
                (true, true) => SILENCE_MS,
                (true, false) => SILENCE_HIDDEN_MS,
            };
            let silent = now.saturating_sub(link.heard_at) > patience;
            if silent || link.probe_until.is_some_and(|at| at <= now) {
                self.lost();
            }
        }
    }

    /// Whether messages go out now. Not while the browser says that there is no network and no answer has proved it wrong.
    pub(super) fn is_open(&self) -> bool {
        self.room.connection.try_get_untracked().is_some_and(Connection::is_open)
    }

    fn is_over(&self) -> bool {
        matches!(self.room.connection.try_get_untracked(), None | Some(Connection::Closed(_)))
    }

    pub(super) fn show_connection(&self, connection: Connection) {
        super::publish::set(self.room.connection, connection);
    }
}
