//! `bron demo`: the whole review on eight imitated knowledge bases.

use super::{Manner, run};
use crate::answer::{self, Done};
use crate::cli::DemoArgs;
use anyhow::{Context, Result};
use bron_protocol::Files;
use bron_run::{Options, Stage};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// Serves, or serves and runs.
pub fn demo(arguments: DemoArgs, manner: Manner) -> Result<Done> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    if arguments.serve {
        return runtime.block_on(serve(arguments));
    }
    let listener = runtime.block_on(listen(0))?;
    let address = listener.local_addr()?;
    let server = runtime.spawn(bron_demo::serve(listener, None));
    let result = run::carry_out(&options(arguments, address, manner)?, manner);
    server.abort();
    result
}

async fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .with_context(|| format!("cannot listen on 127.0.0.1:{port}; another port is chosen with --port"))
}

async fn serve(arguments: DemoArgs) -> Result<Done> {
    let listener = listen(arguments.port).await?;
    answer::remark(&format!(
        "serving {} knowledge bases on {}",
        bron_demo::hosts().len(),
        listener.local_addr()?
    ));
    bron_demo::serve(listener, arguments.log).await?;
    Ok(Done::Well)
}

fn options(arguments: DemoArgs, address: SocketAddr, manner: Manner) -> Result<Options> {
    let files = Files::Embedded;
    Ok(Options {
        pipeline: files.pipeline_path("demo")?,
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
