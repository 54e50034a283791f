//! What is recognised by name: companies, services, measures, rights, kinds of data (`data/known.toml`).

use std::sync::LazyLock;

use kernel::{Language, Text};
use lint::pattern::Pattern;
use serde::Deserialize;

/// A company that receives data in many policies.
#[derive(Debug, Deserialize)]
pub struct Vendor {
    pub id: String,
    pub names: Vec<String>,
    pub task: Text,
}

/// A service that stores or reads on the visitor's device.
#[derive(Debug, Deserialize)]
pub struct Service {
    pub id: String,
    pub names: Vec<String>,
    /// The company behind it; empty when it is not in the list.
    pub vendor: String,
    pub kind: String,
}

/// A supervisory authority.
#[derive(Debug, Deserialize)]
pub struct Authority {
    pub name: String,
    pub country: String,
    pub url: String,
}

/// Something recognised by patterns.
#[derive(Debug, Deserialize)]
pub struct Topic {
    pub id: String,
    #[serde(default)]
    pub name: Text,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub source: String,
    nl: Vec<String>,
    en: Vec<String>,
    #[serde(skip)]
    read_nl: Vec<Pattern>,
    #[serde(skip)]
    read_en: Vec<Pattern>,
}

impl Topic {
    /// The patterns of a language.
    pub fn patterns(&self, language: Language) -> &[Pattern] {
        match language {
            Language::Nl => &self.read_nl,
            Language::En => &self.read_en,
        }
    }

    fn read(&mut self) -> Result<(), String> {
        let read = |texts: &[String]| -> Result<Vec<Pattern>, String> {
            texts.iter().map(|text| Pattern::read(text).map_err(|wrong| wrong.0)).collect()
        };
        self.read_nl = read(&self.nl)?;
        self.read_en = read(&self.en)?;
        Ok(())
    }
}

/// Everything that is known by name.
#[derive(Debug, Default, Deserialize)]
pub struct Known {
    pub vendor: Vec<Vendor>,
    pub service: Vec<Service>,
    pub measure: Vec<Topic>,
    pub right: Vec<Topic>,
    pub authority: Vec<Authority>,
    pub term: Vec<Topic>,
    pub purpose: Vec<Topic>,
    pub category: Vec<Topic>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| read().unwrap_or_default());

/// What is known by name.
pub fn known() -> &'static Known {
    &KNOWN
}

fn read() -> Result<Known, String> {
    let mut known: Known =
        toml::from_str(include_str!("../data/known.toml")).map_err(|error| error.to_string())?;
    let topics =
        [&mut known.measure, &mut known.right, &mut known.term, &mut known.purpose, &mut known.category];
    for topic in topics.into_iter().flatten() {
        topic.read().map_err(|wrong| format!("{}: {wrong}", topic.id))?;
    }
    // "You have the right not to be subject to …": a right is named in whatever form.
    for right in &mut known.right {
        for patterns in [&mut right.read_nl, &mut right.read_en] {
            *patterns = std::mem::take(patterns).into_iter().map(Pattern::whatever_negation).collect();
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_reads() {
        let known = read().unwrap();
        assert!(known.vendor.len() > 30 && known.right.len() == 9);
        for service in &known.service {
            let there = known.vendor.iter().any(|vendor| vendor.id == service.vendor);
            assert!(service.vendor.is_empty() || there, "{}", service.id);
        }
    }
}
