//! Every developer command of the project: `cargo xtask --help`.
//!
//! One file per family of commands; [`COMMANDS`] is the only list of them.

mod bench;
mod betsy;
mod binaryen;
mod bless;
mod ci;
mod consumers;
mod corpus;
mod crash;
mod demo;
mod doctor;
mod esm;
mod fuzz;
mod generate;
mod host;
mod live;
mod modules;
mod node;
mod npm;
mod page;
mod paths;
mod postgres;
mod pure;
mod python;
mod restate;
mod size;
mod step;
mod tck;
mod test;
mod tidy;
mod tokensim;
mod toyflow;
mod wasm;
mod wasm_std;

use std::process::ExitCode;

use step::{Done, Failure};

/// One row of the table of commands.
struct Command {
    name: &'static str,
    /// The arguments it takes, as the help shows them.
    arguments: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Done,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        arguments: "[--no-serve]",
        help: "the main job: runs the workspace process in four hosts, compares the traces, serves the page",
        run: demo::run,
    },
    Command {
        name: "restate",
        arguments: "",
        help: "runs the workspace process on Restate: installs its server, starts it and the service",
        run: restate::run,
    },
    Command {
        name: "live",
        arguments: "[node|python] [--database FILE] [--port PORT]",
        help: "runs workspaces on a durable host, and serves the page to watch them in",
        run: live::run,
    },
    Command {
        name: "toyflow",
        arguments: "[--database FILE] [--port PORT]",
        help: "serves requests and approvals: state machines on a durable host, with a page to log in to",
        run: toyflow::run,
    },
    Command {
        name: "doctor",
        arguments: "[--fix]",
        help: "says which tools are missing and how to get each; installs them with --fix",
        run: doctor::run,
    },
    Command {
        name: "wasm",
        arguments: "[--debian]",
        help: "builds the npm package `tidewheel-wasm` (with Debian's compiler only, if told so)",
        run: wasm::run,
    },
    Command {
        name: "node",
        arguments: "",
        help: "builds the npm package `tidewheel` and its native addon for this platform",
        run: node::run,
    },
    Command {
        name: "python",
        arguments: "",
        help: "builds the Python wheel and installs it into target/venv",
        run: python::run,
    },
    Command {
        name: "gen",
        arguments: "[--check]",
        help: "writes the JSON Schema and the types of TypeScript and Python; checks that they are fresh",
        run: generate::run,
    },
    Command {
        name: "test",
        arguments: "[rust|wasm|node|python|browser|consumers|toyflow|restate ...]",
        help: "runs the tests named, else all but restate; builds what they need first",
        run: test::run,
    },
    Command {
        name: "bless",
        arguments: "",
        help: "takes what the engine does now as the golden bytes of the vectors; read the diff",
        run: bless::run,
    },
    Command {
        name: "corpus",
        arguments: "",
        help: "loads and runs the real models kept beside the repository, and counts what becomes of them",
        run: corpus::run,
    },
    Command {
        name: "betsy",
        arguments: "",
        help: "runs the cases of the betsy conformance suite and shows the score, which must not fall",
        run: betsy::run,
    },
    Command {
        name: "tokensim",
        arguments: "",
        help: "runs the scenarios of the token simulator kept beside the repository, and says what differs",
        run: tokensim::run,
    },
    Command {
        name: "tck",
        arguments: "",
        help: "runs the cases of DMN's compatibility kit natively and as wasm; the score must not fall",
        run: tck::run,
    },
    Command {
        name: "fuzz",
        arguments: "[xml|snapshot|events ...] [--seconds N]",
        help: "looks for inputs that break the engine, guided by coverage; a minute for each kind",
        run: fuzz::run,
    },
    Command {
        name: "crash",
        arguments: "[python|node ...] [sqlite|postgres ...] [--kills N]",
        help: "kills durable hosts at random moments, 500 times each, and checks that nothing is lost or done twice",
        run: crash::run,
    },
    Command {
        name: "bench",
        arguments: "[--durable] [--expressions] [--peers] [--scenario NAME,...] [--quick] [--check]",
        help: "measures every host, with --peers other engines too; with --check missed goals are an error",
        run: bench::run,
    },
    Command {
        name: "pure",
        arguments: "",
        help: "proves that the engine imports nothing: no clock, no randomness, no IO",
        run: pure::run,
    },
    Command {
        name: "size",
        arguments: "",
        help: "says how large the WebAssembly module is; fails above its budget",
        run: size::run,
    },
    Command {
        name: "tidy",
        arguments: "",
        help: "checks the rules of the repository that no compiler knows: layers, file sizes, leftovers",
        run: tidy::run,
    },
    Command {
        name: "ci",
        arguments: "",
        help: "everything that must hold before a change is merged",
        run: ci::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Done {
    let Some((name, rest)) = arguments.split_first() else {
        return help();
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        return help();
    }
    let command = COMMANDS
        .iter()
        .find(|command| command.name == name)
        .ok_or_else(|| Failure::new(format!("there is no command `{name}`"), "cargo xtask --help"))?;
    (command.run)(rest)
}

fn help() -> Done {
    let usage = |command: &Command| format!("{} {}", command.name, command.arguments);
    let width = COMMANDS.iter().map(|command| usage(command).len()).max().unwrap_or_default();
    eprintln!("usage: cargo xtask COMMAND\n");
    for command in COMMANDS {
        eprintln!("  {:width$}  {}", usage(command), command.help);
    }
    Ok(())
}

/// Refuses arguments that a command does not know, and says whether `flag` was given.
fn only_flag(arguments: &[String], flag: &str) -> Result<bool, Failure> {
    match arguments {
        [] => Ok(false),
        [one] if one == flag => Ok(true),
        [first, ..] => Err(Failure::new(format!("`{first}` is not understood here"), "cargo xtask --help")),
    }
}

/// Refuses every argument.
fn no_arguments(arguments: &[String]) -> Done {
    only_flag(arguments, "").map(|_| ())
}
