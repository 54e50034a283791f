//! The demo's own pages: where to look, and the mails that never leave the machine.

use jiff::civil::DateTime;

/// Where to look, in the order of the walk.
#[derive(Debug, Clone)]
pub struct Start {
    /// Address of a person with data in the systems.
    pub subject_email: String,
    /// Name of that person.
    pub subject_name: String,
    /// How many invented people live in the systems.
    pub people: usize,
    /// Address of the officer.
    pub officer_email: String,
    /// Where the example site is, when it is served.
    pub site: Option<String>,
    /// The command that verifies the evidence.
    pub verify_command: String,
}

/// The captured mails, newest first.
#[derive(Debug, Clone)]
pub struct Mails {
    /// The list.
    pub rows: Vec<MailRow>,
}

/// A mail in the list.
#[derive(Debug, Clone)]
pub struct MailRow {
    /// Its id, for the address.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// When.
    pub at: DateTime,
    /// The code in it, when it carries one.
    pub code: Option<String>,
}

/// One mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// When.
    pub at: DateTime,
    /// The text.
    pub body: Vec<MailPart>,
}

/// A piece of a mail's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailPart {
    /// Text.
    Words(String),
    /// A link to this very site, that can be followed.
    Link(String),
}

impl Mail {
    /// Cuts a text into words and links. Only addresses that begin with `origin` become links: a mail may
    /// hold anything.
    pub fn parts(text: &str, origin: &str) -> Vec<MailPart> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(start) = (!origin.is_empty()).then(|| rest.find(origin)).flatten() {
            let (before, link_and_after) = rest.split_at(start);
            let end = link_and_after.find(|c: char| c.is_whitespace() || "<>\"'".contains(c));
            let (link, after) = link_and_after.split_at(end.unwrap_or(link_and_after.len()));
            if !before.is_empty() {
                parts.push(MailPart::Words(before.to_owned()));
            }
            parts.push(MailPart::Link(link.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(MailPart::Words(rest.to_owned()));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_this_site_can_be_followed() {
        let parts =
            Mail::parts("Zie http://127.0.0.1:1/nl/my/x\nof http://elders.example/a.", "http://127.0.0.1:1/");
        assert_eq!(
            parts,
            [
                MailPart::Words("Zie ".into()),
                MailPart::Link("http://127.0.0.1:1/nl/my/x".into()),
                MailPart::Words("\nof http://elders.example/a.".into()),
            ]
        );
        assert_eq!(Mail::parts("", "http://a/"), []);
    }
}
