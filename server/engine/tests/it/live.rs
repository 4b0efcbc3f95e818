//! Live delivery: replay without gaps, presence, typing, slow readers.

use engine::{Delivery, Error, Identity};
use futures::future::join_all;
use tertulia::{
    api::Present,
    ids::{Epoch, GroupId, Seq},
    protocol::{CloseCode, Head, ServerFrame},
};

use crate::chat::{ADDRESS, AT_ONCE, Chat, message};

/// The seqs of the durable changes in some frames.
fn places(frames: &[ServerFrame]) -> Vec<u64> {
    frames.iter().filter_map(ServerFrame::log_position).map(|(_, seq)| seq.0).collect()
}

#[tokio::test]
async fn who_was_away_is_told_everything_in_order_and_then_live() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana]).await;
    let first = chat.send(&ana, group.id, "uno").await.message;
    chat.engine.join(ADDRESS, &luis, &group.invite_code).await.expect("joins");
    chat.engine.edit(&ana, group.id, first.seq, "UNO").await.expect("edits");
    chat.engine.delete(&ana, group.id, first.seq).await.expect("deletes");
    chat.send(&ana, group.id, "dos").await;
    let mut socket = chat.socket(&luis);
    let frames = socket.subscribe(group.id, Some(1), Some(group.epoch)).await.expect("is a member");
    assert!(matches!(&frames[0], ServerFrame::Subscribed { head: Seq(6), epoch, .. } if *epoch == group.epoch));
    assert_eq!(places(&frames), [2, 3, 4, 5, 6]);
    assert!(matches!(frames.last(), Some(ServerFrame::Live { head: Seq(6), .. })));
    assert!(
        matches!(frames[5].message(), Some(message) if message.sender_name == "Ana" && message.client_id.is_none())
    );
    chat.send(&ana, group.id, "tres").await;
    assert_eq!(socket.change().await.seq, Seq(7));
}

#[tokio::test]
async fn nothing_falls_between_replay_and_live() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await;
    let (engine, who) = (chat.engine.clone(), ana.clone());
    let writing = tokio::spawn(async move {
        for n in 0..120 {
            engine.send(&who, group.id, message(&n.to_string())).await.expect("sends");
        }
    });
    let mut cursor = group.head;
    // Connect, take a few, connect again: as on a train.
    while cursor < Seq(121) {
        let mut socket = chat.socket(&ana);
        for (_, seq) in socket
            .subscribe(group.id, Some(cursor.0), None)
            .await
            .expect("hers")
            .iter()
            .filter_map(ServerFrame::log_position)
        {
            assert_eq!(seq, cursor.next());
            cursor = seq;
        }
        for _ in 0..3 {
            if cursor < Seq(121) {
                let seq = socket.change().await.seq;
                assert_eq!(seq, cursor.next());
                cursor = seq;
            }
        }
    }
    writing.await.expect("ends");
}

#[tokio::test]
async fn too_far_behind_or_another_log_means_reset() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await;
    let contents: Vec<String> = (0..501).map(|n| n.to_string()).collect();
    for few in contents.chunks(AT_ONCE) {
        join_all(few.iter().map(|content| chat.send(&ana, group.id, content))).await;
    }
    let mut socket = chat.socket(&ana);
    let head = Seq(502);
    for (after, epoch) in [(1, None), (500, Some(Epoch::random())), (503, None)] {
        let frames = socket.subscribe(group.id, Some(after), epoch).await.expect("hers");
        assert!(
            matches!(frames[..], [ServerFrame::Subscribed { .. }, ServerFrame::Reset { head: at, .. }] if at == head),
            "{after}"
        );
    }
    let frames = socket.subscribe(group.id, Some(2), Some(group.epoch)).await.expect("hers");
    assert_eq!(places(&frames).len(), 500);
    chat.send(&ana, group.id, "after a reset it goes on").await;
    assert_eq!(socket.change().await.seq, head.next());
}

#[tokio::test]
async fn presence_counts_people_not_tabs() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let mut watching = chat.listen(&ana, group).await;
    let mut tab = chat.socket(&luis);
    let frames = tab.subscribe(group, None, None).await.expect("a member");
    let ServerFrame::Subscribed { online, .. } = &frames[0] else { panic!("subscribed first") };
    assert_eq!(online.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["Ana", "Luis"]);
    let joined = ServerFrame::UserJoined { group_id: group, user_id: luis.user_id, name: "Luis".to_owned() };
    assert_eq!(watching.frame().await, joined);
    let other_tab = chat.listen(&luis, group).await;
    drop(tab);
    assert_eq!(watching.0.try_next(), None, "a second tab says nothing, nor does closing one of two");
    let members = chat.engine.members(&ana, group).await.expect("answers");
    assert!(members.iter().all(|member| member.online));
    let present = async || chat.engine.present(&ana, group).await.expect("answers");
    assert_eq!(present().await, online_of(&[&ana, &luis]));
    let eva = chat.person("Eva").await;
    assert_eq!(chat.engine.present(&eva, group).await, Err(Error::NotFound), "nobody else learns who is here");
    drop(other_tab);
    // 15 s after the last tab.
    let left = ServerFrame::UserLeft { group_id: group, user_id: luis.user_id, name: "Luis".to_owned() };
    assert_eq!(watching.frame().await, left);
    assert_eq!(present().await, online_of(&[&ana]));
}

fn online_of(people: &[&Identity]) -> Vec<Present> {
    people.iter().map(|who| Present { user_id: who.user_id, name: who.name.to_string() }).collect()
}

#[tokio::test]
async fn typing_reaches_the_others_and_not_too_often() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let (mut on_ana, mut on_luis) = (chat.listen(&ana, group).await, chat.listen(&luis, group).await);
    on_ana.frame().await;
    for _ in 0..5 {
        on_luis.0.typing(group).expect("is subscribed");
    }
    let typing = ServerFrame::Typing { group_id: group, user_id: luis.user_id, name: "Luis".to_owned() };
    assert_eq!(on_ana.frame().await, typing);
    assert_eq!((on_ana.0.try_next(), on_luis.0.try_next()), (None, None));
    assert!(on_luis.0.typing(GroupId::random()).is_err());
}

#[tokio::test]
async fn a_slow_reader_is_closed_and_resumes_without_a_gap() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await;
    let mut slow = chat.listen(&luis, group.id).await;
    let mut quick = chat.listen(&ana, group.id).await;
    for n in 1..=300 {
        let sent = chat.send(&ana, group.id, "x").await.message.seq;
        assert_eq!(quick.change().await.seq, sent, "{n}");
    }
    assert_eq!(slow.delivery().await, Delivery::Close(CloseCode::TooSlow));
    let mut back = chat.socket(&luis);
    let frames = back.subscribe(group.id, Some(group.head.0), Some(group.epoch)).await.expect("a member");
    assert_eq!(places(&frames), (group.head.0 + 1..=group.head.0 + 300).collect::<Vec<_>>());
}

/// A client takes a head above its cursor for a tail that will not come.
#[tokio::test]
async fn a_ping_carries_the_heads_but_of_nothing_that_waits_to_be_written() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await;
    let mut socket = chat.listen(&ana, group.id).await;
    let heads = |head| [Head { group_id: group.id, head }];
    let sent = chat.send(&ana, group.id, "hola").await.message.seq;
    assert_eq!(socket.0.heads(), heads(group.head));
    assert_eq!(socket.change().await.seq, sent);
    assert_eq!(socket.0.heads(), heads(sent));
}
