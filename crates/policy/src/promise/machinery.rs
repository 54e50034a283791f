//! What must exist before a promise can be shown to be kept. A promise whose machinery is missing says so by
//! name, so that a reader knows what "unproven" waits for. When machinery arrives, its promises get a judge
//! and its line here goes.

use super::judgement::{Judgement, text};
use crate::values::join_list;
use crate::values::words;
use kernel::Language;

words! {
    /// A part of the product that evidence comes from, and that is not there yet.
    pub enum Machinery {
        /// The consent banner with the record of choices.
        ConsentBanner = "consent-banner", "de toestemmingsbanner met het register van keuzes", "the consent banner with the record of choices";
        /// The scan of the site with a real browser.
        SiteScan = "site-scan", "de scan van de site met een echte browser", "the scan of the site with a real browser";
        /// The register of processors and contracts.
        ContractRegister = "contract-register", "het register van verwerkers en contracten", "the register of processors and contracts";
        /// The school desk with agreements per school board.
        SchoolDesk = "school-desk", "het scholenloket met overeenkomsten per schoolbestuur", "the school desk with agreements per school board";
        /// The handling of incidents with running clocks.
        Incidents = "incidents", "de afhandeling van incidenten met lopende klokken", "the handling of incidents with running clocks";
        /// The check of outgoing mail.
        OutgoingMailLint = "outgoing-mail-lint", "de keuring van uitgaande mail", "the check of outgoing mail";
        /// The desk for questions from authorities.
        AuthorityDesk = "authority-desk", "het loket voor vragen van overheden", "the desk for questions from authorities";
        /// The register of disclosures.
        DisclosureRegister = "disclosure-register", "het register van verstrekkingen", "the register of disclosures";
        /// The scan of encryption and password rules.
        SecurityScan = "security-scan", "de scan van versleuteling en wachtwoordregels", "the scan of encryption and password rules";
        /// The catalogue of measures with their tests.
        MeasureTests = "measure-tests", "het register van maatregelen met hun proeven", "the catalogue of measures with their tests";
        /// The attestations and checks of storage countries.
        RegionAttestation = "region-attestation", "de verklaringen en controles van opslaglanden", "the attestations and checks of storage countries";
        /// The watch on outgoing traffic.
        EgressMonitor = "egress-monitor", "de bewaking van uitgaand verkeer", "the watch on outgoing traffic";
        /// The measurement of readability and accessibility per edition.
        Readability = "readability", "de meting van leesbaarheid en toegankelijkheid per versie", "the measurement of readability and accessibility per edition";
        /// The snapshot of the settings at the service.
        VendorSettings = "vendor-settings", "de momentopname van de instellingen bij de dienst", "the snapshot of the settings at the service";
        /// The origin per field with the list of allowed joins.
        Provenance = "provenance", "de herkomst per veld met de lijst van toegestane koppelingen", "the origin per field with the list of allowed joins";
        /// The index of posted content with its audience.
        ContentIndex = "content-index", "de index van geplaatste inhoud met zichtbaarheid", "the index of posted content with its audience";
        /// The fixed schema of events.
        EventSchema = "event-schema", "het vastgelegde schema van gebeurtenissen", "the fixed schema of events";
        /// The carrying out of retention terms with a report.
        RetentionSweep = "retention-sweep", "de uitvoering van bewaartermijnen met verslag", "the carrying out of retention terms with a report";
        /// The purpose gate that tests each use.
        PurposeGate = "purpose-gate", "de doelpoort die elk gebruik toetst", "the purpose gate that tests each use";
        /// The test of smallest group size.
        Aggregation = "aggregation", "de toets op kleinste groepsgrootte", "the test of smallest group size";
        /// The register of weighed interests.
        InterestAssessments = "interest-assessments", "het register van belangenafwegingen", "the register of weighed interests";
        /// The daily search for payment numbers.
        PaymentScanner = "payment-scanner", "de dagelijkse zoektocht naar betaalnummers", "the daily search for payment numbers";
        /// The sending of notices with a report.
        NoticeMailing = "notice-mailing", "de verzending van mededelingen met verslag", "the sending of notices with a report";
        /// The audit of rights on the mailbox.
        MailboxAudit = "mailbox-audit", "het overzicht van rechten op de postbus", "the audit of rights on the mailbox";
    }
}

/// The judgement on a promise that waits for `machinery`.
pub(super) fn missing(machinery: &[Machinery]) -> Judgement {
    let list = |language: Language| {
        let names: Vec<String> =
            machinery.iter().map(|machinery| machinery.text().get(language).to_owned()).collect();
        join_list(&names, language)
    };
    let (nl, en) = (list(Language::Nl), list(Language::En));
    Judgement::unproven(
        text(
            format!("Nog niet te meten; dit wacht op {nl}."),
            format!("Not measurable yet; this waits for {en}."),
        ),
        text(format!("Bewijs uit {nl}."), format!("Evidence from {en}.")),
    )
}
