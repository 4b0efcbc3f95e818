//! When something was, in the reader's own time.

use leptos::prelude::*;
use tertulia::clock::Timestamp;

use crate::i18n::use_words;

/// A day, or the time for today. The server writes the day in UTC, because it does not know the reader's zone, and the hydrated
/// page corrects it: both must render the same first.
#[component]
pub fn Moment(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let words = &use_words().moment;
    let utc = at.to_utc();
    let month = words.months[usize::from(u8::from(utc.month())) - 1];
    let first = (words.day)(utc.day(), month);
    let local = RwSignal::new(None);
    Effect::new(move |_| local.set(local_text(at, words)));
    view! {
        <time class="moment" datetime=at.to_string()>{move || local.get().unwrap_or_else(|| first.clone())}</time>
    }
}

#[cfg(feature = "hydrate")]
fn local_text(at: Timestamp, words: &crate::i18n::MomentWords) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit 53 bits for 285 000 years")]
    let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.as_millis() as f64));
    let now = js_sys::Date::new_0();
    if date.to_date_string() == now.to_date_string() {
        return Some(format!("{:02}:{:02}", date.get_hours(), date.get_minutes()));
    }
    let day = u8::try_from(date.get_date()).ok()?;
    let month = words.months.get(usize::try_from(date.get_month()).ok()?)?;
    let text = (words.day)(day, month);
    Some(if date.get_full_year() == now.get_full_year() { text } else { format!("{text} {}", date.get_full_year()) })
}

#[cfg(not(feature = "hydrate"))]
fn local_text(_: Timestamp, _: &crate::i18n::MomentWords) -> Option<String> {
    None
}
