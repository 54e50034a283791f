//! Which tables are tables of people: accounts, customers, pupils. Everything else is about somebody because a
//! join leads there from one of these.

use std::collections::BTreeMap;

use super::column::Verdict;
use super::confidence::Confidence;
use super::survey::{ColumnSurvey, Survey, TableSurvey, ValueKind};
use super::words::{Name, is_people, stems};

/// What a column holds, by table and column.
pub type Verdicts = BTreeMap<(String, String), Verdict>;

/// A table of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The table.
    pub table: String,
    /// Its key.
    pub key: String,
    /// Its columns with an e-mail address of the person, the surest first.
    pub emails: Vec<String>,
    /// What a row is called: user, leerling.
    pub noun: String,
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words.
    pub reason: String,
}

/// The tables of people, the surest first.
pub fn roots(survey: &Survey, verdicts: &Verdicts, prefix: &[String]) -> Vec<Root> {
    let mut roots: Vec<Root> =
        survey.tables.iter().filter_map(|table| root(survey, table, verdicts, prefix)).collect();
    roots.sort_by(|a, b| (b.confidence, &a.table).cmp(&(a.confidence, &b.table)));
    roots
}

/// How many other tables must name a table, for it to be what the whole system is about.
const NAMED_BY: usize = 3;

fn root(survey: &Survey, table: &TableSurvey, verdicts: &Verdicts, prefix: &[String]) -> Option<Root> {
    let key = table.single_key()?.to_owned();
    let words = words_of(&table.name, prefix);
    let last = words.last()?;
    let of = |category: &str| -> Vec<&str> {
        let mut columns: Vec<(&str, Confidence)> = table
            .columns
            .iter()
            .filter_map(|column| {
                let verdict = verdicts.get(&(table.name.clone(), column.name.clone()))?;
                let is = verdict.category.as_deref() == Some(category)
                    && verdict.confidence >= Confidence::PERSONAL;
                is.then_some((column.name.as_str(), verdict.confidence))
            })
            .collect();
        columns.sort_by_key(|(_, confidence)| std::cmp::Reverse(*confidence));
        columns.into_iter().map(|(name, _)| name).collect()
    };
    let (emails, names) = (of("email"), of("name"));
    let (logins, secrets, births) = (of("account"), of("password"), of("birth-date"));
    let noun = is_people(last);
    let mut signs = vec![];
    let mut score = 0;
    let mut sign = |is: bool, points: usize, words: &str| {
        if is {
            score += points;
            signs.push(words.to_owned());
        }
    };
    sign(noun, 45, "its name is a word for people");
    sign(noun && words.len() == 1, 10, "and nothing else");
    sign(!emails.is_empty(), 20, "it has an e-mail address");
    sign(!names.is_empty(), 20, "it has names");
    sign(!logins.is_empty() || !secrets.is_empty(), 15, "one signs in with it");
    sign(!births.is_empty(), 15, "it has a date of birth");
    // A word for people that no list has: what half the system refers to, and has a birthday, is somebody.
    let central = !noun && !births.is_empty() && named_by(survey, table, &words) >= NAMED_BY;
    sign(central, 20, "many tables refer to it by its name");
    let personal = !emails.is_empty() || !names.is_empty();
    // Accounts of programs, profiles of users: somebody else is whose row it is, or who made it.
    let dependent =
        words.len() > 1 && table.columns.iter().any(|column| super::words::role(&column.name).is_some());
    if dependent && score < 90 {
        return None;
    }
    (score >= 65 && personal).then(|| Root {
        table: table.name.clone(),
        key,
        emails: emails.into_iter().map(str::to_owned).collect(),
        noun: stems(last).into_iter().min_by_key(String::len).unwrap_or_else(|| last.clone()),
        confidence: Confidence::percent(score),
        reason: signs.join(", "),
    })
}

/// How many other tables have a number that is called as this table is.
fn named_by(survey: &Survey, table: &TableSurvey, words: &[String]) -> usize {
    let forms = stems(&words.concat());
    let names = |column: &ColumnSurvey| {
        let name = Name::of(&column.name);
        column.kind == ValueKind::Integer && forms.contains(&name.stem().unwrap_or(name.compact))
    };
    let others = survey.tables.iter().filter(|other| other.name != table.name);
    others.filter(|other| other.columns.iter().any(names)).count()
}

/// The words of a table's name without what all tables begin with.
pub fn words_of(table: &str, prefix: &[String]) -> Vec<String> {
    let mut words = Name::of(table).words;
    if words.len() > prefix.len() && words.starts_with(prefix) {
        words.drain(..prefix.len());
    }
    words
}

/// The words that nearly all tables begin with: `wp`, `mdl`, `tbl`.
pub fn common_prefix(survey: &Survey) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for table in &survey.tables {
        let words = Name::of(&table.name).words;
        if let (true, Some(first)) = (words.len() > 1, words.first()) {
            *counts.entry(first.clone()).or_default() += 1;
        }
    }
    let total = survey.tables.len();
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.filter(|(_, count)| total >= 3 && count * 10 >= total * 8)
        .map(|(word, _)| vec![word])
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, columns: &[(&str, ValueKind)]) -> TableSurvey {
        let column = |(name, kind): &(&str, ValueKind)| ColumnSurvey {
            name: (*name).to_owned(),
            kind: *kind,
            max_length: None,
            unique: false,
            indexed: false,
        };
        TableSurvey {
            name: name.to_owned(),
            key: columns.first().map(|(name, _)| (*name).to_owned()).into_iter().collect(),
            columns: columns.iter().map(column).collect(),
            rows: Vec::new(),
            complete: true,
        }
    }

    /// A borrower of a library, which no list has, and what borrowers do.
    #[test]
    fn what_the_whole_system_refers_to_and_has_birthdays_is_people() {
        use ValueKind::{Date, Integer, Text};
        let borrower = [("LenerNr", Integer), ("Roepnaam", Text), ("GebDat", Date), ("Mail", Text)];
        let mut survey = Survey {
            tables: vec![
                table("Lener", &borrower),
                table("factuur", &[("fnr", Text), ("lener", Integer)]),
                table("recensie", &[("id", Integer), ("lener_nr", Integer)]),
                table("klas_lid", &[("klas", Text), ("lener", Integer)]),
            ],
            ..Survey::default()
        };
        let verdict = |category: &str| Verdict {
            category: Some(category.to_owned()),
            confidence: Confidence::percent(90),
            ..Verdict::default()
        };
        let of = |column: &str, category: &str| (("Lener".to_owned(), column.to_owned()), verdict(category));
        let mut verdicts =
            Verdicts::from([of("Roepnaam", "name"), of("GebDat", "birth-date"), of("Mail", "email")]);
        let found = roots(&survey, &verdicts, &[]);
        let tables: Vec<&str> = found.iter().map(|root| root.table.as_str()).collect();
        assert_eq!(tables, ["Lener"]);
        assert!(found.iter().all(|root| root.reason.contains("many tables refer to it")), "{found:?}");
        // Without birthdays it may be an order as well, and two tables are not the whole system.
        verdicts.remove(&("Lener".to_owned(), "GebDat".to_owned()));
        assert!(roots(&survey, &verdicts, &[]).is_empty());
        verdicts.extend([of("GebDat", "birth-date")]);
        survey.tables.pop();
        assert!(roots(&survey, &verdicts, &[]).is_empty());
    }
}
