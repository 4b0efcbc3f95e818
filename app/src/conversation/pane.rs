//! What can be open below a message: what can be done with it, the editor, the question before it is deleted.
//!
//! Each is a page of its own (`?message=SEQ`, `?edit=SEQ`, `?delete=SEQ`) for whoever has no script; with one, the same links
//! open the same pane in place.

use leptos::{either::EitherOf3, ev::MouseEvent, prelude::*};
use serde::{Deserialize, Serialize};
use tertulia::{
    client::UserAction,
    ids::{ClientMessageId, Seq},
    timeline::{MessageRow, RowKey, SendState},
};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{
    Screen,
    deletion::Deletion,
    editor::Editor,
    marks,
    rows::{Rows, Shown},
    scroll,
};
use crate::{
    click::opens_elsewhere,
    components::{Icon, IconName},
    i18n::use_words,
};

/// Which pane is open, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Below which message.
    pub key: RowKey,
    /// What.
    pub pane: Pane,
    /// Where the keyboard goes when it is closed.
    pub back_to: BackTo,
}

/// What is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pane {
    /// What can be done with the message.
    Deeds,
    /// The editor.
    Edit,
    /// The question before it is deleted.
    Delete,
}

/// Where the keyboard goes when a pane is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackTo {
    /// To the button at the message.
    Message,
    /// To the composer, from which the editor was opened.
    Composer,
}

/// What a pane is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A stored message.
    Stored(Seq),
    /// An own one that was refused or has waited too long.
    Unsent(ClientMessageId),
}

impl Pane {
    /// All of them; what an address that names several opens comes first.
    pub const ALL: [Self; 3] = [Self::Edit, Self::Delete, Self::Deeds];

    /// As the URL names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deeds => "message",
            Self::Edit => "edit",
            Self::Delete => "delete",
        }
    }
}

/// A pane below the message at a seq, if that is there and the reader may open it.
pub(super) fn at(pane: Pane, seq: Seq, rows: &Rows, may_delete_any: bool) -> Option<Open> {
    let message = rows.message_at(seq)?;
    let may = match pane {
        Pane::Edit => may_edit(&message),
        Pane::Deeds => has_deeds(&message),
        Pane::Delete => may_delete(&message, may_delete_any),
    };
    may.then_some(Open { key: message.key, pane, back_to: BackTo::Message })
}

/// Whether the reader may change the text: her own, and there still.
pub fn may_edit(message: &MessageRow) -> bool {
    let there = matches!(message.status, SendState::Sent | SendState::Failed(_));
    message.mine && !message.deleted && there
}

/// Whether the reader may delete it.
pub(super) fn may_delete(message: &MessageRow, any: bool) -> bool {
    (message.mine || any) && !message.deleted && message.seq.is_some()
}

/// Whether anything can be done with it: it is stored, and there still.
const fn has_deeds(message: &MessageRow) -> bool {
    message.seq.is_some() && !message.deleted
}

/// The button at a message that opens what can be done with it; nothing where nothing can be.
pub(super) fn more(shown: &Shown, screen: Screen) -> Option<impl IntoView + use<>> {
    let message = shown.message().filter(|message| has_deeds(message))?;
    let (key, seq) = (message.key, message.seq?);
    let label = use_words().conversation.options;
    let is_open = move || screen.open.with(|open| open.is_some_and(|open| open.key == key));
    let toggle = move |event: MouseEvent| {
        if screen.acts_itself(&event) {
            let open = Open { key, pane: Pane::Deeds, back_to: BackTo::Message };
            screen.open.update(|now| *now = if now.is_some_and(|now| now.key == key) { None } else { Some(open) });
        }
    };
    Some(view! {
        <a
            class="icon-button message__more"
            href=screen.pane_path(Pane::Deeds, seq) + &format!("#{key}")
            rel="external"
            aria-label=label
            title=label
            aria-expanded=move || is_open().to_string()
            on:click=toggle
        >
            <Icon sign=IconName::More/>
        </a>
    })
}

/// What is open below a message.
pub(super) fn below(key: RowKey, shown: ArcRwSignal<Shown>, screen: Screen) -> impl IntoView {
    let open = Memo::new(move |_| screen.open.get().filter(|open| open.key == key).map(|open| open.pane));
    move || {
        let pane = open.get()?;
        // Looked at once: what others do to the message meanwhile must not take away what is being written.
        let message = shown.with_untracked(|shown| shown.message().cloned())?;
        let subject = match (message.seq, message.client_id) {
            (Some(seq), _) => Subject::Stored(seq),
            (None, Some(client_id)) => Subject::Unsent(client_id),
            (None, None) => return None,
        };
        Some(match (pane, subject) {
            (Pane::Deeds, Subject::Stored(seq)) => EitherOf3::A(deeds(&message, seq, screen)),
            (Pane::Delete, Subject::Stored(seq)) => EitherOf3::B(view! { <Deletion message seq screen/> }),
            (Pane::Edit, subject) => {
                let revised = shown.with_untracked(|shown| shown.revision.clone()?.content);
                let text = revised.or_else(|| message.content.clone()).unwrap_or_default();
                EitherOf3::C(view! { <Editor key subject text screen/> })
            }
            (Pane::Deeds | Pane::Delete, Subject::Unsent(_)) => return None,
        })
    }
}

#[allow(clippy::disallowed_methods, reason = "written by `marks`, which escapes whatever somebody wrote")]
fn deeds(message: &MessageRow, seq: Seq, screen: Screen) -> impl IntoView + use<> {
    view! { <div class="pane pane--deeds" inner_html=marks::deeds(message, seq, screen)></div> }
}

impl Screen {
    /// Closes what is open, and puts the keyboard where it came from.
    pub(super) fn close_pane(self) {
        let Some(Open { key, back_to, .. }) = self.open.try_get_untracked().flatten() else { return };
        self.open.try_set(None);
        let composer = self.textarea.try_get_untracked().flatten();
        match (back_to, composer) {
            (BackTo::Composer, Some(composer)) => drop(composer.focus()),
            _ => request_animation_frame(move || {
                let more = document().get_element_by_id(&key.to_string());
                let more = more.and_then(|row| row.query_selector(".message__more").ok()?);
                match more.and_then(|more| more.dyn_into::<HtmlElement>().ok()) {
                    Some(more) => drop(more.focus()),
                    None => scroll::focus(self.scroller),
                }
            }),
        }
    }

    /// Whether this page does what a link or a form stands for: it is alive, and the person does not want a new tab.
    pub(super) fn acts_itself(self, event: &MouseEvent) -> bool {
        let here = !opens_elsewhere(event) && !self.is_history();
        if here {
            event.prevent_default();
        }
        here
    }

    /// Where a pane is without a script, and where its form posts to.
    pub(super) fn pane_path(self, pane: Pane, seq: Seq) -> String {
        self.place.path(self.id(), &format!("{}={seq}", pane.name()))
    }

    /// The page without anything open.
    pub(super) fn path(self) -> String {
        self.place.path(self.id(), "")
    }

    /// Changes a stored message, or an unsent one.
    pub(super) fn rewrite(self, subject: Subject, content: tertulia::message::Content) {
        match subject {
            Subject::Stored(seq) => self.dispatch(UserAction::Revised(seq, Some(content))),
            Subject::Unsent(client_id) => {
                self.dispatch(UserAction::Rewrote(client_id, ClientMessageId::random(), content));
            }
        }
    }

    /// Opens the editor of the reader's last message, if it is loaded. Says whether there was one.
    pub(super) fn edit_last(self) -> bool {
        let last = self.rows.with_value(|rows| rows.last(may_edit));
        if let Some(key) = last {
            self.rows.with_value(|rows| rows.mount_row(key));
            self.open.set(Some(Open { key, pane: Pane::Edit, back_to: BackTo::Composer }));
        }
        last.is_some()
    }
}
