//! Who has an account in the systems: everybody whose address a data map says is told (`told` of a collection).

use connect::AccountHolder;
use kernel::Language;

use super::announce::add;
use crate::app::App;
use crate::boundary::commit;
use crate::deployment::Reach;
use crate::error::{Error, Result};

/// People written down at a time.
const AT_ONCE: usize = 500;

/// Puts everybody with an account on the list of an edition. A system that does not answer has the job come back: nobody
/// is left out because a server slept.
pub(super) async fn list(app: &App, edition: &str) -> Result<()> {
    let deployment = app.deployment()?;
    let default = deployment.edition.default_language();
    for system in deployment.systems.values() {
        let Reach::Connector(connector) = &system.reach else { continue };
        let Some(database) = connector.as_sql() else { continue };
        let holders =
            database.account_holders().await.map_err(|problem| Error::internal(problem.public()))?;
        for some in holders.chunks(AT_ONCE) {
            let mut tx = app.store().begin().await.map_err(Error::internal)?;
            for holder in some {
                add(app, &mut tx, edition, &holder.address, language(holder, default)).await?;
            }
            commit(tx, "account holders listed").await?;
        }
    }
    Ok(())
}

/// The language that somebody reads: "nl_NL" is Dutch, and what is not known is the policy's first.
fn language(holder: &AccountHolder, default: Language) -> Language {
    let tag = holder.language.as_deref().unwrap_or_default();
    let tag = tag.split(['_', '-']).next().unwrap_or_default();
    Language::from_tag(&tag.to_ascii_lowercase()).unwrap_or(default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_read_from_what_software_writes() {
        for (written, expected) in [
            (Some("en_GB"), Language::En),
            (Some("nl"), Language::Nl),
            (Some("NL-nl"), Language::Nl),
            (Some("de"), Language::Nl),
            (Some(""), Language::Nl),
            (None, Language::Nl),
        ] {
            let holder =
                AccountHolder { address: "a@school.example".into(), language: written.map(str::to_owned) };
            assert_eq!(language(&holder, Language::Nl), expected, "{written:?}");
        }
    }
}
