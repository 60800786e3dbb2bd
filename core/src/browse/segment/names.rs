//! Segments of parts that hold names: parties and terms, as they are, without their JSON.

use std::sync::Arc;

use crate::{
    codec::{Reader, Writer},
    model::{Category, Date, Lang, Member, Names, Party, PartyId, Term, TermId, TermList},
};

pub(super) fn write_party(party: &Party, out: &mut Writer) {
    out.text(party.id.as_str());
    out.maybe(party.category.as_ref().map(Category::wire));
    write_names(&party.names, out);
    out.size(party.also.len());
    party.also.iter().for_each(|a| out.text(a));
    out.maybe(party.country.as_deref());
    out.maybe(party.region.as_ref().map(TermId::as_str));
    out.size(party.members.len());
    for member in &party.members {
        out.text(member.id.as_str());
        write_date(member.from, out);
        write_date(member.to, out);
    }
}

pub(super) fn read_party(from: &mut Reader<'_>) -> Option<Arc<Party>> {
    let id = PartyId::new(from.text())?;
    let category = from.maybe().map(Category::from_wire);
    let names = read_names(from);
    let also = (0..from.count()).map(|_| from.text().into()).collect();
    let country = from.maybe().map(Into::into);
    let region = from.maybe().and_then(TermId::new);
    let mut members = Vec::new();
    for _ in 0..from.count() {
        let (id, start, end) = (PartyId::new(from.text()), read_date(from), read_date(from));
        members.extend(id.map(|id| Member { id, from: start, to: end }));
    }
    from.is_good().then(|| Arc::new(Party { id, category, names, also, country, region, members }))
}

pub(super) fn write_term(term: &Term, out: &mut Writer) {
    out.text(term.list.wire());
    out.text(term.id.as_str());
    write_names(&term.names, out);
    write_date(term.from, out);
    write_date(term.to, out);
    out.maybe(term.place.as_deref());
}

pub(super) fn read_term(from: &mut Reader<'_>) -> Option<Arc<Term>> {
    let list = TermList::from_wire(from.text())?;
    let id = TermId::new(from.text())?;
    let (names, start, end) = (read_names(from), read_date(from), read_date(from));
    let place = from.maybe().map(Into::into);
    from.is_good().then(|| Arc::new(Term { list, id, names, from: start, to: end, place }))
}

fn write_names(names: &Names, out: &mut Writer) {
    out.size(names.iter().count());
    for (lang, name) in names.iter() {
        out.text(lang.as_str());
        out.text(name);
    }
}

fn read_names(from: &mut Reader<'_>) -> Names {
    let count = from.count();
    Names::new((0..count).filter_map(|_| {
        let (lang, name) = (Lang::new(from.text()), from.text());
        Some((lang?, name.into()))
    }))
}

pub(super) fn write_date(date: Option<Date>, out: &mut Writer) {
    out.number(u64::from(date.map_or(0, Date::code)));
}

pub(super) fn read_date(from: &mut Reader<'_>) -> Option<Date> {
    Date::from_code(from.small())
}
