//! MediaWiki: Eva (5) wrote a page together with Adam (6).

use crate::site::{PSEUDONYM, Site, places};

const TABLES: &str = r#"
CREATE TABLE user (user_id INTEGER PRIMARY KEY, user_name TEXT UNIQUE, user_real_name TEXT, user_password TEXT, user_newpassword TEXT, user_email TEXT, user_touched TEXT,
  user_token TEXT, user_email_authenticated TEXT, user_email_token TEXT, user_registration TEXT, user_editcount INT);
INSERT INTO user VALUES (5, 'EvaV', 'Eva de Vries', 'x', '', 'eva@school.example', '20251009085320', 't', '20250101000000', 'e', '20240101000000', 2),
  (6, 'Adam', 'Adam Bos', 'y', '', 'adam@school.example', '20251009085320', 'u', NULL, NULL, '20240101000000', 1);
CREATE TABLE actor (actor_id INTEGER PRIMARY KEY, actor_user INT, actor_name TEXT UNIQUE);
INSERT INTO actor VALUES (50, 5, 'EvaV'), (60, 6, 'Adam'), (70, NULL, '192.0.2.9');
CREATE TABLE comment (comment_id INTEGER PRIMARY KEY, comment_hash INT, comment_text TEXT, comment_data TEXT);
INSERT INTO comment VALUES (1, 0, 'begin, Eva de Vries', NULL), (2, 0, 'spelling', NULL);
CREATE TABLE revision (rev_id INTEGER PRIMARY KEY, rev_page INT, rev_comment_id INT, rev_actor INT, rev_timestamp TEXT, rev_minor_edit INT, rev_deleted INT, rev_len INT, rev_parent_id INT, rev_sha1 TEXT);
INSERT INTO revision VALUES (1, 1, 1, 50, '20250101000000', 0, 0, 10, 0, ''), (2, 1, 2, 60, '20250102000000', 0, 0, 11, 1, ''), (3, 1, 2, 50, '20250103000000', 0, 0, 12, 2, '');
CREATE TABLE page (page_id INTEGER PRIMARY KEY, page_namespace INT, page_title TEXT, page_latest INT, page_len INT, page_touched TEXT);
INSERT INTO page VALUES (1, 0, 'Breuken', 3, 12, ''), (2, 2, 'EvaV', 4, 1, ''), (3, 0, 'EvaV', 5, 1, '');
CREATE TABLE recentchanges (rc_id INTEGER PRIMARY KEY, rc_timestamp TEXT, rc_actor INT, rc_namespace INT, rc_title TEXT, rc_comment_id INT, rc_minor INT, rc_bot INT, rc_new INT, rc_cur_id INT, rc_this_oldid INT,
  rc_last_oldid INT, rc_type INT, rc_source TEXT, rc_ip TEXT);
INSERT INTO recentchanges VALUES (1, '20250103000000', 50, 0, 'Breuken', 2, 0, 0, 0, 1, 3, 2, 0, 'mw.edit', '192.0.2.5'), (2, '20250102000000', 60, 0, 'Breuken', 2, 0, 0, 0, 1, 2, 1, 0, 'mw.edit', '192.0.2.6');
CREATE TABLE logging (log_id INTEGER PRIMARY KEY, log_type TEXT, log_action TEXT, log_timestamp TEXT, log_actor INT, log_namespace INT, log_title TEXT, log_page INT, log_comment_id INT, log_params TEXT);
INSERT INTO logging VALUES (1, 'move', 'move', '20250101000000', 50, 0, 'Breuken', 1, 2, 'by Eva de Vries'), (2, 'rights', 'rights', '20250101000000', 60, 2, 'EvaV', 0, 2, '');
CREATE TABLE user_properties (up_user INT, up_property TEXT, up_value TEXT, PRIMARY KEY (up_user, up_property));
INSERT INTO user_properties VALUES (5, 'language', 'nl'), (6, 'language', 'en');
CREATE TABLE user_groups (ug_user INT, ug_group TEXT, ug_expiry TEXT, PRIMARY KEY (ug_user, ug_group));
INSERT INTO user_groups VALUES (5, 'sysop', NULL);
CREATE TABLE watchlist (wl_id INTEGER PRIMARY KEY, wl_user INT, wl_namespace INT, wl_title TEXT, wl_notificationtimestamp TEXT);
INSERT INTO watchlist VALUES (1, 5, 0, 'Breuken', NULL), (2, 6, 2, 'Adam', NULL);
CREATE TABLE image (img_name TEXT PRIMARY KEY, img_size INT, img_metadata TEXT, img_actor INT, img_timestamp TEXT, img_sha1 TEXT);
INSERT INTO image VALUES ('Pizza.jpg', 10, 'a camera, somewhere', 50, '20250101000000', '');
"#;

#[tokio::test]
async fn an_author_goes_and_the_history_stays() {
    let site = Site::new("wiki.toml", TABLES).await;
    assert_eq!(site.gaps().await, Vec::<String>::new());
    let found = site.found("email=eva@school.example").await;
    assert_eq!((found["edits"], found["log"], found["own-pages"]), ((2, 0), (1, 1), (0, 1)), "{found:?}");
    assert_eq!(found, site.found("wiki_name=EvaV").await);
    let history = "SELECT rev_id, actor_name, comment_text FROM revision JOIN actor ON actor_id = rev_actor \
                   JOIN comment ON comment_id = rev_comment_id ORDER BY rev_id";
    site.erase("email=eva@school.example").await;
    assert_eq!(
        site.rows(history).await,
        [
            format!("1|Auteur {PSEUDONYM}-50|begin, […]"),
            "2|Adam|spelling".to_owned(),
            format!("3|Auteur {PSEUDONYM}-50|spelling"),
        ]
    );
    assert_eq!(
        site.rows("SELECT log_title, log_params FROM logging").await,
        ["Breuken|by […]", &format!("{PSEUDONYM}|")]
    );
    assert_eq!(site.rows("SELECT count(*) FROM recentchanges").await, ["1"]);
    assert_eq!(site.rows("SELECT img_name, img_metadata FROM image").await, ["Pizza.jpg|-"]);
    let left = places(&site.dump().await, &["eva", "192.0.2.5"]);
    assert_eq!(
        left,
        ["page: 2|2|EvaV|4|1|", "page: 3|0|EvaV|5|1|"],
        "for a moderator, and a page that is about something else"
    );
}
