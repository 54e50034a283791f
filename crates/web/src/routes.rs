//! Every address of the house, with whom it is for.
//!
//! The router is made from this table and from nothing else, so a route without an audience cannot exist,
//! and the test of the table asks each one as the wrong person. To add one: a line in [`table`].

use std::sync::Arc;

use app::App;
use app::programs::Scope;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{MethodRouter, get, post};
use kernel::StaffRole;

use crate::limits::{Gate, Limits};
use crate::{account, api, demo, desk, portal, site};

/// Whoever reads evidence: everybody at the desk but a school's contact, who sees nothing of anybody.
const READS: &[StaffRole] = &[StaffRole::Officer, StaffRole::Engineer, StaffRole::Auditor];
/// Whoever keeps the systems running.
const KEEPS: &[StaffRole] = &[StaffRole::Officer, StaffRole::Engineer];
/// Whoever audits.
const AUDITS: &[StaffRole] = &[StaffRole::Officer, StaffRole::Auditor];
/// Whoever enters requests.
const ENTERS: &[StaffRole] = &[StaffRole::Officer, StaffRole::SchoolContact];
/// Everybody at the desk: their own account.
const ALL: &[StaffRole] =
    &[StaffRole::Officer, StaffRole::Engineer, StaffRole::Auditor, StaffRole::SchoolContact];

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody.
    Public,
    /// A subject who proved their address.
    Subject,
    /// A member of staff with the officer's role.
    Officer,
    /// A member of staff with one of these roles; `app` decides once more.
    Staff(&'static [StaffRole]),
    /// Everybody, but only in the demo.
    Demo,
    /// Everybody, from any page: what is sent is no form of ours and goes with no session.
    Open,
    /// A program with a key that may do this.
    Program(Scope),
}

/// A route.
pub(crate) struct Route {
    /// GET (with HEAD) or POST.
    pub(crate) method: Method,
    /// The address; `{lang}` is a language.
    pub(crate) path: &'static str,
    /// Whom it is for.
    pub(crate) audience: Audience,
    /// What answers.
    pub(crate) handler: MethodRouter<App>,
    /// Counts how often one client comes.
    pub(crate) gate: Option<Gate>,
    /// How much may be sent, in bytes.
    pub(crate) body: usize,
    /// It changes something and comes from elsewhere: a mail program's one click, whose link is its leave.
    pub(crate) from_anywhere: bool,
}

/// Forms are small; the largest is a reason of 4,000 characters, in UTF-8 and percent-encoded.
const FORM_BYTES: usize = 64 * 1024;

/// Some hundreds of passages, each with a handful of parts of about a hundred bytes.
const REDACTION_BYTES: usize = 1024 * 1024;

/// A form with a file in it may be as large as its route takes: the limit of every other form is lifted for it.
fn whole_file() -> DefaultBodyLimit {
    DefaultBodyLimit::disable()
}

impl Route {
    /// The same route, which one client may ask only so often.
    fn behind(self, gate: Gate) -> Self {
        Self { gate: Some(gate), ..self }
    }

    /// The same route, which programs of others may post to.
    fn posted_from_anywhere(self) -> Self {
        Self { from_anywhere: true, ..self }
    }

    /// The same route, which takes so many bytes.
    fn taking(self, body: usize) -> Self {
        Self { body, ..self }
    }
}

/// What the guard of a route knows.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    /// The application.
    pub(crate) app: App,
    /// Whom the route is for.
    pub(crate) audience: Audience,
    /// The route changes something.
    pub(crate) changes: bool,
    /// The address begins with a language.
    pub(crate) in_language: bool,
    /// Counts how often one client comes.
    pub(crate) gate: Option<Gate>,
    /// The counts.
    pub(crate) limits: Arc<Limits>,
}

fn read(path: &'static str, audience: Audience, handler: MethodRouter<App>) -> Route {
    Route { method: Method::GET, path, audience, handler, gate: None, body: FORM_BYTES, from_anywhere: false }
}

fn change(path: &'static str, audience: Audience, handler: MethodRouter<App>) -> Route {
    Route {
        method: Method::POST,
        path,
        audience,
        handler,
        gate: None,
        body: FORM_BYTES,
        from_anywhere: false,
    }
}

/// Every route.
pub(crate) fn table() -> Vec<Route> {
    let mut table = entries();
    table.extend(public());
    table.extend(subject());
    table.extend(officer());
    table.extend(account_doors());
    table.extend(own_account());
    table.extend(demonstration());
    table.extend(programs());
    table
}

/// Addresses without a language: files, and doors that choose a language for the reader.
fn entries() -> Vec<Route> {
    use Audience::Public;
    vec![
        read("/", Public, get(site::entry::choose)),
        read("/privacy", Public, get(site::entry::choose)),
        read("/cookies", Public, get(site::entry::choose)),
        read("/editions", Public, get(site::entry::choose)),
        read("/editions/{date}", Public, get(site::entry::choose)),
        read("/privacy/{date}", Public, get(site::entry::choose)),
        read("/cookies/{date}", Public, get(site::entry::choose)),
        read("/desk/editions", Public, get(site::entry::choose)),
        read("/my", Public, get(site::entry::choose)),
        read("/desk", Public, get(site::entry::choose)),
        read("/demo", Public, get(site::entry::choose)),
        // What mails link to: the reader's language is chosen on arrival.
        read("/mijn/verzoeken/{id}", Public, get(site::entry::to_request)),
        read("/desk/requests/{id}", Public, get(site::entry::choose)),
        read("/mail/{token}", Public, get(site::mail::onward)),
        // RFC 8058: looking leads to the page, and only a post ends anything.
        read("/mail/one-click/{token}", Public, get(site::mail::onward)),
        change("/mail/one-click/{token}", Public, post(site::mail::one_click)).posted_from_anywhere(),
        read("/bewijs/{token}", Public, get(site::entry::to_proof)),
        read("/overdracht/{token}", Public, get(site::handover::open)),
        read("/request", Public, get(site::entry::choose)),
        read("/cookie-ids", Public, get(site::entry::choose)),
        read("/complain", Public, get(site::entry::choose)),
        read("/contact", Public, get(site::entry::choose)),
        read("/letters", Public, get(site::entry::choose)),
        read("/desk/messages", Public, get(site::entry::choose)),
        read("/desk/messages/{id}", Public, get(site::entry::choose)),
        read("/desk/tasks", Public, get(site::entry::choose)),
        read("/my/security", Public, get(site::entry::choose)),
        read("/desk/security", Public, get(site::entry::choose)),
        read("/desk/leaks", Public, get(site::entry::choose)),
        read("/desk/looks", Public, get(site::entry::choose)),
        read("/assets/{file}", Public, get(site::files::asset)),
        read("/gestand.js", Public, get(site::script::plain)),
        read("/gestand-strict.js", Public, get(site::script::strict)),
        read("/gestand/{version}", Public, get(site::script::version)),
        read("/checkpoint", Public, get(site::files::checkpoint)),
        read("/.well-known/security.txt", Public, get(site::files::security_txt)),
        read("/.well-known/gpc.json", Public, get(site::files::gpc)),
    ]
}

fn public() -> Vec<Route> {
    use Audience::Public;
    vec![
        read("/{lang}", Public, get(site::home::show)),
        read("/{lang}/privacy", Public, get(site::document::privacy)),
        read("/{lang}/privacy/{date}", Public, get(site::document::privacy_on)),
        read("/{lang}/cookies", Public, get(site::document::cookies)),
        read("/{lang}/cookies/{date}", Public, get(site::document::cookies_on)),
        read("/{lang}/products/{id}", Public, get(site::products::show)),
        read("/{lang}/products/{id}/{date}", Public, get(site::products::show_on)),
        read("/{lang}/paper/{what}", Public, get(site::paper::now)).behind(Gate::Paper),
        read("/{lang}/paper/{what}/{date}", Public, get(site::paper::on)).behind(Gate::Paper),
        read("/{lang}/editions", Public, get(site::editions::list)),
        read("/{lang}/editions.atom", Public, get(site::feed::atom)),
        read("/{lang}/request", Public, get(site::ask::form)),
        change("/{lang}/request", Public, post(site::ask::send)).behind(Gate::AskCode),
        read("/{lang}/contact", Public, get(site::contact::form)),
        change("/{lang}/contact", Public, post(site::contact::send)).behind(Gate::AskCode),
        read("/{lang}/letters", Public, get(site::letters::form)),
        // The same form stands on the organisation's own sites.
        change("/{lang}/letters", Public, post(site::letters::send))
            .posted_from_anywhere()
            .behind(Gate::AskCode),
        read("/{lang}/letters/{token}", Public, get(site::letters::show)).behind(Gate::TryCode),
        change("/{lang}/letters/{token}", Public, post(site::letters::confirm)).behind(Gate::TryCode),
        read("/{lang}/complain", Public, get(site::complain::show)),
        read("/{lang}/cookie-ids", Public, get(site::ask::ids)),
        read("/{lang}/mail/{token}", Public, get(site::mail::show)),
        change("/{lang}/mail/{token}", Public, post(site::mail::save)),
        read("/{lang}/handover/{token}", Public, get(site::handover::show)),
        change("/{lang}/handover/{token}", Public, post(site::handover::collect)),
        read("/{lang}/proof/{token}", Public, get(site::proof::show)).behind(Gate::TryCode),
        change("/{lang}/proof/{token}/confirm", Public, post(site::proof::confirm)).behind(Gate::TryCode),
        change("/{lang}/proof/{token}/file", Public, post(site::proof::hand_in))
            .behind(Gate::TryCode)
            .taking(site::proof::BYTES),
        read("/{lang}/editions/{date}", Public, get(site::changes::show)),
        read("/{lang}/my/sign-in", Public, get(portal::sign_in::form)),
        change("/{lang}/my/sign-in", Public, post(portal::sign_in::send)).behind(Gate::AskCode),
        read("/{lang}/my/code", Public, get(portal::sign_in::code_form)),
        change("/{lang}/my/code", Public, post(portal::sign_in::enter)).behind(Gate::TryCode),
        change("/{lang}/my/sign-out", Public, post(portal::sign_in::leave)),
        read("/{lang}/desk/sign-in", Public, get(portal::sign_in::form)),
        change("/{lang}/desk/sign-in", Public, post(portal::sign_in::send)).behind(Gate::AskCode),
        read("/{lang}/desk/code", Public, get(portal::sign_in::code_form)),
        change("/{lang}/desk/code", Public, post(portal::sign_in::enter)).behind(Gate::TryCode),
        change("/{lang}/desk/sign-out", Public, post(portal::sign_in::leave)),
    ]
}

fn subject() -> Vec<Route> {
    use Audience::Subject;
    vec![
        read("/{lang}/my", Subject, get(portal::overview::show)),
        read("/{lang}/my/copy", Subject, get(portal::file::copy_form)),
        change("/{lang}/my/copy", Subject, post(portal::file::copy)),
        read("/{lang}/my/forget", Subject, get(portal::file::forget_form)),
        change("/{lang}/my/forget", Subject, post(portal::file::forget)),
        read("/{lang}/my/stop", Subject, get(portal::file::stop_form)),
        change("/{lang}/my/stop", Subject, post(portal::file::stop)),
        read("/{lang}/my/correct", Subject, get(portal::file_other::correct_form)),
        change("/{lang}/my/correct", Subject, post(portal::file_other::correct)),
        read("/{lang}/my/pause", Subject, get(portal::file_other::pause_form)),
        change("/{lang}/my/pause", Subject, post(portal::file_other::pause)),
        read("/{lang}/my/take-along", Subject, get(portal::file_other::take_form)),
        change("/{lang}/my/take-along", Subject, post(portal::file_other::take)),
        read("/{lang}/my/object", Subject, get(portal::file_other::object_form)),
        change("/{lang}/my/object", Subject, post(portal::file_other::object)),
        read("/{lang}/my/withdraw-consent", Subject, get(portal::file_other::withdraw_form)),
        change("/{lang}/my/withdraw-consent", Subject, post(portal::file_other::withdraw)),
        read("/{lang}/my/review", Subject, get(portal::file_other::review_form)),
        change("/{lang}/my/review", Subject, post(portal::file_other::review)),
        read("/{lang}/my/complain", Subject, get(site::complain::form)),
        change("/{lang}/my/complain", Subject, post(site::complain::complain)),
        read("/{lang}/my/told", Subject, get(portal::told::show)),
        read("/{lang}/my/choices", Subject, get(portal::choices::show)),
        change("/{lang}/my/choices", Subject, post(portal::choices::tie)),
        change("/{lang}/my/choices/untie", Subject, post(portal::choices::untie)),
        change("/{lang}/my/requests/{id}/lift", Subject, post(portal::request::lift)),
        read("/{lang}/my/requests/{id}", Subject, get(portal::request::show)),
        change("/{lang}/my/requests/{id}/answer", Subject, post(portal::request::answer)),
        change("/{lang}/my/requests/{id}/withdraw", Subject, post(portal::request::withdraw)),
        read("/{lang}/my/answers/{id}", Subject, get(portal::request::collect)),
        read("/{lang}/my/answers/{id}/sealed", Subject, get(portal::sealed::show)),
        change("/{lang}/my/answers/{id}/sealed", Subject, post(portal::sealed::collect)),
        read("/{lang}/my/answers/{id}/handover", Subject, get(portal::handover::show)),
        change("/{lang}/my/answers/{id}/handover/link", Subject, post(portal::handover::link)),
        change("/{lang}/my/answers/{id}/handover/send", Subject, post(portal::handover::send)),
        change("/{lang}/my/answers/{id}/handover/{handover}/revoke", Subject, post(portal::handover::revoke)),
        read("/{lang}/my/holders/{id}", Subject, get(portal::request::from_holder)),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table, one line per route")]
fn officer() -> Vec<Route> {
    use Audience::{Officer, Staff};
    vec![
        read("/{lang}/desk", Staff(ALL), get(desk::inbox::start)),
        read("/{lang}/desk/requests", Staff(READS), get(desk::inbox::show)),
        change("/{lang}/desk/requests/find", Officer, post(desk::inbox::find)),
        read("/{lang}/desk/requests/{id}", Staff(READS), get(desk::request::show)),
        read("/{lang}/desk/requests/{id}/found", Officer, get(desk::found::show)),
        read("/{lang}/desk/requests/{id}/redact", Officer, get(desk::redaction::show)),
        change("/{lang}/desk/requests/{id}/redact", Officer, post(desk::redaction::decide))
            .taking(REDACTION_BYTES),
        change("/{lang}/desk/requests/{id}/approve", Officer, post(desk::decide::approve)),
        change("/{lang}/desk/requests/{id}/replan", Officer, post(desk::decide::replan)),
        change("/{lang}/desk/requests/{id}/again/{system}", Staff(KEEPS), post(desk::decide::try_again)),
        change("/{lang}/desk/requests/{id}/lift", Officer, post(desk::decide::lift)),
        change("/{lang}/desk/requests/{id}/told", Officer, post(desk::decide::told)),
        change("/{lang}/desk/requests/{id}/judge", Officer, post(desk::officer::judge_words)),
        change("/{lang}/desk/requests/{id}/refuse", Officer, post(desk::decide::refuse)),
        change("/{lang}/desk/requests/{id}/tasks/{system}", Officer, post(desk::decide::close_task)),
        read("/{lang}/desk/messages", Officer, get(desk::messages::list)),
        read("/{lang}/desk/messages/{id}", Officer, get(desk::messages::show)),
        change("/{lang}/desk/messages/{id}/answer", Officer, post(desk::messages::answer)),
        change("/{lang}/desk/messages/{id}/request", Officer, post(desk::messages::request)),
        change("/{lang}/desk/messages/{id}/route", Officer, post(desk::messages::correct)),
        change("/{lang}/desk/messages/{id}/handled", Officer, post(desk::messages::handled)),
        read("/{lang}/desk/requests/new", Staff(ENTERS), get(desk::enter::form)),
        change("/{lang}/desk/requests/new", Staff(ENTERS), post(desk::enter::enter)),
        change("/{lang}/desk/requests/{id}/extend", Officer, post(desk::officer::extend)),
        change("/{lang}/desk/requests/{id}/ask", Officer, post(desk::officer::ask)),
        change("/{lang}/desk/requests/{id}/answer", Officer, post(desk::officer::answer)),
        change("/{lang}/desk/requests/{id}/undo", Officer, post(desk::officer::undo)),
        change("/{lang}/desk/requests/{id}/together", Officer, post(desk::officer::together)),
        change("/{lang}/desk/requests/{id}/notes", Officer, post(desk::officer::note)),
        change("/{lang}/desk/requests/{id}/notes/{note}/remove", Officer, post(desk::officer::remove_note)),
        change("/{lang}/desk/requests/{id}/identity/ask", Officer, post(desk::officer::ask_identity)),
        change("/{lang}/desk/requests/{id}/identity/judge", Officer, post(desk::officer::judge)),
        read("/{lang}/desk/requests/{id}/proof/{upload}", Officer, get(desk::officer::look)),
        read("/{lang}/desk/copies/{id}/sealed", Officer, get(portal::sealed::show)),
        change("/{lang}/desk/copies/{id}/sealed", Officer, post(portal::sealed::collect)),
        read("/{lang}/desk/copies/{id}/handover", Officer, get(portal::handover::show)),
        change("/{lang}/desk/copies/{id}/handover/link", Officer, post(portal::handover::link)),
        change("/{lang}/desk/copies/{id}/handover/send", Officer, post(portal::handover::send)),
        change(
            "/{lang}/desk/copies/{id}/handover/{handover}/revoke",
            Officer,
            post(portal::handover::revoke),
        ),
        read("/{lang}/desk/mail", Officer, get(desk::mail::show)),
        change("/{lang}/desk/mail/{id}/end", Officer, post(desk::mail::end)),
        read("/{lang}/desk/tasks", Staff(READS), get(desk::tasks::list)),
        read("/{lang}/desk/tasks/{id}/letter", Officer, get(desk::tasks::letter)),
        read("/{lang}/desk/tasks/{id}/letter/file", Officer, get(desk::tasks::letter_file)),
        change("/{lang}/desk/tasks/{id}/send", Officer, post(desk::tasks::send)),
        change("/{lang}/desk/tasks/{id}/sent", Officer, post(desk::tasks::sent)),
        change("/{lang}/desk/tasks/{id}/acknowledge", Officer, post(desk::tasks::acknowledge)),
        change("/{lang}/desk/tasks/{id}/answers", Officer, post(desk::tasks::keep).layer(whole_file()))
            .taking(desk::tasks::ANSWER_BYTES),
        read("/{lang}/desk/answers/{id}", Officer, get(desk::tasks::open)),
        read("/{lang}/desk/systems", Staff(READS), get(desk::systems::show)),
        change("/{lang}/desk/systems/look", Staff(KEEPS), post(desk::systems::look_now)),
        read("/{lang}/desk/retention", Staff(READS), get(desk::retention::show)),
        change("/{lang}/desk/retention/run", Officer, post(desk::retention::run)),
        read("/{lang}/desk/retention/calendar", Staff(READS), get(desk::retention::calendar)),
        read("/{lang}/desk/retention/{system}/{collection}/{term}", Staff(READS), get(desk::retention::rule)),
        change(
            "/{lang}/desk/retention/{system}/{collection}/{term}/confirm",
            Officer,
            post(desk::retention::confirm),
        ),
        change(
            "/{lang}/desk/retention/{system}/{collection}/{term}/decide",
            Officer,
            post(desk::retention::decide),
        ),
        change("/{lang}/desk/decisions/{id}/allow", Officer, post(desk::retention::allow)),
        read("/{lang}/desk/holds", Staff(READS), get(desk::holds::show)),
        change("/{lang}/desk/holds", Officer, post(desk::holds::place)),
        change("/{lang}/desk/holds/{id}/end", Officer, post(desk::holds::end)),
        change("/{lang}/desk/archive/open", Officer, post(desk::holds::open)),
        change("/{lang}/desk/archive/{id}/close", Officer, post(desk::holds::close)),
        read("/{lang}/desk/choices", Staff(READS), get(desk::choices::show)),
        read("/{lang}/desk/site", Staff(READS), get(desk::site::show)),
        change("/{lang}/desk/site/look", Officer, post(desk::site::look_now)),
        read("/{lang}/desk/promises", Staff(READS), get(desk::promises::show)),
        read("/{lang}/desk/editions", Staff(READS), get(desk::editions::list)),
        read("/{lang}/desk/editions/{hash}", Staff(READS), get(desk::editions::show)),
        change("/{lang}/desk/editions/{hash}/approve", Officer, post(desk::editions::approve)),
        change("/{lang}/desk/editions/{hash}/announce", Officer, post(desk::editions::announce)),
        change("/{lang}/desk/editions/{hash}/drop", Officer, post(desk::editions::give_up)),
        read("/{lang}/desk/attestations", Staff(READS), get(desk::attestations::show)),
        change("/{lang}/desk/attestations", Officer, post(desk::attestations::give).layer(whole_file()))
            .taking(app::attestations::LARGEST + FORM_BYTES),
        change("/{lang}/desk/attestations/{id}/withdraw", Officer, post(desk::attestations::withdraw)),
        read("/{lang}/desk/register", Staff(READS), get(desk::register::show)),
        read("/{lang}/desk/register/report", Staff(READS), get(desk::register::csv)),
        read("/{lang}/desk/register/paper", Staff(READS), get(desk::register::paper)).behind(Gate::Paper),
        read("/{lang}/desk/ledger", Staff(READS), get(desk::ledger::show)),
    ]
}

/// The ways in beside a code by e-mail.
fn account_doors() -> Vec<Route> {
    use Audience::Public;
    vec![
        change("/{lang}/my/password", Public, post(account::password::enter)).behind(Gate::TryCode),
        change("/{lang}/my/passkey/begin", Public, post(account::passkey::begin)).behind(Gate::TryCode),
        change("/{lang}/my/passkey/finish", Public, post(account::passkey::finish)).behind(Gate::TryCode),
        read("/{lang}/my/second-step", Public, get(account::second::form)),
        change("/{lang}/my/second-step", Public, post(account::second::step)).behind(Gate::TryCode),
        change("/{lang}/desk/password", Public, post(account::password::enter)).behind(Gate::TryCode),
        change("/{lang}/desk/passkey/begin", Public, post(account::passkey::begin)).behind(Gate::TryCode),
        change("/{lang}/desk/passkey/finish", Public, post(account::passkey::finish)).behind(Gate::TryCode),
        read("/{lang}/desk/second-step", Public, get(account::second::form)),
        change("/{lang}/desk/second-step", Public, post(account::second::step)).behind(Gate::TryCode),
        change("/{lang}/desk/second-step/passkey/begin", Public, post(account::passkey::make_first))
            .behind(Gate::TryCode),
        change("/{lang}/desk/second-step/passkey/finish", Public, post(account::passkey::made_first))
            .behind(Gate::TryCode),
        read("/{lang}/desk/service", Public, get(account::service::leave)).behind(Gate::AskCode),
        read("/desk/service/back", Public, get(account::service::back)).behind(Gate::TryCode),
    ]
}

/// How somebody signs in, where they are signed in, and who looked.
fn own_account() -> Vec<Route> {
    use Audience::{Officer, Staff, Subject};
    vec![
        read("/{lang}/my/new-password", Subject, get(account::password::choose)),
        change("/{lang}/my/new-password", Subject, post(account::password::chosen)),
        change("/{lang}/my/new-password/none", Subject, post(account::password::without)),
        read("/{lang}/my/security", Subject, get(account::security::show)),
        change("/{lang}/my/security/password", Subject, post(account::security::set_password)),
        change("/{lang}/my/security/password/remove", Subject, post(account::security::remove_password)),
        change("/{lang}/my/security/passkeys/begin", Subject, post(account::passkey::make)),
        change("/{lang}/my/security/passkeys/finish", Subject, post(account::passkey::made)),
        change("/{lang}/my/security/passkeys/{id}/name", Subject, post(account::security::name_passkey)),
        change("/{lang}/my/security/passkeys/{id}/remove", Subject, post(account::security::remove_passkey)),
        read("/{lang}/my/security/app", Subject, get(account::security::app_form)),
        change("/{lang}/my/security/app", Subject, post(account::security::confirm_app)),
        change("/{lang}/my/security/app/remove", Subject, post(account::security::remove_app)),
        change("/{lang}/my/security/codes", Subject, post(account::security::renew_codes)),
        change("/{lang}/my/security/sessions/{id}/end", Subject, post(account::security::end_session)),
        change("/{lang}/my/security/sessions/end-others", Subject, post(account::security::end_others)),
        change("/{lang}/my/security/leaked", Subject, post(account::security::leaked)),
        read("/{lang}/desk/new-password", Staff(ALL), get(account::password::choose)),
        change("/{lang}/desk/new-password", Staff(ALL), post(account::password::chosen)),
        change("/{lang}/desk/new-password/none", Staff(ALL), post(account::password::without)),
        read("/{lang}/desk/security", Staff(ALL), get(account::security::show)),
        change("/{lang}/desk/security/password", Staff(ALL), post(account::security::set_password)),
        change("/{lang}/desk/security/password/remove", Staff(ALL), post(account::security::remove_password)),
        change("/{lang}/desk/security/passkeys/begin", Staff(ALL), post(account::passkey::make)),
        change("/{lang}/desk/security/passkeys/finish", Staff(ALL), post(account::passkey::made)),
        change("/{lang}/desk/security/passkeys/{id}/name", Staff(ALL), post(account::security::name_passkey)),
        change(
            "/{lang}/desk/security/passkeys/{id}/remove",
            Staff(ALL),
            post(account::security::remove_passkey),
        ),
        read("/{lang}/desk/security/app", Staff(ALL), get(account::security::app_form)),
        change("/{lang}/desk/security/app", Staff(ALL), post(account::security::confirm_app)),
        change("/{lang}/desk/security/app/remove", Staff(ALL), post(account::security::remove_app)),
        change("/{lang}/desk/security/codes", Staff(ALL), post(account::security::renew_codes)),
        change("/{lang}/desk/security/sessions/{id}/end", Staff(ALL), post(account::security::end_session)),
        change("/{lang}/desk/security/sessions/end-others", Staff(ALL), post(account::security::end_others)),
        change("/{lang}/desk/security/leaked", Staff(ALL), post(account::security::leaked)),
        read("/{lang}/my/looks", Subject, get(account::looks::own)),
        read("/{lang}/desk/looks", Staff(AUDITS), get(account::looks::desk)),
        read("/{lang}/desk/leaks", Staff(AUDITS), get(account::leaks::list)),
        change("/{lang}/desk/leaks/{id}/close", Officer, post(account::leaks::close)),
        change("/{lang}/desk/security/raise", Staff(ALL), post(account::security::raise)),
        change("/{lang}/desk/security/give-back", Staff(ALL), post(account::security::give_back)),
    ]
}

fn demonstration() -> Vec<Route> {
    use Audience::Demo;
    vec![
        read("/{lang}/demo", Demo, get(demo::start)),
        read("/{lang}/demo/mail", Demo, get(demo::mails)),
        read("/{lang}/demo/mail/{id}", Demo, get(demo::mail)),
    ]
}

/// The doors of programs: JSON in, JSON out, no cookies.
fn programs() -> Vec<Route> {
    use Audience::{Open, Program, Public};
    let record = || post(api::consents::record).options(api::consents::allow);
    vec![
        read("/api/v1/ping", Public, get(api::ping)),
        change("/api/v1/ping", Open, post(api::echo)),
        read("/api/v1/openapi.json", Public, get(api::description)),
        read("/api/v1/editions", Public, get(api::editions::list)),
        read("/api/v1/editions/{date}", Public, get(api::editions::text)),
        read("/api/v1/editions/{date}/dpv", Public, get(api::editions::linked)),
        change("/api/v1/consents", Open, record()).taking(api::consents::BYTES).behind(Gate::Choose),
        // The short address, for apps and recipes.
        change("/v1/consents", Open, record()).taking(api::consents::BYTES).behind(Gate::Choose),
        change(
            "/api/v1/consents/receipts",
            Open,
            post(api::consents::receipts).options(api::consents::allow),
        )
        .taking(api::consents::BYTES)
        .behind(Gate::AskReceipt),
        change("/api/v1/decisions", Program(Scope::Decide), post(api::decisions::answer))
            .taking(api::decisions::BYTES),
        read("/api/v1/opendsr/discovery", Public, get(api::opendsr::discovery)),
        read("/api/v1/opendsr/certificate.pem", Public, get(api::opendsr::certificate)),
        change("/api/v1/opendsr/requests", Program(Scope::Requests), post(api::opendsr::ask))
            .taking(api::opendsr::BYTES),
        read("/api/v1/opendsr/requests/{id}", Program(Scope::Requests), get(api::opendsr::status)),
        change("/api/v1/mail/events", Program(Scope::Mail), post(api::mail::events)).taking(api::mail::BYTES),
        change("/api/v1/mail/report", Program(Scope::Mail), post(api::mail::report)).taking(api::mail::BYTES),
        change("/api/v1/mail/incoming", Program(Scope::Mail), post(api::mail::incoming))
            .taking(api::mail::BYTES),
        change("/api/v1/mail/signed", Open, post(api::mail::signed))
            .taking(api::mail::BYTES)
            .behind(Gate::Choose),
        change("/api/v1/letters", Open, post(api::letters::ask).options(api::consents::allow))
            .taking(api::letters::BYTES)
            .behind(Gate::AskCode),
        read("/api/v1/letters/{purpose}", Program(Scope::Mail), get(api::letters::list)),
        change("/api/v1/events/{system}", Program(Scope::Events), post(api::events::take))
            .taking(api::events::BYTES),
    ]
}
