//! LimeSurvey: Eva and Adam filled in the same questionnaire.

use crate::site::{Site, places};

const TABLES: &str = r#"
CREATE TABLE lime_participants (participant_id VARCHAR(50) PRIMARY KEY, firstname TEXT, lastname TEXT, email TEXT, language TEXT, blacklisted TEXT, owner_uid INT, created_by INT, created TEXT, modified TEXT);
INSERT INTO lime_participants VALUES ('p5', 'Eva', 'de Vries', 'eva@school.example', 'nl', 'N', 1, 1, '2025-01-01', NULL), ('p6', 'Adam', 'Bos', 'adam@school.example', 'nl', 'N', 1, 1, '2025-01-01', NULL);
CREATE TABLE lime_participant_attribute (participant_id VARCHAR(50), attribute_id INT, value TEXT, PRIMARY KEY (participant_id, attribute_id));
INSERT INTO lime_participant_attribute VALUES ('p5', 1, 'groep 7'), ('p6', 1, 'groep 8');
CREATE TABLE lime_survey_links (participant_id VARCHAR(50), token_id INT, survey_id INT, date_created TEXT, date_invited TEXT, date_completed TEXT, PRIMARY KEY (participant_id, token_id, survey_id));
INSERT INTO lime_survey_links VALUES ('p5', 1, 100001, '2025-01-01', NULL, NULL), ('p6', 2, 100001, '2025-01-01', NULL, NULL);
CREATE TABLE lime_tokens_100001 (tid INTEGER PRIMARY KEY, participant_id VARCHAR(50), firstname TEXT, lastname TEXT, email TEXT, emailstatus TEXT, token VARCHAR(36), language TEXT, sent TEXT, remindersent TEXT, completed TEXT, usesleft INT, attribute_1 TEXT);
INSERT INTO lime_tokens_100001 VALUES (1, 'p5', 'Eva', 'de Vries', 'Eva@school.example', 'OK', 'tok5', 'nl', '', '', '', 0, 'groep 7'), (2, 'p6', 'Adam', 'Bos', 'adam@school.example', 'OK', 'tok6', 'nl', '', '', '', 0, 'groep 8');
CREATE TABLE lime_survey_100001 (id INTEGER PRIMARY KEY, token VARCHAR(36), submitdate TEXT, lastpage INT, startlanguage TEXT, seed TEXT, startdate TEXT, datestamp TEXT, ipaddr TEXT, refurl TEXT, "100001X1X1" TEXT, "100001X1X2" TEXT);
INSERT INTO lime_survey_100001 VALUES (1, 'tok5', '2025-02-01', 1, 'nl', 's', '2025-02-01 10:00', '2025-02-01 10:05', '192.0.2.5', 'https://x.example', 'A2', 'Ik ben Eva, juf van groep 7'),
  (2, 'tok6', '2025-02-02', 1, 'nl', 's', '2025-02-02 10:00', '2025-02-02 10:05', '192.0.2.6', '', 'A3', 'niets'), (3, NULL, '2025-02-03', 1, 'nl', 's', '', '', '', '', 'A1', 'vrij');
CREATE TABLE lime_users (uid INTEGER PRIMARY KEY, users_name TEXT UNIQUE, full_name TEXT, email TEXT, password TEXT, parent_id INT, lang TEXT, created TEXT, last_login TEXT);
INSERT INTO lime_users VALUES (1, 'admin', 'Beheer', 'beheer@school.example', 'x', 0, 'nl', '', '');
"#;

#[tokio::test]
async fn a_participant_goes_and_closed_answers_are_still_counted() {
    let site = Site::new("questionnaire.toml", TABLES).await;
    assert_eq!(site.gaps().await, Vec::<String>::new());
    let found = site.found("email=EVA@school.example").await;
    assert!(found.len() == 5 && found.values().all(|counts| *counts == (1, 0)), "{found:?}");
    let before = site.dump().await;
    site.erase("email=eva@school.example").await;
    let after = site.dump().await;
    assert_eq!(
        after["lime_survey_100001"],
        [
            "1|-|2025-02-01|1|nl|s|-|-|-|-|A2|-",
            before["lime_survey_100001"][1].as_str(),
            before["lime_survey_100001"][2].as_str(),
        ]
    );
    assert_eq!(places(&after, &["eva", "p5", "tok5", "192.0.2.5"]), Vec::<String>::new());
    for (table, rows) in &after {
        assert!(rows.iter().all(|row| before[table].contains(row) || row.starts_with("1|-|")), "{table}");
    }
}
