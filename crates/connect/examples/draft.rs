//! Drafts the data map of a database: `cargo run -p connect --example draft -- URL SYSTEM [MAP]`. With a map made by
//! hand it prints how the draft compares instead.

#![expect(clippy::print_stdout, reason = "an example prints")]

use connect::sql::sample::Surveyor;
use inventory::DataMap;
use inventory::discover::{compare, content::Context, print, propose, questions};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [url, system, rest @ ..] = words.as_slice() else {
        return Err("give a URL and a system's id".into());
    };
    let context = Context { today: jiff::civil::date(2026, 12, 1) };
    let surveyor = Surveyor::open(url, 200)?;
    let surveyed = surveyor.survey(&mut |_, _| ()).await?;
    let answers = surveyor.ask(questions(&surveyed.survey, &context), &mut |_, _| ()).await?;
    let draft = propose(&surveyed.survey, &answers, system, &context).ok_or("the draft is empty")?;
    let text = print::print(&draft, &surveyed.survey.server, 200);
    let Some(file) = rest.first() else {
        println!("{text}");
        return Ok(());
    };
    DataMap::parse(&text).map_err(|problems| format!("{problems:#?}"))?;
    let truth =
        DataMap::parse(&std::fs::read_to_string(file)?).map_err(|problems| format!("{problems:#?}"))?;
    let (columns, joins) = compare(&truth, &draft.map);
    for (table, column) in &columns.missed {
        println!("missed {table}.{column}");
    }
    for (table, column) in &columns.extra {
        let ids = draft.map.collections.iter().filter(|collection| &collection.table == table);
        let why = ids.filter_map(|collection| draft.labels.get(&format!("{}/{column}", collection.id)));
        println!("extra {table}.{column}: {:?}", why.map(|label| &label.reason).collect::<Vec<_>>());
    }
    for (here, there) in &joins.missed {
        println!("missed join {}.{} = {}.{}", here.0, here.1, there.0, there.1);
    }
    for (here, there) in &joins.extra {
        println!("extra join {}.{} = {}.{}", here.0, here.1, there.0, there.1);
    }
    println!("unread {:?}", surveyed.unread.len());
    println!(
        "columns: recall {} precision {} ({} found)",
        columns.recall(),
        columns.precision(),
        columns.found.len()
    );
    println!(
        "joins: recall {} precision {} ({} found)",
        joins.recall(),
        joins.precision(),
        joins.found.len()
    );
    Ok(())
}
