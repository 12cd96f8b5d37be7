//! Which encoding a text may have that says none: bytes in, the labels in which they make sense out, the likeliest first; may be none.
//!
//! Many bytes fit several encodings. What they would be told apart: characters that nobody uses (private ones, half-width kana
//! between kanji, letters of two alphabets in one word) speak against an encoding, frequent ones for it.

use super::decode::Decoder;
use crate::ingest::encoding::CANDIDATES;
use std::collections::HashSet;

/// Bytes that are looked at.
const MOST: usize = 1 << 17;

/// Characters that are frequent in texts, and in tables of public money.
const FREQUENT: &str = "的一是不了在人有这中大来上国和地到以说时要就出会可也对生能而子得于着下自之年过发后作用道行所家种事成方多经去法学\
    如都同现当动面起定天分还进小部其主理心本前开但因从实日者无力与长机十民第公此工性全三关点正业外将高间由问重并物手应向文体\
    政相利二等产新制加月合回特代内信表化老给世位次度门任先海通教原东提立及比员解水名处义各入口条平系活更别四总电数安少报结反\
    受目量建务接场件计管期市直资山金指统区保至形社决治展科司五基书非则达放强权设式路记南品住告类求据程北边交规万取术共确清院\
    预算支收财编码称元项款额单镇乡村县卫健育农林费级\
    這來國說時會對過發後種經學現當沒動開還進無與長機業關點將兩間問應體見產給門東員論處義幾認條別變總電數報結務場計資許統決節\
    達強權設記類據邊規萬預歲額編號稱費備縣鄉鎮衛補助臺北辦級單項財產農漁業公共\
    円税款項予算額収県区町村等度費事業目節計金歳入出繰越譲与料債市民府\
    의이다는에을를사업예산금액원정지방도시군구세입출부문회계과목명년기관단위합총비보조설리교육인수주여일성공제경";

/// The labels in which the bytes make sense, the likeliest first.
pub fn rank(bytes: &[u8], decoder: &dyn Decoder) -> Vec<&'static str> {
    let frequent: HashSet<char> = FREQUENT.chars().filter(|char| !char.is_whitespace()).collect();
    let read = |label: &'static str| {
        let text = decoder.knows(label).then(|| decoder.decode(label, bytes)).flatten()?;
        let is_private = text.chars().any(|char| matches!(char, '\u{80}'..='\u{9f}' | '\u{e000}'..='\u{f8ff}'));
        let score = score(label, bytes.get(..MOST).unwrap_or(bytes), &text, &frequent);
        Some((label, is_private, score))
    };
    let mut ranked: Vec<(&str, bool, u32)> = CANDIDATES.into_iter().filter_map(read).collect();
    // A text of private characters is none, as long as any other reading is left.
    if ranked.iter().any(|(_, is_private, _)| !is_private) {
        ranked.retain(|(_, is_private, _)| !is_private);
    }
    ranked.sort_by_key(|(.., score)| std::cmp::Reverse(*score));
    ranked.into_iter().map(|(label, ..)| label).collect()
}

/// How well a text reads in an encoding, in hundredths.
fn score(label: &str, bytes: &[u8], text: &str, frequent: &HashSet<char>) -> u32 {
    match usual_pairs(label, bytes) {
        Some((usual, all)) => {
            let odd = |char: &char| !char.is_ascii() && !is_mark(*char);
            let (mut known, mut many) = (0, 0);
            for char in text.chars().take(MOST).filter(odd) {
                let is_kana = matches!(char, '\u{3041}'..='\u{30fe}');
                known += u32::from(is_kana || frequent.contains(&char));
                many += 1;
            }
            (usual * 50).checked_div(all).unwrap_or(0) + (known * 50).checked_div(many).unwrap_or(0)
        }
        None => {
            let (usual, all) = usual_letters(text);
            (usual * 70).checked_div(all).unwrap_or(0)
        }
    }
}

/// Punctuation, forms of full width and signs of accounts: they stand in every text of the east.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff5e}' | '△' | '▲' | '—' | '…' | '·' | '●' | '○' | '※' | '★')
}

/// Of an encoding of two bytes a character: how many are of its frequent half, as it is ordered, and how many there are.
fn usual_pairs(label: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    let (usual, high_only): (&[std::ops::RangeInclusive<u8>], bool) = match label {
        "gb18030" => (&[0xa1..=0xa3, 0xb0..=0xd7], true),
        "big5" => (&[0xa1..=0xc6], false),
        "shift_jis" => (&[0x81..=0x83, 0x88..=0x97], false),
        "euc-kr" => (&[0xa1..=0xa3, 0xb0..=0xc8], true),
        _ => return None,
    };
    let (mut known, mut all, mut at) = (0, 0, 0);
    while at < bytes.len() {
        let lead = bytes[at];
        if lead < 0x80 {
            at += 1;
            continue;
        }
        all += 1;
        // Half-width kana are single bytes.
        if label == "shift_jis" && (0xa1..=0xdf).contains(&lead) {
            at += 1;
            continue;
        }
        let trail = bytes.get(at + 1).copied().unwrap_or(0);
        known += u32::from(usual.iter().any(|range| range.contains(&lead)) && (!high_only || trail >= 0xa1));
        at += 2;
    }
    Some((known, all))
}

/// Of an encoding of one byte a character: how many letters beyond ASCII stand as letters do, and how many characters there are.
fn usual_letters(text: &str) -> (u32, u32) {
    let chars: Vec<char> = text.chars().take(MOST).collect();
    let script = |char: char| match char {
        'a'..='z' | 'A'..='Z' => 1,
        '\u{c0}'..='\u{24f}' if !matches!(char, '×' | '÷') => 1,
        '\u{370}'..='\u{3ff}' => 2,
        '\u{400}'..='\u{4ff}' => 3,
        _ => 0,
    };
    let is_sign = |char: char| {
        matches!(char, '€' | '£' | '§' | '°' | '–' | '—' | '’' | '‘' | '“' | '”' | '\u{a0}' | 'º' | 'ª' | '«' | '»')
    };
    let (mut usual, mut all) = (0, 0);
    for (at, char) in chars.iter().enumerate().filter(|(_, char)| !char.is_ascii()) {
        all += 1;
        let own = script(*char);
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        // A letter stands beside letters of its own alphabet and no others, and a capital within a word is no letter of it.
        let is_beside = [before, after].iter().any(|other| script(*other) == own);
        let is_strange = [before, after].iter().any(|other| script(*other) != 0 && script(*other) != own);
        let is_capital_within = char.is_uppercase() && before.is_lowercase();
        let is_run = own == 1 && !before.is_ascii() && !after.is_ascii();
        usual += u32::from(own > 0 && is_beside && !is_strange && !is_capital_within && !is_run || is_sign(*char));
    }
    (usual, all)
}

#[cfg(test)]
mod tests {
    use super::rank;
    use crate::import::Decoder;

    struct Encodings;

    impl Decoder for Encodings {
        fn knows(&self, label: &str) -> bool {
            encoding_rs::Encoding::for_label(label.as_bytes()).is_some()
        }

        fn decode(&self, label: &str, bytes: &[u8]) -> Option<String> {
            let (text, _, is_wrong) = encoding_rs::Encoding::for_label(label.as_bytes())?.decode(bytes);
            (!is_wrong).then(|| text.into_owned())
        }
    }

    #[test]
    fn the_likeliest_encoding_comes_first() {
        for (label, text) in [
            ("big5", "科目,名稱,預算數（千元）\n1,教育,5\n2,衛生,500\n"),
            (
                "big5",
                "科目編號,機關名稱,本年度預算數（元）,說明\n0001,臺北市政府教育局,5,辦理各級學校教育業務及補助經費\n",
            ),
            ("shift_jis", "款,項,予算額（千円）\n1,市税,5\n2,譲与税,△500\n"),
            ("shift_jis", "款,項目名称,予算額（円）\n1,市民税の収入見込額,5\n"),
            ("gb18030", "科目编码,科目名称,预算数（元）\n201,一般公共服务,5\n合计,,5\n"),
            ("gb18030", "项目,金额\n教育,5\n"),
            ("euc-kr", "과목,예산액(천원)\n교육비,5\n사회복지,7\n"),
            ("windows-1252", "Código;Descripción;Importe (EUR)\n1;Educación y formación de niños;5\n"),
            ("windows-1252", "Konto;Bezeichnung;Betrag (€)\n1;Löhne für Straßen;5\n"),
            ("windows-1251", "Код;Наименование;Сумма\n1;Образование;5\n"),
            ("iso-8859-7", "Κωδικός;Περιγραφή;Ποσό\n1;Εκπαίδευση;5\n"),
        ] {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label");
            let (bytes, _, is_wrong) = encoding.encode(text);
            assert!(!is_wrong, "{text}");
            assert_eq!(rank(&bytes, &Encodings).first(), Some(&label), "{text}");
        }
    }
}
