//! Going on to the next of all ways, depth first.

/// Turns the last choice of a path to what else there is to choose, or the one before it where there is nothing else; false if
/// no choice of the path has anything left.
pub(crate) fn backtrack<T>(path: &mut Vec<T>, mut turn: impl FnMut(&mut T) -> bool) -> bool {
    while let Some(last) = path.last_mut() {
        if turn(last) {
            return true;
        }
        path.pop();
    }
    false
}
