//! Who may do what, and when: one table. What it does not name, nobody may. Cannot fail.

use crate::store::{Person, Role};

/// What can be done in the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Change the own password, sign out.
    Own,
    /// See which consultations there are, and how far the work is.
    Overview,
    /// Read comments, and what colleagues say of them.
    Read,
    /// Say something of a comment to colleagues.
    Note,
    /// Put comments under themes, give them to units, group them.
    Sort,
    /// Propose that comments are published or withheld.
    Propose,
    /// Say what became of comments, and answer.
    Settle,
    /// Publish or withhold what others proposed; approve what others said became of comments, or give it back.
    Approve,
    /// Withhold what was published.
    Withdraw,
    /// Announce what became of the comments.
    Announce,
    /// Take comments out as a table, or a table of changes in.
    Table,
    /// See how those can be reached who asked for it, and delete that once they were.
    Contact,
    /// Say who works here, and what they may do.
    People,
    /// Read the log.
    Log,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Own,
        Self::Overview,
        Self::Read,
        Self::Note,
        Self::Sort,
        Self::Propose,
        Self::Settle,
        Self::Approve,
        Self::Withdraw,
        Self::Announce,
        Self::Table,
        Self::Contact,
        Self::People,
        Self::Log,
    ];
}

/// Where a consultation is, as far as the office's work goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Comments may still come.
    Running,
    /// None comes any more, and nothing is announced.
    Closed,
    /// What became of them is announced.
    Announced,
}

impl State {
    /// In the order in which they follow each other.
    pub const ALL: [Self; 3] = [Self::Running, Self::Closed, Self::Announced];
}

use Role::{Administrator, Answerer, Clerk, Publisher};
use State::{Announced, Closed, Running};

const OFFICE: &[Role] = &[Clerk, Answerer, Publisher];
const WORKING: &[State] = &[Running, Closed];

/// Who may do each act, and in which states; acts outside of any consultation have all states.
const POLICY: &[(Act, &[Role], &[State])] = &[
    (Act::Own, &Role::ALL, &State::ALL),
    (Act::Overview, &Role::ALL, &State::ALL),
    (Act::Read, OFFICE, &State::ALL),
    (Act::Note, OFFICE, &State::ALL),
    (Act::Sort, &[Clerk], WORKING),
    (Act::Propose, &[Clerk], WORKING),
    (Act::Settle, &[Answerer], WORKING),
    (Act::Approve, &[Publisher], WORKING),
    (Act::Withdraw, &[Publisher], &State::ALL),
    (Act::Announce, &[Publisher], &[Closed]),
    (Act::Table, OFFICE, &State::ALL),
    (Act::Contact, &[Clerk], &[Closed, Announced]),
    (Act::People, &[Administrator], &State::ALL),
    (Act::Log, &[Publisher, Administrator], &State::ALL),
];

/// Whether somebody may do something; `state` is that of the consultation in which it is done, where it is done in one. Whoever has a
/// password that others have seen may only change it.
pub fn may(person: &Person, act: Act, state: Option<State>) -> bool {
    if person.is_barred || person.is_fresh && act != Act::Own {
        return false;
    }
    let allows = |(named, roles, states): &&(Act, &[Role], &[State])| {
        *named == act && roles.iter().any(|role| person.is(*role)) && state.is_none_or(|state| states.contains(&state))
    };
    POLICY.iter().any(|rule| allows(&rule))
}

#[cfg(test)]
mod tests {
    use super::{Act, POLICY, Role, State, may};
    use crate::store::Person;

    #[test]
    fn every_act_is_named_once_and_nothing_else_is_allowed() {
        for act in Act::ALL {
            assert_eq!(POLICY.iter().filter(|(named, ..)| *named == act).count(), 1, "{act:?}");
        }
        let nobody = Person { id: 1, name: String::new(), roles: Vec::new(), is_fresh: false, is_barred: false };
        for act in Act::ALL {
            assert!(!may(&nobody, act, None));
            let barred = Person { roles: Role::ALL.to_vec(), is_barred: true, ..nobody.clone() };
            assert!(!may(&barred, act, None));
            let fresh = Person { roles: Role::ALL.to_vec(), is_fresh: true, ..nobody.clone() };
            assert_eq!(may(&fresh, act, Some(State::Closed)), act == Act::Own);
        }
    }
}
