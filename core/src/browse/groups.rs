//! Which groups a party belongs to, and when: directly, and through groups that are members of groups. What is not known
//! bounds nothing: only who certainly was no member is left out.

use super::Catalogue;
use crate::{
    model::{Date, Party, PartyId},
    order::sorted,
};

/// A day as [`Date::first`] and [`Date::last`] give it: year, month, day.
type Day = (u16, u8, u8);

/// A party's time in a group.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Membership {
    /// The group.
    pub group: PartyId,
    /// Since when; None where that is not known.
    pub from: Option<Date>,
    /// Until when; None while it lasts or where that is not known.
    pub to: Option<Date>,
}

impl Membership {
    /// Whether the party can have been a member on a day, which may be known by its month or year alone. An unknown day
    /// is covered.
    pub fn covers(&self, day: Option<Date>) -> bool {
        let Some(day) = day else { return true };
        self.begins().is_none_or(|begins| day.last() >= begins) && self.ends().is_none_or(|ends| day.first() <= ends)
    }

    /// The first day on which it can have begun.
    fn begins(&self) -> Option<Day> {
        self.from.map(Date::first)
    }

    /// The last day on which it can have ended.
    fn ends(&self) -> Option<Day> {
        self.to.map(Date::last)
    }

    /// Whether no day can lie in it.
    fn is_empty(&self) -> bool {
        self.begins().zip(self.ends()).is_some_and(|(begins, ends)| ends < begins)
    }

    /// Whether it covers all that another time in the same group covers.
    fn contains(&self, other: &Self) -> bool {
        // Nothing is earlier than an unknown beginning, and nothing later than an unknown end.
        self.group == other.group
            && self.begins() <= other.begins()
            && self.ends().is_none_or(|ends| other.ends().is_some_and(|other| other <= ends))
    }
}

impl Catalogue {
    /// The groups that a party belongs to, in the order of their ids. A group stands once for each time that no other time
    /// in it contains: someone may leave and come back, and two ways into one group may cover different years. Through a
    /// group in a group the later beginning and the earlier end count. A party is never a group of its own.
    pub fn groups_of(&self, party: &PartyId) -> Vec<Membership> {
        let groups: Vec<&Party> = self.parties().map(|p| &**p).filter(|p| !p.members.is_empty()).collect();
        let mut found: Vec<Membership> = Vec::new();
        let mut ways = vec![Membership { group: party.clone(), from: None, to: None }];
        while let Some(way) = ways.pop() {
            for group in groups.iter().filter(|g| g.id != *party) {
                for longer in ways_into(group, &way) {
                    // A way around a circle comes back to a time that it cannot widen: so it ends.
                    if !longer.is_empty() && !found.iter().any(|f| f.contains(&longer)) {
                        found.retain(|f| !longer.contains(f));
                        found.push(longer.clone());
                        ways.push(longer);
                    }
                }
            }
        }
        sorted(found, |a, b| (&a.group, a.from, a.to).cmp(&(&b.group, b.from, b.to)))
    }
}

/// The times in a group of a member, itself or as a member of a group.
fn ways_into(group: &Party, member: &Membership) -> Vec<Membership> {
    let times = group.members.iter().filter(|m| m.id == member.group);
    let time =
        |from, to| Membership { group: group.id.clone(), from: later(member.from, from), to: earlier(member.to, to) };
    times.map(|m| time(m.from, m.to)).collect()
}

/// The later of two beginnings by the first day that each can mean; the less precise where these are one day.
fn later(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) if a.first() == b.first() => Some(a.min(b)),
        (a, b) => a.max(b),
    }
}

/// The earlier of two ends by the last day that each can mean; the less precise where these are one day.
fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) if a.last() == b.last() => Some(a.min(b)),
        (Some(a), Some(b)) => Some(if a.last() < b.last() { a } else { b }),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
