//! `gestand attestations add | list | withdraw`.

use anyhow::{Context as _, Result};
use app::attestations::{self, AttestationView, NewAttestation};
use kernel::Actor;

use crate::args::AttestationsCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: AttestationsCommand) -> Result<Code> {
    match command {
        AttestationsCommand::Add { place, clause, by, looked_at, document, review_on } => {
            let bytes = std::fs::read(&document)
                .with_context(|| format!("the document {} cannot be read", document.display()))?;
            let app = open::open(&place).await?;
            let document = attestations::digest(&bytes);
            let new = NewAttestation { clause, looked_at, document, review_on };
            let given = attestations::enter(&app, &Actor::Operator, &by, &new).await?;
            println!("{}", given.id);
            Ok(Code::Good)
        }
        AttestationsCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let list = attestations::list(&app, &Actor::Operator, 500).await?;
            let header = ["attestation", "clause", "state", "by", "review on", "looked at", "document"];
            output::print(format, &list, &header, || list.iter().map(row).collect())?;
            Ok(Code::Good)
        }
        AttestationsCommand::Withdraw { place, id } => {
            let app = open::open(&place).await?;
            attestations::withdraw(&app, &Actor::Operator, &id).await?;
            println!("Withdrawn. What it stood for is no longer shown to be kept.");
            Ok(Code::Good)
        }
    }
}

fn row(given: &AttestationView) -> Vec<String> {
    vec![
        given.id.clone(),
        given.clause.clone(),
        given.state.to_owned(),
        given.given_by.clone(),
        given.review_on.to_string(),
        given.looked_at.clone(),
        given.document.chars().take(12).collect(),
    ]
}
