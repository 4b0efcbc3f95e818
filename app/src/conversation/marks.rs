//! What stands with a message beside its text (what it answers, what it is, how people reacted to it), and what can be done with it, as HTML.
//!
//! These are written as text and not as components: a component costs the browser some 1 kB for each shape that it has, and here are many that do
//! nothing by themselves. Each link and form leads somewhere without a script; with one, a single listener sees to all of them (`clicks`).

use leptos::prelude::*;
use tertulia::{
    api::Reply,
    ids::{GroupId, Seq},
    timeline::{MessageRow, RowKey},
};

use super::{
    Screen,
    html::Html,
    pane::{self, Pane},
};
use crate::{i18n::ConversationWords, place::Place};

/// The reactions that are one tap away.
const USUAL: [&str; 6] = ["👍", "❤️", "😂", "😮", "🎉", "🙏"];

/// The message that this one answers, in short: leads to it.
pub(super) fn quote(message: &MessageRow, screen: Screen) -> String {
    let Some(reply) = message.reply.as_deref() else { return String::new() };
    let (words, mut html) = (screen.words(), Html::default());
    html.open("a class=quote rel=external data-do=quote");
    html.attribute("href", &Place::At(reply.seq).path(screen.id(), ""));
    html.attribute("data-seq", &reply.seq.to_string());
    html.close().open("span class=unseen").close().text(words.in_reply_to).text(" ").raw("</span>");
    html.raw("<bdi class=quote__author>").text(&screen.name_of(reply.sender_id, &reply.sender_name)).raw("</bdi>");
    html.raw("<span class=unseen>: </span>");
    html.raw("<span class=quote__text dir=auto").raw(if reply.deleted { " data-deleted>" } else { ">" });
    html.text(reply.excerpt.as_deref().unwrap_or(words.deleted)).raw("</span></a>");
    html.into_string()
}

/// What it is (a question, an answer, pinned, meant for the reader), and how people reacted: each reaction a button that does the same, or takes it
/// back.
pub(super) fn below(message: &MessageRow, screen: Screen) -> String {
    let (marks, words, mut html) = (&message.marks, screen.words(), Html::default());
    let kinds = [
        (marks.mentions_me, "mention", words.mentions_you),
        (marks.question, "question", words.question),
        (marks.pinned, "pin", words.pinned),
    ];
    for (_, kind, text) in kinds.into_iter().filter(|(is_one, ..)| *is_one) {
        html.open("span class=mark").attribute("data-mark", kind).close().text(text).raw("</span> ");
    }
    let answer = marks.answer_seq.map(|seq| (seq, words.see_answer));
    for (seq, text) in answer.into_iter().chain(marks.answers.first().map(|seq| (*seq, words.is_answer))) {
        html.open("a class=mark rel=external data-do=quote");
        html.attribute("href", &Place::At(seq).path(screen.id(), "")).attribute("data-seq", &seq.to_string());
        html.close().text(text).raw("</a> ");
    }
    let mut html = if html.is_empty() { html } else { html.within("p class=marks", "p") };
    let Some(seq) = message.seq.filter(|_| !marks.reactions.is_empty()) else { return html.into_string() };
    html.form("react", seq, message.key, screen);
    for reaction in &marks.reactions {
        let label = (words.reacted)(&reaction.emoji, reaction.count, &reaction.names);
        html.reaction(seq, &reaction.emoji, reaction.mine, &label);
        html.raw("<span class=reaction__count>").text(&reaction.count.to_string()).raw("</span></button>");
    }
    html.raw("</form>");
    html.into_string()
}

/// What can be done with it by everybody who may: the usual reactions, answering, pinning, marking an answer.
pub(super) fn deeds(message: &MessageRow, seq: Seq, screen: Screen) -> String {
    let (words, mut html) = (screen.words(), Html::default());
    html.form("react", seq, message.key, screen);
    for emoji in USUAL {
        let mine = message.marks.is_mine(emoji);
        html.reaction(seq, emoji, mine, &(words.react)(emoji));
        html.raw("</button>");
    }
    html.raw("</form>").open("a class='button button--small' rel=external data-do=reply");
    html.attribute("href", &(screen.place.path(screen.id(), &format!("reply={seq}")) + "#composer-text"));
    html.attribute("data-seq", &seq.to_string()).close().text(words.reply).raw("</a>");
    if let Some((question, on)) = screen.question_of(message) {
        html.form("answer", question, message.key, screen);
        html.open("input type=hidden name=answer_seq").attribute("value", &seq.to_string()).close();
        html.deed("answer", question, on, if on { words.mark_answer } else { words.unmark_answer }, Some(seq));
    }
    if screen.may_delete_any() {
        let on = !message.marks.pinned;
        html.form("pin", seq, message.key, screen);
        html.deed("pin", seq, on, if on { words.pin } else { words.unpin }, None);
    }
    let site = &screen.calendar.lang.words().site;
    html.open("a class='button button--small' rel=external data-do=copy");
    html.attribute("href", &Place::At(seq).path(screen.id(), "")).attribute("data-copied", site.copied).close();
    html.raw("<span aria-live=polite>").text(site.copy_link).raw("</span></a>");
    if pane::may_edit(message) {
        html.open("a class='button button--small' rel=external data-do=edit");
        html.opens(Pane::Edit, seq, message.key, screen).text(words.edit).raw("</a>");
    }
    if pane::may_delete(message, screen.may_delete_any()) {
        html.open("a class='button button--small button--danger' rel=external data-do=delete");
        html.opens(Pane::Delete, seq, message.key, screen).text(words.delete).raw("</a>");
    }
    html.into_string()
}

/// What is answered by what is being written, with the way out of it; nothing where nothing is. It holds itself what is sent with the message.
pub(super) fn replying(reply: Option<&Reply>, screen: Screen) -> String {
    let (words, mut html) = (screen.words(), Html::default());
    if let Some(reply) = reply {
        let name = screen.name_of(reply.sender_id, &reply.sender_name);
        html.raw("<p class=quote><span class=quote__author>").text(&(words.replying_to)(&name)).raw("</span>");
        html.raw("<span class=unseen>: </span><span class=quote__text dir=auto>");
        html.text(reply.excerpt.as_deref().unwrap_or_default()).raw("</span></p>");
        html.open("input type=hidden name=reply_to autocomplete=off");
        html.attribute("value", &reply.seq.to_string()).close();
        html.open("a class='button button--small' rel=external data-do=unreply").attribute("href", &screen.path());
        html.close().text(words.cancel_reply).raw("</a>");
    }
    html.into_string()
}

/// The box that makes a question of what is written.
pub(super) fn question_box(screen: Screen) -> String {
    let mut html = Html::default();
    html.raw("<label><input type=checkbox name=question value=true autocomplete=off> ");
    html.text(screen.words().as_question).raw("</label>");
    html.into_string()
}

/// How many messages are pinned, and the way to them; nothing where none are.
pub(super) fn pinned(count: u32, group: GroupId, words: &ConversationWords) -> String {
    let mut html = Html::default();
    if count > 0 {
        html.open("a rel=external").attribute("href", &format!("/groups/{group}/pins")).close();
        html.text(&(words.pins)(count)).raw("</a>");
    }
    html.into_string()
}

/// The way back from a message to the one that answers it; to be seen only where somebody came from there.
pub(super) fn way_back(screen: Screen) -> String {
    let mut html = Html::default();
    html.open("button type=button class=way-back data-do=back")
        .close()
        .text(screen.words().back_to_reply)
        .raw("</button>");
    html.into_string()
}

impl Html {
    /// The rest of the beginning of a link that opens something below a message.
    fn opens(&mut self, pane: Pane, seq: Seq, key: RowKey, screen: Screen) -> &mut Self {
        self.attribute("href", &(screen.pane_path(pane, seq) + &format!("#{key}")));
        self.attribute("data-seq", &seq.to_string()).close()
    }

    /// A form that does something to a message without a script, and comes back to that message.
    fn form(&mut self, what: &str, seq: Seq, key: RowKey, screen: Screen) {
        let path = screen.address(&screen.place.path(screen.id(), &format!("{what}={seq}"))) + &format!("#{key}");
        let class = if what == "react" { "form method=post class=reactions" } else { "form method=post" };
        self.open(class).attribute("action", &path).close();
    }

    /// The beginning of a button that reacts, or takes that back.
    fn reaction(&mut self, seq: Seq, emoji: &str, mine: bool, label: &str) {
        self.open("button type=submit class=reaction data-do=react");
        self.attribute("name", if mine { "unreact" } else { "react" }).attribute("value", emoji);
        self.attribute("data-seq", &seq.to_string()).attribute("aria-pressed", if mine { "true" } else { "false" });
        self.attribute("aria-label", label).attribute("title", label).close().text(emoji);
    }

    /// A button that does something else, and the end of its form.
    fn deed(&mut self, what: &str, seq: Seq, on: bool, label: &str, answer: Option<Seq>) {
        self.open("button type=submit class='button button--small' name=on");
        self.attribute("value", if on { "true" } else { "false" }).attribute("data-do", what);
        self.attribute("data-seq", &seq.to_string());
        if let Some(answer) = answer {
            self.attribute("data-answer", &answer.to_string());
        }
        self.close().text(label).raw("</button></form>");
    }
}

impl Screen {
    /// The words of the conversation, in the reader's language.
    pub(super) fn words(self) -> &'static ConversationWords {
        self.calendar.lang.words().conversation
    }

    /// A person's name, the reader's too.
    fn name_of(self, user: tertulia::ids::UserId, name: &str) -> String {
        self.chat.me.with_value(|me| if me.id == user { me.name.clone() } else { name.to_owned() })
    }

    /// The question that this message answers, or could, if the reader may say so; and whether it could.
    fn question_of(self, message: &MessageRow) -> Option<(Seq, bool)> {
        if let Some(question) = message.marks.answers.first() {
            return self.may_mark(*question).then_some((*question, false));
        }
        let question = message.reply_to.filter(|question| self.may_mark(*question))?;
        Some((question, true))
    }

    /// Whether the message at a seq is a question whose answer the reader may mark.
    fn may_mark(self, question: Seq) -> bool {
        let row = self.rows.with_value(|rows| rows.message_at(question));
        row.is_some_and(|row| row.marks.question && (row.mine || self.may_delete_any()))
    }
}
