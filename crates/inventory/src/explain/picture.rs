//! The tree as a picture: an SVG that can stand in a page as it is. Colours and letters come from the page
//! (`currentColor`), so that it follows light and dark; what it shows also stands in words, for who cannot see it.

use std::fmt::Write as _;

use kernel::Language;

use super::{Branch, Explanation};
use crate::map::Relation;

/// One line of the picture, in pixels.
const LINE: usize = 28;
/// How far a step stands to the right of the one that led to it.
const INDENT: usize = 26;
/// About how wide a letter is.
const LETTER: usize = 8;

/// A step as it is drawn.
struct Spot {
    depth: usize,
    /// The line of the step that led here.
    from: Option<usize>,
    title: String,
    counted: String,
    /// Only rows of others.
    others: bool,
}

/// The tree as an SVG with a title and a description. `id` tells several pictures on one page apart: letters,
/// digits and hyphens; anything else in it is left out.
pub fn svg(explanation: &Explanation, language: Language, id: &str) -> String {
    let mut spots = Vec::new();
    lay_out(&mut spots, &explanation.roots, 0, None, language);
    let id: String = id.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let letters = |spot: &Spot| spot.title.chars().count() + spot.counted.chars().count();
    let width =
        spots.iter().map(|spot| spot.depth * INDENT + letters(spot) * LETTER + 40).max().unwrap_or(80);
    let height = spots.len() * LINE + 8;
    let (title, none) = match language {
        Language::Nl => ("Hoe de gegevens gevonden zijn: ", "niets gevonden"),
        Language::En => ("How the data were found: ", "nothing found"),
    };
    let title = format!("{title}{}", explanation.name.get(language));
    let words: Vec<String> =
        spots.iter().map(|spot| format!("{}{}", ways(&spots, spot), spot.counted)).collect();
    let words = if words.is_empty() { none.to_owned() } else { words.join("; ") };
    let mut out = format!(
        "<svg class=\"explanation\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-title \
         {id}-words\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-size=\"14\" \
         font-family=\"inherit\" fill=\"currentColor\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-words\">{}</desc>",
        escaped(&title),
        escaped(&words)
    );
    for (place, spot) in spots.iter().enumerate() {
        let (x, y) = (spot.depth * INDENT + 12, place * LINE + 18);
        if let Some(from) = spot.from {
            let (above, left) = (from * LINE + 18 + 6, x - INDENT);
            let _ = write!(
                out,
                "<path d=\"M{left} {above}V{y}H{}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".5\"/>",
                x - 6
            );
        }
        let fill = if spot.others { "none" } else { "currentColor" };
        let _ = write!(
            out,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"5\" fill=\"{fill}\" stroke=\"currentColor\"/><text x=\"{}\" y=\"{}\"><tspan \
             font-weight=\"600\">{}</tspan>{}</text>",
            x + 12,
            y + 5,
            escaped(&spot.title),
            escaped(&spot.counted)
        );
    }
    out.push_str("</svg>");
    out
}

fn lay_out(
    spots: &mut Vec<Spot>,
    branches: &[Branch],
    depth: usize,
    from: Option<usize>,
    language: Language,
) {
    for branch in branches {
        let (own, others) = (branch.count(Relation::Own), branch.count(Relation::Mentions));
        spots.push(Spot {
            depth,
            from,
            title: branch.title(language).to_owned(),
            counted: counted(own, others, language),
            others: own == 0 && others > 0,
        });
        lay_out(spots, &branch.branches, depth + 1, Some(spots.len() - 1), language);
    }
}

/// The steps up to a spot, in words.
fn ways(spots: &[Spot], spot: &Spot) -> String {
    let mut way = vec![spot.title.as_str()];
    let mut from = spot.from;
    while let Some(above) = from.and_then(|place| spots.get(place)) {
        way.push(&above.title);
        from = above.from;
    }
    way.reverse();
    way.join(" → ")
}

/// How many rows, as it stands behind a step; nothing where there are none.
pub(super) fn counted(own: usize, others: usize, language: Language) -> String {
    let own = match (own, language) {
        (0, _) => None,
        (1, Language::Nl) => Some("1 gegeven".to_owned()),
        (1, Language::En) => Some("1 row".to_owned()),
        (many, Language::Nl) => Some(format!("{many} gegevens")),
        (many, Language::En) => Some(format!("{many} rows")),
    };
    let others = match (others, language) {
        (0, _) => None,
        (many, Language::Nl) => Some(format!("{many} van een ander")),
        (many, Language::En) => Some(format!("{many} of others")),
    };
    let parts: Vec<String> = own.into_iter().chain(others).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What XML cannot hold at all.
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
