//! The law's own terms, as dated data, and the rule that the strictest of law and policy holds.

use jiff::civil::Date;
use serde::Deserialize;

use crate::term::{Term, TermError, release_date};

/// Embedded so that no deployment can lack it.
const LAW: &str = include_str!("law.toml");

/// The legal terms, each with the dates between which it counts.
#[derive(Debug, Clone)]
pub struct LegalTerms(Vec<LegalTerm>);

/// One term with its legal source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalTerm {
    /// How long and from when. Its id is that of the legal term, not of a policy's.
    pub term: Term,
    /// What the source demands.
    pub nature: Nature,
    /// Where it stands.
    pub source: Source,
}

/// Where a term stands in the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The provision.
    pub article: String,
    /// The text it is in.
    pub text: String,
    /// First day on which it counts.
    pub in_force_from: Date,
    /// First day on which it no longer does.
    pub until: Option<Date>,
    /// Whether it was compared with the official text.
    pub checked: bool,
}

/// What a source demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nature {
    /// At least so long.
    Minimum,
    /// Nothing: the period is the organisation's own choice.
    OwnChoice,
}

/// The file of legal terms cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// The TOML is not as expected.
    #[error("the file of legal retention terms cannot be read, so no release date can be computed; mend it")]
    Unreadable(#[from] toml::de::Error),
    /// A term is written in a way that cannot be kept.
    #[error("the file of legal retention terms cannot be used; mend it")]
    Term(#[from] TermError),
    /// A date is no plain date.
    #[error("legal retention term “{id}” has a date that is no calendar date; write it like 2018-05-25")]
    Date {
        /// The term.
        id: String,
    },
}

/// When data may go, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// First day on which the data may go.
    pub date: Date,
    /// The provision that lifted the policy's own, shorter term; none when the policy's term is what counts.
    pub lifted_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    term: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    keep: kernel::calendar::Span,
    from: crate::Start,
    then: crate::Then,
    nature: Nature,
    article: String,
    source: String,
    in_force_from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    checked: bool,
}

impl LegalTerms {
    /// The terms that ship with the product.
    pub fn embedded() -> Result<Self, LawError> {
        Self::from_toml(LAW)
    }

    /// Terms from a file like `law.toml`, which describes its own form.
    pub fn from_toml(text: &str) -> Result<Self, LawError> {
        let file: File = toml::from_str(text)?;
        file.term.into_iter().map(LegalTerm::try_from).collect::<Result<_, _>>().map(Self)
    }

    /// The term with this id as it counts on `day`.
    pub fn get(&self, id: &str, day: Date) -> Option<&LegalTerm> {
        self.0.iter().find(|legal| legal.term.id() == id && legal.source.counts_on(day))
    }

    /// The minima that a policy names as the reason of a term, on `day`. Articles are compared without regard to
    /// spaces and to the language in which their paragraphs are counted: `AWR art. 52 lid 4` is
    /// `AWR art. 52(4)`.
    pub fn named<'l>(&'l self, reason: &str, day: Date) -> Vec<&'l LegalTerm> {
        let named: Vec<String> = reason.split(';').map(article).collect();
        self.on(day)
            .filter(|legal| {
                legal.nature == Nature::Minimum && named.contains(&article(&legal.source.article))
            })
            .collect()
    }

    /// Every term that counts on `day`.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &LegalTerm> {
        self.0.iter().filter(move |legal| legal.source.counts_on(day))
    }
}

/// An article in a form that can be compared.
fn article(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut bare = String::new();
    while let Some(word) = words.next() {
        match word.to_lowercase().as_str() {
            "art." | "artikel" | "article" => {}
            "lid" | "paragraph" => {
                if let Some(number) = words.next() {
                    bare.push('(');
                    bare.push_str(number);
                    bare.push(')');
                }
            }
            other => bare.push_str(other),
        }
    }
    bare
}

impl LegalTerm {
    /// When a row that the policy keeps by `policy` may go, under the strictest of law and policy: a term
    /// shorter than a legal minimum is lifted to it. None when either term has not begun.
    pub fn lift(&self, policy: &Term, event: impl Into<Option<Date>>) -> Option<Release> {
        let event = event.into();
        let promised = release_date(policy, event)?;
        let least = match self.nature {
            Nature::Minimum => release_date(&self.term, event)?,
            Nature::OwnChoice => promised,
        };
        let lifted_by = (least > promised).then(|| self.source.article.clone());
        Some(Release { date: promised.max(least), lifted_by })
    }
}

impl Source {
    fn counts_on(&self, day: Date) -> bool {
        self.in_force_from <= day && self.until.is_none_or(|until| day < until)
    }
}

impl TryFrom<Row> for LegalTerm {
    type Error = LawError;

    fn try_from(row: Row) -> Result<Self, LawError> {
        let wrong = |_| LawError::Date { id: row.id.clone() };
        let in_force_from = row.in_force_from.to_string().parse().map_err(wrong)?;
        let until = row.until.map(|date| date.to_string().parse()).transpose().map_err(wrong)?;
        let term = Term::new(row.id.clone(), row.keep, row.from, row.then)?;
        let source =
            Source { article: row.article, text: row.source, in_force_from, until, checked: row.checked };
        Ok(Self { term, nature: row.nature, source })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Start, Then};
    use jiff::civil::date;
    use kernel::calendar::Span;

    #[test]
    fn the_law_counts_between_its_dates() {
        let law = LegalTerms::embedded().unwrap();
        assert!(law.get("one-stop-shop", date(2021, 6, 30)).is_none());
        let oss = law.get("one-stop-shop", date(2021, 7, 1)).unwrap();
        assert_eq!(oss.term.keep(), Span::years(10));
        assert!(law.get("no-such-term", date(2026, 1, 1)).is_none());
        assert_eq!(law.on(date(2026, 11, 22)).count(), 6);
    }

    #[test]
    fn a_term_is_replaced_on_the_day_its_successor_begins() {
        let text = LAW.split("\n\n[[term]]").nth(1).unwrap();
        let old = format!("[[term]]{text}").replace("checked", "until = 2030-01-01\nchecked");
        let new = format!("[[term]]{text}").replace("7 years", "8 years").replace("1994-01-01", "2030-01-01");
        let law = LegalTerms::from_toml(&format!("{old}\n{new}")).unwrap();
        for (day, keep) in [(date(2029, 12, 31), Span::years(7)), (date(2030, 1, 1), Span::years(8))] {
            assert_eq!(law.get("fiscal-records", day).unwrap().term.keep(), keep, "{day}");
        }
    }

    #[test]
    fn what_promises_less_than_the_law_is_lifted_to_it() {
        let law = LegalTerms::embedded().unwrap();
        let fiscal = law.get("fiscal-records", date(2026, 11, 22)).unwrap();
        let event = date(2026, 3, 5);
        for (keep, release, lifted) in [
            (Span::years(2), date(2034, 1, 1), true),
            (Span::years(7), date(2034, 1, 1), false),
            (Span::years(9), date(2036, 1, 1), false),
        ] {
            let policy = Term::new("invoices", keep, Start::EndOfBookYear, Then::Delete).unwrap();
            let got = fiscal.lift(&policy, event).unwrap();
            assert_eq!(got.date, release, "{keep}");
            assert_eq!(got.lifted_by.as_deref(), lifted.then_some("AWR art. 52(4)"), "{keep}");
            assert_eq!(fiscal.lift(&policy, None), None);
        }
    }

    #[test]
    fn a_policy_names_the_law_in_its_own_language() {
        let law = LegalTerms::embedded().unwrap();
        let today = date(2026, 11, 22);
        for (reason, expected) in [
            ("AWR art. 52 lid 4; BW 2:10 lid 3", vec!["fiscal-records", "bookkeeping"]),
            ("AWR 52(4)", vec!["fiscal-records"]),
            ("AWR art. 52 lid 6", vec![]),
            ("AVG art. 5 lid 2", vec![]),
            ("", vec![]),
        ] {
            let named: Vec<&str> = law.named(reason, today).iter().map(|legal| legal.term.id()).collect();
            assert_eq!(named, expected, "{reason}");
        }
    }

    #[test]
    fn an_own_choice_lifts_nothing() {
        let law = LegalTerms::embedded().unwrap();
        let register = law.get("request-register", date(2026, 11, 22)).unwrap();
        let policy = Term::new("register", Span::years(1), Start::Answer, Then::Delete).unwrap();
        let release = register.lift(&policy, date(2026, 3, 5)).unwrap();
        assert_eq!(release, Release { date: date(2027, 3, 6), lifted_by: None });
    }

    #[test]
    fn wrong_data_is_refused() {
        for (from, to) in [
            ("7 years", "7 working days"),
            ("7 years", "long"),
            ("1994-01-01", "1994-01-01T00:00:00Z"),
            ("nature = \"minimum\"", "nature = \"maximum\""),
        ] {
            assert!(LegalTerms::from_toml(&LAW.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}
