//! Runs other programs: prints each command line, and on failure what to do about it.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::paths;

/// What went wrong, and the one thing to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    remedy: String,
}

impl Failure {
    pub(crate) fn new(what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), remedy: remedy.into() }
    }

    /// A failure of the file system.
    pub(crate) fn file(doing: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(format!("cannot {doing} {}: {error}", paths::shown(path)), "")
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        if self.remedy.is_empty() { Ok(()) } else { write!(f, "\n  try: {}", self.remedy) }
    }
}

pub(crate) type Done = Result<(), Failure>;

/// One command line.
pub(crate) struct Step {
    command: Command,
    remedy: String,
    bare: bool,
}

impl Step {
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(paths::root()).stdin(Stdio::null());
        Self { command, remedy: String::new(), bare: false }
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(crate) fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(crate) fn without_env(mut self, names: &[&str]) -> Self {
        for name in names {
            self.command.env_remove(name);
        }
        self
    }

    /// What a person should try when this step fails.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Neither prints the command line nor what the program prints.
    pub(crate) fn quiet(mut self) -> Self {
        self.bare = true;
        self.command.stdout(Stdio::null()).stderr(Stdio::null());
        self
    }

    /// Does not print the command line.
    pub(crate) fn muted(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Starts it, with its standard output to be read, and leaves it running.
    pub(crate) fn spawn(mut self) -> Result<Child, Failure> {
        self.announce();
        self.command.stdout(Stdio::piped()).spawn().map_err(|error| self.failure(&error.to_string()))
    }

    pub(crate) fn run(mut self) -> Done {
        self.announce();
        let status = self.command.status().map_err(|error| self.failure(&error.to_string()))?;
        if status.success() { Ok(()) } else { Err(self.failure(&status.to_string())) }
    }

    /// Runs it and returns what it printed, trimmed.
    pub(crate) fn output(mut self) -> Result<String, Failure> {
        self.announce();
        let done = self.command.stdout(Stdio::piped()).output();
        let done = done.map_err(|error| self.failure(&error.to_string()))?;
        if !done.status.success() {
            return Err(self.failure(&done.status.to_string()));
        }
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }

    /// Runs it, but ends it when it takes longer than `limit`.
    pub(crate) fn run_within(mut self, limit: Duration) -> Done {
        self.announce();
        let mut child = self.command.spawn().map_err(|error| self.failure(&error.to_string()))?;
        let status = wait(&mut child, limit).map_err(|error| self.failure(&error))?;
        if status { Ok(()) } else { Err(self.failure("it failed")) }
    }

    fn announce(&self) {
        if !self.bare {
            eprintln!("$ {}", self.shown());
        }
    }

    /// The command line with short names in place of absolute paths.
    fn shown(&self) -> String {
        let program = Path::new(self.command.get_program());
        let mut line = program.file_name().unwrap_or_default().to_os_string();
        for argument in self.command.get_args() {
            line.push(" ");
            line.push(argument);
        }
        line.to_string_lossy().replace(&format!("{}/", paths::root().display()), "")
    }

    fn failure(&self, reason: &str) -> Failure {
        Failure::new(format!("`{}`: {reason}", self.shown()), self.remedy.clone())
    }
}

fn wait(child: &mut Child, limit: Duration) -> Result<bool, String> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(status.success());
        }
        if started.elapsed() > limit {
            let ended = child.kill().and_then(|()| child.wait());
            return Err(match ended {
                Ok(_) => format!("took longer than {} s", limit.as_secs()),
                Err(error) => error.to_string(),
            });
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// `cargo`, as the one that runs this command.
pub(crate) fn cargo() -> Step {
    Step::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether a program can be started at all.
pub(crate) fn exists(program: &str) -> bool {
    Step::new(program).arg("--version").quiet().run().is_ok()
}
