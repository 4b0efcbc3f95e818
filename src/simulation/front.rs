//! A server: what `docs/socket.md` promises of one, over a log that it may share with others.
//!
//! It does what the engine does in the same order: a subscription is attached first and the log read after (`connection`),
//! what waits is bounded and what was replayed is passed over (`mailbox`), one task appends (`writer`) and it commits, then
//! tells, then answers.

use std::collections::{BTreeMap, VecDeque};

use super::{log::Append, network::SocketId};
use crate::{
    ids::{ClientMessageId, Seq, UserId},
    protocol::{ClientFrame, ServerFrame},
};

/// Most frames that may wait for a socket; the real number is 256, and seldom reached within a schedule's minute.
pub(super) const MAILBOX_MAX: usize = 12;
/// Whoever is further behind is told to start over; really 500.
pub(super) const REPLAY_MAX: u64 = 10;

/// What the writer is asked for.
#[derive(Clone, Debug)]
pub(super) struct Command {
    pub(super) what: Append,
    /// Who waits for the answer; nobody where it came over HTTP from somebody who is not looked at.
    pub(super) asker: Option<(SocketId, ClientMessageId)>,
}

/// One socket at a front.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) reader: UserId,
    /// The newest seq that it was given; none while the log is read for it.
    pub(super) given: Option<Seq>,
    pub(super) attached: bool,
    pub(super) mailbox: VecDeque<(Seq, ServerFrame)>,
    /// The client's frames that wait: one is worked off at a time.
    pub(super) inbox: VecDeque<ClientFrame>,
    pub(super) busy: bool,
    pub(super) heard_at: u64,
    /// Until when the next change is lost here, which must not be: its client has to notice.
    pub(super) loses_until: u64,
}

impl Session {
    pub(super) fn new(reader: UserId, now: u64) -> Self {
        let (mailbox, inbox) = Default::default();
        Self { reader, given: None, attached: true, mailbox, inbox, busy: true, heard_at: now, loses_until: 0 }
    }

    /// Puts a change in. False where it does not fit: the socket has to be closed.
    pub(super) fn put(&mut self, seq: Seq, frame: &ServerFrame) -> bool {
        if self.attached {
            self.mailbox.push_back((seq, frame.clone()));
        }
        self.mailbox.len() <= MAILBOX_MAX
    }

    /// The next change that it was not given. An error where one is missing: the socket has to be closed.
    pub(super) fn sift(&mut self, now: u64) -> Option<Result<ServerFrame, ()>> {
        let given = self.given?;
        while let Some((seq, frame)) = self.mailbox.pop_front() {
            if seq == given.next() && now < std::mem::take(&mut self.loses_until) {
                self.given = Some(seq);
                return self.sift(now);
            }
            if seq > given {
                self.given = Some(seq);
                return Some(if seq == given.next() { Ok(frame) } else { Err(()) });
            }
        }
        None
    }
}

/// One node.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) up: bool,
    /// Counts its starts: what an earlier one had under way is not this one's.
    pub(super) start: u32,
    pub(super) sessions: BTreeMap<SocketId, Session>,
    pub(super) waiting: Vec<Command>,
    pub(super) writing: bool,
    /// The newest seq that was told here.
    pub(super) told: Seq,
}

impl Front {
    /// Everything that was only in memory is gone.
    pub(super) fn crash(&mut self) -> Vec<SocketId> {
        let start = self.start + 1;
        let before = std::mem::replace(self, Self { start, ..Self::default() });
        before.sessions.into_keys().collect()
    }
}
