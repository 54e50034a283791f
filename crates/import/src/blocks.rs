//! Cuts a text into headings, paragraphs and rows of tables, each with the line it begins on.
//!
//! Texts are wrapped at a width or have a paragraph on each line; a line that ends a sentence before one that
//! begins with a capital ends its paragraph, unless the text is wrapped.

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// A paragraph, with the list that it introduces.
    Paragraph,
    /// A row of a table, cells with `|` between them.
    Row,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text; items of a list on lines of their own, with `- `.
    pub text: String,
    /// The first line, from 1.
    pub first: usize,
    /// The last line.
    pub last: usize,
}

/// The longest line that is still a heading.
const LONGEST_HEADING: usize = 80;
/// The widest line of a text that is wrapped by hand.
const WRAPPED: usize = 110;

/// The blocks of `text`.
pub fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let wrapped = is_wrapped(&lines);
    let mut found: Vec<Block> = Vec::new();
    let mut blank = true;
    for (index, line) in lines.iter().enumerate() {
        let number = index + 1;
        let line = line.trim();
        if line.is_empty() {
            blank = true;
            continue;
        }
        let next = lines.get(index + 1).map_or("", |next| next.trim());
        let open = found.last().filter(|last| last.kind == Kind::Paragraph && !blank);
        if let Some((level, text)) = heading(line, open, next, blank) {
            found.push(Block {
                kind: Kind::Heading(level),
                text: text.to_owned(),
                first: number,
                last: number,
            });
        } else if line.contains(" | ") || line.matches('\t').count() > 1 {
            if !line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
                found.push(Block { kind: Kind::Row, text: line.to_owned(), first: number, last: number });
            }
        } else if let Some(item) = item(line) {
            match found.last_mut().filter(|last| last.kind == Kind::Paragraph && takes_items(&last.text)) {
                Some(last) => {
                    last.text.push_str("\n- ");
                    last.text.push_str(item);
                    last.last = number;
                }
                None => found.push(Block {
                    kind: Kind::Paragraph,
                    text: format!("- {item}"),
                    first: number,
                    last: number,
                }),
            }
        } else {
            match found
                .last_mut()
                .filter(|last| last.kind == Kind::Paragraph && !blank && goes_on(&last.text, line, wrapped))
            {
                Some(last) => {
                    last.text.push(' ');
                    last.text.push_str(line);
                    last.last = number;
                }
                None => found.push(Block {
                    kind: Kind::Paragraph,
                    text: line.to_owned(),
                    first: number,
                    last: number,
                }),
            }
        }
        blank = false;
    }
    found
}

/// Whether most lines that are not last in their paragraph end at about the same width.
fn is_wrapped(lines: &[&str]) -> bool {
    let widest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    widest <= WRAPPED
        && lines.iter().filter(|line| line.chars().count() * 10 > widest * 7).count() * 4 > lines.len()
}

fn takes_items(text: &str) -> bool {
    text.trim_end().ends_with(':') || text.lines().last().is_some_and(|line| line.starts_with("- "))
}

/// Whether `line` goes on with the paragraph `text` on the line before it.
fn goes_on(text: &str, line: &str, wrapped: bool) -> bool {
    let ended = text.ends_with(['.', '!', '?', ':', ';']);
    let begins = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    wrapped || !ended || !begins
}

/// The text of an item of a list.
fn item(line: &str) -> Option<&str> {
    let marks = ["- ", "* ", "• ", "· ", "– ", "▪ ", "◦ ", "‣ ", "o ", "✓ ", "•\t", "-\t", "→ "];
    let rest = marks.iter().find_map(|mark| line.strip_prefix(mark))?;
    Some(rest.trim()).filter(|rest| !rest.is_empty())
}

fn heading<'l>(line: &'l str, open: Option<&Block>, next: &str, blank: bool) -> Option<(u8, &'l str)> {
    let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) {
        let text = line.get(hashes..)?.trim().trim_end_matches('#').trim_end();
        return (!text.is_empty()).then_some((u8::try_from(hashes).ok()?.max(2), text));
    }
    let long = line.chars().count() > LONGEST_HEADING;
    // "Onderzoek en analyse." above its text is a heading all the same.
    let brief = blank && next.chars().count() > LONGEST_HEADING && line.split_whitespace().count() <= 5;
    let ends = line.ends_with([':', ';', ',', '!']) || line.ends_with('.') && !numbered(line) && !brief;
    if long || ends || item(line).is_some() || line.contains(" | ") || line.contains(". ") && !numbered(line)
    {
        return None;
    }
    if !line.chars().any(char::is_alphabetic) || line.contains('@') {
        return None;
    }
    // Alone between blank lines, or right above its text.
    let starts = line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let above = !next.is_empty() && next.chars().count() > line.chars().count();
    let free = blank || open.is_some_and(|block| block.text.ends_with(['.', '!', '?']));
    (starts && free && (next.is_empty() && blank || above)).then_some((2, line))
}

/// "3." or "3.1 Title".
fn numbered(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ')')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(char, String, usize)> {
        let kind = |kind| match kind {
            Kind::Heading(_) => 'h',
            Kind::Paragraph => 'p',
            Kind::Row => 'r',
        };
        blocks(text).into_iter().map(|block| (kind(block.kind), block.text, block.first)).collect()
    }

    #[test]
    fn texts_of_every_shape_are_cut() {
        let p = |text: &str, line| ('p', text.to_owned(), line);
        let h = |text: &str, line| ('h', text.to_owned(), line);
        for (text, expected) in [
            (
                "Bewaren\nWij bewaren alles zo kort als het kan.",
                vec![h("Bewaren", 1), p("Wij bewaren alles zo kort als het kan.", 2)],
            ),
            ("# Kop\n\nTekst.\nNog een zin.", vec![h("Kop", 1), p("Tekst.", 3), p("Nog een zin.", 4)]),
            (
                "Dit kan zijn:\n\n- naam;\n- adres.\n\nKlaar, zei hij, en ging.",
                vec![p("Dit kan zijn:\n- naam;\n- adres.", 1), p("Klaar, zei hij, en ging.", 6)],
            ),
            ("a | b\n--- | ---\nc | d", vec![('r', "a | b".to_owned(), 1), ('r', "c | d".to_owned(), 3)]),
            (
                "een lange regel die doorgaat\nop de volgende regel.",
                vec![p("een lange regel die doorgaat op de volgende regel.", 1)],
            ),
            ("", vec![]),
        ] {
            assert_eq!(cut(text), expected, "{text}");
        }
    }
}
