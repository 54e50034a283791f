//! Documents to print: an edition, what it changes, and how its promises stand, as PDF.

use app::papers;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;

use crate::failure::Failure;
use crate::here::Here;

/// Of today.
pub(crate) async fn now(here: Here, Path((_, what)): Path<(String, String)>) -> Result<Response, Failure> {
    let day = here.app.today();
    print(here, &what, day).await
}

/// Of a day.
pub(crate) async fn on(
    here: Here,
    Path((_, what, day)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let day: Date = day.parse().map_err(|_| Failure::not_found())?;
    print(here, &what, day).await
}

async fn print(here: Here, what: &str, day: Date) -> Result<Response, Failure> {
    let (app, language) = (&here.app, here.language);
    let document = match what {
        "privacy" | "cookies" => {
            let edition = app::editions::on(app, day).await?;
            papers::edition(app, &edition, what, language)?
        }
        "changes" => {
            let to = app::editions::on(app, day).await?;
            let from = app::editions::before(app, &to).await?.ok_or_else(Failure::not_found)?;
            papers::changes(&from, &to, language)
        }
        "promises" if day == app.today() => papers::board(app, language).await?,
        _ => return Err(Failure::not_found()),
    };
    let name = format!("inline; filename=\"{what}-{day}-{language}.pdf\"");
    let bytes = papers::print(document).await?;
    let mut response = ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response();
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}
