//! An implementation forgot `#[async_trait]`.

use pool_protocol::ManageConnection;

struct Manager;

impl ManageConnection for Manager {
    type Connection = ();
    type Error = std::io::Error;

    async fn connect(&self) -> Result<(), Self::Error> {
        Ok(())
    }
    async fn is_valid(&self, _connection: &mut ()) -> Result<(), Self::Error> {
        Ok(())
    }
    fn has_broken(&self, _connection: &mut ()) -> bool {
        false
    }
    async fn disconnect(&self, _connection: ()) -> Result<(), Self::Error> {
        Ok(())
    }
}

fn main() {}
