//! Gives the inputs of a trace to the machine again.

use std::collections::BTreeMap;

use super::names::Names;
use super::{Line, Taken, VERSION, What, said};
use crate::engine::xfr::{Now, Secondary};

/// A trace that was played again.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// Every decision, in its order.
    pub steps: Vec<Step>,
    /// The first that came out otherwise.
    pub difference: Option<Difference>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The zone.
    pub zone: String,
    /// Milliseconds of the server's own clock.
    pub mono_ms: u64,
    /// What the machine said.
    pub said: Vec<String>,
}

/// Where the machine now says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The line of the trace, counted from 1.
    pub line: usize,
    /// What was recorded.
    pub recorded: Vec<String>,
    /// What it says now.
    pub said: Vec<String>,
}

/// Why a text is no trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceFault {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub words: String,
}

/// Plays a trace again. A last line that was cut short, as by a kill, is left out.
///
/// # Errors
/// The first line that cannot be read.
pub fn replay(trace: &str) -> Result<Replayed, TraceFault> {
    let whole = trace.rfind('\n').map_or("", |end| trace.get(..end).unwrap_or_default());
    let (mut machines, mut names) = (BTreeMap::<String, Secondary>::new(), Names::default());
    let mut replayed = Replayed { steps: Vec::new(), difference: None };
    for (n, text) in whole.lines().enumerate() {
        let fault = |words: String| TraceFault { line: n + 1, words };
        let line: Line = serde_json::from_str(text).map_err(|error| fault(error.to_string()))?;
        if line.v != VERSION {
            return Err(fault(format!("it is of version {}, this program reads {VERSION}", line.v)));
        }
        match line.what {
            What::Born(born) => {
                machines.insert(line.zone, born.machine());
            }
            What::Step(Taken { given, said: recorded }) => {
                let Some(machine) = machines.get_mut(&line.zone) else {
                    return Err(fault(format!("{} was not there before", line.zone)));
                };
                let input = given.input(&mut names).ok_or_else(|| fault("it has too many names".to_owned()))?;
                let [mono_ms, wall_s] = line.at;
                let mut outputs = Vec::new();
                machine.step(Now { mono_ms, wall_s }, input, &mut outputs);
                let said: Vec<String> = outputs.iter().map(said).collect();
                if said != recorded && replayed.difference.is_none() {
                    replayed.difference = Some(Difference { line: n + 1, recorded, said: said.clone() });
                }
                replayed.steps.push(Step { zone: line.zone, mono_ms, said });
            }
            What::Heard(_) | What::Sent(_) | What::Version(_) => {}
        }
    }
    Ok(replayed)
}
