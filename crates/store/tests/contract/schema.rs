//! Schema: migrations, statements, and the list of columns that hold personal data.

use std::collections::BTreeSet;

use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use store::own_data::PERSONAL_COLUMNS;
use store::{MigrateError, OpenError, Store};

use crate::stage::{Stage, on_both_engines};

on_both_engines!(
    every_statement_is_prepared,
    starts_at_the_same_moment_do_not_race,
    a_database_of_a_newer_version_is_refused,
    a_migration_that_reads_differently_is_refused,
    every_column_is_looked_at,
    opening_again_keeps_what_is_there,
);

async fn every_statement_is_prepared(stage: Stage) {
    let store = stage.open().await;
    let count = store.prepare_all().await.unwrap();
    assert!(count > 80, "{count} statements");
    store.ping().await.unwrap();
    // A schema that was changed by hand is named.
    stage.by_hand("ALTER TABLE drills RENAME COLUMN outcome TO result").await;
    let error = stage.open().await.prepare_all().await.unwrap_err();
    assert!(error.to_string().contains("store::drills::"), "{error}");
}

async fn starts_at_the_same_moment_do_not_race(stage: Stage) {
    let starts: Vec<_> = (0..6)
        .map(|_| {
            let url = stage.url.clone();
            tokio::spawn(async move { Store::open(&url).await.map(drop) })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
    stage.open().await.prepare_all().await.unwrap();
}

async fn a_database_of_a_newer_version_is_refused(stage: Stage) {
    stage.open().await.close().await;
    stage.by_hand("INSERT INTO gestand_migrations (number, name, checksum) VALUES (999, 'later', 'x')").await;
    let error = Store::open(&stage.url).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(MigrateError::Newer { found: 999, .. })), "{error}");
}

async fn a_migration_that_reads_differently_is_refused(stage: Stage) {
    stage.open().await.close().await;
    stage.by_hand("UPDATE gestand_migrations SET checksum = 'x' WHERE number = 2").await;
    let error = Store::open(&stage.url).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(MigrateError::Changed { number: 2, .. })), "{error}");
}

/// Columns that were looked at and hold nothing personal. A new column stands in neither list, and somebody must
/// decide.
const NOT_PERSONAL: &str = "
    archive_chunks: archive_id n
    archive_openings: id term opened_at ends_at closed_at
    attestations: id clause looked_at document review_on given_at entered withdrawn_at
    archives: id request_id created_at expires_at bytes sha256 chunks purged_at
    ceremonies: id kind expires_at
    code_apps: created_at confirmed_at last_step
    consent_batches: entry leaves
    consent_counts: day site what which sum
    consent_days: day
    consent_links: linked_at
    consent_texts: id edition language digest content
    consents: day at recorded_at counts_until site shown layer control gpc purposes_allowed purposes_refused services_allowed services_refused batch place salt
    downloads: archive_id at
    drills: id at outcome
    edition_notices: edition language state message_id changed_at
    editions: hash policy version in_force_from published_at canonical holds_from
    gestand_migrations: number name checksum
    former_addresses: since
    handovers: id archive_id way state token_hash created_at expires_at started failures next_at ended_at status bytes sha256 problem
    hold_identities: hold_id
    holds: id kind reason system collection term until set_at ended_at
    bounces: message_id request_id kind hard status at ended_at
    deliveries: message_id sent_at
    undeliverable: status since
    redactions: request_id decided_at
    outside_requests: program_id external_id request_id asked_at
    identity_asks: id request_id asked_at means token_hash expires_at ended_at outcome
    incoming: id channel said route request_id received_at due_at answered_at outcome drill
    incoming_mails: at
    inspections: system kind looked_at outcome
    jobs: id kind payload unique_key state run_at lease_until leased_by attempts problem created_at finished_at
    known_devices: created_at seen_at
    leak_reports: id door reported_at sessions drill finding closed_at
    ledger_checkpoints: size at note
    ledger_entries: seq at about event salt commitment leaf root nodes
    ledger_head: id size root frontier
    ledger_looks: id note mark
    letter_askings: token mails first_at asked_at
    letter_consents: agreed since
    likenesses: request_id strength
    looks: id role request_id what at
    mail_choices: topic channel wanted source since
    messages: id request_id kind class language state attempts next_at leased_by sent_at drill created_at
    notes: id request_id written_at
    passkeys: id created_at used_at
    password_choices: since
    passwords: set_at
    programs: id name secret_hash scopes per_minute created_at revoked_at
    publications: hash policy label begins stage version changed_at findings canonical
    raised_roles: id role begun_at ends_at ended_at
    recovery_codes: used_at
    register: id exercised received_on closed_on systems outcome in_time drill
    requests: id exercised phase version language channel received_at due_at linked_to waits_for drill closed_at cause
    retention_decisions: id rule digest what state version amount reason until decided_at ended_at
    retention_rules: rule state version changed_at
    scans: id at own pages findings report
    sessions: id token_hash actor_kind created_at last_seen_at expires_at means half
    sign_in_codes: id purpose code_hash created_at expires_at attempts_left used_at
    sign_in_tries: id at
    staff: id role language active created_at
    steps: id request_id system kind ordinal state version attempts next_at problem receipt started_at done_at
    status_callbacks: id request_id told failures next_at ended
    subjects: id language created_at verified_at
    suppressions: kind cause since until
    sweeps: id rule system digest day state version batches receipt problem started_at ended_at
    task_answers: id step_id request_id media bytes sha256 for_person kept_at
    tasks: step_id state version
    systems: system probed_at reachable problem drift
    upload_pieces: upload_id n
    uploads: id place media bytes sha256 created_at expires_at views destroyed_at
    verdicts: clause promise verdict evidence since checked_at
    warnings: request_id moment sent_at
";

async fn every_column_is_looked_at(stage: Stage) {
    stage.open().await;
    let columns = stage.columns().await;
    let there: BTreeSet<String> =
        columns.iter().map(|(table, column, _)| format!("{table}.{column}")).collect();
    let personal: BTreeSet<String> =
        PERSONAL_COLUMNS.iter().map(|column| format!("{}.{}", column.table, column.column)).collect();
    let plain: BTreeSet<String> = NOT_PERSONAL
        .lines()
        .filter_map(|line| line.trim().split_once(": "))
        .flat_map(|(table, columns)| columns.split(' ').map(move |column| format!("{table}.{column}")))
        .collect();
    assert_eq!(personal.intersection(&plain).count(), 0, "a column is personal or it is not");
    let looked_at: BTreeSet<String> = personal.union(&plain).cloned().collect();
    assert_eq!(there, looked_at, "decide about the columns that stand on one side only");
}

async fn opening_again_keeps_what_is_there(stage: Stage) {
    let store = stage.open().await;
    let row = crate::stage::request(&stage, 0);
    store::requests::insert(&store, &row).await.unwrap();
    store.close().await;
    let again = stage.open().await;
    assert_eq!(store::requests::get(&again, row.id).await.unwrap(), Some(row));
}

/// Whoever starts while another process writes to a file that is not yet in write-ahead mode is refused by SQLite at
/// once, whatever its busy timeout; such a start waits all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_waits_for_a_process_that_is_making_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gestand.db");
    let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut other = options.connect().await.unwrap();
    sqlx::raw_sql("CREATE TABLE theirs (id INTEGER); BEGIN IMMEDIATE; INSERT INTO theirs VALUES (1)")
        .execute(&mut other)
        .await
        .unwrap();
    let start = tokio::spawn(async move { Store::open(&path.display().to_string()).await.map(drop) });
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(!start.is_finished(), "it waits");
    sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    start.await.unwrap().unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_sqlite_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/gestand.db");
    let store = Store::open(&path.display().to_string()).await.unwrap();
    store::drills::list(&store, 1).await.unwrap();
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", file.path().display());
    }
}

#[tokio::test]
async fn an_error_in_opening_keeps_the_password_to_itself() {
    let error = Store::open("postgres://gestand:hunter2@127.0.0.1:1/none").await.unwrap_err();
    assert!(error.to_string().contains("none on 127.0.0.1"), "{error}");
    assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
}
