//! An address that something is sent to, opened as a page, in; the way to the page on which its form stands out. Nobody is let in by
//! it: that page asks who it is. Cannot fail.

use axum::response::Response;

use super::{ROOMS, redirect};

/// Whether a route is for sending alone.
pub fn is_for_sending(path: &str) -> bool {
    let at = |sends| ROOMS.iter().any(|room| room.route.path == path && room.route.sends == sends);
    at(true) && !at(false)
}

/// Leads from the address of a route, as it was asked for, to the page of its form, which mostly is the one above it.
pub fn lead(path: &str, asked: &str) -> Response {
    match path {
        "/sign-out" => redirect("./"),
        "/{id}/release" | "/{id}/approve" => redirect("pending"),
        _ => redirect(&["../", asked.rsplit('/').nth(1).unwrap_or_default()].concat()),
    }
}
