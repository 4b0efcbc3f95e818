//! A field of several lines.

use leptos::{
    ev::{Event, KeyboardEvent},
    html,
    prelude::*,
};

/// A `<textarea>`, and the only way to one: the library would write the text into the page as markup.
///
/// Handlers and attributes are all props, which is lighter to load than `on:` and `attr:` would be.
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
    /// What it says while it is empty.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// The ids of what describes it.
    #[prop(optional)]
    described_by: Option<&'static str>,
    /// Whether the form needs it.
    required: impl Fn() -> bool + Send + Sync + 'static,
    /// The element.
    field: NodeRef<html::Textarea>,
    /// Something was typed.
    on_input: impl FnMut(Event) + 'static,
    /// A key was pressed.
    on_keydown: impl FnMut(KeyboardEvent) + 'static,
) -> impl IntoView {
    #[allow(clippy::disallowed_methods, reason = "the one place")]
    let element = view! {
        <textarea
            id=id
            class=class
            name=name
            rows=rows
            dir="auto"
            autocomplete="off"
            placeholder=placeholder
            aria-describedby=described_by
            required=required
            node_ref=field
            on:input=on_input
            on:keydown=on_keydown
        >
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
        let render = || {
            let field = NodeRef::new();
            let (required, on_input, on_keydown) = (|| true, |_| {}, |_| {});
            view! { <TextArea id="a" name="b" class="c" rows="1" text required field on_input on_keydown/> }.to_html()
        };
        let area = Owner::new().with(render);
        assert!(area.ends_with(">\n&lt;/textarea&gt;&lt;meta&gt; &amp;lt;</textarea>"), "{area}");
    }
}
