//! Two people of a group whose names look the same are told apart, wherever a name is shown.

use engine::{Error, Identity};
use tertulia::{
    api::{NewAccount, PageQuery},
    ids::Seq,
    log_event::Change,
    protocol::ServerFrame,
};

use crate::chat::{ADDRESS, Chat, PASSWORD, message};

impl Chat {
    async fn named(&self, email: &str, full: &str, last: &str) -> Identity {
        let new = NewAccount {
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            full_name: full.to_owned(),
            last_name: last.to_owned(),
        };
        let grant = self.engine.sign_up(ADDRESS, new).await.expect("signs up");
        self.engine.authenticate(&grant.token).await.expect("is signed in")
    }
}

#[tokio::test]
async fn a_look_alike_carries_a_mark_wherever_her_name_is_shown() {
    let chat = Chat::open().await;
    let ana = chat.named("ana@example.org", "Ana", "Ruiz").await;
    let group = chat.group(&[&ana]).await;
    let mut watch = chat.listen(&ana, group.id).await;
    // Invisible, Cyrillic, and our own mark.
    let others = [("a@x.org", "A\u{200b}na", "Ruiz"), ("b@x.org", "Аna", "Ruiz"), ("c@x.org", "Ana", "Ruiz (2)")];
    let shown = ["Ana Ruiz (2)", "Аna Ruiz (3)", "Ana Ruiz (2) (4)"];
    for ((email, full, last), shown) in others.into_iter().zip(shown) {
        let other = chat.named(email, full, last).await;
        chat.engine.join(ADDRESS, &other, &group.invite_code).await.expect("joins");
        let mut socket = chat.listen(&other, group.id).await;
        let sent = chat.try_send(&other, group.id, message("hola")).await.expect("is stored");
        assert_eq!((sent.message.sender.as_str(), sent.message.sender_name.as_str()), (shown, shown));
        socket.0.typing(group.id).expect("is subscribed");
        let mut names = Vec::new();
        while names.len() < 4 {
            names.extend(match watch.frame().await {
                ServerFrame::UserJoined { name, .. } | ServerFrame::Typing { name, .. } => Some(name),
                ServerFrame::Event(event) => match event.change {
                    Change::Added { name, .. } => Some(name),
                    Change::Message(message) => Some(message.sender_name),
                    _ => None,
                },
                _ => None,
            });
        }
        assert_eq!(names, [shown; 4], "coming, being here, writing and what is written");
    }
    let members = chat.engine.members(&ana, group.id).await.expect("a member");
    let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, ["Ana Ruiz", "Ana Ruiz (2)", "Ana Ruiz (2) (4)", "Аna Ruiz (3)"]);
    let stranger = chat.person("Eva").await;
    assert_eq!(chat.engine.name_in(&ana, group.id).await.as_deref(), Ok("Ana Ruiz"));
    assert_eq!(chat.engine.name_in(&stranger, group.id).await, Err(Error::NotFound));
}

#[tokio::test]
async fn who_leaves_keeps_her_mark_and_nobody_inherits_it() {
    let chat = Chat::open().await;
    let (ana, eva) = (chat.named("ana@example.org", "Ana", "").await, chat.person("Eva").await);
    let group = chat.group(&[&eva, &ana]).await;
    chat.engine.remove_member(&ana, group.id, ana.user_id, false).await.expect("leaves");
    let other = chat.named("other@example.org", "Ana", "").await;
    chat.engine.join(ADDRESS, &other, &group.invite_code).await.expect("joins");
    chat.try_send(&other, group.id, message("soy Ana")).await.expect("is stored");
    chat.engine.join(ADDRESS, &ana, &group.invite_code).await.expect("joins again");
    chat.try_send(&ana, group.id, message("yo también")).await.expect("is stored");
    let page = chat.engine.page(&eva, group.id, PageQuery::After(Seq::ZERO), 50).await.expect("a page");
    let names: Vec<&str> = page.messages.iter().map(|message| message.sender_name.as_str()).collect();
    assert_eq!(names, ["Ana (2)", "Ana"]);
    chat.engine.remove_member(&eva, group.id, other.user_id, false).await.expect("removes");
    let mut problems = Vec::new();
    chat.engine.verify(&mut |problem| problems.push(problem)).await.expect("reads");
    assert_eq!(problems, []);
}

#[tokio::test]
async fn the_same_name_in_another_group_needs_no_mark() {
    let chat = Chat::open().await;
    let (ana, other) =
        (chat.named("ana@example.org", "Ana", "").await, chat.named("other@example.org", "Ana", "").await);
    for who in [&ana, &other] {
        let group = chat.group(&[who]).await;
        let sent = chat.try_send(who, group.id, message("hola")).await.expect("is stored");
        assert_eq!(sent.message.sender_name, "Ana");
    }
}
