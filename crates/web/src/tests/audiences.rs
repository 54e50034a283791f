//! Every route, asked by the wrong person. A new route is in the table, and so in here.

use std::collections::BTreeSet;

use app::demo::people::{OFFICER, TEACHER};
use axum::body::Body;
use axum::http::Method;
use kernel::{Actor, StaffRole};

use super::house::House;
use crate::assets;
use crate::routes::{Audience, table};

/// An address that fits a route.
fn example(path: &str) -> String {
    path.replace("{lang}", "nl")
        .replace("/products/{id}/{date}", "/products/toetsen/2026-09-01")
        .replace("/products/{id}", "/products/toetsen")
        .replace("{what}", "privacy")
        .replace("{hash}", "0198c3e2")
        .replace("{id}", "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e11")
        // The first edition changed nothing; the one after it did.
        .replace("/editions/{date}", "/editions/2026-09-01")
        .replace("{date}", "2022-06-01")
        .replace("{handover}", "0198c3e2-7d4a-7cc1-8a52-0d6c1c9f4e12")
        .replace("{system}", "shop")
        .replace("{collection}", "orders")
        .replace("{term}", "invoices")
        .replace("/gestand/{version}", "/gestand.js")
        .replace("{file}", assets::style_path().trim_start_matches("/assets/"))
}

/// What stands open at a face, because it is how one comes in.
const DOORS: [&str; 10] = [
    "sign-in",
    "sign-out",
    "code",
    "password",
    "passkey/begin",
    "passkey/finish",
    "second-step",
    "second-step/passkey/begin",
    "second-step/passkey/finish",
    "service",
];

#[test]
fn the_table_names_every_route_once_and_every_change_is_a_post() {
    let mut seen = BTreeSet::new();
    for route in table() {
        assert!(seen.insert((route.path, route.method.to_string())), "{} stands twice", route.path);
        assert!(route.method == Method::GET || route.method == Method::POST);
        let private = route.path.starts_with("/{lang}/my") || route.path.starts_with("/{lang}/desk");
        let face = route.path.trim_start_matches("/{lang}/my/").trim_start_matches("/{lang}/desk/");
        let door = DOORS.contains(&face);
        assert_eq!(
            private && !door,
            matches!(route.audience, Audience::Subject | Audience::Officer | Audience::Staff(_)),
            "{}",
            route.path
        );
    }
}

#[tokio::test]
async fn nobody_enters_where_they_do_not_belong() {
    let house = House::new().await;
    let teacher = house.signed_in("/my", TEACHER).await;
    let officer = house.signed_in("/desk", OFFICER).await;
    let subject_token = &teacher.cookies["gestand-my"];
    let staff_token = &officer.cookies["gestand-desk"];
    for route in table() {
        let path = example(route.path);
        let (cookie, wrong_token, door) = match route.audience {
            // Programs show a key and have no session: see `programs`.
            Audience::Public | Audience::Open | Audience::Demo | Audience::Program(_) => continue,
            Audience::Subject => ("gestand-my", staff_token, "/nl/my/sign-in"),
            Audience::Officer | Audience::Staff(_) => ("gestand-desk", subject_token, "/nl/desk/sign-in"),
        };
        let same_origin = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        let ask = |browser: super::browser::Browser, method: Method| {
            let path = path.clone();
            async move {
                let mut browser = browser;
                browser.ask(method, &path, &same_origin, Body::empty()).await
            }
        };
        let nobody = ask(house.browser(), route.method.clone()).await;
        if route.method == Method::GET {
            assert_eq!(nobody.status, 303, "{path} by nobody");
            assert!(nobody.location().starts_with(door), "{path} sends nobody to {}", nobody.location());
        } else {
            assert_eq!(nobody.status, 401, "{path} by nobody");
        }
        let mut wrong = house.browser();
        wrong.cookies.insert(cookie.to_owned(), wrong_token.clone());
        assert_eq!(ask(wrong, route.method.clone()).await.status, 403, "{path} by the wrong kind of person");
        // Their own session, at the other face, counts for nothing.
        let elsewhere = if route.audience == Audience::Subject { officer.clone() } else { teacher.clone() };
        let answer = ask(elsewhere, route.method.clone()).await;
        assert!(matches!(answer.status, 303 | 401), "{path} from the other face: {}", answer.status);
        let mut forged = house.browser();
        forged.cookies.insert(cookie.to_owned(), "00".repeat(32));
        let answer = ask(forged, route.method.clone()).await;
        assert!(matches!(answer.status, 303 | 401), "{path} with a forged session: {}", answer.status);
    }
}

#[tokio::test]
async fn each_role_enters_where_it_may_and_nowhere_else() {
    let house = House::new().await;
    for (role, address) in [
        (StaffRole::Officer, OFFICER),
        (StaffRole::Engineer, "techniek@leskracht.example"),
        (StaffRole::Auditor, "controle@leskracht.example"),
        (StaffRole::SchoolContact, "contact@school.example"),
    ] {
        app::staff::add(&house.app, &Actor::Operator, address, "", role).await.expect("staff");
        let member = house.signed_in("/desk", address).await;
        for route in table() {
            let may = match route.audience {
                Audience::Officer => role == StaffRole::Officer,
                Audience::Staff(roles) => roles.contains(&role),
                _ => continue,
            };
            // Ending their own session would end the walk.
            if may && route.method == Method::POST {
                continue;
            }
            let path = example(route.path);
            let headers = [("sec-fetch-site", "same-origin"), ("accept", "text/html")];
            let answer = member.clone().ask(route.method.clone(), &path, &headers, Body::empty()).await;
            assert_eq!(answer.status != 403, may, "{path} as {role:?}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn what_changes_something_is_refused_from_elsewhere() {
    let house = House::new().await;
    let teacher = house.signed_in("/my", TEACHER).await;
    let posts = table().into_iter().filter(|route| route.method == Method::POST);
    for route in posts.filter(|route| {
        !matches!(route.audience, Audience::Program(_) | Audience::Open) && !route.from_anywhere
    }) {
        let path = example(route.path);
        for headers in [
            vec![],
            vec![("sec-fetch-site", "cross-site")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
        ] {
            let answer = teacher.clone().ask(Method::POST, &path, &headers, Body::empty()).await;
            assert_eq!(answer.status, 403, "{path} with {headers:?}");
        }
    }
}

#[tokio::test]
async fn public_pages_are_for_everybody_and_the_demo_only_for_the_demo() {
    let house = House::at("http://gestand.test", false).await;
    for route in table() {
        let path = example(route.path);
        let answer = house.browser().get(&path).await;
        match (route.audience, route.method) {
            (Audience::Public, Method::GET) => {
                // A link to one request only works with its token.
                let gone = route.path.contains("{token}") && matches!(answer.status, 302 | 404 | 410);
                // At the second step stands only who took the first; and there is no sign-in service here.
                let gone = gone
                    || (path.ends_with("/second-step") && answer.status == 303)
                    || (path.contains("/desk/service") && answer.status == 404);
                // A build without the press makes no paper, and a log without entries has no checkpoint.
                let gone = gone
                    || (matches!(route.path, "/checkpoint" | "/api/v1/opendsr/certificate.pem")
                        || route.path.contains("/paper/"))
                        && answer.status == 404;
                assert!(gone || matches!(answer.status, 200 | 302), "{path}: {}", answer.status);
            }
            (Audience::Demo, _) => assert_eq!(answer.status, 404, "{path}"),
            _ => {}
        }
    }
}
