//! `live`: workspaces on a durable host, and the page to watch them in.

use crate::python::tool;
use crate::step::{Done, Failure, Step};
use crate::{node, npm, page, paths, python, wasm};

pub(crate) fn run(arguments: &[String]) -> Done {
    let (language, rest) = match arguments.split_first() {
        Some((first, rest)) if !first.starts_with("--") => (first.as_str(), rest),
        _ => ("node", arguments),
    };
    match language {
        "node" => in_node(rest),
        "python" => in_python(rest),
        other => {
            Err(Failure::new(format!("there is no host in `{other}`"), "cargo xtask live node, or python"))
        }
    }
}

fn in_node(arguments: &[String]) -> Done {
    let archives = node::archives()?;
    page::build()?;
    let folder = paths::at("examples/node");
    npm::add(&archives, &folder)?;
    Step::new("node").arg("live/main.mjs").args(arguments).dir(&folder).run()
}

fn in_python(arguments: &[String]) -> Done {
    wasm::build()?;
    python::build()?;
    page::build()?;
    tool("python").args(["-m", "live"]).args(arguments).dir(&paths::at("examples/python")).run()
}
