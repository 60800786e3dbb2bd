//! The numbers of a party's page: its pledges, as what it stands in them, what came of them, with whom, and what was pledged
//! by groups for it. Each number is that of the list behind it.

use super::{Catalogue, Key, Tally, groups::Membership, reading::Years};
use crate::{
    model::{PartyId, PledgeId, Role},
    order::sorted,
};

/// The most parties of the same pledges that are told.
const WITH: usize = 8;

/// Pledges of a group that a party belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Through {
    /// The group.
    pub group: PartyId,
    /// Those of its pledges that do not name the party, made while it can have been a member, in their usual order.
    pub pledges: Vec<PledgeId>,
}

/// What this copy says of a party.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Portrait {
    /// The pledges that name it, in their usual order.
    pub pledges: Vec<PledgeId>,
    /// As what they name it, with their number: pledging, signatory, other words of the source by letter, not said. What no
    /// pledge says is left out.
    pub roles: Vec<(Option<Role>, usize)>,
    /// These pledges by progress.
    pub tally: Tally,
    /// The years in which the Conferences of these pledges began.
    pub years: Years,
    /// Other parties of these pledges with the number that they share, the most first, then by id; at most 8.
    pub with: Vec<(PartyId, usize)>,
    /// The groups through which more is pledged, by id; those without such a pledge are left out.
    pub groups: Vec<Through>,
    /// How many pledges there are in `groups`, each once.
    pub through: usize,
}

impl Portrait {
    /// Reads a catalogue. Of a party that no pledge names there is what its groups pledge.
    pub fn of(catalogue: &Catalogue, party: &PartyId) -> Self {
        let own = catalogue.usual(catalogue.naming(party));
        let mut tally = Tally::default();
        let mut years = Years::default();
        for pledge in &own {
            tally.add(catalogue.progress_at(*pledge));
            years.add(catalogue.began_at(*pledge), 1);
        }
        let (groups, through) = through(catalogue, party);
        Self {
            pledges: catalogue.ids_of(&own),
            roles: roles(catalogue, party, &own),
            tally,
            years,
            with: with(catalogue, party, &own),
            groups,
            through,
        }
    }
}

/// As what pledges name a party.
fn roles(catalogue: &Catalogue, party: &PartyId, pledges: &[u32]) -> Vec<(Option<Role>, usize)> {
    let columns = &catalogue.columns;
    let who = catalogue.who(party);
    let mut counts: Vec<(u32, usize)> = Vec::new();
    for pledge in pledges {
        let links = columns.parties.get(*pledge as usize).iter().zip(columns.roles.get(*pledge as usize));
        for (_, role) in links.filter(|(link, _)| Some(**link) == who) {
            match counts.iter_mut().find(|(known, _)| known == role) {
                Some((_, count)) => *count += 1,
                None => counts.push((*role, 1)),
            }
        }
    }
    let roles = counts.into_iter().map(|(role, n)| (catalogue.given(role).map(Role::from_wire), n)).collect();
    let place = |role: &Option<Role>| match role {
        Some(Role::Pledging) => (0, String::new()),
        Some(Role::Signatory) => (1, String::new()),
        Some(Role::Other(word)) => (2, word.to_string()),
        None => (3, String::new()),
    };
    sorted(roles, |(a, _), (b, _)| place(a).cmp(&place(b)))
}

/// The other parties of pledges.
fn with(catalogue: &Catalogue, party: &PartyId, pledges: &[u32]) -> Vec<(PartyId, usize)> {
    let mut shared = vec![0usize; catalogue.columns.values.len()];
    for who in pledges.iter().flat_map(|n| catalogue.columns.parties.get(*n as usize)) {
        if let Some(count) = shared.get_mut(*who as usize) {
            *count += 1;
        }
    }
    let id = |who: &u32| catalogue.given(*who).and_then(PartyId::new).filter(|id| id != party);
    let count = |who: &u32| shared.get(*who as usize).copied().unwrap_or(0);
    let all = catalogue.columns.values.of(Key::Party).iter().filter(|who| count(who) > 0);
    let mut all = sorted(all.filter_map(|who| Some((id(who)?, count(who)))).collect(), |(a, n), (b, m)| {
        m.cmp(n).then_with(|| a.cmp(b))
    });
    all.truncate(WITH);
    all
}

/// What the groups of a party pledge, and how many different pledges these are.
fn through(catalogue: &Catalogue, party: &PartyId) -> (Vec<Through>, usize) {
    let who = catalogue.who(party);
    let is_named = |pledge: u32| who.is_some_and(|who| catalogue.columns.parties.get(pledge as usize).contains(&who));
    let mut seen = vec![false; catalogue.rank.len()];
    let mut groups = Vec::new();
    for times in catalogue.groups_of(party).chunk_by(|a, b| a.group == b.group) {
        let Some(Membership { group, .. }) = times.first() else { continue };
        let covered = |pledge: u32| {
            let day = catalogue.began_at(pledge);
            times.iter().any(|time| time.covers(day))
        };
        let all = catalogue.naming(group).iter().copied();
        let pledges: Vec<u32> = all.filter(|n| !is_named(*n) && covered(*n)).collect();
        for pledge in &pledges {
            if let Some(seen) = seen.get_mut(*pledge as usize) {
                *seen = true;
            }
        }
        if !pledges.is_empty() {
            groups.push(Through { group: group.clone(), pledges: catalogue.ids_of(&catalogue.usual(&pledges)) });
        }
    }
    (groups, seen.into_iter().filter(|s| *s).count())
}

#[cfg(test)]
#[path = "portrait_tests.rs"]
mod tests;
