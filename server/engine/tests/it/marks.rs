//! Reactions, pins, questions and their answers, mentions, and what replies show.

use engine::{Error, Identity};
use tertulia::{
    api::{Message, NewMessage, PageQuery, QuestionState},
    group::Role,
    ids::{GroupId, Seq},
    log_event::Change,
};

use crate::chat::{Chat, message};

async fn at(chat: &Chat, who: &Identity, group: GroupId, seq: Seq) -> Message {
    let page = chat.engine.page(who, group, PageQuery::Around(seq), 9).await.expect("is in");
    page.messages.into_iter().find(|message| message.seq == seq).expect("is there")
}

async fn ask(chat: &Chat, who: &Identity, group: GroupId, text: &str) -> Seq {
    let new = NewMessage { question: true, ..message(text) };
    chat.engine.send(who, group, new).await.expect("is stored").message.seq
}

#[tokio::test]
async fn a_reaction_is_told_once_and_goes_with_its_message() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let sent = chat.send(&ana, group, "hola").await.message.seq;
    let mut socket = chat.listen(&ana, group).await;
    let engine = &chat.engine;
    for _ in 0..2 {
        engine.react(&luis, group, sent, "❤", true).await.expect("reacts");
    }
    engine.react(&ana, group, sent, "❤\u{fe0f}", true).await.expect("reacts");
    let head = engine.group(&ana, group).await.expect("is in").head;
    assert_eq!(head.0, sent.0 + 2, "again is no change");
    for (user, count) in [(&luis, 1), (&ana, 2)] {
        let Change::Reaction { message_seq, user_id, emoji, on, count: told, .. } = socket.change().await.change else {
            panic!("a reaction")
        };
        assert_eq!((message_seq, user_id, emoji.as_str(), on), (sent, user.user_id, "❤\u{fe0f}", true));
        // What is told last of a message is what it is by then.
        assert!(told >= count);
    }
    let seen = at(&chat, &luis, group, sent).await.reactions;
    assert_eq!((seen.len(), seen[0].count, seen[0].mine), (1, 2, true));
    assert_eq!(seen[0].names, [luis.name.to_string(), ana.name.to_string()]);
    engine.react(&luis, group, sent, "❤", false).await.expect("takes it back");
    assert_eq!(at(&chat, &luis, group, sent).await.reactions[0].count, 1);
    engine.delete(&ana, group, sent).await.expect("deletes");
    assert_eq!(at(&chat, &luis, group, sent).await.reactions, []);
    assert!(matches!(engine.react(&luis, group, sent, "👍", true).await, Err(Error::Conflict(_))));
    assert_eq!(engine.react(&luis, group, sent, "❤", false).await, Ok(()), "there is none");
    assert!(matches!(engine.react(&luis, group, sent, "<b>", true).await, Err(Error::Invalid(_))));
    assert_eq!(engine.react(&luis, group, Seq(99), "👍", true).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_message_has_at_most_twenty_kinds_of_reactions() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let sent = chat.send(&ana, group, "hola").await.message.seq;
    let many = [
        "👍", "👎", "😀", "😃", "😄", "😁", "😆", "😅", "🤣", "😂", "🙂", "🙃", "😉", "😊", "😇", "🥰", "😍", "🤩",
        "😘", "😗",
    ];
    for emoji in many {
        chat.engine.react(&ana, group, sent, emoji, true).await.expect("reacts");
    }
    assert_eq!(chat.engine.react(&ana, group, sent, "🎉", true).await, Err(Error::REACTIONS_FULL));
    let seen = at(&chat, &ana, group, sent).await.reactions;
    assert_eq!(
        seen.iter().map(|reaction| reaction.emoji.as_str()).collect::<Vec<_>>(),
        many,
        "in the order of first use"
    );
}

#[tokio::test]
async fn moderators_pin_and_the_list_begins_with_the_latest() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let one = chat.send(&luis, group, "uno").await.message.seq;
    let two = chat.send(&luis, group, "dos").await.message.seq;
    assert_eq!(chat.engine.pin(&luis, group, one, true).await, Err(Error::Forbidden));
    for seq in [two, one, two] {
        chat.engine.pin(&ana, group, seq, true).await.expect("pins");
    }
    let pins = async || chat.engine.pins(&luis, group).await.expect("is in").iter().map(|m| m.seq).collect::<Vec<_>>();
    assert_eq!(pins().await, [one, two]);
    chat.engine.delete(&luis, group, one).await.expect("deletes");
    assert_eq!(pins().await, [two]);
    chat.engine.pin(&ana, group, two, false).await.expect("unpins");
    assert_eq!(pins().await, []);
    let stranger = chat.person("Eva").await;
    assert_eq!(chat.engine.pins(&stranger, group).await, Err(Error::NotFound));
}

#[tokio::test]
async fn a_group_has_at_most_fifty_pins() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    for n in 0..51 {
        let seq = chat.send(&ana, group, &n.to_string()).await.message.seq;
        let pinned = chat.engine.pin(&ana, group, seq, true).await;
        assert_eq!(pinned, if n < 50 { Ok(()) } else { Err(Error::PINS_FULL) });
    }
}

#[tokio::test]
async fn a_question_has_one_answer_and_a_deleted_one_reopens_it() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis, &eva]).await.id;
    let engine = &chat.engine;
    let asked = ask(&chat, &luis, group, "¿cuándo?").await;
    let one = chat.send(&eva, group, "el martes").await.message.seq;
    let two = chat.send(&ana, group, "el jueves").await.message.seq;
    assert_eq!(engine.answer(&eva, group, asked, one).await, Err(Error::Forbidden), "she did not ask");
    assert!(matches!(engine.answer(&luis, group, asked, Seq(99)).await, Err(Error::Invalid(_))));
    assert!(matches!(engine.answer(&luis, group, asked, asked).await, Err(Error::Invalid(_))));
    assert!(matches!(engine.answer(&ana, group, one, two).await, Err(Error::Conflict(_))), "it is no question");
    let mut socket = chat.listen(&eva, group).await;
    engine.answer(&luis, group, asked, one).await.expect("is marked");
    engine.answer(&luis, group, asked, one).await.expect("is marked already");
    engine.answer(&ana, group, asked, two).await.expect("a moderator may");
    for (answer, expected) in [(one, true), (one, false), (two, true)] {
        let Change::Answered { message_seq, answer_seq, on, .. } = socket.change().await.change else { panic!("one") };
        assert_eq!((message_seq, answer_seq, on), (asked, answer, expected));
    }
    assert_eq!(at(&chat, &eva, group, asked).await.answer_seq, Some(two));
    assert_eq!(at(&chat, &eva, group, one).await.answers, []);
    assert_eq!(at(&chat, &eva, group, two).await.answers, [asked]);
    engine.reopen(&luis, group, asked, Some(one)).await.expect("it is not that one");
    assert_eq!(at(&chat, &eva, group, asked).await.answer_seq, Some(two));

    engine.delete(&ana, group, two).await.expect("deletes");
    let (deleted, reopened) = (socket.change().await, socket.change().await);
    assert!(matches!(deleted.change, Change::Deleted { .. }));
    assert!(matches!(reopened.change, Change::Answered { on: false, answer_seq, .. } if answer_seq == two));
    assert_eq!(reopened.seq, deleted.seq.next());
    assert_eq!(at(&chat, &eva, group, asked).await.answer_seq, None);

    engine.answer(&luis, group, asked, one).await.expect("is marked");
    engine.delete(&luis, group, asked).await.expect("deletes the question");
    assert_eq!(at(&chat, &eva, group, one).await.answers, []);
    let mut problems = Vec::new();
    engine.verify(&mut |problem| problems.push(problem)).await.expect("reads to the end");
    assert_eq!(problems, vec![]);
}

#[tokio::test]
async fn questions_are_listed_by_page() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    let mut asked = Vec::new();
    for n in 0..5 {
        asked.push(ask(&chat, &ana, group, &format!("¿{n}?")).await);
        chat.send(&ana, group, "no").await;
    }
    asked.reverse();
    let page = async |before| {
        let page = chat.engine.questions(&ana, group, QuestionState::Open, before, 3).await.expect("is in");
        (page.messages.iter().map(|message| message.seq).collect::<Vec<_>>(), page.has_more)
    };
    assert_eq!(page(None).await, (asked[..3].to_vec(), true));
    assert_eq!(page(Some(asked[2])).await, (asked[3..].to_vec(), false));
    assert_eq!(page(Some(Seq(u64::MAX))).await.0, asked[..3]);
    assert_eq!(page(Some(Seq(0))).await, (vec![], false));
}

#[tokio::test]
async fn whom_a_message_means_follows_its_text() {
    let chat = Chat::open().await;
    let (ana, luis, eva) = (chat.person("Ana").await, chat.person("Luis").await, chat.person("Eva").await);
    let group = chat.group(&[&ana, &luis, &eva]).await.id;
    let unread = async |who: &Identity| chat.engine.group(who, group).await.expect("is in").unread_mentions;
    let sent = chat.send(&ana, group, "¿vienes, @luis?").await.message;
    assert_eq!((sent.mentions[0].user_id, sent.mentions[0].text.as_str()), (luis.user_id, "@luis"));
    assert_eq!((unread(&luis).await, unread(&eva).await, unread(&ana).await), (1, 0, 0));
    chat.engine.edit(&ana, group, sent.seq, "¿vienes, @Eva?").await.expect("edits");
    assert_eq!((unread(&luis).await, unread(&eva).await), (0, 1));
    let all = chat.send(&luis, group, "@todos").await.message;
    assert!(!all.everyone, "he is no moderator");
    chat.engine.change_role(&ana, group, luis.user_id, Role::Moderator).await.expect("promotes");
    let all = chat.send(&luis, group, "@todos a clase").await.message;
    assert!(all.everyone);
    assert_eq!((unread(&eva).await, unread(&luis).await), (2, 0));
    let listed = chat.engine.groups(&eva, None, 9).await.expect("a list").groups;
    assert_eq!(listed[0].unread_mentions, 2);
    chat.engine.delete(&ana, group, sent.seq).await.expect("deletes");
    assert_eq!(unread(&eva).await, 1);
    chat.engine.mark_read(&eva, group, all.seq, None).await.expect("reads");
    assert_eq!(unread(&eva).await, 0);
}

#[tokio::test]
async fn a_reply_shows_what_it_answers_as_it_is_now() {
    let chat = Chat::open().await;
    let (ana, luis) = (chat.person("Ana").await, chat.person("Luis").await);
    let group = chat.group(&[&ana, &luis]).await.id;
    let first = chat.send(&ana, group, "**hola**\na ||nadie||").await.message.seq;
    let new = NewMessage { reply_to: Some(first), ..message("sí") };
    let reply = chat.engine.send(&luis, group, new).await.expect("is stored").message;
    let quoted = reply.reply.as_deref().expect("answers one");
    assert_eq!((quoted.seq, quoted.sender_name.as_str()), (first, &*ana.name));
    assert_eq!(quoted.excerpt.as_deref(), Some("hola a ▒▒▒"));
    chat.engine.edit(&ana, group, first, "adiós").await.expect("edits");
    let quoted = async || at(&chat, &ana, group, reply.seq).await.reply.expect("answers one");
    assert_eq!(quoted().await.excerpt.as_deref(), Some("adiós"));
    chat.engine.delete(&ana, group, first).await.expect("deletes");
    assert_eq!((quoted().await.excerpt, quoted().await.deleted), (None, true));
    // Also where neither is in memory.
    for n in 0..40 {
        chat.send(&luis, group, &n.to_string()).await;
    }
    assert!(quoted().await.deleted);
}
