//! XML as a tree that can be changed and written again. Texts and values of attributes stay as they
//! are written, with their references.

use std::fmt::Write as _;

use crate::trial::Broken;

/// An element. Names keep their prefixes.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Tree>,
    text: String,
}

impl Tree {
    pub(super) fn read(xml: &str) -> Result<Self, Broken> {
        // The root's parent, which is no element.
        let mut open = vec![Self::default()];
        let mut rest = xml;
        while let Some((text, tag)) = rest.split_once('<') {
            if let Some(tree) = open.last_mut() {
                tree.text.push_str(text.trim());
            }
            let (tag, end) = if tag.starts_with("!--") {
                tag.split_once("-->").ok_or("a comment does not end")?
            } else {
                tag.split_once('>').ok_or("a tag does not end")?
            };
            rest = end;
            if tag.starts_with(['!', '?']) {
                continue;
            }
            if tag.starts_with('/') {
                close(&mut open)?;
            } else {
                open.push(Self::opened(tag.trim_end_matches('/'))?);
                if tag.ends_with('/') {
                    close(&mut open)?;
                }
            }
        }
        let document = open.pop().filter(|_| open.is_empty()).ok_or("an element does not end")?;
        document.children.into_iter().next().ok_or_else(|| "the file is empty".to_owned())
    }

    fn opened(tag: &str) -> Result<Self, Broken> {
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let mut tree = Self { name: name.to_owned(), ..Self::default() };
        while let Some((name, value)) = rest.split_once('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
            let quote = quote.ok_or_else(|| format!("an attribute of `{tag}` has no quotes"))?;
            let (_, value) = value.split_once(quote).unwrap_or_default();
            let (value, end) = value.split_once(quote).ok_or("an attribute does not end")?;
            tree.attributes.push((name.trim().to_owned(), value.to_owned()));
            rest = end;
        }
        Ok(tree)
    }

    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn id(&self) -> &str {
        self.attr("id").unwrap_or_default()
    }

    pub(super) fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.attributes.push((name.to_owned(), value.to_owned()));
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(own, _)| own != name);
    }

    /// Gives it another local name.
    pub(super) fn rename(&mut self, local: &str) {
        self.name = self.sibling_name(local);
    }

    /// Adds a child of the same prefix.
    pub(super) fn add(&mut self, local: &str, attributes: &[(&str, &str)], text: &str) {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        self.children.push(Self {
            name: self.sibling_name(local),
            attributes: attributes.iter().map(own).collect(),
            children: Vec::new(),
            text: text.to_owned(),
        });
    }

    fn sibling_name(&self, local: &str) -> String {
        match self.name.rsplit_once(':') {
            Some((prefix, _)) => format!("{prefix}:{local}"),
            None => local.to_owned(),
        }
    }

    pub(super) fn write(&self) -> String {
        let mut out = String::new();
        self.write_into(&mut out, 0);
        out
    }

    fn write_into(&self, out: &mut String, depth: usize) {
        let _ = write!(out, "{:depth$}<{}", "", self.name);
        for (name, value) in &self.attributes {
            let quote = if value.contains('"') { '\'' } else { '"' };
            let _ = write!(out, " {name}={quote}{value}{quote}");
        }
        if self.children.is_empty() && self.text.is_empty() {
            out.push_str("/>\n");
            return;
        }
        let _ = write!(out, ">{}", self.text);
        if !self.children.is_empty() {
            out.push('\n');
            for child in &self.children {
                child.write_into(out, depth + 1);
            }
        }
        let _ = writeln!(out, "</{}>", self.name);
    }
}

fn close(open: &mut Vec<Tree>) -> Result<(), Broken> {
    let closed = open.pop();
    let parent = open.last_mut();
    let (Some(closed), Some(parent)) = (closed, parent) else {
        return Err("an end tag has no start".to_owned());
    };
    parent.children.push(closed);
    Ok(())
}
