//! Pages: exact at every length, whatever stands between the messages.

use engine::{Engine, Error, Identity};
use tertulia::{
    api::{Page, PageQuery},
    ids::{GroupId, Seq},
};

use crate::chat::{ADDRESS, Chat, message, seqs};

/// A group whose log holds 60 messages with edits and joins between them: message n (1 to 60) stands at `place(n)`.
async fn busy_group(chat: &Chat, ana: &Identity) -> (GroupId, Vec<u64>) {
    let group = chat.group(&[ana]).await;
    let mut places = Vec::new();
    for n in 1..=60_u64 {
        let seq = chat.send(ana, group.id, &n.to_string()).await.message.seq;
        places.push(seq.0);
        if n.is_multiple_of(5) {
            chat.engine.edit(ana, group.id, seq, &format!("{n} again")).await.expect("edits");
        }
        if n.is_multiple_of(20) {
            chat.engine.join(ADDRESS, &chat.person(&format!("P{n}")).await, &group.invite_code).await.expect("joins");
        }
    }
    (group.id, places)
}

async fn page(engine: &Engine, who: &Identity, group: GroupId, query: PageQuery, limit: u32) -> Page {
    engine.page(who, group, query, limit).await.expect("a page")
}

#[tokio::test]
async fn pages_hold_exactly_as_many_messages_as_asked_for() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let (group, places) = busy_group(&chat, &ana).await;
    let ask = |query, limit| page(&chat.engine, &ana, group, query, limit);

    let newest = ask(PageQuery::Newest, 20).await;
    assert_eq!((seqs(&newest), newest.has_more), (places[40..].to_vec(), true));
    assert_eq!(newest.messages[19].content.as_deref(), Some("60 again"));

    let older = ask(PageQuery::Before(newest.messages[0].seq), 30).await;
    assert_eq!((seqs(&older), older.has_more), (places[10..40].to_vec(), true));
    let oldest = ask(PageQuery::Before(older.messages[0].seq), 30).await;
    assert_eq!((seqs(&oldest), oldest.has_more), (places[..10].to_vec(), false));

    let next = ask(PageQuery::After(Seq(places[9])), 30).await;
    assert_eq!((seqs(&next), next.has_more), (places[10..40].to_vec(), true));
    let last = ask(PageQuery::After(Seq(places[49])), 30).await;
    assert_eq!((seqs(&last), last.has_more), (places[50..].to_vec(), false));

    let around = ask(PageQuery::Around(Seq(places[30])), 20).await;
    assert_eq!(around.messages.len(), 20);
    assert!(
        seqs(&around).contains(&places[30])
            && seqs(&around).contains(&places[29])
            && seqs(&around).contains(&places[31])
    );
}

#[tokio::test]
async fn a_page_says_whether_the_group_has_newer_messages() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    for n in 1..=6 {
        chat.send(&ana, group, &n.to_string()).await;
    }
    for (query, newer) in [
        (PageQuery::Newest, false),
        (PageQuery::Before(Seq(5)), true),
        (PageQuery::Before(Seq(99)), false),
        (PageQuery::After(Seq(2)), true),
        (PageQuery::After(Seq(5)), false),
        (PageQuery::Around(Seq(4)), true),
        (PageQuery::Around(Seq(7)), false),
    ] {
        assert_eq!(page(&chat.engine, &ana, group, query, 2).await.has_newer, newer, "{query:?}");
    }
}

#[tokio::test]
async fn places_out_of_range_give_the_nearest_page() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    for n in 1..=3 {
        chat.send(&ana, group, &n.to_string()).await;
    }
    let ask = |query| page(&chat.engine, &ana, group, query, 10);
    for query in [
        PageQuery::Before(Seq(u64::MAX)),
        PageQuery::Before(Seq(5)),
        PageQuery::After(Seq(0)),
        PageQuery::Around(Seq(0)),
        PageQuery::Around(Seq(99)),
    ] {
        assert_eq!(seqs(&ask(query).await), [2, 3, 4], "{query:?}");
    }
    for query in [
        PageQuery::Before(Seq(0)),
        PageQuery::Before(Seq(1)),
        PageQuery::Before(Seq(2)),
        PageQuery::After(Seq(4)),
        PageQuery::After(Seq(u64::MAX)),
    ] {
        assert!(ask(query).await.messages.is_empty(), "{query:?}");
    }
}

#[tokio::test]
async fn a_limit_out_of_range_is_refused() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    for limit in [0, 101] {
        assert!(matches!(chat.engine.page(&ana, group, PageQuery::Newest, limit).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn only_the_author_sees_the_client_id() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let new = message("hola");
    chat.try_send(&ana, group, new.clone()).await.expect("sends");
    assert_eq!(chat.page(&ana, group).await.messages[0].client_id, new.client_id);
    assert_eq!(chat.page(&luis, group).await.messages[0].client_id, None);
}
