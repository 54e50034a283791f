//! The public pages on the real example policy.

use kernel::Actor;

use super::house::House;

#[tokio::test]
async fn the_reader_is_met_in_their_own_language() {
    let house = House::new().await;
    let mut browser = house.browser();
    for (language, path, target) in [
        ("nl", "/", "/nl"),
        ("en-GB, nl;q=0.5", "/", "/en"),
        ("de", "/privacy", "/nl/privacy"),
        (
            "en",
            "/desk/requests/0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11",
            "/en/desk/requests/0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11",
        ),
    ] {
        browser.language = language;
        let answer = browser.get(path).await;
        assert_eq!(
            (answer.status, answer.location(), answer.header("vary")),
            (302, target, "Accept-Language")
        );
    }
}

#[tokio::test]
async fn both_documents_stand_in_both_languages_with_all_their_clauses_and_verdicts() {
    let house = House::new().await;
    app::check::run(&house.app, &Actor::Operator).await.expect("a check");
    let edition = app::editions::current(&house.app).expect("an edition");
    for language in ["nl", "en"] {
        let privacy = house.browser().get(&format!("/{language}/privacy")).await.text();
        let cookies = house.browser().get(&format!("/{language}/cookies")).await.text();
        for (document, clause) in edition.clauses() {
            let page = if document == "privacy" { &privacy } else { &cookies };
            let anchor = format!("<section class=\"clause\" id=\"{}\"", clause.id);
            assert!(page.contains(&anchor), "{language}/{document} lacks {}", clause.id);
        }
        let count = |needle: &str| privacy.matches(needle).count() + cookies.matches(needle).count();
        assert_eq!(count("<section class=\"clause\""), 134);
        assert_eq!(count("<aside class=\"note\""), 134, "a verdict beside every promise");
        assert!(privacy.contains(&edition.hash().short()));
    }
}

#[tokio::test]
async fn the_edition_of_2022_is_shown_as_it_was_with_a_banner_and_without_verdicts() {
    let house = House::new().await;
    let page = house.browser().get("/nl/privacy/2022-06-01").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(text.contains("Deze tekst geldt niet meer."));
    assert!(text.contains("Zij gold van 1 juni 2022 tot en met"));
    assert!(!text.contains("<aside class=\"note\""));
    let same = house.browser().get("/nl/privacy/2024-02-29").await.text();
    assert!(same.contains("Deze tekst geldt niet meer."), "any day of it shows it");
    assert_eq!(
        house.browser().get("/nl/privacy/2022-05-31").await.status,
        404,
        "before the first there was none"
    );
    let list = house.browser().get("/en/editions").await.text();
    assert!(list.contains("/en/privacy/2022-06-01") && list.contains("no longer in force"));
}

#[tokio::test]
async fn the_well_known_files_say_what_the_facts_say() {
    let house = House::new().await;
    let security = house.browser().get("/.well-known/security.txt").await;
    assert_eq!(security.header("content-type"), "text/plain; charset=utf-8");
    let edition = app::editions::current(&house.app).expect("an edition");
    let contact = &edition.facts().organisation.contact.email;
    assert!(security.text().contains(&format!("Contact: mailto:{contact}")));
    assert!(security.text().contains("Expires: 2027-05-31T00:00:00Z"), "{}", security.text());
    let gpc = house.browser().get("/.well-known/gpc.json").await;
    assert_eq!(gpc.header("content-type"), "application/json");
    assert_eq!(gpc.text(), format!("{{\"gpc\":true,\"lastUpdate\":\"{}\"}}", edition.policy().in_force_from));
}

#[tokio::test]
async fn what_an_edition_changed_is_shown_beside_the_one_before_it() {
    let house = House::new().await;
    let current = app::editions::current(&house.app).expect("an edition").policy().in_force_from;
    let list = house.browser().get("/nl/editions").await.text();
    assert!(list.contains(&format!("/nl/editions/{current}")), "the list leads there");
    assert!(!list.contains("/nl/editions/2022-06-01"), "the first edition changed nothing");
    for (language, words) in [
        (
            "nl",
            [
                "Wat er anders staat",
                "recht “gegevenswissing” is nieuw",
                "<del>",
                "<ins>",
                "opnieuw toestemming",
            ],
        ),
        ("en", ["What is said differently", "right “erasure” is new", "<del>", "<ins>", "consent for again"]),
    ] {
        let page = house.browser().get(&format!("/{language}/editions/{current}")).await;
        assert_eq!(page.status, 200);
        for word in words {
            assert!(page.text().contains(word), "{word} is not on the page in {language}");
        }
    }
    for nothing in ["/nl/editions/2022-06-01", "/nl/editions/2020-01-01", "/nl/editions/soon"] {
        assert_eq!(house.browser().get(nothing).await.status, 404, "{nothing}");
    }
}
