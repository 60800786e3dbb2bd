// What the others search: each pledge as {id, title, text, parties}, with the texts that the app searches too (core's
// browse::Entry): number, titles and id; sections and reports; all names of all parties.
const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));
const joined = (texts) => texts.filter(Boolean).join("\n");

export function documentsOf(parts) {
  const records = (kind) => parts.filter((part) => part.kind === kind).flatMap((part) => read(part.bytes));
  const names = new Map(
    records("parties").map(({ id, names, also }) => [id, joined([...Object.values(names ?? {}), ...(also ?? [])])]),
  );
  return records("pledges").map((pledge, id) => ({
    id,
    title: joined([pledge.number, pledge.title, ...Object.values(pledge.titles ?? {}), pledge.id]),
    text: joined([
      ...(pledge.sections ?? []).map((section) => section.text),
      ...(pledge.reports ?? []).flatMap((report) => [report.title, report.actions_taken]),
    ]),
    parties: joined((pledge.parties ?? []).map((party) => names.get(party.id))),
  }));
}
