//! How people show that they are who they say: passwords, passkeys, codes of an app, recovery codes, and the word of
//! an organisation's own sign-in service.
//!
//! Pure rules: what is kept about a person, where, and what follows from a sign-in is the business of `app`. Random
//! bytes and the present instant are given by the caller; the one exception is the challenge of a passkey, which the
//! library draws itself ([`passkey`]). To add a way of showing who one is: a module here, its rows in `store`, its use
//! case in `app::accounts`.

pub mod leaked;
pub mod passkey;
pub mod password;
pub mod recovery;
pub mod sso;
pub mod totp;
