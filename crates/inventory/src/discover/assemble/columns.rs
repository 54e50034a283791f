//! What becomes of columns: personal, not personal, or to be looked at, given what their table is.

use std::collections::BTreeMap;

use super::{Builder, Label};
use crate::discover::closure::{Standing, Way};
use crate::discover::column::Verdict;
use crate::discover::confidence::Confidence;
use crate::discover::content::Form;
use crate::discover::pairs::KeyValue;
use crate::discover::people::words_of;
use crate::discover::survey::{ColumnSurvey, TableSurvey, ValueKind};
use crate::discover::words;
use crate::map::{Collection, Erase, Field, FreeText, Match, PairRule, Pairs};

impl Builder<'_> {
    pub(super) fn column(
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
            let people = self
                .grounds
                .roots
                .iter()
                .any(|root| root.table == join.parent && root.key == join.parent_column);
            if people || (self.closure.is_own(&join.parent) && standing >= Standing::Own) {
                return Verdict {
                    category: Some("internal-id".to_owned()),
                    confidence: join.confidence,
                    reason: format!("refers to {}: {}", join.parent, join.reason),
                    ..Verdict::default()
                };
            }
            let chosen = standing >= Standing::Own && words::is_choice(&column.name);
            if alone.confidence < Confidence::percent(80) && join.child != join.parent && !chosen {
                let reason = format!("refers to {}, which is about nobody ({})", join.parent, join.reason);
                return Verdict { confidence: Confidence::percent(15), reason, ..Verdict::default() };
            }
        }
        if standing >= Standing::Own && words::is_choice(&column.name) && alone.category.is_none() {
            let reason = "what somebody bought, chose, answered or agreed to".to_owned();
            return Verdict { confidence: Confidence::percent(62), reason, ..Verdict::default() };
        }
        let ours = standing >= Standing::Own && self.is_theirs_after_all(table, column, standing);
        match standing {
            Standing::Own | Standing::Account if self.names_its_part(table, column) => {
                let reason = "a number called like the part of the system that the table is of".to_owned();
                Verdict { confidence: Confidence::percent(30), reason, ..Verdict::default() }
            }
            Standing::Own | Standing::Account => in_own_row(alone, column, ours),
            Standing::Mentioned | Standing::Elsewhere => {
                let verdict = in_other_row(alone.clone(), column);
                if verdict.confidence >= Confidence::PERSONAL {
                    return verdict;
                }
                self.mentioned(table, column)
                    .or_else(|| self.of_somebody_unknown(table, column, &alone))
                    .unwrap_or(verdict)
            }
        }
    }

    /// A column in which people stand, as something else than its own name and values told.
    fn mentioned(&self, table: &TableSurvey, column: &ColumnSurvey) -> Option<Verdict> {
        self.closure.ways(&table.name).iter().find_map(|way| match way {
            Way::Mention { column: name, confidence, reason, .. } if *name == column.name => {
                Some(Verdict { confidence: *confidence, reason: reason.clone(), ..Verdict::default() })
            }
            _ => None,
        })
    }

    /// A column whose name says how systems work, where it says something of the person all the same: the format in
    /// which an account wants its mail, the sort of a request, the version of somebody's device.
    fn is_theirs_after_all(&self, table: &TableSurvey, column: &ColumnSurvey, standing: Standing) -> bool {
        let noun = words_of(&table.name, self.grounds.prefix).pop().unwrap_or_default();
        let compact = words::Name::of(&column.name).compact;
        let other = words::said_of(&column.name).is_some_and(|rest| {
            !table.columns.iter().any(|other| words::Name::of(&other.name).compact == rest)
        });
        (standing == Standing::Account && other)
            || (words::is_act(&noun) && matches!(compact.as_str(), "type" | "soort"))
            || (words::is_device(&noun) && matches!(compact.as_str(), "version" | "versie" | "platform"))
    }

    /// In rows that are tied to nobody by a key: what a judge wrote down about somebody's work, and when a line of a
    /// log was written in whose text people stand.
    fn of_somebody_unknown(
        &self,
        table: &TableSurvey,
        column: &ColumnSurvey,
        alone: &Verdict,
    ) -> Option<Verdict> {
        if words::is_technical(&column.name) || words::Name::of(&column.name).stem().is_some() {
            return None;
        }
        let moment = column.kind == ValueKind::Date || words::is_moment(&column.name);
        let ways = self.closure.ways(&table.name);
        let judged = ways.iter().any(|way| matches!(way, Way::Actor(join) if words::is_judge(&join.column)));
        let told =
            ways.iter().all(|way| matches!(way, Way::Mention { how: Match::Contains | Match::Nested, .. }));
        let reason = match (judged, told && !ways.is_empty()) {
            (true, _) if alone.free || moment || column.kind != ValueKind::Bool => {
                "somebody's work is judged in this row"
            }
            (false, true) if moment => "when a line was written in which people stand",
            _ => return None,
        };
        let confidence = Confidence::percent(55);
        Some(Verdict { category: None, confidence, reason: reason.to_owned(), ..alone.clone() })
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

    pub(super) fn pairs(&mut self, pairs: KeyValue, into: &mut Collection) {
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
}

/// A column of a row that is about somebody.
fn in_own_row(alone: Verdict, column: &ColumnSurvey, ours: bool) -> Verdict {
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
    if words::is_technical(&column.name) && !ours {
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
