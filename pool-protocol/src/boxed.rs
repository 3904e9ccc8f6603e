//! Methods that return the future that they are given.
//!
//! `async_trait` puts a box around the body of every method. A method that only passes a call on has a box already;
//! written as below it returns that one.

use std::pin::Pin;

/// A boxed future, as `async_trait` returns it.
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// Writes methods of an `async_trait` that return a future made elsewhere, as `async_trait` itself would sign them.
#[doc(hidden)]
#[macro_export]
macro_rules! __pass_on {
    ($(
        fn $name:ident$(<$borrow:lifetime>)?($($arg:ident: $type:ty)?) -> $output:ty = |$this:ident| $future:expr;
    )*) => {$(
        fn $name<'this, $($borrow,)? 'future>(&'this self, $($arg: $type)?) -> $crate::__private::BoxFuture<'future, $output>
        where
            'this: 'future,
            $($borrow: 'future,)?
            Self: 'future,
        {
            let $this = self;
            $future
        }
    )*};
}
