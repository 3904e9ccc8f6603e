//! How far exploration went, world by world.

use super::{each, escape};
use crate::report::record::{Record, WorldRecord};

/// The table of worlds.
pub(super) fn section(record: &Record) -> String {
    if record.worlds.is_empty() {
        return String::new();
    }
    let rows = each(&record.worlds, |world| row(record, world));
    format!(
        "<section>\n<h2>Worlds</h2>\n<p>Every order of what can happen in a small world is one schedule of it.</p>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Worlds\"><table>\n<thead><tr><th>world</th>\
         <th>schedules</th><th>all of them</th><th>what is to be known</th></tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table></div>\n</section>\n"
    )
}

fn row(record: &Record, world: &WorldRecord) -> String {
    let rounds = || record.measured.worlds.iter().find(|measured| measured.world == world.world);
    let count = world.schedules.or_else(|| rounds().map(|measured| measured.rounds)).unwrap_or(0);
    let put_off = world.put_off.map(|times| format!("tasks put off at most {times} times"));
    let left_out = world.left_out.as_ref().map(|why| format!("the rest left out: {why}"));
    let on_threads = world.on_threads.then(|| "on real threads, by chance".to_owned());
    let notes: Vec<String> =
        [world.doubt.clone(), left_out, put_off, on_threads].into_iter().flatten().collect();
    format!(
        "<tr><td>{}</td><td class=\"number\">{count}</td><td>{}</td><td>{}</td></tr>\n",
        escape(&world.world),
        if world.complete { "yes" } else { "no" },
        escape(&notes.join("; "))
    )
}
