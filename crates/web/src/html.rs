//! HTML that can be trusted: passages of the policy, rendered from Markdown, and pictures that the house drew.
//!
//! [`policy::render`] shows raw HTML as text and empties dangerous links, so an [`Html`] can be put into a
//! page unescaped. It is the only type for which templates do so. Here the passages are fitted to the pages:
//! wide tables scroll by themselves, and links within the site keep the reader's language.

use std::fmt::{self, Write as _};

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
        "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{}\">",
        escape(table_label)
    );
    let html = tables(&html, &opening);
    // "//elsewhere" is another host, so only a single slash means this site.
    let here = format!("href=\"/{language}/");
    Html(html.replace("href=\"/", &here).replace(&format!("{here}/"), "href=\"//"))
}

/// Puts every table into a group of its own and names each cell by its column: on a phone a row is a small list of names
/// and values. Roles keep it a table for whoever hears it (browsers forget that once a table is laid out otherwise).
fn tables(html: &str, opening: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, inner)) = rest.split_once("<table>") {
        let (table, after) = inner.split_once("</table>").unwrap_or((inner, ""));
        out.push_str(before);
        out.push_str(opening);
        out.push_str("<table role=\"table\">");
        let columns: Vec<String> =
            table.split("<th").skip(1).filter(|it| !it.starts_with("ead")).map(text_of).collect();
        let table = table
            .replace("<thead>", "<thead role=\"rowgroup\">")
            .replace("<tbody>", "<tbody role=\"rowgroup\">")
            .replace("<tr>", "<tr role=\"row\">")
            .replace("<th>", "<th role=\"columnheader\">");
        for (at, row) in table.split("<tr").enumerate() {
            if at > 0 {
                out.push_str("<tr");
            }
            for (at, cell) in row.split("<td").enumerate() {
                if let Some(before) = at.checked_sub(1) {
                    let label = columns.get(before).map_or("", String::as_str);
                    let _ = write!(out, "<td role=\"cell\" data-label=\"{label}\"");
                }
                out.push_str(cell);
            }
        }
        out.push_str("</table></div>");
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text of a heading cell, which begins within its opening tag; escaped, as it came.
fn text_of(cell: &str) -> String {
    let inner = cell.split_once('>').map_or("", |(_, inner)| inner);
    let inner = inner.split("</th>").next().unwrap_or_default();
    let words = inner.split('<').enumerate().map(|(at, piece)| match at {
        0 => piece,
        _ => piece.split_once('>').map_or("", |(_, text)| text),
    });
    words.collect::<String>().replace('"', "&quot;")
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
        let opening = "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Who &quot;gets&quot; &lt;what>\"><table role=\"table\">";
        assert!(html.starts_with(opening), "{html}");
        assert!(html.trim_end().ends_with("</table></div>"), "{html}");
        // Each cell knows its column, whatever the heading holds.
        let html = render("| *a* \"x\" | b & c |\n|---|---|\n| 1 | 2 |\n| 3 | |\n\nafter\n");
        for cell in [
            "data-label=\"a &quot;x&quot;\">1</td>",
            "data-label=\"b &amp; c\">2</td>",
            "data-label=\"b &amp; c\"></td>",
        ] {
            assert!(html.contains(cell), "{cell} is not in {html}");
        }
        assert!(html.contains("<p>after</p>") && html.matches("role=\"row\"").count() == 3, "{html}");
    }

    #[test]
    fn links_within_the_site_keep_the_language() {
        assert!(render("[x](/cookies#S122)").contains("href=\"/en/cookies#S122\""));
        assert!(render("[x](//elsewhere.example/a)").contains("href=\"//elsewhere.example/a\""));
        assert!(render("[x](#S1)").contains("href=\"#S1\""));
    }
}
