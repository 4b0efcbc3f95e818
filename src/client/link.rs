//! When to connect, when to believe that the connection is dead, and when to give up.

use super::{Client, Output, SocketEvent, ViewEvent};
#[cfg(test)]
use crate::simulation::Mutant;
use crate::{
    backoff::Backoff,
    now::Now,
    protocol::{ClientFrame, CloseCode},
    random::Random,
};

/// A client hears something at least this often, in milliseconds: the server pings every 25 s.
const SILENCE_MS: u64 = 40_000;
/// The same for one in the background, whose timers the browser slows down.
const SILENCE_HIDDEN_MS: u64 = 75_000;
/// The first frame comes within this time, in milliseconds, or the attempt failed.
const OPENING_MS: u64 = 15_000;
/// After waking up or a change of network, an answer comes within this time, in milliseconds, or the socket is dead.
const PROBE_MS: u64 = 5_000;

/// How a client is connected to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// Not begun yet, or the first socket is opening.
    Connecting,
    /// Messages come by themselves.
    Open,
    /// It broke; another attempt follows.
    Waiting,
    /// The device says that there is no network.
    Offline,
    /// It is over.
    Closed(CloseReason),
}

/// Why a connection is over for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The page shows older history and is not meant to be live.
    History,
    /// Signed out, here or elsewhere.
    SignedOut,
    /// Not a member any more.
    Removed,
    /// Somebody else is signed in on this browser.
    WrongPerson,
    /// The server is newer than the client.
    OldPage,
}

impl CloseReason {
    /// What the server closed the socket for, if connecting again is pointless. After every other close, ours or not, the client connects
    /// again.
    pub const fn after(code: CloseCode) -> Option<Self> {
        match code {
            CloseCode::Unauthenticated => Some(Self::SignedOut),
            CloseCode::NotAMember => Some(Self::Removed),
            CloseCode::WrongPerson => Some(Self::WrongPerson),
            CloseCode::OldPage => Some(Self::OldPage),
            CloseCode::TooFast | CloseCode::Restarting | CloseCode::TooSlow => None,
        }
    }
}

impl ConnectionState {
    /// As the document says it in `data-connection`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connecting => "connecting",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Offline => "offline",
            Self::Closed(_) => "closed",
        }
    }

    /// As the document says it in `data-ending`: why it is over; none while it is not.
    pub const fn ending(self) -> Option<&'static str> {
        match self {
            Self::Connecting | Self::Open | Self::Waiting | Self::Offline => None,
            Self::Closed(CloseReason::History) => Some("history"),
            Self::Closed(CloseReason::SignedOut) => Some("signed-out"),
            Self::Closed(CloseReason::Removed) => Some("removed"),
            Self::Closed(CloseReason::WrongPerson) => Some("wrong-person"),
            Self::Closed(CloseReason::OldPage) => Some("old-page"),
        }
    }

    /// Whether messages come and go now.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }
}

/// What is known about the socket's health.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) connection: ConnectionState,
    /// Whether there is a socket.
    is_there: bool,
    /// Counts sockets, so that a late word from an older one is told apart.
    pub(super) attempt: u32,
    /// Whether the server has said `subscribed`.
    pub(super) subscribed: bool,
    heard_at: u64,
    /// When an answer is overdue.
    probe_until: Option<u64>,
    /// When to try again.
    retry_at: Option<u64>,
    backoff: Backoff,
    pub(super) random: Random,
}

impl Link {
    pub(super) fn new(is_history: bool, seed: u64) -> Self {
        Self {
            connection: if is_history {
                ConnectionState::Closed(CloseReason::History)
            } else {
                ConnectionState::Connecting
            },
            is_there: false,
            attempt: 0,
            subscribed: false,
            heard_at: 0,
            probe_until: None,
            retry_at: None,
            backoff: Backoff::default(),
            random: Random::new(seed),
        }
    }
}

impl Client {
    /// Opens a socket, unless it is over for good.
    pub(super) fn connect(&mut self, now: Now) {
        if self.is_over() {
            return;
        }
        let (after, epoch) = self.timeline.subscribe_from();
        self.link.attempt = self.link.attempt.wrapping_add(1);
        self.link.subscribed = false;
        self.link.probe_until = None;
        self.link.retry_at = None;
        self.link.heard_at = now.elapsed_ms;
        self.link.is_there = true;
        self.emit(Output::Connect { attempt: self.link.attempt, after, epoch });
    }

    /// Says something to the server, if it listens.
    pub(super) fn say(&mut self, frame: ClientFrame) -> bool {
        let listens = self.link.is_there && self.link.subscribed;
        if listens {
            self.emit(Output::Say(frame));
        }
        listens
    }

    pub(super) fn socket_said(&mut self, what: SocketEvent, now: Now) {
        match what {
            SocketEvent::Closed(code) => match code.and_then(CloseCode::from_u16).and_then(CloseReason::after) {
                Some(ending) => self.end(ending),
                None => self.lost(now),
            },
            SocketEvent::Noise => self.heard(now),
            SocketEvent::Frame(frame) => {
                self.heard(now);
                self.frame_arrived(&frame, now);
            }
        }
    }

    /// Any traffic counts as life.
    fn heard(&mut self, now: Now) {
        self.link.heard_at = now.elapsed_ms;
        self.link.probe_until = None;
        if self.link.subscribed {
            self.show_connection(ConnectionState::Open);
        }
    }

    /// The server listens: from here on messages can go out.
    pub(super) fn subscribed(&mut self) {
        self.link.subscribed = true;
        self.catching_up = true;
        self.asked_from = None;
        self.link.backoff.reset();
        self.show_connection(ConnectionState::Open);
    }

    /// The connection broke: what was on its way is queued again, and another attempt follows.
    pub(super) fn lost(&mut self, now: Now) {
        self.hang_up();
        let delay = self.link.backoff.next_delay_ms(self.link.random.fraction());
        self.link.retry_at = Some(now.elapsed_ms.saturating_add(delay));
        #[cfg(test)]
        if self.errs(Mutant::NeverReconnects) {
            self.link.retry_at = None;
        }
        self.show_connection(if self.is_online { ConnectionState::Waiting } else { ConnectionState::Offline });
    }

    /// It is over for good. What was written stays on the shelf.
    pub(super) fn end(&mut self, ending: CloseReason) {
        self.hang_up();
        self.link.retry_at = None;
        self.online.clear();
        self.show_connection(ConnectionState::Closed(ending));
    }

    fn hang_up(&mut self) {
        if std::mem::take(&mut self.link.is_there) {
            self.emit(Output::HangUp);
        }
        self.link.subscribed = false;
        self.link.probe_until = None;
        self.catching_up = false;
        self.asked_from = None;
        self.nothing_is_in_flight();
        self.changed = true;
    }

    /// The network is there again, or somebody looks at the page: connect at once, or see whether the socket still lives.
    pub(super) fn network_is_back(&mut self, now: Now) {
        self.revisions.hurry();
        self.pump_revisions(now);
        if self.link.retry_at.is_some() {
            self.connect(now);
        } else {
            self.probe(now);
        }
    }

    /// Browsers say so when a cable is pulled, and also on a laptop that runs the server itself. The socket knows better.
    pub(super) fn network_is_gone(&mut self, now: Now) {
        if !self.is_over() {
            self.show_connection(ConnectionState::Offline);
            self.probe(now);
        }
    }

    fn probe(&mut self, now: Now) {
        if self.link.probe_until.is_none() && self.say(ClientFrame::Ping) {
            self.link.probe_until = Some(now.elapsed_ms.saturating_add(PROBE_MS));
        }
    }

    pub(super) fn check_deadlines(&mut self, now: Now) {
        let (link, now_ms) = (&self.link, now.elapsed_ms);
        if link.retry_at.is_some_and(|at| at <= now_ms) {
            self.connect(now);
        } else if link.is_there {
            let patience = match (link.subscribed, self.is_visible) {
                (false, _) => OPENING_MS,
                (true, true) => SILENCE_MS,
                (true, false) => SILENCE_HIDDEN_MS,
            };
            #[cfg(test)]
            let patience = if self.errs(Mutant::NeverNoticesSilence) { u64::MAX } else { patience };
            let silent = now_ms.saturating_sub(link.heard_at) > patience;
            if silent || link.probe_until.is_some_and(|at| at <= now_ms) {
                self.lost(now);
            }
        }
    }

    /// Whether messages go out now. Not while the device says that there is no network and no answer has proved it wrong.
    pub(super) const fn is_open(&self) -> bool {
        self.link.connection.is_open()
    }

    const fn is_over(&self) -> bool {
        matches!(self.link.connection, ConnectionState::Closed(_))
    }

    fn show_connection(&mut self, connection: ConnectionState) {
        if std::mem::replace(&mut self.link.connection, connection) != connection {
            self.notify(ViewEvent::Connection(connection));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the table in docs/socket.md says it.
    #[test]
    fn the_four_hopeless_close_codes_end_the_client_and_after_the_others_it_comes_back() {
        let codes = (4000..5000).filter_map(CloseCode::from_u16);
        let (hopeless, others): (Vec<_>, Vec<_>) = codes.partition(|code| CloseReason::after(*code).is_some());
        assert_eq!(hopeless.into_iter().map(CloseCode::as_u16).collect::<Vec<_>>(), [4001, 4003, 4004, 4012]);
        assert_eq!(others.into_iter().map(CloseCode::as_u16).collect::<Vec<_>>(), [4008, 4010, 4011]);
    }
}
