//! The lint of outgoing messages: what a class may not say.

use super::Class;

/// What is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It has no title or no text.
    Empty,
    /// It is too long.
    TooLong,
    /// Its purpose does not go with its class.
    WrongClass,
    /// It sells something, and its class may not.
    Promotional,
    /// It follows whether it is read or where its links lead.
    Tracks,
    /// It is not plain text.
    Markup,
}

impl Fault {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::WrongClass => "wrong-class",
            Self::Promotional => "promotional",
            Self::Tracks => "tracks",
            Self::Markup => "markup",
        }
    }
}

/// Words that sell, Dutch and English. A message that needs one of them is marketing.
const SELLS: &[&str] = &[
    "aanbieding",
    "korting",
    "actieprijs",
    "voordeelpakket",
    "nu bestellen",
    "bestel nu",
    "koop nu",
    "probeer gratis",
    "gratis proberen",
    "speciale prijs",
    "discount",
    "special offer",
    "buy now",
    "order now",
    "on sale",
    "limited time",
    "try for free",
    "free trial",
    "upgrade now",
    "% off",
];
/// Parts of links that tell somebody else who followed them.
const TRACKS: &[&str] = &[
    "utm_",
    "mc_eid",
    "mc_cid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "fbclid",
    "gclid",
    "/track/",
    "/open.gif",
    "/click?",
];

/// What is wrong with the words of a message of this class.
pub(super) fn look(class: Class, title: &str, body: &str) -> Option<Fault> {
    let text = format!("{title}\n{body}").to_lowercase();
    if ["<img", "<script", "<a ", "<html", "<table"].iter().any(|markup| text.contains(markup)) {
        return Some(Fault::Markup);
    }
    if TRACKS.iter().any(|track| text.contains(track)) {
        return Some(Fault::Tracks);
    }
    if class != Class::Marketing && SELLS.iter().any(|word| text.contains(word)) {
        return Some(Fault::Promotional);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sells_is_marketing_and_nothing_tracks() {
        use Class::{Marketing, Service, Transactional};
        for (class, body, fault) in [
            (Transactional, "Uw bestelling is verstuurd.", None),
            (Transactional, "En nu 10% KORTING op alles!", Some(Fault::Promotional)),
            (Service, "Order now and save.", Some(Fault::Promotional)),
            (Service, "De planner ziet er vanaf maandag anders uit.", None),
            (Marketing, "Nu bestellen met korting.", None),
            (Marketing, "https://www.leskracht.nl/?utm_source=mail", Some(Fault::Tracks)),
            (Marketing, "<img src=https://x.example/p.gif>", Some(Fault::Markup)),
            (Transactional, "https://mail.example/track/abc", Some(Fault::Tracks)),
        ] {
            assert_eq!(look(class, "Bericht", body), fault, "{body}");
        }
    }
}
