//! The pre-flight: what works between here and a primary, step by step, and the likely causes of what does not.

mod steps;
mod words;

use tokio::sync::mpsc;

use super::report::{self, Gone, Reporter};
use super::transfer::Want;
use crate::engine::diag::Args;
use crate::engine::xfr::{Failure, Kind, codes};
use crate::product::api::companion::{Done, Event, Started, StepId, What};
use crate::product::cause::{Carrier, Setting};
use steps::Finding;

/// Begins a probe. It ends when it is done, or when the receiver is dropped.
pub fn start(want: Want) -> mpsc::Receiver<Event> {
    let (mut reporter, events) = Reporter::new();
    tokio::spawn(async move {
        let gone = reporter.gone();
        tokio::select! {
            () = gone => tracing::debug!(zone = %want.target.apex, "nobody waits for the probe any more"),
            _ = run(&want, &mut reporter) => {}
        }
    });
    events
}

/// All steps in their order. The probe is done when the SOA and the wanted transfer came; else the first of those two
/// that did not come is its failure.
async fn run(want: &Want, reporter: &mut Reporter) -> Result<(), Gone> {
    let target = &want.target;
    let tcp = steps::tcp(target).await;
    let started = Started {
        zone: target.apex.to_string(),
        peer: target.route.to.to_string(),
        local: tcp.local.map(|l| l.to_string()),
        transfer: None,
    };
    reporter.say(What::Started(started)).await?;
    tell(reporter, StepId::Tcp, &tcp.finding, &target.setting(tcp.local, Carrier::Tcp, None)).await?;

    let (udp, by_udp) = steps::udp(target).await;
    let heard = by_udp.heard;
    let over_udp = target.setting(by_udp.local, Carrier::Udp, Some(tcp.works));
    let over_tcp = target.setting(tcp.local, Carrier::Tcp, Some(heard));
    tell(reporter, StepId::Udp, &udp, &over_udp).await?;
    // The SOA comes over UDP only where TCP does not work.
    let setting = if tcp.works { over_tcp } else { over_udp };
    let (soa, answer) = steps::soa(target, by_udp, tcp.works).await;
    tell(reporter, StepId::Soa, &soa, &setting).await?;
    tell(reporter, StepId::Tsig, &steps::tsig(target, &answer), &setting).await?;
    tell(reporter, StepId::Clock, &steps::clock(target, &answer), &setting).await?;

    let (axfr, whole) = steps::axfr(target, tcp.works).await;
    tell(reporter, StepId::Axfr, &axfr, &over_tcp).await?;
    let serial = answer.outcome.as_ref().ok().map(|candidate| candidate.serial);
    let ixfr = steps::ixfr(target, want.have.or(serial), tcp.works, want.kind == Kind::Ixfr).await;
    tell(reporter, StepId::Ixfr, &ixfr, &over_tcp).await?;
    tell(reporter, StepId::Xot, &steps::xot(target, tcp.works).await, &over_tcp).await?;

    let wanted = if want.kind == Kind::Ixfr { &ixfr } else { &axfr };
    // Without a connection the transfer was not even tried.
    let tcp_failure = if answer.outcome.is_ok() { tcp.finding.failure.clone() } else { None };
    let setting = if tcp_failure.is_some() { over_tcp } else { setting };
    let failure = answer.outcome.err().or(tcp_failure).or_else(|| wanted.failure.clone());
    let last = match (failure, serial, whole) {
        (Some(failure), ..) => What::Failed(report::failed(&failure, &setting)),
        (None, Some(serial), Some(whole)) => What::Done(Done {
            serial: serial.0,
            records: Some(whole.records),
            bytes: Some(whole.bytes),
            ms: reporter.ms(),
            soa: whole.soa,
        }),
        // IXFR was wanted and works, AXFR does not.
        (None, Some(serial), None) => {
            What::Done(Done { serial: serial.0, records: None, bytes: None, ms: reporter.ms(), soa: String::new() })
        }
        (None, None, _) => What::Failed(report::failed(&Failure::new(&codes::XFR_NO_SOA, Args::new()), &setting)),
    };
    reporter.say(last).await
}

async fn tell(reporter: &mut Reporter, id: StepId, finding: &Finding, setting: &Setting<'_>) -> Result<(), Gone> {
    reporter.say(What::Step(finding.step(id, setting))).await
}
