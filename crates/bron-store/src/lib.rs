//! How are exchanges (WARC), files of a run and judgements written and read so that nothing is lost?
//!
//! [`Archive`] is the only thing of a run that cannot be remade: it is written once and never edited. The tables
//! ([`write_csv`], [`PagesWriter`]) of a stage are written into a [`Stage`] and appear all at once, and a
//! [`RunFolder`] holds the lock of a run and its `run.json`.

mod archive;
mod assignments;
mod captures;
mod chain;
mod digest;
mod error;
mod files;
mod followed;
mod groups;
mod header;
mod index;
mod judgements;
mod lock;
mod message;
mod new_file;
mod new_folder;
mod pages;
mod protocol_folder;
mod run_folder;
mod scan;
mod stage;
mod table;
mod taking;
mod verify;
mod warc;

pub use archive::{Archive, Content, NewExchange, NewReply, Resource, WarcInfo};
pub use assignments::{AssignedFor, AssignmentFile};
pub use captures::{Capture, captures_of};
pub use chain::Head;
pub use digest::{FileRecord, file_record, sha256_of_bytes, sha256_of_file};
pub use error::Error;
pub use files::{
    archive_files, files_in, lost_of_archive, read_text, read_text_if_there, rows_in, write_text,
};
pub use followed::FollowedJudgements;
pub use groups::Groups;
pub use header::header_of;
pub use index::{Arrival, Outcome, ResponseRow};
pub use judgements::{
    JudgementCheck, JudgementFile, Judgements, check_judgements, lost_judgements, read_judgements,
};
pub use message::content_decoded;
pub use new_file::{NewFile, write_new, write_whole};
pub use new_folder::NewFolder;
pub use pages::{PagesReader, PagesWriter, PublicationPages};
pub use protocol_folder::ProtocolFolder;
pub use run_folder::{
    Asked, Packed, RUN_FORMAT, RunFolder, RunLock, RunRecord, StageRecord, remove_file, replace_text,
    write_record,
};
pub use stage::Stage;
pub use table::{CsvReader, CsvWriter, column_names, read_csv, read_records, write_csv, write_records};
pub use taking::{Taken, take_judgements};
pub use verify::{ArchiveCheck, verify_archive, verify_files};
