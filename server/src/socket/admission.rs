//! What is decided before the upgrade, while a status can still be answered: foreign pages, too many upgrades, requests that
//! are no upgrade. Who somebody is and may see is answered after it, by a close code, because a browser cannot read a refusal.

use std::net::IpAddr;

use axum::{
    extract::{FromRequestParts, ws::WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    response::{IntoResponse as _, Response},
};
use engine::{Connection, Error, Identity};
use http::{
    HeaderValue, StatusCode,
    header::{SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE},
    request::Parts,
};
use serde::Deserialize;
use tertulia::{
    ids::{Epoch, Seq},
    protocol::{FRAME_MAX, PROTOCOL_VERSION},
};
use utoipa::IntoParams;

use super::{Scope, dialect::Dialect, session, settings};
use crate::{AppState, address, extract::QueryParams, identity, origin, person, problem::Problem, render::Render};

/// The query of a socket's address.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct SocketParams {
    /// A token, for clients that cannot set headers.
    token: Option<String>,
    /// On a one-group address: the last seq that the client has.
    after: Option<u64>,
    /// On a one-group address: which log that seq belongs to.
    epoch: Option<Epoch>,
    /// The version of the frames that a page was built for.
    v: Option<String>,
    /// `html`: frames carry the HTML of what people wrote. Any other value is ignored.
    #[param(value_type = Option<String>, example = "html")]
    render: Option<Render>,
}

/// What the session starts with.
#[derive(Debug)]
pub(super) struct Opening {
    pub(super) who: Option<Identity>,
    pub(super) address: IpAddr,
    pub(super) after: Option<Seq>,
    pub(super) epoch: Option<Epoch>,
    pub(super) current_page: bool,
    /// Whether the page was made for whoever is signed in.
    pub(super) meant: bool,
    /// None where the socket is only told why it ends.
    pub(super) connection: Option<Connection>,
}

/// A request that may become a socket.
#[derive(Debug)]
pub struct Admission {
    upgrade: WebSocketUpgrade,
    render: Render,
    opening: Opening,
}

impl FromRequestParts<AppState> for Admission {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Response> {
        if app.stopping.is_cancelled() {
            return Err(Problem::from(Error::Unavailable).into_response());
        }
        let QueryParams(params) =
            QueryParams::<SocketParams>::from_request_parts(parts, app).await.map_err(Problem::into_response)?;
        let named = identity::bearer(&parts.headers).or(params.token.filter(|token| !token.is_empty()));
        origin::may_upgrade(&app.origins, &parts.headers, named.is_some())
            .map_err(|_| origin::foreign().into_response())?;
        let address = address::client_address(&parts.extensions, &parts.headers, app.trusted_proxies);
        app.engine.gates().upgrade(address).map_err(refuse)?;
        let tokens = named.map_or_else(|| identity::tokens(&app.origins, &parts.headers), |token| vec![token]);
        let upgrade = upgrade(parts, app).await?;
        let who = identity::resolve(&app.engine, &tokens).await.map_err(refuse)?;
        let current_page = params.v.is_none_or(|version| version == PROTOCOL_VERSION.to_string());
        let meant = who.as_ref().is_none_or(|who| person::is_meant(&parts.extensions, who));
        let (after, epoch, render) = (params.after.map(Seq), params.epoch, params.render.unwrap_or_default());
        let opening = Opening { who, address, after, epoch, current_page, meant, connection: None };
        Ok(Self { upgrade, render, opening })
    }
}

fn refuse(error: Error) -> Response {
    Problem::from(error).into_response()
}

/// The upgrade itself, or what is wrong with it: 426 for what is no upgrade to version 13, 400 for a key that is none.
async fn upgrade(parts: &mut Parts, app: &AppState) -> Result<WebSocketUpgrade, Response> {
    let key = parts.headers.get(SEC_WEBSOCKET_KEY).is_some_and(is_key);
    let upgrade = WebSocketUpgrade::from_request_parts(parts, app).await.map_err(|rejection| {
        let (status, header) = match rejection {
            WebSocketUpgradeRejection::InvalidConnectionHeader(_)
            | WebSocketUpgradeRejection::InvalidUpgradeHeader(_) => {
                (StatusCode::UPGRADE_REQUIRED, Some((UPGRADE, HeaderValue::from_static("websocket"))))
            }
            WebSocketUpgradeRejection::InvalidWebSocketVersionHeader(_) => {
                (StatusCode::UPGRADE_REQUIRED, Some((SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))))
            }
            _ => (StatusCode::BAD_REQUEST, None),
        };
        let mut response =
            Problem::invalid("this address takes WebSocket upgrades (RFC 6455)").with_status(status).into_response();
        response.headers_mut().extend(header.map(|(name, value)| (Some(name), value)));
        response
    })?;
    if key { Ok(upgrade) } else { Err(Problem::invalid("Sec-WebSocket-Key is not 16 bytes in base64").into_response()) }
}

/// 16 bytes in base64: 22 characters and two of padding.
fn is_key(value: &HeaderValue) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    value.as_bytes().strip_suffix(b"==").is_some_and(|key| key.len() == 22 && key.iter().all(letter))
}

impl Admission {
    /// Accepts the upgrade and starts the session's task; not for somebody who has as many sockets as one may.
    pub(super) fn open(self, app: AppState, scope: Scope, dialect: Dialect) -> Response {
        let mut opening = self.opening;
        let dialect = if dialect == Dialect::Tertulia && self.render == Render::Html { Dialect::Html } else { dialect };
        let may_live = opening.current_page && opening.meant;
        if let (true, Some(who), Scope::Any | Scope::One(Some(_))) = (may_live, &opening.who, scope) {
            match app.engine.connect(who.clone()) {
                Ok(connection) => opening.connection = Some(connection),
                Err(error) => return refuse(error),
            }
        }
        settings::configure(self.upgrade, FRAME_MAX).on_upgrade(move |socket| {
            // In a task of its own: the one that axum made for the handshake keeps room for all that was needed until now.
            session::start(app, scope, dialect, opening, socket);
            std::future::ready(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_sixteen_bytes_in_base64() {
        assert!(is_key(&HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ==")));
        for text in ["", "dGhlIHNhbXBsZSBub25jZQ=", "short==", "dGhlIHNhbXBsZSBub25jZ?=="] {
            assert!(!is_key(&HeaderValue::from_static(text)), "{text:?}");
        }
    }
}
