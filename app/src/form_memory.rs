//! What somebody typed into a form without a script that was then refused, so that the page can show it again.
//!
//! It travels in a cookie that lives two minutes, never in a URL, because addresses and names would be logged with it.
//! Passwords are never kept.

use leptos::prelude::SharedValue;
use serde::{Deserialize, Serialize};

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typed {
    /// The address.
    pub email: String,
    /// Given names.
    pub full_name: String,
    /// Last name.
    pub last_name: String,
}

/// What the form that is being rendered should start with, the same on the server and in the browser.
pub(crate) fn use_typed() -> Typed {
    SharedValue::new(recall).into_inner()
}

#[cfg(not(feature = "ssr"))]
fn recall() -> Typed {
    Typed::default()
}

#[cfg(feature = "ssr")]
pub(crate) use cookie::{forget, recall};

#[cfg(feature = "ssr")]
mod cookie {
    use http::HeaderValue;

    use super::Typed;
    use crate::{
        api::{decode_query_value, encode_query_value},
        request::{cookie, is_plain_form, set_cookie},
    };

    const NAME: &str = "tertulia_form";
    /// How long it is kept, in seconds: the redirect takes one.
    const MAX_AGE: u32 = 120;
    /// Longest value kept, in bytes; more is not worth a cookie.
    const LENGTH_MAX: usize = 1000;

    impl Typed {
        /// Keeps it for the next page, if a form without a script posted it.
        pub(crate) fn keep(&self) {
            let value = [&self.email, &self.full_name, &self.last_name].map(|text| encode_query_value(text)).join("&");
            if is_plain_form() && value.len() <= LENGTH_MAX {
                write(&value, MAX_AGE);
            }
        }
    }

    /// Forgets it.
    pub(crate) fn forget() {
        if is_plain_form() && cookie(NAME).is_some() {
            write("", 0);
        }
    }

    /// What was kept; nothing if nothing was.
    pub(crate) fn recall() -> Typed {
        let value = cookie(NAME).unwrap_or_default();
        let mut fields = value.split('&').map(decode_query_value);
        let mut field = || fields.next().unwrap_or_default();
        Typed { email: field(), full_name: field(), last_name: field() }
    }

    fn write(value: &str, max_age: u32) {
        let text = format!("{NAME}={value}; Max-Age={max_age}; Path=/; HttpOnly; SameSite=Lax");
        if let Ok(value) = HeaderValue::from_str(&text) {
            set_cookie(value);
        }
    }
}
