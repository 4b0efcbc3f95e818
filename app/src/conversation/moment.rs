//! Times as a reader understands them: UTC on the server, the reader's own zone and habits once the page lives.
//!
//! The first text must be the same on both sides, or hydration would leave the wrong one standing. So both begin in
//! [`Zone::Utc`], and an effect switches to [`Zone::Reader`] afterwards; every shown time follows that one signal.

use leptos::prelude::*;
use tertulia::clock::Timestamp;

use crate::i18n::{Lang, use_lang};

/// Milliseconds in a day.
const DAY: i64 = 86_400_000;

/// Whose calendar the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// The server's, and the page's until it is hydrated.
    Utc,
    /// The reader's, as the browser knows it.
    Reader,
}

/// The calendar that the conversation is shown in.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    /// Whose.
    pub zone: RwSignal<Zone>,
    /// The reader's day number, for "today" and "yesterday"; unknown until the page lives.
    pub today: RwSignal<Option<i64>>,
    /// The page's language.
    pub lang: Lang,
}

impl Calendar {
    /// In UTC, without a today.
    pub fn new() -> Self {
        Self { zone: RwSignal::new(Zone::Utc), today: RwSignal::new(None), lang: use_lang() }
    }

    /// Switches to the reader's zone. In the browser only.
    pub fn go_local(self) {
        self.zone.try_set(Zone::Reader);
        self.refresh_today();
    }

    /// Looks at the clock again: "today" is not for ever. Tells nobody while the day is the same.
    pub fn refresh_today(self) {
        let now = Timestamp::from_millis(js_sys::Date::now() as i64);
        let today = Some(day_number(now, Zone::Reader));
        if self.today.try_get_untracked() != Some(today) {
            self.today.try_set(today);
        }
    }

    /// "09:05", as the reader writes it.
    pub fn clock(self, at: Timestamp) -> String {
        match self.zone.get() {
            Zone::Utc => {
                let at = at.to_utc();
                format!("{:02}:{:02}", at.hour(), at.minute())
            }
            Zone::Reader => intl::format(intl::Style::Clock, self.lang, at),
        }
    }

    /// "Hoy", "Ayer", or the date.
    pub fn day(self, at: Timestamp) -> String {
        let words = self.lang.words();
        match self.zone.get() {
            Zone::Utc => {
                let at = at.to_utc();
                let month = words.moment.months[usize::from(u8::from(at.month())) - 1];
                (words.moment.day)(at.day(), month)
            }
            Zone::Reader => match self.today.get().map(|today| today - day_number(at, Zone::Reader)) {
                Some(0) => words.conversation.today.to_owned(),
                Some(1) => words.conversation.yesterday.to_owned(),
                _ => intl::format(intl::Style::Day, self.lang, at),
            },
        }
    }
}

impl Default for Calendar {
    fn default() -> Self {
        Self::new()
    }
}

/// The number of the day (since 1970-01-01) on which a moment falls.
pub fn day_number(at: Timestamp, zone: Zone) -> i64 {
    let millis = at.as_millis();
    let offset = match zone {
        Zone::Utc => 0,
        // Minutes to add to local time to reach UTC: positive west of Greenwich.
        Zone::Reader => js_sys::Date::new(&(millis as f64).into()).get_timezone_offset() as i64 * 60_000,
    };
    (millis - offset).div_euclid(DAY)
}

/// `Intl.DateTimeFormat`, each made once: making one costs more than a hundred uses.
mod intl {
    use std::{cell::RefCell, collections::HashMap};

    use js_sys::{Array, Function, Intl::DateTimeFormat, Object, Reflect};
    use leptos::prelude::window;
    use tertulia::clock::Timestamp;

    use crate::i18n::Lang;

    #[derive(Clone, Copy, PartialEq, Eq, Hash)]
    pub(super) enum Style {
        Clock,
        Day,
    }

    thread_local! {
        static FORMATS: RefCell<HashMap<(Style, &'static str), Function>> = RefCell::default();
    }

    pub(super) fn format(style: Style, lang: Lang, at: Timestamp) -> String {
        let format =
            FORMATS.with_borrow_mut(|all| all.entry((style, lang.code())).or_insert_with(|| make(style, lang)).clone());
        format
            .call1(&wasm_bindgen::JsValue::UNDEFINED, &(at.as_millis() as f64).into())
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    fn make(style: Style, lang: Lang) -> Function {
        let options = Object::new();
        let fields: &[(&str, &str)] = match style {
            Style::Clock => &[("hour", "2-digit"), ("minute", "2-digit")],
            Style::Day => &[("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")],
        };
        for (field, value) in fields {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&options, &(*field).into(), &(*value).into());
        }
        DateTimeFormat::new(&Array::of1(&locale(lang).into()), &options).format()
    }

    /// The browser's own tag where it is a variety of the page's language (en-GB counts hours otherwise than en-US).
    fn locale(lang: Lang) -> String {
        let own = window().navigator().language().unwrap_or_default();
        if own.split('-').next() == Some(lang.code()) { own } else { lang.code().to_owned() }
    }
}

/// A time of day that a machine can read too.
#[component]
pub fn Clock(
    /// When.
    at: Timestamp,
    /// In which calendar.
    calendar: Calendar,
    /// Its class.
    class: &'static str,
) -> impl IntoView {
    view! { <time class=class datetime=at.to_string()>{move || calendar.clock(at)}</time> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_before_1970_too() {
        let day = |millis| day_number(Timestamp::from_millis(millis), Zone::Utc);
        assert_eq!((day(0), day(DAY - 1), day(DAY), day(-1)), (0, 0, 1, -1));
    }
}
