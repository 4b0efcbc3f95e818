//! Formulas.

use html_escape::encode_text_to_string;

use super::{
    super::formula::{self, Formula, Piece, Reason, Unread},
    Writer,
};

impl Writer<'_> {
    /// A text, with the formulas in it.
    pub(super) fn text(&mut self, text: &str) {
        if self.is_in_code(text) {
            return;
        }
        if self.formulas.is_empty() {
            return self.linked(text);
        }
        for piece in formula::split(text) {
            match piece {
                Piece::Text(text) => self.linked(text),
                Piece::Formula(number) => self.formula(number),
            }
        }
    }

    fn formula(&mut self, number: usize) {
        let Some(Formula { source, is_block, .. }) = self.formulas.get(number) else { return };
        let room = self.room() + 2 * source.len();
        match self.read.get(number) {
            Some(Ok(mathml)) if mathml.len() <= room => {
                let mathml = mathml.clone();
                if *is_block {
                    self.rich(r#"<span class="formula" tabindex="0">"#);
                    self.push(&mathml);
                    self.push("</span>");
                    self.block_end = self.written.html.len();
                } else {
                    self.rich(&mathml);
                }
            }
            Some(Err(unread)) => {
                let unread = unread.clone();
                self.unread(source, &unread);
            }
            Some(Ok(_)) | None => self.unread(source, &Reason::Large.into()),
        }
        self.written.text.push_str(source);
    }

    /// Its source with a quiet mark; why, for whoever points at it, taps it or comes to it by keyboard. (As with spoilers.)
    fn unread(&mut self, source: &str, unread: &Unread) {
        self.rich(&format!(r#"<span class="unread" tabindex="0" data-reason="{}"><code>"#, unread.reason.name()));
        encode_text_to_string(source, &mut self.written.html);
        self.push("</code><span>");
        encode_text_to_string(&unread.part, &mut self.written.html);
        self.push("</span></span>");
    }
}
