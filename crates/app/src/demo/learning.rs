//! The demo's learning environment: Moodle's own tables, as far as the data map names them.

use jiff::Timestamp;

use super::people::Person;
use super::rows::{Row, row};

const DAY: i64 = 86_400;

/// Rows for everybody in `people`; moments lie before `now`.
pub fn rows(people: &[Person], now: Timestamp) -> Vec<Row> {
    let now = now.as_second();
    let mut rows = Vec::new();
    for person in people {
        account(&mut rows, person, now);
        forum(&mut rows, person, now);
        work(&mut rows, person, now);
        log(&mut rows, person, now);
    }
    rows
}

fn account(rows: &mut Vec<Row>, person: &Person, now: i64) {
    let joined = now - (400 + person.number) * DAY;
    rows.push(row!(
        "mdl_user",
        id = person.number,
        auth = "manual",
        confirmed = 1,
        deleted = 0,
        suspended = 0,
        username = format!("{}{}", person.first.to_lowercase(), person.number),
        password = "$6$demo",
        firstname = person.first.as_str(),
        lastname = person.last.as_str(),
        email = person.email.as_str(),
        phone1 = person.phone.as_str(),
        institution = person.school.as_str(),
        city = person.city.as_str(),
        country = "NL",
        lang = "nl",
        firstaccess = joined,
        lastaccess = now - DAY,
        lastip = "203.0.113.9",
        timecreated = joined,
        timemodified = now - 9 * DAY,
    ));
    rows.push(row!(
        "mdl_user_enrolments",
        id = person.number,
        status = 0,
        enrolid = 3,
        userid = person.number,
        timestart = joined,
        timecreated = joined,
        timemodified = joined,
        modifierid = 0,
    ));
}

fn forum(rows: &mut Vec<Row>, person: &Person, now: i64) {
    let posted = now - (30 + person.number) * DAY;
    let starts = person.number % 5 == 1;
    let discussion = (person.number - 1) / 5 + 1;
    if starts {
        rows.push(row!(
            "mdl_forum_discussions",
            id = discussion,
            course = 2,
            forum = 1,
            name = "Wie heeft ervaring met projectweken?",
            firstpost = person.number,
            userid = person.number,
            timemodified = posted,
            usermodified = person.number,
        ));
    }
    let message = match person.number {
        2 => "Wat Nienke Postma hierboven schrijft, herken ik. Wij beginnen met kleine groepjes.".to_owned(),
        _ if starts => "Wij beginnen volgende maand met een projectweek. Wie heeft tips?".to_owned(),
        _ => "Bij ons werkte een vast dagritme goed.".to_owned(),
    };
    rows.push(row!(
        "mdl_forum_posts",
        id = person.number,
        discussion = discussion,
        parent = if starts { 0 } else { (discussion - 1) * 5 + 1 },
        userid = person.number,
        created = posted,
        modified = posted,
        subject = "Projectweken",
        message = message,
        messageformat = 1,
    ));
}

fn work(rows: &mut Vec<Row>, person: &Person, now: i64) {
    let started = now - (60 + person.number) * DAY;
    rows.push(row!(
        "mdl_quiz_attempts",
        id = person.number,
        quiz = 1,
        userid = person.number,
        attempt = 1,
        uniqueid = person.number,
        state = "finished",
        timestart = started,
        timefinish = started + 1800,
        timemodified = started + 1800,
        sumgrades = "8.00000",
    ));
    rows.push(row!(
        "mdl_grade_grades",
        id = person.number,
        itemid = 1,
        userid = person.number,
        rawgrade = "8.00000",
        finalgrade = "8.00000",
        timecreated = started,
        timemodified = started + 1800,
    ));
}

fn log(rows: &mut Vec<Row>, person: &Person, now: i64) {
    for nth in 0..6 {
        rows.push(row!(
            "mdl_logstore_standard_log",
            id = person.number * 10 + nth,
            eventname = "\\core\\event\\course_viewed",
            component = "core",
            action = "viewed",
            target = "course",
            userid = person.number,
            courseid = 2,
            other = "N;",
            timecreated = now - (nth + 1) * DAY,
            origin = "web",
            ip = "203.0.113.9",
        ));
    }
}
