//! What became of a conversation since it was shown last.

use tertulia::{
    client::{Client, RowChanges, Unseen, Wanted, take_changes},
    ids::Seq,
    outbox::revisions::Revisions,
    timeline::Timeline,
};

/// What is not shown yet: whoever shows it takes it.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// The rows that changed, one time after the other.
    pub rows: Vec<RowChanges>,
    /// Whether the end of the log is to be shown, wherever the reader is.
    pub to_end: bool,
    /// What is known beside the rows.
    pub known: Known,
}

/// What is known of a conversation beside its rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// What to ask for to see older messages; none when there are none.
    pub older_before: Option<Seq>,
    /// Whether they would be shown here: further up a page of its own shows them.
    pub may_load_older: bool,
    /// Where messages are missing.
    pub gap: GapSides,
    /// Whether other messages than the newest are on their way.
    pub is_loading: bool,
    /// What the reader has not seen.
    pub unseen: Unseen,
}

/// Where messages are missing; nothing where none are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GapSides {
    /// What to ask for from above: the messages after the last one that is loaded there. None where only the other way leads on.
    pub after: Option<Seq>,
    /// From below.
    pub before: Option<Seq>,
    /// Whether nothing is loaded below it.
    pub is_end: bool,
}

impl News {
    /// Everything, as the page shows it first.
    pub(super) fn first(timeline: &mut Timeline, read: Seq) -> Self {
        let rows = vec![take_changes(timeline, &Revisions::default())];
        let unseen = Unseen { seen: read, ..Unseen::default() };
        Self { rows, to_end: false, known: Known::new(timeline, unseen) }
    }

    /// Whatever is new since, laid over what was not shown yet.
    pub fn add(&mut self, client: &mut Client, to_end: bool) {
        self.rows.push(client.take_row_changes());
        self.to_end |= to_end;
        let is_loading = matches!(client.loading(), Some(Wanted::Older | Wanted::Gap | Wanted::Newer));
        let known = Known::new(client.timeline(), client.unseen());
        self.known = Known { is_loading, may_load_older: client.may_load_older(), ..known };
    }
}

impl Known {
    fn new(timeline: &Timeline, unseen: Unseen) -> Self {
        let (after, before, is_end) = (timeline.newer_after(), timeline.gap_before(), timeline.ends_in_gap());
        let gap = GapSides { after, before, is_end };
        Self { older_before: timeline.older_before(), may_load_older: true, gap, is_loading: false, unseen }
    }
}

impl GapSides {
    /// Whether something that is missing here is beyond what was seen up to `seen`.
    pub fn is_beyond(&self, seen: Seq) -> bool {
        self.before.is_some_and(|before| before.previous() > seen)
    }
}
