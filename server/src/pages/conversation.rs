//! What a group's page does without a script: it says what was seen, and posts its forms.

use app::{error::ApiError, held::Held, place::Place};
use axum::{
    Extension, Form,
    body::Body,
    extract::{FromRequest as _, Request, State},
    response::{IntoResponse as _, Redirect, Response},
};
use engine::{Error, Identity};
use http::{HeaderMap, Method, StatusCode, header::RETRY_AFTER, request::Parts};
use serde::Deserialize;
use tertulia::{
    api::NewMessage,
    http::{retry_after, status},
    ids::{ClientMessageId, GroupId, Seq, UserId},
};

use crate::{
    AppState,
    extract::{PathParams, QueryParams},
};

/// With which a browser says that nobody sees the page yet: it fetches it ahead, or makes a preview of it.
const AHEAD: [&str; 3] = ["sec-purpose", "purpose", "x-moz"];

/// Whom the page was made for.
#[derive(Deserialize)]
pub(super) struct Reader {
    reader: UserId,
}

/// `GET /groups/{id}/seen/{seq}`: moves the reading position up to there. The page's picture without a script asks for it; whatever
/// else may come by moves nothing.
pub(super) async fn seen(
    State(app): State<AppState>,
    PathParams((group, seq)): PathParams<(GroupId, Seq)>,
    QueryParams(Reader { reader }): QueryParams<Reader>,
    who: Option<Extension<Identity>>,
    method: Method,
    headers: HeaderMap,
) -> StatusCode {
    let is_seen = method == Method::GET && is_shown(&headers);
    if let Some(Extension(who)) = who.filter(|who| is_seen && who.user_id == reader) {
        // What is not noted now is noted with the next page.
        if let Err(error) = app.engine.mark_read(&who, group, seq, None).await {
            tracing::debug!(%error, "a reading position stays where it was");
        }
    }
    StatusCode::NO_CONTENT
}

/// Whether a page of ours that is shown now asks for a picture, as far as the browser says.
fn is_shown(headers: &HeaderMap) -> bool {
    let says = |name: &str, wanted: &str| headers.get(name).is_none_or(|value| value == wanted);
    let ahead = AHEAD.iter().any(|name| headers.contains_key(*name));
    !ahead && says("sec-fetch-dest", "image") && says("sec-fetch-site", "same-origin")
}

/// What the query of a form's address says.
#[derive(Default, Deserialize)]
struct Target {
    edit: Option<Seq>,
    delete: Option<Seq>,
    react: Option<Seq>,
    pin: Option<Seq>,
    answer: Option<Seq>,
    before: Option<Seq>,
    after: Option<Seq>,
    at: Option<Seq>,
}

/// The fields of a form.
#[derive(Default, Deserialize)]
struct Fields {
    #[serde(default)]
    content: String,
    client_id: Option<String>,
    reply_to: Option<Seq>,
    #[serde(default)]
    question: bool,
    /// The reaction that is given, or taken back.
    react: Option<String>,
    unreact: Option<String>,
    /// Whether the message is pinned, or the answer marked.
    #[serde(default)]
    on: bool,
    answer_seq: Option<Seq>,
}

/// `POST /groups/{id}`: a message; with `?edit=SEQ` another text for one, with `?delete=SEQ` its end, with `?react=SEQ`, `?pin=SEQ` and `?answer=SEQ`
/// a mark. Leads on to the page that shows it.
/// A refusal is answered with the page from which it came: the address is the same, and `render` puts into it what was written.
pub(super) async fn post<R>(app: AppState, request: Request, render: impl FnOnce(Held, Request) -> R) -> Response
where
    R: Future<Output = Response> + Send,
{
    let (parts, body) = request.into_parts();
    let Ok(QueryParams(target)) = QueryParams::<Target>::from_query(&parts) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let form = Form::<Fields>::from_request(Request::from_parts(parts.clone(), body), &()).await;
    let Ok(Form(fields)) = form else { return StatusCode::BAD_REQUEST.into_response() };
    let error = match act(&app, &parts, &target, &fields).await {
        Ok(next) => return Redirect::to(&next).into_response(),
        Err(error) => error,
    };
    let (code, wait) = (error.code(), error.retry_after());
    // A message that the server may have stored all the same keeps its name.
    let client_id = fields.client_id.filter(|_| code.is_temporary()).and_then(|id| id.parse().ok());
    let held = Held { error: ApiError::from(error), text: fields.content, client_id };
    let mut page = Request::from_parts(parts, Body::empty());
    *page.method_mut() = Method::GET;
    let mut response = render(held, page).await;
    if response.status().is_success() {
        *response.status_mut() = status(code);
    }
    if let Some(wait) = wait {
        response.headers_mut().insert(RETRY_AFTER, retry_after(wait));
    }
    response
}

/// Does it, and says where the person goes next.
async fn act(app: &AppState, parts: &Parts, target: &Target, fields: &Fields) -> Result<String, Error> {
    let who = parts.extensions.get::<Identity>().ok_or(Error::Unauthenticated)?;
    let group = parts.uri.path().rsplit('/').next().unwrap_or_default();
    let group: GroupId = group.parse().map_err(|_| Error::NotFound)?;
    let here = Place::named(target.before, target.after, target.at).unwrap_or_default();
    if mark(app, who, group, target, fields).await? {
        // The browser keeps the fragment of the form's address: the message.
        return Ok(here.path(group, ""));
    }
    match (target.edit, target.delete) {
        (Some(seq), _) => {
            app.engine.edit(who, group, seq, &fields.content).await?;
            Ok(here.path(group, ""))
        }
        (None, Some(seq)) => {
            app.engine.delete(who, group, seq).await?;
            Ok(here.path(group, ""))
        }
        (None, None) => {
            let named = fields.client_id.as_deref().map(str::parse::<ClientMessageId>).transpose();
            let client_id = named.map_err(|_| Error::Invalid("client_id is no UUID"))?;
            let new = NewMessage {
                content: fields.content.clone(),
                client_id,
                reply_to: fields.reply_to,
                sender_id: None,
                question: fields.question,
            };
            app.engine.send(who, group, new).await?;
            Ok(Place::Newest.path(group, "") + "#end")
        }
    }
}

/// A reaction, a pin, an answer: whether the form was one of these.
async fn mark(app: &AppState, who: &Identity, group: GroupId, target: &Target, fields: &Fields) -> Result<bool, Error> {
    let engine = &app.engine;
    if let Some(seq) = target.react {
        let (emoji, on) = match (&fields.react, &fields.unreact) {
            (Some(emoji), _) => (emoji, true),
            (None, Some(emoji)) => (emoji, false),
            (None, None) => return Err(Error::Invalid("a reaction is one emoji of Unicode")),
        };
        engine.react(who, group, seq, emoji, on).await?;
    } else if let Some(seq) = target.pin {
        engine.pin(who, group, seq, fields.on).await?;
    } else if let Some(seq) = target.answer {
        match (fields.on, fields.answer_seq) {
            (true, Some(answer)) => engine.answer(who, group, seq, answer).await?,
            (true, None) => return Err(Error::Invalid("answer_seq is missing")),
            (false, answer) => engine.reopen(who, group, seq, answer).await?,
        }
    } else {
        return Ok(false);
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn a_page_that_nobody_sees_yet_has_seen_nothing() {
        let shown = |pairs: &[(&'static str, &'static str)]| {
            let headers =
                pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            is_shown(&headers.collect())
        };
        assert!(shown(&[]) && shown(&[("sec-fetch-dest", "image"), ("sec-fetch-site", "same-origin")]));
        for ahead in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
            ("sec-fetch-dest", "document"),
            ("sec-fetch-site", "cross-site"),
        ] {
            assert!(!shown(&[ahead]), "{ahead:?}");
        }
    }
}
