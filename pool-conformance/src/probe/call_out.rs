//! Call-outs of the pool on this thread, and who is told of them. Nobody is told while a lock of the kit is held.

use std::cell::{Cell, RefCell};

use crate::model::CallOut;

/// What is done at each call-out.
type Listener = Box<dyn FnMut(CallOut)>;

thread_local! {
    /// Whether there is a listener: mostly there is none, and nothing else need be looked at.
    static LISTENED: Cell<bool> = const { Cell::new(false) };
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// The pool is about to do this outside itself.
#[inline]
pub(crate) fn call_out(what: CallOut) {
    if LISTENED.get() && !std::thread::panicking() {
        tell(what);
    }
}

/// While the listener is at work there is none: what it does itself is no call-out of the pool.
#[cold]
fn tell(what: CallOut) {
    let Some(mut listener) = LISTENER.take() else { return };
    listener(what);
    LISTENER.set(Some(listener));
}

/// Runs code of the kit, of which nobody is told.
pub(crate) fn quietly<T>(code: impl FnOnce() -> T) -> T {
    let listened = LISTENED.replace(false);
    let done = code();
    LISTENED.set(listened);
    done
}

/// Runs code on this thread, telling the listener of each call-out.
pub(crate) fn telling_call_outs<T>(listener: impl FnMut(CallOut) + 'static, code: impl FnOnce() -> T) -> T {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            LISTENED.set(false);
            drop(LISTENER.take());
        }
    }
    LISTENER.set(Some(Box::new(listener)));
    LISTENED.set(true);
    let _over = Over;
    code()
}
