//! An owning pointer to a manager forwards every method.

use std::{
    io,
    sync::{Arc, Mutex},
};

use pool_protocol::{ManageConnection, async_trait};

/// Opens the number 7, and keeps what reaches its other methods.
#[derive(Debug, Default)]
struct Opener {
    seen: Mutex<Vec<(&'static str, u32)>>,
}

impl Opener {
    fn see(&self, method: &'static str, connection: u32) -> io::Result<()> {
        self.seen.lock().unwrap().push((method, connection));
        Err(io::Error::other(method))
    }
}

#[async_trait]
impl ManageConnection for Opener {
    type Connection = u32;
    type Error = io::Error;

    async fn connect(&self) -> io::Result<u32> {
        Ok(7)
    }
    async fn is_valid(&self, connection: &mut u32) -> io::Result<()> {
        *connection += 1;
        self.see("is_valid", *connection)
    }
    fn has_broken(&self, connection: &mut u32) -> bool {
        *connection += 1;
        self.see("has_broken", *connection).is_err()
    }
    async fn disconnect(&self, connection: u32) -> io::Result<()> {
        self.see("disconnect", connection)
    }
}

async fn forwards(manager: impl ManageConnection<Connection = u32, Error = io::Error>, opener: &Opener) {
    let mut connection = manager.connect().await.unwrap();
    assert_eq!(manager.is_valid(&mut connection).await.unwrap_err().to_string(), "is_valid");
    assert!(manager.has_broken(&mut connection));
    assert_eq!(manager.disconnect(connection).await.unwrap_err().to_string(), "disconnect");
    assert_eq!(*opener.seen.lock().unwrap(), [("is_valid", 8), ("has_broken", 9), ("disconnect", 9)]);
}

#[tokio::test]
async fn arc() {
    let opener = Arc::new(Opener::default());
    forwards(opener.clone(), &opener).await;
}

#[tokio::test]
async fn boxed_and_erased() {
    let opener = Arc::new(Opener::default());
    let erased: Box<dyn ManageConnection<Connection = u32, Error = io::Error>> = Box::new(opener.clone());
    forwards(erased, &opener).await;
}
