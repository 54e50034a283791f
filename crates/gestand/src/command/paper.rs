//! `gestand paper`: an edition, what it changes, or how its promises stand, as PDF.

use anyhow::{Context as _, Result, bail};
use app::{editions, papers};

use crate::args::PaperArguments;
use crate::exit::Code;
use crate::open;

pub async fn run(arguments: PaperArguments) -> Result<Code> {
    let app = open::open(&arguments.place).await?;
    let day = arguments.on.unwrap_or_else(|| app.today());
    let language = arguments.language;
    let document = match arguments.what.as_str() {
        "privacy" | "cookies" => {
            let edition = editions::on(&app, day).await?;
            papers::edition(&app, &edition, &arguments.what, language)?
        }
        "changes" => {
            let to = editions::on(&app, day).await?;
            let from = editions::before(&app, &to).await?;
            papers::changes(&from.context("no edition was in force before it")?, &to, language)
        }
        "promises" => papers::board(&app, language).await?,
        _ => bail!("a paper is privacy, cookies, changes or promises"),
    };
    let bytes = papers::print(document).await?;
    std::fs::write(&arguments.out, &bytes)
        .with_context(|| format!("{} cannot be written", arguments.out.display()))?;
    println!("{}: {} bytes, PDF/UA-1", arguments.out.display(), bytes.len());
    Ok(Code::Good)
}
