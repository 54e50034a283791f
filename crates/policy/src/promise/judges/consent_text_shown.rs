//! "consent-text-shown": what a party does with data is in the text on which somebody chooses (GDPR 4(11), 7(2)). The
//! text of every choice is kept, word for word, and its digest is in the record.

use jiff::Timestamp;

use super::nothing;
use crate::promise::ClauseContext;
use crate::promise::evidence::{AskedService, DrillResult, Evidence, drill, is_fresh};
use crate::promise::judgement::{EvidenceItem, Judgement, text};

pub(crate) fn judge(evidence: &Evidence, context: &ClauseContext<'_>, now: Timestamp) -> Judgement {
    let services = context.param("service");
    let fresh = evidence.choices.as_ref().filter(|choices| is_fresh(choices.at, now));
    let asked: Vec<&AskedService> = fresh
        .iter()
        .flat_map(|choices| &choices.asked)
        .filter(|asked| services.contains(&asked.service))
        .collect();
    let silent: Vec<&str> =
        asked.iter().filter(|asked| asked.told == Some(false)).map(|asked| asked.service.as_str()).collect();
    if !silent.is_empty() {
        let list = silent.join(", ");
        let item = EvidenceItem::new(
            "consent-text",
            format!("de tekst zegt niet wie wat krijgt bij: {list}"),
            format!("the text does not say who receives what with: {list}"),
        );
        return Judgement::broken(
            text(
                "De tekst waarop bezoekers kozen, zwijgt over een partij.",
                "The text on which visitors chose is silent about a party.",
            ),
            vec![item],
            text("Een tekst die elke partij noemt.", "A text that names each party."),
        );
    }
    let proved = matches!(evidence.drilled(drill::CHOSEN, now), DrillResult::Passed(_));
    let whole = !asked.is_empty()
        && services.iter().all(|id| asked.iter().any(|it| it.service == *id && it.told == Some(true)));
    let Some(choices) = fresh.filter(|_| proved && whole) else {
        return nothing(
            "Nog geen keuze is gemaakt op een tekst die dit zegt.",
            "No choice has been made yet on a text that says this.",
            "Een keuze, of een oefening, op de tekst van deze uitgave.",
            "A choice, or a drill, on the text of this edition.",
        );
    };
    let list = services.join(", ");
    let item = EvidenceItem::new(
        "consent-text",
        format!("de bewaarde tekst zegt wie wat krijgt, waar en hoe lang, bij: {list}"),
        format!("the text that is kept says who receives what, where and for how long, with: {list}"),
    );
    Judgement::kept(
        text(
            "Wie kiest, leest eerst wat deze partij doet.",
            "Whoever chooses reads first what this party does.",
        ),
        vec![item.at(choices.at)],
        text("Een tekst waarin dit niet staat.", "A text that does not say this."),
    )
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use crate::promise::Verdict;
    use crate::promise::evidence::drill;

    #[test]
    fn verdicts() {
        sample::table_with(
            "consent-text-shown",
            &[("service", "ga,ads")],
            &[
                ("both are told", |_| {}, Verdict::Kept),
                ("one is not", |e| e.choices.as_mut().unwrap().asked[1].told = Some(false), Verdict::Broken),
                (
                    "nobody has chosen yet",
                    |e| e.choices.as_mut().unwrap().asked[1].told = None,
                    Verdict::Unproven,
                ),
                (
                    "one is not asked for",
                    |e| {
                        e.choices.as_mut().unwrap().asked.pop();
                    },
                    Verdict::Unproven,
                ),
                ("no choice was proved", |e| sample::fail(e, drill::CHOSEN), Verdict::Unproven),
                ("nothing is asked here", |e| e.choices = None, Verdict::Unproven),
            ],
        );
    }
}
