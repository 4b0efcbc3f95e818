//! Times as a reader understands them: UTC on the server, the reader's own zone and habits once the page lives.
//!
//! The first text must be the same on both sides, or hydration would leave the wrong one standing. So both begin in
//! [`Zone::Utc`], and an effect switches to [`Zone::Reader`] afterwards; every shown time follows that one signal.

// The server never asks a browser for its zone.
#![cfg_attr(not(feature = "hydrate"), allow(dead_code))]

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

/// The calendar that a part of the page is shown in.
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
    #[allow(clippy::disallowed_methods, reason = "the day that people see on the wall")]
    pub fn refresh_today(self) {
        let now = Timestamp::from_millis(js_sys::Date::now() as i64);
        let today = Some(day_number(now, Zone::Reader));
        if self.today.try_get_untracked() != Some(today) {
            self.today.try_set(today);
        }
    }

    /// "09:05", as the reader writes it; in UTC it says so.
    pub fn clock(self, at: Timestamp) -> String {
        match self.zone.get() {
            Zone::Utc => {
                let at = at.to_utc();
                format!("{:02}:{:02} UTC", at.hour(), at.minute())
            }
            Zone::Reader => intl::format(intl::Style::Clock, self.lang, at),
        }
    }

    /// "Hoy", "Ayer", or the whole date.
    pub fn day(self, at: Timestamp) -> String {
        let words = self.lang.words().conversation;
        match (self.zone.get(), self.days_ago(at)) {
            (Zone::Utc, _) => self.date_in_utc(at),
            (Zone::Reader, Some(0)) => words.today.to_owned(),
            (Zone::Reader, Some(1)) => words.yesterday.to_owned(),
            (Zone::Reader, _) => intl::format(intl::Style::Day, self.lang, at),
        }
    }

    /// The time of day for today, else the date: as much as a list has room for.
    pub fn brief(self, at: Timestamp) -> String {
        match (self.zone.get(), self.days_ago(at)) {
            (Zone::Utc, _) => self.date_in_utc(at),
            (Zone::Reader, Some(0)) => intl::format(intl::Style::Clock, self.lang, at),
            // Within half a year a day and a month name one day only.
            (Zone::Reader, Some(1..180)) => intl::format(intl::Style::Date, self.lang, at),
            (Zone::Reader, _) => intl::format(intl::Style::DateOfYear, self.lang, at),
        }
    }

    /// How many of the reader's days ago; unknown until the page lives.
    fn days_ago(self, at: Timestamp) -> Option<i64> {
        self.today.get().map(|today| today - day_number(at, Zone::Reader))
    }

    fn date_in_utc(self, at: Timestamp) -> String {
        let (words, at) = (&self.lang.words().moment, at.to_utc());
        (words.day)(at.day(), words.months[usize::from(u8::from(at.month())) - 1]) + " UTC"
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
    use std::cell::RefCell;

    use js_sys::{Array, Function, Intl::DateTimeFormat, Object, Reflect};
    use leptos::prelude::window;
    use tertulia::clock::Timestamp;

    use crate::i18n::Lang;

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(super) enum Style {
        Clock,
        Day,
        Date,
        DateOfYear,
    }

    thread_local! {
        static FORMATS: RefCell<Vec<(Style, Lang, Function)>> = RefCell::default();
    }

    pub(super) fn format(style: Style, lang: Lang, at: Timestamp) -> String {
        let format = FORMATS.with_borrow_mut(|all| {
            let known = all.iter().find(|known| (known.0, known.1) == (style, lang)).map(|known| known.2.clone());
            known.unwrap_or_else(|| {
                let format = make(style, lang);
                all.push((style, lang, format.clone()));
                format
            })
        });
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
            Style::Date => &[("day", "numeric"), ("month", "short")],
            Style::DateOfYear => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_before_1970_too() {
        let day = |millis| day_number(Timestamp::from_millis(millis), Zone::Utc);
        assert_eq!((day(0), day(DAY - 1), day(DAY), day(-1)), (0, 0, 1, -1));
    }
}
