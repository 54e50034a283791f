//! The report as one page that needs nothing else: no script, nothing loaded.

use std::fmt::Write as _;

use super::Report;
use crate::rules::Finding;

const STYLE: &str = include_str!("report.css");

/// The page.
pub fn html(report: &Report) -> String {
    let mut out = head(report);
    findings(&mut out, report);
    notice(&mut out, report);
    table(
        &mut out,
        "States",
        &["State", "Entered", "Pages", "Stored", "Requests to others", "Odd"],
        report.states.iter().map(|it| {
            let entered = if !it.entered {
                "no"
            } else if it.complete {
                "yes"
            } else {
                "in part"
            };
            vec![
                it.state.name(),
                entered.to_owned(),
                it.pages.to_string(),
                it.things.to_string(),
                it.to_others.to_string(),
                it.odd.join(", "),
            ]
        }),
    );
    table(
        &mut out,
        "Stored on the device",
        &["Name", "Kind", "Whose", "Life", "Set by", "In states"],
        report.things.iter().map(|it| {
            let whose = if it.own { format!("own ({})", it.host) } else { it.host.clone() };
            vec![it.name.clone(), it.kind.clone(), whose, it.lives(), it.set_by.clone(), it.states.join(", ")]
        }),
    );
    table(
        &mut out,
        "Hosts of others",
        &["Host", "In states"],
        report.hosts.iter().map(|(host, states)| vec![host.clone(), states.join(", ")]),
    );
    list(&mut out, "Declared, not met", &report.not_met);
    list(&mut out, "Not done", &report.notes);
    out.push_str("</main>\n</html>\n");
    out
}

/// Everything before the findings.
fn head(report: &Report) -> String {
    let sites = escape(&report.start.join(", "));
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\">\n");
    let _ = writeln!(out, "<title>What {sites} really does</title>\n<style>{STYLE}</style>");
    let _ = writeln!(out, "<main>\n<h1>What the site really does</h1>");
    let when = report.at.strftime("%-d %B %Y, %H:%M UTC");
    let (browser, seconds) = (escape(&report.browser), report.millis / 1000);
    let _ = writeln!(out, "<p class=\"lead\">{sites} seen by {browser} on {when}, in {seconds} seconds.</p>");
    if let Some((version, hash)) = &report.edition {
        let hash = escape(hash.get(..12).unwrap_or(hash));
        let _ = writeln!(out, "<p>Held against edition {} <code>{hash}</code>.</p>", escape(version));
    }
    out
}

fn findings(out: &mut String, report: &Report) {
    let count = report.findings.len();
    if count == 0 {
        out.push_str("<p class=\"good\">Nothing was found that contradicts what is declared.</p>\n");
        return;
    }
    let _ = writeln!(
        out,
        "<h2>{count} {}</h2>\n<ul class=\"findings\">",
        if count == 1 { "finding" } else { "findings" }
    );
    for Finding { kind, what, detail, state, page, clauses, service, known, .. } in &report.findings {
        let _ = write!(out, "<li><strong>{}</strong> {}", escape(what), escape(&kind.text().en));
        let mut more = vec![format!("in the state “{state}”")];
        more.extend(service.as_ref().map(|it| format!("service {it}")));
        more.extend(known.as_ref().map(|it| format!("known: {} ({:?})", it.company, it.for_what)));
        more.extend((!detail.is_empty()).then(|| detail.clone()));
        more.extend((!page.is_empty()).then(|| page.clone()));
        more.extend((!clauses.is_empty()).then(|| format!("touches {}", clauses.join(", "))));
        let _ = writeln!(out, "<br><small>{}</small></li>", escape(&more.join(" · ")));
    }
    out.push_str("</ul>\n");
}

fn notice(out: &mut String, report: &Report) {
    let Some(banner) = &report.notice else {
        out.push_str("<h2>Notice</h2>\n<p>None was met.</p>\n");
        return;
    };
    let _ = writeln!(out, "<h2>Notice</h2>\n<blockquote>{}</blockquote>", escape(&banner.text));
    table(
        out,
        "",
        &["Control", "For", "Size", "Letters", "Contrast"],
        banner.controls.iter().map(|it| {
            let kind = format!("{:?}", it.kind).to_lowercase();
            let size = format!("{} × {}", it.size.0, it.size.1);
            vec![
                it.text.clone(),
                kind,
                size,
                format!("{} px, {}", it.letters, it.weight),
                it.contrast.to_string(),
            ]
        }),
    );
}

fn table(out: &mut String, title: &str, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() {
        return;
    }
    if !title.is_empty() {
        let _ = writeln!(out, "<h2>{title}</h2>");
    }
    out.push_str("<div class=\"wide\"><table><thead><tr>");
    for name in head {
        let _ = write!(out, "<th scope=\"col\">{name}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for cell in row {
            let _ = write!(out, "<td>{}</td>", escape(&cell));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn list(out: &mut String, title: &str, all: &[String]) {
    if all.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>{title}</h2>\n<ul>");
    for one in all {
        let _ = writeln!(out, "<li>{}</li>", escape(one));
    }
    out.push_str("</ul>\n");
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
