//! How does a reviewer judge in a browser?
//!
//! [`Review::open`] takes a run and the reviewer's file, [`Review::serve`] serves the pages on a loopback port. Everything is
//! rendered here, and works as plain forms without a script; the script adds keys and the marking of selected words. What a site
//! wrote is shown as text and never as markup. A judgement is on the disk before the page answers.

mod error;
mod fields;
mod filter;
mod gate;
mod index;
mod marked;
mod names;
mod posts;
mod room;
mod server;
mod trouble;
mod views;
mod words;

pub use error::Error;
pub use room::Asked;

use gate::Gate;
use room::Room;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// The page of one reviewer on one run.
pub struct Review {
    room: Room,
    listener: TcpListener,
    gate: Gate,
}

impl Review {
    /// Opens a run for a reviewer and takes the reviewer's file on this device: while it is open, no other page or command writes
    /// there. Port 0 is any free one. Only this machine is listened to.
    pub async fn open(asked: Asked, port: u16) -> Result<Self, Error> {
        let room = Room::open(asked)?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let gate = Gate::new(listener.local_addr()?.port())?;
        Ok(Self { room, listener, gate })
    }

    /// The address to open first. It holds a secret: who has it can judge in the reviewer's name.
    pub fn address(&self) -> String {
        self.gate.start()
    }

    /// Where a line was moved that an earlier session did not write whole; nothing where all were.
    pub fn torn(&self) -> Option<&std::path::Path> {
        self.room.torn.as_deref()
    }

    /// Serves until the future is dropped or the process ends. Either may happen at any time: what was answered is on the disk.
    pub async fn serve(self) -> Result<(), Error> {
        axum::serve(self.listener, server::router(self.room, self.gate)).await?;
        Ok(())
    }
}
