//! Judging a banner, ours or another's: whether refusing is as easy as accepting (EDPB 03/2022 on deceptive patterns, the
//! Dutch authority's nine rules, CJEU C-673/17 Planet49).

use policy::promise::evidence::FindingKind;

use crate::seen::{BannerSeen, ControlKind, ControlSeen, Scan, State};

/// One button may be this much larger in surface than the other.
const LARGER: f64 = 1.4;
/// Its letters this many pixels larger.
const LETTERS: f64 = 1.5;
/// Its letters this much heavier.
const HEAVIER: f64 = 150.0;
/// It may stand out from its surroundings this much more.
const OUTSTANDING: f64 = 2.0;
/// Letters must differ this much from what is behind them (WCAG 1.4.3).
const READABLE: f64 = 4.5;

/// Words that take using the site for consent, or that press. In small letters.
const PRESSING: &[(&str, &str)] = &[
    ("door verder te gaan", "takes going on for consent"),
    ("door gebruik te maken van deze", "takes using the site for consent"),
    ("door op deze site te blijven", "takes using the site for consent"),
    ("als u verder surft", "takes going on for consent"),
    ("by continuing", "takes going on for consent"),
    ("by using this", "takes using the site for consent"),
    ("if you continue", "takes going on for consent"),
    ("durch die weitere nutzung", "takes going on for consent"),
    ("en poursuivant", "takes going on for consent"),
    ("gerechtvaardigd belang", "rests on an interest what needs consent"),
    ("legitimate interest", "rests on an interest what needs consent"),
    ("berechtigtes interesse", "rests on an interest what needs consent"),
    ("anders werkt de site niet", "threatens with a site that does not work"),
    ("you will miss", "presses with what one would miss"),
    ("u mist", "presses with what one would miss"),
];

/// What is wrong with the notice of the site, as kind, what and detail.
pub(super) fn judge(scan: &Scan) -> Vec<(FindingKind, String, String)> {
    let mut found = Vec::new();
    let first = scan.run(&State::NoChoice);
    if let Some(banner) = first.and_then(|run| run.banner.as_ref()) {
        layer_one(banner, &mut found);
        for (words, why) in PRESSING.iter().filter(|(words, _)| banner.text.to_lowercase().contains(words)) {
            found.push((FindingKind::Wording, format!("“{words}”"), (*why).to_owned()));
        }
    } else if let Some(run) = first {
        let mut hosts: Vec<&str> =
            run.requests.iter().filter(|it| !it.own && it.pixel).map(|it| it.host.as_str()).collect();
        hosts.dedup();
        if !hosts.is_empty() {
            found.push((FindingKind::NoNotice, "no notice".to_owned(), hosts.join(", ")));
        }
    }
    withdrawing(scan, &mut found);
    found
}

fn layer_one(banner: &BannerSeen, found: &mut Vec<(FindingKind, String, String)>) {
    let accept = banner.control(ControlKind::Accept);
    let refuse = banner.control(ControlKind::Refuse);
    match (accept, refuse) {
        (Some(accept), Some(refuse)) => {
            let unequal = weigh(accept, refuse);
            if !unequal.is_empty() {
                let what = format!("“{}” beside “{}”", refuse.text, accept.text);
                found.push((FindingKind::Unequal, what, unequal.join(", ")));
            }
        }
        (Some(accept), None) => {
            let deeper = match banner.deeper_refuse {
                Some(true) => "refusing all is possible behind the settings only",
                Some(false) => "behind the settings there is no way to refuse all either",
                None => "no way to refuse was found",
            };
            found.push((FindingKind::NoRefusal, format!("“{}” alone", accept.text), deeper.to_owned()));
        }
        _ => {}
    }
    let ticked = banner.ticked + if banner.gestand { 0 } else { banner.deeper_ticked };
    if ticked > 0 {
        found.push((
            FindingKind::Ticked,
            format!("{ticked} boxes"),
            "ticked before anybody chose".to_owned(),
        ));
    }
    if !banner.page_usable && refuse.is_none() && banner.control(ControlKind::Close).is_none() {
        let covers = (banner.covers * 100.0).round();
        found.push((
            FindingKind::Wall,
            "the whole page".to_owned(),
            format!("{covers} % of the screen is covered"),
        ));
    }
}

/// In what accepting weighs more than refusing.
fn weigh(accept: &ControlSeen, refuse: &ControlSeen) -> Vec<String> {
    let mut unequal = Vec::new();
    let surface = |it: &ControlSeen| (it.size.0 * it.size.1).max(1.0);
    if accept.button && !refuse.button {
        unequal.push("a link beside a button".to_owned());
    }
    // A longer word makes a wider button: the height says more, unless the width is far more, too.
    let larger = surface(accept) / surface(refuse);
    let words = (accept.text.chars().count().max(1), refuse.text.chars().count().max(1));
    #[expect(clippy::cast_precision_loss, reason = "lengths of words")]
    let by_words = words.0 as f64 / words.1 as f64;
    if larger > LARGER * by_words.max(1.0) {
        unequal.push(format!("{larger:.1} times the surface"));
    }
    if accept.letters > refuse.letters + LETTERS {
        unequal.push(format!("letters of {} against {} pixels", accept.letters, refuse.letters));
    }
    if accept.weight > refuse.weight + HEAVIER {
        unequal.push(format!("letters of weight {} against {}", accept.weight, refuse.weight));
    }
    if accept.standing_out > refuse.standing_out * OUTSTANDING {
        unequal.push(format!("stands out {:.1} against {:.1}", accept.standing_out, refuse.standing_out));
    }
    if refuse.contrast < READABLE && accept.contrast >= READABLE {
        unequal.push(format!("refusing is hard to read: contrast {:.1}", refuse.contrast));
    }
    unequal
}

/// Taking back may take one click more than giving: the one that opens the choices.
fn withdrawing(scan: &Scan, found: &mut Vec<(FindingKind, String, String)>) {
    let Some(all) = scan.run(&State::All).filter(|run| run.entered) else { return };
    let Some(withdrawn) = scan.run(&State::Withdrawn) else { return };
    if !withdrawn.entered {
        let what = "no way back".to_owned();
        found.push((
            FindingKind::HardToWithdraw,
            what,
            "what opens the choices again was not found".to_owned(),
        ));
    } else if withdrawn.clicks > all.clicks + 1 {
        let detail = format!("{} clicks against {}", withdrawn.clicks, all.clicks);
        found.push((FindingKind::HardToWithdraw, "more clicks".to_owned(), detail));
    }
}
