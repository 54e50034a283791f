//! Putting a data map together from what was found.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Text;

use super::closure::{Closure, Grounds, Standing, Way, follow};
use super::column::{Verdict, judge};
use super::confidence::Confidence;
use super::content::{Context, Form};
use super::pairs::{self, KeyValue};
use super::people::{Root, Verdicts, common_prefix, roots, words_of};
use super::question::Answer;
use super::reference::{Join, candidates, choose};
use super::survey::{ColumnSurvey, Survey, TableSurvey, ValueKind};
use super::words;
use crate::identity::Normalise;
use crate::map::{
    AttributeKind, AttributeRule, Collection, ConnectorKind, DataMap, Do, Erase, ErasureRule, Field,
    FreeText, IdentityRule, Match, MentionErase, Owner, PairRule, Pairs, Path, Relation, Scalar, System,
};

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
        tables_not_personal,
        categories: Vec::new(),
        task: None,
    };
    let map = DataMap {
        system: head,
        identities,
        attributes,
        collections,
        http: None,
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

    fn paths(&mut self, system: &str, table: &TableSurvey, id: &str) -> Vec<Path> {
        let mut paths = Vec::new();
        let mut labels = Vec::new();
        let mut add = |path: Path, confidence: Confidence, reason: String| {
            paths.push(path);
            labels.push(Label { confidence, reason });
        };
        if let Some(root) = self.grounds.roots.iter().find(|root| root.table == table.name) {
            add(plain("identity", &root.key, &kind_of(system, root)), root.confidence, "its key".to_owned());
        }
        for way in self.closure.ways(&table.name) {
            match way {
                Way::Email { column, confidence, reason } => {
                    add(plain("identity", column, "email"), *confidence, reason.clone());
                }
                Way::Hash { column, kind, reason } => {
                    let path = Path { hash: Some(*kind), ..plain("identity", column, "email") };
                    add(path, Confidence::percent(97), reason.clone());
                }
                Way::Join(join) => {
                    let Some(parent) = self.ids.get(&join.parent) else { continue };
                    add(
                        plain(parent, &join.column, &join.parent_column),
                        join.confidence,
                        join.reason.clone(),
                    );
                }
                Way::Back(join) => {
                    let Some(child) = self.ids.get(&join.child) else { continue };
                    let reason = format!("{}.{} refers to it", join.child, join.column);
                    add(plain(child, &join.parent_column, &join.column), join.confidence, reason);
                }
                Way::Actor(join) => {
                    let Some(parent) = self.ids.get(&join.parent) else { continue };
                    let path = Path {
                        relation: Relation::Mentions,
                        erase: MentionErase::Blank,
                        ..plain(parent, &join.column, &join.parent_column)
                    };
                    add(path, join.confidence, join.reason.clone());
                }
                Way::Mention { column, how, own, confidence, reason } => {
                    let relation = if *own { Relation::Own } else { Relation::Mentions };
                    let path = Path { how: *how, relation, ..plain("identity", column, "email") };
                    add(path, *confidence, reason.clone());
                }
            }
        }
        for (number, label) in labels.into_iter().enumerate() {
            self.labels.insert(format!("{id}/path/{number}"), label);
        }
        paths
    }

    /// An account goes before an e-mail address when a table has both.
    fn owner(&self, table: &TableSurvey, collection: &mut Collection) {
        let ways = self.closure.ways(&table.name);
        let by_email = ways.iter().any(|way| matches!(way, Way::Email { .. }));
        let roots = self.grounds.roots;
        let owners: Vec<&Join> = ways
            .iter()
            .filter_map(|way| match way {
                Way::Join(join) if roots.iter().any(|root| root.table == join.parent) => Some(join),
                _ => None,
            })
            .collect();
        if let ([join], true) = (owners.as_slice(), by_email)
            && let Some(parent) = self.ids.get(&join.parent)
        {
            let number = table.column(&join.column).is_some_and(|column| column.kind == ValueKind::Integer);
            let none = if number { vec![Scalar::Text("0".to_owned())] } else { Vec::new() };
            collection.owner = Some(Owner {
                column: join.column.clone(),
                of: format!("{parent}.{}", join.parent_column),
                none,
            });
        }
    }

    fn column(
        &mut self,
        table: &TableSurvey,
        column: &ColumnSurvey,
        standing: Standing,
        into: &mut Collection,
    ) {
        let verdict = self.in_place(table, column, standing);
        let label = Label { confidence: verdict.confidence, reason: verdict.reason.clone() };
        let key = table.key.contains(&column.name);
        let joined = self.join(table, column).is_some();
        if key && !joined && verdict.confidence.value() < 80 {
            return;
        }
        self.labels.insert(format!("{}/{}", into.id, column.name), label);
        if verdict.confidence >= Confidence::PERSONAL {
            let field = field(&verdict, into.category.as_deref());
            if field == Field::default() {
                into.personal.push(column.name.clone());
            } else {
                into.fields.insert(column.name.clone(), field);
            }
        } else {
            if verdict.confidence >= Confidence::DOUBT {
                self.look_at(table, column, &verdict);
            }
            if !key {
                into.not_personal.push(column.name.clone());
            }
        }
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
        self.grounds.joins.iter().find(|join| join.child == table.name && join.column == column.name)
    }

    /// A column's verdict, given what its table is.
    fn in_place(&self, table: &TableSurvey, column: &ColumnSurvey, standing: Standing) -> Verdict {
        let alone = self
            .grounds
            .verdicts
            .get(&(table.name.clone(), column.name.clone()))
            .cloned()
            .unwrap_or_default();
        let join =
            self.join(table, column).filter(|join| join.role.is_some() || join.confidence.value() >= 60);
        if let Some(join) = join {
            let people = self.grounds.roots.iter().any(|root| root.table == join.parent);
            if people || (self.closure.is_own(&join.parent) && standing >= Standing::Own) {
                return Verdict {
                    category: Some("internal-id".to_owned()),
                    confidence: join.confidence,
                    reason: format!("refers to {}: {}", join.parent, join.reason),
                    ..Verdict::default()
                };
            }
            if alone.confidence < Confidence::percent(80) && join.child != join.parent {
                let reason = format!("refers to {}, which is about nobody ({})", join.parent, join.reason);
                return Verdict { confidence: Confidence::percent(15), reason, ..Verdict::default() };
            }
        }
        match standing {
            Standing::Own | Standing::Account if self.names_its_part(table, column) => {
                let reason = "a number called like the part of the system that the table is of".to_owned();
                Verdict { confidence: Confidence::percent(30), reason, ..Verdict::default() }
            }
            Standing::Own | Standing::Account => in_own_row(alone, column),
            Standing::Mentioned | Standing::Elsewhere => in_other_row(alone, column),
        }
    }

    /// A number whose column is called like the first word of its table's name: `assignment` in `assign_grades` is
    /// the assignment, whose table has yet another name.
    fn names_its_part(&self, table: &TableSurvey, column: &ColumnSurvey) -> bool {
        let words = words_of(&table.name, self.grounds.prefix);
        let name = words::Name::of(&column.name).compact;
        let first = words.first().filter(|first| first.len() >= 4 && words.len() > 1);
        column.kind == ValueKind::Integer
            && column.indexed
            && first.is_some_and(|first| {
                name.starts_with(first.as_str()) || first.starts_with(&name) && name.len() >= 4
            })
    }

    fn pairs(&mut self, pairs: KeyValue, into: &mut Collection) {
        let mut rules: BTreeMap<(String, bool, bool, bool), Vec<String>> = BTreeMap::new();
        for (key, verdict) in &pairs.seen {
            let category = verdict.category.clone().unwrap_or_default();
            let nested = verdict.nested.is_some();
            rules.entry((category, verdict.secret, verdict.free, nested)).or_default().push(key.clone());
            let label = Label { confidence: verdict.confidence, reason: verdict.reason.clone() };
            self.labels.insert(format!("{}/pair/{key}", into.id), label);
        }
        for ((category, secret, free, nested), keys) in rules {
            let encoding =
                keys.first().and_then(|key| pairs.seen.get(key)).and_then(|verdict| verdict.nested);
            into.pair_rules.push(PairRule {
                keys: keys.into_iter().map(|key| key.replace('*', "\\*")).collect(),
                category: Some(category).filter(|category| !category.is_empty()),
                erase: Erase::Delete,
                while_held: crate::map::WhileHeld::default(),
                secret,
                text: free.then_some(FreeText::Free),
                nested: encoding.filter(|_| nested),
            });
        }
        into.pair_rules.push(PairRule {
            keys: vec!["*".to_owned()],
            category: None,
            erase: Erase::Delete,
            while_held: crate::map::WhileHeld::default(),
            secret: false,
            text: None,
            nested: None,
        });
        into.pairs = Some(Pairs { key: pairs.key, value: pairs.value });
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

/// A column of a row that is about somebody.
fn in_own_row(alone: Verdict, column: &ColumnSurvey) -> Verdict {
    if alone.confidence >= Confidence::PERSONAL || (alone.category.is_some() && alone.free) {
        let confidence = alone.confidence.and(Confidence::percent(40));
        return Verdict { confidence, reason: format!("{}, in a row about somebody", alone.reason), ..alone };
    }
    let base = Verdict { category: None, secret: false, form: None, share: 0, ..alone };
    let low = |percent: usize, reason: &str| Verdict {
        confidence: Confidence::percent(percent),
        reason: reason.to_owned(),
        free: false,
        ..base.clone()
    };
    if words::is_technical(&column.name) {
        return low(20, "its name says how the system works");
    }
    let reference = words::Name::of(&column.name).stem().is_some();
    if reference && matches!(column.kind, ValueKind::Integer | ValueKind::Uuid) {
        let more = if words::is_polymorphic(&column.name) { "; another column says to what" } else { "" };
        return low(35, &format!("refers to something that was not recognised{more}"));
    }
    let (percent, what) = match column.kind {
        ValueKind::Date => (75, "a time"),
        ValueKind::Text | ValueKind::Json => (72, "text"),
        ValueKind::Integer | ValueKind::Number => (66, "a number"),
        ValueKind::Bool => (55, "a yes or no"),
        ValueKind::Uuid | ValueKind::Bytes | ValueKind::Other => (60, "a value"),
    };
    let confidence = Confidence::percent(percent);
    Verdict { confidence, reason: format!("{what} in a row about somebody"), ..base }
}

/// A column of a row that is nobody's: only what is certainly somebody's.
fn in_other_row(alone: Verdict, column: &ColumnSurvey) -> Verdict {
    let sure = matches!(
        alone.category.as_deref(),
        Some(
            "email"
                | "account"
                | "name"
                | "phone"
                | "birth-date"
                | "national-id"
                | "ip-address"
                | "message"
                | "profile"
                | "browser"
        )
    );
    let unnamed = alone.category.as_deref() == Some("name")
        && alone.form.is_none()
        && !words::speaks_of_somebody(&column.name);
    let sure = sure && !unnamed;
    let seen = matches!(alone.form, Some(Form::Mention | Form::PersonalStructure(_) | Form::Email));
    if (sure && alone.confidence.value() >= 78) || (seen && alone.confidence >= Confidence::PERSONAL) {
        return alone;
    }
    let reason = if alone.reason.is_empty() { "nothing points to a person".to_owned() } else { alone.reason };
    Verdict { confidence: alone.confidence.times(50), reason, ..Verdict::default() }
}

fn field(verdict: &Verdict, default: Option<&str>) -> Field {
    let category = verdict.category.clone().filter(|category| Some(category.as_str()) != default);
    let text = (verdict.free && verdict.nested.is_none()).then_some(FreeText::Free);
    Field { category, secret: verdict.secret, text, nested: verdict.nested, ..Field::default() }
}

fn empty(id: &str, table: &TableSurvey, standing: Standing) -> Collection {
    let reason = Text {
        nl: "Deze rijen zijn van niemand; alleen de vermelding van u gaat eruit.".to_owned(),
        en: "These rows are nobody's; only the mention of you is taken out.".to_owned(),
    };
    let erasure = match standing {
        Standing::Mentioned => ErasureRule { what: Do::Keep, reason: Some(reason) },
        _ => ErasureRule { what: Do::Delete, reason: None },
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
        retains: Vec::new(),
        pairs: None,
        pair_rules: Vec::new(),
        types: BTreeMap::new(),
    }
}

fn plain(from: &str, column: &str, source: &str) -> Path {
    Path {
        from: from.to_owned(),
        on: BTreeMap::from([(column.to_owned(), source.to_owned())]),
        how: Match::default(),
        separator: None,
        at: None,
        nested: None,
        hash: None,
        format: None,
        conditions: crate::map::Conditions::default(),
        source_conditions: crate::map::Conditions::default(),
        relation: Relation::default(),
        erase: MentionErase::default(),
        twins: None,
        rest: None,
    }
}

fn way_confidence(way: &Way) -> Confidence {
    match way {
        Way::Email { confidence, .. } | Way::Mention { confidence, .. } => *confidence,
        Way::Hash { .. } => Confidence::percent(97),
        Way::Join(join) | Way::Back(join) | Way::Actor(join) => join.confidence,
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
