//! HTML to text: headings with `#`, items with `-`, rows with `|`, a blank line between paragraphs.
//!
//! Pages of policies are written by every kind of program; nothing here expects them to be well-formed. What
//! is between `script`, `style` and the like is left out.

/// Whether `text` looks like a page.
pub fn looks_like(text: &str) -> bool {
    let start: String = text.chars().take(4000).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<body", "<p>", "<p ", "<div", "<h1", "<h2", "<ul", "<table", "<br"]
        .iter()
        .any(|tag| start.contains(tag))
}

/// What of a page is read aloud nowhere.
const SILENT: &[&str] =
    &["script", "style", "template", "noscript", "svg", "head", "nav", "iframe", "select", "textarea"];
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "form",
    "fieldset",
    "details",
    "summary",
    "figure",
    "address",
    "body",
    "html",
    "hr",
    "tbody",
    "thead",
    "caption",
];

/// The text of a page.
pub fn text(html: &str) -> String {
    let mut out = Writer::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (before, tail) = rest.split_at(open);
        out.words(before);
        let Some((tag, after)) = tag(tail) else {
            // A lone "<" is text.
            out.words("<");
            rest = tail.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        if !tag.closes && SILENT.contains(&tag.name.as_str()) && !tag.empty {
            rest = skip(rest, &tag.name);
            continue;
        }
        out.tag(&tag);
    }
    out.words(rest);
    out.finish()
}

struct Tag {
    name: String,
    closes: bool,
    empty: bool,
}

/// The tag that `text` begins with, and what follows it. Comments and declarations are tags without name.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let nameless = |end: usize| {
        Some((Tag { name: String::new(), closes: false, empty: true }, text.get(end..).unwrap_or_default()))
    };
    if text.starts_with("<!--") {
        return nameless(text.find("-->").map_or(text.len(), |end| end + 3));
    }
    let inner = text.get(1..)?;
    let closes = inner.starts_with('/');
    let name_part = inner.trim_start_matches('/');
    if !name_part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        return None;
    }
    let end = tag_end(text)?;
    let name: String =
        name_part.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let empty = text.get(..end).is_some_and(|tag| tag.ends_with('/'));
    Some((Tag { name, closes, empty }, text.get(end + 1..).unwrap_or_default()))
}

/// Where the tag that `text` begins with has its `>`, outside quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    // A quote that never ends: the next ">" closes.
    text.find('>')
}

/// What follows the end of the element `name`.
fn skip<'t>(text: &'t str, name: &str) -> &'t str {
    let lower = text.to_ascii_lowercase();
    let close = format!("</{name}");
    let Some(at) = lower.find(&close) else { return "" };
    let rest = text.get(at..).unwrap_or_default();
    rest.find('>').and_then(|end| rest.get(end + 1..)).unwrap_or_default()
}

#[derive(Default)]
struct Writer {
    out: String,
    depth: usize,
    /// Inside a row of a table.
    row: bool,
    cells: usize,
}

impl Writer {
    fn words(&mut self, raw: &str) {
        for word in entities(raw).split_whitespace() {
            if !(self.out.is_empty() || self.out.ends_with(['\n', ' '])) && gap(raw, word) {
                self.out.push(' ');
            }
            self.out.push_str(word);
            self.out.push(' ');
        }
        // Words that touch the next tag without a space belong to the word after it.
        if !raw.is_empty() && !raw.ends_with(char::is_whitespace) && self.out.ends_with(' ') {
            self.out.pop();
        }
    }

    fn tag(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "br" => self.line(usize::from(!self.row)),
            "li" if !tag.closes => {
                self.line(1);
                self.out.push_str("- ");
            }
            "li" | "dt" | "dd" => self.line(1),
            "ul" | "ol" => {
                self.depth = if tag.closes { self.depth.saturating_sub(1) } else { self.depth + 1 };
                self.line(if self.depth > usize::from(!tag.closes) { 1 } else { 2 });
            }
            "tr" => {
                self.row = !tag.closes;
                self.cells = 0;
                self.line(1);
            }
            "td" | "th" if !tag.closes => {
                if self.cells > 0 {
                    self.out.push_str(" | ");
                }
                self.cells += 1;
            }
            name if name.len() == 2
                && name.starts_with('h')
                && name.ends_with(|c: char| ('1'..='6').contains(&c)) =>
            {
                self.line(2);
                if !tag.closes {
                    let level = name.chars().last().and_then(|c| c.to_digit(10)).unwrap_or(2);
                    (0..level).for_each(|_| self.out.push('#'));
                    self.out.push(' ');
                }
            }
            name if BLOCKS.contains(&name) && !self.row && self.depth == 0 => self.line(2),
            name if BLOCKS.contains(&name) && !self.row && !self.out.ends_with("- ") => self.line(1),
            _ => {}
        }
    }

    /// Ends the line, and leaves `lines - 1` blank ones.
    fn line(&mut self, lines: usize) {
        while self.out.ends_with(' ') && !self.out.ends_with("- ") {
            self.out.pop();
        }
        let have = self.out.len() - self.out.trim_end_matches('\n').len();
        if !self.out.is_empty() {
            (have..lines).for_each(|_| self.out.push('\n'));
        }
        if lines == 0 && !self.out.ends_with(' ') {
            self.out.push(' ');
        }
    }

    fn finish(self) -> String {
        // Marks of elements that turned out to be empty.
        let lines = self.out.lines().map(str::trim_end).filter(|line| {
            let bare = line.trim();
            bare.is_empty() || !bare.chars().all(|c| matches!(c, '#' | '-' | '|' | ' '))
        });
        let mut text = lines.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned();
        text.push('\n');
        text
    }
}

/// Whether a space stands before the first word of `raw`.
fn gap(raw: &str, word: &str) -> bool {
    raw.starts_with(char::is_whitespace) || !raw.trim_start().starts_with(word)
}

const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("rdquo", "”"),
    ("ldquo", "“"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("euro", "€"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("euml", "ë"),
    ("iuml", "ï"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("auml", "ä"),
    ("aacute", "á"),
    ("oacute", "ó"),
    ("ccedil", "ç"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("bull", "•"),
    ("middot", "·"),
    ("shy", ""),
    ("sect", "§"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("Eacute", "É"),
    ("ecirc", "ê"),
];

/// `text` with character references replaced; one that nobody knows stays as it is.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(end, _)| end);
        if let Some((value, end)) = end.and_then(|end| Some((reference(rest.get(1..end)?)?, end))) {
            out.push_str(&value);
            rest = rest.get(end + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = rest.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<String> {
    let number = match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        },
        None => return NAMED.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()),
    };
    let c = number.and_then(char::from_u32).filter(|c| !c.is_control())?;
    Some(c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_as_people_see_them() {
        for (html, expected) in [
            ("<h1>Privacy</h1><p>Wij <b>bewaren</b> niets.</p>", "# Privacy\n\nWij bewaren niets.\n"),
            ("<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul>", "- een\n- twee\n- drie\n"),
            (
                "<table><tr><th>Naam</th><th>Duur</th></tr><tr><td>_ga</td><td>2 jaar</td></tr></table>",
                "Naam | Duur\n_ga | 2 jaar\n",
            ),
            ("a<script>x < y && \"</p>\"</script>b", "ab\n"),
            ("5 < 6 &amp; caf&eacute; &#8364; &#x20AC; &unknown; R&D", "5 < 6 & café € € &unknown; R&D\n"),
            ("<p>een<br>twee", "een\ntwee\n"),
            ("<a href='x>y'>woord</a>en", "woorden\n"),
            ("<p", "<p\n"),
            ("<!-- weg --><p></p><li></li>", "\n"),
            ("<script>", "\n"),
        ] {
            assert_eq!(
                text(html).trim_start_matches('\n'),
                expected.trim_start_matches('\n').to_owned(),
                "{html}"
            );
        }
    }
}
