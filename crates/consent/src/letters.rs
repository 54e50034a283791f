//! Consent to letters by mail: what an edition asks of whoever wants them, and what an answer is worth.
//!
//! A letter is asked for on a form and consented to on the page that the confirmation leads to: only there somebody is
//! known to read that mailbox. Following who opens a letter, or which link they take, is a topic of its own that never
//! comes along with another (Telecommunicatiewet 11.7 and 11.7a, GDPR 7(2)). The banner asks none of this: it asks a browser,
//! and a letter goes to a mailbox. To ask more of people, add a field to [`Topic`] and to its `terms`.

use std::collections::BTreeMap;

use kernel::Language;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::offer::{Shown, Words};
use crate::record::Decisions;

/// A topic that somebody can consent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The purpose: an id of the edition.
    pub id: String,
    /// Its name.
    pub name: Words,
    /// What it is.
    pub description: Words,
    /// Who else receives something for it.
    pub who: Vec<Words>,
    /// It is about being followed in letters, and is no letter itself.
    pub follows: bool,
    /// Digest of everything that is agreed to: another one is another question.
    pub terms: String,
}

/// What an edition asks of whoever wants letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// Who sends them.
    pub controller: String,
    /// The letters first, following last.
    pub topics: Vec<Topic>,
}

/// What was asked for cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// No letter was chosen.
    #[error("no letter was chosen")]
    Nothing,
    /// It is no topic of the edition.
    #[error("the edition has no such letter")]
    Unknown,
}

/// The text of a question. Its fields stand in the order of the alphabet, as everywhere that is hashed.
#[derive(Serialize)]
struct Page<'a> {
    controller: &'a str,
    language: &'a str,
    topics: Vec<(&'a str, &'a str, &'a str, Vec<&'a str>)>,
}

impl Letters {
    /// A decision for every topic, from those that were ticked.
    ///
    /// # Errors
    /// Something that is no topic was ticked, or no letter.
    pub fn decide(&self, wanted: &[String]) -> Result<Decisions, Unfit> {
        if wanted.iter().any(|id| !self.topics.iter().any(|topic| topic.id == *id)) {
            return Err(Unfit::Unknown);
        }
        let decisions: Decisions =
            self.topics.iter().map(|topic| (topic.id.clone(), wanted.contains(&topic.id))).collect();
        if self.has_letter(&decisions) { Ok(decisions) } else { Err(Unfit::Nothing) }
    }

    /// Whether a letter is among what is allowed; without one there is nothing to follow.
    pub fn has_letter(&self, decisions: &Decisions) -> bool {
        self.topics.iter().any(|topic| !topic.follows && decisions.get(&topic.id) == Some(&true))
    }

    /// What is agreed to and refused, in one line to keep: `id=terms` for what is allowed, `id` for what is not.
    pub fn agreed(&self, decisions: &Decisions) -> String {
        let one = |topic: &Topic| {
            let allowed = decisions.get(&topic.id)?;
            Some(if *allowed { format!("{}={}", topic.id, topic.terms) } else { topic.id.clone() })
        };
        self.topics.iter().filter_map(one).collect::<Vec<_>>().join(" ")
    }

    /// What such a line is worth today: a purpose is absent that was never asked, or of which more is wanted now than was
    /// agreed to.
    pub fn standing(&self, agreed: &str) -> Decisions {
        let kept: BTreeMap<&str, Option<&str>> = agreed
            .split(' ')
            .filter(|part| !part.is_empty())
            .map(|part| part.split_once('=').map_or((part, None), |(id, terms)| (id, Some(terms))))
            .collect();
        let worth = |topic: &Topic| match kept.get(topic.id.as_str())? {
            None => Some((topic.id.clone(), false)),
            Some(terms) => (*terms == topic.terms).then(|| (topic.id.clone(), true)),
        };
        self.topics.iter().filter_map(worth).collect()
    }

    /// What somebody reads before they confirm, in a language.
    pub fn shown(&self, language: Language) -> Shown {
        let topics = self.topics.iter().map(|topic| row(topic, language));
        let page = Page { controller: &self.controller, language: language.tag(), topics: topics.collect() };
        let text = serde_json::to_string(&page).unwrap_or_default();
        let digest = hex::encode(Sha256::digest(&text));
        Shown { text, digest }
    }
}

fn row(topic: &Topic, language: Language) -> (&str, &str, &str, Vec<&str>) {
    let who = topic.who.iter().map(|who| who.get(language)).collect();
    (&topic.id, topic.name.get(language), topic.description.get(language), who)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Letters {
        let topic = |id: &str, follows| Topic {
            id: id.into(),
            name: Words::Same(id.into()),
            description: Words::Same(format!("about {id}")),
            who: vec![Words::Same("Mailer".into())],
            follows,
            terms: format!("{id}-1"),
        };
        Letters { controller: "Les".into(), topics: vec![topic("news", false), topic("measure", true)] }
    }

    #[test]
    fn following_never_comes_along_and_never_alone() {
        let letters = letters();
        for (wanted, expected) in [
            (&["news"][..], Ok("news=news-1 measure")),
            (&["news", "measure"], Ok("news=news-1 measure=measure-1")),
            (&["measure"], Err(Unfit::Nothing)),
            (&[], Err(Unfit::Nothing)),
            (&["news", "other"], Err(Unfit::Unknown)),
        ] {
            let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
            let agreed = letters.decide(&wanted).map(|decisions| letters.agreed(&decisions));
            assert_eq!(agreed, expected.map(str::to_owned), "{wanted:?}");
        }
    }

    #[test]
    fn what_was_agreed_to_counts_on_its_terms() {
        let mut letters = letters();
        let both = "news=news-1 measure=measure-1";
        let side = |of: &Decisions, allowed| crate::Record::side(of, allowed);
        let standing = letters.standing(both);
        assert_eq!((side(&standing, true), side(&standing, false)), ("measure news".into(), String::new()));
        let standing = letters.standing("news=news-1 measure");
        assert_eq!((side(&standing, true), side(&standing, false)), ("news".into(), "measure".into()));
        letters.topics[1].terms = "measure-2".into();
        assert_eq!(letters.standing(both).get("measure"), None, "more is wanted than was agreed to");
        assert_eq!(letters.standing(""), Decisions::new(), "nobody asked");
    }

    #[test]
    fn the_text_changes_with_every_word_of_it() {
        let first = letters().shown(Language::Nl);
        assert!(first.text.contains("about measure") && first.text.contains("Mailer"), "{}", first.text);
        let mut other = letters();
        other.topics[0].who.clear();
        assert_ne!(other.shown(Language::Nl).digest, first.digest);
    }
}
