//! The newest page of a group over HTTP, asked for again as soon as it came, on connections that stay open.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use common::{Result, RunError, api::Api};
use futures::{StreamExt as _, TryStreamExt as _, future::join_all, stream};
use tertulia::{
    api::{Message, NewMessage, PAGE_DEFAULT, Page},
    ids::GroupId,
};

use crate::{
    args::PageArgs,
    people,
    report::{Latencies, Pages},
    text::Text,
    window::Window,
};

/// Messages that are sent at the same time to fill the group.
const AT_ONCE: usize = 16;

/// What every answer must hold.
struct Expected {
    /// Oldest first.
    newest: Vec<Message>,
    has_more: bool,
}

/// What one connection asks for, and when it is measured and ends.
struct Reader<'a> {
    token: &'a str,
    group: GroupId,
    expected: &'a Expected,
    answers: &'a AtomicU64,
    from: Instant,
    to: Instant,
}

/// Fills a group, reads, and compares.
pub(crate) async fn run(args: &PageArgs) -> Result<Pages> {
    let url = &args.target.url;
    let api = Api::new(url)?;
    let circles = people::gather(&api, 1, 1).await?;
    let no_group = || RunError::Asked("a group without its owner".to_owned());
    let circle = circles.first().ok_or_else(no_group)?;
    let token = circle.tokens.first().ok_or_else(no_group)?;
    eprintln!("{} messages fill the group …", args.messages);
    let expected = &fill(&api, token, circle.id, args).await?;
    // Each has a client of its own, which keeps its one connection open: it asks again when it has the answer.
    let apis: Vec<Api> = (0..args.connections).map(|_| Api::new(url)).collect::<Result<_>>()?;
    let [warm_up, length] = [args.warm_up, args.seconds].map(|number| Duration::from_secs(u64::from(number)));
    eprintln!("{} connections read for {} s …", args.connections, (warm_up + length).as_secs());
    let answers = &AtomicU64::new(0);
    let from = Instant::now() + warm_up;
    let to = from + length;
    let reader = Reader { token, group: circle.id, expected, answers, from, to };
    let window = Window::watch(args.target.pid, from, to, || answers.load(Ordering::Relaxed));
    let (window, read) = futures::join!(window, join_all(apis.iter().map(|api| reader.read(api))));
    Ok(figures(args, &window?, read.into_iter().collect::<Result<_>>()?))
}

/// Sends the messages; what its newest page then is.
async fn fill(api: &Api, token: &str, group: GroupId, args: &PageArgs) -> Result<Expected> {
    let text = &Text::new(args.bytes);
    let sending = (0..args.messages).map(|number| async move {
        let message =
            NewMessage { content: text.of(number), client_id: None, reply_to: None, sender_id: None, question: false };
        api.post(token, group, &message).await.map(|(stored, _)| stored)
    });
    Ok(Expected::of(stream::iter(sending).buffer_unordered(AT_ONCE).try_collect().await?))
}

/// How long each answer of a connection took, or what was wrong with the last one.
type Answers = (Vec<Duration>, Option<String>);

impl Reader<'_> {
    /// Asks, one request after the other, until the time is over or an answer is wrong.
    async fn read(&self, api: &Api) -> Result<Answers> {
        let (mut all, mut right) = (Vec::new(), None);
        loop {
            let asked = Instant::now();
            if asked >= self.to {
                return Ok((all, None));
            }
            let (status, body) = api.newest(self.token, self.group).await?;
            let took = asked.elapsed();
            self.answers.fetch_add(1, Ordering::Relaxed);
            if asked >= self.from {
                all.push(took);
            }
            // What was right byte by byte is right again: the time belongs to the server.
            if right.as_ref() != Some(&body) {
                if let Err(fault) = self.expected.compare(status, &body) {
                    return Ok((all, Some(fault)));
                }
                right = Some(body);
            }
        }
    }
}

impl Expected {
    /// Of a group that holds these messages, given in any order.
    fn of(mut stored: Vec<Message>) -> Self {
        stored.sort_by_key(|message| message.seq);
        let older = stored.len().saturating_sub(PAGE_DEFAULT as usize);
        Self { newest: stored.split_off(older), has_more: older > 0 }
    }

    /// Whether an answer is what it must be.
    fn compare(&self, status: u16, body: &[u8]) -> std::result::Result<(), String> {
        if status != 200 {
            return Err(format!("a page was answered with {status}: {}", String::from_utf8_lossy(body)));
        }
        let page: Page = serde_json::from_slice(body).map_err(|error| format!("an answer that is no page: {error}"))?;
        let essence = |message: &Message| (message.seq, message.id, message.content.clone());
        if page.has_more == self.has_more && page.messages.iter().map(essence).eq(self.newest.iter().map(essence)) {
            return Ok(());
        }
        let seqs = |messages: &[Message]| messages.iter().map(|message| message.seq.0).collect::<Vec<_>>();
        Err(format!("a page held {:?} where {:?} were the newest", seqs(&page.messages), seqs(&self.newest)))
    }
}

fn figures(args: &PageArgs, window: &Window<u64>, read: Vec<Answers>) -> Pages {
    let (from, to) = window.counts();
    let requests = to - from;
    let each = window.per_cpu_second(requests).filter(|requests| *requests > 0.0);
    Pages {
        messages: args.messages,
        bytes: args.bytes,
        connections: args.connections,
        seconds: args.seconds,
        warm_up: args.warm_up,
        requests,
        requests_per_second: window.per_second(requests),
        answer: Latencies::of(read.iter().flat_map(|(all, _)| all.iter().copied())),
        cpu_per_request: each.map(|requests| 1000.0 / requests),
        server_cpu: window.server_cores(),
        own_cpu: window.own_cores(),
        faults: read.into_iter().filter_map(|(_, fault)| fault).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Message `number` of the group, at a seq one higher: the group's first change is none.
    fn message(number: u64) -> serde_json::Value {
        let id = format!("{number:032x}");
        json!({
            "seq": number + 1, "id": id, "sender_id": id, "sender": "Ada", "sender_name": "Ada",
            "content": format!("{number} words"), "timestamp": "2026-11-27T10:00:00.000Z",
        })
    }

    fn expected(numbers: impl Iterator<Item = u64>) -> Expected {
        Expected::of(numbers.map(|number| serde_json::from_value(message(number)).expect("a message")).collect())
    }

    fn page(numbers: std::ops::Range<u64>, has_more: bool) -> Vec<u8> {
        let messages: Vec<_> = numbers.map(message).collect();
        let epoch = format!("{:032x}", 7);
        json!({ "messages": messages, "head": 1, "epoch": epoch, "has_more": has_more }).to_string().into_bytes()
    }

    #[test]
    fn the_newest_fifty_are_expected_in_whatever_order_they_were_stored() {
        let expected = expected((0..60).rev());
        assert_eq!(expected.compare(200, &page(10..60, true)), Ok(()));
        for (status, body) in [
            (503, page(10..60, true)),
            (200, page(10..60, false)),
            (200, page(9..59, true)),
            (200, page(11..60, true)),
            (200, b"hola".to_vec()),
        ] {
            assert!(expected.compare(status, &body).is_err(), "{status} {}", String::from_utf8_lossy(&body));
        }
    }

    #[test]
    fn a_group_of_one_page_has_no_more() {
        assert_eq!(expected(0..50).compare(200, &page(0..50, false)), Ok(()));
    }
}
