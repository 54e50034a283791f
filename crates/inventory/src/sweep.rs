//! The retention rules of a map, ready for a sweep: which rows, counted from what, and what goes along.
//!
//! Pure: a connector turns a [`Sweep`] into statements over whole tables. A rule that cannot be carried out set
//! by set is not bent but named ([`SweepProblem`]); it then deletes nothing.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use retention::{Term, Then, cutoff_of_all};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::decide::change;
use crate::erasure::{Change, Terms};
use crate::found::Key;
use crate::map::{Collection, Conditions, DataMap, Do, Erase, Field, Match, Path, Relation, Source};

/// A rule of one collection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SweepRule {
    /// `system/collection/term`, with a number behind it when there are several of one term.
    pub id: String,
    /// The system.
    pub system: String,
    /// The collection whose rows end.
    pub collection: String,
    /// The term.
    pub term: String,
    /// The column with the date of the event.
    pub since: String,
    /// Whether that column holds UTC.
    pub utc: bool,
    /// Only rows that meet these conditions.
    pub conditions: Conditions,
    /// Columns and how each is erased, when the term anonymises and the rule names them.
    pub fields: BTreeMap<String, Erase>,
}

/// Rows of another collection that go along with a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch<'m> {
    /// The collection they are of.
    pub collection: &'m Collection,
    /// What they hang on: an index into the branches before this one; none: the rule's own rows.
    pub parent: Option<usize>,
    /// How they hang on it.
    pub path: &'m Path,
}

/// Everything that a system must know to carry a rule out on a day.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// The rule.
    pub rule: SweepRule,
    /// Its term.
    pub term: Term,
    /// The law's own minima for it: the strictest counts.
    pub least: Vec<Term>,
    /// Every term, for what else holds the rows.
    pub terms: Terms,
    /// The day, in the zone.
    pub today: Date,
    /// The organisation's zone.
    pub zone: TimeZone,
    /// Only these rows of the rule's own, when somebody decided about each; none: all that are past their date.
    pub only: Option<Vec<Key>>,
}

impl Sweep {
    /// The last event date whose rows may go on `day`; none when nothing may.
    pub fn cutoff(&self, day: Date) -> Option<Date> {
        cutoff_of_all(std::iter::once(&self.term).chain(&self.least), day)
    }
}

/// Why a rule cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum SweepProblem {
    /// The collection's rows are held as long as another's.
    #[error(
        "rows of “{collection}” stay as long as the “{parent}” they belong to: give that collection the rule"
    )]
    Follows {
        /// The collection.
        collection: String,
        /// The other.
        parent: String,
    },
    /// What hangs on the rows has a term of its own.
    #[error("rows of “{collection}” hang on these and have a term of their own; nothing is deleted")]
    OwnTerm {
        /// The collection that hangs on it.
        collection: String,
    },
    /// What hangs on the rows cannot be found by equal values.
    #[error(
        "rows of “{collection}” hang on these in a way that cannot be followed set by set; nothing is deleted"
    )]
    Unfollowed {
        /// The collection that hangs on it.
        collection: String,
    },
    /// There is nothing to anonymise.
    #[error(
        "the rows of “{collection}” are to be anonymised, and no column of them can be without knowing whose they are"
    )]
    NothingToAnonymise {
        /// The collection.
        collection: String,
    },
    /// The policy has no such term, or not how long it is.
    #[error("the policy does not say how long the term “{term}” is, from when, or what happens then")]
    NoTerm {
        /// The term.
        term: String,
    },
}

/// The rules of a map, in its order: those that `retain` names, and those that holds are by themselves.
pub fn rules(map: &DataMap) -> Vec<SweepRule> {
    let mut rules: Vec<SweepRule> = Vec::new();
    for collection in &map.collections {
        let holds = collection.holds.iter().filter_map(|hold| {
            let (term, since) = (hold.term.clone()?, hold.since.clone()?);
            Some((term, since, hold.utc, hold.conditions.clone(), BTreeMap::new()))
        });
        let retains = collection.retains.iter().filter_map(|retain| {
            let (term, since) = (retain.term.clone()?, retain.since.clone()?);
            Some((term, since, retain.utc, retain.conditions.clone(), retain.fields.clone()))
        });
        for (term, since, utc, conditions, fields) in retains.chain(holds) {
            let plain = format!("{}/{}/{term}", map.system.id, collection.id);
            let same = |rule: &&SweepRule| rule.collection == collection.id && rule.term == term;
            let id = match rules.iter().filter(same).count() {
                0 => plain,
                more => format!("{plain}/{}", more + 1),
            };
            rules.push(SweepRule {
                id,
                system: map.system.id.clone(),
                collection: collection.id.clone(),
                term,
                since,
                utc,
                conditions,
                fields,
            });
        }
    }
    rules
}

/// What goes along with rows of a collection: what hangs on them, on that, and so on; parents come first.
pub fn branches<'m>(map: &'m DataMap, collection: &'m Collection) -> Result<Vec<Branch<'m>>, SweepProblem> {
    if let Some(parent) = collection.holds.iter().find_map(|hold| hold.with.clone()) {
        return Err(SweepProblem::Follows { collection: collection.id.clone(), parent });
    }
    let mut branches: Vec<Branch<'m>> = Vec::new();
    let mut waiting: Vec<(Option<usize>, &'m Collection)> = vec![(None, collection)];
    while let Some((parent, here)) = waiting.pop() {
        for other in map.collections.iter().filter(|other| follows(other, &here.id)) {
            if other.holds.iter().any(|hold| hold.term.is_some()) {
                return Err(SweepProblem::OwnTerm { collection: other.id.clone() });
            }
            let ways = other.paths.iter().filter(|path| {
                path.source() == Source::Collection(&here.id) && path.relation == Relation::Own
            });
            for path in ways {
                if path.how != Match::Equals || path.hash.is_some() || other.id == here.id {
                    return Err(SweepProblem::Unfollowed { collection: other.id.clone() });
                }
                let circle = branches.len() > map.collections.len() * 4;
                if circle {
                    return Err(SweepProblem::Unfollowed { collection: other.id.clone() });
                }
                branches.push(Branch { collection: other, parent, path });
                waiting.push((Some(branches.len() - 1), other));
            }
        }
    }
    Ok(branches)
}

/// Whether rows of a collection go along with those of another.
fn follows(collection: &Collection, parent: &str) -> bool {
    let held = collection.holds.iter().filter_map(|hold| hold.with.as_deref());
    let kept = collection.retains.iter().filter_map(|retain| retain.with.as_deref());
    held.chain(kept).any(|with| with == parent)
}

/// Collections that hang on rows of a collection by a path of their own and do not go along: they would be left
/// behind, pointing at nothing. For a person to judge.
pub fn left_behind<'m>(map: &'m DataMap, collection: &Collection) -> Vec<&'m str> {
    let hangs = |other: &&Collection| {
        other.id != collection.id
            && !follows(other, &collection.id)
            && other.paths.iter().any(|path| {
                path.source() == Source::Collection(&collection.id) && path.relation == Relation::Own
            })
    };
    map.collections.iter().filter(hangs).map(|other| other.id.as_str()).collect()
}

/// What becomes of rows of the rule's collection; none: they go. An error when anonymising would change nothing.
pub fn changes(
    collection: &Collection,
    rule: &SweepRule,
    then: Then,
) -> Result<Option<BTreeMap<String, Change>>, SweepProblem> {
    // A row that its map never deletes, because others need its number, is emptied as an erasure empties it.
    let only_emptied = then == Then::Delete && collection.erasure.what == Do::Anonymise;
    if then != Then::Anonymise && !only_emptied {
        return Ok(None);
    }
    let fields: BTreeMap<String, Field> = if rule.fields.is_empty() {
        let own = collection.personal_fields().into_iter();
        own.map(|(column, field)| (column.to_owned(), field)).collect()
    } else {
        // A blank that a rule names empties the column whole, whatever is nested in it.
        let named = rule
            .fields
            .iter()
            .map(|(column, erase)| (column.clone(), Field { erase: erase.clone(), ..Field::default() }));
        named.collect()
    };
    let changes = impersonal(fields);
    let visible = changes.values().any(|change| !matches!(change, Change::BlankLeaves { .. }));
    if !visible {
        return Err(SweepProblem::NothingToAnonymise { collection: collection.id.clone() });
    }
    Ok(Some(changes))
}

/// What becomes of rows that go along: none: they go; empty: they stay as they are.
pub fn branch_changes(collection: &Collection) -> Option<BTreeMap<String, Change>> {
    match collection.erasure.what {
        Do::Delete => None,
        Do::Keep => Some(BTreeMap::new()),
        Do::Anonymise => {
            let own = collection.personal_fields().into_iter();
            Some(impersonal(own.map(|(column, field)| (column.to_owned(), field)).collect()))
        }
    }
}

/// The changes that need not know whose row it is.
fn impersonal(fields: BTreeMap<String, Field>) -> BTreeMap<String, Change> {
    let changes = fields.into_iter().filter_map(|(column, field)| Some((column, change(&field)?)));
    changes.filter(|(_, change)| !matches!(change, Change::Redact { .. } | Change::Remove { .. })).collect()
}

/// A hash over everything that decides what a rule touches: a rule that reads differently is another rule.
pub fn digest(map: &DataMap, rule: &SweepRule, term: &Term, least: &[Term]) -> String {
    let mut parts = vec![serde_json::to_string(rule), serde_json::to_string(term)];
    parts.extend(least.iter().map(serde_json::to_string));
    if let Some(collection) = map.collection(&rule.collection) {
        parts.push(serde_json::to_string(collection));
        let along = branches(map, collection).unwrap_or_default();
        parts.extend(along.iter().map(|branch| serde_json::to_string(branch.collection)));
    }
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.unwrap_or_default();
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use kernel::calendar::Span;
    use retention::Start;

    const MAP: &str = r#"
system = { id = "s", name = "S", connector = "sql", url_env = "U" }
identity = [{ kind = "email" }]

[[collection]]
id = "orders"
name = "Orders"
table = "orders"
key = ["id"]
category = "order"
path = [{ from = "identity", on = { email = "email" } }]
fields.email = { category = "email" }
not_personal = ["placed", "status"]
erasure = { do = "delete" }
hold = { term = "invoices", since = "placed", utc = true, where = { status = "done" } }
retain = { term = "carts", since = "placed", where = { status = "draft" } }

[[collection]]
id = "lines"
name = "Lines"
table = "lines"
key = ["id"]
category = "order"
path = [{ from = "orders", on = { order_id = "id" } }]
personal = ["gift"]
not_personal = ["order_id"]
erasure = { do = "delete" }
hold = { with = "orders" }

[[collection]]
id = "wishes"
name = "Wishes"
table = "wishes"
key = ["id"]
category = "order"
path = [{ from = "lines", on = { line_id = "id" } }]
personal = ["text"]
not_personal = ["line_id"]
erasure = { do = "delete" }
retain = { with = "lines" }

[[collection]]
id = "notes"
name = "Notes"
table = "notes"
key = ["id"]
category = "order"
path = [{ from = "orders", on = { order_id = "id" } }]
personal = ["text"]
not_personal = ["order_id"]
erasure = { do = "delete" }

[[collection]]
id = "visits"
name = "Visits"
table = "visits"
key = ["id"]
category = "usage"
path = [{ from = "identity", on = { email = "email" } }]
fields.email = { category = "email", erase = "redact" }
fields.ip = { category = "ip-address" }
not_personal = ["at"]
erasure = { do = "delete" }
retain = [
  { term = "usage", since = "at" },
  { term = "usage", since = "at", fields = { email = "blank" } },
]
"#;

    fn map() -> DataMap {
        DataMap::parse(MAP).unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    #[test]
    fn holds_and_retains_are_rules() {
        let ids: Vec<String> = rules(&map()).into_iter().map(|rule| rule.id).collect();
        assert_eq!(ids, ["s/orders/carts", "s/orders/invoices", "s/visits/usage", "s/visits/usage/2"]);
    }

    #[test]
    fn what_follows_goes_along_and_the_rest_is_named() {
        let map = map();
        let orders = map.collection("orders").unwrap();
        let along: Vec<(&str, Option<usize>)> = branches(&map, orders)
            .unwrap()
            .iter()
            .map(|branch| (branch.collection.id.as_str(), branch.parent))
            .collect();
        assert_eq!(along, [("lines", None), ("wishes", Some(0))]);
        assert_eq!(left_behind(&map, orders), ["notes"]);
        let lines = map.collection("lines").unwrap();
        assert!(matches!(branches(&map, lines), Err(SweepProblem::Follows { .. })));
    }

    #[test]
    fn a_child_with_a_term_of_its_own_stops_the_rule() {
        let text = MAP.replace(
            "hold = { with = \"orders\" }",
            "hold = [{ with = \"orders\" }, { term = \"claims\", since = \"order_id\" }]",
        );
        let map = DataMap::parse(&text).unwrap();
        let problem = branches(&map, map.collection("orders").unwrap()).unwrap_err();
        assert_eq!(problem, SweepProblem::OwnTerm { collection: "lines".into() });
    }

    #[test]
    fn anonymising_changes_what_needs_no_person() {
        let map = map();
        let visits = map.collection("visits").unwrap();
        let both: Vec<SweepRule> =
            rules(&map).into_iter().filter(|rule| rule.collection == "visits").collect();
        let columns = |rule: &SweepRule| {
            let changes = changes(visits, rule, Then::Anonymise).unwrap().unwrap();
            changes.into_keys().collect::<Vec<String>>()
        };
        assert_eq!(columns(&both[0]), ["ip"]);
        assert_eq!(columns(&both[1]), ["email"]);
        assert_eq!(changes(visits, &both[0], Then::Delete), Ok(None));
        let only = SweepRule { fields: BTreeMap::from([("ip".to_owned(), Erase::Keep)]), ..both[0].clone() };
        assert!(changes(visits, &only, Then::Anonymise).is_err());
        let mut emptied = visits.clone();
        emptied.erasure.what = Do::Anonymise;
        assert_eq!(
            changes(&emptied, &both[1], Then::Delete).unwrap().unwrap().into_keys().collect::<Vec<_>>(),
            ["email"]
        );
    }

    #[test]
    fn a_rule_that_reads_differently_has_another_digest() {
        let term =
            |keep: u8| Term::new("invoices", Span::years(keep), Start::EndOfBookYear, Then::Delete).unwrap();
        let of = |text: &str, term: &Term, least: &[Term]| {
            let map = DataMap::parse(text).unwrap();
            let rule = rules(&map).into_iter().find(|rule| rule.term == "invoices").unwrap();
            digest(&map, &rule, term, least)
        };
        let as_it_is = of(MAP, &term(7), &[]);
        assert_eq!(as_it_is, of(MAP, &term(7), &[]));
        assert_ne!(as_it_is, of(MAP, &term(5), &[]));
        assert_ne!(as_it_is, of(MAP, &term(7), &[term(10)]));
        assert_ne!(as_it_is, of(&MAP.replace("status = \"done\"", "status = \"paid\""), &term(7), &[]));
        // What goes along belongs to it too; what is elsewhere does not.
        assert_ne!(as_it_is, of(&MAP.replace("{ line_id = \"id\" }", "{ id = \"id\" }"), &term(7), &[]));
        assert_eq!(as_it_is, of(&MAP.replace("name = \"Visits\"", "name = \"Hits\""), &term(7), &[]));
    }

    #[test]
    fn the_law_is_never_undercut() {
        let map = map();
        let rule = rules(&map).into_iter().find(|rule| rule.term == "invoices").unwrap();
        let term = |keep: u8| Term::new("t", Span::years(keep), Start::EndOfBookYear, Then::Delete).unwrap();
        let sweep = Sweep {
            rule,
            term: term(2),
            least: vec![term(7)],
            terms: Terms::new(),
            today: date(2026, 11, 22),
            zone: TimeZone::UTC,
            only: None,
        };
        assert_eq!(sweep.cutoff(sweep.today), Some(date(2018, 12, 31)));
    }
}
