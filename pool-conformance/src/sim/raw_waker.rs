//! A waker that tells of its clones and of its drops, which one made by `std::task::Wake` does not.
#![expect(
    unsafe_code,
    reason = "a waker is told of its clones only through functions that are given a bare pointer"
)]

use std::{
    sync::Arc,
    task::{RawWaker, RawWakerVTable, Waker},
};

use super::waker::Flag;
use crate::{model::CallOut, probe::call_out};

/// The waker of a flag; each of its clones counts as a reference to the flag.
pub(super) fn waker_of(flag: Arc<Flag>) -> Waker {
    // SAFETY: the pointer comes of `Arc::into_raw` and owns one count, as each function of the table asks for; a flag is `Send` and
    // `Sync`, and so what the functions do with it may be done on any thread.
    unsafe { Waker::new(Arc::into_raw(flag).cast(), &TABLE) }
}

static TABLE: RawWakerVTable = RawWakerVTable::new(clone, wake, wake_by_ref, drop_waker);

/// # Safety
///
/// The pointer comes of `Arc::into_raw` of a flag, of which a count is alive until this returns. The same holds for the others.
unsafe fn clone(flag: *const ()) -> RawWaker {
    call_out(CallOut::CloneWaker);
    // SAFETY: as above; the count that is added here belongs to the waker that is returned.
    unsafe { Arc::increment_strong_count(flag.cast::<Flag>()) };
    RawWaker::new(flag, &TABLE)
}

/// # Safety
///
/// As for `clone`; and the count is the waker's own, which it gives up here.
unsafe fn wake(flag: *const ()) {
    // SAFETY: as above.
    let flag = unsafe { Arc::from_raw(flag.cast::<Flag>()) };
    flag.wake();
}

/// # Safety
///
/// As for `clone`.
unsafe fn wake_by_ref(flag: *const ()) {
    // SAFETY: as above; the reference lives no longer than this call.
    let flag = unsafe { &*flag.cast::<Flag>() };
    flag.wake();
}

/// # Safety
///
/// As for `wake`.
unsafe fn drop_waker(flag: *const ()) {
    call_out(CallOut::DropWaker);
    // SAFETY: as above.
    drop(unsafe { Arc::from_raw(flag.cast::<Flag>()) });
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::waker_of;
    use crate::sim::waker::{Flag, Hub};

    #[test]
    fn each_waker_is_one_reference_and_leaves_none() {
        let flag = Flag::new(&Arc::<Hub>::default());
        let waker = waker_of(Arc::clone(&flag));
        let others = [waker.clone(), waker.clone()];
        assert!(others.iter().all(|other| other.will_wake(&waker)));
        assert_eq!(Arc::strong_count(&flag), 4);
        let [woken, dropped] = others;
        drop(dropped);
        assert_eq!(flag.woken(), None);
        woken.wake();
        assert_eq!(flag.woken(), Some(1));
        waker.wake_by_ref();
        drop(waker);
        assert_eq!(Arc::strong_count(&flag), 1);
    }

    #[test]
    fn a_waker_may_outlive_its_flag_and_go_to_another_thread() {
        let waker = waker_of(Flag::new(&Arc::<Hub>::default()));
        std::thread::spawn(move || waker.wake()).join().expect("it does not panic");
    }
}
