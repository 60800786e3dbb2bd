// Pledges of one party with dates of every kind, beside the sample's own: what a timeline must be good on.

const one = (id, edition, more) => ({
  id,
  edition,
  title: `Pledge ${id}`,
  lang: "en",
  parties: [{ id: "ns-tl", role: "pledging" }],
  ...more,
});

export const PARTY = { id: "ns-tl", kind: "national-society", names: { en: "Timeline Red Cross", ar: "جمعية الخط الزمني" } };

const report = (id, date, completed, more) => ({ id, date, completed, parties: ["ns-tl"], actions_taken: "Done.", ...more });

export const DATED = [
  one("d-days", "30IC", { period: { from: "2008-03-01", to: "2010-06-30" }, submitted: "2007-11-28" }),
  one("d-years", "31IC", {
    period: { from: "2012", to: "2015" },
    reports: [report("d-years-r1", "2013-05-02", false), report("d-years-r2", "2015", true), report("d-years-r3", null, null)],
  }),
  one("d-reported", "32IC", { reports: [report("d-reported-r1", "2018-06", null)] }),
  one("d-end", "32IC", { period: { to: "2018" } }),
  one("d-open", "33IC", { period: { from: "2020-01" } }),
  one("d-never", "33IC", { period: { from: "2024", to: "2021" } }),
  one("d-nothing", "33IC", {}),
  one("d-joined", "34IC", {
    parties: [
      { id: "ns-au", role: "pledging" },
      { id: "ns-tl", role: "signatory", since: "2025-02-03" },
    ],
    reports: [report("d-joined-r1", "2025-05", true, { parties: ["ns-au"] })],
  }),
  one("d-words", "34IC", { period: { said: "as long as it takes" } }),
];

// Publishes them with the sample.
export async function publishDates(desk) {
  await desk.edit("pledges.ndjson", (pledges) => [...pledges, ...DATED]);
  await desk.edit("parties.ndjson", (parties) => [...parties, PARTY]);
  await desk.publish();
}

// As many pledges of one party as asked for.
export async function publishMany(desk, count) {
  const many = Array.from({ length: count }, (_, n) => {
    const edition = ["30IC", "31IC", "32IC", "33IC", "34IC"][n % 5];
    const from = 2008 + (n % 15);
    return one(`m-${String(n).padStart(4, "0")}`, edition, { period: { from: String(from), to: String(from + 2) } });
  });
  await desk.edit("pledges.ndjson", (pledges) => [...pledges, ...many]);
  await desk.edit("parties.ndjson", (parties) => [...parties, PARTY]);
  await desk.publish();
}
