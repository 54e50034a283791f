//! Words that try to break a page: markup, every direction of writing, no spaces, astral characters.

/// As hostile as a name can be.
pub const HOSTILE: &str = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> {{ 7*7 }} & ' ` \
    Jérôme-Ångström van der Œuvre-Țiriac Ελένη Дмитрий 田中さん 김철수 עברית العربية ไทย 👩🏽‍🏫🧑‍🚀 \u{202e}sdrawkcab\u{202c}";

/// A word that cannot be broken at a space.
pub const LONG: &str = "Hottentottententententoonstellingsmakersgeschiedenisboekenkastsleutelgatbeschermplaatjesfabriekadministratiesysteem";

/// Somewhat long and full of markup.
pub fn hostile_many(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{index} {HOSTILE} {LONG}")).collect()
}
