//! Table 13: what a message may hold.

use serde_json::json;

use crate::harness::{TestServer, messages, socket::message};

const STRANGE: [&str; 7] = [
    "<script>alert(1)</script>",
    "[pulsa aquí](javascript:alert(1))",
    "'; REMOVE TABLE message; --",
    "{\"$ne\": null}",
    "👩‍👩‍👧‍👦 ñ 漢字 می\u{200c}خواهم",
    "$set { type::thing('x', 1) } `SELECT * FROM user`",
    "sangría y\ttabulador\n\n  líneas",
];

#[tokio::test]
async fn strange_text_is_kept_exactly_as_it_was_sent() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    for text in STRANGE {
        ana.say(&group, text).await;
    }
    assert_eq!(ana.texts(&group).await, STRANGE);
}

#[tokio::test]
async fn what_is_answered_and_told_is_what_is_stored() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    for (text, stored) in [
        ("uno\r\ndos\rtres\u{b}cuatro", "uno\ndos\ntres\ncuatro"),
        (&*format!("x{}", " ".repeat(100_000)), "x"),
        (&*format!("x{}y", "\n".repeat(60_000)), "x\n\n\ny"),
        ("\u{202e}al revés\u{202c}", "al revés"),
        ("\u{200b}x", "x"),
        ("e\u{301}", "é"),
        (&*format!("e{}", "\u{301}".repeat(96)), &*format!("é{}", "\u{301}".repeat(8))),
    ] {
        assert_eq!(ana.say(&group, text).await["content"], stored, "{text:.20?}");
        assert_eq!(socket.expect("new_message").await["content"], stored, "{text:.20?}");
        assert_eq!(ana.texts(&group).await.last().map(String::as_str), Some(stored));
    }
}

#[tokio::test]
async fn text_that_is_no_message_is_refused_on_both_interfaces_and_stored_on_neither() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let mut socket = ana.socket(&group).await;
    let (long, lines) = ("ñ".repeat(10_001), "ñ\n".repeat(501));
    for (text, code) in [
        ("", "empty_content"),
        (" \n\t\u{a0}", "empty_content"),
        ("\u{200b}", "empty_content"),
        ("\u{3164}\u{2800}", "empty_content"),
        ("\u{e0041}\u{fe0f}\u{301}", "empty_content"),
        (long.as_str(), "too_long"),
        (lines.as_str(), "too_long"),
        ("a\u{0}b", "invalid_content"),
        ("a\u{1b}[31mb", "invalid_content"),
        ("a\u{7f}b", "invalid_content"),
    ] {
        ana.post(&messages(&group), json!({ "content": text })).await.expect_problem(422, code);
        let frame = message(text);
        socket.send(frame.clone()).await;
        let error = socket.expect_error(code).await;
        assert_eq!(error["client_id"], frame["client_id"]);
    }
    assert_eq!(ana.texts(&group).await, Vec::<String>::new());
}

#[tokio::test]
async fn the_longest_message_fits_however_it_is_spelt() {
    let server = TestServer::start().await;
    let ana = server.sign_up("Ana").await;
    let group = ana.create_group("Álgebra").await;
    let longest = "😀".repeat(10_000);
    // As Python's json writes it: 12 bytes a character.
    let escaped = format!(r#"{{"content":"{}"}}"#, r"\ud83d\ude00".repeat(10_000));
    let request = ana.request(reqwest::Method::POST, &messages(&group)).header("content-type", "application/json");
    let stored = crate::harness::Answer::of(request.body(escaped)).await.expect(201);
    assert_eq!(stored["content"], longest);
    let mut socket = ana.socket(&group).await;
    let frame = message(&longest);
    socket.send(frame.clone()).await;
    assert_eq!(socket.expect("ack").await["client_id"], frame["client_id"]);
}
