//! Comments behind nginx, under a path of a larger site, with the lines of `docs/service-sqlite.md`: definition, form and plain page lead
//! to each other, and limits are counted by whoever asks, not by the proxy.

mod served;

use std::path::Path;

use served::foreign::{Foreign, has};
use served::{Server, ask, folder, send, write};

/// The lines of a block of the page that begins with `mark`.
fn block(mark: &str) -> String {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/service-sqlite.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let after = page.split_once(mark).unwrap_or_else(|| panic!("{mark} is not on the page")).1;
    after.split_once("\n```").expect("a block ends").0.to_owned()
}

/// A site with one consultation that is open for many years.
fn site(name: &str) -> std::path::PathBuf {
    let root = folder(name).join("site");
    let fields = |columns: &str| {
        let fields: Vec<String> =
            columns.split(',').map(|column| format!(r#"{{"name": "{column}", "type": "string"}}"#)).collect();
        fields.join(", ")
    };
    let tables = [
        ("consultation", "id,name,office", "roads,Plan for village roads,Transport Bureau"),
        ("rounds", "id,opens,closes", "1,2020-01-01,2099-12-31"),
        ("clauses", "id,text", "c1,Every village has a road."),
        ("documents", "id,purpose,name", "d1,basis,Road Act\nd2,explanation,Why it is so"),
    ];
    let resources = tables.map(|(table, columns, rows)| {
        write(&root, &format!("data/roads/{table}.csv"), format!("{columns}\n{rows}\n"));
        format!(r#"{{"name": "{table}", "path": "{table}.csv", "schema": {{"fields": [{}]}}}}"#, fields(columns))
    });
    let descriptor = format!(
        r#"{{"name": "roads", "title": "Roads", "profile": "daylight-consultation", "daylight:profile": "generic", "daylight:language": "en", "resources": [{}]}}"#,
        resources.join(", ")
    );
    write(&root, "data/roads/datapackage.json", descriptor);
    let limits = "per_network = 2\nform_least_seconds = 0\n";
    write(&root, "daylight.toml", format!("[service]\ntrusted_proxies = [\"127.0.0.1\"]\n[service.limits]\n{limits}"));
    root
}

#[test]
fn under_a_path_behind_a_proxy_everything_leads_to_everything_and_limits_are_the_senders() {
    if !has("nginx", "nginx-light") {
        return;
    }
    let root = site("comments-behind");
    let server = Server::start(&root, &[]);
    let lines = block("```nginx\n# inside server { }\n").replace("127.0.0.1:8080", &server.address);
    let proxy = Foreign::nginx(&folder("comments-proxy"), Path::new("/nowhere"), "", &lines);
    let address = proxy.url.trim_start_matches("http://").trim_end_matches('/').to_owned();
    let get = |path: &str| ask(&address, "GET", path, &[]);
    let api = "/portal/api/consultation/v1";
    let definition = get(&format!("{api}/roads"));
    let text = String::from_utf8_lossy(&definition.body).into_owned();
    assert_eq!(definition.status, 200, "{text}");
    // Addresses are relative: whatever the path, they lead back into it.
    for relative in
        ["\"comments\":\"roads/comments\"", "\"submit\":\"roads/comments\"", "\"plain\":\"../../../c/roads\""]
    {
        assert!(text.contains(relative), "{relative} is not in {text}");
    }
    let token =
        text.split_once("\"token\":\"").and_then(|(_, rest)| rest.split_once('"')).expect("a token").0.to_owned();
    let page = get("/portal/c/roads");
    let html = String::from_utf8_lossy(&page.body).into_owned();
    assert_eq!(page.status, 200);
    assert!(html.contains("method=\"post\" action=\"?"), "{html}");
    let origin = format!("http://{address}");
    let from = |sender: &str, key: &str| {
        let headers = [("Content-Type", "application/json"), ("Origin", origin.as_str()), ("X-Forwarded-For", sender)];
        let body = format!(r#"{{"token": "{token}", "key": "{key}", "text": "Build ours first.", "subject": "c1"}}"#);
        send(&address, "POST", &format!("{api}/roads/comments"), &headers, &body).status
    };
    assert_eq!([from("203.0.113.5", "a"), from("203.0.113.9", "b"), from("203.0.113.5", "c")], [201, 201, 429]);
    assert_eq!(from("198.51.100.7", "d"), 201, "another network has its own limit");
    // What a stranger says of a site that is not named is refused.
    let headers = [
        ("Content-Type", "application/json"),
        ("Origin", "https://elsewhere.example"),
        ("X-Forwarded-For", "192.0.2.1"),
    ];
    let body = format!(r#"{{"token": "{token}", "key": "e", "text": "x"}}"#);
    assert_eq!(send(&address, "POST", &format!("{api}/roads/comments"), &headers, &body).status, 403);
    // The plain page takes one too, under its path.
    let form = format!("token={token}&key=f&text=On+paper.&subject=c1");
    let headers = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", origin.as_str()),
        ("X-Forwarded-For", "192.0.2.9"),
    ];
    let taken = send(&address, "POST", "/portal/c/roads", &headers, &form);
    assert!(
        String::from_utf8_lossy(&taken.body).contains("id=\"receipt\""),
        "{}",
        String::from_utf8_lossy(&taken.body)
    );
}
