//! A field of several lines.

use leptos::{html, prelude::*};

/// A `<textarea>`, and the only way to one: the library would write the text into the page as markup. Handlers are given with
/// `on:` and further attributes with `attr:`.
#[component]
pub fn TextArea(
    /// Its id, for the label.
    #[prop(into)]
    id: String,
    /// Its name in the form.
    name: &'static str,
    /// Its class.
    class: &'static str,
    /// How many lines it shows at first.
    rows: &'static str,
    /// What it starts with.
    #[prop(optional, into)]
    text: String,
    /// The element.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    let element = view! {
        <textarea id=id class=class name=name rows=rows dir="auto" autocomplete="off" node_ref=field>
            {markup(text)}
        </textarea>
    };
    element
}

/// The parser drops a line feed at the beginning, so that one which was written needs another before it.
#[cfg(feature = "ssr")]
fn markup(text: String) -> String {
    format!("\n{}", crate::rcdata::escape(&text))
}

/// A browser that makes the element makes a text node. One that finds it in the page does not look inside.
#[cfg(not(feature = "ssr"))]
const fn markup(text: String) -> String {
    text
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_it_starts_with_stays_text() {
        let text = "</textarea><meta> &lt;";
        let render = || view! { <TextArea id="a" name="b" class="c" rows="1" text field=NodeRef::new()/> }.to_html();
        let area = Owner::new().with(render);
        assert!(area.ends_with(">\n&lt;/textarea&gt;&lt;meta&gt; &amp;lt;</textarea>"), "{area}");
    }
}
