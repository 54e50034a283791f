//! Retention and holds at the desk, as an officer walks them.

use app::demo::people::OFFICER;

use super::house::House;

const RULE: &str = "/nl/desk/retention/shop/orders/invoices";

#[tokio::test]
async fn a_rule_is_looked_at_confirmed_and_carried_out() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let list = officer.get("/nl/desk/retention").await;
    assert_eq!(list.status, 200, "{}", list.text());
    assert!(list.text().contains("wacht op bevestiging") && list.text().contains(RULE), "{}", list.text());
    let calendar = officer.get("/nl/desk/retention/calendar").await;
    assert_eq!(calendar.status, 200);
    assert!(calendar.text().contains("december 2026") && calendar.text().contains("november 2027"));
    assert!(calendar.text().contains(RULE));
    let rule = officer.get(RULE).await;
    assert_eq!(rule.status, 200);
    assert!(rule.text().contains("De sleutels van de eerste rijen"), "{}", rule.text());
    let (confirm, digest) = (format!("{RULE}/confirm"), rule.hidden("digest"));
    // Another reading than the one that was shown is confirmed by nobody.
    let stale = officer.post(&confirm, &[("digest", "0000")]).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    let confirmed = officer.post(&confirm, &[("digest", &digest)]).await;
    assert_eq!((confirmed.status, confirmed.location()), (303, &*format!("{RULE}?said=rule-confirmed")));
    let rule = officer.get(confirmed.location()).await;
    assert!(rule.text().contains("De regel is bevestigd") && !rule.text().contains("name=\"digest\""));
    let queued = officer.post("/nl/desk/retention/run", &[]).await;
    assert_eq!(queued.location(), "/nl/desk/retention?said=sweeps-queued");
    house.work().await;
    let list = officer.get("/nl/desk/retention").await;
    assert!(
        list.text().contains("<code>shop/orders/invoices</code>") && list.text().contains("ontvangstbewij")
    );
    assert!(officer.get(RULE).await.text().contains("Er gaat nu geen rij weg"));
    let calendar = officer.get("/nl/desk/retention/calendar").await;
    assert!(!calendar.text().contains(RULE), "{}", calendar.text());
    assert_eq!(officer.get("/nl/desk/retention/shop/orders/none").await.status, 404);
}

#[tokio::test]
async fn a_hold_says_why_whose_and_until_when_and_ends() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let page = "/nl/desk/holds";
    assert!(officer.get(page).await.text().contains("Er is geen bewaarplicht"));
    let whole = [
        ("kind", "claim"),
        ("reason_nl", "een geschil"),
        ("reason_en", "a dispute"),
        ("email", "eva@school.example"),
        ("scope", "collection:shop/orders"),
        ("until", "2027-06-01"),
    ];
    let with = |changed: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        let other = |name: &str| changed.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        whole.iter().map(|(key, value)| (*key, other(key).unwrap_or(value))).collect()
    };
    for (wrong, said) in [
        (with(&[("reason_en", " ")]), "geef de reden in beide talen"),
        (with(&[("kind", "whim")]), "geef de reden in beide talen"),
        (with(&[("email", "no address")]), "e-mail"),
        (with(&[("email", ""), ("scope", "")]), "Noem iemand"),
        (with(&[("until", "2026-12-02")]), "dag in de toekomst"),
        (with(&[("until", "soon")]), "dag in de toekomst"),
    ] {
        let answer = officer.post(page, &wrong).await;
        assert_eq!(answer.status, 422, "{wrong:?}");
        let text = answer.text();
        assert!(text.contains(said) && text.contains("value=\"een geschil\""), "{wrong:?}: {text}");
    }
    let strange = officer.post(page, &with(&[("scope", "system:nowhere")])).await;
    assert_eq!(strange.status, 400);
    let placed = officer.post(page, &whole).await;
    assert_eq!(placed.location(), "/nl/desk/holds?said=hold-placed");
    let listed = officer.get(placed.location()).await.text();
    assert!(listed.contains("een geschil") && listed.contains("1 juni 2027"), "{listed}");
    assert!(!listed.contains("eva@school.example"), "whom it names is sealed");
    assert!(listed.contains(OFFICER), "who set it is named: {listed}");
    let end = format!("{}/end", officer.get(page).await.link("/nl/desk/holds/").trim_end_matches("/end"));
    assert_eq!(officer.post(&end, &[]).await.location(), "/nl/desk/holds?said=hold-ended");
    assert!(officer.get(page).await.text().contains("beëindigd"));
    assert_eq!(officer.post(&end, &[]).await.status, 404, "it has ended");
}

#[tokio::test]
async fn systems_are_looked_at_when_somebody_asks_and_the_page_says_when() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    assert!(!officer.get("/nl/desk/systems").await.text().contains("Grondig bekeken op"));
    let asked = officer.post("/nl/desk/systems/look", &[]).await;
    assert_eq!(asked.location(), "/nl/desk/systems?said=look-asked");
    house.work().await;
    let page = officer.get(asked.location()).await.text();
    assert!(
        page.contains("Grondig bekeken op 2 december 2026") && page.contains("worden nu grondig bekeken"),
        "{page}"
    );
    assert!(page.contains("Op betaalnummers doorzocht op 2 december 2026"), "{page}");
}

#[tokio::test]
async fn the_archive_opens_with_a_reason_that_everybody_at_the_desk_sees() {
    let house = House::new().await;
    let mut officer = house.signed_in("/desk", OFFICER).await;
    let open = "/nl/desk/archive/open";
    let why = "een klacht van de school over deze bestelling";
    let vague = officer.post(open, &[("term", "invoices"), ("why", "nodig"), ("hours", "1")]).await;
    assert_eq!(vague.status, 422);
    assert!(vague.text().contains("zeg in een zin waarom"));
    let opened = officer.post(open, &[("term", "invoices"), ("why", why), ("hours", "4")]).await;
    assert_eq!(opened.location(), "/nl/desk/holds?said=archive-opened");
    let page = officer.get("/en/desk/holds").await;
    assert!(page.text().contains(why) && page.text().contains(OFFICER), "{}", page.text());
    let close = page.link("/en/desk/archive/0");
    assert_eq!(officer.post(&close, &[]).await.location(), "/en/desk/holds?said=archive-closed");
}
