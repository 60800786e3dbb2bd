// Words typed letter by letter, blanks too: what each keystroke costs. All of them once to warm up, then three times; a
// keystroke's time is the median of its three.
const RUNS = 3;

// A keystroke waits for its turn, as a real one does, so that no engine's leftovers pile up in one long task.
const turn = () => new Promise((resolve) => setTimeout(resolve));

export const lettersOf = (query) => [...query].map((_, at, letters) => letters.slice(0, at + 1).join(""));

async function once(engine, typed) {
  const times = [];
  for (const text of typed) {
    await turn();
    const started = performance.now();
    const total = engine.key(text);
    times.push({ milliseconds: performance.now() - started, total });
  }
  return times;
}

export async function typing(engine, queries) {
  const typed = queries.flatMap(lettersOf);
  await once(engine, typed);
  const runs = [];
  for (let run = 0; run < RUNS; run++) runs.push(await once(engine, typed));
  return typed.map((text, at) => {
    const times = runs.map((run) => run[at].milliseconds).sort((a, b) => a - b);
    return { text, total: runs[0][at].total, milliseconds: times[(RUNS - 1) / 2] };
  });
}
