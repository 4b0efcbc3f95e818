//! What a click does on the links and buttons that stand with messages (`marks`), where the page is alive: one listener for all of them.

use leptos::{ev::MouseEvent, prelude::*};
use tertulia::{client::UserAction, ids::Seq, outbox::SendOptions, timeline::RowKey};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::{
    Screen, marks,
    pane::{BackTo, Open, Pane},
};
use crate::{click::opens_elsewhere, components::copy_link};

/// Does what the link or the button says that was clicked, if it is one of those.
pub(super) fn clicked(event: &MouseEvent, screen: Screen) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(clicked) = target.and_then(|target| target.closest("[data-do]").ok().flatten()) else { return };
    let says = |name: &str| clicked.get_attribute(name).unwrap_or_default();
    let seq = |name: &str| Seq(says(name).parse().unwrap_or_default());
    let (deed, at, on) = (says("data-do"), seq("data-seq"), says("value"));
    if deed == "quote" {
        let row = clicked.closest(".row").ok().flatten().map(|row| row.id());
        return screen.follow_quote(event, at, row.as_deref());
    }
    if deed == "copy" {
        return copy_link(event, &clicked);
    }
    if !screen.acts_itself(event) {
        return;
    }
    match deed.as_str() {
        "back" => screen.go_back(),
        "react" => {
            keep_focus(&clicked, &on);
            screen.dispatch(UserAction::Tapped(at, on));
        }
        "pin" => screen.dispatch(UserAction::Pinned(at, on == "true")),
        "answer" => screen.dispatch(UserAction::Answered(at, seq("data-answer"), on == "true")),
        "reply" => screen.reply_to(Some(at)),
        "edit" => return screen.open_pane(Pane::Edit, at),
        "delete" => return screen.open_pane(Pane::Delete, at),
        _ => screen.reply_to(None),
    }
    if deed != "reply" && clicked.closest(".pane").is_ok_and(|pane| pane.is_some()) {
        screen.close_pane();
    }
}

/// Where it stands in the document that the reader went from one message to another.
const CAME_FROM: &str = "data-came-from";
const POINTED: &str = "data-pointed";

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}

impl Screen {
    /// The next message answers this one, or none.
    pub(super) fn reply_to(self, seq: Option<Seq>) {
        let message = seq.and_then(|seq| self.rows.with_value(|rows| rows.message_at(seq)));
        let reply = message.and_then(|row| row.in_short());
        if let Some(place) = find(".replying") {
            place.set_inner_html(&marks::replying(reply.as_ref(), self));
        }
        if seq.is_some() {
            self.open.set(None);
        }
        if let Some(field) = self.textarea.get_untracked() {
            let _ = field.focus();
        }
    }

    /// What the next message is beside its text, as the form says it; the form says nothing more then.
    pub(super) fn take_options(self) -> SendOptions {
        let reply_to = find("[name=reply_to]").and_then(|field| field.get_attribute("value")?.parse().ok()).map(Seq);
        let asks = find("[name=question]:checked").and_then(|field| field.dyn_into::<HtmlElement>().ok());
        let question = asks.is_some();
        if let Some(asks) = asks {
            asks.click();
        }
        if reply_to.is_some() {
            self.reply_to(None);
        }
        SendOptions { reply_to, question }
    }

    fn open_pane(self, pane: Pane, at: Seq) {
        let message = self.rows.with_value(|rows| rows.message_at(at));
        let open = message.map(|row| Open { key: row.key, pane, back_to: BackTo::Message });
        self.open.set(open);
    }

    /// Goes to a message that is loaded, with a way back; to any other the link leads by itself.
    fn follow_quote(self, event: &MouseEvent, to: Seq, from: Option<&str>) {
        if opens_elsewhere(event) || self.is_history() {
            return;
        }
        let loaded = self.rows.with_value(|rows| rows.nearest(to)).filter(|found| found.is_exact);
        if let Some(found) = loaded {
            event.prevent_default();
            if let Some((log, from)) = find(".log").zip(from) {
                let _ = log.set_attribute(CAME_FROM, from);
            }
            self.go_to(found.key);
        }
    }

    fn go_back(self) {
        let from = find(".log").and_then(|log| {
            let from = log.get_attribute(CAME_FROM);
            let _ = log.remove_attribute(CAME_FROM);
            from
        });
        if let Some(row) = from.and_then(|id| document().get_element_by_id(&id)) {
            point_to(&row);
        }
    }

    /// Shows a loaded message, marked.
    fn go_to(self, key: RowKey) {
        self.rows.with_value(|rows| rows.mount_row(key));
        request_animation_frame(move || {
            if let Some(row) = document().get_element_by_id(&key.to_string()) {
                point_to(&row);
            }
        });
    }
}

/// What stands below a message is written anew: the keyboard goes back to the button that it was on, or to the menu where that is gone.
fn keep_focus(clicked: &Element, value: &str) {
    let row = clicked.closest(".row").ok().flatten().map(|row| row.id()).unwrap_or_default();
    let (button, menu) =
        (format!("[id='{row}'] .message__below [value='{value}']"), format!("[id='{row}'] .message__more"));
    if find(&button).is_some() {
        request_animation_frame(move || {
            if let Some(button) = find(&button).or_else(|| find(&menu)).and_then(|it| it.dyn_into::<HtmlElement>().ok())
            {
                let _ = button.focus();
            }
        });
    }
}

/// How many messages are pinned by now.
pub(super) fn show_pins(count: u32, screen: Screen) {
    if let Some(place) = find(".pinned") {
        place.set_inner_html(&marks::pinned(count, screen.id(), screen.words()));
    }
}

/// Brings a row into view, marked, and the keyboard to it.
fn point_to(row: &Element) {
    if let Some(before) = find(".row[data-pointed]") {
        let _ = before.remove_attribute(POINTED);
    }
    let _ = row.set_attribute(POINTED, "");
    row.scroll_into_view_with_bool(true);
    let link = row.query_selector(".message__more").ok().flatten();
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.focus();
    }
}
