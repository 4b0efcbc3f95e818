//! Signing up, in and out.

use engine::{Error, Identity, Limits};
use tertulia::{
    account::AccountError,
    api::{Credentials, NewAccount, PasswordChange},
    protocol::CloseCode,
};

use crate::chat::{ADDRESS, Chat, PASSWORD};

fn account(email: &str, password: &str) -> NewAccount {
    NewAccount {
        email: email.to_owned(),
        password: password.to_owned(),
        full_name: "Ana".to_owned(),
        last_name: "Ruiz".to_owned(),
    }
}

#[tokio::test]
async fn who_signs_up_is_signed_in_and_can_sign_in_again() {
    let chat = Chat::open().await;
    let grant = chat.engine.sign_up(ADDRESS, account("Ana@Example.org", PASSWORD)).await.expect("signs up");
    assert_eq!((grant.user.email.as_str(), grant.user.name.as_str()), ("ana@example.org", "Ana Ruiz"));
    let first = chat.engine.authenticate(&grant.token).await.expect("signed in");
    let second = chat.sign_in("ana@example.org", PASSWORD).await.expect("signs in");
    assert_eq!(first.user_id, second.user_id);
    assert_ne!(first.session_id, second.session_id);
    assert_eq!(chat.engine.me(&first).await.expect("herself"), grant.user);
}

#[tokio::test]
async fn an_address_has_one_account_also_when_two_sign_up_at_once() {
    let chat = Chat::open().await;
    let sign_up = || chat.engine.sign_up(ADDRESS, account("ana@example.org", PASSWORD));
    let (one, two, three) = tokio::join!(sign_up(), sign_up(), sign_up());
    let outcomes = [one, two, three].map(|grant| grant.map(drop));
    let conflict = Err(Error::Conflict("that e-mail address has an account already"));
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == conflict).count(), 2, "{outcomes:?}");
}

#[tokio::test]
async fn values_that_are_not_valid_create_nothing() {
    let chat = Chat::open().await;
    let refused = chat.engine.sign_up(ADDRESS, account("ana", PASSWORD)).await;
    assert_eq!(refused.map(drop), Err(Error::Account(AccountError::InvalidEmail)));
    let refused = chat.engine.sign_up(ADDRESS, account("ana@example.org", "short")).await;
    assert_eq!(refused.map(drop), Err(Error::Account(AccountError::PasswordTooShort)));
    assert_eq!(chat.sign_in("ana@example.org", "short").await.map(drop), Err(Error::Unauthenticated));
}

#[tokio::test]
async fn any_wrong_pair_gets_the_same_answer() {
    let chat = Chat::open().await;
    chat.person("Ana").await;
    for (email, password) in
        [("ana@example.org", "wrong horse battery"), ("luis@example.org", PASSWORD), ("ana", PASSWORD)]
    {
        assert_eq!(chat.sign_in(email, password).await, Err(Error::Unauthenticated), "{email}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_its_sockets_only() {
    let chat = Chat::open().await;
    let phone = chat.person("Ana").await;
    let laptop = chat.sign_in("ana@example.org", PASSWORD).await.expect("signs in");
    let group = chat.group(&[&phone]).await;
    let mut on_phone = chat.listen(&phone, group.id).await;
    let mut on_laptop = chat.listen(&laptop, group.id).await;
    chat.engine.sign_out(&phone).await.expect("signs out");
    assert_eq!(on_phone.closed().await, CloseCode::Unauthenticated);
    chat.send(&laptop, group.id, "still here").await;
    on_laptop.change().await;
}

#[tokio::test]
async fn a_revoked_token_is_worthless() {
    let chat = Chat::open().await;
    let grant = chat.engine.sign_up(ADDRESS, account("ana@example.org", PASSWORD)).await.expect("signs up");
    let who = chat.engine.authenticate(&grant.token).await.expect("signed in");
    chat.engine.sign_out(&who).await.expect("signs out");
    assert_eq!(chat.engine.authenticate(&grant.token).await, Err(Error::Unauthenticated));
}

/// Ana's sessions, each of which was used.
async fn used_sessions(chat: &Chat, count: usize) -> Vec<(String, Identity)> {
    let mut used = Vec::new();
    for _ in 0..count {
        let credentials = Credentials { email: "ana@example.org".to_owned(), password: PASSWORD.to_owned() };
        let token = chat.engine.sign_in(ADDRESS, credentials).await.expect("signs in").token;
        let who = chat.engine.authenticate(&token).await.expect("is signed in");
        used.push((token, who));
    }
    used
}

/// A session that is in use is known without a look into the store; the end of it is not.
#[tokio::test]
async fn whatever_ends_a_session_ends_it_for_the_next_request() {
    let chat = Chat::with_limits("off,sessions=4".parse().expect("valid")).await;
    chat.person("Ana").await;
    let used = used_sessions(&chat, 4).await;
    let alive = async || {
        let mut alive = Vec::new();
        for (token, who) in &used {
            match chat.engine.authenticate(token).await {
                Ok(found) => assert_eq!(found, *who),
                Err(error) => assert_eq!(error, Error::Unauthenticated),
            }
            alive.push(chat.engine.authenticate(token).await.is_ok());
        }
        alive
    };
    assert_eq!(alive().await, [true, true, true, true]);
    chat.sign_in("ana@example.org", PASSWORD).await.expect("one too many");
    assert_eq!(alive().await, [false, true, true, true]);
    chat.engine.sign_out(&used[1].1).await.expect("signs out");
    assert_eq!(alive().await, [false, false, true, true]);
    let change = PasswordChange { current_password: PASSWORD.to_owned(), new_password: "a new one for Ana".to_owned() };
    chat.engine.change_password(ADDRESS, &used[2].1, change).await.expect("changes");
    assert_eq!(alive().await, [false, false, true, false]);
}

/// The token was checked, then the session revoked, then the socket registered: ending the session's sockets came too early.
#[tokio::test]
async fn a_socket_that_slipped_past_signing_out_receives_nothing() {
    let chat = Chat::open().await;
    let ana = chat.person("Ana").await;
    let group = chat.group(&[&ana]).await.id;
    chat.engine.sign_out(&ana).await.expect("signs out");
    let mut socket = chat.socket(&ana);
    assert_eq!(socket.subscribe(group, None, None).await.map(drop), Err(Error::Unauthenticated));
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions() {
    let chat = Chat::open().await;
    let here = chat.person("Ana").await;
    let there = chat.sign_in("ana@example.org", PASSWORD).await.expect("signs in");
    let mut socket_there = chat.socket(&there);
    let change = |current: &str| PasswordChange {
        current_password: current.to_owned(),
        new_password: "a new one for Ana".to_owned(),
    };
    assert_eq!(chat.engine.change_password(ADDRESS, &here, change("not the old one")).await, Err(Error::Forbidden));
    chat.engine.change_password(ADDRESS, &here, change(PASSWORD)).await.expect("changes");
    assert_eq!(socket_there.closed().await, CloseCode::Unauthenticated);
    assert_eq!(chat.sign_in("ana@example.org", PASSWORD).await, Err(Error::Unauthenticated));
    assert!(chat.sign_in("ana@example.org", "a new one for Ana").await.is_ok());
    assert!(chat.engine.me(&here).await.is_ok());
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down() {
    let chat = Chat::with_limits(Limits { messages: None, upgrades: None, ..Limits::default() }).await;
    let mut refused = 0;
    for _ in 0..12 {
        match chat.sign_in("ana@example.org", "wrong horse battery").await {
            Err(Error::RateLimited { retry_after }) if !retry_after.is_zero() => refused += 1,
            other => assert_eq!(other, Err(Error::Unauthenticated)),
        }
    }
    assert_eq!(refused, 2, "ten in three minutes");
}
