//! HTML that can be trusted: passages of the policy, rendered from Markdown, and pictures that the house drew.
//!
//! [`policy::render`] shows raw HTML as text and empties dangerous links, so an [`Html`] can be put into a
//! page unescaped. It is the only type for which templates do so. Here the passages are fitted to the pages:
//! wide tables scroll by themselves, and links within the site keep the reader's language.

use std::fmt;

use kernel::Language;

/// HTML made here, safe to show as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(String);

impl Html {
    /// A picture that [`app::requests::explain::Ways`] drew: every text in it is escaped there.
    pub fn picture(svg: String) -> Self {
        Self(svg)
    }

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

/// Renders a passage. `scope` are the organisation's own sites; links elsewhere are marked as external.
/// Tables stand in a named group that scrolls by itself and can be reached by keyboard (WCAG 2.1.1).
pub fn passage(markdown: &str, scope: &[String], language: Language, table_label: &str) -> Html {
    let html = policy::render::html(markdown, scope);
    let opening = format!(
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\"><table>",
        escape(table_label)
    );
    let html = html.replace("<table>", &opening).replace("</table>", "</table></div>");
    // "//elsewhere" is another host, so only a single slash means this site.
    let here = format!("href=\"/{language}/");
    Html(html.replace("href=\"/", &here).replace(&format!("{here}/"), "href=\"//"))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(markdown: &str) -> String {
        passage(markdown, &[], Language::En, "Who \"gets\" <what>").to_string()
    }

    #[test]
    fn no_markup_of_the_source_is_live() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "<table onclick=x>",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
        ] {
            let html = render(hostile);
            for bad in ["<script", "<img", "<table onclick", "\"javascript:", "\"data:text"] {
                assert!(!html.contains(bad), "{hostile} became {html}");
            }
        }
    }

    #[test]
    fn a_table_scrolls_in_a_named_group() {
        let html = render("| a | b |\n|---|---|\n| 1 | 2 |\n");
        let opening = "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Who &quot;gets&quot; &lt;what>\"><table>";
        assert!(html.starts_with(opening), "{html}");
        assert!(html.trim_end().ends_with("</table></div>"), "{html}");
    }

    #[test]
    fn links_within_the_site_keep_the_language() {
        assert!(render("[x](/cookies#S122)").contains("href=\"/en/cookies#S122\""));
        assert!(render("[x](//elsewhere.example/a)").contains("href=\"//elsewhere.example/a\""));
        assert!(render("[x](#S1)").contains("href=\"#S1\""));
    }
}
