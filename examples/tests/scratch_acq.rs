#![allow(warnings)]
#[path = "../src/subjects.rs"]
mod subjects;
#[test]
fn all() {
    std::panic::set_hook(Box::new(|_| {}));
    let only = std::env::var("ONLY").ok();
    for e in subjects::POOLS {
        if only.as_ref().is_some_and(|o| o != e.name) {
            continue;
        }
        let t = std::time::Instant::now();
        let report = (e.suite)()
            .select("ACQ-*")
            .select("REL-*")
            .select("CANC-*")
            .budget(pool_conformance::Budget::scenarios_only())
            .progress(false)
            .run();
        println!("== {} {:?}", e.name, t.elapsed());
        for r in report.results() {
            if !matches!(r.outcome().word(), "pass" | "not selected" | "not applicable") {
                println!(
                    "   {} {} {:?} {:?}",
                    r.rule().id(),
                    r.outcome().word(),
                    r.outcome().note(),
                    r.outcome().failure().map(|f| (f.expected().to_owned(), f.seen().to_owned()))
                );
            }
        }
        if only.is_some() {
            println!("{report}");
        }
    }
}
