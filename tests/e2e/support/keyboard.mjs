// A reader who has only a keyboard.

// What has the focus: its role and name as heard, and whether it can be seen where the focus is.
export const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return null;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    const label = at.getAttribute("aria-label") ?? (at.labels?.[0] ?? at).textContent;
    return {
      tag: at.localName,
      name: label.trim().replace(/\s+/g, " ").slice(0, 60),
      outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      seen:
        box.width > 0 &&
        box.height > 0 &&
        box.bottom > 0 &&
        box.top < innerHeight &&
        box.right > 0 &&
        box.left < innerWidth,
    };
  });

// Presses Tab from the top of the page until the focus has left it again; returns every stop.
export async function stops(page, limit = 400) {
  const all = [];
  for (let n = 0; n < limit; n++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (!stop) return all;
    all.push(stop);
  }
  throw new Error(`the focus does not leave the page in ${limit} steps`);
}

// Presses Tab until something of this name has the focus.
export async function tabTo(page, name, limit = 200) {
  const passed = [];
  for (let n = 0; n < limit; n++) {
    await page.keyboard.press("Tab");
    const stop = await focused(page);
    if (stop && (name instanceof RegExp ? name.test(stop.name) : stop.name === name)) return stop;
    passed.push(stop?.name);
  }
  throw new Error(`no way by Tab to ${name}; passed: ${passed.join(" | ")}`);
}
