//! What is known of people and of the edition's terms, as gathered at one moment.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{PoisonError, RwLock};

use ::requests::Right;
use ::retention::{LegalTerms, Term, Then, release_date};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Actor;
use policy::decision::{DecisionPoint, Standing, SubjectState};
use store::Page;
use store::archive_openings::OpeningRow;
use store::requests::Filter;
use store::suppressions::Cause;

use super::Inquiry;
use crate::app::App;
use crate::error::{Error, Result};
use crate::requests::change;
use crate::suppression;

/// The most people of whom what is known is kept.
const KEPT: usize = 100_000;

/// Requests read at a time.
const PAGE: u32 = 500;

/// The keyed hash by which a person is known again.
pub(super) type PersonKey = [u8; 32];

/// Whoever nothing is known of.
static NOBODY: SubjectState = SubjectState {
    erased: false,
    opted_out: false,
    objected: false,
    restricted: false,
    consents: BTreeMap::new(),
    asked_for: BTreeSet::new(),
};

/// What was gathered.
#[derive(Debug)]
pub(super) struct Known {
    /// The edition, compiled.
    pub(super) point: DecisionPoint,
    /// People by keyed hash, as they are asked about.
    pub(super) people: RwLock<HashMap<PersonKey, SubjectState>>,
    /// Those whose objection or restriction is being handled.
    asking: HashMap<PersonKey, SubjectState>,
    /// When their last objection came that is being handled.
    objections: HashMap<PersonKey, Timestamp>,
    /// The terms of data, by purpose and by category.
    limits: Limits,
    /// Archives that staff have open.
    opened: Vec<OpeningRow>,
}

impl Known {
    /// Gathers what there is to know before anybody is asked about.
    pub(super) async fn load(app: &App) -> Result<Self> {
        let opened = store::archive_openings::open(app.store(), app.now()).await.map_err(Error::internal)?;
        let (asking, objections) = asking(app).await?;
        Ok(Self {
            point: DecisionPoint::new(&app.deployment()?.edition),
            people: RwLock::default(),
            asking,
            objections,
            limits: Limits::of(app)?,
            opened,
        })
    }

    /// What is known of somebody.
    pub(super) fn person<'p>(
        people: &'p HashMap<PersonKey, SubjectState>,
        key: &PersonKey,
    ) -> &'p SubjectState {
        people.get(key).unwrap_or(&NOBODY)
    }

    /// When they objected, when that is being handled.
    pub(super) fn objected_at(&self, key: &PersonKey) -> Option<Timestamp> {
        self.objections.get(key).copied()
    }

    /// Reads what is known of people who are not kept yet.
    pub(super) async fn gather(&self, app: &App, keys: &[PersonKey]) -> Result<()> {
        let missing: HashMap<String, PersonKey> = {
            let people = self.people.read().unwrap_or_else(PoisonError::into_inner);
            let missing = keys.iter().filter(|key| !people.contains_key(*key));
            missing.map(|key| (hex::encode(key), *key)).collect()
        };
        if missing.is_empty() {
            return Ok(());
        }
        let hashes: Vec<String> = missing.keys().cloned().collect();
        let listed = store::suppressions::among(app.store(), &hashes).await.map_err(Error::internal)?;
        let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
        if people.len() > KEPT {
            people.clear();
        }
        for key in missing.values() {
            people.insert(*key, self.asking.get(key).cloned().unwrap_or_default());
        }
        for (hash, cause) in listed {
            let Some(key) = missing.get(&hash) else { continue };
            let state = people.entry(*key).or_default();
            match cause {
                Cause::Erased => state.erased = true,
                Cause::OptedOut => state.opted_out = true,
                Cause::Objected => state.objected = true,
            }
        }
        Ok(())
    }

    /// How data stand with their terms on a day, for whoever asks.
    pub(super) fn standing(&self, actor: &Actor, inquiry: &Inquiry, today: Date, now: Timestamp) -> Standing {
        let mut limits = self.limits.of_data(&inquiry.purpose, &inquiry.categories);
        let Some(since) = inquiry.since else {
            // Whoever opened the archive of these data gets at those of people who are gone.
            let open = limits.any(|limit| self.has_open(actor, limit.term.id(), now));
            return if open { Standing::Opened } else { Standing::Current };
        };
        let mut standing = Standing::Current;
        for limit in limits {
            if !limit.is_over(since, today) {
                continue;
            }
            match limit.term.then() {
                Then::Archive if self.has_open(actor, limit.term.id(), now) => {
                    if standing == Standing::Current {
                        standing = Standing::Opened;
                    }
                }
                Then::Archive => standing = Standing::Archived,
                // What somebody must decide about, or should be gone, is used for nothing meanwhile.
                Then::Delete | Then::Anonymise | Then::Ask => return Standing::Past,
            }
        }
        standing
    }

    /// Whether anybody has an archive open: then it matters who asks, and when.
    pub(super) fn anything_open(&self) -> bool {
        !self.opened.is_empty()
    }

    fn has_open(&self, actor: &Actor, term: &str, now: Timestamp) -> bool {
        let Actor::Staff { id, .. } = actor else { return false };
        self.opened.iter().any(|row| row.staff == *id && row.term == term && row.ends_at > now)
    }
}

/// The terms that data of a purpose or a category have.
#[derive(Debug, Default)]
struct Limits {
    by_purpose: HashMap<String, Limit>,
    by_category: HashMap<String, Vec<Limit>>,
}

/// A term, with those of the law that keep data longer than it.
#[derive(Debug, Clone)]
struct Limit {
    term: Term,
    least: Vec<Term>,
}

impl Limit {
    fn is_over(&self, since: Date, today: Date) -> bool {
        let all = std::iter::once(&self.term).chain(&self.least);
        all.map(|term| release_date(term, since)).all(|day| day.is_some_and(|day| day <= today))
    }
}

impl Limits {
    fn of(app: &App) -> Result<Self> {
        let deployment = app.deployment()?;
        let facts = deployment.edition.facts();
        let law = LegalTerms::embedded().map_err(Error::internal)?;
        let limit = |id: &String| {
            let term = deployment.terms.get(id)?.clone();
            let named = facts.terms.get(id).and_then(|fact| fact.law.as_deref()).unwrap_or_default();
            let least = law.named(named, app.today()).into_iter().map(|legal| legal.term.clone()).collect();
            Some(Limit { term, least })
        };
        let mut limits = Self::default();
        for (id, purpose) in &facts.purposes {
            if let Some(limit) = purpose.term.as_ref().and_then(limit) {
                limits.by_purpose.insert(id.clone(), limit);
            }
        }
        for (id, fact) in &facts.terms {
            for category in &fact.categories {
                limits.by_category.entry(category.clone()).or_default().extend(limit(id));
            }
        }
        Ok(limits)
    }

    /// The term of the purpose; where it has none, those of the categories.
    fn of_data<'l>(&'l self, purpose: &str, categories: &'l [String]) -> impl Iterator<Item = &'l Limit> {
        let own = self.by_purpose.get(purpose);
        let others = categories.iter().filter(move |_| own.is_none());
        own.into_iter().chain(others.filter_map(|category| self.by_category.get(category)).flatten())
    }
}

/// Whoever's objection or restriction is open, or whose restriction is in force: everything they ask to stop has
/// stopped until it is judged, or ended.
async fn asking(app: &App) -> Result<(HashMap<PersonKey, SubjectState>, HashMap<PersonKey, Timestamp>)> {
    let mut asking: HashMap<PersonKey, SubjectState> = HashMap::new();
    let mut objections: HashMap<PersonKey, Timestamp> = HashMap::new();
    let right = Right::Restriction.as_str();
    for row in store::requests::kept(app.store(), right).await.map_err(Error::internal)? {
        for identity in change::identities(app, &row)? {
            asking.entry(suppression::key(app, &identity)).or_default().restricted = true;
        }
    }
    let mut page = Page::first(PAGE);
    loop {
        let rows = store::requests::list(app.store(), Filter::Open, &page).await.map_err(Error::internal)?;
        for row in &rows {
            let objects = row.right == Right::Objection.as_str();
            let restricts = row.right == Right::Restriction.as_str();
            if !(objects || restricts) {
                continue;
            }
            for identity in change::identities(app, row)? {
                let key = suppression::key(app, &identity);
                let state = asking.entry(key).or_default();
                if objects {
                    let last = objections.entry(key).or_insert(row.received_at);
                    *last = row.received_at.max(*last);
                }
                state.objected |= objects;
                state.restricted |= restricts;
            }
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE as usize) else {
            return Ok((asking, objections));
        };
        page = Page::after(last.due_at.as_microsecond(), last.id, PAGE);
    }
}
