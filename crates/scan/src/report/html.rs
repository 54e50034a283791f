//! The report as one page that needs nothing else: no script, nothing loaded.

use std::fmt::Write as _;

use kernel::Language;

use super::Report;
use super::sheet::{Part, sheet};

const STYLE: &str = include_str!("report.css");

/// The page, in a language.
pub fn html(report: &Report, language: Language) -> String {
    let sheet = sheet(report, language);
    let (tag, title) = (language.tag(), escape(&sheet.title));
    let sites = escape(&report.start.join(", "));
    let mut out = format!("<!doctype html>\n<html lang=\"{tag}\">\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n");
    let _ =
        writeln!(out, "<title>{title}: {sites}</title>\n<style>{STYLE}</style>\n<main>\n<h1>{title}</h1>");
    for line in &sheet.lead {
        let _ = writeln!(out, "<p class=\"lead\">{}</p>", escape(line));
    }
    for (at, it) in sheet.parts.iter().enumerate() {
        // The findings stand first.
        part(&mut out, it, sheet.good && at == 0);
    }
    out.push_str("</main>\n</html>\n");
    out
}

fn part(out: &mut String, part: &Part, good: bool) {
    let heading = escape(&part.heading);
    let _ = writeln!(out, "<h2>{heading}</h2>");
    if !part.text.is_empty() {
        let text = escape(&part.text);
        let _ = if good {
            writeln!(out, "<p class=\"good\">{text}</p>")
        } else {
            writeln!(out, "<blockquote>{text}</blockquote>")
        };
    }
    if !part.rows.is_empty() {
        // Whoever reads by keyboard scrolls what is too wide.
        let _ = write!(
            out,
            "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{heading}\"><table><thead><tr>"
        );
        for name in &part.head {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escape(name));
        }
        out.push_str("</tr></thead><tbody>\n");
        for row in &part.rows {
            out.push_str("<tr>");
            for cell in row {
                let _ = write!(out, "<td>{}</td>", escape(cell));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table></div>\n");
    }
    if !part.list.is_empty() {
        out.push_str("<ul>\n");
        for one in &part.list {
            let _ = writeln!(out, "<li>{}</li>", escape(one));
        }
        out.push_str("</ul>\n");
    }
}

/// Text in a page: what a hostile site calls its cookies stays text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
