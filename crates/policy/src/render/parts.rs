//! Passages as their parts, for whoever sets them otherwise than as HTML: on paper.

use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::{Arena, parse_document};

use super::options;

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph, or a heading inside a passage.
    Paragraph(Vec<Span>),
    /// A list; an item that holds several paragraphs is one line.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// The items.
        items: Vec<Vec<Span>>,
    },
    /// A table.
    Table {
        /// The names of the columns.
        head: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<Vec<Span>>>,
    },
}

/// Text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Plain.
    Text(String),
    /// Weighty.
    Strong(String),
    /// Stressed.
    Emphasis(String),
    /// Written exactly.
    Code(String),
    /// Words that lead somewhere.
    Link(String, String),
}

/// How deep Markdown may nest before it is no longer followed.
const DEEPEST: u32 = 64;

/// The parts of a passage.
pub fn parts(markdown: &str) -> Vec<Part> {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut parts = Vec::new();
    gather(root, 0, &mut parts);
    parts
}

fn gather<'a>(node: &'a AstNode<'a>, depth: u32, parts: &mut Vec<Part>) {
    if depth > DEEPEST {
        return;
    }
    for child in node.children() {
        match &child.data().value {
            NodeValue::Paragraph | NodeValue::Heading(_) => parts.push(Part::Paragraph(spans(child))),
            NodeValue::List(list) => parts.push(Part::List {
                numbered: list.list_type == ListType::Ordered,
                items: child.children().map(spans).collect(),
            }),
            NodeValue::Table(_) => parts.push(table(child)),
            NodeValue::CodeBlock(block) => {
                parts.push(Part::Paragraph(vec![Span::Code(block.literal.trim_end().to_owned())]));
            }
            NodeValue::HtmlBlock(block) => {
                parts.push(Part::Paragraph(vec![Span::Text(block.literal.trim_end().to_owned())]));
            }
            _ => gather(child, depth + 1, parts),
        }
    }
}

fn table<'a>(node: &'a AstNode<'a>) -> Part {
    let mut rows = node.children();
    let head = rows.next().map(|row| row.children().map(|cell| words(&spans(cell))).collect());
    Part::Table {
        head: head.unwrap_or_default(),
        rows: rows.map(|row| row.children().map(spans).collect()).collect(),
    }
}

/// The words alone.
fn words(spans: &[Span]) -> String {
    let word = |span: &Span| match span {
        Span::Text(text)
        | Span::Strong(text)
        | Span::Emphasis(text)
        | Span::Code(text)
        | Span::Link(text, _) => text.clone(),
    };
    spans.iter().map(word).collect()
}

fn spans<'a>(node: &'a AstNode<'a>) -> Vec<Span> {
    let mut spans = Vec::new();
    inline(node, 0, &mut spans);
    spans
}

fn inline<'a>(node: &'a AstNode<'a>, depth: u32, spans: &mut Vec<Span>) {
    if depth > DEEPEST {
        return;
    }
    for child in node.children() {
        match &child.data().value {
            NodeValue::Text(text) => spans.push(Span::Text(text.to_string())),
            NodeValue::HtmlInline(html) => spans.push(Span::Text(html.clone())),
            NodeValue::Code(code) => spans.push(Span::Code(code.literal.clone())),
            NodeValue::SoftBreak | NodeValue::LineBreak => spans.push(Span::Text(" ".to_owned())),
            NodeValue::Strong => spans.push(Span::Strong(words(&self::spans(child)))),
            NodeValue::Emph => spans.push(Span::Emphasis(words(&self::spans(child)))),
            NodeValue::Link(link) => {
                spans.push(Span::Link(words(&self::spans(child)), link.url.clone()));
            }
            NodeValue::Paragraph if !spans.is_empty() => {
                spans.push(Span::Text(" ".to_owned()));
                inline(child, depth + 1, spans);
            }
            _ => inline(child, depth + 1, spans),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_is_its_parts() {
        let text = |text: &str| Span::Text(text.to_owned());
        let markdown = "Een **zwaar** woord, *schuin* en [hier](https://x.example).\n\n- een\n- twee\n\n1. een\n\n| A | B |\n|---|---|\n| `x` | y |\n";
        assert_eq!(
            parts(markdown),
            [
                Part::Paragraph(vec![
                    text("Een "),
                    Span::Strong("zwaar".into()),
                    text(" woord, "),
                    Span::Emphasis("schuin".into()),
                    text(" en "),
                    Span::Link("hier".into(), "https://x.example".into()),
                    text("."),
                ]),
                Part::List { numbered: false, items: vec![vec![text("een")], vec![text("twee")]] },
                Part::List { numbered: true, items: vec![vec![text("een")]] },
                Part::Table {
                    head: vec!["A".into(), "B".into()],
                    rows: vec![vec![vec![Span::Code("x".into())], vec![text("y")]]],
                },
            ]
        );
        assert_eq!(parts("<b>x</b>"), [Part::Paragraph(vec![text("<b>"), text("x"), text("</b>")])]);
        assert_eq!(parts(""), []);
    }
}
