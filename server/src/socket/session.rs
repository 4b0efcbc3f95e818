//! One socket's life: a single task that waits for the client, the chat and the clock at once.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::extract::ws::WebSocket;
use engine::{Connection, Delivery, Error};
use tertulia::{
    ids::{Epoch, GroupId, Seq, UserId},
    protocol::{CloseCode, ServerFrame},
};

use super::{
    Scope,
    admission::Opening,
    bucket::Bucket,
    dialect::Dialect,
    ending::Ending,
    wire::{Received, Wire},
};
use crate::{AppState, metrics};

/// Frames written before the client is listened to again, so that a busy group does not silence its readers.
const AT_ONCE: usize = 128;

/// Numbers the connections for the log.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// Going on, or how the socket ends.
pub(super) type Flow = Result<(), Ending>;

/// Whose socket it is, for the log.
#[derive(Clone, Copy)]
struct Caller {
    user: Option<UserId>,
    address: IpAddr,
    /// Ties the lines of one socket together.
    number: u64,
    since: Instant,
}

impl Caller {
    fn closed(self, ending: Ending) {
        metrics::socket_closed(ending.code());
        tracing::info!(
            user = self.user.map(tracing::field::display),
            connection = self.number,
            address = %self.address,
            code = ending.code(),
            seconds = self.since.elapsed().as_secs(),
            "socket closed"
        );
    }
}

/// A socket of somebody who is signed in.
pub(super) struct Session {
    pub(super) app: AppState,
    pub(super) scope: Scope,
    pub(super) connection: Connection,
    pub(super) wire: Wire,
    /// None where limits are lifted.
    pub(super) bucket: Option<Bucket>,
    /// Unreadable frames in a row.
    pub(super) strikes: u32,
    heard_at: Instant,
    ping_at: Instant,
    caller: Caller,
}

/// Decides what could not be answered before the upgrade, and starts the task that serves the socket until it ends.
pub(super) fn start(app: AppState, scope: Scope, dialect: Dialect, opening: Opening, socket: WebSocket) {
    let Opening { who, address, after, epoch, current_page, meant, connection } = opening;
    let refusal = match (current_page, &who, scope) {
        (false, ..) => Some(CloseCode::OldPage),
        (true, None, _) => Some(CloseCode::Unauthenticated),
        (true, Some(_), _) if !meant => Some(CloseCode::WrongPerson),
        (true, Some(_), Scope::One(None)) => Some(CloseCode::NotAMember),
        _ => None,
    };
    let (number, now) = (CONNECTIONS.fetch_add(1, Ordering::Relaxed), Instant::now());
    let caller = Caller { user: who.map(|who| who.user_id), address, number, since: now };
    let (wire, sockets) = (Wire::new(socket, dialect, app.pace.write_limit), app.sockets.clone());
    let (Some(connection), None) = (connection, refusal) else {
        let ending = Ending::Ours(refusal.unwrap_or(CloseCode::Unauthenticated));
        sockets.spawn(async move {
            wire.close(ending).await;
            caller.closed(ending);
        });
        return;
    };
    let session = Session {
        connection,
        bucket: app.pace.limit_frames.then(|| Bucket::new(now)),
        ping_at: now + app.pace.ping_every,
        heard_at: now,
        strikes: 0,
        app,
        scope,
        wire,
        caller,
    };
    sockets.spawn(session.run(after, epoch));
}

impl Session {
    /// Lives, then parts. Not an `async fn`: that would keep room for the session twice.
    fn run(self, after: Option<Seq>, epoch: Option<Epoch>) -> impl Future<Output = ()> {
        let mut session = self;
        async move {
            let ending = match session.live(after, epoch).await {
                Ok(()) => Ending::Gone,
                Err(ending) => ending,
            };
            let Self { connection, wire, caller, .. } = session;
            // The person is gone for the others now, not after the farewell.
            drop(connection);
            // Boxed, as the other things that a socket does seldom: an idle one should not carry their size.
            Box::pin(wire.close(ending)).await;
            caller.closed(ending);
        }
    }

    /// Until something ends it. `Ok` never comes back: the loop has no other way out.
    async fn live(&mut self, after: Option<Seq>, epoch: Option<Epoch>) -> Flow {
        if let Scope::One(Some(group)) = self.scope {
            match Box::pin(self.enter(group, after, epoch)).await? {
                Ok(()) => {}
                Err(Error::NotFound) => return Err(Ending::Ours(CloseCode::NotAMember)),
                Err(Error::Unauthenticated) => return Err(Ending::Ours(CloseCode::Unauthenticated)),
                Err(_) => return Err(Ending::TRY_AGAIN),
            }
        }
        let mut clock = std::pin::pin!(tokio::time::sleep_until(self.alarm().into()));
        let mut more = false;
        loop {
            // After many frames clock and client come first: a busy group silences neither.
            let others_first = std::mem::take(&mut more);
            tokio::select! {
                // Mostly it is the chat that wakes a socket, and looking at the client costs more.
                biased;
                delivery = self.connection.next(), if !others_first => more = self.deliver(delivery).await?,
                () = &mut clock => {
                    Box::pin(self.keep_alive()).await?;
                    clock.as_mut().reset(self.alarm().into());
                }
                received = self.wire.recv() => self.on_received(received).await?,
                () = std::future::ready(()), if others_first => {}
            }
        }
    }

    /// Subscribes to a group and writes its first frames.
    pub(super) async fn enter(
        &mut self,
        group: GroupId,
        after: Option<Seq>,
        epoch: Option<Epoch>,
    ) -> Result<Result<(), Error>, Ending> {
        let frames = match self.connection.subscribe(group, after, epoch).await {
            Ok(frames) => frames,
            Err(error) => return Ok(Err(error)),
        };
        let Caller { user, address, number, .. } = self.caller;
        tracing::info!(user = user.map(tracing::field::display), %group, connection = number, %address, "socket connected");
        let mut frames = frames.into_iter();
        // Alone: who is online is mostly the largest frame of an idle socket's life, and with another one behind it the library's
        // buffer, which never shrinks, would be twice as large.
        if let Some(first) = frames.next() {
            self.wire.send(&first, Some(&self.connection)).await?;
        }
        for frame in frames {
            self.wire.feed(&frame, Some(&self.connection)).await?;
        }
        self.wire.flush(Some(&self.connection)).await.map(Ok)
    }

    /// Writes what the chat has for this socket: whatever is there already goes out with one flush. Whether there may be more.
    pub(super) async fn deliver(&mut self, first: Delivery) -> Result<bool, Ending> {
        let (mut delivery, mut ending, mut more) = (first, None, false);
        for turn in 1..=AT_ONCE {
            match delivery {
                Delivery::Frame(frame) => self.wire.feed_shared(&frame, Some(&self.connection)).await?,
                Delivery::Removed(group) if self.scope == Scope::Any => {
                    tracing::info!(user = %self.connection.identity().user_id, %group, connection = self.caller.number, "socket left: no member any more");
                }
                Delivery::Removed(_) => ending = Some(Ending::Ours(CloseCode::NotAMember)),
                Delivery::Close(code) => ending = Some(Ending::Ours(code)),
            }
            more = turn == AT_ONCE;
            if ending.is_some() || more {
                break;
            }
            let Some(next) = self.connection.try_next() else { break };
            delivery = next;
        }
        self.wire.flush(Some(&self.connection)).await?;
        ending.map_or(Ok(more), Err)
    }

    /// Takes note of a sign of life, and of what it says.
    async fn on_received(&mut self, heard: Received) -> Flow {
        self.heard_at = Instant::now();
        metrics::frame_in();
        match heard {
            Received::End(ending) => Err(ending),
            Received::Life => self.count(),
            // Boxed: storing a message takes more room than an idle socket should carry.
            Received::Text(text) => Box::pin(self.read(text.as_str())).await,
        }
    }

    /// When the clock must be looked at again.
    fn alarm(&self) -> Instant {
        self.ping_at.min(self.heard_at + self.app.pace.silence)
    }

    /// Ends a socket that has been silent for too long; pings, with the heads so that a lost tail shows.
    async fn keep_alive(&mut self) -> Flow {
        let now = Instant::now();
        if now >= self.heard_at + self.app.pace.silence {
            return Err(Ending::SILENT);
        }
        if now >= self.ping_at {
            self.ping_at = now + self.app.pace.ping_every;
            self.wire.ping(&self.connection).await?;
            let frame = ServerFrame::Ping { heads: self.connection.heads() };
            self.wire.send(&frame, Some(&self.connection)).await?;
        }
        Ok(())
    }

    /// Waits for an operation of the chat while frames for this socket go on being written. The client is not listened to
    /// meanwhile, so that its acknowledgements come back in the order of its messages and it cannot queue up work.
    pub(super) async fn meanwhile<T>(&mut self, operation: impl Future<Output = T>) -> Result<T, Ending> {
        let mut operation = Box::pin(operation);
        loop {
            tokio::select! {
                biased;
                result = &mut operation => return Ok(result),
                delivery = self.connection.next() => {
                    self.deliver(delivery).await?;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size<A, B, C, F>(_: fn(A, B, C) -> F) -> usize {
        size_of::<F>()
    }

    /// Every idle socket's task is as large as the largest step that it may wait in, so the seldom ones are boxed.
    #[test]
    fn the_task_of_a_socket_is_hardly_larger_than_its_state() {
        let (session, live, run) = (size_of::<Session>(), size(Session::live), size(Session::run));
        assert!(run < 1536, "{session} + {live} are {run} bytes");
    }
}
