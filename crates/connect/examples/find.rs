//! Finds a person in one system: `cargo run -p connect --example find -- MAP URL email=X …`.
//! Prints the report as JSON; with `probe` in place of identities, what the probe says.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use connect::{Connector, SqlConnector, SqlOptions};
use inventory::{DataMap, Identity};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(map), Some(url)) = (arguments.next(), arguments.next()) else {
        return Err("usage: find MAP URL KIND=VALUE …".into());
    };
    let map = DataMap::parse(&std::fs::read_to_string(map)?)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))?;
    let connector = SqlConnector::open(map, &url, &SqlOptions::default())?;
    let rest: Vec<String> = arguments.collect();
    if rest.first().is_some_and(|word| word == "probe") {
        println!("{}", serde_json::to_string_pretty(&connector.probe().await)?);
        return Ok(());
    }
    let identities: Vec<Identity> = rest.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
    let found = connector.find(&identities).await?;
    println!("{}", serde_json::to_string(&found.report())?);
    Ok(())
}
