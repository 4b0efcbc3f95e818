//! What the rows of one group must say together. They stand in a row, and the group itself after them; nothing grows with their number.

use uuid::Uuid;

use super::{
    check::{RowProblem, demand},
    event::EventRecord,
    record::{BanRecord, GroupRecord, MemberRecord, MessageRecord},
};

/// How far the rows of a group have come.
#[derive(Debug, Default)]
pub(super) struct GroupSoFar {
    id: Option<Uuid>,
    /// The newest event, and the newest message.
    seq: i64,
    number: i64,
    members: i64,
}

type Checked = Result<(), RowProblem>;

impl GroupSoFar {
    /// Events come in their order.
    pub(super) fn event(&mut self, row: &EventRecord) -> Checked {
        self.of(row.grp)?;
        demand(row.seq.checked_sub(1) == Some(self.seq), RowProblem::Number("seq"))?;
        self.seq = row.seq;
        demand((0..=row.seq).contains(&row.messages), RowProblem::Number("messages"))?;
        demand(row.number.is_none_or(|number| (1..=row.seq).contains(&number)), RowProblem::Number("number"))
    }

    /// Messages come in their order, and again where they were changed meanwhile.
    pub(super) fn message(&mut self, row: &MessageRecord) -> Checked {
        self.of(row.grp)?;
        let next = self.number.checked_add(1).ok_or(RowProblem::Number("number"))?;
        demand((1..=next.min(self.seq)).contains(&row.number), RowProblem::Number("number"))?;
        self.number = self.number.max(row.number);
        demand((1..=self.seq).contains(&row.seq), RowProblem::Number("seq"))?;
        demand(row.reply_to.is_none_or(|seq| (1..row.seq).contains(&seq)), RowProblem::Number("reply_to"))
    }

    pub(super) fn member(&mut self, row: &MemberRecord) -> Checked {
        self.of(row.grp)?;
        self.members = self.members.checked_add(1).ok_or(RowProblem::Number("members"))?;
        demand((0..=self.seq).contains(&row.read_seq), RowProblem::Number("read_seq"))?;
        demand((0..=self.number).contains(&row.read_number), RowProblem::Number("read_number"))?;
        demand((0..=self.number - row.read_number).contains(&row.own), RowProblem::Number("own"))
    }

    pub(super) fn ban(&mut self, row: &BanRecord) -> Checked {
        self.of(row.grp)
    }

    /// The group counts what stood there. The next row is of another.
    pub(super) fn group(&mut self, row: &GroupRecord) -> Checked {
        self.of(row.grp)?;
        demand(row.seq == self.seq, RowProblem::Number("seq"))?;
        demand(row.messages == self.number, RowProblem::Number("messages"))?;
        demand(row.members == self.members, RowProblem::Number("members"))?;
        *self = Self::default();
        Ok(())
    }

    /// Nothing of a group is open.
    pub(super) fn between(&self) -> Checked {
        demand(self.id.is_none(), RowProblem::Scattered)
    }

    fn of(&mut self, group: Uuid) -> Checked {
        demand(*self.id.get_or_insert(group) == group, RowProblem::Scattered)
    }
}
