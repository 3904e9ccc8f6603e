//! Wrong pools for ERR-03.

use super::prelude::*;

pub(super) const RULE: &str = "ERR-03";

pub(super) const WRONG: &[WrongPool] =
    &[WrongPool::new("error-becomes-text", &[Semaphore, Handoff, Actor], Mistake::of::<ErrorBecomesText>())
        .says("The error of a connect is passed on as its text.")];

#[derive(Default)]
struct ErrorBecomesText;

#[async_trait]
impl Deviation for ErrorBecomesText {
    async fn acquire(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await.map_err(|error| match error {
            PoolError::Connect(cause) => PoolError::Connect(cause.to_string().into()),
            other => other,
        })
    }
}
