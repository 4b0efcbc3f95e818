//! English: informal, short and warm, no exclamation marks.

mod conversation;
#[cfg(feature = "ssr")]
mod pages;

use tertulia::problem::ErrorCode;

use super::words::{AccountWords, ErrorWords, GroupsWords, MomentWords, SiteWords, Words};
#[cfg(feature = "ssr")]
use crate::error::Field;

pub(super) static WORDS: Words = Words {
    site: SITE,
    account: ACCOUNT,
    groups: GROUPS,
    errors: ERRORS,
    moment: MOMENT,
    conversation: &conversation::CONVERSATION,
    #[cfg(feature = "ssr")]
    pages: &pages::PAGES,
};

const SITE: SiteWords = SiteWords {
    description: "The chat of your study group: live, with no message lost or doubled.",
    skip: "Skip to the content",
    navigation: "Main",
    language: "Language",
    sign_out: "Sign out",
    copy: "Copy",
    copied: "Copied",
    copy_link: "Copy link",
    cancel: "Cancel",
    loading: "Loading…",
};

const ACCOUNT: AccountWords = AccountWords {
    sign_up_title: "Create your account",
    sign_up: "Create account",
    sign_in_title: "Sign in to Tertulia",
    sign_in: "Sign in",
    full_name: "First name",
    last_name: "Last name",
    email: "E-mail",
    password: "Password",
    password_hint: "At least 8 characters.",
    show: "Show",
    hide: "Hide",
    #[cfg(feature = "ssr")]
    cookie_refused: "Your browser did not keep the session cookie. Allow cookies for this site and sign in again.",
    have_account: "Already have an account?",
    no_account: "No account yet?",
};

const GROUPS: GroupsWords = GroupsWords {
    title: "My groups",
    none_title: "No groups yet",
    none_text: "Create one, or join with the code that somebody gave you.",
    create_title: "A new group",
    name: "Name of the group",
    description: "What it is about (optional)",
    create: "Create group",
    join_title: "Have a code?",
    code: "Invite code",
    code_hint: "Ten letters and digits.",
    join: "Join",
    mentions: |count| format!("{count} mentioning you"),
    unread: |count| match count {
        1 => "1 unread message".to_owned(),
        _ => format!("{count} unread messages"),
    },
    people,
    more: "Create or join",
};

fn people(count: u32) -> String {
    match count {
        1 => "1 person".to_owned(),
        _ => format!("{count} people"),
    }
}

const ERRORS: ErrorWords = ErrorWords {
    not_found_title: "There is nothing here",
    failed_title: "That did not work",
    home: "Go to the start",
    code: |code| match code {
        ErrorCode::Unauthenticated | ErrorCode::WrongPerson => "Your session has ended. Sign in again to go on.",
        ErrorCode::NotFound => "This page does not exist, or is not for you. Check the link.",
        ErrorCode::Forbidden | ErrorCode::SenderMismatch => "You cannot do that in this group.",
        ErrorCode::EmptyContent => "Write something before you send.",
        ErrorCode::TooLong => "That message is too long. Split it in two.",
        ErrorCode::InvalidContent => "The message holds characters that cannot be shown. Remove them and send again.",
        ErrorCode::InvalidFrame | ErrorCode::UnknownType => "This page has become old. Load it again.",
        ErrorCode::InvalidRequest => "Something is missing or not valid. Check what you entered.",
        ErrorCode::Conflict => "That is no longer possible: something changed meanwhile. Load the page again.",
        ErrorCode::RateLimited => "Too fast. Wait a moment and try again.",
        ErrorCode::Unavailable => "The server cannot do that now. Try again in a moment.",
        ErrorCode::ServerError => "Something failed on the server. Try again in a moment.",
    },
    #[cfg(feature = "ssr")]
    field: |field| match field {
        Field::Email => "That does not look like an e-mail address. Check it.",
        Field::EmailTaken => "That e-mail already has an account. Sign in with it, or use another.",
        Field::WrongPair => "That e-mail and password do not match. Check them and try again.",
        Field::PasswordTooShort => "The password needs at least 8 characters.",
        Field::PasswordTooLong => "The password can have at most 256 characters.",
        Field::PersonName => "First and last name can have at most 60 characters each.",
        Field::GroupName => "The group needs a name, of at most 80 characters.",
        Field::Description => "The description can have at most 500 characters.",
        Field::KeptOut => "You were removed from that group. Its owner or a moderator has to let you in again.",
        Field::GroupFull => "That group is full. Ask its owner.",
        Field::TooManyGroups => "You are in as many groups as one can be. Leave one first.",
        Field::BansFull => "This group already keeps out as many people as it can. Let somebody in again first.",
        Field::InviteCode => "That code opens no group. Check it, or ask for it again.",
    },
    unreachable: "The server cannot be reached. Try again in a moment.",
};

const MOMENT: MomentWords = MomentWords {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    day: |day, month| format!("{day} {month}"),
};
