//! Blocks of code.

use pulldown_cmark::CodeBlockKind;

use super::{super::highlight, Writer};

/// Longest name of a language, in characters.
const LANGUAGE_MAX: usize = 20;

/// Code that is being read.
#[derive(Debug)]
pub(super) struct OpenCode {
    /// As its author named it.
    language: String,
    text: String,
}

impl Writer<'_> {
    /// What follows the fence names the language, if it is one word, or one with more behind a comma. Else somebody began the code there.
    pub(super) fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        let info = if let CodeBlockKind::Fenced(info) = kind { info.trim() } else { "" };
        let word = info.split(',').next().unwrap_or_default();
        let is_name = !word.is_empty()
            && word.len() <= LANGUAGE_MAX
            && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#.-_".contains(&byte));
        let mut code = OpenCode { language: String::new(), text: String::new() };
        if is_name {
            word.clone_into(&mut code.language);
            self.rich(&format!(r#"<pre tabindex="0" data-language="{word}"><code>"#));
        } else {
            self.rich(r#"<pre tabindex="0"><code>"#);
            if !info.is_empty() {
                code.text = format!("{info}\n");
            }
        }
        self.code = Some(code);
    }

    /// Highlighted, where its language is known and there is room for it.
    pub(super) fn end_code(&mut self) {
        let Some(OpenCode { language, text }) = self.code.take() else { return };
        let highlighted = highlight::html(&language, &text);
        // Of what follows it is one part less.
        let room = self.room() + 2 * text.len();
        match highlighted.filter(|html| html.len() <= room) {
            Some(html) => {
                self.push(&html);
                self.written.text.push_str(&text);
            }
            None => self.escaped(&text),
        }
        self.push("</code></pre>");
    }

    /// Whether it is a part of code.
    pub(super) fn is_in_code(&mut self, text: &str) -> bool {
        self.code.as_mut().map(|code| code.text.push_str(text)).is_some()
    }
}
