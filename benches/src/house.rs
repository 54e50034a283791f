//! An installation of its own, with the example's policy in force and nobody in it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use app::keys::Keys;
use app::outbox::Outbox;
use app::{App, Config, Parts, editions};
use kernel::{Actor, Entropy, SystemClock};
use store::Store;

use crate::servers;

/// Opens one in `folder`, on SQLite. Mail goes nowhere.
///
/// # Errors
/// The folder cannot be written, or the example is refused.
pub async fn open(folder: &Path) -> Result<App> {
    let entropy = Entropy::system();
    let app = App::new(Parts {
        config: Config {
            data: folder.to_owned(),
            base_url: "http://gestand.example".to_owned(),
            demo: false,
        },
        store: Store::open(&format!("sqlite:{}", folder.join("gestand.db").display())).await?,
        keys: Keys::open(&folder.join("keys"), &entropy)?,
        clock: Arc::new(SystemClock),
        entropy,
        mailer: Arc::new(mail::Outbox::new(Arc::new(|_| Box::pin(async { Ok(()) })))),
        outbox: Outbox::default(),
        addresses: Arc::new(|_| None),
    })?;
    let edition = editions::compile(&servers::root().join("examples/leskracht"));
    let edition = edition.map_err(|refused| anyhow!("the policy is refused: {refused:?}"))?;
    let published = editions::publish(&app, &Actor::Operator, &edition, false).await;
    published.map_err(|refused| anyhow!("the edition is refused: {refused:?}"))?;
    Ok(app)
}
