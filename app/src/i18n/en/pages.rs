//! The words of whole pages.

use tertulia::group::Role;

use crate::i18n::{
    isolated,
    pages::{CoverWords, GroupPagesWords, JoinWords, LeavingWords, ListsWords, MembersWords, PageWords, WelcomeWords},
};

pub(super) static PAGES: PageWords = PageWords {
    welcome: WELCOME,
    join: JOIN,
    members: MEMBERS,
    cover: COVER,
    leaving: LEAVING,
    lists: LISTS,
    groups: GROUPS,
    held: "What you wrote",
};

const LISTS: ListsWords = ListsWords {
    pins_title: "Pinned messages",
    no_pins: "Nothing is pinned yet. Moderators pin messages from their menu.",
    questions_title: "Questions",
    open: "Open",
    answered: "Answered",
    none_open: "No open questions. Tick “Ask as a question” when you write one.",
    none_answered: "No answered questions yet.",
    older: "Older questions",
    show: "Show in the conversation",
};

const GROUPS: GroupPagesWords = GroupPagesWords { more: "More groups", newest: "Back to the latest" };

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

const JOIN: JoinWords = JoinWords {
    invited_to: "You are invited to",
    needs_account: "To join, sign in or create an account. You come back here afterwards.",
    kept_out: "You were removed from this group. Its owner or a moderator has to let you in again.",
    is_member: "You are in this group already.",
    to_group: "Go to the group",
    no_group_title: "That code opens no group",
    no_group_text: "Ask whoever invited you to send the link again.",
};

const MEMBERS: MembersWords = MembersWords {
    title: "The group",
    list_title: "People",
    back: "Back to the chat",
    invite_title: "Invite somebody",
    invite_text: "Whoever has the link or the code can join.",
    code: "Code",
    renew: "New link and code",
    renew_question: "Make a new link and code? The ones until now open nothing any more, wherever they were shared.",
    confirm_renew: "Yes, make new ones",
    bans_title: "Kept out",
    bans_text: "They were removed and cannot come back with the code.",
    let_in: "Let in again",
    let_in_name: |name| format!("Let {} in again", isolated(name)),
    you: "you",
    online: "Online",
    role: |role| match role {
        Role::Owner => "Owner",
        Role::Moderator => "Moderator",
        Role::Member => "",
    },
    actions: |name| format!("Options for {}", isolated(name)),
    make_moderator: "Make moderator",
    make_member: "No longer moderator",
    remove: "Remove from the group",
    remove_question: |name| {
        format!(
            "Remove {}? They will no longer see the group, and cannot come back until you let them in again. Their messages stay.",
            isolated(name)
        )
    },
    hand_over: "Hand the group over",
    hand_over_question: |name| {
        format!("Hand the group over to {}? They become its owner and you a moderator.", isolated(name))
    },
    leave: "Leave the group",
    leave_question: "Leave the group? Your messages stay. To come back you will need the code.",
    owner_stays: "You own this group: to leave, hand it over to somebody first.",
    confirm_remove: "Yes, remove",
    confirm_hand_over: "Yes, hand over",
    confirm_leave: "Yes, leave",
};

const COVER: CoverWords = CoverWords {
    title: "Somebody else has signed in here",
    text: "This page belonged to whoever opened it. What they left unsent is kept for them; load the page again.",
    reload: "Load again",
    form: "The page that you sent belonged to somebody else, so nothing was done. Start again from your groups.",
};

const LEAVING: LeavingWords = LeavingWords {
    one: "One text of yours was not sent. If you sign out, it is deleted from this browser.",
    many: "# texts of yours were not sent. If you sign out, they are deleted from this browser.",
    leave: "Delete and sign out",
    stay: "Stay here",
};
