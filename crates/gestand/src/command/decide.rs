//! `gestand decide`: may this data be used for this purpose, for this person, now?

use std::io::Read as _;

use anyhow::{Context as _, Result, bail};
use app::decision::{Answer, Inquiry};
use inventory::Identity;
use kernel::Actor;
use policy::decision::Channel;
use policy::values::Country;

use crate::args::Place;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

/// One question on the command line.
pub struct Asked {
    /// About whom; none: a batch stands on standard input.
    pub identity: Option<Identity>,
    /// For what.
    pub purpose: Option<String>,
    /// With which data.
    pub categories: Vec<String>,
    /// By what way.
    pub channel: Option<String>,
    /// For what they were collected.
    pub collected_for: Option<String>,
    /// From when their term counts.
    pub since: Option<jiff::civil::Date>,
    /// To where they would go.
    pub country: Option<String>,
}

pub async fn run(place: &Place, asked: Asked, format: Format) -> Result<Code> {
    let app = open::open(place).await?;
    let inquiries = match (asked.identity, asked.purpose) {
        (Some(identity), Some(purpose)) => {
            let channel = asked.channel.map(|word| channel(&word)).transpose()?;
            vec![Inquiry {
                channel,
                collected_for: asked.collected_for,
                since: asked.since,
                country: asked.country.map(|code| country(&code)).transpose()?,
                ..Inquiry::new(identity, purpose, asked.categories)
            }]
        }
        (None, None) => {
            let mut text = String::new();
            std::io::stdin().lock().read_to_string(&mut text).context("standard input cannot be read")?;
            serde_json::from_str(&text).context(
                "standard input holds no list like [{\"identity\": {\"kind\": \"email\", \"value\": \"…\"}, \"purpose\": \"…\", \"categories\": []}]",
            )?
        }
        _ => bail!("give --identity and --purpose, or neither and a list on standard input"),
    };
    let answers = app.decisions().ask(&app, &Actor::Operator, &inquiries).await?;
    let row = |answer: &Answer| {
        let word = if answer.allow { "allow" } else { "deny" };
        vec![word.to_owned(), answer.clause.clone().unwrap_or_default(), answer.text().en]
    };
    output::print(format, &answers, &["decision", "clause", "reason"], || answers.iter().map(row).collect())?;
    Ok(if answers.iter().all(|answer| answer.allow) { Code::Good } else { Code::Finding })
}

fn channel(word: &str) -> Result<Channel> {
    serde_json::from_value(serde_json::Value::String(word.to_owned()))
        .context("--channel is mail, phone, post or push")
}

fn country(code: &str) -> Result<Country> {
    Country::from_code(code).context("--country is a code of two capitals, such as NL")
}
