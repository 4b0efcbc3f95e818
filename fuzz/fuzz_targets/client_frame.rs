//! What a client sends over a socket: any text is a frame or an error that one can show, and a frame reads back what it writes.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tertulia::{message::Content, protocol::ClientFrame};

/// Longest error that is worth showing, in bytes.
const SENTENCE_MAX: usize = 1_000;

fuzz_target!(|text: &str| {
    match ClientFrame::parse(text) {
        Ok(ClientFrame::SendMessage(message)) if message.client_id.is_none() => check_content(&message.content),
        Ok(frame) => {
            let written = serde_json::to_string(&frame).expect("serialises");
            assert_eq!(ClientFrame::parse(&written), Ok(frame.clone()), "{written}");
            if let ClientFrame::SendMessage(message) = frame {
                check_content(&message.content);
            }
        }
        Err(error) => {
            let sentence = error.problem.to_string();
            assert!(!sentence.is_empty() && sentence.len() <= SENTENCE_MAX, "{} bytes", sentence.len());
        }
    }
});

/// What is accepted as a message is accepted again as it was kept.
fn check_content(text: &str) {
    if let Ok(content) = Content::parse(text) {
        assert!(!content.as_str().trim().is_empty() && !content.as_str().contains(['\r', '\0']));
        assert_eq!(Content::parse(content.as_str()), Ok(content.clone()));
    }
}
