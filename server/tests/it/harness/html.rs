//! A page as a browser reads it: html5ever's parser, and a tree to ask.

mod sink;

use html5ever::{ParseOpts, parse_document, tendril::TendrilSink as _, tree_builder::TreeBuilderOpts};

use sink::Sink;

/// A parsed page.
pub(crate) struct Document {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    parent: Option<usize>,
    children: Vec<usize>,
    kind: Kind,
}

#[derive(Default)]
enum Kind {
    #[default]
    Root,
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    Comment(String),
}

/// An element of a page.
#[derive(Clone, Copy)]
pub(crate) struct Element<'a> {
    document: &'a Document,
    at: usize,
}

impl Document {
    /// Reads a page as a browser that runs scripts does.
    pub(crate) fn parse(html: &str) -> Self {
        let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
        parse_document(Sink::default(), ParseOpts { tree_builder, ..ParseOpts::default() }).one(html)
    }

    /// Its elements with the names of their attributes, and its comments, in order and by depth: all but what it says.
    pub(crate) fn outline(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.describe(0, 0, &mut lines);
        lines
    }

    fn describe(&self, at: usize, depth: usize, lines: &mut Vec<String>) {
        let indent = " ".repeat(depth);
        match &self.nodes[at].kind {
            Kind::Root | Kind::Text(_) => {}
            Kind::Comment(text) => lines.push(format!("{indent}<!--{text}-->")),
            Kind::Element { name, attributes } => {
                let mut names: Vec<&str> = attributes.iter().map(|(name, _)| name.as_str()).collect();
                names.sort_unstable();
                lines.push(format!("{indent}<{name} {}>", names.join(" ")));
            }
        }
        for child in &self.nodes[at].children {
            self.describe(*child, depth + 1, lines);
        }
    }

    /// All elements, in order.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        let is_element = |at: &usize| matches!(self.nodes[*at].kind, Kind::Element { .. });
        (0..self.nodes.len()).filter(is_element).map(|at| Element { document: self, at })
    }

    /// All elements of a name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = Element<'a>> {
        self.elements().filter(move |element| element.name() == name)
    }

    /// All that a person can read, or hear: texts that are no scripts, what fields hold, labels and titles.
    pub(crate) fn says(&self) -> Vec<String> {
        let spoken = ["value", "title", "aria-label", "placeholder", "alt"];
        let mut said = Vec::new();
        for element in self.elements().filter(|element| !["script", "style"].contains(&element.name())) {
            said.push(element.own_text());
            said.extend(spoken.iter().filter_map(|name| element.attribute(name)).map(str::to_owned));
        }
        said
    }
}

impl<'a> Element<'a> {
    /// What it is.
    pub(crate) fn name(self) -> &'a str {
        match &self.document.nodes[self.at].kind {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// Its attributes.
    pub(crate) fn attributes(self) -> &'a [(String, String)] {
        match &self.document.nodes[self.at].kind {
            Kind::Element { attributes, .. } => attributes,
            _ => &[],
        }
    }

    /// One of them.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        self.attributes().iter().find(|(its, _)| its == name).map(|(_, value)| value.as_str())
    }

    /// The text directly in it.
    pub(crate) fn own_text(self) -> String {
        let children = self.document.nodes[self.at].children.iter();
        let text = |child: &usize| match &self.document.nodes[*child].kind {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        };
        children.filter_map(text).collect()
    }
}
