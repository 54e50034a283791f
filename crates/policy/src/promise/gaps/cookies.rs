//! G11: the list of cookies says of each how long it stays and who has access (CJEU C-673/17 Planet49, operative part 2),
//! and it is the list of what a browser really meets.

use jiff::Timestamp;

use super::told;
use crate::edition::Edition;
use crate::promise::judgement::{EvidenceItem, Judgement, text};
use crate::promise::judges::site;
use crate::promise::{Evidence, Verdict};

pub(super) fn judge(evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    // What the pages leave out no browser can make good.
    let told = told::cookies(evidence, edition, now);
    if told.verdict == Verdict::Broken { told } else { seen(evidence, edition, now) }
}

fn seen(evidence: &Evidence, edition: &Edition, now: Timestamp) -> Judgement {
    let cookies = edition.facts().services.values().flat_map(|service| &service.cookie);
    let silent: Vec<&str> = cookies.filter(|it| it.reads.is_none()).map(|it| it.name.as_str()).collect();
    let judged = site::judge_law(evidence, edition, "G11", now);
    let Some(first) = silent.first() else { return judged };
    if judged.verdict == Verdict::Unproven {
        return judged;
    }
    Judgement::broken(
        text(
            "Van een cookie staat niet vermeld wie erbij kan.",
            "It is not stated who has access to a cookie.",
        ),
        vec![EvidenceItem::new(
            "cookie",
            format!("“{first}” zonder lezer"),
            format!("“{first}” without a reader"),
        )],
        text("De lezer van elke cookie.", "The reader of every cookie."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::promise::Verdict;
    use crate::promise::judges::sample;
    use kernel::Text;

    #[test]
    fn the_list_is_complete_and_true() {
        let told = sample::edition_with(|facts| {
            for cookie in facts.services.values_mut().flat_map(|service| &mut service.cookie) {
                cookie.reads = Some(Text::same("us"));
            }
        });
        let verdict =
            |evidence: &Evidence, edition: &Edition| judge(evidence, edition, sample::now()).verdict;
        assert_eq!(verdict(&sample::looked(), &told), Verdict::Kept);
        // The sample policy leaves out who reads one of its cookies.
        assert_eq!(verdict(&sample::looked(), &sample::edition()), Verdict::Broken);
        assert_eq!(verdict(&Evidence::default(), &told), Verdict::Unproven);
    }
}
