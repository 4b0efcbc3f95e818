//! The text of a message: its number, then words up to the length asked for.

/// Texts of one length.
#[derive(Debug)]
pub(crate) struct Text {
    filler: String,
}

impl Text {
    /// Texts of this many bytes, or as many as the number has.
    pub(crate) fn new(bytes: u32) -> Self {
        let words = "the derivative of a sum is the sum of the derivatives; ";
        Self { filler: words.chars().cycle().take(bytes as usize).collect() }
    }

    /// Begins with the message's number, so that every reader can tell which it is.
    pub(crate) fn of(&self, message: u32) -> String {
        let number = message.to_string();
        let rest = self.filler.get(number.len() + 1..).unwrap_or_default();
        format!("{number} {rest}")
    }

    /// The number that a text begins with.
    pub(crate) fn number(text: &str) -> Option<u32> {
        text.split(' ').next()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_length_asked_for_and_tells_its_number() {
        for message in [0, 7, 12_345] {
            let text = Text::new(20).of(message);
            assert_eq!((text.len(), Text::number(&text)), (20, Some(message)), "{text}");
        }
        assert_eq!(Text::number("hola"), None);
    }
}
