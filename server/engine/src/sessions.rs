//! The sessions that are in use, in memory, so that a request of somebody who is signed in reads nothing to know who asks.
//!
//! The store decides, and what is here was read there. It is still true, because:
//!
//! * whatever deletes a session in the store forgets it here before it answers (`Engine::end_sessions`);
//! * a session that is forgotten while somebody reads it is not kept when she is done;
//! * whether it has run out is asked at every use, of the clock that dated it;
//! * where a write that deletes sessions ends in doubt, all are forgotten;
//! * a remote database may be written to by other programs, which do not say so: what was read there is believed for
//!   [`REMOTE_TRUST`] only. When programs tell each other what they change, [`Sessions::forget`] is what they have to call.
//!
//! Along with a session its person's name is kept. Names never change; a write that changes one will have to forget the person's
//! sessions.

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use quick_cache::sync::{Cache, GuardResult};
use tertulia::{clock::Timestamp, ids::SessionId};

use super::{Identity, error::Result, store::StoredSession};

/// Sessions that are kept: some 20 MiB. Beyond, those go first that were used once or not for long, and are read again at their next
/// use.
const KNOWN_MAX: usize = 100_000;

/// How long what was read from a remote database is believed, counted from before it was read: so long can a session be used that
/// another program has ended. A session is promised to be gone within a second.
const REMOTE_TRUST: Duration = Duration::from_secs(1);

/// The sessions in use.
pub(super) struct Sessions {
    known: Cache<SessionId, Known>,
    /// None where nobody else writes to the database.
    trust: Option<Duration>,
}

#[derive(Clone)]
struct Known {
    session: StoredSession,
    /// Before it was read.
    read_at: Instant,
}

impl Sessions {
    pub(super) fn new(is_remote: bool) -> Self {
        Self::with_capacity(KNOWN_MAX, is_remote)
    }

    fn with_capacity(most: usize, is_remote: bool) -> Self {
        Self { known: Cache::new(most), trust: is_remote.then_some(REMOTE_TRUST) }
    }

    /// Who a session belongs to, if it has neither ended nor been revoked. `now` and `at` are the present, by both clocks; `read` asks
    /// the store, where that is necessary.
    pub(super) async fn look_up(
        &self,
        id: SessionId,
        now: Timestamp,
        at: Instant,
        read: impl Future<Output = Result<Option<StoredSession>>>,
    ) -> Result<Option<Identity>> {
        let place = loop {
            // With no time to wait: who comes while another reads the same session reads it too, and need not keep it.
            match self.known.get_value_or_guard(&id, Some(Duration::ZERO)) {
                GuardResult::Value(known) if self.holds(&known, now, at) => return Ok(Some(known.session.identity)),
                GuardResult::Value(_) => drop(self.known.remove_if(&id, |known| !self.holds(known, now, at))),
                GuardResult::Guard(place) => break Some(place),
                GuardResult::Timeout => break None,
            }
        };
        let Some(session) = read.await? else { return Ok(None) };
        let identity = session.identity.clone();
        if let Some(place) = place {
            // Refused where the session was forgotten meanwhile, for that takes the place away.
            drop(place.insert(Known { session, read_at: at }));
        }
        Ok(Some(identity))
    }

    /// A session was deleted in the store.
    pub(super) fn forget(&self, id: SessionId) {
        self.known.remove(&id);
    }

    /// Nobody knows what a write has done that ended in doubt.
    pub(super) fn forget_all(&self) {
        self.known.clear();
    }

    fn holds(&self, known: &Known, now: Timestamp, at: Instant) -> bool {
        let age = at.saturating_duration_since(known.read_at);
        now < known.session.expires_at && self.trust.is_none_or(|trust| age < trust)
    }
}
