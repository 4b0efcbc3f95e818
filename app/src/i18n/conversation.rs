//! The words of the inside of the group page.

/// The conversation: the log, the composer, who is writing, the connection.
#[derive(Debug)]
pub struct ConversationWords {
    /// Label of the log.
    pub log: &'static str,
    /// Label of the composer.
    pub composer_label: &'static str,
    /// Button that sends.
    pub send: &'static str,
    /// How many characters are left of a message, or how many too many (negative).
    pub left: fn(i64) -> String,
    /// Link to the groups, for phones.
    pub back: &'static str,
    /// How many people are here now.
    pub online: fn(usize) -> String,
    /// Loads older messages.
    pub older: &'static str,
    /// Loads what follows, on a page that was opened further up.
    pub newer: &'static str,
    /// Instead, while they are on their way.
    pub loading: &'static str,
    /// From older history to what happens now.
    pub to_newest: &'static str,
    /// Where the log begins.
    pub beginning: fn(&str) -> String,
    /// Where messages were skipped; loads them.
    pub gap: &'static str,
    /// Above the first message that the reader has not read.
    pub unread: &'static str,
    /// Above a message that an address does not name, but that is nearest to what it names.
    pub nearest: &'static str,
    /// Button to the end of the log; how many arrived out of view.
    pub jump: fn(usize) -> String,
    /// In place of a deleted message.
    pub deleted: &'static str,
    /// After a text that was changed.
    pub edited: &'static str,
    /// Waits for a connection or its turn.
    pub queued: &'static str,
    /// On its way.
    pub sending: &'static str,
    /// Before the reason why it was refused.
    pub failed: &'static str,
    /// What was sent before the page was alive is safe.
    pub holding: &'static str,
    /// Why a message was not sent that waited for more than an hour.
    pub too_old: &'static str,
    /// Button.
    pub retry: &'static str,
    /// Button that gives a refused message, or a refused change, up.
    pub discard: &'static str,
    /// Opens what can be done with a message.
    pub options: &'static str,
    /// Opens the editor.
    pub edit: &'static str,
    /// Label of the editor.
    pub edit_label: &'static str,
    /// Button of the editor.
    pub save: &'static str,
    /// Opens the question.
    pub delete: &'static str,
    /// The question about one's own message.
    pub delete_question: &'static str,
    /// The question about somebody else's message.
    pub delete_theirs_question: fn(&str) -> String,
    /// Does what was asked.
    pub confirm_delete: &'static str,
    /// A change is on its way.
    pub saving: &'static str,
    /// A change waits for a connection.
    pub saving_later: &'static str,
    /// Before the reason why a change was refused.
    pub not_saved: &'static str,
    /// Why it is asked about a change that an earlier page made.
    pub unsure: &'static str,
    /// Somebody became a member.
    pub added: fn(&str) -> String,
    /// Somebody left or was removed.
    pub removed: fn(&str) -> String,
    /// Who is writing.
    pub writing: fn(&[String]) -> String,
    /// The whole of a day.
    pub today: &'static str,
    /// The day before.
    pub yesterday: &'static str,
    /// Several messages at once, to a screen reader.
    pub several: fn(usize) -> String,
    /// One message, to a screen reader.
    pub announced: fn(&str, &str) -> String,
    /// No network.
    pub offline: &'static str,
    /// The connection broke.
    pub waiting: &'static str,
    /// Signed out.
    pub signed_out: &'static str,
    /// Not a member any more.
    pub not_a_member: &'static str,
    /// The server is newer than the page.
    pub old_page: &'static str,
    /// Button.
    pub reload: &'static str,
    /// A group in which nothing was said.
    pub empty_title: &'static str,
    /// What to do then.
    pub empty_text: &'static str,
    /// Too many messages wait to be sent.
    pub outbox_full: &'static str,
    /// Label of the faces in the head of the page.
    pub faces: fn(u32) -> String,
    /// Label of the link that lets others join.
    pub link: &'static str,
    /// Button that answers a message.
    pub reply: &'static str,
    /// Above the composer: whose message is answered.
    pub replying_to: fn(&str) -> String,
    /// Button: answers nothing.
    pub cancel_reply: &'static str,
    /// Before what a message answers, to a screen reader.
    pub in_reply_to: &'static str,
    /// Back from the message that was answered.
    pub back_to_reply: &'static str,
    /// Button that reacts.
    pub react: fn(&str) -> String,
    /// How many reacted, and who.
    pub reacted: fn(&str, u32, &[String]) -> String,
    /// Mark of a question.
    pub question: &'static str,
    /// Box beside the composer: the message is a question.
    pub as_question: &'static str,
    /// Link from a question to its answer.
    pub see_answer: &'static str,
    /// Link from an answer to its question.
    pub is_answer: &'static str,
    /// Button: this message answers the question.
    pub mark_answer: &'static str,
    /// Button: it does not.
    pub unmark_answer: &'static str,
    /// Button that pins.
    pub pin: &'static str,
    /// Button that takes that back.
    pub unpin: &'static str,
    /// Mark of a pinned message.
    pub pinned: &'static str,
    /// Link to the pinned messages.
    pub pins: fn(u32) -> String,
    /// Mark of a message that means the reader.
    pub mentions_you: &'static str,
    /// Link to the questions.
    pub questions: &'static str,
    /// Shows what a text will look like before it is sent.
    pub preview: &'static str,
    /// In its place, as long as nothing is written.
    pub preview_empty: &'static str,
    /// In its place, where what makes it could not be loaded.
    pub preview_missing: &'static str,
}
