//! Who may know whom inside core, and where the two libraries with unruly interfaces may be named.

use super::Source;

/// The files below `within`, but for those below `but`, must not name any of `never`.
struct Rule {
    within: &'static [&'static str],
    but: &'static [&'static str],
    never: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &["core/src/"],
        but: &["core/src/xml"],
        never: &["quick_xml"],
        why: "only `xml` knows the XML library",
    },
    Rule {
        within: &["core/src/"],
        but: &["core/src/time"],
        never: &["jiff"],
        why: "only `time` knows the calendar library",
    },
    Rule {
        within: &[
            "core/src/elements",
            "core/src/triggers",
            "core/src/read",
            "core/src/program",
            "core/src/lint",
        ],
        but: &[],
        never: &["crate::engine"],
        why: "elements and triggers only decide, and whatever reads a model knows nothing of running it",
    },
    Rule {
        within: &["core/src/expr", "core/src/time", "core/src/value", "core/src/key", "core/src/map"],
        but: &[],
        never: &[
            "crate::cx",
            "crate::definition",
            "crate::effect",
            "crate::elements",
            "crate::engine",
            "crate::event",
            "crate::history",
            "crate::instance",
            "crate::lint",
            "crate::program",
            "crate::read",
            "crate::snapshot",
            "crate::state",
            "crate::triggers",
            "crate::xml",
        ],
        why: "values, time, keys and expressions are used by all and know nobody",
    },
    Rule {
        within: &["core/src/expr/feel"],
        but: &["core/src/expr/feel/tests"],
        never: &[
            "crate::expr::juel",
            "crate::expr::ops",
            "crate::expr::scan",
            "crate::expr::tokens",
            "crate::expr::Env",
        ],
        why: "FEEL stands by itself, on values and times only",
    },
    Rule {
        within: &["core/src/"],
        but: &["core/src/lib.rs", "core/src/sim"],
        never: &["crate::sim"],
        why: "the simulation is a host and uses the public interface only",
    },
    Rule {
        within: &["core/src/"],
        but: &["core/src/lib.rs", "core/src/sim", "core/src/host"],
        never: &["crate::host"],
        why: "what hosts store follows from what steps return; nothing in the engine knows of it",
    },
];

pub(crate) fn check(sources: &[Source]) -> Vec<String> {
    sources.iter().filter(|source| source.path.ends_with(".rs")).flat_map(broken).collect()
}

fn broken(source: &Source) -> Vec<String> {
    let below = |folders: &[&str]| folders.iter().any(|folder| is_below(&source.path, folder));
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| below(rule.within) && !below(rule.but)) {
        for name in rule.never.iter().filter(|name| names(&source.text, name)) {
            found.push(format!("{}: names `{name}`: {}", source.path, rule.why));
        }
    }
    found
}

/// Whether `core/src/key.rs` or `core/src/key/table.rs` belongs to `core/src/key`.
fn is_below(path: &str, folder: &str) -> bool {
    let Some(rest) = path.strip_prefix(folder) else { return false };
    rest.is_empty() || folder.ends_with('/') || rest.starts_with('/') || rest == ".rs"
}

/// Whether code names a path, directly or in a list such as `use crate::{a, engine::b}`.
fn names(text: &str, path: &str) -> bool {
    let code: String =
        text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let Some(module) = path.strip_prefix("crate::") else { return has_word(&code, path) };
    has_word(&code, path)
        || has_word(&code, &format!("super::{module}"))
        || code.split("crate::{").skip(1).any(|list| listed(list).contains(&module))
}

/// The first names of the items of a list, whose opening brace is already read.
fn listed(list: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let mut names = Vec::new();
    let mut start = 0;
    for (position, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(list.get(start..position).unwrap_or_default());
                start = position + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.iter().map(|name| name.trim().split("::").next().unwrap_or_default().trim()).collect()
}

/// Whether the word stands in the text by itself, not as a part of a longer name.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(position, _)| {
        let before = text.get(..position).and_then(|text| text.chars().next_back());
        let after = text.get(position + word.len()..).and_then(|text| text.chars().next());
        let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        !part(before) && !part(after)
    })
}

#[cfg(test)]
mod tests {
    use super::{broken, is_below, names};
    use crate::tidy::Source;

    #[test]
    fn sees_every_way_to_name_a_module() {
        for text in
            ["use crate::engine::Run;", "use crate::{a::{b, c}, engine::Run};", "super::engine::run()"]
        {
            assert!(names(text, "crate::engine"), "{text}");
        }
        for text in
            ["use crate::engines;", "use crate::{a::{engine}, b};", "// crate::engine", "let engine = 1;"]
        {
            assert!(!names(text, "crate::engine"), "{text}");
        }
    }

    #[test]
    fn a_folder_holds_its_file_and_its_files() {
        assert!(is_below("core/src/key.rs", "core/src/key"));
        assert!(is_below("core/src/key/table.rs", "core/src/key"));
        assert!(!is_below("core/src/keys.rs", "core/src/key"));
    }

    #[test]
    fn reports_what_is_not_allowed_and_where() {
        let source = |path: &str, text: &str| Source { path: path.to_owned(), text: text.to_owned() };
        assert_eq!(broken(&source("core/src/read/mod.rs", "use quick_xml::Reader;")).len(), 1);
        assert_eq!(broken(&source("core/src/xml/pull.rs", "use quick_xml::Reader;")).len(), 0);
        assert_eq!(broken(&source("core/src/time/date.rs", "use crate::state::State;")).len(), 1);
    }
}
