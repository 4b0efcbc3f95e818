//! One socket's life: a single task that waits for the client, the chat and the clock at once.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use axum::extract::ws::WebSocket;
use tertulia::{
    engine::{Connection, Delivery, Error, Identity},
    ids::{Epoch, GroupId, Seq},
    protocol::{CloseCode, ServerFrame},
};

use super::{
    Scope,
    admission::Opening,
    bucket::Bucket,
    ending::Ending,
    wire::{Heard, Wire},
};
use crate::{AppState, metrics};

/// Frames written before the client is listened to again, so that a busy group does not silence its readers.
const AT_ONCE: usize = 128;

/// Numbers the connections for the log.
static CONNECTIONS: AtomicU64 = AtomicU64::new(1);

/// Going on, or how the socket ends.
pub(super) type Flow = Result<(), Ending>;

/// A socket of somebody who is signed in.
pub(super) struct Session {
    pub(super) app: AppState,
    pub(super) who: Identity,
    pub(super) scope: Scope,
    pub(super) connection: Connection,
    pub(super) wire: Wire,
    /// None where limits are lifted.
    pub(super) bucket: Option<Bucket>,
    /// Unreadable frames in a row.
    pub(super) strikes: u32,
    heard_at: Instant,
    ping_at: Instant,
    /// Ties the lines of one socket in the log together.
    number: u64,
    address: IpAddr,
}

/// Serves one socket until it ends.
pub(super) async fn run(app: AppState, scope: Scope, opening: Opening, socket: WebSocket) {
    let started = Instant::now();
    let number = CONNECTIONS.fetch_add(1, Ordering::Relaxed);
    let wire = Wire::new(socket, app.pace.write_limit);
    let user = opening.who.as_ref().map(|who| who.user_id);
    let (address, ending) = (opening.address, greet(app, scope, opening, wire, number).await);
    metrics::socket_closed(ending.code());
    tracing::info!(
        user = user.map(tracing::field::display),
        connection = number,
        %address,
        code = ending.code(),
        seconds = started.elapsed().as_secs(),
        "socket closed"
    );
}

/// Decides what could not be answered before the upgrade, then lives, then parts.
async fn greet(app: AppState, scope: Scope, opening: Opening, wire: Wire, number: u64) -> Ending {
    let Opening { who, address, after, epoch, current_page, meant, connection } = opening;
    let refusal = match (current_page, &who, scope) {
        (false, ..) => Some(CloseCode::OldPage),
        (true, None, _) => Some(CloseCode::Unauthenticated),
        (true, Some(_), _) if !meant => Some(CloseCode::WrongPerson),
        (true, Some(_), Scope::One(None)) => Some(CloseCode::NotAMember),
        _ => None,
    };
    let (Some(who), Some(connection), None) = (who, connection, refusal) else {
        let ending = Ending::Ours(refusal.unwrap_or(CloseCode::Unauthenticated));
        wire.part(ending).await;
        return ending;
    };
    let now = Instant::now();
    let mut session = Session {
        connection,
        bucket: app.pace.limit_frames.then(|| Bucket::new(now)),
        ping_at: now + app.pace.ping_every,
        heard_at: now,
        strikes: 0,
        app,
        who,
        scope,
        wire,
        number,
        address,
    };
    let ending = match session.live(after, epoch).await {
        Ok(()) => Ending::Gone,
        Err(ending) => ending,
    };
    let Session { connection, wire, .. } = session;
    // The person is gone for the others now, not after the farewell.
    drop(connection);
    wire.part(ending).await;
    ending
}

impl Session {
    /// Until something ends it. `Ok` never comes back: the loop has no other way out.
    async fn live(&mut self, after: Option<Seq>, epoch: Option<Epoch>) -> Flow {
        if let Scope::One(Some(group)) = self.scope {
            match self.enter(group, after, epoch).await? {
                Ok(()) => {}
                Err(Error::NotFound) => return Err(Ending::Ours(CloseCode::NotAMember)),
                Err(Error::Unauthenticated) => return Err(Ending::Ours(CloseCode::Unauthenticated)),
                Err(_) => return Err(Ending::TRY_AGAIN),
            }
        }
        let mut clock = std::pin::pin!(tokio::time::sleep_until(self.alarm().into()));
        loop {
            tokio::select! {
                delivery = self.connection.next() => self.deliver(delivery).await?,
                heard = self.wire.hear() => self.heed(heard).await?,
                () = &mut clock => {
                    self.keep_alive().await?;
                    clock.as_mut().reset(self.alarm().into());
                }
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
        // Boxed: it reads the store, and its size would be carried by every idle socket.
        let frames = match Box::pin(self.connection.subscribe(group, after, epoch)).await {
            Ok(frames) => frames,
            Err(error) => return Ok(Err(error)),
        };
        tracing::info!(user = %self.who.user_id, %group, connection = self.number, address = %self.address, "socket connected");
        for frame in frames {
            self.wire.feed(frame, Some(&self.connection)).await?;
        }
        self.wire.flush(Some(&self.connection)).await.map(Ok)
    }

    /// Writes what the chat has for this socket: whatever is there already goes out with one flush.
    pub(super) async fn deliver(&mut self, first: Delivery) -> Flow {
        let (mut delivery, mut ending) = (first, None);
        for turn in 1..=AT_ONCE {
            match delivery {
                Delivery::Frame(frame) => self.wire.feed(frame, Some(&self.connection)).await?,
                Delivery::Removed(group) if self.scope == Scope::Any => {
                    tracing::info!(user = %self.who.user_id, %group, connection = self.number, "socket left: no member any more");
                }
                Delivery::Removed(_) => ending = Some(Ending::Ours(CloseCode::NotAMember)),
                Delivery::Close(code) => ending = Some(Ending::Ours(code)),
            }
            if ending.is_some() || turn == AT_ONCE {
                break;
            }
            let Some(next) = self.connection.try_next() else { break };
            delivery = next;
        }
        self.wire.flush(Some(&self.connection)).await?;
        ending.map_or(Ok(()), Err)
    }

    /// Takes note of a sign of life, and of what it says.
    async fn heed(&mut self, heard: Heard) -> Flow {
        self.heard_at = Instant::now();
        metrics::frame_in();
        match heard {
            Heard::End(ending) => Err(ending),
            Heard::Life => self.count(),
            // Boxed: storing a message takes more room than an idle socket should carry.
            Heard::Text(text) => Box::pin(self.read(text.as_str())).await,
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
            self.wire.say(&frame, Some(&self.connection)).await?;
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
                delivery = self.connection.next() => self.deliver(delivery).await?,
            }
        }
    }
}
