//! `gestand report`: the yearly report of handled requests.

use anyhow::Result;
use app::register::{self, YearRow};
use kernel::Actor;

use crate::args::Place;
use crate::exit::Code;
use crate::open;
use crate::output::{self, Format};

pub async fn run(place: &Place, year: Option<i16>, format: Format, csv: bool) -> Result<Code> {
    let app = open::open(place).await?;
    let year = year.unwrap_or_else(|| app.today().year());
    if csv {
        print!("{}", register::csv(&app, &Actor::Operator, year).await?);
        return Ok(Code::Good);
    }
    let rows = register::yearly(&app, &Actor::Operator, year).await?;
    let row = |row: &YearRow| {
        vec![
            row.right.clone(),
            row.received.to_string(),
            row.answered.to_string(),
            row.refused.to_string(),
            row.withdrawn.to_string(),
            row.in_time.to_string(),
            row.late.to_string(),
        ]
    };
    let head = ["right", "received", "answered", "refused", "withdrawn", "in time", "late"];
    output::print(format, &rows, &head, || rows.iter().map(row).collect())?;
    Ok(Code::Good)
}
