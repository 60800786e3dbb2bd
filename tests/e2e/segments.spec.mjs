// What was made of the copy's parts is kept beside them, so that a start reads no JSON: whole it is used as it is, damaged
// or of another version it is made anew from the part.
import { expect, test } from "./support/test.mjs";
import { List } from "./pages/list.mjs";
import { NETWORK } from "./support/browser.mjs";
import { Pledge } from "./pages/pledge.mjs";
import { visitOnce } from "./support/visits.mjs";

const NAME = "pledgebook/copy";

// Does something with the stores of the copy, from a page beside the app. It goes over as its text, because that page may
// not evaluate any.
const inStores = async (reader, work) => {
  reader.expectErrors(NETWORK);
  const page = await reader.newTab();
  await page.goto(new URL("feed/manifest.json", reader.url).href);
  const result = await page.evaluate(`(async () => {
    const asked = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await asked(indexedDB.open("${NAME}"));
    const transaction = database.transaction(["parts", "segments"], "readwrite");
    const result = await (${work})(transaction.objectStore("parts"), transaction.objectStore("segments"), asked);
    database.close();
    return result;
  })()`);
  await page.close();
  return result;
};

const segments = (reader) =>
  inStores(reader, async (parts, segments, asked) => {
    const [keys, values, names] = await Promise.all([
      asked(segments.getAllKeys()),
      asked(segments.getAll()),
      asked(parts.getAllKeys()),
    ]);
    return { keys, names, bytes: values.map((value) => [...value].join()) };
  });

const showsAllOffline = async (reader, faulty) => {
  await faulty.stop();
  const list = new List(reader.page);
  await list.open(reader, "?q=protection");
  await expect(list.row("Regional Protection")).toBeVisible();
  await list.open(reader);
  await list.shows(75);
  await faulty.start();
};

test("every part of the copy has one, under the part's hash", async ({ reader }) => {
  await visitOnce(reader);
  const { keys, names } = await segments(reader);
  expect(keys).toEqual(names);
  expect(keys.length).toBe(7);
});

for (const [what, harm] of [
  ["damaged", (bytes) => (bytes[bytes.length >> 1] ^= 1)],
  ["of another version", (bytes) => (bytes[0] += 1)],
]) {
  test(`all of them ${what}: they are made anew without a network, and the same`, async ({ reader, faulty }) => {
    await visitOnce(reader);
    const before = await segments(reader);
    await inStores(
      reader,
      `async (parts, segments, asked) => {
        for (const key of await asked(segments.getAllKeys())) {
          const bytes = await asked(segments.get(key));
          (${harm})(bytes);
          await asked(segments.put(bytes, key));
        }
      }`,
    );
    expect((await segments(reader)).bytes).not.toEqual(before.bytes);
    await showsAllOffline(reader, faulty);
    await expect.poll(async () => (await segments(reader)).bytes).toEqual(before.bytes);
  });
}

test("a list is shown from them though a part is damaged, and its pledge says what is missing", async ({
  reader,
  faulty,
}) => {
  await visitOnce(reader);
  await inStores(reader, async (parts, segments, asked) => {
    for (const key of await asked(parts.getAllKeys())) {
      const bytes = await asked(parts.get(key));
      if (!new TextDecoder().decode(bytes).includes('"32IC-regional-protection"')) continue;
      bytes[20] ^= 1;
      await asked(parts.put(bytes, key));
    }
  });
  await faulty.stop();
  const list = new List(reader.page);
  await list.open(reader, "?q=regional");
  await list.row("Regional Protection").getByRole("link", { name: "Regional Protection" }).click();
  await expect(new Pledge(reader.page).main).toContainText("A part of the copy is missing");
  await faulty.start();
});
