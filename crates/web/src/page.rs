//! Pages: a view in a frame, through its template.
//!
//! To add a page: a struct in [`crate::view`], a template under `templates/`, a line in [`pages!`] below, a
//! sample in `tests/gallery`. Templates see the frame as `f` and the view as `v`, and escape everything but
//! [`crate::html::Html`].

use askama::Template;

use kernel::Language;

use crate::frame::Frame;
use crate::view::demo::MailPart;
use crate::view::desk::{AttestationState, FoundOutcome, HoldKind, InboxState, NextStep, TaskEnd};
use crate::view::portal::Stops;
use crate::view::problem::ProblemKind;
use crate::view::site::{Block, ChangedWords, DocumentKind, Standing};
use crate::view::{
    Place, Right, Stage, StepState, Verdict, account, choices, complain, demo, desk, letters, messages,
    portal, problem, site, site_ask,
};

/// A template could not be rendered: only a formatter that refuses can cause it.
#[derive(Debug, thiserror::Error)]
#[error("the page could not be put together; this is a mistake in the product, report it: {0}")]
pub struct RenderError(#[from] askama::Error);

/// Something that has a page.
pub trait Page {
    /// The whole HTML document.
    fn render(&self, frame: &Frame) -> Result<String, RenderError>;
}

macro_rules! pages {
    ($($name:ident($view:ty) = $path:literal;)*) => {$(
        #[derive(Template)]
        #[template(path = $path)]
        struct $name<'a> {
            f: &'a Frame,
            v: &'a $view,
        }

        impl Page for $view {
            fn render(&self, frame: &Frame) -> Result<String, RenderError> {
                Ok(Template::render(&$name { f: frame, v: self })?)
            }
        }
    )*};
}

pages! {
    SiteHome(site::Home) = "site/home.html";
    SiteDocument(site::Document) = "site/document.html";
    SiteProduct(site::ProductPage) = "site/product.html";
    SiteEditions(site::Editions) = "site/editions.html";
    SiteAsk(site_ask::Ask) = "site/ask.html";
    SiteMailChoices(site_ask::MailChoices) = "site/mail-choices.html";
    SiteComplain(complain::Complain) = "site/complain.html";
    SiteLetters(letters::Ask) = "site/letters.html";
    SiteLettersConfirm(letters::Confirm) = "site/letters-confirm.html";
    SiteContact(messages::Write) = "site/contact.html";
    DeskMessages(messages::Messages) = "desk/messages.html";
    DeskMessage(messages::Message) = "desk/message.html";
    SiteOwnIds(site_ask::OwnIds) = "site/own-ids.html";
    SiteProof(site_ask::Proof) = "site/proof.html";
    SiteHandover(site_ask::Handover) = "site/handover.html";
    SiteChanges(site::Changes) = "site/changes.html";
    PortalSignIn(portal::SignIn) = "portal/sign-in.html";
    PortalEnterCode(portal::EnterCode) = "portal/enter-code.html";
    PortalOverview(portal::Overview) = "portal/overview.html";
    PortalFileAccess(portal::FileAccess) = "portal/file-access.html";
    PortalFileErasure(portal::FileErasure) = "portal/file-erasure.html";
    PortalFileCorrection(portal::FileCorrection) = "portal/file-correction.html";
    PortalFileRight(portal::FileRight) = "portal/file-right.html";
    PortalChoices(choices::OwnChoices) = "portal/choices.html";
    PortalSealed(portal::SealedCopy) = "portal/sealed.html";
    PortalHandOver(portal::HandOver) = "portal/handover.html";
    PortalTold(portal::Told) = "portal/told.html";
    PortalRequest(portal::Request) = "portal/request.html";
    AccountSecondStep(account::SecondStep) = "account/second-step.html";
    AccountAppSetup(account::AppSetup) = "account/app.html";
    AccountCodes(account::Codes) = "account/codes.html";
    AccountSecurity(account::Security) = "account/security.html";
    AccountNewPassword(account::NewPassword) = "account/new-password.html";
    AccountLooks(account::Looks) = "account/looks.html";
    DeskLooks(account::DeskLooks) = "account/desk-looks.html";
    DeskLeaks(account::Leaks) = "account/leaks.html";
    DeskInbox(desk::Inbox) = "desk/inbox.html";
    DeskRequest(desk::Request) = "desk/request.html";
    DeskMail(desk::Bounces) = "desk/mail.html";
    DeskRedaction(desk::Redaction) = "desk/redaction.html";
    DeskFound(desk::Found) = "desk/found.html";
    DeskEnter(desk::Enter) = "desk/enter.html";
    DeskTasks(desk::Tasks) = "desk/tasks.html";
    DeskLetter(desk::Letter) = "desk/letter.html";
    DeskSystems(desk::Systems) = "desk/systems.html";
    DeskRetention(desk::Retention) = "desk/retention.html";
    DeskRule(desk::Rule) = "desk/rule.html";
    DeskCalendar(desk::Calendar) = "desk/calendar.html";
    DeskHolds(desk::Holds) = "desk/holds.html";
    DeskAttestations(desk::Attestations) = "desk/attestations.html";
    DeskChoices(choices::Choices) = "desk/choices.html";
    DeskSite(crate::view::scan::Site) = "desk/site.html";
    DeskEditions(desk::Drafts) = "desk/editions.html";
    DeskEdition(desk::Draft) = "desk/edition.html";
    DeskPromises(desk::Promises) = "desk/promises.html";
    DeskRegister(desk::Register) = "desk/register.html";
    DeskLedger(desk::Ledger) = "desk/ledger.html";
    DemoStart(demo::Start) = "demo/start.html";
    DemoMails(demo::Mails) = "demo/mails.html";
    DemoMail(demo::Mail) = "demo/mail.html";
    ProblemPage(problem::Problem) = "problem.html";
}
