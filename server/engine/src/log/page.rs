//! Pages: windows of message numbers, which have no gaps.

use tertulia::{
    api::{Page, PageQuery},
    ids::{Seq, UserId},
};

use super::Log;
use crate::{
    error::{Error, Result},
    store::stored,
};

/// The messages of a page, by number: none where `hi` is below `lo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageWindow {
    pub(crate) lo: i64,
    pub(crate) hi: i64,
    has_more: bool,
    has_newer: bool,
}

/// A page, or what is missing for it in memory.
pub(crate) enum PageAnswer {
    /// It.
    Page(Page),
    /// How many messages stand up to this place.
    NumberAt(Seq),
    /// These messages, which belong into this page.
    Messages(PageWindow, Page),
}

impl Log {
    /// A page for one of the members. `number` is what the store says where an answer before asked for one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for somebody else
    pub(crate) fn page(&self, reader: UserId, query: PageQuery, limit: u32, number: Option<i64>) -> Result<PageAnswer> {
        if !self.is_member(reader) {
            return Err(Error::NotFound);
        }
        let place = place(query, self.head());
        let Some(number) = place.map_or(Some(0), |place| number.or_else(|| self.window.number_at(stored(place))))
        else {
            return Ok(place.map_or_else(|| PageAnswer::NumberAt(Seq::ZERO), PageAnswer::NumberAt));
        };
        let window = PageWindow::new(query, limit, self.about.messages, number);
        let (has_more, has_newer) = (window.has_more, window.has_newer);
        let mut page = Page { messages: Vec::new(), head: self.head(), epoch: self.epoch(), has_more, has_newer };
        if window.lo <= window.hi && !self.window.has_all_after(window.lo - 1) {
            return Ok(PageAnswer::Messages(window, page));
        }
        let rows = (window.lo..=window.hi).filter_map(|number| self.window.message(number));
        page.messages = rows.map(|row| self.told(row, reader)).collect();
        Ok(PageAnswer::Page(page))
    }
}

/// The place whose number a page goes by.
fn place(query: PageQuery, head: Seq) -> Option<Seq> {
    match query {
        PageQuery::Newest => None,
        PageQuery::Before(seq) if seq > head => Some(head),
        PageQuery::Before(seq) => Some(Seq(seq.0.saturating_sub(1))),
        PageQuery::After(seq) | PageQuery::Around(seq) => Some(seq.min(head)),
    }
}

impl PageWindow {
    /// At most `limit` of `messages`. `number` is the last one up to the query's place.
    fn new(query: PageQuery, limit: u32, messages: i64, number: i64) -> Self {
        let limit = i64::from(limit);
        let hi = match query {
            PageQuery::Newest => messages,
            PageQuery::Before(_) => number,
            PageQuery::After(_) => messages.min(number + limit),
            PageQuery::Around(_) => messages.min((number + limit / 2).max(limit)),
        };
        let is_after = matches!(query, PageQuery::After(_));
        let lo = if is_after { number + 1 } else { (hi - limit + 1).max(1) };
        let has_more = if is_after { hi < messages } else { lo > 1 };
        Self { lo, hi, has_more, has_newer: hi < messages }
    }
}
