//! Invented people for the demo: Dutch names, reserved domains, the same ones for the same seed.

use fake::Fake as _;
use fake::faker::address::nl_nl::{CityName, StreetName};
use fake::faker::name::nl_nl::{FirstName, LastName};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt as _, SeedableRng as _};

/// The person whom the guided walk follows.
pub const TEACHER: &str = "nienke.postma@deboomgaard.example";

/// The teacher's name.
pub const TEACHER_NAME: &str = "Nienke Postma";

/// How many people the demo invents.
pub const COUNT: usize = 240;

/// The officer's address in the demo.
pub const OFFICER: &str = "privacy@leskracht.example";

/// An invented person.
#[derive(Debug, Clone)]
pub struct Person {
    /// Numbers people from 1; also their account number in both systems.
    pub number: i64,
    /// Given name.
    pub first: String,
    /// Family name.
    pub last: String,
    /// On a reserved domain (RFC 2606).
    pub email: String,
    /// From the block 06-1234…, which is not handed out.
    pub phone: String,
    /// Street and number.
    pub street: String,
    /// Dutch postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// The school they work for.
    pub school: String,
}

impl Person {
    /// Given and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

const SCHOOLS: [&str; 8] = [
    "De Boomgaard",
    "Het Kompas",
    "De Zonnewijzer",
    "De Vlieger",
    "Op de Hoek",
    "De Wegwijzer",
    "Het Palet",
    "De Springplank",
];

/// `count` people for `seed`; the first is always the teacher of the walk.
pub fn invent(seed: u64, count: usize) -> Vec<Person> {
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut people = vec![teacher()];
    while people.len() < count {
        let first: String = FirstName().fake_with_rng(&mut rng);
        let last: String = LastName().fake_with_rng(&mut rng);
        let street: String = StreetName().fake_with_rng(&mut rng);
        let city: String = CityName().fake_with_rng(&mut rng);
        let school = SCHOOLS.get(rng.random_range(0..SCHOOLS.len())).copied().unwrap_or("De Boomgaard");
        let number = i64::try_from(people.len()).unwrap_or(i64::MAX) + 1;
        people.push(Person {
            number,
            email: format!("{}.{}{number}@{}.example", slug(&first), slug(&last), slug(school)),
            phone: format!("06-1234{:04}", rng.random_range(0..10_000)),
            street: format!("{street} {}", rng.random_range(1..180)),
            postcode: format!("{} {}", rng.random_range(1011..9999), letters(&mut rng)),
            city,
            school: school.to_owned(),
            first,
            last,
        });
    }
    people
}

fn teacher() -> Person {
    Person {
        number: 1,
        first: "Nienke".into(),
        last: "Postma".into(),
        email: TEACHER.into(),
        phone: "06-12340001".into(),
        street: "Kersenlaan 14".into(),
        postcode: "3584 XZ".into(),
        city: "Utrecht".into(),
        school: "De Boomgaard".into(),
    }
}

fn slug(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn letters(rng: &mut ChaCha20Rng) -> String {
    (0..2).map(|_| char::from(b'A' + rng.random_range(0..26u8))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_invents_the_same_people_on_reserved_domains() {
        let people = invent(7, 50);
        assert_eq!(people.len(), 50);
        assert_eq!(people[0].email, TEACHER);
        let again = invent(7, 50);
        for (one, other) in people.iter().zip(&again) {
            assert_eq!(one.email, other.email);
            assert!(one.email.ends_with(".example"), "{}", one.email);
        }
    }
}
