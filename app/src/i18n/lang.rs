//! Which languages there are, and how one is chosen.

use serde::{Deserialize, Serialize};

use super::{Words, en, es};

/// A language that the pages speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Spanish; where nothing says otherwise.
    #[default]
    Es,
    /// English.
    En,
}

impl Lang {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Es, Self::En];

    /// The tag for `<html lang>`, the cookie and `Intl`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Es => "es",
            Self::En => "en",
        }
    }

    /// What the language calls itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Es => "Español",
            Self::En => "English",
        }
    }

    /// Its words.
    pub const fn words(self) -> &'static Words {
        match self {
            Self::Es => &es::WORDS,
            Self::En => &en::WORDS,
        }
    }

    /// The language that a tag such as `es` or `en-GB` asks for.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?.trim();
        Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.code()))
    }

    /// The language that an `Accept-Language` header likes best among ours; the first of equals.
    ///
    /// By hand: `fluent-langneg` ignores the weights, and `accept-language` sorts by them, which panics where some are `nan`.
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let lang = parts.next().and_then(Self::from_tag);
            let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            if let Some(lang) = lang
                && quality > best.map_or(0.0, |(_, quality)| quality)
            {
                best = Some((lang, quality));
            }
        }
        best.map(|(lang, _)| lang)
    }

    /// The language of the request that is being answered.
    #[cfg(feature = "ssr")]
    pub fn current() -> Self {
        use tertulia::http::cookie::LANG;

        use crate::request::{cookie_values, header_text};
        let chosen = cookie_values(LANG).iter().find_map(|value| Self::from_tag(value));
        let liked = || header_text(&http::header::ACCEPT_LANGUAGE).and_then(|value| Self::from_accept_language(&value));
        chosen.or_else(liked).unwrap_or_default()
    }

    /// The language of the document.
    #[cfg(not(feature = "ssr"))]
    pub fn current() -> Self {
        let root = leptos::prelude::document().document_element();
        root.and_then(|root| root.get_attribute("lang")).and_then(|tag| Self::from_tag(&tag)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_order_decides() {
        for (header, expected) in [
            ("es-ES,es;q=0.9,en;q=0.8", Some(Lang::Es)),
            ("en-GB,en;q=0.9,es;q=0.8", Some(Lang::En)),
            ("fr, en;q=0.5, es;q=0.7", Some(Lang::Es)),
            ("fr,de;q=0.5", None),
            ("en;q=0", None),
            ("en;q=0, es;q=0.1", Some(Lang::Es)),
            ("en;q=nan, es;q=0.1", Some(Lang::Es)),
            ("en;q=, es;q=-1", Some(Lang::En)),
            ("en; level=1; q=0.2, es;q=0.3", Some(Lang::Es)),
            ("*, en;q=0.5", Some(Lang::En)),
            (";;,;q=1,,-,=", None),
            ("", None),
        ] {
            assert_eq!(Lang::from_accept_language(header), expected, "{header}");
        }
    }

    #[test]
    fn a_tag_is_read_whatever_its_region_and_case() {
        assert_eq!(Lang::from_tag("EN-us"), Some(Lang::En));
        assert_eq!(Lang::from_tag("est"), None);
    }
}
