//! Elements by their local names: RFC 6030's own examples and more than one vendor are careless with namespaces.

use roxmltree::{Document, Node, ParsingOptions};
use tweestap_api::Problem;

/// A tree without a DTD: no entity is ever declared, so that none can grow.
pub fn parse(text: &str) -> Result<Document<'_>, Problem> {
    let options = ParsingOptions {
        allow_dtd: false,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text.trim_start(), options).map_err(|_| Problem::ImportUnreadable)
}

pub fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

/// Down along these names.
pub fn at<'a, 'input>(node: Node<'a, 'input>, path: &[&str]) -> Option<Node<'a, 'input>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

/// What stands in it; empty where it is missing.
pub fn text<'a>(node: Option<Node<'a, '_>>) -> &'a str {
    node.and_then(|node| node.text()).unwrap_or_default().trim()
}

/// An attribute; empty where it is missing.
pub fn attribute<'a>(node: Option<Node<'a, '_>>, name: &str) -> &'a str {
    node.and_then(|node| node.attribute(name))
        .unwrap_or_default()
        .trim()
}
