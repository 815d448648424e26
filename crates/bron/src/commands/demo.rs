//! `bron demo`: the whole review on eight imitated knowledge bases, and once more some time later.

use super::{Manner, run};
use crate::answer::{self, Done};
use crate::cli::DemoArgs;
use anyhow::{Context, Result};
use bron_demo::Collection;
use bron_model::PartialDate;
use bron_protocol::Files;
use bron_run::{Options, Stage};
use bron_store::RunFolder;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

/// The pipelines of the demo: of the first harvest, and of the later one.
pub const DEMOS: [&str; 2] = ["demo", "demo-later"];

/// Serves, or serves and runs.
pub fn demo(arguments: DemoArgs, manner: Manner) -> Result<Done> {
    let collection = collection(&arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    if arguments.serve {
        return runtime.block_on(serve(arguments, collection));
    }
    let listener = runtime.block_on(listen(0))?;
    let address = listener.local_addr()?;
    let server = runtime.spawn(bron_demo::serve(listener, collection, None));
    let result = run::carry_out(&options(arguments, address, manner)?, manner);
    server.abort();
    result
}

async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("cannot listen on 127.0.0.1:{port}; another port is chosen with --port"))
}

/// The knowledge bases as they are asked now; what is new at the later ones is dated after the first harvest.
fn collection(arguments: &DemoArgs) -> Result<Collection> {
    if !arguments.later {
        return Ok(Collection::first());
    }
    let first = arguments.first.clone().unwrap_or_else(|| PathBuf::from("output/demo"));
    let day = harvest_day(&first)?.ok_or(bron_demo::Error::NoFirstHarvest { run: first })?;
    Ok(Collection::later(day))
}

/// The day on which a run was harvested; `None` where there is no run, or nothing was asked for it yet.
fn harvest_day(run: &Path) -> Result<Option<Date>> {
    let instant = RunFolder::read(run)?.and_then(|record| record.harvest_date);
    let instant = instant.map(|instant| instant.parse::<Timestamp>()).transpose();
    let instant =
        instant.with_context(|| format!("the instant of the harvest in {} is none", run.display()))?;
    Ok(instant.map(|instant| PartialDate::of_instant(instant).first_day()))
}

async fn serve(arguments: DemoArgs, collection: Collection) -> Result<Done> {
    let listener = listen(arguments.port).await?;
    answer::remark(&format!(
        "serving {} knowledge bases on {}",
        bron_demo::hosts().len(),
        listener.local_addr()?
    ));
    bron_demo::serve(listener, collection, arguments.log).await?;
    Ok(Done::Well)
}

fn options(arguments: DemoArgs, address: SocketAddr, manner: Manner) -> Result<Options> {
    let files = Files::Embedded;
    let [first, later] = DEMOS;
    Ok(Options {
        pipeline: files.pipeline_path(if arguments.later { later } else { first })?,
        files,
        root: std::env::current_dir().context("the current folder is not to be found")?,
        output: arguments.output,
        name: None,
        until: Stage::Synthesis,
        offline: false,
        retry_failed: false,
        probe: true,
        accept_proposals: !arguments.no_proposals,
        threads: arguments.threads.map(usize::from),
        language: manner.language,
        connect_to: bron_demo::hosts()
            .iter()
            .map(|host| ((*host).to_owned(), address.to_string()))
            .collect::<BTreeMap<_, _>>(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
