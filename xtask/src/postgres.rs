//! A PostgreSQL server of our own, in a folder that goes with it.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use crate::doctor;
use crate::paths;
use crate::step::{Done, Failure, Step};

/// Who runs the server where we are root, whom it refuses to serve.
const USER: &str = "postgres";

/// A server on the loopback interface, which ends when it is dropped.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    pub(crate) fn start() -> Result<Self, Failure> {
        let programs = doctor::ensure_postgres()?;
        // Not below the repository, where another user may not be able to go.
        let folder = std::env::temp_dir().join(format!("tidewheel-postgres-{}", std::process::id()));
        paths::fresh_folder(&folder)?;
        if doctor::is_root() {
            Step::new("chown").arg(USER).arg(&folder).run()?;
        }
        let cluster = Self { programs, folder, port: free_port()? };
        let data = cluster.folder.join("data");
        let made = cluster.program("initdb").args(["--auth=trust", "--encoding=UTF8", "--username=postgres"]);
        made.arg("--pgdata").arg(&data).quiet().run()?;
        let options =
            format!("-p {} -k {} -c listen_addresses=127.0.0.1", cluster.port, cluster.folder.display());
        let started = cluster.program("pg_ctl").args(["--wait", "--silent", "--options", &options, "--log"]);
        started.arg(cluster.folder.join("log")).arg("--pgdata").arg(&data).arg("start").run()?;
        Ok(cluster)
    }

    /// Makes a database and returns its address.
    pub(crate) fn database(&self, name: &str) -> Result<String, Failure> {
        let port = self.port.to_string();
        let made =
            self.program("createdb").args(["--host", "127.0.0.1", "--port", &port, "--username", "postgres"]);
        made.arg(name).run()?;
        Ok(format!("postgresql://postgres@127.0.0.1:{port}/{name}"))
    }

    fn program(&self, name: &str) -> Step {
        let program = self.programs.join(name);
        let step = if doctor::is_root() {
            Step::new("runuser").args(["-u", USER, "--"]).arg(program)
        } else {
            Step::new(program)
        };
        step.dir(&self.folder)
    }

    fn stop(&self) -> Done {
        let stopped = self.program("pg_ctl").args(["--mode", "immediate", "--silent", "--pgdata"]);
        stopped.arg(self.folder.join("data")).arg("stop").run()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(failure) = self.stop() {
            eprintln!("{failure}");
        }
        if let Err(error) = std::fs::remove_dir_all(&self.folder) {
            eprintln!("{}", Failure::file("remove", &self.folder, &error));
        }
    }
}

fn free_port() -> Result<u16, Failure> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let port = port.map_err(|error| Failure::file("find a free port on", Path::new("127.0.0.1"), &error))?;
    Ok(port.port())
}
