//! A message.

use leptos::{either::Either, prelude::*};
use tertulia::timeline::{MessageRow, Row, SendState};

use super::{
    Screen, marks,
    message_state::{message_state, revision_state},
    pane::{self, Pane},
    rows::{RowSignal, Shown},
};
use crate::{
    components::{Avatar, Clock},
    i18n::ConversationWords,
    lazy,
};

/// A message: one element from the moment it was written until it is far up in the history.
#[component]
pub fn Message(
    /// Its row.
    row: RowSignal,
    /// Where.
    screen: Screen,
) -> impl IntoView {
    let RowSignal { key, shown, .. } = row;
    let (run, state, inside) = (shown.clone(), shown.clone(), shown.clone());
    let run = move || if run.with(|shown| shown.presented.starts_run) { "first" } else { "more" };
    let state = move || state.with(|shown| shown.presented.row.message().map(|message| state_name(message.status)));
    let mine = shown.with_untracked(|shown| shown.presented.row.message().is_some_and(|message| message.mine));
    let target = screen.target.filter(|target| target.key == key);
    let nearest = target
        .filter(|target| !target.is_exact)
        .map(|_| view! { <p class="row__nearest">{words_of(screen).nearest}</p> });
    let mut turn = Turn::default();
    let content = move || {
        let shown = inside.get();
        let message = match &shown.presented.row {
            Row::Message(message) => Some(body(message, &shown, &mut turn, screen)),
            Row::Notice(_) | Row::Gap => None,
        };
        view! {
            {above(&shown, screen)}
            {message}
        }
    };
    let open = Memo::new(move |_| {
        let open = screen.open.get().filter(|open| open.key == key)?;
        Some(if open.pane == Pane::Edit { "editor" } else { "below" })
    });
    view! {
        <li
            id=key.to_string()
            class="row"
            data-kind="message"
            data-mine=mine.then_some("")
            data-run=run
            data-state=state
            data-open=move || open.get()
            aria-current=target.map(|_| "true")
        >
            {nearest}
            {content}
            {pane::below(key, shown, screen)}
        </li>
    }
}

/// What begins with a row: a day, and the messages that the reader has not seen.
pub(super) fn above(shown: &Shown, screen: Screen) -> impl IntoView + use<> {
    let words = words_of(screen);
    let day = shown.presented.starts_day.and(shown.presented.row.time()).map(|at| {
        let date = at.to_string();
        view! { <p class="row__day"><time datetime=date>{move || screen.calendar.day(at)}</time></p> }
    });
    let unread = shown.first_unread.then(|| view! { <p class="row__unread" id="new">{words.unread}</p> });
    view! {
        {day}
        {unread}
    }
}

#[allow(clippy::disallowed_methods, reason = "written by `marks`, which escapes whatever somebody wrote")]
fn body(message: &MessageRow, shown: &Shown, turn: &mut Turn, screen: Screen) -> impl IntoView + use<> {
    let words = words_of(screen);
    let name = if message.mine { screen.chat.me.with_value(|me| me.name.clone()) } else { message.sender_name.clone() };
    let clock = message.time().map(|at| view! { <Clock at calendar=screen.calendar class="message__clock"/> });
    let edited = message.edited_at.map(|_| view! { "\u{a0}" <span class="message__edited">{words.edited}</span> });
    let revised = shown.revision.as_ref();
    let text = match revised {
        Some(revision) => {
            let html = revision.content.as_deref().and_then(lazy::html);
            Text { source: revision.content.clone(), html }
        }
        None => Text { source: message.content.clone(), html: message.html.clone().or_else(|| echo(message)) },
    };
    let text = match turn.of(&text) {
        true => Either::Left(written(text, words)),
        false => Either::Right(written(text, words)),
    };
    view! {
        <article class="message" data-mention=message.marks.mentions_me.then_some("")>
            <Avatar id=message.sender_id name=name.clone()/>
            <div class="message__bubble">
                <div class="message__head">
                    <bdi class="message__author">{name}</bdi>
                    <span class="unseen">{AFTER_NAME}</span>
                    {clock}
                    {edited}
                </div>
                <div class="message__above" inner_html=marks::quote(message, screen)></div>
                {text}
                <div class="message__below" inner_html=marks::below(message, screen)></div>
                {message_state(message, screen)}
                {revised.zip(message.seq).map(|(revision, seq)| revision_state(revision, seq, screen))}
                {pane::more(shown, screen)}
            </div>
        </article>
    }
}

/// An own text that the server has not shown yet, as it will: where the browser has what makes it, because its author has previewed one.
fn echo(message: &MessageRow) -> Option<String> {
    message.content.as_deref().filter(|_| message.mine).and_then(lazy::html)
}

/// Between a name and a time where they are heard or copied; on the screen they stand apart. The space must not break: at the end of
/// what is cut off a common one would be dropped.
const AFTER_NAME: &str = ",\u{a0}";

/// Which of two elements holds a message's text.
///
/// A browser that translates puts its words into elements of its own: the text that the page made is not in the document any
/// more, and what is written into it nobody sees. So another text gets another element, and what a translator made of the one before goes with it.
#[derive(Default)]
struct Turn {
    text: Text,
    is_second: bool,
}

impl Turn {
    /// Whose turn it is with this text: the other one's than before, if the text is another.
    fn of(&mut self, text: &Text) -> bool {
        if self.text != *text {
            self.text.clone_from(text);
            self.is_second = !self.is_second;
        }
        self.is_second
    }
}

/// What a message says.
#[derive(Clone, Default, PartialEq, Eq)]
struct Text {
    /// As it was written. None where the message was deleted.
    source: Option<String>,
    /// As HTML, from the server.
    html: Option<String>,
}

/// The text of a message, or that it was deleted. All around it is in the reader's language already, and changes: it is not to be
/// translated, but this is.
#[allow(
    clippy::disallowed_methods,
    reason = "what tertulia::markup wrote, which holds nothing that people wrote unescaped"
)]
fn written(Text { source, html }: Text, words: &ConversationWords) -> impl IntoView + use<> {
    if let Some(html) = html {
        return Either::Left(
            view! { <div class="message__text markup" dir="auto" translate="yes" inner_html=html></div> },
        );
    }
    let class = if source.is_some() { "message__text" } else { "message__text message__text--deleted" };
    let text = source.unwrap_or_else(|| words.deleted.to_owned());
    Either::Right(view! { <p class=class dir="auto" translate="yes">{text}</p> })
}

/// As the document says it in `data-state`.
fn state_name(status: SendState) -> &'static str {
    match status {
        SendState::Queued => "queued",
        SendState::Sending => "sending",
        SendState::Sent => "sent",
        SendState::Failed(_) => "failed",
    }
}

fn words_of(screen: Screen) -> &'static ConversationWords {
    screen.calendar.lang.words().conversation
}
