//! The HTML part, made from the text part: the same words, easier to read on a phone. It fetches nothing and
//! runs nothing; every character of the text is escaped.
//!
//! What it knows: a line followed by dashes is a heading, lines that begin with "- " are a list, four spaces
//! set a code apart, an address that begins with https:// or http:// is a link, and what follows "-- " is the
//! foot.

use std::fmt::Write as _;

use kernel::Language;

const STYLE: &str =
    "margin:0 auto;max-width:36em;padding:1.5em;font:16px/1.5 system-ui,sans-serif;color:#1c2430";
const FOOT: &str = "border:0;border-top:1px solid #d5dae1;margin:1.5em 0";
const CODE: &str = "font:600 1.75em/1.2 ui-monospace,monospace;letter-spacing:.08em";

/// Makes an HTML document of a text part.
pub(crate) fn from_text(text: &str, title: &str, language: Language) -> String {
    let mut body = String::new();
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        if line.is_empty() {
            blocks.extend(lines.get(start..index));
            start = index + 1;
        }
    }
    blocks.extend(lines.get(start..));
    for block in blocks.into_iter().filter(|block| !block.is_empty()) {
        write_block(block, &mut body);
    }
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{}</title></head>\n<body style=\"{STYLE}\">\n{body}</body>\n</html>\n",
        escape(title)
    )
}

fn write_block(block: &[&str], body: &mut String) {
    match block {
        [] => {}
        [heading, dashes, rest @ ..] if is_rule(dashes) => {
            let _ = writeln!(body, "<h2 style=\"font-size:1.1em\">{}</h2>", escape(heading));
            write_block(rest, body);
        }
        ["-- ", rest @ ..] => {
            let _ = writeln!(body, "<hr style=\"{FOOT}\">");
            write_block(rest, body);
        }
        [code] if code.starts_with("    ") => {
            let _ = writeln!(body, "<p style=\"{CODE}\">{}</p>", escape(code.trim()));
        }
        lines if lines.iter().all(|line| line.starts_with("- ")) => {
            body.push_str("<ul>\n");
            for item in lines.iter().filter_map(|line| line.strip_prefix("- ")) {
                let _ = writeln!(body, "<li>{}</li>", with_links(item));
            }
            body.push_str("</ul>\n");
        }
        lines => {
            let lines: Vec<_> = lines.iter().map(|line| with_links(line)).collect();
            let _ = writeln!(body, "<p>{}</p>", lines.join("<br>\n"));
        }
    }
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// The escaped line with its addresses as links.
fn with_links(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        if !(word.starts_with("https://") || word.starts_with("http://")) {
            return escape(word);
        }
        let address = word.trim_end_matches(['.', ',', ';', ':', ')']);
        let after = word.get(address.len()..).unwrap_or_default();
        let escaped = escape(address);
        format!("<a href=\"{escaped}\">{escaped}</a>{}", escape(after))
    });
    words.collect::<Vec<_>>().join(" ")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_become_what_they_look_like() {
        let text = "Hello,\n\n    123 456\n\nKept\n----\n- a\n- b & c\n\nSee https://x.example/a?b=1&c=2.\nBye\n\n-- \nFoot\n";
        let html = from_text(text, "T <1>", Language::En);
        let body = html.split_once("sans-serif;color:#1c2430\">\n").unwrap().1;
        assert_eq!(
            body,
            "<p>Hello,</p>\n\
             <p style=\"font:600 1.75em/1.2 ui-monospace,monospace;letter-spacing:.08em\">123 456</p>\n\
             <h2 style=\"font-size:1.1em\">Kept</h2>\n\
             <ul>\n<li>a</li>\n<li>b &amp; c</li>\n</ul>\n\
             <p>See <a href=\"https://x.example/a?b=1&amp;c=2\">https://x.example/a?b=1&amp;c=2</a>.<br>\nBye</p>\n\
             <hr style=\"border:0;border-top:1px solid #d5dae1;margin:1.5em 0\">\n<p>Foot</p>\n\
             </body>\n</html>\n"
        );
        assert!(html.contains("<html lang=\"en\">") && html.contains("<title>T &lt;1&gt;</title>"));
    }

    /// The text of a document without its tags.
    fn words_of(html: &str) -> String {
        let body = html.split_once("<body").unwrap().1;
        let mut text = String::new();
        let mut inside = true;
        for character in body.chars() {
            match character {
                '<' => inside = true,
                '>' => inside = false,
                other if !inside => text.push(other),
                _ => {}
            }
        }
        let text =
            text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
        text.replace("&amp;", "&").chars().filter(|c| c.is_alphanumeric() || "<>&\"'".contains(*c)).collect()
    }

    proptest! {
        #[test]
        fn both_parts_say_the_same_whatever_is_in_them(text in "([a-z<>&\"' ./:-]|https://|\n){0,120}") {
            let html = from_text(&text, "", Language::Nl);
            let plain: String = text.chars().filter(|c| c.is_alphanumeric() || "<>&\"'".contains(*c)).collect();
            prop_assert_eq!(words_of(&html), plain);
            for forbidden in ["<script", "<img", "src=", "url(", "onclick"] {
                prop_assert!(!html.contains(forbidden), "{}", html);
            }
        }
    }
}
