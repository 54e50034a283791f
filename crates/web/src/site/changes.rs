//! What an edition changed.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use kernel::Language;
use policy::difference::{Class, ClauseChange, Difference, Piece};

use crate::failure::Failure;
use crate::here::Here;
use crate::site::editions::{label, last_day, standing};
use crate::view::site::{Change, ChangedClause, ChangedFact, ChangedWords, Changes, Standing};

/// The edition that came into force on a day, compared with the one before it.
pub(crate) async fn show(here: Here, Path((_, day)): Path<(String, String)>) -> Result<Response, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    let to = app::editions::on(&here.app, day).await?;
    let Some(from) = app::editions::before(&here.app, &to).await? else {
        // The first edition changed nothing: there is only the text itself.
        let text = format!("/{}/privacy/{day}", here.language);
        return Ok((StatusCode::FOUND, [(header::LOCATION, text)]).into_response());
    };
    let difference = policy::difference::between(&from, &to);
    let summaries = app::editions::list(&here.app).await?;
    let standing = standing(&summaries, &to.hash().to_string());
    let until = last_day(&summaries, to.policy().in_force_from).filter(|_| standing == Standing::Past);
    here.show(&Changes {
        from: label(&from, last_day(&summaries, from.policy().in_force_from)),
        to: label(&to, until),
        standing,
        counts: [Class::Widening, Class::Narrowing, Class::Wording]
            .map(|class| (change(class), difference.count(class))),
        asks_again: difference.asks_again.iter().map(|ask| ask.name.get(here.language).to_owned()).collect(),
        facts: facts(&difference, here.language),
        clauses: difference.clauses.iter().map(|clause| self::clause(clause, here.language)).collect(),
    })
}

pub(crate) fn change(class: Class) -> Change {
    match class {
        Class::Widening => Change::Widening,
        Class::Narrowing => Change::Narrowing,
        Class::Wording => Change::Wording,
    }
}

pub(crate) fn facts(difference: &Difference, language: Language) -> Vec<ChangedFact> {
    let mut facts: Vec<_> = difference.facts.iter().collect();
    facts.sort_by_key(|fact| std::cmp::Reverse(fact.class));
    facts
        .into_iter()
        .map(|fact| ChangedFact { change: change(fact.class), what: fact.what.get(language).to_owned() })
        .collect()
}

pub(crate) fn clause(clause: &ClauseChange, language: Language) -> ChangedClause {
    // A text that both editions have in another language only is shown in that.
    let words = clause.words.get(&language).or_else(|| clause.words.values().next());
    let words = words.into_iter().flat_map(|words| &words.pieces).map(|piece| match piece {
        Piece::Same(text) => ChangedWords::Same(text.clone()),
        Piece::Gone(text) => ChangedWords::Gone(text.clone()),
        Piece::New(text) => ChangedWords::New(text.clone()),
    });
    ChangedClause {
        id: clause.clause.to_string(),
        change: change(clause.class),
        why: clause.why.get(language).to_owned(),
        words: words.collect(),
    }
}
