//! The bodies of HTTP requests and the values in them. The first byte says which body the rest is read as; what a value
//! accepts it accepts again as it kept it, and no error is too long to show.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tertulia::{
    account::{Email, Password, PersonName},
    api::{Credentials, JoinGroup, MessageEdit, NewAccount, NewGroup, NewMessage, PasswordChange, RoleChange},
    group::{Description, GroupName, InviteCode},
    ids::{GroupId, Seq, UserId},
    json,
    message::Content,
};

fuzz_target!(|input: &[u8]| {
    let Some((kind, text)) = input.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    match kind % 10 {
        0 => account(text),
        1 => drop(json::from_str::<Credentials>(text).map(|body| Email::parse(&body.email))),
        2 => drop(json::from_str::<PasswordChange>(text).map(|body| Password::parse(&body.new_password))),
        3 => group(text),
        4 => join(text),
        5 => drop(json::from_str::<RoleChange>(text)),
        6 => {
            if let Ok(body) = json::from_str::<NewMessage>(text) {
                content(&body.content);
            }
        }
        7 => {
            if let Ok(body) = json::from_str::<MessageEdit>(text) {
                content(&body.content);
            }
        }
        8 => drop((text.parse::<GroupId>(), text.parse::<UserId>(), json::from_str::<Seq>(text))),
        // The values by themselves: forms bring them without JSON around them.
        _ => {
            content(text);
            email(text);
            code(text);
            names(text);
        }
    }
});

fn account(text: &str) {
    if let Ok(body) = json::from_str::<NewAccount>(text) {
        email(&body.email);
        let _ = Password::parse(&body.password);
        let _ = PersonName::parse(&body.full_name, &body.last_name);
    }
}

fn group(text: &str) {
    if let Ok(body) = json::from_str::<NewGroup>(text) {
        names(&body.name);
        names(&body.description);
    }
}

fn join(text: &str) {
    if let Ok(body) = json::from_str::<JoinGroup>(text) {
        code(&body.invite_code);
    }
}

fn email(text: &str) {
    if let Ok(email) = Email::parse(text) {
        assert_eq!(Email::parse(email.as_str()).expect("again").as_str(), email.as_str());
    }
}

fn code(text: &str) {
    if let Ok(code) = InviteCode::parse(text) {
        assert_eq!(InviteCode::parse(code.as_str()).expect("again").as_str(), code.as_str());
    }
}

fn names(text: &str) {
    if let Ok(name) = GroupName::parse(text) {
        assert_eq!(GroupName::parse(name.as_str()).expect("again").as_str(), name.as_str());
    }
    if let Ok(description) = Description::parse(text) {
        assert_eq!(Description::parse(description.as_str()).expect("again").as_str(), description.as_str());
    }
}

fn content(text: &str) {
    if let Ok(content) = Content::parse(text) {
        assert_eq!(Content::parse(content.as_str()), Ok(content.clone()));
    }
}
