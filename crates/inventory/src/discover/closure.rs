//! Which tables are about a person: the tables of people, what is owned by them, what is part of something owned;
//! and the tables in which they only stand as somebody who did something.
//!
//! Being about a person spreads along a join only when the row is a part of the other one: an order's lines are
//! the customer's, the course that an enrolment names is not the pupil's.

use std::collections::BTreeMap;

use super::confidence::Confidence;
use super::content::Form;
use super::holder;
use super::pairs;
use super::people::{Root, Verdicts, words_of};
use super::question::{About, Answer};
use super::reference::Join;
use super::survey::{Survey, TableSurvey};
use super::words::{self, Role, stems};
use crate::identity::HashKind;
use crate::map::Match;

/// What a table is to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing was found.
    Elsewhere,
    /// People stand in other rows.
    Mentioned,
    /// Its rows are somebody's.
    Own,
    /// Its rows are people.
    Account,
}

/// One way from a person to a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// By an identity in a column.
    Email {
        /// The column.
        column: String,
        /// How sure.
        confidence: Confidence,
        /// Why.
        reason: String,
    },
    /// By the hash of an identity.
    Hash {
        /// The column.
        column: String,
        /// The hash.
        kind: HashKind,
        /// Why.
        reason: String,
    },
    /// By the key of a person at the end of a text.
    Suffix {
        /// The column.
        column: String,
        /// What stands before the key.
        separator: char,
        /// The table of people.
        parent: String,
        /// Its key.
        key: String,
        /// Why.
        reason: String,
    },
    /// By a join to own rows.
    Join(Join),
    /// By a join from own rows that refer to this table.
    Back(Join),
    /// By an identity somewhere in text or in a structure: somebody else's row.
    Mention {
        /// The column.
        column: String,
        /// How it stands there.
        how: Match,
        /// Whether the rows are theirs all the same: a session that knows its visitor only from inside.
        own: bool,
        /// How sure.
        confidence: Confidence,
        /// Why.
        reason: String,
    },
    /// By a join that says who did something.
    Actor(Join),
}

/// Standing and ways of every table that has any.
#[derive(Debug, Clone, Default)]
pub struct Closure {
    standing: BTreeMap<String, Standing>,
    ways: BTreeMap<String, Vec<Way>>,
}

impl Closure {
    /// What a table is to a person.
    pub fn standing(&self, table: &str) -> Standing {
        self.standing.get(table).copied().unwrap_or(Standing::Elsewhere)
    }

    /// Whether a table's rows are people or somebody's.
    pub fn is_own(&self, table: &str) -> bool {
        self.standing(table) >= Standing::Own
    }

    /// The ways to a table, the surest kind first.
    pub fn ways(&self, table: &str) -> &[Way] {
        self.ways.get(table).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, table: &str, standing: Standing, way: Way) {
        let now = self.standing.entry(table.to_owned()).or_insert(Standing::Elsewhere);
        *now = (*now).max(standing);
        let ways = self.ways.entry(table.to_owned()).or_default();
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
}

/// What everything hangs on.
pub struct Grounds<'a> {
    /// The database.
    pub survey: &'a Survey,
    /// What the columns hold.
    pub verdicts: &'a Verdicts,
    /// The tables of people.
    pub roots: &'a [Root],
    /// The joins.
    pub joins: &'a [Join],
    /// The answers.
    pub answers: &'a [Answer],
    /// What all tables' names begin with.
    pub prefix: &'a [String],
}

impl Grounds<'_> {
    pub(super) fn is_root(&self, table: &str) -> bool {
        self.roots.iter().any(|root| root.table == table)
    }

    /// Whether the texts of a column say, before the key at their end, which table it is of: `pupil:12`.
    fn is_named_before_key(&self, answer: &Answer) -> bool {
        let About::Suffix { child, column, separator } = &answer.question.about else { return false };
        let forms = stems(&words_of(&answer.question.table, self.prefix).concat());
        let Some(table) = self.survey.table(child) else { return false };
        let mut texts = table.distinct(column).into_iter().peekable();
        let named = |text: &str| {
            let before = text.rsplit_once(*separator).map(|(before, _)| before.to_lowercase());
            before.is_some_and(|before| forms.iter().any(|form| before == *form || before.ends_with(form)))
        };
        texts.peek().is_some() && texts.all(named)
    }

    /// Whether a table says who made its rows but not whose they are: content, in which an address is a mention.
    fn made_by_somebody(&self, table: &str) -> bool {
        let mut people =
            self.joins.iter().filter(|join| join.child == table && self.is_root(&join.parent)).peekable();
        people.peek().is_some() && people.all(|join| join.role == Some(Role::Actor))
    }
}

/// Follows everything from the tables of people until nothing new is found.
pub fn follow(grounds: &Grounds<'_>) -> Closure {
    let mut closure = Closure::default();
    for root in grounds.roots {
        closure.standing.insert(root.table.clone(), Standing::Account);
    }
    for table in &grounds.survey.tables {
        direct(grounds, table, &mut closure);
    }
    spread(grounds, &mut closure);
    suffixes(grounds, &mut closure);
    for join in grounds.joins {
        let root = grounds.is_root(&join.parent);
        let kept = words::is_upkeep(&words_of(&join.child, grounds.prefix));
        if root && (join.role == Some(Role::Actor) || kept) {
            closure.add(&join.child, Standing::Mentioned, Way::Actor(join.clone()));
        }
    }
    for table in &grounds.survey.tables {
        mentions(grounds, table, &mut closure);
    }
    closure
}

/// Identities in the table itself, and joins to people that say whose row it is.
fn direct(grounds: &Grounds<'_>, table: &TableSurvey, closure: &mut Closure) {
    let account = grounds.is_root(&table.name);
    let standing = if account { Standing::Account } else { Standing::Own };
    let made = grounds.made_by_somebody(&table.name);
    for column in &table.columns {
        let Some(verdict) = grounds.verdicts.get(&(table.name.clone(), column.name.clone())) else {
            continue;
        };
        let addresses = verdict.form == Some(Form::Email) && verdict.share >= 50;
        let empty = verdict.form.is_none() && verdict.confidence.value() >= 80;
        let short = column.max_length.is_none_or(|length| length <= 400);
        let paired = super::words::is_pair_value(&column.name);
        if verdict.category.as_deref() == Some("email")
            && (addresses || empty)
            && short
            && !paired
            && !verdict.free
        {
            let (column, confidence) = (column.name.clone(), verdict.confidence);
            let reason = verdict.reason.clone();
            if made && !account {
                let way = Way::Mention { column, how: Match::Equals, own: false, confidence, reason };
                closure.add(&table.name, Standing::Mentioned, way);
            } else {
                closure.add(&table.name, standing, Way::Email { column, confidence, reason });
            }
        }
    }
    let kept = words::is_upkeep(&words_of(&table.name, grounds.prefix));
    for join in grounds.joins.iter().filter(|join| join.child == table.name) {
        let root = grounds.is_root(&join.parent);
        if root && join.role != Some(Role::Actor) && join.parent != table.name && !kept {
            closure.add(&table.name, standing, Way::Join(join.clone()));
        }
    }
    for answer in grounds.answers.iter().filter(|answer| answer.about_table() == table.name) {
        if let (About::Hash(kind), Some(found @ 1..)) = (&answer.question.about, answer.found) {
            let reason = format!("{found} sampled e-mail addresses stand there as their {kind:?} hash");
            let way = Way::Hash { column: answer.question.column.clone(), kind: *kind, reason };
            closure.add(&table.name, standing, way);
        }
    }
}

/// Rows that nothing else ties to anybody than the key at the end of a text.
fn suffixes(grounds: &Grounds<'_>, closure: &mut Closure) {
    // Of several tables of people the one that the text names before the key, else the one in which most are found.
    let mut answers: Vec<&Answer> = grounds.answers.iter().collect();
    answers.sort_by_key(|answer| std::cmp::Reverse((grounds.is_named_before_key(answer), answer.found)));
    for answer in answers {
        let (About::Suffix { child, column, separator }, Some(found)) =
            (&answer.question.about, answer.found)
        else {
            continue;
        };
        let asked = answer.question.values.len();
        if closure.is_own(child) || found * 100 < asked * 80 {
            continue;
        }
        let (parent, key) = (answer.question.table.clone(), answer.question.column.clone());
        let reason = format!("{found} of {asked} values end in keys of {parent}");
        let way = Way::Suffix { column: column.clone(), separator: *separator, parent, key, reason };
        closure.add(child, Standing::Own, way);
    }
}

/// Parts of what is somebody's are theirs too.
fn spread(grounds: &Grounds<'_>, closure: &mut Closure) {
    loop {
        let before: usize = closure.ways.values().map(Vec::len).sum();
        for join in grounds.joins {
            let root = grounds.is_root(&join.parent);
            let itself = join.child == join.parent;
            if itself && closure.is_own(&join.child) && join.role.is_none() {
                closure.add(&join.child, Standing::Own, Way::Join(join.clone()));
            }
            if root || itself || join.role == Some(Role::Actor) || !closure.is_own(&join.parent) {
                continue;
            }
            let part = is_part(grounds, join) || closure.is_own(&join.child) && join.confidence.value() >= 80;
            if part && !holder::is_of_others(grounds, join) {
                closure.add(&join.child, Standing::Own, Way::Join(join.clone()));
            }
        }
        for join in grounds.joins {
            // The steps of an attempt are somebody's, so the attempt is.
            let noun = words_of(&join.parent, grounds.prefix).pop().unwrap_or_default();
            let whose = grounds.joins.iter().any(|other| {
                other.child == join.child && grounds.is_root(&other.parent) && other.role == Some(Role::Owner)
            });
            let told = whose && closure.is_own(&join.child) && !closure.is_own(&join.parent);
            if told && words::is_act(&noun) && is_part(grounds, join) {
                closure.add(&join.parent, Standing::Own, Way::Back(join.clone()));
            }
        }
        for join in grounds.joins {
            let rich = personal_columns(grounds, &join.parent) >= 2;
            let elsewhere = !closure.is_own(&join.parent);
            let content = grounds.made_by_somebody(&join.parent);
            if elsewhere && !content && rich && closure.is_own(&join.child) && join.role.is_none() {
                closure.add(&join.parent, Standing::Own, Way::Back(join.clone()));
            }
        }
        if closure.ways.values().map(Vec::len).sum::<usize>() == before {
            return;
        }
    }
}

/// How many columns of a table are personal by name and values with hardly a doubt.
fn personal_columns(grounds: &Grounds<'_>, table: &str) -> usize {
    let of = grounds.verdicts.iter().filter(|((name, _), _)| name == table);
    of.filter(|(_, verdict)| verdict.confidence.value() >= 75 && !verdict.secret).count()
}

/// Whether the row is a part of the one it refers to: its table is named after the other, or hardly holds anything
/// besides the reference.
fn is_part(grounds: &Grounds<'_>, join: &Join) -> bool {
    let (child, parent) = (words_of(&join.child, grounds.prefix), words_of(&join.parent, grounds.prefix));
    let Some(noun) = parent.last() else { return false };
    let forms = stems(noun);
    let whole = parent.concat();
    let child_text = child.concat();
    let named_after =
        forms.iter().any(|form| {
            form.len() >= 3
                && child.iter().any(|word| stems(word).contains(form) || word.starts_with(form.as_str()))
        }) || stems(&whole).iter().any(|form| form.len() >= 4 && child_text.starts_with(form.as_str()));
    let related = child.first().is_some_and(|first| {
        parent.first().is_some_and(|other| {
            first.starts_with(other.as_str()) && other.len() >= 4 && child.len() >= parent.len()
        })
    });
    let place = grounds.survey.table(&join.child).map_or(usize::MAX, |table| {
        let rest = table.columns.iter().filter(|column| !table.is_key(&column.name));
        rest.into_iter()
            .position(|column| join.columns().any(|name| name == column.name))
            .unwrap_or(usize::MAX)
    });
    (named_after && join.confidence.value() >= 60)
        || (related && place <= 2 && join.confidence.value() >= 58)
        || (place == 0 && join.confidence.value() >= 80)
}

/// Text and structures in which people stand, in tables of any kind.
fn mentions(grounds: &Grounds<'_>, table: &TableSurvey, closure: &mut Closure) {
    if table.key.is_empty() {
        return;
    }
    // A row with the id of a session or device in it is somebody's visit.
    let visited = table.columns.iter().any(|column| {
        let verdict = grounds.verdicts.get(&(table.name.clone(), column.name.clone()));
        verdict.is_some_and(|verdict| {
            verdict.category.as_deref() == Some("cookie-id") && verdict.confidence.value() >= 68
        })
    });
    if !closure.is_own(&table.name)
        && let Some((column, key)) = pairs::addressed(table)
    {
        let (how, own, confidence) = (Match::Contains, false, Confidence::percent(70));
        let reason = format!("under keys such as “{key}” it holds e-mail addresses");
        closure.add(&table.name, Standing::Mentioned, Way::Mention { column, how, own, confidence, reason });
    }
    for column in &table.columns {
        let Some(verdict) = grounds.verdicts.get(&(table.name.clone(), column.name.clone())) else {
            continue;
        };
        let structure = matches!(verdict.form, Some(Form::PersonalStructure(_)));
        let text = matches!(verdict.form, Some(Form::Mention));
        let rare = verdict.form == Some(Form::Email) && verdict.share < 50;
        if verdict.confidence >= Confidence::PERSONAL && (structure || text || rare) {
            let how = if structure { Match::Nested } else { Match::Contains };
            let own = structure && visited && !closure.is_own(&table.name);
            let standing = if own { Standing::Own } else { Standing::Mentioned };
            let way = Way::Mention {
                column: column.name.clone(),
                how,
                own,
                confidence: verdict.confidence,
                reason: verdict.reason.clone(),
            };
            closure.add(&table.name, standing, way);
        }
    }
}
