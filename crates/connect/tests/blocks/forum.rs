//! phpBB: Eva (5) began a thread in which Adam (6) answers and names her.

use crate::site::{PSEUDONYM, Site, places};

const TABLES: &str = r#"
CREATE TABLE phpbb_users (user_id INTEGER PRIMARY KEY, user_type INT, group_id INT, username VARCHAR(255), username_clean VARCHAR(255),
  user_email VARCHAR(100), user_password VARCHAR(255), user_ip VARCHAR(40), user_birthday VARCHAR(10), user_regdate INT, user_lastvisit INT,
  user_sig TEXT, user_jabber VARCHAR(255), user_avatar VARCHAR(255), user_avatar_type VARCHAR(255), user_lang VARCHAR(30), user_timezone VARCHAR(100), user_posts INT);
INSERT INTO phpbb_users VALUES
  (1, 2, 1, 'Anonymous', 'anonymous', '', '', '', '', 0, 0, '', '', '', '', 'nl', '', 0),
  (5, 0, 2, 'EvaDeVries', 'evadevries', 'Eva@School.example', '$2y$x', '192.0.2.5', ' 1- 2-1980', 1600000000, 1700000000, 'Groet, Eva', 'eva@im.example', '5_1.jpg', 'avatar.driver.upload', 'nl', 'Europe/Amsterdam', 2),
  (6, 0, 2, 'AdamB', 'adamb', 'adam@school.example', '$2y$y', '192.0.2.6', '', 1600000001, 1700000001, '', '', '', '', 'nl', '', 1);
CREATE TABLE phpbb_profile_fields_data (user_id INTEGER PRIMARY KEY, pf_phpbb_location TEXT, pf_phpbb_website TEXT, pf_phpbb_interests TEXT, pf_phpbb_occupation TEXT);
INSERT INTO phpbb_profile_fields_data VALUES (5, 'Delft', 'https://eva.example', '', 'juf'), (6, 'Gouda', '', '', '');
CREATE TABLE phpbb_forums (forum_id INTEGER PRIMARY KEY, forum_name TEXT, forum_desc TEXT, forum_last_post_id INT, forum_last_poster_id INT, forum_last_poster_name TEXT, forum_last_post_time INT);
INSERT INTO phpbb_forums VALUES (1, 'Rekenen', '', 12, 5, 'EvaDeVries', 1700000300), (2, 'Taal', '', 20, 6, 'AdamB', 1700000400);
CREATE TABLE phpbb_topics (topic_id INTEGER PRIMARY KEY, forum_id INT, topic_title TEXT, topic_poster INT, topic_time INT, topic_views INT, topic_first_post_id INT,
  topic_first_poster_name TEXT, topic_last_post_id INT, topic_last_poster_id INT, topic_last_poster_name TEXT);
INSERT INTO phpbb_topics VALUES
  (1, 1, 'Breuken', 5, 1700000100, 10, 10, 'EvaDeVries', 12, 5, 'EvaDeVries'),
  (2, 1, 'Tafels', 6, 1700000100, 3, 13, 'AdamB', 14, 5, 'EvaDeVries'),
  (3, 2, 'Spelling', 5, 1700000100, 4, 15, 'EvaDeVries', 16, 6, 'AdamB');
CREATE TABLE phpbb_posts (post_id INTEGER PRIMARY KEY, topic_id INT, forum_id INT, poster_id INT, poster_ip TEXT, post_time INT, post_username TEXT,
  post_subject TEXT, post_text TEXT, post_edit_user INT, post_visibility INT);
INSERT INTO phpbb_posts VALUES
  (10, 1, 1, 5, '192.0.2.5', 1700000100, '', 'Breuken', 'Hoe leg ik breuken uit? Mail me op eva@school.example. EvaDeVries', 6, 1),
  (11, 1, 1, 6, '192.0.2.6', 1700000200, '', 'Re: Breuken', 'Met pizza, EvaDeVries!', 0, 1),
  (12, 1, 1, 5, '192.0.2.5', 1700000300, '', 'Re: Breuken', 'Dank je', 5, 1);
CREATE TABLE phpbb_privmsgs (msg_id INTEGER PRIMARY KEY, author_id INT, author_ip TEXT, message_time INT, message_subject TEXT, message_text TEXT, to_address TEXT, bcc_address TEXT);
INSERT INTO phpbb_privmsgs VALUES (1, 5, '192.0.2.5', 1700000500, 'Hoi', 'Groet van EvaDeVries', 'u_6', ''), (2, 6, '192.0.2.6', 1700000600, 'Re: Hoi', 'Hoi terug', 'u_5', '');
CREATE TABLE phpbb_privmsgs_to (msg_id INT, user_id INT, author_id INT, pm_new INT, pm_unread INT, pm_replied INT, folder_id INT, PRIMARY KEY (msg_id, user_id, folder_id));
INSERT INTO phpbb_privmsgs_to VALUES (1, 5, 5, 0, 0, 0, -1), (1, 6, 5, 0, 0, 0, 0), (2, 5, 6, 1, 1, 0, 0);
CREATE TABLE phpbb_attachments (attach_id INTEGER PRIMARY KEY, post_msg_id INT, topic_id INT, poster_id INT, physical_filename TEXT, real_filename TEXT,
  attach_comment TEXT, extension TEXT, mimetype TEXT, filesize INT, filetime INT);
INSERT INTO phpbb_attachments VALUES (1, 10, 1, 5, '5_abc', 'werkblad Eva.pdf', '', 'pdf', 'application/pdf', 10, 1700000100);
CREATE TABLE phpbb_poll_votes (topic_id INT, poll_option_id INT, vote_user_id INT, vote_user_ip TEXT, PRIMARY KEY (topic_id, poll_option_id, vote_user_id, vote_user_ip));
INSERT INTO phpbb_poll_votes VALUES (1, 1, 5, '192.0.2.5'), (1, 2, 6, '192.0.2.6');
CREATE TABLE phpbb_topics_watch (topic_id INT, user_id INT, notify_status INT, PRIMARY KEY (topic_id, user_id));
INSERT INTO phpbb_topics_watch VALUES (1, 5, 0), (1, 6, 0);
CREATE TABLE phpbb_sessions (session_id CHAR(32) PRIMARY KEY, session_user_id INT, session_time INT, session_ip TEXT, session_browser TEXT);
INSERT INTO phpbb_sessions VALUES ('s5', 5, 1700000700, '192.0.2.5', 'Firefox'), ('s1', 1, 1700000700, '192.0.2.9', 'Firefox');
CREATE TABLE phpbb_log (log_id INTEGER PRIMARY KEY, log_type INT, user_id INT, forum_id INT, topic_id INT, reportee_id INT, log_ip TEXT, log_time INT, log_operation TEXT, log_data TEXT);
INSERT INTO phpbb_log VALUES
  (1, 1, 6, 0, 0, 5, '192.0.2.6', 1700000800, 'LOG_USER_WARNING', 'a:1:{i:0;s:10:"EvaDeVries";}'),
  (2, 1, 5, 0, 0, 6, '192.0.2.5', 1700000900, 'LOG_USER_FEEDBACK', 'a:1:{i:0;s:5:"AdamB";}');
CREATE TABLE phpbb_banlist (ban_id INTEGER PRIMARY KEY, ban_userid INT, ban_ip TEXT, ban_email TEXT, ban_start INT, ban_end INT, ban_reason TEXT, ban_give_reason TEXT);
"#;

#[tokio::test]
async fn an_author_goes_and_the_thread_stays() {
    let site = Site::new("forum.toml", TABLES).await;
    assert_eq!(site.gaps().await, Vec::<String>::new());
    let found = site.found("email=eva@school.example").await;
    assert_eq!(found["posts"], (2, 1), "{found:?}");
    assert_eq!(
        (found["topics"], found["log"], found["last-in-forum"]),
        ((3, 0), (2, 0), (1, 0)),
        "{found:?}"
    );
    let adam = site.rows("SELECT * FROM phpbb_users WHERE user_id <> 5").await;
    let receipt = site.erase("email=eva@school.example").await;
    assert_eq!((receipt.mentions.len(), receipt.kept()), (1, 0));
    assert_eq!(
        site.rows("SELECT post_id, poster_id, post_username, post_subject, post_text, post_edit_user FROM phpbb_posts").await,
        [
            format!("10|1|{PSEUDONYM}|Breuken|Hoe leg ik breuken uit? Mail me op […]. […]|6"),
            "11|6||Re: Breuken|Met pizza, EvaDeVries!|0".to_owned(),
            format!("12|1|{PSEUDONYM}|Re: Breuken|Dank je|0"),
        ]
    );
    // A topic of two people: only hers changes.
    assert_eq!(
        site.rows("SELECT topic_poster, topic_first_poster_name, topic_last_poster_id, topic_last_poster_name FROM phpbb_topics").await,
        [
            format!("1|{PSEUDONYM}|1|{PSEUDONYM}"),
            format!("6|AdamB|1|{PSEUDONYM}"),
            format!("1|{PSEUDONYM}|6|AdamB"),
        ]
    );
    assert_eq!(site.rows("SELECT user_id, reportee_id FROM phpbb_log").await, ["6|0", "1|6"]);
    assert_eq!(site.rows("SELECT * FROM phpbb_users").await, adam);
    let left = places(&site.dump().await, &["eva", "192.0.2.5"]);
    assert_eq!(left.len(), 1, "only in what Adam wrote: {left:?}");
}
