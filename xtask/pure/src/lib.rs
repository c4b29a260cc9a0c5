//! The engine as a bare WebAssembly module: no JavaScript, no imports. Text goes in byte by byte,
//! so that nothing is known at compile time and the linker has to keep all of the engine.

use std::sync::Mutex;

use tidewheel::{Definition, Instance, ParseOptions, Timestamp, start};

#[derive(Default)]
struct Host {
    text: Vec<u8>,
    definition: Option<Definition>,
    instance: Option<Instance>,
}

static HOST: Mutex<Option<Host>> = Mutex::new(None);

/// Runs one call; its result is 1 where it did what it should.
fn with(call: impl FnOnce(&mut Host, &str) -> Option<()>) -> u32 {
    let Ok(mut guard) = HOST.lock() else { return 0 };
    let host = guard.get_or_insert_default();
    let text = std::mem::take(&mut host.text);
    let done = std::str::from_utf8(&text).ok().and_then(|text| call(host, text));
    u32::from(done.is_some())
}

/// Adds a byte to the text that the next call reads.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn push(byte: u8) {
    if let Ok(mut guard) = HOST.lock() {
        guard.get_or_insert_default().text.push(byte);
    }
}

/// Reads a model.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn parse() -> u32 {
    with(|host, xml| {
        host.definition =
            Definition::parse(xml, &ParseOptions::default()).ok().map(|(definition, _)| definition);
        host.definition.as_ref().map(|_| ())
    })
}

/// Starts an instance.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn begin(at: i64) -> u32 {
    with(|host, json| {
        let begin = serde_json::from_str(json).ok()?;
        let (instance, _) = start(host.definition.as_ref()?, &begin, Timestamp::from_millis(at)?).ok()?;
        host.instance = Some(instance);
        Some(())
    })
}

/// Applies an event; the text is then the state after it.
#[expect(unsafe_code, reason = "a module's exports need names that the linker keeps")]
#[unsafe(no_mangle)]
pub extern "C" fn apply(at: i64) -> u32 {
    with(|host, json| {
        let (definition, instance) = (host.definition.as_ref()?, host.instance.as_mut()?);
        let event = serde_json::from_str(json).ok()?;
        instance.apply(definition, &event, Timestamp::from_millis(at)?, &mut Default::default()).ok()?;
        host.text = instance.save(definition).to_json().into_bytes();
        Some(())
    })
}
