// axe-core's verdict on a page as it stands, in words: what, where, how to mend it. Nothing is left out of it.
import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "@playwright/test";

export async function hasNoViolations(page, where) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .map(({ target }) => target.join(" "))
        .slice(0, 5)
        .join(" | ")}`,
  );
  expect(said, where).toEqual([]);
}
