//! The demo's web shop: WooCommerce's own tables, as far as the data map names them, filled with orders.
//!
//! Every customer has orders of the last years, and some of ten years ago whose fiscal term has ended, so
//! that an erasure shows both: what must stay until when, and what may go at once.

use jiff::civil::{Date, date};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt as _, SeedableRng as _};

use super::people::Person;
use super::rows::{Row, row};

const PRODUCTS: [(&str, i64); 5] = [
    ("Werkboek rekenen groep 5", 1250),
    ("Training Leskracht in de klas", 19_500),
    ("Schoollicentie per leerling", 1795),
    ("Handleiding projectmatig werken", 2995),
    ("Posterset leerdoelen", 1650),
];

/// Rows for everybody in `people`; dates lie before `today`.
pub fn rows(people: &[Person], today: Date) -> Vec<Row> {
    let mut rng = ChaCha20Rng::seed_from_u64(11);
    let mut writer = Writer { rows: Vec::new(), order: 100, item: 0, meta: 0, today };
    for person in people {
        writer.account(person);
        let orders = if person.number == 1 { 6 } else { rng.random_range(0..4) };
        for nth in 0..orders {
            let years = if nth == 0 { 9 } else { i16::try_from(nth).unwrap_or(0) };
            let day =
                date(today.year().saturating_sub(years), rng.random_range(1..=10), rng.random_range(1..=28));
            writer.order(person, day, &mut rng);
        }
        if person.number % 3 == 1 {
            writer.review(person);
        }
    }
    writer.rows
}

struct Writer {
    rows: Vec<Row>,
    order: i64,
    item: i64,
    meta: i64,
    today: Date,
}

impl Writer {
    fn account(&mut self, person: &Person) {
        let registered = format!("{} 09:12:00", self.today.saturating_sub(jiff::Span::new().years(3)));
        self.rows.push(row!(
            "wp_users",
            ID = person.number,
            user_login = format!("{}{}", person.first.to_lowercase(), person.number),
            user_pass = "$wp$2y$10$demo",
            user_nicename = format!("{}-{}", person.first.to_lowercase(), person.number),
            user_email = person.email.as_str(),
            user_registered = registered,
            display_name = person.name(),
        ));
        let pairs = [
            ("first_name", person.first.as_str()),
            ("last_name", person.last.as_str()),
            ("billing_first_name", person.first.as_str()),
            ("billing_last_name", person.last.as_str()),
            ("billing_company", person.school.as_str()),
            ("billing_address_1", person.street.as_str()),
            ("billing_postcode", person.postcode.as_str()),
            ("billing_city", person.city.as_str()),
            ("billing_phone", person.phone.as_str()),
            ("billing_email", person.email.as_str()),
        ];
        for (key, value) in pairs {
            self.meta += 1;
            self.rows.push(row!(
                "wp_usermeta",
                umeta_id = self.meta,
                user_id = person.number,
                meta_key = key,
                meta_value = value,
            ));
        }
    }

    fn order(&mut self, person: &Person, day: Date, rng: &mut ChaCha20Rng) {
        self.order += 1;
        let created = format!("{day} 10:{:02}:00", rng.random_range(0..60));
        let (product, cents) =
            PRODUCTS.get(rng.random_range(0..PRODUCTS.len())).copied().unwrap_or(PRODUCTS[0]);
        self.rows.push(row!(
            "wp_wc_orders",
            id = self.order,
            status = "wc-completed",
            currency = "EUR",
            r#type = "shop_order",
            total_amount = euros(cents),
            customer_id = person.number,
            billing_email = person.email.as_str(),
            date_created_gmt = created.as_str(),
            date_updated_gmt = created.as_str(),
            parent_order_id = 0,
            payment_method = "ideal",
            payment_method_title = "iDEAL",
            ip_address = format!("192.0.2.{}", rng.random_range(1..255)),
            user_agent = "Mozilla/5.0 (X11; Linux x86_64)",
            customer_note = "",
        ));
        for kind in ["billing", "shipping"] {
            self.address(person, kind);
        }
        self.item += 1;
        self.rows.push(row!(
            "wp_woocommerce_order_items",
            order_item_id = self.item,
            order_item_name = product,
            order_item_type = "line_item",
            order_id = self.order,
        ));
        for (key, value) in [("_qty", "1".to_owned()), ("_line_total", euros(cents))] {
            self.meta += 1;
            self.rows.push(row!(
                "wp_woocommerce_order_itemmeta",
                meta_id = self.meta,
                order_item_id = self.item,
                meta_key = key,
                meta_value = value,
            ));
        }
    }

    fn address(&mut self, person: &Person, kind: &str) {
        self.meta += 1;
        let billing = kind == "billing";
        self.rows.push(row!(
            "wp_wc_order_addresses",
            id = self.meta,
            order_id = self.order,
            address_type = kind,
            first_name = person.first.as_str(),
            last_name = person.last.as_str(),
            company = person.school.as_str(),
            address_1 = person.street.as_str(),
            city = person.city.as_str(),
            postcode = person.postcode.as_str(),
            country = "NL",
            email = if billing { person.email.as_str() } else { "" },
            phone = person.phone.as_str(),
        ));
    }

    fn review(&mut self, person: &Person) {
        self.meta += 1;
        let day = self.today.saturating_sub(jiff::Span::new().days(40 + person.number));
        self.rows.push(row!(
            "wp_comments",
            comment_ID = person.number,
            comment_post_ID = 12,
            comment_author = person.name(),
            comment_author_email = person.email.as_str(),
            comment_author_url = "",
            comment_author_IP = "198.51.100.7",
            comment_date = format!("{day} 16:05:00"),
            comment_date_gmt = format!("{day} 15:05:00"),
            comment_content = "Handig boek, de kinderen werken er graag mee.",
            comment_approved = "1",
            comment_agent = "Mozilla/5.0",
            comment_type = "review",
            comment_parent = 0,
            user_id = person.number,
        ));
    }
}

fn euros(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
