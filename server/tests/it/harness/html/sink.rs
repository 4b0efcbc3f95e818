//! Where html5ever's parser puts what it reads.

use std::{borrow::Cow, cell::RefCell, rc::Rc};

use html5ever::{
    Attribute, ExpandedName, QualName,
    interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink},
    tendril::StrTendril,
};

use super::{Document, Kind, Node};

/// The tree while it grows; the first node is the root.
pub(super) struct Sink(RefCell<Vec<Node>>);

impl Default for Sink {
    fn default() -> Self {
        Self(RefCell::new(vec![Node::default()]))
    }
}

/// A node of it; an element's has a name.
#[derive(Clone)]
pub(super) struct Handle {
    at: usize,
    name: Option<Rc<QualName>>,
}

impl Sink {
    fn add(&self, kind: Kind, name: Option<QualName>) -> Handle {
        let mut nodes = self.0.borrow_mut();
        nodes.push(Node { kind, ..Node::default() });
        Handle { at: nodes.len() - 1, name: name.map(Rc::new) }
    }

    /// Puts a child at a place among a node's children; a text joins the one before it.
    fn insert(&self, parent: usize, place: usize, child: NodeOrText<Handle>) {
        let at = match child {
            NodeOrText::AppendNode(handle) => {
                self.detach(handle.at);
                handle.at
            }
            NodeOrText::AppendText(text) => {
                let nodes = self.0.borrow();
                let before = place.checked_sub(1).map(|before| nodes[parent].children[before]);
                drop(nodes);
                if let Some(before) = before
                    && let Kind::Text(said) = &mut self.0.borrow_mut()[before].kind
                {
                    said.push_str(&text);
                    return;
                }
                self.add(Kind::Text(text.to_string()), None).at
            }
        };
        let mut nodes = self.0.borrow_mut();
        nodes[at].parent = Some(parent);
        nodes[parent].children.insert(place, at);
    }

    fn detach(&self, at: usize) {
        let mut nodes = self.0.borrow_mut();
        if let Some(parent) = nodes[at].parent.take() {
            nodes[parent].children.retain(|child| *child != at);
        }
    }

    fn end_of(&self, at: usize) -> usize {
        self.0.borrow()[at].children.len()
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Document;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Document {
        Document { nodes: self.0.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { at: 0, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.as_ref().expect("an element").expanded()
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Handle {
        let plain = |attribute: Attribute| (attribute.name.local.to_string(), attribute.value.to_string());
        let attributes = attributes.into_iter().map(plain).collect();
        self.add(Kind::Element { name: name.local.to_string(), attributes }, Some(name))
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.add(Kind::Comment(text.to_string()), None)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.add(Kind::Comment(format!("?{target} {data}")), None)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.at, self.end_of(parent.at), child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if self.0.borrow()[element.at].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    /// The inside of a template counts as its children here.
    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(child.at);
        }
        let nodes = self.0.borrow();
        let parent = nodes[sibling.at].parent.expect("a sibling has a parent");
        let place = nodes[parent].children.iter().position(|child| *child == sibling.at).expect("it is there");
        drop(nodes);
        self.insert(parent, place, child);
    }

    fn add_attrs_if_missing(&self, target: &Handle, more: Vec<Attribute>) {
        let mut nodes = self.0.borrow_mut();
        let Kind::Element { attributes, .. } = &mut nodes[target.at].kind else { return };
        for attribute in more {
            let name = attribute.name.local.to_string();
            if !attributes.iter().any(|(its, _)| *its == name) {
                attributes.push((name, attribute.value.to_string()));
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let children = std::mem::take(&mut self.0.borrow_mut()[node.at].children);
        let mut nodes = self.0.borrow_mut();
        for child in &children {
            nodes[*child].parent = Some(new_parent.at);
        }
        nodes[new_parent.at].children.extend(children);
    }
}
