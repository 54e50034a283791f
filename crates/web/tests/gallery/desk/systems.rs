//! Samples of the page of systems.

use jiff::civil::date;
use web::view::desk::*;

use super::requests::trouble;
use crate::words::{HOSTILE, LONG, hostile_many};

fn system(id: &str, name: &str, holder: &str, health: Health) -> SystemRow {
    SystemRow {
        id: id.into(),
        name: name.into(),
        holder: holder.into(),
        countries: Some("Nederland en Duitsland".into()),
        software: None,
        health,
        probed: None,
        problem: None,
        collections: 0,
        unclassified: vec![],
        unknown_tables: vec![],
        slow: vec![],
        other_drift: vec![],
        look: None,
    }
}

pub(super) fn systems() -> Systems {
    let probed = Some(date(2026, 12, 4).at(9, 41, 0, 0));
    Systems {
        can_look: true,
        notice: None,
        rows: vec![
            SystemRow {
                software: Some("WordPress 6.9, WooCommerce 11.0".into()),
                probed,
                collections: 25,
                unclassified: vec!["wp_users.user_activation_key".into(), "wp_wc_orders.ip_address".into()],
                unknown_tables: vec!["wp_newsletter_backup_old".into()],
                slow: vec!["wp_comments.comment_author_email".into()],
                look: Some(Look {
                    personal: probed,
                    suspects: vec![("wp_newsletter_backup_old.email".into(), "e-mailadres".into())],
                    payment: probed,
                    numbers: vec![("wp_comments.comment_content".into(), 2)],
                    unread: vec!["wp_big".into()],
                }),
                ..system("shop", "Webwinkel", "Strato", Health::Up)
            },
            SystemRow {
                software: Some("Moodle 5.1".into()),
                probed,
                collections: 38,
                problem: Some(trouble(
                    "De databank antwoordt niet. Verzoeken wachten hierop. Kijk of de server draait en of LEARNING_DATABASE_URL klopt.",
                )),
                ..system("learning", "Leeromgeving", "Leskracht", Health::Down)
            },
            system("afas", "Boekhouding", "AFAS", Health::Manual),
            system("new", "Hulpvragen", "Leskracht", Health::Untried),
        ],
    }
}

pub(super) fn hostile_systems() -> Systems {
    Systems {
        can_look: true,
        notice: None,
        rows: vec![SystemRow {
            problem: Some(trouble(&HOSTILE.repeat(3))),
            countries: Some(LONG.into()),
            other_drift: hostile_many(2),
            software: Some(LONG.into()),
            unclassified: hostile_many(30),
            ..system("x", HOSTILE, LONG, Health::Down)
        }],
    }
}
