//! What the benchmarks share: a chat in a folder, with one person in it.

use std::net::Ipv4Addr;

use engine::{Config, Engine, Identity, Limits};
use tertulia::{
    api::{NewAccount, NewGroup, NewMessage},
    ids::{ClientMessageId, GroupId},
};

pub(crate) async fn open(folder: &std::path::Path) -> (Engine, Identity) {
    let config = Config { limits: Limits::OFF, ..Config::in_folder(folder) };
    let engine = Engine::open(config).await.expect("opens");
    let new = NewAccount {
        email: "ana@example.org".to_owned(),
        password: "correct horse battery".to_owned(),
        full_name: "Ana".to_owned(),
        last_name: "Ruiz".to_owned(),
    };
    let grant = engine.sign_up(Ipv4Addr::LOCALHOST.into(), new).await.expect("signs up");
    let ana = engine.authenticate(&grant.token).await.expect("signed in");
    (engine, ana)
}

pub(crate) async fn create_group(engine: &Engine, owner: &Identity, name: String) -> GroupId {
    engine.create_group(owner, NewGroup { name, description: String::new() }).await.expect("creates").id
}

pub(crate) async fn send(engine: &Engine, author: &Identity, group: GroupId) {
    let content = "Una frase de longitud corriente, como las que se escriben en un chat de estudio.".to_owned();
    let new = NewMessage {
        content,
        client_id: Some(ClientMessageId::random()),
        reply_to: None,
        sender_id: None,
        question: false,
    };
    engine.send(author, group, new).await.expect("is stored");
}
