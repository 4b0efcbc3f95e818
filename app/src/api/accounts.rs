//! Signing up, in and out, and the language.

use leptos::prelude::*;

use super::TextJson;
use crate::{error::ApiError, i18n::Lang};
#[cfg(feature = "ssr")]
use {
    super::path::{CAME_IN, is_entrance, local_path},
    crate::{
        components::sign_in_path,
        error::Field,
        form_memory::{self, Typed},
        request::{address, cookies, engine, forward_plain_form, refuse, set_cookie, visitor},
    },
    engine::Error,
    tertulia::{
        api::{Credentials, NewAccount, SessionGrant},
        http::cookie::{LANG, SESSION},
    },
};

/// How long a choice of language is remembered, in seconds: 400 days, the longest that browsers keep a cookie.
#[cfg(feature = "ssr")]
const LANG_MAX_AGE: i64 = 400 * 24 * 60 * 60;

/// Creates an account, signs in, and returns the path of the next page.
#[server(prefix = "/api/fn", endpoint = "sign-up", output = TextJson)]
pub async fn sign_up(
    email: String,
    password: String,
    full_name: String,
    #[server(default)] last_name: String,
    #[server(default)] next: String,
) -> Result<String, ApiError> {
    let typed =
        Typed { email: email.clone(), full_name: full_name.clone(), last_name: last_name.clone(), ..Typed::default() };
    let new = NewAccount { email, password, full_name, last_name };
    let blamed = |error: &Error| matches!(error, Error::Conflict(_)).then_some(Field::EmailTaken);
    let grant = engine()?.sign_up(address(), new).await.map_err(|error| typed.refuse(error, blamed))?;
    Ok(enter(&grant, &next))
}

/// Signs in and returns the path of the next page.
#[server(prefix = "/api/fn", endpoint = "sign-in", output = TextJson)]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<String, ApiError> {
    let typed = Typed { email: email.clone(), ..Typed::default() };
    let blamed = |error: &Error| matches!(error, Error::Unauthenticated).then_some(Field::WrongPair);
    let credentials = Credentials { email, password };
    let grant = engine()?.sign_in(address(), credentials).await.map_err(|error| typed.refuse(error, blamed))?;
    Ok(enter(&grant, &next))
}

/// Revokes the session, forgets the cookies and goes to the first page. Whoever is not signed in is just sent there.
#[server(prefix = "/api/fn", endpoint = "sign-out", output = TextJson)]
pub async fn sign_out() -> Result<(), ApiError> {
    if let Some(who) = visitor() {
        engine()?.sign_out(&who).await.map_err(refuse)?;
    }
    set_cookie(cookies().forget(SESSION));
    form_memory::forget();
    forward_plain_form("/");
    Ok(())
}

/// Remembers a language; the form comes back to the page where it stood.
#[server(prefix = "/api/fn", endpoint = "language", output = TextJson)]
pub async fn choose_language(lang: Lang) -> Result<(), ApiError> {
    set_cookie(cookies().keep(LANG, lang.code(), LANG_MAX_AGE));
    Ok(())
}

/// Hands the browser its session and says where it goes.
#[cfg(feature = "ssr")]
fn enter(grant: &SessionGrant, next: &str) -> String {
    let next = local_path(next).filter(|path| !is_entrance(path)).unwrap_or("/groups");
    set_cookie(cookies().keep_session(&grant.token, grant.expires_at));
    form_memory::forget();
    forward_plain_form(&format!("{}&{CAME_IN}=1", sign_in_path(next)));
    next.to_owned()
}
