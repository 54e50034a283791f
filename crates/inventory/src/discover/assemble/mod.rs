//! Putting a data map together from what was found: [`paths`] to each collection, [`columns`] in it.

mod columns;
mod paths;

use std::collections::{BTreeMap, BTreeSet};

use kernel::Text;

use crate::discover::closure::{Closure, Grounds, Standing, follow};
use crate::discover::column::{Verdict, judge};
use crate::discover::confidence::Confidence;
use crate::discover::content::Context;
use crate::discover::pairs;
use crate::discover::people::{Root, Verdicts, common_prefix, roots, words_of};
use crate::discover::question::Answer;
use crate::discover::reference::{Join, candidates, choose};
use crate::discover::survey::{ColumnSurvey, Survey, TableSurvey, ValueKind};
use crate::discover::words;
use crate::identity::Normalise;
use crate::map::{
    AttributeKind, AttributeRule, Collection, ConnectorKind, DataMap, Do, ErasureRule, IdentityRule,
    Relation, System,
};
use paths::way_confidence;

/// A proposed map and why it says what it says.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The map.
    pub map: DataMap,
    /// Why, for each collection by its id, each path by `id/path/number` and each column by `id/column`.
    pub labels: BTreeMap<String, Label>,
    /// What somebody should look at, because the draft decides nothing or is in doubt.
    pub look: Vec<Look>,
}

/// How sure, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// How sure.
    pub confidence: Confidence,
    /// Why, in words; never with a value in it.
    pub reason: String,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// The table.
    pub table: String,
    /// The column.
    pub column: String,
    /// How sure it is that it is personal.
    pub confidence: Confidence,
    /// Why.
    pub reason: String,
}

/// What every column holds, seen alone.
pub fn verdicts(survey: &Survey, context: &Context) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for table in &survey.tables {
        for column in &table.columns {
            verdicts.insert((table.name.clone(), column.name.clone()), judge(table, column, context));
        }
    }
    verdicts
}

/// Proposes a map for a system with this id. None when no table holds anybody.
pub fn propose(survey: &Survey, answers: &[Answer], system: &str, context: &Context) -> Option<Draft> {
    let prefix = common_prefix(survey);
    let verdicts = verdicts(survey, context);
    let roots = roots(survey, &verdicts, &prefix);
    let joins = choose(candidates(survey, &roots, &prefix), answers);
    let grounds =
        Grounds { survey, verdicts: &verdicts, roots: &roots, joins: &joins, answers, prefix: &prefix };
    let closure = follow(&grounds);
    let ids = ids(&grounds, &closure);
    let mut builder =
        Builder { grounds, closure, ids, context: *context, labels: BTreeMap::new(), look: Vec::new() };
    let identities = builder.identities(system);
    let collections = builder.collections(system);
    let attributes = builder.attributes(&collections);
    let tables_not_personal = builder.elsewhere();
    if collections.is_empty() {
        return None;
    }
    let head = System {
        id: system.to_owned(),
        name: Text::same(system),
        recipient: None,
        connector: ConnectorKind::Sql,
        url_env: Some(format!("{}_DATABASE_URL", system.to_uppercase().replace('-', "_"))),
        software: None,
        purposes: Vec::new(),
        residue_scan: false,
        refresh: survey.copies.clone(),
        tables_not_personal,
        categories: Vec::new(),
        task: None,
    };
    let map = DataMap {
        system: head,
        identities,
        attributes,
        collections,
        events: None,
        http: None,
        files: None,
        leads: Vec::new(),
        data: Vec::new(),
        exclusions: Vec::new(),
        drills: Vec::new(),
    };
    builder.look.sort_by(|a, b| b.confidence.cmp(&a.confidence).then_with(|| a.cmp(b)));
    Some(Draft { map, labels: builder.labels, look: builder.look })
}

/// The kind of identity that a table of people's key is.
fn kind_of(system: &str, root: &Root) -> String {
    format!("{}_{}", system.replace('-', "_"), root.noun)
}

/// A collection's id for every table that can be one: the table's name without what all names begin with.
fn ids(grounds: &Grounds<'_>, closure: &Closure) -> BTreeMap<String, String> {
    let mut taken = BTreeSet::from(["identity".to_owned(), "attribute".to_owned()]);
    let mut ids = BTreeMap::new();
    for table in &grounds.survey.tables {
        if closure.standing(&table.name) == Standing::Elsewhere || table.key.is_empty() {
            continue;
        }
        let mut id = words_of(&table.name, grounds.prefix).join("-");
        while id.is_empty() || !taken.insert(id.clone()) {
            id.push_str("-2");
        }
        ids.insert(table.name.clone(), id);
    }
    ids
}

struct Builder<'a> {
    grounds: Grounds<'a>,
    closure: Closure,
    ids: BTreeMap<String, String>,
    context: Context,
    labels: BTreeMap<String, Label>,
    look: Vec<Look>,
}

impl Builder<'_> {
    fn identities(&self, system: &str) -> Vec<IdentityRule> {
        let email =
            IdentityRule { kind: "email".to_owned(), normalise: vec![Normalise::Trim, Normalise::Lower] };
        let keys = self.grounds.roots.iter().map(|root| kind_of(system, root)).collect::<BTreeSet<_>>();
        let keys = keys.into_iter().map(|kind| IdentityRule { kind, normalise: vec![Normalise::Trim] });
        std::iter::once(email).chain(keys).collect()
    }

    fn collections(&mut self, system: &str) -> Vec<Collection> {
        let survey = self.grounds.survey;
        let mut tables: Vec<&TableSurvey> =
            survey.tables.iter().filter(|table| self.ids.contains_key(&table.name)).collect();
        tables.sort_by_key(|table| std::cmp::Reverse(self.closure.standing(&table.name)));
        let collections: Vec<Collection> =
            tables.into_iter().filter_map(|table| self.collection(system, table)).collect();
        Self::reached(collections)
    }

    /// Leaves out what only hangs on a table that could not become a collection.
    fn reached(mut collections: Vec<Collection>) -> Vec<Collection> {
        loop {
            let known: BTreeSet<String> =
                collections.iter().map(|collection| collection.id.clone()).collect();
            let reached = reachable(&collections);
            let before = collections.len();
            for collection in &mut collections {
                collection.paths.retain(|path| path.from == "identity" || known.contains(&path.from));
            }
            collections.retain(|collection| reached.contains(&collection.id) && !collection.paths.is_empty());
            if collections.len() == before {
                return collections;
            }
        }
    }

    fn collection(&mut self, system: &str, table: &TableSurvey) -> Option<Collection> {
        let id = self.ids.get(&table.name)?.clone();
        let standing = self.closure.standing(&table.name);
        let paths = self.paths(system, table, &id);
        if paths.is_empty() {
            return None;
        }
        let pairs = if standing >= Standing::Own { pairs::look(table, &self.context) } else { None };
        let mut collection = empty(&id, table, standing);
        collection.paths = paths;
        self.owner(table, &mut collection);
        for column in &table.columns {
            let paired =
                pairs.as_ref().is_some_and(|pairs| column.name == pairs.key || column.name == pairs.value);
            if !paired {
                self.column(table, column, standing, &mut collection);
            }
        }
        if let Some(pairs) = pairs {
            self.pairs(pairs, &mut collection);
        }
        let label = self.label_of(table, standing);
        self.labels.insert(id, label);
        Some(collection)
    }

    fn label_of(&self, table: &TableSurvey, standing: Standing) -> Label {
        if let Some(root) = self.grounds.roots.iter().find(|root| root.table == table.name) {
            return Label {
                confidence: root.confidence,
                reason: format!("a table of people: {}", root.reason),
            };
        }
        let reason = match standing {
            Standing::Mentioned => "people only stand in these rows; the rows are nobody's",
            _ => "rows about somebody",
        };
        let sure = self.closure.ways(&table.name).iter().map(way_confidence).max().unwrap_or_default();
        Label { confidence: sure, reason: reason.to_owned() }
    }

    fn look_at(&mut self, table: &TableSurvey, column: &ColumnSurvey, verdict: &Verdict) {
        self.look.push(Look {
            table: table.name.clone(),
            column: column.name.clone(),
            confidence: verdict.confidence,
            reason: verdict.reason.clone(),
        });
    }

    fn join(&self, table: &TableSurvey, column: &ColumnSurvey) -> Option<&Join> {
        self.grounds
            .joins
            .iter()
            .find(|join| join.child == table.name && join.columns().any(|name| name == column.name))
    }

    /// What names a person in text, from the surest table of people.
    fn attributes(&self, collections: &[Collection]) -> Vec<AttributeRule> {
        let mut rules = Vec::new();
        for root in self.grounds.roots {
            let Some(id) = self.ids.get(&root.table) else { continue };
            let Some(collection) = collections.iter().find(|collection| &collection.id == id) else {
                continue;
            };
            let Some(table) = self.grounds.survey.table(&root.table) else { continue };
            let of = |wanted: &str| -> Vec<&str> {
                let fields = table.columns.iter().filter(|column| {
                    let field = collection.field(&column.name).and_then(|field| field.category);
                    column.kind == ValueKind::Text && field.as_deref() == Some(wanted)
                });
                fields.map(|column| column.name.as_str()).collect()
            };
            let mut add = |kind: AttributeKind, value: String, min_length: usize| {
                rules.push(AttributeRule {
                    kind,
                    collection: id.clone(),
                    value,
                    conditions: crate::map::Conditions::default(),
                    min_length: Some(min_length),
                });
            };
            if let Some(value) = name_frame(&of("name")) {
                add(AttributeKind::Name, value, 6);
            }
            if let Some(email) = root.emails.first() {
                add(AttributeKind::Email, format!("{{{email}}}"), 6);
            }
            for phone in of("phone").into_iter().take(2) {
                add(AttributeKind::Phone, format!("{{{phone}}}"), 8);
            }
        }
        rules
    }

    /// The tables that hold nobody as far as can be seen, with what should be looked at in them.
    fn elsewhere(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        let survey = self.grounds.survey;
        for table in &survey.tables {
            if self.ids.contains_key(&table.name) {
                continue;
            }
            let mut doubts = 0;
            if table.key.is_empty() && self.closure.standing(&table.name) > Standing::Elsewhere {
                let confidence =
                    self.closure.ways(&table.name).iter().map(way_confidence).max().unwrap_or_default();
                let reason = "a way from a person leads here, but nothing tells the rows of this table apart; it needs a key".to_owned();
                let verdict = Verdict { confidence, reason, ..Verdict::default() };
                for column in &table.columns {
                    self.look_at(table, column, &verdict);
                }
                continue;
            }
            for column in &table.columns {
                let verdict = self.grounds.verdicts.get(&(table.name.clone(), column.name.clone())).cloned();
                let verdict = verdict.filter(|verdict| verdict.confidence.value() >= 80 && !verdict.secret);
                if let Some(mut verdict) = verdict {
                    verdict.reason.push_str("; no way from a person to this table was found");
                    self.look_at(table, column, &verdict);
                    doubts += 1;
                } else if words::is_polymorphic(&column.name)
                    && table.columns.iter().any(|other| words::is_discriminator(&other.name))
                {
                    let reason = "another column says what it refers to: it may be a person".to_owned();
                    let verdict = Verdict { confidence: Confidence::DOUBT, reason, ..Verdict::default() };
                    self.look_at(table, column, &verdict);
                }
            }
            if doubts == 0 {
                names.push(table.name.clone());
            }
        }
        names
    }
}

fn empty(id: &str, table: &TableSurvey, standing: Standing) -> Collection {
    let reason = Text {
        nl: "Deze rijen zijn van niemand; alleen de vermelding van u gaat eruit.".to_owned(),
        en: "These rows are nobody's; only the mention of you is taken out.".to_owned(),
    };
    let erasure = match standing {
        Standing::Mentioned => ErasureRule { what: Do::Keep, reason: Some(reason), unless_shared: None },
        _ => ErasureRule { what: Do::Delete, reason: None, unless_shared: None },
    };
    let category = match standing {
        Standing::Account => "account",
        Standing::Own => "usage",
        Standing::Mentioned | Standing::Elsewhere => "staff-action",
    };
    Collection {
        id: id.to_owned(),
        name: Text::same(id.replace('-', " ")),
        table: table.name.clone(),
        key: table.key.clone(),
        category: Some(category.to_owned()),
        purpose: None,
        subject: None,
        collected: None,
        source: None,
        audience: crate::map::Audience::default(),
        conditions: crate::map::Conditions::default(),
        excluded: crate::map::Conditions::default(),
        owner: None,
        paths: Vec::new(),
        fields: BTreeMap::new(),
        personal: Vec::new(),
        not_personal: Vec::new(),
        erasure,
        holds: Vec::new(),
        restrict: None,
        told: None,
        retains: Vec::new(),
        pairs: None,
        pair_rules: Vec::new(),
        types: BTreeMap::new(),
    }
}

/// `{first} {last}`, or the one column that holds the whole name.
fn name_frame(columns: &[&str]) -> Option<String> {
    let like = |ends: &[&str]| {
        columns.iter().find(|column| {
            let compact = words::Name::of(column).compact;
            ends.iter().any(|end| compact.ends_with(end))
        })
    };
    let first = like(&["firstname", "givenname", "voornaam", "roepnaam"]);
    let last = like(&["lastname", "surname", "familyname", "achternaam", "familienaam"]);
    match (first, last) {
        (Some(first), Some(last)) => Some(format!("{{{first}}} {{{last}}}")),
        _ => like(&["displayname", "fullname", "name", "naam"]).map(|column| format!("{{{column}}}")),
    }
}

fn reachable(collections: &[Collection]) -> BTreeSet<String> {
    let mut owned: BTreeSet<String> = BTreeSet::new();
    let mut reached: BTreeSet<String> = BTreeSet::new();
    loop {
        let before = (owned.len(), reached.len());
        for collection in collections {
            for path in &collection.paths {
                if path.from == "identity" || owned.contains(&path.from) {
                    reached.insert(collection.id.clone());
                    if path.relation == Relation::Own {
                        owned.insert(collection.id.clone());
                    }
                }
            }
        }
        if (owned.len(), reached.len()) == before {
            return reached;
        }
    }
}
