//! Real PostgreSQL and MariaDB for tests and benchmarks: on loopback, on free ports, in a temporary folder,
//! as a user that is not root (both refuse root), gone when the command ends however it ends.

use std::fs;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::tools::{self, MARIADB, POSTGRES, find, is_root};

/// How hard a server works to keep data through a power cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Tests: nothing is forced to disk.
    Relaxed,
    /// Benchmarks: every commit is forced to disk, as in production.
    Full,
}

/// Both servers, running until this value is dropped.
pub struct Servers {
    children: Vec<Child>,
    folder: PathBuf,
    /// An administrator's URL of the PostgreSQL server.
    pub postgres: String,
    /// An administrator's URL of the MariaDB server.
    pub mariadb: String,
}

impl Drop for Servers {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Servers {
    /// Starts both and waits until they accept connections.
    pub fn start(durability: Durability) -> Result<Self> {
        tools::ensure(&[&POSTGRES, &MARIADB])?;
        let folder = std::env::temp_dir().join(format!("gestand-test-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        open_to_all(&folder)?;
        let mut servers =
            Self { children: Vec::new(), folder, postgres: String::new(), mariadb: String::new() };
        servers.start_postgres(durability).context("PostgreSQL did not start")?;
        servers.start_mariadb(durability).context("MariaDB did not start")?;
        Ok(servers)
    }

    fn start_postgres(&mut self, durability: Durability) -> Result<()> {
        let binary = find(POSTGRES.names).context("no postgres binary")?;
        let initdb = binary.with_file_name("initdb");
        let data = self.own_folder("postgres", "postgres")?;
        let mut init = as_user("postgres", &initdb);
        init.args([
            "--auth=trust",
            "--username=gestand",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "-D",
        ]);
        tools::run(init.arg(&data).stdout(Stdio::null()))?;
        let port = free_port()?;
        let mut server = as_user("postgres", &binary);
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(&data);
        server.args([
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "max_connections=400",
            "-c",
            "shared_buffers=512MB",
        ]);
        if durability == Durability::Relaxed {
            server.args(["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]);
        } else {
            server.args(["-c", "max_wal_size=4GB", "-c", "maintenance_work_mem=512MB"]);
        }
        self.launch(server, "postgres.log", port)?;
        self.postgres = format!("postgres://gestand@127.0.0.1:{port}/postgres");
        Ok(())
    }

    fn start_mariadb(&mut self, durability: Durability) -> Result<()> {
        let binary = find(MARIADB.names).context("no mariadbd binary")?;
        let install = find(&["mariadb-install-db"]).context("no mariadb-install-db")?;
        let data = self.own_folder("mariadb", "mysql")?;
        let mut init = as_user("mysql", &install);
        init.arg("--no-defaults").arg(format!("--datadir={}", data.display()));
        init.args(["--auth-root-authentication-method=normal", "--skip-test-db"]);
        tools::run(init.stdout(Stdio::null()).stderr(Stdio::null()))?;
        let script = self.folder.join("mariadb-init.sql");
        fs::write(
            &script,
            "CREATE USER IF NOT EXISTS 'gestand'@'127.0.0.1' IDENTIFIED BY 'gestand';\n\
             GRANT ALL ON *.* TO 'gestand'@'127.0.0.1' WITH GRANT OPTION;\n",
        )?;
        let port = free_port()?;
        let mut server = as_user("mysql", &binary);
        server.arg("--no-defaults").arg(format!("--datadir={}", data.display()));
        server.arg(format!("--port={port}")).arg("--bind-address=127.0.0.1");
        server.arg(format!("--socket={}", data.join("s.sock").display()));
        server.arg(format!("--init-file={}", script.display()));
        server.args(["--skip-name-resolve", "--innodb-buffer-pool-size=512M", "--max-allowed-packet=64M"]);
        if durability == Durability::Relaxed {
            server.args(["--innodb-flush-log-at-trx-commit=0", "--sync-binlog=0", "--innodb-doublewrite=0"]);
        }
        self.launch(server, "mariadb.log", port)?;
        self.mariadb = format!("mysql://gestand:gestand@127.0.0.1:{port}");
        Ok(())
    }

    /// A folder under ours that belongs to `user` when we are root.
    fn own_folder(&self, name: &str, user: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder)?;
        if is_root() {
            tools::run(Command::new("chown").arg(user).arg(&folder))?;
        }
        Ok(folder)
    }

    fn launch(&mut self, mut server: Command, log: &str, port: u16) -> Result<()> {
        let log = self.folder.join(log);
        let out = fs::File::create(&log)?;
        server.stdin(Stdio::null()).stdout(out.try_clone()?).stderr(out);
        let mut child = server.spawn().with_context(|| format!("cannot start {server:?}"))?;
        for _ in 0..600 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                self.children.push(child);
                return Ok(());
            }
            if let Some(status) = child.try_wait()? {
                let mut text = String::new();
                fs::File::open(&log)?.read_to_string(&mut text)?;
                bail!("the server ended with {status}; it said:\n{text}");
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = child.kill();
        bail!("the server did not accept connections within a minute");
    }
}

/// `cargo xtask servers`: for work by hand against the same servers that the tests use.
pub fn run() -> Result<()> {
    let servers = Servers::start(Durability::Relaxed)?;
    println!("export TEST_POSTGRES_URL={}", servers.postgres);
    println!("export TEST_MARIADB_URL={}", servers.mariadb);
    println!("# both stop with this command (Ctrl-C)");
    loop {
        std::thread::sleep(Duration::from_hours(1));
    }
}

/// A command that runs as `user` when we are root, and dies with us.
fn as_user(user: &str, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM"]);
    if is_root() {
        command.args(["--reuid", user, "--regid", user, "--clear-groups"]);
    }
    command.arg("--").arg(program);
    command
}

fn open_to_all(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// A port that was free a moment ago; the servers take it at once.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
