//! Text in the two elements whose inside the HTML parser reads as text with character references, `<title>` and `<textarea>`.
//!
//! The libraries write it into the page as it is. Whoever may choose a group's name could end the element with it, and go on with
//! markup of her own. [`PageTitle`](crate::pages::parts::PageTitle) and [`TextArea`](crate::components::TextArea) are the
//! only ways to the two elements (clippy.toml forbids the libraries' own), and both go through here.

/// The text as markup that stands for it.
pub(crate) fn escape(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element_or_is_another_after_it_was_read() {
        for (text, escaped) in [
            ("</title><meta http-equiv=refresh>", "&lt;/title&gt;&lt;meta http-equiv=refresh&gt;"),
            ("&lt;b&gt; &amp;", "&amp;lt;b&amp;gt; &amp;amp;"),
            ("¿Qué tal?", "¿Qué tal?"),
        ] {
            assert_eq!(escape(text), escaped);
        }
    }
}
