//! The content security policy of a page: our own files, one nonce for the scripts that hydrate, nothing inline.

use http::{HeaderValue, header};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

/// Sets the header on the response that is being rendered.
pub(crate) fn set_header(options: &LeptosOptions) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    let reload = std::env::var_os("LEPTOS_WATCH").is_some().then_some(options.reload_port);
    if let Ok(value) = HeaderValue::from_str(&policy(&nonce, reload)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// `reload` is the port of the development loop's socket; `wasm-unsafe-eval` is what compiling our own WASM needs.
fn policy(nonce: &str, reload: Option<u32>) -> String {
    let reload = reload.map(|port| format!(" ws://127.0.0.1:{port}")).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'{reload}; img-src 'self' data:; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_inline_is_allowed_without_the_nonce() {
        let policy = policy("abc", None);
        assert!(policy.contains("'nonce-abc'") && !policy.contains("unsafe-inline") && !policy.contains("ws:"));
    }

    #[test]
    fn the_development_loop_may_connect_to_its_socket() {
        assert!(policy("abc", Some(3001)).contains("connect-src 'self' ws://127.0.0.1:3001;"));
    }
}
