//! `gestand holds add | list | end`.

use anyhow::Result;
use app::holds::{self, HoldView, NewHold};
use kernel::{Actor, Text};

use crate::args::HoldsCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: HoldsCommand) -> Result<Code> {
    match command {
        HoldsCommand::Add { place, kind, reason, reason_en, identities, system, collection, term, until } => {
            let app = open::open(&place).await?;
            let en = reason_en.unwrap_or_else(|| reason.clone());
            let hold = NewHold {
                kind: kind.into(),
                reason: Text { nl: reason, en },
                identities,
                system,
                collection,
                term,
                until,
            };
            let placed = holds::add(&app, &Actor::Operator, hold).await?;
            println!("{}", placed.id);
            Ok(Code::Good)
        }
        HoldsCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let list = holds::list(&app, &Actor::Operator, 500).await?;
            let header = ["hold", "kind", "reason", "what", "until", "set by", "ended"];
            output::print(format, &list, &header, || list.iter().map(row).collect())?;
            Ok(Code::Good)
        }
        HoldsCommand::End { place, id } => {
            let app = open::open(&place).await?;
            holds::end(&app, &Actor::Operator, &id).await?;
            println!("Ended. What it kept goes by its own rules from now on.");
            Ok(Code::Good)
        }
    }
}

fn row(hold: &HoldView) -> Vec<String> {
    let mut scope: Vec<String> =
        [&hold.system, &hold.collection, &hold.term].into_iter().flatten().cloned().collect();
    if hold.names_somebody {
        scope.push("one person".to_owned());
    }
    vec![
        hold.id.clone(),
        hold.kind.clone(),
        hold.reason.en.clone(),
        scope.join(" / "),
        hold.until.clone().unwrap_or_default(),
        hold.set_by.clone(),
        hold.ended_at.map(|at| at.to_string()).unwrap_or_default(),
    ]
}
