//! Comparing a map with the database: what is missing, what nobody has looked at, what an erasure would stumble
//! over, and what will be slow.

use inventory::map::condition::wildcard;
use inventory::map::{Collection, Do, Erase, Match, Source};

use super::SqlConnector;
use super::dialect::table_name;
use super::folded::{Served, served};
use super::pool::{Engine, Intent};
use super::scan::holds_text;
use super::schema::{Column, Schema, Table};
use super::statement::{Statement, quote};
use crate::error::ConnectError;
use crate::probe::{Finding, FindingKind, Probe, Weight};

impl SqlConnector {
    /// Connects anew, reads the structure anew, and compares.
    pub(super) async fn look(&self) -> Probe {
        *self.0.schema.write().await = None;
        let mut probe = Probe {
            system: self.0.map.system.id.clone(),
            reachable: false,
            server: None,
            read_only: false,
            findings: Vec::new(),
        };
        match self.begin(Intent::Read).await {
            Ok((work, schema)) => {
                drop(work);
                probe.reachable = true;
                probe.server = Some(schema.server.clone());
                probe.read_only = schema.read_only;
                let mut comparison = Comparison::of(self, &schema);
                for rules in &self.0.map.collections {
                    self.key(&mut comparison, rules).await;
                }
                probe.findings = comparison.finish();
            }
            Err(error) => probe.findings.push(unanswered(&error)),
        }
        probe
    }
}

/// What the rows themselves say about a key that no unique index answers for.
enum Key {
    /// Every row has one, and no two the same.
    Tells,
    /// Some rows have none.
    Missing,
    /// Some rows share one.
    Shared,
}

impl SqlConnector {
    /// Whether the map's key tells rows apart. Where the database promises it nothing is asked of the rows; an
    /// index over more columns than the map names promises nothing about these.
    async fn key(&self, comparison: &mut Comparison<'_>, rules: &Collection) {
        let Some(table) = comparison.schema.table(&rules.table) else { return };
        let columns: Vec<&Column> = rules.key.iter().filter_map(|name| table.column(name)).collect();
        if columns.len() != rules.key.len() {
            return;
        }
        let promised = table.is_unique(&rules.key);
        if promised && columns.iter().all(|column| !column.nullable) {
            return;
        }
        let (name, key) = (&rules.table, rules.key.join(", "));
        let (weight, message) = match self.rows_tell(table, name, &columns, promised).await {
            Ok(Key::Tells) if promised => return,
            Ok(Key::Tells) => (
                Weight::Notice,
                format!(
                    "({key}) tells the rows of “{name}” apart, but no unique index promises that it always will"
                ),
            ),
            Ok(Key::Missing) => {
                (Weight::Fatal, format!("({key}) is empty in rows of “{name}”: such a row cannot be named"))
            }
            Ok(Key::Shared) => (
                Weight::Fatal,
                format!("({key}) does not tell the rows of “{name}” apart: several share one"),
            ),
            Err(error) => (
                Weight::Gap,
                format!(
                    "whether ({key}) tells the rows of “{name}” apart could not be found out ({}): \
                     no unique index promises it",
                    error.name()
                ),
            ),
        };
        comparison.about(weight, FindingKind::KeyNotUnique, rules, None, message);
    }

    /// Asks the rows, in a transaction of its own: a table that is too large to be asked costs only itself.
    async fn rows_tell(
        &self,
        table: &Table,
        name: &str,
        key: &[&Column],
        promised: bool,
    ) -> Result<Key, ConnectError> {
        let mut work = self.0.pool.begin(Intent::Read).await?;
        let engine = work.engine();
        let from = format!("SELECT '1' FROM {} ", table_name(engine, table));
        let names: Vec<String> = key.iter().map(|column| quote(engine, &column.name)).collect();
        let missing: Vec<String> = key
            .iter()
            .zip(&names)
            .filter(|(column, _)| column.nullable)
            .map(|(_, name)| format!("{name} IS NULL"))
            .collect();
        if !missing.is_empty() {
            let sql = format!("{from}WHERE {} LIMIT 1", missing.join(" OR "));
            if !work.rows(Statement::new(engine, sql), Some(name)).await?.is_empty() {
                return Ok(Key::Missing);
            }
        }
        if !promised {
            let sql = format!("{from}GROUP BY {} HAVING COUNT(*) > 1 LIMIT 1", names.join(", "));
            if !work.rows(Statement::new(engine, sql), Some(name)).await?.is_empty() {
                return Ok(Key::Shared);
            }
        }
        work.commit().await?;
        Ok(Key::Tells)
    }
}

fn unanswered(error: &ConnectError) -> Finding {
    Finding {
        weight: Weight::Fatal,
        kind: FindingKind::Unreachable,
        collection: None,
        table: None,
        column: None,
        message: error.public(),
    }
}

struct Comparison<'a> {
    engine: Engine,
    schema: &'a Schema,
    findings: Vec<Finding>,
}

impl<'a> Comparison<'a> {
    fn of(connector: &'a SqlConnector, schema: &'a Schema) -> Self {
        let map = &connector.0.map;
        let mut comparison = Self { engine: connector.0.pool.engine(), schema, findings: Vec::new() };
        if schema.read_only {
            let message = "the server takes no changes: access works, erasure waits".to_owned();
            comparison.add(Weight::Notice, FindingKind::ReadOnly, None, None, None, message);
        }
        for rules in &map.collections {
            match schema.table(&rules.table) {
                None => {
                    let message = format!("the table “{}” is missing", rules.table);
                    comparison.about(Weight::Fatal, FindingKind::MissingTable, rules, None, message);
                }
                Some(table) => comparison.collection(map, rules, table),
            }
        }
        for (name, table) in &schema.tables {
            comparison.table(map, name, table);
        }
        comparison.copies(map);
        comparison.foreign_keys(map);
        comparison.lists(map);
        comparison
    }

    /// The findings, worst first.
    fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by(|a, b| {
            (a.weight, a.kind, &a.table, &a.column).cmp(&(b.weight, b.kind, &b.table, &b.column))
        });
        self.findings
    }

    fn collection(&mut self, map: &inventory::DataMap, rules: &Collection, table: &Table) {
        for column in rules.known_columns() {
            if table.column(column).is_none() {
                let message = format!("the column “{}.{column}” is missing", rules.table);
                self.about(Weight::Fatal, FindingKind::MissingColumn, rules, Some(column), message);
            }
        }
        if table.hidden {
            let message = format!(
                "a policy of the database hides rows of “{}” from the account that Gestand uses: nobody can say what is \
                 in it; give the account BYPASSRLS",
                rules.table
            );
            self.about(Weight::Fatal, FindingKind::HiddenRows, rules, None, message);
        }
        if table.remembers {
            let message = format!(
                "“{}” keeps every earlier state of its rows (system versioning): erasure is refused",
                rules.table
            );
            self.about(Weight::Gap, FindingKind::KeepsHistory, rules, None, message);
        }
        if !table.transactional {
            let message = format!("“{}” cannot take part in a transaction: erasure is refused", rules.table);
            self.about(Weight::Gap, FindingKind::NotTransactional, rules, None, message);
        }
        self.erasures(rules, table);
        self.paths(map, rules, table);
    }

    /// Columns of a known table, or a whole table, that nobody has looked at.
    fn table(&mut self, map: &inventory::DataMap, name: &str, table: &Table) {
        let collections: Vec<&Collection> =
            map.collections.iter().filter(|rules| rules.table == name).collect();
        let Some(first) = collections.first() else {
            let listed = &map.system.tables_not_personal;
            if !listed.iter().any(|pattern| wildcard(pattern).matches(name)) {
                let message = format!("nobody has looked at the table “{name}”");
                self.add(Weight::Gap, FindingKind::UnknownTable, None, Some(name), None, message);
            }
            return;
        };
        for column in table.columns.iter().filter(|column| column.type_name != "rowid") {
            let known = collections.iter().any(|rules| rules.known_columns().contains(column.name.as_str()));
            if !known {
                let message = format!("nobody has looked at the column “{name}.{}”", column.name);
                self.about(Weight::Gap, FindingKind::UnclassifiedColumn, first, Some(&column.name), message);
            }
        }
    }

    /// Materialised views that would keep what is erased from the tables under them.
    fn copies(&mut self, map: &inventory::DataMap) {
        for (name, copy) in &self.schema.copies {
            let listed = map.system.tables_not_personal.iter();
            let known = map.system.refresh.contains(name)
                || listed.into_iter().any(|pattern| wildcard(pattern).matches(name));
            if !known && copy.columns.iter().any(holds_text) {
                let message = format!(
                    "the materialised view “{name}” keeps copies of rows that an erasure takes away: name it under refresh, or \
                     under tables_not_personal"
                );
                self.add(Weight::Gap, FindingKind::UnknownTable, None, Some(name), None, message);
            }
        }
        for name in map.system.refresh.iter().filter(|name| !self.schema.copies.contains_key(*name)) {
            let message = format!("there is no materialised view “{name}” to build anew");
            self.add(Weight::Fatal, FindingKind::MissingTable, None, Some(name), None, message);
        }
    }

    /// Erasures that the database would refuse.
    fn erasures(&mut self, rules: &Collection, table: &Table) {
        let stays = rules.erasure.what == Do::Anonymise || !rules.holds.is_empty();
        let fields = rules.personal_fields();
        let pairs = rules
            .pairs
            .iter()
            .flat_map(|pairs| rules.pair_rules.iter().map(|rule| (pairs.value.as_str(), rule.erase.clone())));
        let all: Vec<(&str, Erase)> = fields
            .into_iter()
            .filter(|_| stays)
            .map(|(column, field)| (column, field.erase))
            .chain(pairs)
            .collect();
        for (name, erase) in all {
            let Some(column) = table.column(name) else { continue };
            if let Some(reason) = unsafe_erasure(table, column, &erase) {
                let message = format!("“{}.{name}” {reason}", rules.table);
                self.about(Weight::Gap, FindingKind::UnsafeErasure, rules, Some(name), message);
            }
        }
    }

    /// Paths without an index.
    fn paths(&mut self, map: &inventory::DataMap, rules: &Collection, table: &Table) {
        for path in &rules.paths {
            let Some((name, kind)) = path.on.iter().next() else { continue };
            let Some(column) = table.column(name) else { continue };
            let exact = path.how == Match::Equals;
            let folded = path.source() == Source::Identity && path.hash.is_none() && path.format.is_none();
            let fast = exact
                && if folded {
                    let steps = map.identity(kind).map_or(&[][..], |rule| rule.normalise.as_slice());
                    served(self.engine, table, column, steps) != Served::Scan
                } else {
                    path.on.keys().any(|column| table.indexed(column))
                };
            if !fast {
                let how = if exact { "no index serves it" } else { "it reads all text of the column" };
                let message =
                    format!("the path from {} to “{}.{name}” is slow: {how}", path.from, rules.table);
                self.about(Weight::Notice, FindingKind::SlowPath, rules, Some(name), message);
            }
        }
    }

    /// Exclusion lists whose table or columns are missing: nobody can be put on them.
    fn lists(&mut self, map: &inventory::DataMap) {
        for list in &map.exclusions {
            let Some(table) = self.schema.table(&list.table) else {
                let message = format!("the table “{}” of the list “{}” is missing", list.table, list.id);
                self.add(Weight::Gap, FindingKind::MissingTable, None, Some(&list.table), None, message);
                continue;
            };
            for column in std::iter::once(&list.column).chain(list.values.keys()) {
                if table.column(column).is_none() {
                    let message =
                        format!("the column “{}.{column}” of the list “{}” is missing", list.table, list.id);
                    let place = Some(list.table.as_str());
                    self.add(Weight::Gap, FindingKind::MissingColumn, None, place, Some(column), message);
                }
            }
        }
    }

    /// References into collections that are deleted, from tables that the map does not know.
    fn foreign_keys(&mut self, map: &inventory::DataMap) {
        for key in &self.schema.foreign_keys {
            let deleted = map
                .collections
                .iter()
                .find(|rules| rules.table == key.parent && rules.erasure.what == Do::Delete);
            let known = map.collections.iter().any(|rules| rules.table == key.child);
            if let (Some(rules), false) = (deleted, known) {
                let message = format!(
                    "“{}” refers to “{}” (foreign key “{}”) and is not in the map: deleting a row that it refers to is refused",
                    key.child, key.parent, key.name
                );
                self.add(
                    Weight::Gap,
                    FindingKind::ForeignKeyOutsideMap,
                    Some(&rules.id),
                    Some(&key.child),
                    key.child_columns.first().map(String::as_str),
                    message,
                );
            }
        }
    }

    fn about(
        &mut self,
        weight: Weight,
        kind: FindingKind,
        rules: &Collection,
        column: Option<&str>,
        message: String,
    ) {
        self.add(weight, kind, Some(&rules.id), Some(&rules.table), column, message);
    }

    fn add(
        &mut self,
        weight: Weight,
        kind: FindingKind,
        collection: Option<&str>,
        table: Option<&str>,
        column: Option<&str>,
        message: String,
    ) {
        self.findings.push(Finding {
            weight,
            kind,
            collection: collection.map(str::to_owned),
            table: table.map(str::to_owned),
            column: column.map(str::to_owned),
            message,
        });
    }
}

/// Why erasing a column would be refused, if so.
fn unsafe_erasure(table: &Table, column: &Column, erase: &Erase) -> Option<String> {
    let unique = table.unique_alone(&column.name);
    match erase {
        Erase::Keep | Erase::Delete => None,
        _ if column.computed => None,
        _ if column.generated => Some("is given by the database and cannot be erased".to_owned()),
        Erase::Blank if column.blank().is_none() => {
            Some("may not be null and has no empty value: use { set = \"…\" }".to_owned())
        }
        Erase::Blank if unique && !column.nullable => {
            Some("must be unique and may not be null: use { set = \"…{key}…\" }".to_owned())
        }
        Erase::Set(text) if unique && !text.contains("{key}") => {
            Some("must be unique: use {key} in set".to_owned())
        }
        Erase::Set(text) => {
            let shortest = text.replace("{key}", "0").replace("{pseudonym}", "").chars().count() as u64;
            let short = column.max_length.is_some_and(|most| shortest > most);
            short.then(|| "is too short for the text of its set".to_owned())
        }
        Erase::Blank | Erase::Pseudonym | Erase::Redact => None,
    }
}
