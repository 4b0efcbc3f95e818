//! Somebody with a device, who does on it what the script says: to a conversation, through its client; and what no client does, past it.
//!
//! * `writing`: messages, and changes of them. `intrusion`: what nobody may do.

mod intrusion;
mod writing;

use std::time::Duration;

use tertulia::{
    api::PageQuery,
    client::{Client, Input, UserAction, Wanted},
    group::Role,
    ids::{GroupId, Seq, UserId},
    outbox::revisions::RevisionState,
    timeline::MessageRow,
};
use tokio::time::{Instant, sleep_until};

use crate::{
    device::{Conversation, Device},
    participants::{Kind, Setup, Stage},
    plan::{Action, Script, Step},
    trace::{Entry, Trace},
};

/// Messages from the end that people still change.
const RECENT: usize = 40;

/// Somebody with a device.
pub(crate) struct Actor {
    device: Device,
    script: Script,
    /// What is done next, and when.
    next: (Instant, Step),
    /// Numbers what is written.
    written: u32,
}

impl Actor {
    pub(crate) fn new(setup: Setup) -> Self {
        let mut script = Script::new(setup.seed, setup.number as u64, setup.pause);
        let first = script.step();
        Self { device: Device::new(setup), script, next: (Instant::now() + first.pause, first), written: 0 }
    }

    /// Until the run is over and the conversations are there from the first message on; what the device saw.
    pub(crate) async fn run(mut self) -> Trace {
        while self.device.setup.stage() != Stage::Over || self.scrolls_up() {
            self.device.report();
            let acts = self.device.setup.kind != Kind::Witness && self.device.setup.stage() == Stage::Chaos;
            tokio::select! {
                () = self.device.turn() => self.decide(),
                () = sleep_until(self.next.0), if acts => self.act(),
            }
        }
        self.device.finish()
    }

    /// Says what becomes of what waits for her word: what was refused is given up, and everything else is still meant.
    fn decide(&mut self) {
        for number in 0..self.device.conversations.len() {
            let Some(client) = self.conversation(number).living() else { continue };
            let messages = client.outbox().entries().iter().filter_map(|entry| match entry.failed {
                Some(_) => Some(UserAction::Discarded(entry.client_id)),
                None => entry.asks.then_some(UserAction::Retried(entry.client_id)),
            });
            let kept = self.conversation(number).store.revisions.keys();
            let revisions = kept.filter_map(|seq| match client.revisions().get(*seq)?.state {
                RevisionState::Failed(_) => Some(UserAction::DiscardedRevision(*seq)),
                RevisionState::Unsure => Some(UserAction::RetriedRevision(*seq)),
                RevisionState::Queued | RevisionState::Sending | RevisionState::Saved => None,
            });
            for decision in messages.chain(revisions).collect::<Vec<_>>() {
                self.device.tell(number, Input::User(decision));
            }
        }
    }

    /// Wants all of every conversation that is not loaded. Says whether there is anything.
    fn scrolls_up(&mut self) -> bool {
        let mut scrolls = false;
        for number in 0..self.device.conversations.len() {
            let Some(timeline) = self.conversation(number).living().map(Client::timeline) else { continue };
            let gap = timeline.gap_before().map(|_| Wanted::Gap);
            let older = timeline.older_before().map(|_| Wanted::Older);
            let missing = gap.or(older).or(timeline.stale_before().map(|_| Wanted::Stale));
            scrolls |= missing.is_some();
            missing.into_iter().for_each(|wanted| self.device.tell(number, Input::User(UserAction::Wants(wanted))));
        }
        scrolls
    }

    /// Does the next thing, and decides when to do the one after it.
    fn act(&mut self) {
        let (step, following) = (self.next.1, self.script.step());
        self.next = (Instant::now() + following.pause, following);
        match step.action {
            Action::Reconnect => self.device.go_away(Duration::ZERO),
            Action::Away(pause) => self.device.go_away(pause),
            Action::Intrude => self.intrude(step),
            _ if self.device.setup.kind == Kind::Outsider => self.intrude(step),
            _ => self.act_in(step.pick % self.device.conversations.len(), step),
        }
    }

    /// Does something in a conversation, if that is open; joins it if it is not.
    fn act_in(&mut self, number: usize, step: Step) {
        let conversation = self.conversation(number);
        let (is_open, is_opening) = (conversation.living().is_some(), conversation.opening);
        let cursor = conversation.cursor();
        match step.action {
            Action::Join if !is_open && !is_opening => self.device.join(number),
            _ if !is_open => {}
            Action::Write { words } => self.write(number, words),
            Action::Edit => {
                let content = self.text("edit ", 3);
                self.change(number, step, Some(content));
            }
            Action::Delete => self.change(number, step, None),
            Action::Mark => self.mark(number, step.pick),
            Action::GiveRole => self.give_role(number, step.pick),
            Action::Leave => self.leave(number),
            Action::Reload => self.device.open(number),
            Action::Doubt => self.device.doubt(number),
            Action::Repeat => self.repeat(number, step.pick),
            Action::Typing => self.device.tell(number, Input::User(UserAction::Typed)),
            Action::Read => self.device.tell(number, Input::Saw(cursor)),
            Action::LookBack => self.look_back(number, step.pick, cursor),
            Action::Join | Action::Reconnect | Action::Away(_) | Action::Intrude => {}
        }
    }

    fn conversation(&self, number: usize) -> &Conversation {
        &self.device.conversations[number]
    }

    fn group(&self, number: usize) -> GroupId {
        self.conversation(number).group.id
    }

    fn owns(&self, number: usize) -> bool {
        self.conversation(number).group.owner == self.device.setup.who.id
    }

    fn note(&mut self, entry: Entry) {
        self.device.trace.entries.push(entry);
    }

    /// Something of one of the recent messages.
    fn choose<T: Copy>(&self, number: usize, pick: usize, wanted: impl Fn(&MessageRow) -> Option<T>) -> Option<T> {
        let rows = self.conversation(number).messages();
        let recent = rows.iter().rev().take(RECENT).filter_map(|row| row.message());
        let all: Vec<T> = recent.filter_map(wanted).collect();
        all.get(pick.checked_rem(all.len())?).copied()
    }

    /// Somebody who wrote lately becomes a moderator, or a plain member again.
    fn give_role(&mut self, number: usize, pick: usize) {
        let (me, group) = (self.device.setup.who.id, self.group(number));
        let other = |row: &MessageRow| Some(row.sender_id).filter(|sender| *sender != me);
        let Some(user): Option<UserId> = self.choose(number, pick, other).filter(|_| self.owns(number)) else { return };
        let role = if pick.is_multiple_of(2) { Role::Moderator } else { Role::Member };
        self.device.call(
            move |api, token| async move { api.change_role(&token, group, user, role).await },
            move |device, answer| {
                device.trace.entries.extend(answer.is_ok().then_some(Entry::Promoted { group, user, role }));
            },
        );
    }

    /// Leaves the group. The client learns it from the server.
    fn leave(&mut self, number: usize) {
        let (me, group) = (self.device.setup.who.id, self.group(number));
        if !self.owns(number) {
            self.device.call(move |api, token| async move { api.leave(&token, group, me).await }, |_, _| {});
        }
    }

    /// Scrolls up, and reads a page that no client asks for.
    fn look_back(&mut self, number: usize, pick: usize, head: Seq) {
        let at = Seq((pick / 3) as u64 % head.next().0);
        let (wanted, asked) = match pick % 3 {
            0 => (Wanted::Older, PageQuery::After(at)),
            1 => (Wanted::Gap, PageQuery::Around(at)),
            _ => (Wanted::Newer, PageQuery::Before(at)),
        };
        self.device.tell(number, Input::User(UserAction::Wants(wanted)));
        self.device.read(number, asked, |_, _| {});
    }
}
