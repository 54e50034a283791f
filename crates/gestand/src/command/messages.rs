//! `gestand message`: a message that answers no request, through the gate.

use anyhow::{Context as _, Result};
use app::messages::{self, Class, Outgoing};
use app::work;
use kernel::{Actor, Language};

use crate::args::Place;
use crate::exit::Code;
use crate::open;

pub async fn send(
    place: &Place,
    to: String,
    class: Class,
    purpose: String,
    title: String,
    body: String,
    language: &str,
) -> Result<Code> {
    let app = open::open(place).await?;
    let language = Language::from_tag(language).context("--language is nl or en")?;
    let message = Outgoing { to, language, class, purpose, title, body };
    match messages::send(&app, &Actor::Operator, &message).await {
        Ok(()) => {
            work::drain(&app).await?;
            println!("It is on its way.");
            Ok(Code::Good)
        }
        Err(error) if error.code == "message-kept-in" => {
            println!("It stays here: {}.", error.context);
            Ok(Code::Finding)
        }
        Err(error) => Err(error.into()),
    }
}
