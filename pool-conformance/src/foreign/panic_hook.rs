//! Messages of panics: a pool that panics in every schedule says so once for each place.

use std::{
    collections::HashSet,
    panic::{self, Location},
    sync::{Mutex, Once, PoisonError},
    thread,
};

use super::{panic_place, threads::PREFIX};

/// The places of which the message has been printed.
static TOLD: Mutex<Option<HashSet<Place>>> = Mutex::new(None);

type Place = (String, u32, u32);

/// From here on, of what panics at one place on the threads of the kit, only the first message is printed. The hook of the process
/// is asked for it, and for everything else as before.
pub(crate) fn tell_panics_once() {
    static HOOKED: Once = Once::new();
    HOOKED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let ours = thread::current().name().is_some_and(|name| name.starts_with(PREFIX));
            if ours {
                panic_place::note(info);
            }
            if !ours || info.location().is_none_or(is_new) {
                before(info);
            }
        }));
    });
    *TOLD.lock().unwrap_or_else(PoisonError::into_inner) = None;
}

fn is_new(at: &Location<'_>) -> bool {
    let place = (at.file().to_owned(), at.line(), at.column());
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(place)
}
