//! Rewrites our own ES modules as CommonJS. They keep to the few forms of `import` and `export`
//! that this file names, each at the start of a line; anything else is an error, not a guess.

use std::fmt::Write;

use crate::step::Failure;

pub(crate) fn to_commonjs(module: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let mut lines = module.lines().peekable();
    // What tells a shell how to run the file must come first.
    if let Some(first) = lines.next_if(|line| line.starts_with("#!")) {
        let _ = writeln!(text, "{first}");
    }
    text.push_str("'use strict';\n");
    let mut exports = Vec::new();
    for line in lines {
        let rewritten = if line.starts_with("import ") {
            import(line)
        } else if let Some(exported) = line.strip_prefix("export ") {
            export(exported, &mut exports)
        } else {
            Some(line.to_owned())
        };
        let unknown = || Failure::new(format!("no CommonJS form is known for `{line}`"), "xtask/src/esm.rs");
        text.push_str(&rewritten.ok_or_else(unknown)?);
        text.push('\n');
    }
    for (outer, inner) in exports {
        // Fails only where there is no memory left.
        let _ = writeln!(text, "exports.{outer} = {inner};");
    }
    Ok(text)
}

/// The names that one of our modules exports, but those that it hands on as a whole.
pub(crate) fn names(module: &str) -> Vec<String> {
    let mut exports = Vec::new();
    for exported in module.lines().filter_map(|line| line.strip_prefix("export ")) {
        let _ = export(exported, &mut exports);
    }
    exports.into_iter().map(|(outer, _)| outer).collect()
}

/// `import { a, b } from './x.js';` or `import * as x from './x.js';`
fn import(line: &str) -> Option<String> {
    let (what, from) = line.strip_prefix("import ")?.split_once(" from ")?;
    let names = what.strip_prefix("* as ").unwrap_or(what);
    Some(format!("const {names} = {};", required(from)?))
}

fn export(exported: &str, exports: &mut Vec<(String, String)>) -> Option<String> {
    if let Some(from) = exported.strip_prefix("* from ") {
        return Some(format!("Object.assign(exports, {});", required(from)?));
    }
    if let Some(name) = exported.strip_prefix("default ") {
        exports.push(("default".to_owned(), name.trim_end_matches(';').to_owned()));
        return Some(String::new());
    }
    if let Some(listed) = exported.strip_prefix("{ ") {
        return list(listed, exports);
    }
    let words = ["async function ", "function ", "class ", "const "];
    let name = words.iter().find_map(|word| exported.strip_prefix(word))?;
    let name = name.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    exports.push((name.to_owned(), name.to_owned()));
    Some(exported.to_owned())
}

/// `export { a, b as c };` or `export { a, b } from './x.js';`
fn list(listed: &str, exports: &mut Vec<(String, String)>) -> Option<String> {
    let (names, rest) = listed.split_once(" }")?;
    let source = rest.strip_prefix(" from ").map(required);
    for name in names.split(", ") {
        let (inner, outer) = name.split_once(" as ").unwrap_or((name, name));
        let inner = match &source {
            Some(source) => format!("{}.{inner}", source.as_ref()?),
            None => inner.to_owned(),
        };
        exports.push((outer.to_owned(), inner));
    }
    Some(String::new())
}

/// `'./x.js';` as `require('./x.cjs')`; a module of Node's own as it is.
fn required(from: &str) -> Option<String> {
    let name = from.trim_end_matches(';').trim_matches('\'');
    if name.starts_with("node:") {
        return Some(format!("require('{name}')"));
    }
    let path = name.strip_suffix(".js")?;
    Some(format!("require('{path}.cjs')"))
}

#[cfg(test)]
mod tests {
    use super::{names, to_commonjs};

    #[test]
    fn rewrites_every_form_that_we_use() {
        let module = "import { a, b } from './x.js';\nimport * as y from './y.js';\nexport * from './z.js';\n\
                      export { c } from './w.js';\nexport class D extends a {\n}\nexport async function e(f) {}\n\
                      export default e;\nexport { b, D as G };\nimport { f } from 'node:fs';\nexport const H = 1;\n";
        assert_eq!(
            to_commonjs(module).unwrap(),
            "'use strict';\nconst { a, b } = require('./x.cjs');\nconst y = require('./y.cjs');\n\
             Object.assign(exports, require('./z.cjs'));\n\nclass D extends a {\n}\nasync function e(f) {}\n\n\n\
             const { f } = require('node:fs');\nconst H = 1;\n\
             exports.c = require('./w.cjs').c;\nexports.D = D;\nexports.e = e;\nexports.default = e;\n\
             exports.b = b;\nexports.G = D;\nexports.H = H;\n"
        );
    }

    #[test]
    fn tells_what_is_exported() {
        let module = "export { a, b as c } from './x.js';\nexport class D {\n}\nconst e = 1;\n";
        assert_eq!(names(module), ["a", "c", "D"]);
    }

    #[test]
    fn a_program_says_first_how_to_run_it() {
        assert_eq!(
            to_commonjs("#!/usr/bin/env node\nx;\n").unwrap(),
            "#!/usr/bin/env node\n'use strict';\nx;\n"
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(to_commonjs("export let a = 1;").is_err());
        assert!(to_commonjs("import a from 'b';").is_err());
    }
}
