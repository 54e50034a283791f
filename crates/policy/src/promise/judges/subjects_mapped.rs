//! "subjects-mapped": for every group of people it is known where their data are. Every system in use is on a map,
//! and thorough looks at the databases find no column that looks personal and stands on none (GDPR 30(1)(c)).

use jiff::Timestamp;

use super::{COLUMNS, SYSTEMS, figure, nothing};
use crate::promise::ClauseContext;
use crate::promise::evidence::{Evidence, PersonalLook, SystemLook, SystemReach, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let wanted = context.param("system");
    let Some(seen) = evidence.systems.as_ref().filter(|seen| is_fresh(seen.at, now)) else {
        return never();
    };
    let systems: Vec<&SystemLook> = seen
        .systems
        .iter()
        .filter(|look| look.reach != SystemReach::NotInUse)
        .filter(|look| wanted.is_empty() || wanted.contains(&look.system))
        .collect();
    let looks: Vec<(&SystemLook, &PersonalLook)> = systems
        .iter()
        .filter_map(|look| Some((*look, look.personal.as_ref().filter(|found| is_fresh(found.at, now))?)))
        .collect();
    if let Some(judgement) = found(&looks) {
        return judgement;
    }
    let mut open = gaps(&systems, &looks);
    let homeless = homeless(context, &systems);
    if !homeless.is_empty() {
        let list = homeless.join(", ");
        let nl = format!("voor deze groepen staat op geen kaart een doel: {list}");
        open.push(EvidenceItem::new("map", nl, format!("no map serves a purpose for these groups: {list}")));
    }
    let items = shown(&systems, &looks);
    if !open.is_empty() || looks.is_empty() {
        return nothing(
            "Nog niet van elk systeem is aangetoond dat alles op de kaart staat.",
            "Not of every system has it been shown that everything is on the map.",
            "Een grondige blik op elke databank waarin niets onbekend blijft.",
            "A thorough look at every database in which nothing stays unknown.",
        )
        .seen(open)
        .seen(items);
    }
    Judgement::kept(
        text(
            "Elk systeem staat op een kaart en nergens staat een onbekende persoonlijke kolom.",
            "Every system is on a map and nowhere is there an unknown personal column.",
        ),
        items,
        text(
            "Een kolom die persoonlijk lijkt en op geen kaart staat.",
            "A column that looks personal and stands on no map.",
        ),
    )
}

fn never() -> Judgement {
    nothing(
        "De systemen zijn nog niet met hun kaarten vergeleken.",
        "The systems have not been compared with their maps yet.",
        "Een grondige blik op elke databank.",
        "A thorough look at every database.",
    )
}

fn found(looks: &[(&SystemLook, &PersonalLook)]) -> Option<Judgement> {
    let items: Vec<EvidenceItem> = looks
        .iter()
        .filter(|(_, found)| !found.personal.is_empty())
        .map(|(look, found)| {
            let list = found.personal.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let place = &look.system;
            let nl = format!("in {place} lijken persoonlijk en staan op geen kaart: {list}");
            let en = format!("in {place} look personal and stand on no map: {list}");
            COLUMNS.item("look", figure(found.personal.len()), &nl, &en).at(found.at)
        })
        .collect();
    (!items.is_empty()).then(|| {
        Judgement::broken(
            text(
                "Er staan persoonsgegevens op een plek die op geen kaart staat.",
                "There are personal data in a place that is on no map.",
            ),
            items,
            text("Deze kolommen op de kaart.", "These columns on the map."),
        )
    })
}

/// What keeps it from being shown: databases that were not looked at, or in which something was left over.
fn gaps(systems: &[&SystemLook], looks: &[(&SystemLook, &PersonalLook)]) -> Vec<EvidenceItem> {
    let mut items = Vec::new();
    for look in systems {
        let name = &look.system;
        let mut say = |nl: String, en: String| items.push(EvidenceItem::new("look", nl, en));
        match looks.iter().find(|(other, _)| other.system == *name) {
            Some((_, found)) if found.unmapped > 0 => say(
                format!("in {name} heeft niemand nog naar {} kolommen of tabellen gekeken", found.unmapped),
                format!("in {name} nobody has looked at {} columns or tables yet", found.unmapped),
            ),
            Some((_, found)) if found.unread > 0 => say(
                format!("in {name} konden {} tabellen niet worden gelezen", found.unread),
                format!("in {name} {} tables could not be read", found.unread),
            ),
            None if matches!(look.reach, SystemReach::Database | SystemReach::Unknown) => {
                say(format!("{name} is niet (pas) bekeken"), format!("{name} was not looked at (lately)"));
            }
            _ if !look.is_database() && look.all_categories().next().is_none() => say(
                format!("van {name} noemt de kaart geen gegevens"),
                format!("of {name} the map names no data"),
            ),
            _ => {}
        }
    }
    items
}

/// The groups of the clause for whom no system serves a purpose.
fn homeless(context: &ClauseContext<'_>, systems: &[&SystemLook]) -> Vec<String> {
    let purposes = &context.edition.facts().purposes;
    let served = |id: &str| {
        systems.iter().any(|look| {
            look.purposes.iter().any(|purpose| purpose == id)
                || look.collections.iter().any(|part| part.purpose.as_deref() == Some(id))
        })
    };
    let housed =
        |subject: &String| purposes.iter().any(|(id, fact)| fact.subjects.contains(subject) && served(id));
    context.param("subject").iter().filter(|subject| !housed(subject)).cloned().collect()
}

fn shown(systems: &[&SystemLook], looks: &[(&SystemLook, &PersonalLook)]) -> Vec<EvidenceItem> {
    let mut items = Vec::new();
    if let Some(oldest) = looks.iter().map(|(_, found)| found.at).min() {
        let (nl, en) = ("grondig bekeken", "looked at thoroughly");
        items.push(SYSTEMS.item("look", figure(looks.len()), nl, en).at(oldest));
    }
    let told = systems.iter().filter(|look| !look.is_database()).count();
    if told > 0 {
        let (nl, en) = (
            "waar niemand in kan kijken: op de kaart staat wat de houder opgeeft",
            "that nobody can look into: the map says what the holder states",
        );
        items.push(SYSTEMS.item("map", figure(told), nl, en));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, system};
    use crate::promise::Verdict;
    use crate::promise::evidence::SystemReach;

    #[test]
    fn verdicts() {
        sample::table_with(
            "subjects-mapped",
            &[("subject", "customer")],
            &[
                ("all looked at", |_| {}, Verdict::Kept),
                (
                    "a personal column on no map",
                    |e| system(e, "shop").personal.as_mut().unwrap().personal.push("users.mail".into()),
                    Verdict::Broken,
                ),
                (
                    "columns that nobody has looked at",
                    |e| system(e, "shop").personal.as_mut().unwrap().unmapped = 2,
                    Verdict::Unproven,
                ),
                (
                    "tables that could not be read",
                    |e| system(e, "shop").personal.as_mut().unwrap().unread = 1,
                    Verdict::Unproven,
                ),
                ("never looked at", |e| system(e, "shop").personal = None, Verdict::Unproven),
                (
                    "looked at long ago",
                    |e| system(e, "shop").personal.as_mut().unwrap().at = sample::ago(40),
                    Verdict::Unproven,
                ),
                ("without an address", |e| system(e, "shop").reach = SystemReach::Unknown, Verdict::Kept),
                (
                    "without an address and never looked at",
                    |e| {
                        system(e, "shop").reach = SystemReach::Unknown;
                        system(e, "shop").personal = None;
                    },
                    Verdict::Unproven,
                ),
                (
                    "a system by hand that names no data",
                    |e| system(e, "books").categories.clear(),
                    Verdict::Unproven,
                ),
                (
                    "nobody serves the group",
                    |e| {
                        for look in &mut e.systems.as_mut().unwrap().systems {
                            look.purposes.clear();
                            look.collections.clear();
                            look.categories = vec!["order".into()];
                        }
                    },
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
