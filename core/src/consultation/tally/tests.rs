use super::*;

fn entry<'a>(id: &'a str, channel: &'a str, disposition: Disposition) -> Entry<'a> {
    let reason = if disposition.needs_reason() { "because" } else { "" };
    Entry { id, channel, disposition: Some(disposition), reason, publication: Publication::Published, group: None }
}

fn three() -> [Entry<'static>; 3] {
    [
        entry("1", "online", Disposition::Adopted),
        entry("2", "letter", Disposition::Adopted),
        entry("3", "online", Disposition::NotAdopted),
    ]
}

#[test]
fn three_is_two_and_one() {
    let tally = announce(3, &three()).expect("it balances");
    assert_eq!((tally.received, tally.voices, tally.settled(), tally.published), (3, 3, 3, 3));
    assert_eq!(tally.by_disposition, [2, 0, 1, 0, 0]);
    assert_eq!(tally.by_channel.into_iter().collect::<Vec<_>>(), [("letter".to_owned(), 1), ("online".to_owned(), 2)]);
}

#[test]
fn three_is_not_two_and_nothing() {
    let mut entries = three();
    entries[2].disposition = None;
    let unbalanced = Unbalanced { whole: 3, sum: Some(2) };
    let faults = [TallyFault::Unsettled { id: "3".to_owned() }, TallyFault::Dispositions(unbalanced)];
    assert_eq!(announce(3, &entries), Err(faults.to_vec()));
    // One that was acknowledged and is gone.
    let faults = [
        TallyFault::Received { acknowledged: 3, counted: 2 },
        TallyFault::Dispositions(unbalanced),
        TallyFault::Publication(unbalanced),
    ];
    assert_eq!(announce(3, &three()[..2]), Err(faults.to_vec()));
}

#[test]
fn every_fault_is_named_at_once() {
    let mut entries = three();
    entries[0].publication = Publication::Undecided;
    entries[1] = Entry { id: "1", publication: Publication::Withheld { code: " " }, ..entries[1] };
    entries[2].reason = " \n";
    let ids: Vec<&str> = announce(3, &entries).unwrap_err().iter().map(TallyFault::id).collect();
    let expected =
        ["publication-undecided", "comment-twice", "withheld-without-code", "reason-missing", "publication-unbalanced"];
    assert_eq!(ids, expected);
}

#[test]
fn all_but_adopted_need_a_reason() {
    for disposition in Disposition::ALL {
        let entry = Entry { reason: "", ..entry("1", "online", disposition) };
        assert_eq!(announce(1, &[entry]).is_ok(), disposition == Disposition::Adopted, "{disposition:?}");
        assert_eq!(Disposition::from_id(disposition.id()), Some(disposition));
    }
    assert_eq!(Disposition::from_id("采纳"), None);
}

#[test]
fn what_is_withheld_is_counted_by_its_code_and_is_received() {
    let mut entries = three();
    entries[1].publication = Publication::Withheld { code: "personal-data" };
    entries[2].publication = Publication::Withheld { code: "personal-data" };
    let tally = announce(3, &entries).expect("it balances");
    assert_eq!((tally.published, tally.withheld()), (1, 2));
    assert_eq!(tally.withheld["personal-data"], 2);
}

#[test]
fn a_group_is_one_voice_and_all_its_comments_are_received() {
    let mut entries = three();
    entries[0].group = Some("a");
    entries[1].group = Some("a");
    let tally = announce(3, &entries).expect("it balances");
    assert_eq!((tally.received, tally.voices), (3, 2));
}

#[test]
fn nothing_received_balances() {
    assert_eq!(announce(0, &[]), Ok(Tally::default()));
}
