//! What the database holds in the end: every page as every member reads it, and the log as a new subscriber is told it.

use std::time::Duration;

use common::{Result, RunError, api::Api, ws_connector::WsConnector};
use futures::StreamExt as _;
use tertulia::{
    api::{Message, Page, PageQuery},
    ids::Seq,
    protocol::{REPLAY_MAX, ServerFrame},
};
use tokio_tungstenite::tungstenite;

use crate::{
    checker::Reading,
    participants::{GroupInfo, Person},
    trace::{Entry, Trace},
};

/// How long the replay may take.
const REPLAY_TIME: Duration = Duration::from_secs(30);

/// All messages of a group, from the newest page back to the first, as one member reads them.
pub(crate) async fn read_back(api: &Api, name: &str, person: &Person, place: &GroupInfo) -> Result<Reading> {
    let newest = api.page(&person.token, place.id, PageQuery::Newest).await?;
    let (head, epoch) = (newest.head, newest.epoch);
    let mut pages = vec![newest];
    while let Some(before) = pages.last().filter(|page| page.has_more).and_then(first_seq) {
        pages.push(api.page(&person.token, place.id, PageQuery::Before(before)).await?);
    }
    let messages = pages.into_iter().rev().flat_map(|page| page.messages).collect();
    Ok(Reading { reader: person.id, name: format!("{name}, reading back"), group: place.id, head, epoch, messages })
}

/// The same from the first message forward.
pub(crate) async fn read_forward(api: &Api, name: &str, person: &Person, place: &GroupInfo) -> Result<Reading> {
    let mut messages: Vec<Message> = Vec::new();
    loop {
        let after = messages.last().map_or(Seq::ZERO, |message| message.seq);
        let page = api.page(&person.token, place.id, PageQuery::After(after)).await?;
        let (head, epoch, has_more) = (page.head, page.epoch, page.has_more && !page.messages.is_empty());
        messages.extend(page.messages);
        if !has_more {
            let name = format!("{name}, reading forward");
            return Ok(Reading { reader: person.id, name, group: place.id, head, epoch, messages });
        }
    }
}

/// A new socket that asks for as much of the log as is replayed at once.
pub(crate) async fn subscribe(url: &str, person: &Person, place: &GroupInfo, head: Seq) -> Result<Trace> {
    let after = Seq(head.0.saturating_sub(REPLAY_MAX));
    let mut trace = Trace::new("a new subscriber".to_owned(), person.id, false);
    trace.entries.push(Entry::Opened);
    // It is told a part of the log, so it begins as somebody who has the rest.
    let (messages, has_more) = (Vec::new(), true);
    let page = Page { messages, head: after, epoch: place.epoch, has_more, has_newer: false };
    let known = Entry::Page { group: place.id, asked: PageQuery::Newest, page };
    let path = format!("/api/v1/ws/{}?after={after}&epoch={}", place.id, place.epoch);
    let mut socket = WsConnector::find(url).await?.upgrade(0, &path, &person.token, REPLAY_TIME).await?;
    trace.entries.extend([known, Entry::Subscribing { group: place.id, after }]);
    let replay = async {
        while let Some(Ok(message)) = socket.next().await {
            let tungstenite::Message::Text(text) = message else { continue };
            match serde_json::from_str(&text) {
                Ok(frame) => {
                    let last = matches!(frame, ServerFrame::Live { .. } | ServerFrame::Reset { .. });
                    trace.entries.push(Entry::Heard(frame));
                    if last {
                        return Ok(());
                    }
                }
                Err(_) => trace.entries.push(Entry::Strange(text.to_string())),
            }
        }
        Err(RunError::Socket("the replay in the end broke off".to_owned()))
    };
    let late = |_| RunError::Late { what: "the replay in the end", limit: REPLAY_TIME };
    tokio::time::timeout(REPLAY_TIME, replay).await.map_err(late)??;
    Ok(trace)
}

fn first_seq(page: &Page) -> Option<Seq> {
    page.messages.first().map(|message| message.seq)
}
