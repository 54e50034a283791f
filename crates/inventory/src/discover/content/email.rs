//! E-mail addresses.

/// Whether a value is one address and nothing else, perhaps with a name before it: `Eva <eva@school.example>`.
pub fn is(value: &str) -> bool {
    let inner = match value.rsplit_once('<') {
        Some((_, rest)) => rest.strip_suffix('>').unwrap_or(""),
        None => value,
    };
    address(inner)
}

/// Whether an address stands in a text, between white space or punctuation.
pub fn stands_in(text: &str) -> bool {
    text.contains('@')
        && text
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(c, ',' | ';' | '<' | '>' | '(' | ')' | '"' | '\'' | ':' | '[' | ']')
            })
            .any(|word| address(word.trim_end_matches(['.', '!', '?'])))
}

fn address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_ok = !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c));
    let labels: Vec<&str> = domain.split('.').collect();
    let label_ok = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let top =
        labels.last().is_some_and(|top| top.chars().count() >= 2 && !top.bytes().all(|b| b.is_ascii_digit()));
    local_ok && domain.len() <= 253 && labels.len() >= 2 && labels.iter().all(label_ok) && top
}
