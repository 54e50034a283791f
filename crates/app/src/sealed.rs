//! A copy that goes another way than by sign-in, such as by post: sealed with a passphrase, in the format of age
//! (age-encryption.org/v1), which free programs on every system open.
//!
//! The passphrase is made here, so that it is never a weak one, and shown once; it goes to the person by another way than
//! the file. For that an officer must have judged who the person is: possession of the known address alone is shown by
//! signing in there. A person who is signed in may take their copy sealed as well. Every time is on the record.

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use age::secrecy::SecretString;
use futures_util::{Stream, StreamExt as _, stream};
use kernel::ids::ArchiveId;
use kernel::{Actor, StaffRole};

use crate::app::App;
use crate::archives;
use crate::error::{Error, Kind, Result};
use crate::requests::change;

/// Letters that are not taken for others when they are read aloud or copied by hand.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
/// How many groups of four letters there are: 20 letters of five bits are 100 bits.
const GROUPS: usize = 5;
/// The work that each try of a passphrase costs (2 to this power). With 100 bits nobody gets there by trying; more would
/// cost this machine its memory.
const WORK: u8 = 15;

/// A passphrase that was just made, and what brings it back to this installation.
pub struct Passphrase {
    /// In words: groups of four letters with hyphens.
    pub words: String,
    /// The same, sealed for this copy: for the form that takes the file.
    pub ticket: String,
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// A sealed copy on its way.
pub struct Sealed {
    /// The file's name.
    pub file_name: String,
    /// Its contents, sealed piece by piece.
    pub stream: Pin<Box<dyn Stream<Item = Result<Vec<u8>>> + Send>>,
}

/// Makes a passphrase for a copy that this actor may take sealed.
///
/// # Errors
/// They may not, or the copy is gone.
pub async fn passphrase(app: &App, actor: &Actor, id: ArchiveId) -> Result<Passphrase> {
    may(app, actor, id).await?;
    let bytes = app.entropy().bytes::<{ GROUPS * 4 }>();
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('a', char::from);
    let groups: Vec<String> = bytes.chunks(4).map(|group| group.iter().map(letter).collect()).collect();
    let words = groups.join("-");
    let sealed =
        app.keys().seal.seal(&place(id), words.as_bytes(), app.entropy()).map_err(Error::internal)?;
    Ok(Passphrase { words, ticket: hex::encode(sealed) })
}

/// Opens a copy, sealed with the passphrase of a ticket.
///
/// # Errors
/// As [`passphrase`], or the ticket is none for this copy.
pub async fn open(app: &App, actor: &Actor, id: ArchiveId, ticket: &str) -> Result<Sealed> {
    may(app, actor, id).await?;
    let odd = || {
        Error::new(
            Kind::Invalid,
            "odd-ticket",
            "Deze wachtzin hoort niet bij deze kopie. Begin opnieuw.",
            "This passphrase does not belong to this copy. Begin again.",
        )
    };
    let sealed = hex::decode(ticket.get(..ticket.len().min(400)).unwrap_or_default()).map_err(|_| odd())?;
    let words = app.keys().seal.open(&place(id), &sealed).map_err(|_| odd())?;
    let words = String::from_utf8(words).map_err(|_| odd())?;
    let plain = archives::for_sealing(app, actor, id).await?;
    let file_name = format!("{}.age", plain.file_name);
    let out = Drain::default();
    let begun = out.clone();
    // Making the key costs a tenth of a second and some memory: not where requests are answered.
    let writer = tokio::task::spawn_blocking(move || {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(words));
        recipient.set_work_factor(WORK);
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).map_err(io::Error::other)?;
        encryptor.wrap_output(begun)
    });
    let writer = writer.await.map_err(Error::internal)?.map_err(Error::internal)?;
    let state = (plain.stream, Some(writer), out);
    let stream = stream::unfold(state, |(mut plain, writer, out)| async move {
        let mut writer = writer?;
        match plain.next().await {
            Some(Ok(piece)) => {
                let written = writer.write_all(&piece).map_err(Error::internal);
                let sealed = out.take();
                Some((written.map(|()| sealed), (plain, Some(writer), out)))
            }
            Some(Err(error)) => Some((Err(error), (plain, None, out))),
            None => {
                let ended = writer.finish().map(drop).map_err(Error::internal);
                let sealed = out.take();
                Some((ended.map(|()| sealed), (plain, None, out)))
            }
        }
    });
    Ok(Sealed { file_name, stream: Box::pin(stream) })
}

/// The person themselves, or who decides, once they have judged who the person is.
async fn may(app: &App, actor: &Actor, id: ArchiveId) -> Result<()> {
    let row = store::archives::get(app.store(), id).await.map_err(Error::internal)?;
    let row = row.ok_or_else(|| Error::not_found("archive"))?;
    let request = change::load(app, row.request_id).await?;
    match actor {
        Actor::Subject { id } => crate::requests::decide::own(&request, *id),
        Actor::Operator => Ok(()),
        Actor::Staff { role: StaffRole::Officer, .. } => {
            let proof = change::parse(&request)?.state.identity().copied();
            if matches!(proof, Some(::requests::IdentityProof::Judged { .. })) {
                return Ok(());
            }
            Err(Error::new(
                Kind::Conflict,
                "not-judged-who",
                "Een kopie gaat alleen per post als u hebt beoordeeld wie de aanvrager is. Wie inlogt, haalt haar zelf op.",
                "A copy only goes by post when you have judged who the person is. Whoever signs in collects it.",
            ))
        }
        _ => Err(Error::forbidden("collect-answer")),
    }
}

fn place(id: ArchiveId) -> String {
    format!("passphrase:{id}")
}

/// Where the sealed bytes gather until they are sent on.
#[derive(Clone, Default)]
struct Drain(Arc<Mutex<Vec<u8>>>);

impl Drain {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Drain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
