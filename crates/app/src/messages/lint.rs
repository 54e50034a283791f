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
    /// It can be refused, and does not say where.
    NoWayOut,
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
            Self::NoWayOut => "no-way-out",
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
    "bit.ly/",
    "//t.co/",
    "lnkd.in/",
    "tinyurl.com/",
    "mjt.lu/",
    "list-manage.com/",
    "hubspotlinks.com/",
    "sendgrid.net/ls/",
    "trackcmp.net",
    "/pixel?",
    "/pixel.gif",
    "/track/",
    "/open.gif",
    "/click?",
];

/// What is wrong with a message at the moment it leaves, whoever composed it: one that can be refused must say how
/// where mail programs look (RFC 2369, RFC 8058), and none loads anything from elsewhere when it is read.
pub(crate) fn leaving(class: &str, unsubscribe: Option<&str>, text: &str, html: &str) -> Option<Fault> {
    let refusable = class != Class::Transactional.as_str();
    if refusable && unsubscribe.is_none() {
        return Some(Fault::NoWayOut);
    }
    let html = html.to_lowercase();
    let loads = ["<img", "<script", "<iframe", "<link", "<video", "<audio", "url(", " src=", " background="];
    if loads.iter().any(|part| html.contains(part)) {
        return Some(Fault::Tracks);
    }
    let text = text.to_lowercase();
    TRACKS.iter().any(|track| text.contains(track)).then_some(Fault::Tracks)
}

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

    #[test]
    fn nothing_leaves_that_cannot_be_refused_or_loads_something() {
        let out = Some("https://www.leskracht.example/mail/one-click/3f9a");
        for (class, unsubscribe, text, html, fault) in [
            ("transactional", None, "Dag", "<p>Dag</p>", None),
            ("service", None, "Dag", "<p>Dag</p>", Some(Fault::NoWayOut)),
            ("marketing", None, "Dag", "<p>Dag</p>", Some(Fault::NoWayOut)),
            ("marketing", out, "Dag", "<p>Dag</p>", None),
            ("marketing", out, "Dag", "<p><IMG SRC=\"https://x.example/p.gif\"></p>", Some(Fault::Tracks)),
            ("transactional", None, "Dag", "<table background=\"//x.example/p\">", Some(Fault::Tracks)),
            ("transactional", None, "https://bit.ly/3xyz", "<p>Dag</p>", Some(Fault::Tracks)),
        ] {
            assert_eq!(leaving(class, unsubscribe, text, html), fault, "{class} {text} {html}");
        }
    }
}
