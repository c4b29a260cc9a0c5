//! Reads what a WebAssembly module imports: its second kind of section, of which only the names matter.

/// The imports as `module.name`; nothing where the bytes are not a module.
pub(crate) fn imports(module: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader { rest: module.strip_prefix(b"\0asm\x01\0\0\0")? };
    while !reader.rest.is_empty() {
        let kind = reader.byte()?;
        let size = reader.number()?;
        let section = reader.take(size)?;
        if kind == 2 {
            return Reader { rest: section }.imports();
        }
    }
    Some(Vec::new())
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn imports(mut self) -> Option<Vec<String>> {
        let count = self.number()?;
        (0..count).map(|_| self.import()).collect()
    }

    fn import(&mut self) -> Option<String> {
        let module = self.name()?;
        let name = self.name()?;
        match self.byte()? {
            0 => self.number().map(|_| ())?,
            1 => self.byte().and_then(|_| self.limits())?,
            2 => self.limits()?,
            3 => self.take(2).map(|_| ())?,
            4 => self.byte().and_then(|_| self.number()).map(|_| ())?,
            _ => return None,
        }
        Some(format!("{module}.{name}"))
    }

    fn limits(&mut self) -> Option<()> {
        let bounded = self.byte()? & 1 == 1;
        self.number()?;
        if bounded {
            self.number()?;
        }
        Some(())
    }

    fn name(&mut self) -> Option<String> {
        let length = self.number()?;
        Some(String::from_utf8_lossy(self.take(length)?).into_owned())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// An unsigned number in LEB128.
    fn number(&mut self) -> Option<usize> {
        let mut value = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            value |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::imports;

    const EMPTY: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn names_every_import() {
        let section = b"\x02\x1b\x03\x03env\x03now\x00\x00\x01a\x01m\x02\x01\x01\x02\x01a\x01g\x03\x7f\x00";
        let module = [EMPTY, section].concat();
        assert_eq!(imports(&module).unwrap(), ["env.now", "a.m", "a.g"]);
    }

    #[test]
    fn a_module_without_the_section_imports_nothing() {
        assert_eq!(imports(EMPTY), Some(Vec::new()));
    }

    #[test]
    fn refuses_what_is_no_module() {
        assert_eq!(imports(b"elf"), None);
        assert_eq!(imports(&[EMPTY, b"\x02\x7f"].concat()), None);
    }
}
