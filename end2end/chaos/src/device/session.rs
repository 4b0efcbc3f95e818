//! The time of one socket.

use std::time::Duration;

use common::ws_connector::WsConnector;
use tertulia::{
    ids::{Epoch, GroupId, Seq},
    protocol::{ClientFrame, CloseCode, ServerFrame},
    timeline::Timeline,
};
use tokio::time::{Instant, sleep_until};

use super::{
    Device, Kind, Stage,
    chat::Subscription,
    wire::{Heard, Wire},
};
use crate::record::Entry;

/// How long opening a socket may take.
const OPEN_TIME: Duration = Duration::from_secs(3);
/// A socket that is silent for so long is asked for a sign of life, and so often.
const ASK_AFTER: Duration = Duration::from_millis(1_500);
/// A socket that is silent for so long is given up. A page waits 40 s; here a server lives for a few seconds.
const SILENCE_MAX: Duration = Duration::from_secs(4);
/// How often waiting messages are looked at, for those whose time has come.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The socket ends: with a pause before the next one, where the person wants one.
#[derive(Debug)]
pub(super) struct End(pub(super) Option<Duration>);

impl Device {
    /// Opens a socket. A device of a one-group address needs to know where it stands first.
    pub(super) async fn connect(&mut self) -> Option<Wire> {
        let path = self.path()?;
        let door = WsConnector::find(&self.access.url()?).await.ok()?;
        let inner = door.upgrade(self.number, &path, &self.who.token, OPEN_TIME).await.ok()?;
        self.planter.begin();
        self.record.entries.push(Entry::Opened);
        if self.is_one_group() {
            self.subscribed_by_address();
        }
        Some(Wire::new(inner))
    }

    pub(super) fn is_one_group(&self) -> bool {
        self.kind == Kind::Person { one_group: true }
    }

    fn path(&mut self) -> Option<String> {
        if !self.is_one_group() {
            return Some("/api/v1/ws".to_owned());
        }
        self.load_where_needed();
        let chat = self.chats.first().filter(|chat| chat.member)?;
        let (after, epoch) = chat.timeline.as_ref()?.subscribe_from();
        let epoch = if chat.doubts { Epoch::random() } else { epoch };
        Some(format!("/api/v1/ws/{}?after={after}&epoch={epoch}", chat.place.id))
    }

    fn subscribed_by_address(&mut self) {
        let Some(chat) = self.chats.first_mut() else { return };
        let Some((after, _)) = chat.timeline.as_ref().map(Timeline::subscribe_from) else { return };
        chat.doubts = false;
        chat.subscription = Subscription::Asked;
        self.record.entries.push(Entry::Subscribing { group: chat.place.id, after });
    }

    /// Until the socket ends; the pause that the person wants then.
    pub(super) async fn session(&mut self, mut wire: Wire) -> Option<Duration> {
        loop {
            self.report();
            if self.stage() == Stage::Over {
                return None;
            }
            let End(pause) = match self.turn(&mut wire).await {
                Ok(()) => continue,
                Err(end) => end,
            };
            return pause;
        }
    }

    /// Says what is to be said, and waits for one thing to happen.
    async fn turn(&mut self, wire: &mut Wire) -> Result<(), End> {
        self.load_where_needed();
        self.speak(wire).await?;
        let alarm = (wire.heard_at.max(wire.asked_at) + ASK_AFTER).min(Instant::now() + LOOK_EVERY);
        tokio::select! {
            heard = wire.hear() => self.heed(heard),
            Some(done) = self.errands.join_next() => {
                self.settle(done);
                Ok(())
            }
            () = sleep_until(self.next.0), if self.acts() => self.act(Some(wire)).await,
            () = sleep_until(alarm) => self.probe(wire).await,
            _ = self.stage.changed() => Ok(()),
        }
    }

    async fn probe(&self, wire: &mut Wire) -> Result<(), End> {
        let now = Instant::now();
        if now >= wire.heard_at + SILENCE_MAX {
            return Err(End(None));
        }
        if now >= wire.heard_at.max(wire.asked_at) + ASK_AFTER {
            wire.asked_at = now;
            return if wire.say(&ClientFrame::Ping).await { Ok(()) } else { Err(End(None)) };
        }
        Ok(())
    }

    fn heed(&mut self, heard: Heard) -> Result<(), End> {
        match heard {
            Heard::Life => Ok(()),
            Heard::Strange(text) => {
                self.record.entries.push(Entry::Strange(text));
                Ok(())
            }
            Heard::End(code) => {
                if code == Some(CloseCode::NotAMember.as_u16()) {
                    let look_at = self.look_at();
                    self.chats.iter_mut().for_each(|chat| chat.expelled(look_at));
                }
                // Nobody is kept off by a server that closes at once.
                Err(End(Some(Duration::from_millis(self.backoff.next_delay_ms(self.waits.unit()).min(500)))))
            }
            Heard::Frame(frame) => {
                self.backoff.reset();
                if self.stage() != Stage::Chaos {
                    self.planter.stop();
                }
                self.planter.put(frame);
                let mut outcome = Ok(());
                while let Some(frame) = self.planter.take() {
                    let heard = self.hear(frame);
                    outcome = outcome.and(heard);
                }
                outcome
            }
        }
    }

    /// Writes a frame down, unless it says nothing about a log.
    pub(super) fn note(&mut self, frame: &ServerFrame) {
        let passing = matches!(
            frame,
            ServerFrame::Ping { .. }
                | ServerFrame::Pong
                | ServerFrame::Typing { .. }
                | ServerFrame::Read { .. }
                | ServerFrame::UserJoined { .. }
                | ServerFrame::UserLeft { .. }
        );
        if !passing {
            self.record.entries.push(Entry::Heard(frame.clone()));
        }
    }

    /// When to find out whether the person is a member again.
    pub(super) fn look_at(&mut self) -> Instant {
        Instant::now() + Duration::from_secs(1).mul_f64(1.0 + self.waits.unit())
    }

    /// Whether any group's place in the log is known to be behind this head.
    pub(super) fn is_behind(&self, group: GroupId, head: Seq) -> bool {
        let chat = self.chats.iter().find(|chat| chat.place.id == group && chat.subscription == Subscription::Stands);
        chat.and_then(|chat| chat.timeline.as_ref()).is_some_and(|timeline| timeline.behind(head))
    }
}
