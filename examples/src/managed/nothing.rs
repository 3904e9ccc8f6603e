//! What a database of sqlx has beside its connections, and this one has not.

use std::{borrow::Cow, convert::Infallible, fmt, marker::PhantomData};

use pool_protocol::ManageConnection;
use sqlx_core::{
    Either, Error,
    arguments::{Arguments, IntoArguments},
    column::{Column, ColumnIndex},
    encode::Encode,
    error::BoxDynError,
    impl_statement_query,
    row::Row,
    sql_str::SqlStr,
    statement::Statement,
    transaction::TransactionManager,
    type_info::TypeInfo,
    types::Type,
    value::{Value, ValueRef},
};

use super::{Managed, ManagedConnection};

/// A row, a column, a type, a value and a statement: none has ever been made.
pub struct Nothing<M>(Infallible, PhantomData<fn() -> M>);

impl<M> Clone for Nothing<M> {
    fn clone(&self) -> Self {
        match self.0 {}
    }
}

impl<M> PartialEq for Nothing<M> {
    fn eq(&self, _: &Self) -> bool {
        match self.0 {}
    }
}

impl<M> fmt::Debug for Nothing<M> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl<M> fmt::Display for Nothing<M> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {}
    }
}

impl<M: ManageConnection> Row for Nothing<M> {
    type Database = Managed<M>;

    fn columns(&self) -> &[Self] {
        match self.0 {}
    }

    fn try_get_raw<I: ColumnIndex<Self>>(&self, _: I) -> Result<Self, Error> {
        match self.0 {}
    }
}

impl<M: ManageConnection> Column for Nothing<M> {
    type Database = Managed<M>;

    fn ordinal(&self) -> usize {
        match self.0 {}
    }

    fn name(&self) -> &str {
        match self.0 {}
    }

    fn type_info(&self) -> &Self {
        match self.0 {}
    }
}

impl<M: ManageConnection> TypeInfo for Nothing<M> {
    fn is_null(&self) -> bool {
        match self.0 {}
    }

    fn name(&self) -> &str {
        match self.0 {}
    }
}

impl<M: ManageConnection> Value for Nothing<M> {
    type Database = Managed<M>;

    fn as_ref(&self) -> Self {
        match self.0 {}
    }

    fn type_info(&self) -> Cow<'_, Self> {
        match self.0 {}
    }

    fn is_null(&self) -> bool {
        match self.0 {}
    }
}

impl<M: ManageConnection> ValueRef<'_> for Nothing<M> {
    type Database = Managed<M>;

    fn to_owned(&self) -> Self {
        match self.0 {}
    }

    fn type_info(&self) -> Cow<'_, Self> {
        match self.0 {}
    }

    fn is_null(&self) -> bool {
        match self.0 {}
    }
}

impl<M: ManageConnection> Statement for Nothing<M> {
    type Database = Managed<M>;

    fn into_sql(self) -> SqlStr {
        match self.0 {}
    }

    fn sql(&self) -> &SqlStr {
        match self.0 {}
    }

    fn parameters(&self) -> Option<Either<&[Self], usize>> {
        match self.0 {}
    }

    fn columns(&self) -> &[Self] {
        match self.0 {}
    }

    impl_statement_query!(NoArguments<M>);
}

/// The arguments of no statement.
#[derive(Debug)]
pub struct NoArguments<M>(PhantomData<fn() -> M>);

impl<M> Default for NoArguments<M> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<M: ManageConnection> Arguments for NoArguments<M> {
    type Database = Managed<M>;

    fn reserve(&mut self, _: usize, _: usize) {}

    fn add<'t, T>(&mut self, _: T) -> Result<(), BoxDynError>
    where
        T: Encode<'t, Managed<M>> + Type<Managed<M>>,
    {
        Err("there are no statements".into())
    }

    fn len(&self) -> usize {
        0
    }
}

impl<M: ManageConnection> IntoArguments<Managed<M>> for NoArguments<M> {
    fn into_arguments(self) -> Self {
        self
    }
}

/// Transactions that cannot begin.
#[derive(Debug)]
pub struct NoTransactions<M>(PhantomData<fn() -> M>);

impl<M: ManageConnection> TransactionManager for NoTransactions<M> {
    type Database = Managed<M>;

    async fn begin(_: &mut ManagedConnection<M>, _: Option<SqlStr>) -> Result<(), Error> {
        Err(super::failed("there are no transactions"))
    }

    async fn commit(_: &mut ManagedConnection<M>) -> Result<(), Error> {
        Ok(())
    }

    async fn rollback(_: &mut ManagedConnection<M>) -> Result<(), Error> {
        Ok(())
    }

    fn start_rollback(_: &mut ManagedConnection<M>) {}

    fn get_transaction_depth(_: &ManagedConnection<M>) -> usize {
        0
    }
}
