//! "edition-archive": exactly one edition is in force, every older one is unchanged, and what is served is
//! what is archived.

use jiff::Timestamp;

use crate::edition::EditionHash;
use crate::promise::evidence::{EditionsEvidence, Evidence, ServedDocument, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::{ClauseContext, judges};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let Some(editions) = evidence.editions.as_ref().filter(|editions| is_fresh(editions.at, now)) else {
        return judges::nothing(
            "Het archief van versies is niet of te lang geleden nagerekend.",
            "The archive of editions was not hashed again, or too long ago.",
            "Een archief dat is nagerekend.",
            "An archive that was hashed again.",
        );
    };
    if let Some(judgement) = changed(editions) {
        return judgement;
    }
    let [in_force] = editions.in_force.as_slice() else {
        let count = editions.in_force.len();
        let item = EvidenceItem::new(
            "archive",
            format!("{count} versies van kracht"),
            format!("{count} editions in force"),
        )
        .figure(judges::figure(count))
        .at(editions.at);
        return Judgement::broken(
            text("Er is niet precies één versie van kracht.", "There is not exactly one edition in force."),
            vec![item],
            text("Precies één versie van kracht.", "Exactly one edition in force."),
        );
    };
    if *in_force != context.edition.hash() {
        return judges::nothing(
            "Deze versie is niet de versie die van kracht is.",
            "This edition is not the one in force.",
            "De toets op de versie die van kracht is.",
            "The check of the edition in force.",
        );
    }
    served(editions, *in_force, context)
}

/// Broken, when an edition of the archive is not what it was.
fn changed(editions: &EditionsEvidence) -> Option<Judgement> {
    let changed: Vec<EvidenceItem> = editions
        .archive
        .iter()
        .filter(|edition| edition.found != Some(edition.hash))
        .map(|edition| {
            let version = &edition.version;
            EvidenceItem::new(
                "archive",
                format!("versie {version} klopt niet met haar vingerafdruk"),
                format!("edition {version} does not match its hash"),
            )
            .at(editions.at)
        })
        .collect();
    let absent =
        editions.in_force.iter().any(|hash| !editions.archive.iter().any(|edition| edition.hash == *hash));
    if changed.is_empty() && !absent {
        return None;
    }
    let absent = absent.then(|| {
        EvidenceItem::new(
            "archive",
            "de versie van kracht staat niet in het archief",
            "the edition in force is not in the archive",
        )
        .at(editions.at)
    });
    Some(Judgement::broken(
        text("Het archief van versies is niet ongeschonden.", "The archive of editions is not intact."),
        changed.into_iter().chain(absent).collect(),
        text("Het archief hersteld uit een reservekopie.", "The archive restored from a backup."),
    ))
}

fn served(editions: &EditionsEvidence, in_force: EditionHash, context: &ClauseContext<'_>) -> Judgement {
    let other: Vec<EvidenceItem> = editions
        .served
        .iter()
        .filter(|page| page.edition != in_force)
        .map(|page| stray(page, editions.at))
        .collect();
    if !other.is_empty() {
        return Judgement::broken(
            text(
                "Wat er te lezen is, is niet de versie van kracht.",
                "What can be read is not the edition in force.",
            ),
            other,
            text("Pagina’s uit de versie van kracht.", "Pages from the edition in force."),
        );
    }
    let documents = &context.edition.content().documents;
    let all = documents.iter().all(|document| {
        editions.served.iter().any(|page| page.document == document.id && page.language == document.language)
    });
    if documents.is_empty() || !all {
        return judges::nothing(
            "Niet elke pagina is vergeleken met het archief.",
            "Not every page was compared with the archive.",
            "Een vergelijking van elke pagina in elke taal.",
            "A comparison of every page in every language.",
        );
    }
    let archived = judges::figure(editions.archive.len());
    let hash = in_force.short();
    let pages = EvidenceItem::new(
        "page",
        format!("elke pagina komt uit versie {hash}"),
        format!("every page comes from edition {hash}"),
    );
    Judgement::kept(
        text(
            "Precies één versie is van kracht, en elke versie is wat zij was.",
            "Exactly one edition is in force, and every edition is what it was.",
        ),
        vec![
            judges::EDITIONS
                .item("archive", archived, "nagerekend, alles ongewijzigd", "hashed again, all unchanged")
                .at(editions.at),
            pages.figure(judges::figure(editions.served.len())).at(editions.at),
        ],
        text(
            "Een versie die verandert, of twee tegelijk van kracht.",
            "An edition that changes, or two in force at once.",
        ),
    )
}

fn stray(page: &ServedDocument, at: Timestamp) -> EvidenceItem {
    let (document, language, hash) = (&page.document, page.language, page.edition.short());
    let nl = format!("{document} ({language}) komt uit versie {hash}");
    EvidenceItem::new("page", nl, format!("{document} ({language}) comes from edition {hash}")).at(at)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::edition::EditionHash;
    use crate::promise::Verdict;

    #[test]
    fn verdicts() {
        sample::table(
            "edition-archive",
            &[
                ("all is well", |_| {}, Verdict::Kept),
                ("stale", |e| e.editions.as_mut().unwrap().at = sample::ago(32), Verdict::Unproven),
                (
                    "a changed edition",
                    |e| e.editions.as_mut().unwrap().archive[0].found = Some(EditionHash::of(b"x")),
                    Verdict::Broken,
                ),
                (
                    "an unreadable edition",
                    |e| e.editions.as_mut().unwrap().archive[0].found = None,
                    Verdict::Broken,
                ),
                (
                    "in force but not archived",
                    |e| e.editions.as_mut().unwrap().archive.clear(),
                    Verdict::Broken,
                ),
                ("none in force", |e| e.editions.as_mut().unwrap().in_force.clear(), Verdict::Broken),
                (
                    "two in force",
                    |e| {
                        let hash = e.editions.as_ref().unwrap().in_force[0];
                        e.editions.as_mut().unwrap().in_force.push(hash);
                    },
                    Verdict::Broken,
                ),
                (
                    "a page from elsewhere",
                    |e| e.editions.as_mut().unwrap().served[0].edition = EditionHash::of(b"x"),
                    Verdict::Broken,
                ),
                (
                    "a page not looked at",
                    |e| _ = e.editions.as_mut().unwrap().served.pop(),
                    Verdict::Unproven,
                ),
            ],
        );
    }
}
