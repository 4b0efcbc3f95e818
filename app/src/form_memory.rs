//! What somebody typed into a form that was then refused, so that the page can show it again.
//!
//! It travels in a cookie that lives two minutes, never in a URL, because addresses and names would be logged with it.
//! Passwords are never kept.

use engine::Error;
use serde::{Deserialize, Serialize};
use tertulia::http::cookie::FORM;

use crate::{
    error::{ApiError, Field},
    request::{cookie_values, cookies, is_plain_form, refuse, set_cookie},
};

/// How long it is kept, in seconds: the redirect takes one.
const MAX_AGE: i64 = 120;
/// Longest value kept, in bytes: a browser takes 4096 with name and attributes.
const LENGTH_MAX: usize = 3000;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Typed {
    /// The address.
    pub email: String,
    /// Given names.
    pub full_name: String,
    /// Last name.
    pub last_name: String,
    /// What a new group is called.
    pub group_name: String,
    /// What it is about.
    pub description: String,
    /// What opens another group.
    pub invite_code: String,
}

impl Typed {
    /// Refuses the form, which comes back as it was typed. `blamed` names the field that this form has to correct, for an error that
    /// names none by itself.
    pub(crate) fn refuse(&self, error: Error, blamed: impl FnOnce(&Error) -> Option<Field>) -> ApiError {
        self.keep();
        let field = blamed(&error);
        let refused = refuse(error);
        field.map_or(refused, ApiError::Field)
    }

    /// Keeps it for the next page, if a form posted it.
    fn keep(&self) {
        let value = serde_urlencoded::to_string(self).ok().filter(|value| value.len() <= LENGTH_MAX);
        if let (Some(value), true) = (value, is_plain_form()) {
            set_cookie(cookies().keep(FORM, &value, MAX_AGE));
        }
    }
}

/// Forgets it.
pub(crate) fn forget() {
    if !cookie_values(FORM).is_empty() {
        set_cookie(cookies().forget(FORM));
    }
}

/// What was kept; nothing if nothing was.
pub(crate) fn recall() -> Typed {
    cookie_values(FORM).iter().find_map(|value| serde_urlencoded::from_str(value).ok()).unwrap_or_default()
}
