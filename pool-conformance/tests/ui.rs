//! What the compiler says to somebody who passes the wrong thing. After a change of compiler, look at the new messages and
//! keep them with `TRYBUILD=overwrite`.

#[test]
fn messages() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
