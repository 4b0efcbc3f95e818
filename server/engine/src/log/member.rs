//! What a member may know of a group, and how far she has read.

use std::collections::BTreeSet;

use archive::{GroupRecord, MemberRecord};
use tertulia::{
    api::{Group, Member, Present},
    clock::Timestamp,
    ids::{Seq, UserId},
};

use super::{Log, Position};
use crate::{
    error::{Error, Result},
    store::{Unread, role, seq, stored},
};

/// A group as one of its members sees it.
pub(crate) struct GroupView {
    /// It. Deleted messages count as unread still where `gone_of` is there.
    pub(crate) group: Group,
    /// The messages of which the store has to say how many were deleted.
    pub(crate) gone_of: Option<Unread>,
}

/// What became of a reading position.
pub(crate) enum Reading {
    /// It is where it was.
    Stays(Seq),
    /// It moved.
    Moved(Seq),
    /// The store has to say what it becomes.
    Ask(Position, i64),
}

impl GroupView {
    /// By a group's record and a membership of the same moment, with so many unread messages that mean the member.
    pub(crate) fn new(grp: GroupRecord, member: &MemberRecord, unread_mentions: u64) -> Self {
        let unread = Unread { grp: grp.grp, read: member.read_number, messages: grp.messages };
        let group = Group {
            id: grp.grp.into(),
            name: grp.name,
            description: grp.description,
            role: role(&member.role),
            invite_code: grp.invite_code.unwrap_or_default(),
            member_count: u32::try_from(grp.members).unwrap_or(0),
            head: seq(grp.seq),
            epoch: grp.epoch.into(),
            unread: u64::try_from(grp.messages - member.read_number - member.own).unwrap_or(0),
            unread_mentions,
            read: seq(member.read_seq),
            active_at: Timestamp::from_millis(grp.active_at),
        };
        let gone_of = (group.unread > 0).then_some(unread);
        Self { group, gone_of }
    }

    /// With so many of the unread messages deleted.
    pub(crate) fn without(self, gone: i64) -> Group {
        let unread = self.group.unread.saturating_sub(u64::try_from(gone).unwrap_or(0));
        Group { unread, ..self.group }
    }
}

impl Log {
    /// The group as one of its members sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn view(&self, user: UserId) -> Result<GroupView> {
        let member = &self.members.get(&user.as_uuid()).ok_or(Error::NotFound)?.row;
        let unread_mentions = self.mentions.unread(member.user, member.read_number);
        let mut view = GroupView::new(self.about.clone(), member, unread_mentions);
        if let Some(Unread { read, messages, .. }) = view.gone_of
            && self.window.has_all_after(read)
        {
            let rows = (read + 1..=messages).filter_map(|number| self.window.message(number));
            let gone = i64::try_from(rows.filter(|row| row.content.is_none()).count()).unwrap_or(0);
            view = GroupView { group: view.without(gone), gone_of: None };
        }
        Ok(view)
    }

    /// The members by name, for one of them. Nobody is online.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn members(&self, user: UserId) -> Result<Vec<Member>> {
        if !self.is_member(user) {
            return Err(Error::NotFound);
        }
        let member = |row: &MemberRecord| Member {
            user_id: row.user.into(),
            name: self.name(row.user.into()),
            role: role(&row.role),
            joined_at: Timestamp::from_millis(row.joined_at),
            online: false,
        };
        let mut members: Vec<Member> = self.members.values().map(|known| member(&known.row)).collect();
        members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.user_id));
        Ok(members)
    }

    /// Those of these people who are members, by name, for one of the members.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn present(&self, user: UserId, here: BTreeSet<UserId>) -> Result<Vec<Present>> {
        if !self.is_member(user) {
            return Err(Error::NotFound);
        }
        let here = here.into_iter().filter(|user_id| self.is_member(*user_id));
        let mut present: Vec<Present> = here.map(|user_id| Present { user_id, name: self.name(user_id) }).collect();
        present.sort_by_cached_key(|present| (present.name.to_lowercase(), present.user_id));
        Ok(present)
    }

    /// Moves a member's reading position forward.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn read(&mut self, user: UserId, to: Seq) -> Result<Reading> {
        let member = &self.members.get(&user.as_uuid()).ok_or(Error::NotFound)?.row;
        let to = stored(to.min(self.head()));
        if to <= member.read_seq {
            return Ok(Reading::Stays(seq(member.read_seq)));
        }
        let messages = self.about.messages;
        let Some(read_number) = self.window.number_at(to) else {
            return Ok(Reading::Ask(Position::of(member), to));
        };
        let own = if member.own == 0 || read_number == messages {
            0
        } else if self.window.has_all_after(read_number) {
            let rows = (read_number + 1..=messages).filter_map(|number| self.window.message(number));
            let own = rows.filter(|row| row.author == member.user && row.content.is_some()).count();
            i64::try_from(own).unwrap_or(0)
        } else {
            return Ok(Reading::Ask(Position::of(member), to));
        };
        self.set_position(&Position { user: member.user, read_seq: to, read_number, own });
        Ok(Reading::Moved(seq(to)))
    }

    /// Puts a member's reading position there, unless it is as far already. Whether it moved.
    pub(crate) fn set_position(&mut self, position: &Position) -> bool {
        let Position { user, read_seq, read_number, own } = *position;
        let moves = self.members.get(&user).is_some_and(|member| member.row.read_seq < read_seq);
        if moves {
            self.with_member(user, |row| (row.read_seq, row.read_number, row.own) = (read_seq, read_number, own));
            self.read_on = true;
        }
        moves
    }
}
