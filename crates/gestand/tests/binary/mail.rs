//! Mail that a server refuses stays queued, and leaves once, later.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::setting::{PERSON, Place};
use crate::smtp::Server;
use crate::sql;

/// A `gestand` that runs until it is told to stop.
pub(crate) struct Running(Child);

impl Running {
    /// Starts it and waits for its first line, which is given.
    pub(crate) fn start(place: &Place, words: &[&str]) -> (Self, String) {
        let mut child = place.command(words).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        (Self(child), line)
    }

    /// Tells it to stop, as a service manager does, and waits until it has.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let id = self.0.id().to_string();
        std::process::Command::new("sh").args(["-c", "kill -TERM \"$0\"", &id]).status().unwrap();
        self.0.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for something that another process does; fails when it does not come about at all.
pub(crate) fn eventually(what: &str, mut is: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not come about that {what}");
}

fn queue(place: &Place) -> Vec<String> {
    let sql = "SELECT kind || ' ' || state || ' ' || coalesce(receipt, '-') FROM messages ORDER BY kind";
    sql::column(&place.database(), sql)
}

#[test]
fn what_a_server_refuses_is_kept_and_leaves_once_when_it_accepts() {
    let mut place = Place::new();
    let identity = format!("email={PERSON}");
    // Without any way out, mail waits.
    place.run(&["requests", "file", "--right", "access", "--identity", &identity]).with(0);
    let waiting = queue(&place);
    assert!(waiting.iter().any(|line| line.starts_with("request-received queued")), "{waiting:?}");

    let server = Server::start();
    server.refuse(true);
    place.mail = Some(server.url.clone());
    sql::run(&place.database(), "UPDATE messages SET next_at = 0 WHERE state = 'queued'");
    let (worker, _) = Running::start(&place, &["work"]);
    eventually("the server has refused", || server.refused() > 0);
    eventually("the refusal is noted", || queue(&place).iter().all(|line| !line.ends_with(" -")));
    assert_eq!(worker.stop(), Some(0));
    assert!(server.taken().is_empty());
    let refused = queue(&place);
    assert!(refused.iter().all(|line| line.contains(" queued ")), "{refused:?}");
    assert!(refused.iter().all(|line| !line.contains(PERSON)), "{refused:?}");

    server.refuse(false);
    sql::run(&place.database(), "UPDATE messages SET next_at = 0 WHERE state = 'queued'");
    let (serving, _) = Running::start(&place, &["serve", "--listen", "127.0.0.1:0"]);
    eventually("nothing is queued", || queue(&place).iter().all(|line| line.contains(" purged ")));
    assert_eq!(serving.stop(), Some(0));
    let to_person: Vec<_> = server.taken().into_iter().filter(|taken| taken.to == PERSON).collect();
    assert_eq!(to_person.len(), 1, "{to_person:#?}");
    assert_eq!(sql::column(&place.database(), "SELECT count(*) FROM messages"), [refused.len().to_string()]);
}
