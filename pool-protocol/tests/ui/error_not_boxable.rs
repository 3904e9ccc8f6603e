//! The error of a manager is neither an error nor a text, so that no pool could pass it on.

use pool_protocol::{ManageConnection, async_trait};

struct Refused;

struct Manager;

#[async_trait]
impl ManageConnection for Manager {
    type Connection = ();
    type Error = Refused;

    async fn connect(&self) -> Result<(), Refused> {
        Err(Refused)
    }
    async fn is_valid(&self, _connection: &mut ()) -> Result<(), Refused> {
        Ok(())
    }
    fn has_broken(&self, _connection: &mut ()) -> bool {
        false
    }
    async fn disconnect(&self, _connection: ()) -> Result<(), Refused> {
        Ok(())
    }
}

fn main() {}
