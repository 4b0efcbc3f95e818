//! How large a page of messages may become. Fifty messages are little, unless each of them has ten thousand characters.

use tertulia::api::{Message, Page, PageQuery};

/// Drops messages from the far end of a page until their texts have at most `most` bytes as they stand in HTML, at least one stays.
pub(super) fn fit(page: &mut Page, query: PageQuery, most: usize) {
    let sizes: Vec<usize> = page.messages.iter().map(size).collect();
    let kept = match query {
        PageQuery::Newest | PageQuery::Before(_) => sizes.len() - count(sizes.iter().rev(), most)..sizes.len(),
        PageQuery::After(_) => 0..count(sizes.iter(), most),
        PageQuery::Around(seq) => {
            let middle = page.messages.partition_point(|message| message.seq < seq);
            around(&sizes, middle.min(sizes.len().saturating_sub(1)), most)
        }
    };
    let cut = if matches!(query, PageQuery::After(_)) { kept.end < sizes.len() } else { kept.start > 0 };
    page.has_more |= cut;
    page.has_newer |= kept.end < sizes.len();
    page.messages.truncate(kept.end);
    page.messages.drain(..kept.start);
}

/// How many of the first of these sizes, in bytes, come to at most `most`, at least one where there is one.
pub(super) fn fitting(sizes: impl Iterator<Item = usize>, most: usize) -> usize {
    let sizes: Vec<usize> = sizes.collect();
    count(sizes.iter(), most)
}

/// How many of the first fit, at least one where there is one.
fn count<'a>(sizes: impl Iterator<Item = &'a usize>, most: usize) -> usize {
    let mut all = 0;
    let fitting = sizes.enumerate().take_while(|(place, size)| {
        all += **size;
        *place == 0 || all <= most
    });
    fitting.count()
}

/// The widest range around a place that fits, on both sides alike as far as there is something on both.
fn around(sizes: &[usize], middle: usize, most: usize) -> std::ops::Range<usize> {
    let Some(first) = sizes.get(middle) else { return 0..0 };
    let (mut start, mut end, mut all) = (middle, middle + 1, *first);
    loop {
        let before = start.checked_sub(1).map(|place| sizes[place]).filter(|size| all + size <= most);
        if let Some(size) = before {
            (start, all) = (start - 1, all + size);
        }
        let after = sizes.get(end).filter(|size| all + **size <= most);
        if let Some(size) = after {
            (end, all) = (end + 1, all + size);
        }
        if before.is_none() && after.is_none() {
            return start..end;
        }
    }
}

/// Bytes of the text in a page, and in the page's data: JSON within HTML. (The HTML of what was written as Markdown has a bound of its own:
/// `tertulia::markup::render`.)
fn size(message: &Message) -> usize {
    let excerpt = message.reply.as_ref().and_then(|reply| reply.excerpt.as_deref());
    let names = message.reactions.iter().flat_map(|reaction| &reaction.names).map(String::as_str);
    let texts = message.content.as_deref().into_iter().chain(excerpt).chain(names);
    texts.flat_map(str::bytes).map(width).sum()
}

const fn width(byte: u8) -> usize {
    match byte {
        b'"' => r#"\&quot;"#.len(),
        b'&' => "&amp;".len(),
        b'<' | b'>' => "&lt;".len(),
        b'\'' => "&#x27;".len(),
        b'\\' | b'\n' | b'\t' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use tertulia::{
        clock::Timestamp,
        ids::{Epoch, MessageId, Seq, UserId},
    };

    use super::*;

    /// Messages at 1, 2, 3 … with texts of these lengths.
    fn page(lengths: &[usize]) -> Page {
        let message = |(place, length): (usize, &usize)| {
            let (seq, at) = (Seq(place as u64 + 1), Timestamp::from_millis(0));
            Message::new(seq, MessageId::random(), UserId::random(), String::new(), Some("x".repeat(*length)), at)
        };
        let messages = lengths.iter().enumerate().map(message).collect();
        Page { messages, head: Seq(100), epoch: Epoch::from(uuid::Uuid::nil()), has_more: false, has_newer: false }
    }

    fn fitted(lengths: &[usize], query: PageQuery) -> (Vec<u64>, bool) {
        let mut page = page(lengths);
        fit(&mut page, query, 10);
        (page.messages.iter().map(|message| message.seq.0).collect(), page.has_more)
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        assert_eq!(fitted(&[3, 3, 4], PageQuery::Newest), (vec![1, 2, 3], false));
        assert_eq!(fitted(&[], PageQuery::Around(Seq(1))), (vec![], false));
    }

    #[test]
    fn the_far_end_is_dropped_and_said_to_be_more() {
        assert_eq!(fitted(&[5, 5, 5], PageQuery::Newest), (vec![2, 3], true));
        assert_eq!(fitted(&[5, 5, 5], PageQuery::Before(Seq(9))), (vec![2, 3], true));
        assert_eq!(fitted(&[5, 5, 5], PageQuery::After(Seq(0))), (vec![1, 2], true));
        assert_eq!(fitted(&[4, 4, 1, 4, 4], PageQuery::Around(Seq(3))), (vec![2, 3, 4], true));
        assert_eq!(fitted(&[9, 9, 1], PageQuery::Around(Seq(9))), (vec![2, 3], true));
    }

    #[test]
    fn newer_messages_that_are_dropped_are_said_to_be_there() {
        for (query, newer) in
            [(PageQuery::Newest, false), (PageQuery::After(Seq(0)), true), (PageQuery::Around(Seq(1)), true)]
        {
            let mut page = page(&[5, 5, 5]);
            fit(&mut page, query, 10);
            assert_eq!(page.has_newer, newer, "{query:?}");
        }
    }

    #[test]
    fn one_message_is_a_page_however_long() {
        assert_eq!(fitted(&[5, 50], PageQuery::Newest), (vec![2], true));
        assert_eq!(fitted(&[50, 5], PageQuery::After(Seq(0))), (vec![1], true));
    }

    #[test]
    fn what_is_escaped_counts_as_it_is_written() {
        let mut page = page(&[1, 1]);
        page.messages[1].content = Some("\"\"".to_owned());
        fit(&mut page, PageQuery::Newest, 13);
        assert_eq!((page.messages.len(), page.has_more), (1, true));
    }
}
