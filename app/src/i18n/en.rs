//! English: informal, short and warm, no exclamation marks.

mod conversation;

use tertulia::{group::Role, problem::ErrorCode};

use super::words::{
    AccountWords, ErrorWords, GroupsWords, JoinWords, MembersWords, MomentWords, SiteWords, WelcomeWords, Words,
};
use crate::error::Field;

pub(super) static WORDS: Words = Words {
    site: SITE,
    welcome: WELCOME,
    account: ACCOUNT,
    groups: GROUPS,
    join: JOIN,
    members: MEMBERS,
    errors: ERRORS,
    moment: MOMENT,
    conversation: &conversation::CONVERSATION,
};

const SITE: SiteWords = SiteWords {
    description: "The chat of your study group: live, with no message lost or doubled.",
    skip: "Skip to the content",
    navigation: "Main",
    menu: "Menu",
    language: "Language",
    sign_out: "Sign out",
    copy: "Copy",
    copied: "Copied",
    cancel: "Cancel",
    loading: "Loading…",
};

const WELCOME: WelcomeWords = WelcomeWords {
    title: "A table for your study group",
    lead: "Talk with your group live, and find everything that was said when you come back. On the train too.",
    to_groups: "Go to my groups",
    promises: [
        ("Nothing gets lost", "What you write offline waits its turn and leaves as soon as you are back."),
        ("Each message, once", "Never doubled, never out of order, however bad the network."),
        ("A code lets people in", "Create a group, share the link and start talking."),
    ],
    example: [
        ("AR", "Ana Ruiz", "Did anyone understand exercise 4?"),
        ("LP", "Luis Peña", "Yes: derive first, then set it to zero."),
        ("AR", "Ana Ruiz", "Of course, I was missing the second step. Thanks."),
    ],
    example_label: "An example of a conversation",
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
    have_account: "Already have an account?",
    no_account: "No account yet?",
    wrong_pair: "That e-mail and password do not match. Check them and try again.",
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

const JOIN: JoinWords = JoinWords {
    invited_to: "You are invited to",
    needs_account: "To join, sign in or create an account. You come back here afterwards.",
    no_group_title: "That code opens no group",
    no_group_text: "Ask whoever invited you to send the link again.",
};

const MEMBERS: MembersWords = MembersWords {
    title: "The group",
    list_title: "People",
    back: "Back to the chat",
    invite_title: "Invite somebody",
    invite_text: "Whoever has the link or the code can join.",
    link: "Link",
    code: "Code",
    you: "you",
    online: "Online",
    role: |role| match role {
        Role::Owner => "Owner",
        Role::Moderator => "Moderator",
        Role::Member => "",
    },
    actions: |name| format!("Options for {name}"),
    make_moderator: "Make moderator",
    make_member: "No longer moderator",
    remove: "Remove from the group",
    remove_question: |name| format!("Remove {name}? They will no longer see the group. Their messages stay."),
    hand_over: "Hand the group over",
    hand_over_question: |name| format!("Hand the group over to {name}? They become its owner and you a moderator."),
    leave: "Leave the group",
    leave_question: "Leave the group? Your messages stay. To come back you will need the code.",
    owner_stays: "You own this group: to leave, hand it over to somebody first.",
    confirm_remove: "Yes, remove",
    confirm_hand_over: "Yes, hand over",
    confirm_leave: "Yes, leave",
    faces: |count| format!("{}: see who, and invite", people(count)),
};

const ERRORS: ErrorWords = ErrorWords {
    not_found_title: "There is nothing here",
    failed_title: "That did not work",
    home: "Go to the start",
    again: "Try again",
    code: |code| match code {
        ErrorCode::Unauthenticated => "Your session has ended. Sign in again to go on.",
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
    field: |field| match field {
        Field::Email => "That does not look like an e-mail address. Check it.",
        Field::EmailTaken => "That e-mail already has an account. Sign in with it, or use another.",
        Field::PasswordTooShort => "The password needs at least 8 characters.",
        Field::PasswordTooLong => "The password can have at most 256 characters.",
        Field::PersonName => "First and last name can have at most 60 characters each.",
        Field::GroupName => "The group needs a name, of at most 80 characters.",
        Field::Description => "The description can have at most 500 characters.",
        Field::InviteCode => "That code opens no group. Check it, or ask for it again.",
    },
    unreachable: "The server cannot be reached. Try again in a moment.",
};

const MOMENT: MomentWords = MomentWords {
    months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    day: |day, month| format!("{day} {month}"),
};
