//! What the tests beside the engine's code share. Those over its public face are in `server/engine/tests/it`.

use std::net::{IpAddr, Ipv4Addr};

use tertulia::{
    api::{NewAccount, NewMessage},
    ids::{GroupId, Seq},
};

use super::{Engine, Identity};

/// Where everybody calls from.
pub(super) const ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
/// Everybody's.
pub(super) const PASSWORD: &str = "correct horse battery";

/// A new person, signed in. The address begins with the name.
pub(super) async fn person(engine: &Engine, name: &str) -> Identity {
    let new = NewAccount {
        email: format!("{name}@example.org"),
        password: PASSWORD.to_owned(),
        full_name: name.to_owned(),
        last_name: String::new(),
    };
    let grant = engine.sign_up(ADDRESS, new).await.expect("signs up");
    engine.authenticate(&grant.token).await.expect("is signed in")
}

/// A message, stored; its place in the log.
pub(super) async fn send(engine: &Engine, who: &Identity, group: GroupId, content: &str) -> Seq {
    let new =
        NewMessage { content: content.to_owned(), client_id: None, reply_to: None, sender_id: None, question: false };
    engine.send(who, group, new).await.expect("is stored").message.seq
}
