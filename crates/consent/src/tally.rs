//! Counting choices without people: sums per day and site, each of one thing, so that no two of them can be put
//! together into somebody.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::record::Record;

/// What is counted, one word of a kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Counted {
    /// Days since 1970 (UTC) of our own clock.
    pub day: i64,
    /// The site.
    pub site: String,
    /// outcome, layer, control, language, gpc, allowed (a purpose), refused (a purpose).
    pub what: &'static str,
    /// Which one.
    pub which: String,
}

/// Sums by what is counted.
pub type Tally = BTreeMap<Counted, i64>;

/// The day of an instant: days since 1970, UTC.
pub fn day(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}

/// Counts a record.
pub fn count(tally: &mut Tally, record: &Record) {
    let day = day(record.recorded);
    let mut add = |what: &'static str, which: &str| {
        let counted = Counted { day, site: record.site.clone(), what, which: which.to_owned() };
        *tally.entry(counted).or_default() += 1;
    };
    add("outcome", record.outcome().as_str());
    add("layer", record.layer.as_str());
    add("control", record.control.as_str());
    add("language", record.language.tag());
    add("gpc", if record.gpc { "yes" } else { "no" });
    for (purpose, allowed) in &record.purposes {
        add(if *allowed { "allowed" } else { "refused" }, purpose);
    }
}

#[cfg(test)]
mod tests {
    use kernel::Language;

    use super::*;
    use crate::record::{Control, Layer};

    #[test]
    fn a_choice_counts_once_in_each_kind() {
        let record = Record {
            at: Timestamp::UNIX_EPOCH,
            control: Control::Refuse,
            edition: String::new(),
            gpc: true,
            language: Language::En,
            layer: Layer::First,
            purposes: Record::decisions("", "analytics marketing"),
            recorded: "1970-01-02T23:59:59Z".parse().unwrap(),
            services: Record::decisions("", "ga meta"),
            shown: String::new(),
            site: "a.example".into(),
            subject: String::new(),
        };
        let mut tally = Tally::new();
        count(&mut tally, &record);
        count(&mut tally, &record);
        let told: Vec<String> =
            tally.iter().map(|(it, n)| format!("{} {} {} {n}", it.day, it.what, it.which)).collect();
        assert_eq!(
            told,
            [
                "1 control refuse 2",
                "1 gpc yes 2",
                "1 language en 2",
                "1 layer first-layer 2",
                "1 outcome none 2",
                "1 refused analytics 2",
                "1 refused marketing 2"
            ]
        );
    }
}
