//! Elements by their local names: RFC 6030's own examples and more than one vendor are careless with namespaces.

use roxmltree::{Document, Node, ParsingOptions};
use tweestap_api::Problem;

use super::markup;

/// Elements and texts of a tree. Vendors' files have one for every 16 bytes at the very most, so that two megabytes stay
/// below it.
const NODES: u32 = 200_000;

/// A tree without a DTD: no entity is ever declared, so that none can grow. What the parser would compare with itself
/// over and over is refused before it sees it.
pub fn parse(text: &str) -> Result<Document<'_>, Problem> {
    let text = text.trim_start();
    if !markup::is_modest(text) {
        return Err(Problem::ImportUnreadable);
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|_| Problem::ImportUnreadable)
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
