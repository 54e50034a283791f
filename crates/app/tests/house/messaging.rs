//! Messages that answer no request: what leaves, what stays in, and how somebody ends them.

use app::consents::{letters, receipts};
use app::demo::people::TEACHER;
use app::messages::{self, Class, Outgoing};
use app::requests::Right;
use app::{preferences, work};
use kernel::{Actor, Language};
use policy::promise::Verdict;

use crate::setting::{House, on_both_engines};

on_both_engines!(
    what_may_leave_leaves_and_the_rest_stays_in,
    one_click_ends_a_topic_at_once_and_nothing_else,
    a_refusal_of_marketing_goes_everywhere_and_is_measured,
    a_refused_request_is_answered_when_it_was_refused,
    a_letter_goes_to_who_confirmed_it_and_to_nobody_else,
    who_asks_for_letters_learns_nothing_of_others,
);

fn message(class: Class, purpose: &str, body: &str) -> Outgoing {
    Outgoing {
        to: TEACHER.into(),
        language: Language::Nl,
        class,
        purpose: purpose.into(),
        title: "Een bericht".into(),
        body: body.into(),
    }
}

async fn sent(house: &House, message: &Outgoing) -> Result<(), String> {
    let outcome = messages::send(&house.app, &Actor::Operator, message).await;
    work::drain(&house.app).await.unwrap();
    outcome.map_err(|error| format!("{}: {}", error.code, error.context))
}

/// The token of the link in the newest message.
fn token(house: &House) -> String {
    let mail = house.newest(TEACHER, "bulletin").expect("a message");
    mail.text.split("/mail/").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned()
}

async fn what_may_leave_leaves_and_the_rest_stays_in(house: House) {
    let plain = "De planner ziet er vanaf maandag anders uit.";
    for (message, outcome) in [
        (message(Class::Service, "updates", plain), Ok(())),
        (message(Class::Transactional, "service", "Uw bestelling is verstuurd."), Ok(())),
        (message(Class::Marketing, "customer-offers", "Nu met korting."), Ok(())),
        // Consent that is not on record is none.
        (message(Class::Marketing, "newsletter", plain), Err("consentnotknown")),
        (message(Class::Service, "customer-offers", plain), Err("wrong-class")),
        (message(Class::Transactional, "support", plain), Err("wrong-class")),
        (message(Class::Transactional, "service", "Nu 10% KORTING!"), Err("promotional")),
        (message(Class::Service, "updates", "https://x.example/?utm_source=m"), Err("tracks")),
        (message(Class::Service, "updates", "<img src=x>"), Err("markup")),
        (message(Class::Service, "updates", "  "), Err("empty")),
        (message(Class::Service, "no-such", plain), Err("unknown-purpose")),
    ] {
        let expected = outcome.map_err(|why| format!("message-kept-in: {why}"));
        assert_eq!(sent(&house, &message).await, expected, "{message:?}");
    }
    let mail = house.newest(TEACHER, "bulletin").unwrap().text;
    assert!(mail.contains("Meld u met één klik af") && mail.contains("Kies zelf"), "{mail}");
    for nobody in [Actor::Anonymous, Actor::Worker] {
        let refused = messages::send(&house.app, &nobody, &message(Class::Service, "updates", plain)).await;
        assert_eq!(refused.unwrap_err().code, "send-message");
    }
}

async fn one_click_ends_a_topic_at_once_and_nothing_else(house: House) {
    let plain = "De planner ziet er anders uit.";
    sent(&house, &message(Class::Service, "updates", plain)).await.unwrap();
    let link = token(&house);
    assert!(!link.contains('@') && !link.contains("nienke"), "the link says nothing of anybody");
    let page = preferences::page(&house.app, &link, Language::Nl).await.unwrap();
    assert!(page.topics.iter().all(|topic| topic.wanted), "looking changes nothing");
    // What rests on consent begins with its own confirmation, not with a box that is ticked here.
    assert!(page.topics.iter().all(|topic| topic.id != "newsletter"), "{:?}", page.topics);
    assert!(!page.address.contains("postma"), "{}", page.address);
    for odd in ["", "00ff", "zz", &link.replace('a', "b")] {
        assert_eq!(preferences::end(&house.app, odd).await.unwrap_err().code, "mail-link", "{odd}");
    }
    preferences::end(&house.app, &link).await.unwrap();
    let again = sent(&house, &message(Class::Service, "updates", plain)).await;
    assert_eq!(again, Err("message-kept-in: refused-by-person".to_owned()));
    sent(&house, &message(Class::Transactional, "service", "Uw bestelling is verstuurd.")).await.unwrap();
    sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await.unwrap();
    // Wanted again, by the page.
    preferences::save(&house.app, &link, &["updates".into(), "customer-offers".into()]).await.unwrap();
    house.later(1).await;
    preferences::save(&house.app, &link, &["updates".into(), "customer-offers".into()]).await.unwrap();
    sent(&house, &message(Class::Service, "updates", plain)).await.unwrap();
    let found = store::own_data::search(house.app.store(), TEACHER).await.unwrap();
    assert!(!found.iter().any(|hit| hit.table == "mail_choices"), "{found:?}");
}

async fn a_refusal_of_marketing_goes_everywhere_and_is_measured(house: House) {
    sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await.unwrap();
    preferences::end(&house.app, &token(&house)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let again = sent(&house, &message(Class::Marketing, "customer-offers", "Nu nieuw.")).await;
    assert!(again.is_err(), "{again:?}");
    let open =
        app::requests::list(&house.app, &Actor::Operator, &app::requests::Filter::default()).await.unwrap();
    let [objection] = open.items.as_slice() else { panic!("one objection: {open:?}") };
    assert_eq!(objection.right, Right::Objection);
    // A second click files nothing more.
    preferences::end(&house.app, &token(&house)).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let officer = house.officer().await;
    house.close_tasks(&officer, objection.id).await;
    assert_eq!(house.verdict("S101").await, Verdict::Kept);
    assert_ne!(house.verdict("S98").await, Verdict::Broken);
}

async fn a_refused_request_is_answered_when_it_was_refused(house: House) {
    let (teacher, officer) = (house.teacher().await, house.officer().await);
    let request = house.file(&teacher, Right::Access).await;
    let ground = app::requests::RefusalGround::Excessive;
    let reasons = "Dit vroeg u deze week al vijf keer.".to_owned();
    app::requests::refuse(&house.app, &officer, request, ground, reasons).await.unwrap();
    let taken_back = house.file(&teacher, Right::Access).await;
    app::requests::withdraw(&house.app, &teacher, taken_back).await.unwrap();
    house.later(60 * 24 * 60).await;
    assert_ne!(house.verdict("S91").await, Verdict::Broken, "a refusal in time is no late answer");
}

const WHO: &str = "eva.smit@gmail.example";
const LETTER: &str = "Een goede les voor in de klas.";
const FOLLOWING: &str = "Lees verder: https://mail.example/track/abc";

/// Asks for these letters and gives the token of the mail that came, once every message has left.
async fn ask(house: &House, wanted: &[&str]) -> String {
    let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
    letters::ask(&house.app, Language::Nl, WHO, &wanted).await.unwrap();
    work::drain(&house.app).await.unwrap();
    let mail = house.newest(WHO, "letter-asked").expect("a mail").text;
    mail.split("/letters/").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned()
}

/// Whether the letter leaves, with these words.
async fn goes(house: &House, body: &str) -> Result<(), String> {
    let letter = Outgoing { to: WHO.into(), ..message(Class::Marketing, "newsletter", body) };
    sent(house, &letter).await
}

/// Purposes of the newest proof under a number, each with what was decided, and that it holds.
async fn proved(house: &House, token: &str) -> Vec<(String, bool)> {
    let given = receipts::of_id(&house.app, token).await.unwrap();
    let key = app::ledger_log::signing_key(&house.app).unwrap().public_key().to_string();
    let shown = receipts::verify(&given[0].to_string(), &key).unwrap();
    shown.record.purposes.into_iter().collect()
}

async fn a_letter_goes_to_who_confirmed_it_and_to_nobody_else(house: House) {
    let unknown = Err("message-kept-in: consentnotknown".to_owned());
    let said =
        |letter, follow| vec![("mail-measurement".to_owned(), follow), ("newsletter".to_owned(), letter)];
    let token = ask(&house, &["newsletter"]).await;
    let page = letters::look(&house.app, &token, Language::Nl).await.unwrap();
    assert_eq!((page.address.as_str(), page.topics.len()), ("e…t@gmail.example", 1));
    assert_eq!(goes(&house, LETTER).await, unknown, "nothing is sent before the confirmation");
    letters::confirm(&house.app, &token, Language::Nl, true).await.unwrap();
    assert_eq!(
        letters::confirm(&house.app, &token, Language::Nl, true).await.unwrap_err().code,
        "letter-link"
    );
    goes(&house, LETTER).await.unwrap();
    assert_eq!(proved(&house, &token).await, said(true, false));
    // Being followed is agreed to by itself.
    assert_eq!(goes(&house, FOLLOWING).await, Err("message-kept-in: tracks".to_owned()));
    house.later(1).await;
    let token = ask(&house, &["newsletter", "mail-measurement"]).await;
    letters::confirm(&house.app, &token, Language::En, true).await.unwrap();
    goes(&house, FOLLOWING).await.unwrap();
    assert!(house.newest(WHO, "bulletin").unwrap().text.contains("/track/"), "it left as it is");
    let list = letters::subscribers(&house.app, &Actor::Operator, "newsletter", "").await.unwrap().0;
    let [one] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!((one.email.as_str(), one.follow), (WHO, true));
    for nobody in [Actor::Anonymous, Actor::Worker] {
        assert!(letters::subscribers(&house.app, &nobody, "newsletter", "").await.is_err());
    }
    // The address stands nowhere in the open.
    let found = store::own_data::search(house.app.store(), WHO).await.unwrap();
    assert!(!found.iter().any(|hit| hit.table.starts_with("letter_")), "{found:?}");
    // One click of a mail program ends the letter, and with it the following.
    let mail = house.newest(WHO, "bulletin").unwrap().text;
    let link = mail.split("/mail/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    preferences::end(&house.app, &link).await.unwrap();
    work::drain(&house.app).await.unwrap();
    assert!(goes(&house, LETTER).await.is_err() && goes(&house, FOLLOWING).await.is_err());
    assert_eq!(proved(&house, &token).await, said(false, false));
    let list = letters::subscribers(&house.app, &Actor::Operator, "newsletter", "").await.unwrap().0;
    assert!(list.is_empty(), "{list:?}");
    // Wanted again, from the mailbox itself: what was refused before is over, for this letter and nothing else.
    house.later(1).await;
    let token = ask(&house, &["newsletter", "mail-measurement"]).await;
    assert!(goes(&house, LETTER).await.is_err(), "asking alone ends no refusal");
    letters::confirm(&house.app, &token, Language::Nl, false).await.unwrap();
    goes(&house, LETTER).await.unwrap();
    assert!(goes(&house, FOLLOWING).await.is_err(), "who reads the mailbox decides that by itself");
    let offer = Outgoing { to: WHO.into(), ..message(Class::Marketing, "customer-offers", LETTER) };
    assert!(sent(&house, &offer).await.is_err(), "another letter stays refused");
}

async fn who_asks_for_letters_learns_nothing_of_others(house: House) {
    let asked = |address: &'static str, wanted: &[&str]| {
        let wanted: Vec<String> = wanted.iter().map(|id| (*id).to_owned()).collect();
        let app = house.app.clone();
        async move { letters::ask(&app, Language::En, address, &wanted).await.map_err(|error| error.code) }
    };
    for (address, wanted, expected) in [
        ("", &["newsletter"][..], Err("no-address")),
        ("eva smit@gmail.example", &["newsletter"], Err("no-address")),
        (WHO, &[], Err("no-letter")),
        (WHO, &["mail-measurement"], Err("no-letter")),
        (WHO, &["analytics"], Err("unknown-letter")),
        (WHO, &["newsletter"], Ok(())),
        (TEACHER, &["newsletter"], Ok(())),
    ] {
        assert_eq!(asked(address, wanted).await, expected, "{address} {wanted:?}");
        work::drain(&house.app).await.unwrap();
    }
    // A mailbox gets no more than a few of these mails a day, whoever asks.
    for _ in 0..5 {
        assert_eq!(asked(WHO, &["newsletter"]).await, Ok(()), "the answer is the same");
        work::drain(&house.app).await.unwrap();
    }
    let mails = app::mailbox::captured(&house.app);
    let mails: Vec<_> = mails.iter().filter(|it| it.to == WHO && it.kind == "letter-asked").collect();
    assert_eq!(i64::try_from(mails.len()).unwrap(), letters::MOST_A_DAY);
    let link =
        |mail: &str| mail.split("/letters/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let (oldest, newest) = (link(&mails.last().unwrap().text), link(&mails[0].text));
    for odd in ["", "zz", &oldest, &newest.replace(['0', '1'], "2")] {
        let refused = letters::look(&house.app, odd, Language::Nl).await.map(|_| ());
        assert_eq!(refused.unwrap_err().code, "letter-link", "{odd}");
    }
    letters::look(&house.app, &newest, Language::Nl).await.unwrap();
    // Nobody pressed the button: the address is forgotten.
    house.later(7 * 24 * 60).await;
    assert!(letters::look(&house.app, &newest, Language::Nl).await.is_err());
    let key = store::letters::by_token(house.app.store(), &consent::subject(&newest).unwrap()).await.unwrap();
    assert_eq!(key, None);
}
