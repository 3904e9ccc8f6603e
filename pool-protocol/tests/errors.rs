//! The text and the source of every error.

use std::{error::Error, io};

use pool_protocol::{BoxError, ErrorKind, PoolError};

fn cause() -> BoxError {
    io::Error::other("password wrong").into()
}

fn every_error() -> [(PoolError, &'static str); 8] {
    [
        (PoolError::Closed, "pool is closed"),
        (PoolError::Timeout, "timed out waiting for a connection"),
        (PoolError::Exhausted, "all connections are in use"),
        (PoolError::Connect(cause()), "could not connect"),
        (PoolError::Unhealthy(cause()), "connection is unhealthy"),
        (PoolError::ForeignGuard, "guard belongs to another pool"),
        (PoolError::InvalidConfig("max_size is 0".into()), "invalid configuration: max_size is 0"),
        (PoolError::Unsupported, "the pool does not support this operation"),
    ]
}

#[test]
fn the_text_says_what_happened() {
    for (error, text) in every_error() {
        assert_eq!(error.to_string(), text);
    }
}

#[test]
fn the_cause_is_the_source_and_not_in_the_text() {
    for (error, text) in every_error() {
        let has_cause = matches!(error, PoolError::Connect(_) | PoolError::Unhealthy(_));
        let source = error.source().map(ToString::to_string);
        assert_eq!(source, has_cause.then(|| "password wrong".to_owned()), "{text}");
    }
}

#[test]
fn the_cause_keeps_its_type() {
    let error = PoolError::Connect(cause());
    assert!(error.source().is_some_and(<dyn Error>::is::<io::Error>));
}

#[test]
fn each_variant_has_a_kind_of_its_own_with_its_name() {
    let kinds = every_error().map(|(error, _)| error.kind());
    let expected = [
        ErrorKind::Closed,
        ErrorKind::Timeout,
        ErrorKind::Exhausted,
        ErrorKind::Connect,
        ErrorKind::Unhealthy,
        ErrorKind::ForeignGuard,
        ErrorKind::InvalidConfig,
        ErrorKind::Unsupported,
    ];
    assert_eq!(kinds, expected);
    let names = kinds.map(|kind| kind.to_string());
    let in_lower_case = [
        "closed",
        "timeout",
        "exhausted",
        "connect",
        "unhealthy",
        "foreign_guard",
        "invalid_config",
        "unsupported",
    ];
    assert_eq!(names, in_lower_case);
}

#[test]
fn what_may_pass_is_transient() {
    let transient = every_error().map(|(error, _)| error.is_transient());
    assert_eq!(transient, [false, true, true, true, true, false, false, false]);
}
