//! `gestand keys create | list | revoke`: programs that may ask for decisions.

use anyhow::Result;
use app::programs::{self, ProgramView};
use kernel::Actor;

use crate::args::KeysCommand;
use crate::exit::Code;
use crate::open;
use crate::output;

pub async fn run(command: KeysCommand) -> Result<Code> {
    match command {
        KeysCommand::Create { name, place, may, per_minute } => {
            let app = open::open(&place).await?;
            let made = programs::create(&app, &Actor::Operator, &name, &may, per_minute).await?;
            // The key alone goes to standard output, so that it can be put where it belongs without being seen.
            eprintln!("Key {} is made. It is shown this once: keep it where secrets are kept.", made.id);
            println!("{}", made.secret);
            Ok(Code::Good)
        }
        KeysCommand::List { place, format } => {
            let app = open::open(&place).await?;
            let list = programs::list(&app, &Actor::Operator).await?;
            output::print(format, &list, &["key", "program", "may", "a minute", "since", "ended"], || {
                list.iter().map(row).collect()
            })?;
            Ok(Code::Good)
        }
        KeysCommand::Webhook { place } => {
            let app = open::open(&place).await?;
            let secret = app::webhooks::secret(&app, &Actor::Operator, app::webhooks::Use::MailEvents)?;
            eprintln!(
                "Give this to who carries the mail, for posts to {}/api/v1/mail/signed.",
                app.config().base_url
            );
            println!("{secret}");
            Ok(Code::Good)
        }
        KeysCommand::Revoke { id, place } => {
            let app = open::open(&place).await?;
            programs::revoke(&app, &Actor::Operator, id).await?;
            println!("Ended. Whoever shows it is refused from now on.");
            Ok(Code::Good)
        }
    }
}

fn row(program: &ProgramView) -> Vec<String> {
    let day = |at: jiff::Timestamp| at.strftime("%Y-%m-%d").to_string();
    vec![
        program.id.to_string(),
        program.name.clone(),
        program.scopes.clone(),
        program.per_minute.to_string(),
        day(program.created_at),
        program.revoked_at.map(day).unwrap_or_default(),
    ]
}
