//! One socket's view of the chat: which groups it receives, and the bounded queue from which it is fed.

mod by_group;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tertulia::{
    ids::{Epoch, GroupId, Seq},
    protocol::{CloseCode, Head, ServerFrame},
};

use self::by_group::ByGroup;
use super::{
    Engine, Error, Identity,
    broadcast::{Broadcast, weight},
    error::Result,
    log::Replayed,
    mailbox::{Item, Mailbox, Taken},
    room::{ConnectionId, Room, Subscriber},
};

/// Shortest time between two `typing` of one socket in one group that are passed on. Clients send one every 3 s but start
/// anew after each message, so this only bounds a flood.
const TYPING_EVERY: Duration = Duration::from_millis(500);

/// When whoever has too many sockets may try again.
const ANOTHER_SOCKET: Duration = Duration::from_secs(20);

/// What a socket is to do next. (It is delivered to one reader; what a group is told is a [`Broadcast`].)
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Write this frame.
    Frame(Arc<Broadcast>),
    /// The person is not a member of this group any more; nothing of it follows.
    Removed(GroupId),
    /// Close with this code; nothing follows.
    Close(CloseCode),
}

struct Subscription {
    room: Arc<Room>,
    /// The reader's name as it is shown in the group.
    name: String,
    /// The newest seq that this socket was given: the next one must follow it.
    given: Seq,
    typed_at: Option<Instant>,
}

/// One socket. Dropping it leaves all its groups.
pub struct Connection {
    engine: Engine,
    id: ConnectionId,
    who: Identity,
    mailbox: Arc<Mailbox>,
    /// Out of the mailbox already, and next.
    taken: Taken,
    subscriptions: ByGroup<Subscription>,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection").field("id", &self.id.0).field("user", &self.who.user_id).finish_non_exhaustive()
    }
}

impl Engine {
    /// Registers a socket of this person's.
    ///
    /// # Errors
    /// [`Error::RateLimited`] when the person has as many sockets as one may have: another one may end
    pub fn connect(&self, who: Identity) -> Result<Connection> {
        let mailbox = Arc::new(Mailbox::default());
        let id = self.live().register(who.user_id, who.session_id, &mailbox, self.limits().sockets);
        let id = id.ok_or(Error::RateLimited { retry_after: ANOTHER_SOCKET })?;
        let (taken, subscriptions) = Default::default();
        Ok(Connection { engine: self.clone(), id, who, mailbox, taken, subscriptions })
    }
}

impl Connection {
    /// Which socket this is, for [`Engine::mark_read`].
    pub fn id(&self) -> ConnectionId {
        self.id
    }

    /// Whose socket it is.
    pub fn identity(&self) -> &Identity {
        &self.who
    }

    /// Starts receiving a group and returns the frames to be written now, before anything that [`next`](Self::next) gives:
    /// `subscribed`, then the replay after `after` and `live`, or `reset`. Without `after` it starts at the head.
    /// Subscribing again to the same group starts over.
    ///
    /// The mailbox is attached first and the log read after, so that nothing falls between: what arrives meanwhile waits in
    /// the mailbox, and what the replay told already is passed over there.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the person is not a member, [`Error::Unauthenticated`] when the session was revoked,
    /// [`Error::Conflict`] when the socket receives as many groups as one may
    pub async fn subscribe(
        &mut self,
        group: GroupId,
        after: Option<Seq>,
        epoch: Option<Epoch>,
    ) -> Result<Vec<ServerFrame>> {
        self.unsubscribe(group);
        if self.subscriptions.len() >= self.engine.limits().subscriptions {
            return Err(Error::Conflict("this socket receives as many groups as one may; unsubscribe from one first"));
        }
        let room = self.engine.live().room(group);
        let (user, mailbox) = (self.who.user_id, Arc::clone(&self.mailbox));
        room.attach(self.id, Subscriber { user, mailbox });
        // Until it is told otherwise, dropping this future or failing below detaches again.
        let attached = Attached { engine: &self.engine, room: &room, id: self.id, armed: true };
        if !self.engine.is_signed_in(&self.who).await? {
            return Err(Error::Unauthenticated);
        }
        let replay = self.engine.logs().replay(group, user, after, epoch).await?;
        let online = room.arrive(self.id, &replay.name).ok_or(Error::NotFound)?;
        attached.keep();
        let (given, name) = (replay.head, replay.name.clone());
        let frames = self.opening(group, replay, online);
        self.subscriptions.insert(group, Subscription { room, name, given, typed_at: None });
        Ok(frames)
    }

    fn opening(&self, group_id: GroupId, replay: Replayed, online: Vec<tertulia::api::Present>) -> Vec<ServerFrame> {
        let Replayed { head, epoch, events, .. } = replay;
        let mut frames = vec![ServerFrame::Subscribed { group_id, head, epoch, online }];
        let Some(events) = events else {
            frames.push(ServerFrame::Reset { group_id, head, epoch });
            return frames;
        };
        let most = self.engine.limits().replay_bytes;
        let mut bytes = 0;
        for event in events {
            let frame = ServerFrame::Event(event);
            bytes += weight(&frame);
            if bytes > most {
                // As much as may wait for a socket, no more: loading the newest page costs less.
                frames.truncate(1);
                frames.push(ServerFrame::Reset { group_id, head, epoch });
                return frames;
            }
            frames.push(frame);
        }
        frames.push(ServerFrame::Live { group_id, head, epoch });
        frames
    }

    /// Stops receiving a group.
    pub fn unsubscribe(&mut self, group: GroupId) {
        if let Some(subscription) = self.subscriptions.remove(group) {
            self.engine.depart(&subscription.room, self.id);
        }
    }

    /// Tells the others that the person is writing. Dropped silently when it comes too often.
    ///
    /// # Errors
    /// [`Error::NotFound`] when this socket is not subscribed to the group
    pub fn typing(&mut self, group: GroupId) -> Result<()> {
        let subscription = self.subscriptions.get_mut(group).ok_or(Error::NotFound)?;
        if subscription.typed_at.is_none_or(|at| at.elapsed() >= TYPING_EVERY) {
            subscription.typed_at = Some(Instant::now());
            subscription.room.typing(self.who.user_id, &subscription.name);
        }
        Ok(())
    }

    /// The next thing to do; waits until there is one. Cancel safe.
    pub async fn next(&mut self) -> Delivery {
        loop {
            let taken = self.mailbox.take(&mut self.taken).await;
            if let Some(delivery) = self.sift(taken) {
                return delivery;
            }
        }
    }

    /// What is to be done next if it is already there: lets a socket write several frames at once.
    pub fn try_next(&mut self) -> Option<Delivery> {
        while let Some(taken) = self.mailbox.try_take(&mut self.taken) {
            if let Some(delivery) = self.sift(taken) {
                return Some(delivery);
            }
        }
        None
    }

    /// Passes over what the replay told already. A hole, which must not be, ends the socket: its client resumes and asks for
    /// what is missing rather than never learning of it.
    fn sift(&mut self, taken: std::result::Result<Item, CloseCode>) -> Option<Delivery> {
        match taken {
            Err(code) => Some(Delivery::Close(code)),
            Ok(Item::Ephemeral(frame)) => Some(Delivery::Frame(frame)),
            Ok(Item::Removed(group)) => self.subscriptions.remove(group).map(|_| Delivery::Removed(group)),
            Ok(Item::Durable(told)) => {
                let (group, seq) = told.frame().log_position()?;
                let given = &mut self.subscriptions.get_mut(group)?.given;
                if seq <= *given {
                    return None;
                }
                if seq != given.next() {
                    tracing::warn!(%group, given = given.0, seq = seq.0, "a hole in the live log; the socket resumes");
                    self.mailbox.close(CloseCode::TooSlow);
                    return Some(Delivery::Close(CloseCode::TooSlow));
                }
                *given = seq;
                Some(Delivery::Frame(told))
            }
        }
    }

    /// Resolves when the socket must be closed, however many frames still wait: race a blocked write against it.
    pub fn until_closed(&self) -> impl Future<Output = CloseCode> + Send + 'static {
        let mailbox = Arc::clone(&self.mailbox);
        async move { mailbox.until_closed().await }
    }

    /// The heads of the subscribed groups, for `ping`: what is known here to be stored, whether or not it could be told. While something waits for
    /// this socket they are what it was given: a head above its cursor says that what lies between will not come.
    pub fn heads(&self) -> Vec<Head> {
        let head = |(group_id, subscription): (GroupId, &Subscription)| Head {
            group_id,
            head: self.engine.logs().head(group_id).unwrap_or_default().max(subscription.given),
        };
        let heads = self.subscriptions.iter().map(head).collect();
        // Looked at after the logs: what was told of them is in the mailbox by now.
        if self.mailbox.is_empty() {
            return heads;
        }
        self.subscriptions
            .iter()
            .map(|(group_id, Subscription { given, .. })| Head { group_id, head: *given })
            .collect()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        for subscription in self.subscriptions.drain() {
            self.engine.depart(&subscription.room, self.id);
        }
        self.engine.live().unregister(self.who.user_id, self.id);
    }
}

/// Detaches when dropped, unless it was kept.
struct Attached<'a> {
    engine: &'a Engine,
    room: &'a Arc<Room>,
    id: ConnectionId,
    armed: bool,
}

impl Attached<'_> {
    fn keep(mut self) {
        self.armed = false;
    }
}

impl Drop for Attached<'_> {
    fn drop(&mut self) {
        if self.armed {
            self.engine.depart(self.room, self.id);
        }
    }
}
