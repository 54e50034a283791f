//! `gestand deadline`: by when a request that was received on a day must be answered.

use std::path::Path;

use anyhow::{Context as _, Result};
use app::editions;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::calendar::Calendar;
use policy::facts::RightKind;
use requests::{Clocks, Law, Promise, Right, deadline};

use crate::command::policy::report;
use crate::exit::Code;
use crate::output::Format;

pub fn run(received: Date, right: Right, extended: bool, policy: &Path, format: Format) -> Result<Code> {
    let edition = match editions::compile(policy) {
        Ok(edition) => edition,
        Err(refused) => {
            report(&refused, format)?;
            return Ok(Code::Finding);
        }
    };
    let zone = TimeZone::get(&edition.policy().time_zone)?;
    let law = Law::embedded()?;
    let rules = law.on(received).context("no rules of the law are known for that day")?;
    let fact = RightKind::from_word(right.as_str()).and_then(|kind| edition.facts().rights.get(kind));
    let promise = Promise {
        answer_within: fact.and_then(|fact| fact.answer_within),
        // Asked for on the command line, so it is taken as announced, whatever the policy allows.
        extension: fact.and_then(|fact| fact.extension).or(extended.then_some(rules.extension)),
    };
    // Noon of the day of receipt: the day is not counted, so the hour does not matter.
    let instant = received.at(12, 0, 0, 0).to_zoned(zone.clone())?.timestamp();
    let clocks = Clocks { received: instant, suspensions: &[], extended, closed: None };
    let calendar = Calendar::netherlands()?;
    let due = deadline(&clocks, &promise, rules, &calendar, &zone, instant);
    match format {
        Format::Json => println!(
            "{}",
            serde_json::json!({
                "received": received, "right": right, "extended": extended, "law": due.law,
                "policy": due.policy, "effective": due.effective, "set_by": due.set_by, "article": due.article,
            })
        ),
        Format::Table => println!(
            "received {received}\nlaw       {}\npolicy    {}\neffective {}  (article {})",
            due.law,
            due.policy.map_or_else(|| "—".to_owned(), |day| day.to_string()),
            due.effective,
            due.article
        ),
    }
    Ok(Code::Good)
}
