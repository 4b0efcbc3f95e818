//! HTML as text. Names of elements and attributes are this program's own; whatever else comes in is escaped.

use html_escape::encode_quoted_attribute_to_string;

/// HTML that is being written.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// As it stands: nothing that anybody else wrote.
    pub(super) fn raw(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// The beginning of an element, with its constant attributes; others may follow until it is closed.
    pub(super) fn open(&mut self, element: &'static str) -> &mut Self {
        self.0.push('<');
        self.raw(element)
    }

    /// An attribute of the element that was opened.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.raw(name).raw("=\"").text(value).raw("\"")
    }

    /// The end of the beginning of an element.
    pub(super) fn close(&mut self) -> &mut Self {
        self.raw(">")
    }

    /// A text, whoever wrote it.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        encode_quoted_attribute_to_string(text, &mut self.0);
        self
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it inside of an element.
    pub(super) fn within(self, element: &'static str, end: &'static str) -> Self {
        let mut outer = Self::default();
        outer.open(element).close().0.push_str(&self.0);
        outer.raw("</").raw(end).close();
        outer
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_wrote_is_html() {
        let payload = r#""'><img src=x onerror=alert(1)>&amp;"#;
        let mut html = Html::default();
        html.open("a class=mark").attribute("title", payload).close().text(payload).raw("</a>");
        let escaped = "&quot;&#x27;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;amp;";
        assert_eq!(
            html.within("p", "p").into_string(),
            format!("<p><a class=mark title=\"{escaped}\">{escaped}</a></p>")
        );
    }
}
