//! The judge, judged: by pools that are wrong, by pools that are odd, and by how it is used.

#[expect(unreachable_pub, reason = "a file that documentation shows, too")]
mod doc_pool {
    include!("../../doc/pool.rs");
}
#[path = "../pools/mod.rs"]
mod pools;
#[path = "../pools/toy.rs"]
mod toy;

mod call_limits;
mod caution;
mod chance;
mod claims;
mod explore;
mod faces;
mod handles;
mod honest;
mod lies;
mod machine;
mod merging;
mod mutants;
mod part;
mod preemption;
mod prospects;
mod recorded;
mod run_all;
mod saboteurs;
mod smoke;
mod table;
mod twisted;
mod wrong;
