//! Taking a backup.

use std::collections::BTreeSet;

use archive::Record;
use tertulia::ids::GroupId;
use tokio::io::AsyncWrite;

use super::{
    BackupError, Contents,
    memberships::{Memberships, deleted},
    writer::Writer,
};
use crate::{
    Config, Engine,
    store::{GroupTail, Part, Rest, Store},
};

/// Messages that are read together.
const WINDOW: i64 = 500;

impl Engine {
    /// Writes a backup of the running chat, which goes on meanwhile.
    ///
    /// # Errors
    /// [`BackupError`]; what was written until then has no end and is refused by [`restore`](super::restore)
    pub async fn backup<W: AsyncWrite + Unpin + Send>(&self, out: &mut W) -> Result<Contents, BackupError> {
        self.logs().bring_forward().await;
        take(self.store(), out).await
    }
}

/// Writes a backup of a database that nobody has open, or of a remote one.
///
/// # Errors
/// [`BackupError`]; what was written until then has no end and is refused by [`restore`](super::restore)
pub async fn backup<W: AsyncWrite + Unpin + Send>(config: &Config, out: &mut W) -> Result<Contents, BackupError> {
    let store = Store::open_as_it_is(&config.store, &config.data).await?;
    let taken = take(&store, out).await;
    store.close().await;
    taken
}

async fn take<W: AsyncWrite + Unpin + Send>(store: &Store, out: &mut W) -> Result<Contents, BackupError> {
    let mut copy = Copy { store, contents: Contents::default(), writer: Writer::begin(out).await? };
    let counts = store.audit_counts().await?;
    for part in Part::cut(counts.groups) {
        for group in store.whole_groups(part).await? {
            copy.group(group).await?;
        }
    }
    for part in Part::cut(counts.accounts) {
        for account in store.whole_accounts(part).await? {
            copy.contents.accounts += 1;
            copy.writer.line(&Record::Account(account)).await?;
        }
    }
    copy.writer.end().await?;
    Ok(copy.contents)
}

/// One backup under way.
struct Copy<'a, W> {
    store: &'a Store,
    writer: Writer<'a, W>,
    contents: Contents,
}

impl<W: AsyncWrite + Unpin + Send> Copy<'_, W> {
    /// A group as it is at the moment when the end of its log is reached.
    async fn group(&mut self, group: GroupId) -> Result<(), BackupError> {
        let (mut seq, mut number) = (0, 0);
        loop {
            match self.store.ending(group, seq).await? {
                GroupTail { grp, settled, rest: Some(rest) } => {
                    self.contents.groups += 1;
                    self.contents.messages += grp.messages.unsigned_abs();
                    self.rest(group, settled, seq, rest).await?;
                    return Ok(self.writer.line(&Record::Group(grp)).await?);
                }
                GroupTail { grp, rest: None, .. } => {
                    let changed = self.events(group, seq, grp.seq).await?;
                    self.messages(group, number, grp.messages).await?;
                    // What those events changed of what was written already is written again, as it is by now.
                    let again = changed.into_iter().filter(|changed| *changed <= number).collect();
                    self.messages_again(group, again).await?;
                    (seq, number) = (grp.seq, grp.messages);
                }
            }
        }
    }

    /// What followed event `copied`, with the memberships that were written at event `settled` as they are after it.
    async fn rest(&mut self, group: GroupId, settled: i64, copied: i64, rest: Rest) -> Result<(), BackupError> {
        let mut members = Memberships::new(settled, rest.members);
        self.follow(group, &mut members, settled, copied).await?;
        members.follow(&rest.events, &rest.messages.iter().map(|message| (message.number, message.author)).collect());
        for event in rest.events {
            self.contents.events += 1;
            self.writer.line(&Record::Event(event)).await?;
        }
        for message in rest.messages {
            self.writer.line(&Record::Message(message)).await?;
        }
        for member in members.into_rows() {
            self.writer.line(&Record::Member(member)).await?;
        }
        for ban in rest.bans {
            self.writer.line(&Record::Ban(ban)).await?;
        }
        Ok(())
    }

    /// Brings memberships forward over events that were copied before the memberships were read. Neither the events nor who wrote a
    /// message ever changes, so they can be read again, in windows, after that moment.
    async fn follow(
        &self,
        group: GroupId,
        members: &mut Memberships,
        mut after: i64,
        end: i64,
    ) -> Result<(), BackupError> {
        while after < end {
            let events = self.store.whole_events(group, after + 1, end).await?;
            let Some(last) = events.last() else { break };
            after = last.seq;
            let authors = self.store.whole_authors(group, deleted(&events)).await?;
            members.follow(&events, &authors.into_iter().collect());
        }
        Ok(())
    }

    /// Writes events; the numbers of the messages that they are about.
    async fn events(&mut self, group: GroupId, mut after: i64, end: i64) -> Result<BTreeSet<i64>, BackupError> {
        let mut about = BTreeSet::new();
        while after < end {
            let events = self.store.whole_events(group, after + 1, end).await?;
            let Some(last) = events.last() else { break };
            after = last.seq;
            for event in events {
                self.contents.events += 1;
                about.extend(event.about());
                self.writer.line(&Record::Event(event)).await?;
            }
        }
        Ok(about)
    }

    async fn messages_again(&mut self, group: GroupId, numbers: Vec<i64>) -> Result<(), BackupError> {
        for some in numbers.chunks(500) {
            for message in self.store.whole_messages_of(group, some.to_vec()).await? {
                self.writer.line(&Record::Message(message)).await?;
            }
        }
        Ok(())
    }

    async fn messages(&mut self, group: GroupId, after: i64, end: i64) -> Result<(), BackupError> {
        let mut lo = after + 1;
        while lo <= end {
            let hi = (lo + WINDOW - 1).min(end);
            for message in self.store.whole_messages(group, lo, hi).await? {
                self.writer.line(&Record::Message(message)).await?;
            }
            lo = hi + 1;
        }
        Ok(())
    }
}
