//! Markdown of the policy to HTML that can be trusted.
//!
//! Raw HTML in the source is left out and links with a script scheme are emptied (comrak's safe mode), so
//! an [`Html`] can be put into a page unescaped. It is the only type for which templates do so.

use std::fmt;

use comrak::{Options, markdown_to_html};

/// HTML made here, safe to show as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

impl Html {
    /// The HTML text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Renders Markdown. Tables stand in a region that scrolls by itself, so that a wide one never widens the
/// page; the region is focusable for readers who scroll by keyboard (WCAG 2.1.1) and named `table_label`.
pub fn render(markdown: &str, table_label: &str) -> Html {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = false;
    options.render.r#unsafe = false;
    let html = markdown_to_html(markdown, &options);
    let opening = format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>",
        escape(table_label)
    );
    Html(html.replace("<table>", &opening).replace("</table>", "</table></div>"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_html_and_script_links_never_reach_the_page() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "<table onclick=x>",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
        ] {
            let html = render(hostile, "T").to_string();
            for bad in ["<script", "onerror", "javascript:", "onclick", "data:text"] {
                assert!(!html.contains(bad), "{hostile} became {html}");
            }
        }
    }

    #[test]
    fn a_table_scrolls_in_a_named_region() {
        let html = render("| a | b |\n|---|---|\n| 1 | 2 |\n", "Wie \"krijgt\" <wat>").to_string();
        assert!(html.starts_with("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Wie &quot;krijgt&quot; &lt;wat>\"><table>"));
        assert!(html.trim_end().ends_with("</table></div>"));
    }
}
