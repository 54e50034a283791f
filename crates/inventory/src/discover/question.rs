//! What the sample alone cannot tell: whether the values of one column are keys of another table. A question asks
//! for a bounded number of values, by key, so that no table is read whole.

use std::collections::BTreeSet;

use super::content::{Context, email};
use super::survey::{Survey, TableSurvey, ValueKind};
use super::{people, reference};
use crate::identity::{HashKind, Normalise, normalise};

/// The most values that one question asks for.
pub const VALUES: usize = 40;
/// The most addresses whose hashes are asked for.
const HASHES: usize = 200;
/// The fewest different numbers at the end of texts that may be people.
const SUFFIXES: usize = 8;

/// Which of these values stand in that column?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The table to look in.
    pub table: String,
    /// Its column; a key or indexed.
    pub column: String,
    /// The values asked for. Personal data: never printed.
    pub values: Vec<String>,
    /// What the answer is for.
    pub about: About,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Whether this column of that table refers to the table asked.
    Join {
        /// The table that may refer.
        child: String,
        /// Its column.
        column: String,
    },
    /// Whether texts of this column of that table end in keys of the table asked.
    Suffix {
        /// The table with the texts.
        child: String,
        /// Its column.
        column: String,
        /// What stands before the key.
        separator: char,
    },
    /// Whether the column asked holds hashes of e-mail addresses.
    Hash(HashKind),
}

/// How many of the values asked for stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// How many of its values were found; none when it could not be asked in time.
    pub found: Option<usize>,
}

impl Answer {
    /// The table that the answer says something of.
    pub(super) fn about_table(&self) -> &str {
        match &self.question.about {
            About::Suffix { child, .. } | About::Join { child, .. } => child,
            About::Hash(_) => &self.question.table,
        }
    }
}

/// Everything worth asking about a survey.
pub fn questions(survey: &Survey, context: &Context) -> Vec<Question> {
    let prefix = people::common_prefix(survey);
    let verdicts = super::assemble::verdicts(survey, context);
    let roots = people::roots(survey, &verdicts, &prefix);
    let mut questions: Vec<Question> = Vec::new();
    for join in reference::candidates(survey, &roots, &prefix) {
        let values = survey.table(&join.child).map(|table| asked(table, &join.column)).unwrap_or_default();
        if !join.declared && !values.is_empty() {
            let about = About::Join { child: join.child, column: join.column };
            questions.push(Question { table: join.parent, column: join.parent_column, values, about });
        }
    }
    questions.extend(hashes(survey));
    questions.extend(suffixes(survey, &roots));
    questions
}

/// Short texts that nearly all end in a number after words, `reminder_for_12`: the numbers may be people.
fn suffixes(survey: &Survey, roots: &[people::Root]) -> Vec<Question> {
    let numbered = |root: &&people::Root| {
        let key = survey.table(&root.table).and_then(|table| table.column(&root.key));
        key.is_some_and(|key| key.kind == ValueKind::Integer)
    };
    let roots: Vec<&people::Root> = roots.iter().filter(numbered).collect();
    let mut questions = Vec::new();
    for table in survey.tables.iter().filter(|table| roots.iter().all(|root| root.table != table.name)) {
        for column in table.columns.iter().filter(|column| column.kind == ValueKind::Text) {
            let values = table.distinct(&column.name);
            let cut: Vec<(char, &str)> = values.iter().filter_map(|value| suffix(value)).collect();
            let Some((separator, _)) = cut.first().copied() else { continue };
            let numbers: BTreeSet<&str> = cut.iter().map(|(_, number)| *number).collect();
            let alike = cut.iter().all(|(other, _)| *other == separator);
            if alike && numbers.len() >= SUFFIXES && cut.len() * 10 >= values.len() * 9 {
                let values: Vec<String> = numbers.into_iter().take(VALUES).map(str::to_owned).collect();
                questions.extend(roots.iter().map(|root| {
                    let (child, column) = (table.name.clone(), column.name.clone());
                    Question {
                        table: root.table.clone(),
                        column: root.key.clone(),
                        values: values.clone(),
                        about: About::Suffix { child, column, separator },
                    }
                }));
            }
        }
    }
    questions
}

/// The number at the end of words, and what stands before it.
fn suffix(value: &str) -> Option<(char, &str)> {
    let words = value.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = value.get(words.len()..).filter(|number| (1..=12).contains(&number.len()))?;
    let separator = words.chars().next_back().filter(|c| matches!(c, '_' | ':' | '-' | '/' | '.'))?;
    let before = words.get(..words.len() - separator.len_utf8())?;
    // A word, or several; not the parts of a date or of a version.
    let worded = before.len() >= 3
        && before.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | ':' | '-' | '/' | '.'));
    (worded && value.len() <= 100).then_some((separator, number))
}

/// The values of a column that may be keys: not null, not the 0 that means nobody.
pub(super) fn asked(table: &TableSurvey, column: &str) -> Vec<String> {
    let values = table.distinct(column).into_iter().filter(|value| !matches!(value.trim(), "0" | "-1"));
    values.take(VALUES).map(str::to_owned).collect()
}

/// Columns of hexadecimal text may hold hashes of addresses: asked with the hashes of sampled ones.
fn hashes(survey: &Survey) -> Vec<Question> {
    let mut addresses: BTreeSet<String> = BTreeSet::new();
    for table in &survey.tables {
        for column in table.columns.iter().filter(|column| column.kind == ValueKind::Text) {
            let found = table.distinct(&column.name).into_iter().filter(|value| email::is(value));
            addresses.extend(found.map(|value| normalise(value, &[Normalise::Trim, Normalise::Lower])));
        }
    }
    let mut questions = Vec::new();
    for table in &survey.tables {
        for column in table.columns.iter().filter(|column| column.kind == ValueKind::Text) {
            let cheap = column.indexed || table.complete;
            let Some(kind) = hash_kind(&table.distinct(&column.name)).filter(|_| cheap) else { continue };
            let values = addresses.iter().take(HASHES).map(|address| kind.hex(address)).collect();
            let about = About::Hash(kind);
            questions.push(Question {
                table: table.name.clone(),
                column: column.name.clone(),
                values,
                about,
            });
        }
    }
    if addresses.is_empty() { Vec::new() } else { questions }
}

/// The hash that all values may be, by their length.
fn hash_kind(values: &BTreeSet<&str>) -> Option<HashKind> {
    let length = values.first()?.len();
    let hexadecimal = |value: &&str| value.len() == length && value.bytes().all(|b| b.is_ascii_hexdigit());
    let kind = match length {
        64 => HashKind::Sha256,
        40 => HashKind::Sha1,
        32 => HashKind::Md5,
        _ => return None,
    };
    values.iter().all(hexadecimal).then_some(kind)
}
