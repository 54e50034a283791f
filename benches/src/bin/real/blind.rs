//! A search of all text that knows nothing of the data map: every text column of every table, for the person's
//! e-mail address, telephone number, name and street, as they stand, in any capitals, escaped or not.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use futures_util::TryStreamExt as _;
use inventory::map::{Collection, Erase};
use inventory::{Action, DataMap, MentionAction, PreparedErasure, Receipt, ResidueClass};
use sqlx::AssertSqlSafe;

use crate::databases::{Databases, texts};

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Needles {
    /// Kind and lower-case text; whole words only.
    words: BTreeSet<(&'static str, String)>,
    /// The last nine digits of telephone numbers.
    phones: BTreeSet<String>,
}

/// Shorter texts say nothing.
const SHORTEST: usize = 6;
const PHONE_DIGITS: usize = 9;

impl Needles {
    /// Adds a text, and how it looks in addresses of pages and in JSON.
    pub fn add(&mut self, kind: &'static str, text: &str) {
        let text = text.trim().to_lowercase();
        if text.chars().count() < SHORTEST {
            return;
        }
        let escaped: String =
            text.chars()
                .map(|letter| {
                    if letter.is_ascii() {
                        letter.to_string()
                    } else {
                        format!("\\u{:04x}", u32::from(letter))
                    }
                })
                .collect();
        self.words.insert((kind, text.replace('@', "%40")));
        self.words.insert((kind, escaped));
        self.words.insert((kind, text));
    }

    /// Adds a telephone number.
    pub fn add_phone(&mut self, number: &str) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        if let Some(last) = digits.len().checked_sub(PHONE_DIGITS).and_then(|start| digits.get(start..)) {
            self.phones.insert(last.to_owned());
        }
    }

    /// What of the person stands in a text.
    pub fn kinds(needles: &Self, text: &str) -> BTreeSet<&'static str> {
        let folded = text.to_lowercase();
        let words = needles.words.iter().filter(|(kind, word)| stands(&folded, word, *kind == "email"));
        let mut kinds: BTreeSet<&'static str> = words.map(|(kind, _)| *kind).collect();
        if !needles.phones.is_empty() {
            let digits = numbers(text);
            if needles.phones.iter().any(|phone| is_called(&digits, phone)) {
                kinds.insert("phone");
            }
        }
        kinds
    }
}

/// Whether a word stands in a text with nothing of a word on either side.
fn stands(text: &str, word: &str, address: bool) -> bool {
    text.match_indices(word).any(|(start, _)| {
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let mut after = text.get(start + word.len()..).unwrap_or_default().chars();
        let (next, second) = (after.next(), after.next());
        let joins = |letter: char| letter.is_alphanumeric() || (address && "._%+-".contains(letter));
        // In JSON and addresses of pages a letter may be the end of an escape: \n, %2F.
        let escape = |length: usize, mark: char| {
            let start = start.checked_sub(length).and_then(|place| text.get(place..start));
            start.is_some_and(|escape| escape.starts_with(mark))
        };
        let free = before.is_none_or(|letter| !joins(letter)) || escape(2, '\\') || escape(3, '%');
        let goes_on = next.is_some_and(char::is_alphanumeric)
            || (address
                && next.is_some_and(|next| ".-".contains(next))
                && second.is_some_and(char::is_alphanumeric));
        free && !goes_on
    })
}

/// The numbers of a text, with what people write between digits taken out.
#[derive(Default)]
struct Numbers {
    /// Digits, and `|` between numbers.
    digits: String,
    /// For each byte of [`Self::digits`]: the text goes on with a digit right behind it.
    goes_on: Vec<bool>,
}

fn numbers(text: &str) -> Numbers {
    let mut numbers = Numbers::default();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_ascii_digit() {
            numbers.digits.push(letter);
            numbers.goes_on.push(letters.peek().is_some_and(char::is_ascii_digit));
        } else if !" -.()/+".contains(letter) && numbers.digits.ends_with(|last: char| last.is_ascii_digit())
        {
            numbers.digits.push('|');
            numbers.goes_on.push(false);
        }
    }
    numbers
}

fn is_called(numbers: &Numbers, phone: &str) -> bool {
    let Numbers { digits, goes_on } = numbers;
    digits.match_indices(phone).any(|(start, _)| {
        let last = start + phone.len() - 1;
        let ends = goes_on.get(last).is_none_or(|goes_on| !goes_on);
        let before = digits.get(..start).unwrap_or_default().rsplit('|').next().unwrap_or_default();
        ends && (before.is_empty() || before.ends_with('0') || before.ends_with("31"))
    })
}

/// What a place means where something of the person still stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The person's own row, in a column that a law or a stated reason keeps.
    Kept,
    /// Another person's row or text, listed in the receipt.
    Listed,
    /// Neither.
    Unexplained,
}

/// The places found, by what they mean: table, key and column.
pub type Places = BTreeMap<Meaning, BTreeSet<(String, String, String)>>;

/// Searches the copy and gives every place its meaning by the receipt.
pub async fn search(databases: &Databases, needles: &Needles, judge: &Judge<'_>) -> Result<Places> {
    let mut places = Places::new();
    for table in databases.tables.iter().filter(|table| !table.texts.is_empty()) {
        let columns: Vec<String> = table.texts.iter().map(|column| format!("r.`{column}`")).collect();
        let sql = format!(
            "SELECT {}, {} FROM `{}`.`{}` r",
            table.key_sql(),
            columns.join(", "),
            databases.copy,
            table.name
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&databases.pool);
        while let Some(row) = rows.try_next().await? {
            let values = texts(&row)?;
            let Some((Some(key), values)) = values.split_first() else { continue };
            for (column, value) in table.texts.iter().zip(values) {
                let Some(value) = value else { continue };
                if !Needles::kinds(needles, value).is_empty() {
                    let meaning = judge.meaning(&table.name, key, column);
                    let place = (table.name.clone(), key.clone(), column.clone());
                    places.entry(meaning).or_default().insert(place);
                }
            }
        }
    }
    Ok(places)
}

/// Judges places by what was prepared and receipted.
pub struct Judge<'a> {
    own: BTreeMap<(&'a str, String), (&'a Collection, &'a Action)>,
    listed: BTreeSet<(&'a str, String, &'a str)>,
}

impl<'a> Judge<'a> {
    /// By these.
    pub fn new(map: &'a DataMap, prepared: &'a PreparedErasure, receipt: &'a Receipt) -> Self {
        let mut own = BTreeMap::new();
        for part in &prepared.collections {
            let Some(rules) = map.collection(&part.collection) else { continue };
            for group in &part.groups {
                for row in &group.rows {
                    own.insert((part.table.as_str(), row.key.to_string()), (rules, &group.action));
                }
            }
        }
        let mut listed: BTreeSet<(&str, String, &str)> = receipt
            .mentions
            .iter()
            .filter(|mention| mention.action == MentionAction::Report)
            .map(|mention| (mention.table.as_str(), mention.key.to_string(), mention.column.as_str()))
            .collect();
        let hits = receipt.residue.iter().flat_map(|residue| &residue.hits);
        listed.extend(
            hits.filter(|hit| hit.class == ResidueClass::Other)
                .map(|hit| (hit.table.as_str(), hit.key.to_string(), hit.column.as_str())),
        );
        Self { own, listed }
    }

    fn meaning(&self, table: &str, key: &str, column: &str) -> Meaning {
        if let Some((rules, action)) = self.own.get(&(table, key.to_owned())) {
            let kept = match action {
                Action::Keep { .. } => true,
                Action::Hold { changes, .. } => !changes.contains_key(column),
                Action::Anonymise { changes } => {
                    !changes.contains_key(column)
                        && rules.field(column).is_some_and(|field| field.erase == Erase::Keep)
                }
                Action::Delete => false,
            };
            return if kept { Meaning::Kept } else { Meaning::Unexplained };
        }
        if self.listed.contains(&(table, key.to_owned(), column)) {
            Meaning::Listed
        } else {
            Meaning::Unexplained
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_stands_in_a_text_in_any_writing_and_only_as_a_whole() {
        let mut needles = Needles::default();
        needles.add("email", "Eva.Bos@school.example");
        needles.add("name", "Zoë de Wit");
        needles.add_phone("+31 6 1234 5678");
        for (text, kinds) in [
            ("to eva.bos@SCHOOL.example.", vec!["email"]),
            ("?mail=eva.bos%40school.example&x", vec!["email"]),
            (r#"{"to":"\neva.bos@school.example"}"#, vec!["email"]),
            ("jeva.bos@school.example, x-eva.bos@school.example, eva.bos@school.example.org", vec![]),
            (r#"s:10:"ZOË de wit""#, vec!["name"]),
            (r#""zo\u00eb de wit""#, vec!["name"]),
            ("Zoë de Witte", vec![]),
            ("call 06-12345678 or (06) 12 34 56 78", vec!["phone"]),
            ("order 9612345678", vec![]),
            ("061234567890 and 06123456781", vec![]),
            ("06-12345678 2 boxes", vec!["phone"]),
        ] {
            assert_eq!(Needles::kinds(&needles, text), kinds.into_iter().collect(), "{text}");
        }
    }
}
