//! Passages as HTML and as plain text.
//!
//! Raw HTML in Markdown is shown as text, never passed on. Links to other sites say so and tell the other
//! side nothing (clause "external-links"): `rel="noreferrer noopener external"`.

mod parts;

use std::fmt::{self, Write};

use comrak::html::{
    ChildRendering, Context, dangerous_url, escape_href, format_document_with_formatter, format_node_default,
};
use comrak::nodes::{AstNode, ListType, NodeValue};
use comrak::options::Plugins;
use comrak::{Arena, Options, parse_document};

pub use parts::{Part, Span, parts};

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.header_id_prefix = Some(String::new());
    options.render.escape = true;
    options
}

/// A passage's Markdown as HTML. `scope` are the addresses of the organisation's own sites; links elsewhere
/// are marked as external. Headings carry the anchor made from their text.
pub fn html(markdown: &str, scope: &[String]) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut out = String::new();
    // Writing to a String cannot fail.
    _ = format_document_with_formatter(root, &options, &mut out, &Plugins::default(), format, Scope(scope));
    out
}

/// The organisation's own sites.
struct Scope<'s>(&'s [String]);

impl Scope<'_> {
    fn is_external(&self, url: &str) -> bool {
        let host = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase()
        };
        let web =
            ["http://", "https://", "//"].iter().any(|start| url.to_ascii_lowercase().starts_with(start));
        let here = host(url.trim_start_matches("//"));
        web && !self.0.iter().any(|site| host(site) == here)
    }
}

fn format<'a>(
    context: &mut Context<'_, '_, Scope<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Link(link) if context.user.is_external(&link.url) && !dangerous_url(&link.url) => {
            if entering {
                context.write_str("<a rel=\"noreferrer noopener external\" href=\"")?;
                escape_href(context, &link.url, false)?;
                context.write_str("\">")?;
            } else {
                context.write_str("</a>")?;
            }
            Ok(ChildRendering::HTML)
        }
        _ => format_node_default(context, node, entering),
    }
}

/// A passage's Markdown as plain text, for mail and for comparing: a link shows its target in parentheses
/// when its text is not the target itself, a list its bullets, a table one row a line.
pub fn plain(markdown: &str) -> String {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &options);
    let mut out = String::new();
    write_plain(root, &mut out);
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

/// How deep Markdown may nest before plain text stops following: deeper than any reader.
const MAX_PLAIN_DEPTH: u32 = 64;

fn write_plain<'a>(root: &'a AstNode<'a>, out: &mut String) {
    Plain { out }.node(root, 0);
}

struct Plain<'o> {
    out: &'o mut String,
}

impl Plain<'_> {
    fn node<'a>(&mut self, node: &'a AstNode<'a>, depth: u32) {
        if depth > MAX_PLAIN_DEPTH {
            return;
        }
        match &node.data().value {
            NodeValue::Text(text) => self.out.push_str(text),
            NodeValue::HtmlInline(html) => self.out.push_str(html),
            NodeValue::Code(code) => self.out.push_str(&code.literal),
            NodeValue::CodeBlock(block) => self.out.push_str(&block.literal),
            NodeValue::HtmlBlock(block) => self.out.push_str(&block.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak | NodeValue::ThematicBreak => self.out.push('\n'),
            NodeValue::Link(link) => {
                let start = self.out.len();
                self.children(node, depth);
                let shown = self.out.get(start..).unwrap_or_default();
                let target = link.url.strip_prefix("mailto:").unwrap_or(&link.url);
                if !target.is_empty() && !target.ends_with(shown) {
                    self.out.push_str(" (");
                    self.out.push_str(target);
                    self.out.push(')');
                }
            }
            NodeValue::Item(_) => {
                let bullet = bullet(node);
                self.out.push_str(&bullet);
                self.children(node, depth);
                self.end_line();
            }
            NodeValue::TableRow(_) => {
                for (index, cell) in node.children().enumerate() {
                    if index > 0 {
                        self.out.push_str(" | ");
                    }
                    self.children(cell, depth + 1);
                }
                self.end_line();
            }
            NodeValue::Paragraph | NodeValue::Heading(_) => {
                self.children(node, depth);
                let inside_item =
                    node.parent().is_some_and(|parent| matches!(parent.data().value, NodeValue::Item(_)));
                self.end_line();
                if !inside_item {
                    self.out.push('\n');
                }
            }
            NodeValue::List(_) | NodeValue::Table(_) | NodeValue::BlockQuote => {
                self.children(node, depth);
                self.out.push('\n');
            }
            _ => self.children(node, depth),
        }
    }

    fn children<'a>(&mut self, node: &'a AstNode<'a>, depth: u32) {
        for child in node.children() {
            self.node(child, depth + 1);
        }
    }

    fn end_line(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

/// "1. " and so on in a numbered list, "- " in another.
fn bullet<'a>(item: &'a AstNode<'a>) -> String {
    let NodeValue::Item(list) = &item.data().value else { return String::new() };
    if list.list_type == ListType::Bullet {
        return "- ".to_owned();
    }
    format!("{}. ", list.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_is_shown_and_dangerous_links_go_nowhere() {
        let page = html("<script>alert(1)</script>\n\n[x](javascript:alert(1)) a <b>c</b>", &[]);
        assert!(
            !page.contains("<script") && !page.contains("javascript:") && !page.contains("<b>"),
            "{page}"
        );
    }

    #[test]
    fn links_elsewhere_are_marked_and_own_links_are_not() {
        let scope = ["https://www.school.example".to_owned()];
        let external = "rel=\"noreferrer noopener external\"";
        for (markdown, marked) in [
            ("[a](https://elsewhere.example/x?a=1&b=2)", true),
            ("https://elsewhere.example", true),
            ("[a](HTTPS://ELSEWHERE.example)", true),
            ("[a](//elsewhere.example)", true),
            ("[a](https://www.school.example/contact)", false),
            ("[a](/nl/cookies)", false),
            ("[a](mailto:privacy@school.example)", false),
        ] {
            let page = html(markdown, &scope);
            assert_eq!(page.contains(external), marked, "{page}");
            assert!(page.contains("<a "), "{page}");
        }
    }

    #[test]
    fn plain_text_keeps_lists_links_and_tables() {
        let markdown = "A *b* [c](https://d.example).\n\n- one\n- two\n\n1. x\n2. y\n\n| H | I |\n| --- | --- |\n| p\\_q | r |";
        assert_eq!(
            plain(markdown),
            "A b c (https://d.example).\n\n- one\n- two\n\n1. x\n2. y\n\nH | I\np_q | r"
        );
        assert_eq!(plain("[a@b.example](mailto:a@b.example)"), "a@b.example");
    }
}
