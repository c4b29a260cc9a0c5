//! Keeps the message of a panic: all that JavaScript sees by itself is that the module has trapped.

use std::panic::set_hook;
use std::sync::Mutex;

static MESSAGE: Mutex<String> = Mutex::new(String::new());

pub(crate) fn keep_message() {
    set_hook(Box::new(|panic| {
        if let Ok(mut message) = MESSAGE.lock() {
            *message = panic.to_string();
        }
    }));
}

pub(crate) fn message() -> String {
    MESSAGE.lock().map(|message| message.clone()).unwrap_or_default()
}
