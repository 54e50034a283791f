//! Drafting a data map: look at a live database, ask what the sample cannot tell, and propose a map as text.
//!
//! Reads only, keeps nothing: the rows are forgotten when the text is made, and the text quotes none of them.

use connect::sql::sample::Surveyor;
use inventory::DataMap;
use inventory::discover::content::Context;
use inventory::discover::{Confidence, Draft, Look, print, propose, questions};
use jiff::civil::Date;

use crate::error::{Error, Kind, Result};

/// How far a draft is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many tables were sampled, of so many.
    Sampling(usize, usize),
    /// So many joins were compared, of so many.
    Comparing(usize, usize),
}

/// A drafted map.
#[derive(Debug, Clone)]
pub struct Drafted {
    /// The map as text, with confidences and reasons in comments.
    pub text: String,
    /// What it was made from: `MariaDB 10.11.19`.
    pub server: String,
    /// How many collections it proposes.
    pub collections: usize,
    /// What somebody should look at, the likeliest first.
    pub look: Vec<Look>,
    /// Tables whose rows could not be read, with the reason.
    pub unread: Vec<String>,
}

/// Looks at the database at `url` and drafts a map for the system `system`, from at most `rows` rows of each table.
///
/// # Errors
/// The database does not answer, or nobody is found in it.
pub async fn draft(
    url: &str,
    system: &str,
    rows: u32,
    today: Date,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Drafted> {
    let context = Context { today };
    let surveyor = Surveyor::open(url, rows).map_err(unreadable)?;
    let surveyed =
        surveyor.survey(&mut |done, of| progress(Progress::Sampling(done, of))).await.map_err(unreadable)?;
    let asked = questions(&surveyed.survey, &context);
    let answers = surveyor.ask(asked, &mut |done, of| progress(Progress::Comparing(done, of))).await;
    let answers = answers.map_err(unreadable)?;
    let draft = propose(&surveyed.survey, &answers, system, &context).ok_or_else(nobody)?;
    let text = print::print(&draft, &surveyed.survey.server, rows as usize);
    checked(&text, &draft)?;
    let unread = surveyed.unread.iter().map(|(table, reason)| format!("{table}: {}", reason.public()));
    Ok(Drafted {
        text,
        server: surveyed.survey.server.clone(),
        collections: draft.map.collections.len(),
        unread: unread.collect(),
        look: draft.look.into_iter().filter(|look| look.confidence >= Confidence::DOUBT).collect(),
    })
}

/// A draft is a map: what cannot be read back is a fault of ours, not the reader's to find.
fn checked(text: &str, draft: &Draft) -> Result<()> {
    let problems = match DataMap::parse(text) {
        Ok(map) if map == draft.map => return Ok(()),
        Ok(_) => "it reads back as another map".to_owned(),
        Err(problems) => problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
    };
    Err(Error::internal(format!("the draft is no map: {problems}")))
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
fn unreadable(error: connect::ConnectError) -> Error {
    let (nl, en) = (
        "De database kan niet worden bekeken. Controleer het adres en of dit account mag lezen.",
        "The database cannot be looked at. Check the address, and that this account may read.",
    );
    let kind = if error.retryable() { Kind::Unavailable } else { Kind::Invalid };
    Error::new(kind, "database-unreadable", nl, en).because(error.public())
}

fn nobody() -> Error {
    Error::new(
        Kind::NotFound,
        "nobody-found",
        "In deze database is geen tabel met mensen gevonden: er valt geen voorstel te doen. Schrijf de datakaart met de hand.",
        "No table of people was found in this database: there is nothing to propose. Write the data map by hand.",
    )
}
