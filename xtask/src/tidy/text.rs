//! Rules for the text of files.

use super::Source;
use crate::generate::GENERATED;

const LONGEST: usize = 500;
const CODE: [&str; 11] = ["rs", "js", "mjs", "cjs", "ts", "mts", "cts", "py", "pyi", "css", "html"];

/// Written so that this file does not contain them.
const LEFTOVERS: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:"), concat!("HA", "CK:")];
const HOSTS: [&str; 5] = [
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("python", "hosted.org"),
    concat!("static.", "crates.io"),
    concat!("index.", "crates.io"),
];
const MACHINE_PATHS: [&str; 3] = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/")];

fn extension(source: &Source) -> &str {
    source.path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

pub(crate) fn no_long_files(sources: &[Source]) -> Vec<String> {
    let code = sources.iter().filter(|source| CODE.contains(&extension(source)));
    code.filter(|source| !GENERATED.contains(&source.path.as_str()))
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(source, lines)| format!("{}: {lines} lines; split it, {LONGEST} are enough", source.path))
        .collect()
}

pub(crate) fn no_leftovers(sources: &[Source]) -> Vec<String> {
    let code = sources.iter().filter(|source| CODE.contains(&extension(source)) || extension(source) == "md");
    code.flat_map(|source| lines_with(source, &LEFTOVERS, "do it now or open an issue")).collect()
}

pub(crate) fn no_hosts_or_machine_paths(sources: &[Source]) -> Vec<String> {
    let hosts = sources.iter().flat_map(|source| lines_with(source, &HOSTS, "a mirror has another name"));
    let code =
        sources.iter().filter(|source| CODE.contains(&extension(source)) || extension(source) == "json");
    let paths = code.flat_map(|source| lines_with(source, &MACHINE_PATHS, "only one machine has this path"));
    hosts.chain(paths).collect()
}

pub(crate) fn changelog_exists(sources: &[Source]) -> Vec<String> {
    let there = sources.iter().any(|source| source.path == "CHANGELOG.md");
    if there {
        Vec::new()
    } else {
        vec!["CHANGELOG.md: missing; every release says what it changes".to_owned()]
    }
}

fn lines_with(source: &Source, words: &[&str], why: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        if let Some(word) = words.iter().find(|word| line.contains(**word)) {
            found.push(format!("{}:{}: `{word}`: {why}", source.path, number + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{changelog_exists, no_hosts_or_machine_paths, no_leftovers, no_long_files};
    use crate::tidy::Source;

    fn source(path: &str, text: &str) -> Vec<Source> {
        vec![Source { path: path.to_owned(), text: text.to_owned() }]
    }

    #[test]
    fn finds_what_must_not_stay() {
        let left = concat!("// TO", "DO later");
        assert_eq!(no_leftovers(&source("a.rs", left)).len(), 1);
        assert_eq!(no_leftovers(&source("a.bpmn", left)).len(), 0);
        assert_eq!(
            no_hosts_or_machine_paths(&source("a.json", concat!("https://registry.", "npmjs.org/x"))).len(),
            1
        );
        assert_eq!(no_hosts_or_machine_paths(&source("a.py", concat!("open('/ro", "ot/x')"))).len(), 1);
        assert_eq!(no_long_files(&source("a.rs", &"\n".repeat(501))).len(), 1);
        assert_eq!(no_long_files(&source("a.rs", &"\n".repeat(500))).len(), 0);
        assert_eq!(changelog_exists(&source("README.md", "")).len(), 1);
    }
}
